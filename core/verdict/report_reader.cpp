#include "verdict/report_reader.h"

#include <algorithm>

#include "base/json_reader.h"
#include "base/text.h"
#include "model/exclusions.h"
#include "verdict/report_json.h"

namespace weighmaster::verdict {
namespace {

using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;

/// The value of an enumeration from 0 to `last` by its name.
template <class Enum>
std::optional<Enum> named(std::string_view wanted, Enum last) {
  for (int place = 0; place <= static_cast<int>(last); ++place) {
    const auto value = static_cast<Enum>(place);
    if (name(value) == wanted) return value;
  }
  return std::nullopt;
}

std::optional<crypto::DigestAlgorithm> algorithm_named(std::string_view name) {
  using enum crypto::DigestAlgorithm;
  for (const auto algorithm : {sha256, sha384, sha512, blake2b, blake3}) {
    if (crypto::name(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

class Reader : base::JsonReader {
 public:
  Reader() : JsonReader(base::Code::audit_malformed) {}

  Result<Report> read(const Json& json) {
    Report report = empty_report();
    const auto object = take(JsonObject::from(json, "report"));
    if (!object) return fail(*error());
    report.model = path(take(object->string("model")).value_or(""));
    if (const auto signature = text_if_any(*object, "signature")) report.signature = path(*signature);
    report.checked_at = time(*object, "checked_at").value_or(base::TimePoint{});
    report.only = texts(*object, "only");
    report.bytes_hashed = number(*object, "bytes_hashed");
    for (const auto& place : texts(*object, "looked_in")) report.looked_in.push_back(path(place));
    read_trust(*object, report);
    for (const auto& other : list(*object, "other_signatures")) read_other(other, report);
    for (const auto& step : list(*object, "steps")) read_step(step, report);
    for (const auto& row : list(*object, "files")) report.files.push_back(read_row(row));
    if (error()) return fail(*error());
    return report;
  }

 private:
  static std::filesystem::path path(const std::string& text) {
    return std::filesystem::path(std::u8string(text.begin(), text.end()));
  }

  std::uint64_t number(const JsonObject& object, std::string_view name) {
    const auto value = take(object.int64(name)).value_or(0);
    if (value < 0) refuse(object.path(name), "below zero");
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
  }
  std::optional<crypto::Digest> digest(const JsonObject& object, std::string_view name) {
    const auto text = text_if_any(object, name);
    if (!text) return std::nullopt;
    const auto colon = std::min(text->find(':'), text->size());
    const auto algorithm = algorithm_named(std::string_view(*text).substr(0, colon));
    if (!algorithm) refuse(object.path(name), *text);
    if (!algorithm) return std::nullopt;
    return take(crypto::Digest::from_hex(*algorithm, std::string_view(*text).substr(colon + 1)));
  }
  template <class Enum>
  Enum one_of(const JsonObject& object, std::string_view name, Enum last) {
    const auto text = take(object.string(name)).value_or("");
    const auto value = named(text, last);
    if (!value) refuse(object.path(name), text);
    return value.value_or(Enum{});
  }

  std::vector<base::Finding> findings(const JsonObject& object) {
    std::vector<base::Finding> all;
    for (const auto& each : list(object, "findings")) {
      const auto finding = take(JsonObject::from(each, object.path("findings")));
      if (!finding) break;
      const auto name = take(finding->string("code")).value_or("");
      const auto code = base::code_from_name(name);
      if (!code) refuse(finding->path("code"), name);
      if (code)
        all.push_back({*code, take(finding->string("subject")).value_or(""),
                       take(finding->string("detail")).value_or("")});
    }
    return all;
  }

  void read_trust(const JsonObject& object, Report& report) {
    const auto trust = take(object.object("trust"));
    if (!trust) return;
    report.trust.source = take(trust->string("source")).value_or("");
    const auto version = take(trust->find("version"));
    if (version && *version != nullptr) report.trust.version = take(trust->int64("version"));
    report.trust.updated_at = time(*trust, "updated_at");
  }

  void read_other(const Json& json, Report& report) {
    const auto object = take(JsonObject::from(json, "report.other_signatures"));
    if (object)
      report.other_signatures.push_back({path(take(object->string("path")).value_or("")), findings(*object)});
  }

  void read_step(const Json& json, Report& report) {
    const auto object = take(JsonObject::from(json, "report.steps"));
    if (!object) return;
    const auto id = one_of(*object, "step", StepId::nothing_else);
    report.step(id) = {id, one_of(*object, "outcome", Outcome::not_applicable), findings(*object)};
  }

  FileRow read_row(const Json& json) {
    FileRow row;
    const auto object = take(JsonObject::from(json, "report.files"));
    if (!object) return row;
    row.name = take(object->string("name")).value_or("");
    row.state = one_of(*object, "state", FileState::not_checked);
    if (const auto size = take(object->find("size")); size && *size != nullptr)
      row.size = number(*object, "size");
    row.expected = digest(*object, "signed");
    row.found = digest(*object, "found");
    for (const auto& shard : list(*object, "shards")) row.shards.push_back(read_shard(shard));
    if (text_if_any(*object, "can_run_code"))
      row.risk = one_of(*object, "can_run_code", model::CodeRisk::shared_library);
    if (text_if_any(*object, "leftover_of")) row.leftover_of = model::leftover_of(row.name);
    if (text_if_any(*object, "ignored_for"))
      row.ignored_for = one_of(*object, "ignored_for", model::IgnoreReason::signature);
    row.findings = findings(*object);
    return row;
  }

  ShardRow read_shard(const Json& json) {
    const auto object = take(JsonObject::from(json, "report.files.shards"));
    if (!object) return {};
    return {{number(*object, "start"), number(*object, "end")},
            digest(*object, "signed"),
            digest(*object, "found")};
  }
};

}  // namespace

Result<Report> disk_facts_from_json(const Json& json) {
  return Reader().read(json);
}

std::optional<Verdict> verdict_named(std::string_view name) {
  return named(name, Verdict::signature_invalid);
}

}  // namespace weighmaster::verdict
