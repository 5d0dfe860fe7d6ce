#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "manifest/list_json.h"
#include "manifest/plan.h"
#include "manifest/predicate.h"

namespace weighmaster::manifest {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

namespace {

constexpr Format format{"weighmaster-plan", 1, Code::plan_malformed};

/// One member a file, so that a million of them stay within the limits of JSON: its name and its size. The
/// parser keeps members in code point order, none twice.
Result<std::vector<PlannedFile>> read_files(const JsonObject& plan) {
  const auto object = plan.object("files");
  if (!object) return fail(object.error());
  std::vector<PlannedFile> files;
  files.reserve(object->json().size());
  for (const auto& [name, size] : object->json().items()) {
    if (!size.is_number_unsigned()) return fail(Code::plan_malformed, {}, name + ": the size is no number");
    files.push_back({name, size.get<std::uint64_t>()});
  }
  return files;
}

Result<Plan> read_plan(const JsonObject& object) {
  const auto known = check_format(object, format);
  if (!known) return fail(known.error());
  auto serialization = serialization_from(object);
  if (!serialization) return fail(std::move(serialization.error()));
  const auto parts = read_count(object, "parts", Code::plan_malformed);
  if (!parts) return fail(parts.error());
  auto files = read_files(object);
  if (!files) return fail(std::move(files.error()));
  return Plan::create(std::move(*serialization), std::move(*files), *parts);
}

}  // namespace

Result<Plan> parse_plan(BytesView text, const std::string& what) {
  const auto parsed = base::parse_json(text, what);
  if (!parsed) return fail(parsed.error());
  const auto object = JsonObject::from(*parsed, what);
  if (!object) return fail(object.error());
  auto plan = read_plan(*object);
  // What is wrong in it does not know where it stands.
  if (!plan && plan.error().subject.empty()) plan.error().subject = what;
  return plan;
}

std::string plan_text(const Plan& plan) {
  const Json head{{"format", format.name},
                  {"version", format.version},
                  {"parts", plan.parts()},
                  {"serialization", serialization_json(plan.serialization())}};
  auto text = head.dump();
  text.pop_back();  // the closing brace: the files come before it
  text += ",\"files\":{";
  const char* before = "\n";
  for (const auto& [name, size] : plan.files()) {
    text += before + Json(name).dump() + ":" + std::to_string(size);
    before = ",\n";
  }
  return text + "\n}}\n";
}

}  // namespace weighmaster::manifest
