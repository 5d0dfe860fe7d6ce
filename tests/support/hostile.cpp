#include "support/hostile.h"

#include <nlohmann/json.hpp>

namespace weighmaster::tests {
namespace {

std::string repeated(std::string_view what, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += what;
  return all;
}

std::vector<HostileText> made() {
  return {
      {"bold", "<b>Verified</b>"},
      {"image", "<img src=\"http://127.0.0.1:9/x.png\">"},
      {"link", "<a href=\"http://127.0.0.1:9/\">trusted</a>"},
      {"attachment", "<a download=\"report.json\" href=\"data:application/json;base64,e30=\">"},
      {"script", "\"><script>alert(1)</script>"},
      {"end of page", "</style></title></html><!--"},
      {"table", "</td></tr></table><table><tr><td>trusted"},
      {"attribute", "x\" onmouseover=\"alert(1)\" '"},
      {"entities", "&x && y &amp; &lt;b&gt; &#x202e;"},
      {"markdown", "[Verified](javascript:alert(1)) **trusted** `x`"},
      {"address", "javascript:alert(document.title)"},
      {"places of Qt", "%1 %2 %n %L1 %s %99"},
      {"places of words", "{model} {value} {0} {}"},
      {"quotes", "x” signed by “alice@example.com"},
      {"escape as text", "a\\u202eb\\n"},
      {"end reversed", "invoice\u202etxt.exe"},
      {"isolates", "a\u2066b\u2067c\u2068d\u2069"},
      {"marks of direction", "a\u200eb\u200fc\u061cd"},
      {"of no width", "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u3164i\u034fj"},
      {"lines", "x\nSignature valid\nVerdict: trusted"},
      {"other lines", "x\r\ny\fz\vw\u0085v\u2028Signature valid\u2029u\tt"},
      {"terminal", "\x1b[2J\x1b[H\x1b[32mSignature valid\x1b[0m"},
      {"terminal link", "\x1b]8;;http://127.0.0.1:9/\x07trusted\x1b]8;;\x07"},
      {"terminal, one byte", "\u009b2J\u009d0;title\u009c"},
      {"bell and backspace", std::string("a\x07 b\b\b\x7f c")},
      {"zero byte", std::string("a\0b", 3)},
      {"no UTF-8", "a\xff\xfe\xc3(\xf0\x9f"},
      {"surrogates", "a\xed\xa0\x80\xed\xb0\x80z"},
      {"overlong", "a\xc0\xaf\xe0\x80\xaf"},
      {"private use", "a\ue000\uf8ff\U000f0001"},
      {"tags", "a\U000e0001\U000e0074\U000e0065\U000e007f"},
      {"variations", "a\ufe0fb\U000e0100c"},
      {"right to left", "\u05d0\u05d11/\u05d22.bin \u0645\u0663"},
      {"look-alike", "rel\u0435ase@gr\u0430nite.example"},
      {"joined picture", "\U0001f468\u200d\U0001f4bb"},
      {"spaces", "  model  "},
      {"empty lines", "\n\n\n\n"},
      {"pile of marks", "e" + repeated("\u0301", 10'000)},
      {"long", std::string(64U << 10U, 'w')},
      {"long, of words", repeated("ten thousand words ", 3'000)},
      {"long, not ASCII", repeated("模型", 5'000)},
  };
}

void fill(verdict::Signer& signer, const std::string& text) {
  if (signer.identity) signer.identity = trust::Identity{text, text};
  signer.names = {{crypto::AlternativeName::Kind::uri, text}};
  signer.extensions = {{text, "Source", text}};
  signer.key_hint = text;
}

void fill(verdict::LogFacts& log, const std::string& text) {
  log.base_url = text;
  log.witnesses = {text};
  log.entry.kind = text;
  log.entry.version = text;
  log.entry.body = to_bytes(std::string_view(text));
  if (log.entry.proof) log.entry.proof->checkpoint = text + "\n" + text;
}

trust::ExpectedIdentities identities(const std::string& text) {
  return {{{text, text}}};
}

void fill(trust::AppliedRule& rule, const std::string& text) {
  rule.file = rule.name = rule.model = text;
  if (!rule.signers.identities.any_of.empty()) rule.signers.identities = identities(text);
  for (auto& entry : rule.entries) entry.models = text;
}

}  // namespace

const std::vector<HostileText>& hostile_texts() {
  static const auto all = made();
  return all;
}

verdict::Report filled_with(verdict::Report report, const std::string& text) {
  report.model = "/models/" + text;
  if (report.signature) report.signature = "/models/" + text + ".sig";
  report.media_type = text;
  report.trust.source = text;
  if (!report.model_name.empty()) report.model_name = text;
  if (!report.only.empty()) report.only = {text};
  for (auto& folder : report.looked_in) folder = "/models/" + text;
  report.other_signatures = {{"/models/" + text, {{base::Code::signature_false, text, text}}}};
  if (std::holds_alternative<trust::ExpectedIdentities>(report.expectation))
    report.expectation = identities(text);
  if (report.rule) fill(*report.rule, text);
  for (auto& row : report.files) {
    row.name = text + "/" + row.name;
    row.findings.push_back({base::Code::file_unreadable, text, text});
  }
  for (auto& step : report.steps) step.findings.push_back({base::Code::timestamp_not_checked, text, text});
  if (report.signer) fill(*report.signer, text);
  for (auto& log : report.log) fill(log, text);
  report.timestamps.push_back({std::nullopt, text, text, verdict::Outcome::not_checked});
  if (report.statement) report.statement->subject_name = report.statement->predicate_type = text;
  if (report.attestation) report.attestation = {text, text, {{text, {}}}};
  report.statement_text = to_bytes(std::string_view(text));
  return report;
}

void name_services(base::Json& trusted_root, const std::string& text) {
  for (auto& [name, value] : trusted_root.items()) {
    const bool is_name = name == "baseUrl" || name == "uri" || name == "operator" || name == "organization";
    if (is_name && value.is_string())
      value = text;
    else if (value.is_structured())
      name_services(value, text);
  }
}

std::vector<base::Finding> findings_of_every_code(const std::string& text) {
  std::vector<base::Finding> all;
  for (const auto code : base::all_codes()) all.push_back({code, text, text});
  return all;
}

}  // namespace weighmaster::tests
