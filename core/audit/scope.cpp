#include "audit/scope.h"

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json_reader.h"
#include "base/limits.h"
#include "verdict/report_json.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using verdict::ScanScope;

std::filesystem::path path_of(const std::string& text) {
  return std::filesystem::path(std::u8string(text.begin(), text.end()));
}

class Reader : private base::JsonReader {
 public:
  Reader() : JsonReader(Code::audit_malformed) {}

  Result<ScanScope> read(const JsonObject& object) {
    ScanScope scope;
    for (const auto& path : texts(object, "not_checked", base::limits::audit_models))
      scope.not_checked.push_back(path_of(path));
    for (const auto& each : list(object, "findings", base::limits::audit_pieces)) read_finding(each, scope);
    for (const auto& each : list(object, "left_out", base::limits::audit_pieces)) read_left_out(each, scope);
    if (error()) return fail(*error());
    return scope;
  }

 private:
  std::string text(const JsonObject& object, std::string_view name) {
    return take(object.string(name)).value_or("");
  }

  void read_finding(const Json& json, ScanScope& scope) {
    const auto object = take(JsonObject::from(json, "report.scan.findings"));
    if (!object) return;
    const auto name = text(*object, "code");
    const auto code = base::code_from_name(name);
    if (!code) return refuse(object->path("code"), name);
    scope.findings.push_back({*code, text(*object, "subject"), text(*object, "detail")});
  }

  void read_left_out(const Json& json, ScanScope& scope) {
    using enum model::LeftOutReason;
    const auto object = take(JsonObject::from(json, "report.scan.left_out"));
    if (!object) return;
    const auto named = text(*object, "reason");
    for (const auto reason : {dataset, space, empty_store}) {
      if (model::name(reason) == named)
        return void(scope.left_out.push_back({path_of(text(*object, "path")), reason}));
    }
    refuse(object->path("reason"), named);
  }
};

}  // namespace

Json to_json(const ScanScope& scope) {
  Json not_checked = Json::array();
  for (const auto& path : scope.not_checked) not_checked.push_back(base::utf8(path));
  Json left_out = Json::array();
  for (const auto& each : scope.left_out)
    left_out.push_back({{"path", base::utf8(each.path)}, {"reason", model::name(each.reason)}});
  return {{"not_checked", std::move(not_checked)},
          {"findings", verdict::to_json(scope.findings)},
          {"left_out", std::move(left_out)}};
}

Result<std::optional<ScanScope>> scope_from_json(const JsonObject& report) {
  const auto object = report.object_if_any("scan");
  if (!object) return fail(object.error());
  if (!*object) return std::nullopt;
  auto scope = Reader().read(**object);
  if (!scope) return fail(std::move(scope.error()));
  return std::move(*scope);
}

}  // namespace weighmaster::audit
