#include "audit/enclosed.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "audit/pdf.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/limits.h"
#include "verdict/report_json.h"
#include "words/phrases.h"

namespace weighmaster::audit {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using Contents = std::map<std::string, Bytes, std::less<>>;

base::Error malformed(const std::string& subject, std::string detail) {
  return {Code::audit_malformed, subject, std::move(detail)};
}

bool is_name(std::string_view name) {
  const auto may_stand = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
           letter == '.' || letter == '_';
  };
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), may_stand);
}

std::optional<Form> form_of(BytesView file) {
  const auto text = as_text(file);
  if (text.starts_with("%PDF-")) return Form::pdf;
  if (text.starts_with("<!DOCTYPE html>")) return Form::html;
  if (text.starts_with("{")) return Form::json;
  return std::nullopt;
}

/// What the page calls its JSON, where it can be saved (html.cpp).
constexpr std::string_view html_mark = "<a download=\"report.json\"";

/// As many bytes as the form is told by; fewer where the file is none, or shorter.
Bytes start_of(const std::filesystem::path& file) {
  Bytes start(16);
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return {};
  std::ifstream stream(file, std::ios::binary);
  stream.read(reinterpret_cast<char*>(start.data()), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  return start;
}

/// Adds what is inside under its name; a second one of a name is refused, so that nobody can choose between
/// two.
bool put(Contents& contents, std::string_view name, Bytes content) {
  const bool fits = is_name(name) && contents.size() < base::limits::audit_pieces;
  return fits && contents.emplace(std::string(name), std::move(content)).second;
}

Result<Contents> in_pdf(BytesView file, const std::string& subject) {
  auto files = attachments(file);
  if (!files && files.error().code != Code::audit_malformed) return fail(files.error());
  if (!files) return fail(malformed(subject, files.error().detail));
  Contents contents;
  for (auto& each : *files) {
    if (!put(contents, each.name, std::move(each.content)))
      return fail(malformed(subject, "attachment " + each.name));
  }
  return contents;
}

/// The text up to `end`, which is taken off too.
std::optional<std::string_view> cut(std::string_view& text, std::string_view end) {
  const auto at = text.find(end);
  if (at == text.npos) return std::nullopt;
  const auto before = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return before;
}

Result<Contents> in_html(BytesView file, const std::string& subject) {
  Contents contents;
  auto text = as_text(file);
  while (cut(text, "<a download=\"")) {
    const auto name = cut(text, "\" href=\"data:");
    const auto type = name ? cut(text, ";base64,") : std::nullopt;
    const auto base64 = type ? cut(text, "\"") : std::nullopt;
    auto content = base64 ? base::from_base64(*base64) : fail(Code::base64_malformed);
    if (!content || !put(contents, *name, std::move(*content)))
      return fail(malformed(subject, "its evidence"));
  }
  return contents;
}

/// Takes the contents out of the list of evidence.
Result<Contents> in_json(Json& json, const std::string& subject) {
  Contents contents;
  const auto evidence = json.find("evidence");
  if (evidence == json.end() || !evidence->is_array()) return contents;
  for (auto& each : *evidence) {
    const auto object = JsonObject::from(each, "evidence");
    if (!object) return fail(object.error());
    const auto name = object->string("name");
    auto content = object->bytes("content");
    if (!name) return fail(name.error());
    if (!content) return fail(content.error());
    if (!put(contents, *name, std::move(*content))) return fail(malformed(subject, "evidence " + *name));
    each.erase("content");
  }
  return contents;
}

Result<void> check_kind(const JsonObject& object, const std::string& subject) {
  const auto kind = object.string("kind");
  if (!kind || *kind != report_kind) return fail(malformed(subject, {}));
  const auto schema = object.int64("schema");
  if (!schema) return fail(schema.error());
  if (*schema > verdict::report_schema_version)
    return fail(malformed(subject, "it was made by a newer version of this program"));
  return {};
}

std::string_view what_is(std::string_view name) {
  using namespace words::phrases;
  if (name.starts_with("signature")) return audit_enclosed_signature;
  if (name.starts_with("trusted-root")) return audit_enclosed_root;
  if (name.starts_with("expected-key")) return audit_enclosed_keys;
  if (name.starts_with("expected-root")) return audit_enclosed_roots;
  return audit_enclosed_authorities;
}

std::string_view type_of(std::string_view name) {
  return name.ends_with(".json") ? "application/json" : "application/x-pem-file";
}

/// One piece that the JSON names.
Result<void> take_piece(const Json& json, Contents& contents, Enclosed& enclosed) {
  const auto object = JsonObject::from(json, "evidence");
  if (!object) return fail(object.error());
  const auto name = object->string("name");
  const auto digest = object->string("digest");
  if (!name) return fail(name.error());
  if (!digest) return fail(digest.error());
  const auto found = contents.find(*name);
  if (found == contents.end()) {
    enclosed.findings.push_back({Code::audit_evidence_missing, *name, {}});
    return {};
  }
  const auto true_digest = "sha256:" + crypto::digest(crypto::DigestAlgorithm::sha256, found->second).hex();
  if (*digest != true_digest) {
    enclosed.findings.push_back({Code::audit_evidence_differs, *name, true_digest});
  } else {
    enclosed.pieces.push_back(
        {*name, type_of(*name), what_is(*name), std::make_shared<const Bytes>(std::move(found->second))});
  }
  contents.erase(found);
  return {};
}

Result<Enclosed> held_together(Form form, std::string text, Json json, Contents contents,
                               const std::string& subject) {
  const auto object = JsonObject::from(json, "report");
  if (!object) return fail(object.error());
  if (auto good = check_kind(*object, subject); !good) return fail(good.error());
  Enclosed enclosed{form, std::move(text), {}, object->string_or_empty("program").value_or(""), {}, {}};
  const auto evidence = object->array("evidence");
  if (!evidence) return fail(evidence.error());
  for (const auto& each : *evidence) {
    if (auto taken = take_piece(each, contents, enclosed); !taken) return fail(taken.error());
  }
  // Named by nobody: another report's, or put in to mislead.
  for (const auto& [name, content] : contents) {
    if (name != report_name)
      enclosed.findings.push_back({Code::audit_evidence_differs, name, "the report names no such file"});
  }
  enclosed.object = std::make_shared<const Json>(std::move(json));
  return enclosed;
}

}  // namespace

std::string_view name(Form form) {
  static constexpr std::array<std::string_view, 3> names{"pdf", "html", "json"};
  return names.at(static_cast<std::size_t>(form));
}

std::shared_ptr<const Bytes> Enclosed::find(std::string_view name) const {
  const auto found =
      std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) { return piece.name == name; });
  return found == pieces.end() ? nullptr : found->content;
}

AuditReport same_report(const Enclosed& enclosed, std::vector<words::ModelDocument> models,
                        const std::optional<verdict::ScanScope>& scope) {
  return {words::document(std::move(models), enclosed.program, listed(enclosed.pieces), scope), enclosed.json,
          enclosed.pieces};
}

bool may_be_report(const std::filesystem::path& file) {
  const auto form = form_of(start_of(file));
  if (!form) return false;
  const auto content = base::read_file(file, base::limits::audit_report_bytes);
  if (!content) return false;
  // A page has the JSON in base64.
  const auto mark = *form == Form::html ? html_mark : report_kind;
  return as_text(*content).find(mark) != std::string_view::npos;
}

Result<Enclosed> read_enclosed(BytesView file, const std::string& subject) {
  const auto form = form_of(file);
  if (!form) return fail(malformed(subject, {}));
  if (*form == Form::json) {
    auto json = base::parse_json(file, subject);
    if (!json) return fail(json.error());
    auto contents = in_json(*json, subject);
    if (!contents) return fail(contents.error());
    auto text = json->dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
    return held_together(*form, std::move(text), std::move(*json), std::move(*contents), subject);
  }
  auto contents = *form == Form::pdf ? in_pdf(file, subject) : in_html(file, subject);
  if (!contents) return fail(contents.error());
  const auto found = contents->find(report_name);
  if (found == contents->end())
    return fail(malformed(subject, "no " + std::string(report_name) + " is inside"));
  std::string text(as_text(found->second));
  auto json = base::parse_json(as_bytes(text), report_name);
  if (!json) return fail(json.error());
  return held_together(*form, std::move(text), std::move(*json), std::move(*contents), subject);
}

}  // namespace weighmaster::audit
