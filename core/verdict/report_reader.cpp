#include "verdict/report_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "model/exclusions.h"
#include "verdict/report_json.h"

namespace weighmaster::verdict {
namespace {

using base::Code;
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

/// Reads members one after the other; the first error stays.
class Reader {
 public:
  Result<Report> read(const Json& json) {
    Report report = empty_report();
    const auto object = take(JsonObject::from(json, "report"));
    if (!object) return fail(*error_);
    report.model = path(take(object->string("model")).value_or(""));
    if (const auto signature = optional_text(*object, "signature")) report.signature = path(*signature);
    report.checked_at = time(*object, "checked_at").value_or(base::TimePoint{});
    report.only = texts(*object, "only");
    report.bytes_hashed = number(*object, "bytes_hashed");
    for (const auto& place : texts(*object, "looked_in")) report.looked_in.push_back(path(place));
    read_trust(*object, report);
    for (const auto& other : list(*object, "other_signatures")) read_other(other, report);
    for (const auto& step : list(*object, "steps")) read_step(step, report);
    for (const auto& row : list(*object, "files")) report.files.push_back(read_row(row));
    if (error_) return fail(*error_);
    return report;
  }

 private:
  template <class Value>
  std::optional<Value> take(Result<Value> result) {
    if (result) return std::move(*result);
    if (!error_) error_ = std::move(result.error());
    return std::nullopt;
  }
  void refuse(std::string subject, std::string detail) {
    if (!error_) error_ = base::Error{Code::audit_malformed, std::move(subject), std::move(detail)};
  }

  static std::filesystem::path path(const std::string& text) {
    return std::filesystem::path(std::u8string(text.begin(), text.end()));
  }

  std::span<const Json> list(const JsonObject& object, std::string_view name) {
    return take(object.array(name)).value_or(std::span<const Json>());
  }
  std::optional<std::string> optional_text(const JsonObject& object, std::string_view name) {
    const auto found = take(object.find(name));
    if (!found || *found == nullptr) return std::nullopt;
    return take(object.string(name));
  }
  std::vector<std::string> texts(const JsonObject& object, std::string_view name) {
    std::vector<std::string> all;
    for (const auto& each : list(object, name)) {
      const auto* text = each.get_ptr<const Json::string_t*>();
      if (text == nullptr) refuse(object.path(name), "not a list of strings");
      if (text != nullptr) all.push_back(*text);
    }
    return all;
  }
  std::optional<base::TimePoint> time(const JsonObject& object, std::string_view name) {
    const auto text = optional_text(object, name);
    return text ? take(base::parse_rfc3339(*text)) : std::nullopt;
  }
  std::uint64_t number(const JsonObject& object, std::string_view name) {
    const auto value = take(object.int64(name)).value_or(0);
    if (value < 0) refuse(object.path(name), "below zero");
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
  }
  std::optional<crypto::Digest> digest(const JsonObject& object, std::string_view name) {
    const auto text = optional_text(object, name);
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
    if (optional_text(*object, "can_run_code"))
      row.risk = one_of(*object, "can_run_code", model::CodeRisk::shared_library);
    if (optional_text(*object, "leftover_of")) row.leftover_of = model::leftover_of(row.name);
    if (optional_text(*object, "ignored_for"))
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

  std::optional<base::Error> error_;
};

}  // namespace

Result<Report> disk_facts_from_json(const Json& json) {
  return Reader().read(json);
}

std::optional<Verdict> verdict_named(std::string_view name) {
  return named(name, Verdict::signature_invalid);
}

}  // namespace weighmaster::verdict
