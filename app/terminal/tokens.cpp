#include "tokens.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "base/encoding.h"
#include "base/text.h"
#include "token_login.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

using base::Json;
using base::visible;
using crypto::PinTries;

std::string_view name(PinTries tries) {
  switch (tries) {
    case PinTries::enough:
      return "enough";
    case PinTries::few:
      return "few";
    case PinTries::last:
      return "last";
    case PinTries::none:
      return "none";
  }
  return {};
}

Json as_json(const crypto::TokenKeyInfo& key) {
  return {{"label", key.label},
          {"id", base::to_hex(key.id)},
          {"type", key.type ? Json(crypto::name(*key.type)) : Json()},
          {"usable", key.usable()},
          {"has_certificate", key.has_certificate},
          {"address", key.uri}};
}

Json as_json(const crypto::ListedToken& token) {
  const auto& info = token.info;
  Json keys = Json::array();
  for (const auto& key : token.keys) keys.push_back(as_json(key));
  return {{"label", info.label},
          {"manufacturer", info.manufacturer},
          {"model", info.model},
          {"serial", info.serial},
          {"slot_id", info.slot_id},
          {"module", info.module},
          {"asks_pin", info.asks_pin},
          {"has_pin_entry", info.has_pin_entry},
          {"pin_tries", name(info.pin_tries)},
          {"address", info.uri().path_text()},
          {"keys", std::move(keys)}};
}

void write(std::ostream& out, const crypto::TokenKeyInfo& key) {
  out << "  " << (key.label.empty() ? "key " + base::to_hex(key.id) : visible(key.label)) << ": "
      << (key.type ? crypto::name(*key.type) : "a kind that this program does not have")
      << (key.usable() ? "" : ", cannot sign models") << (key.has_certificate ? ", with certificate" : "")
      << "\n    " << key.uri << '\n';
}

void write(std::ostream& out, const crypto::ListedToken& token) {
  const auto& info = token.info;
  out << visible(info.label) << ": " << visible(info.manufacturer) << ' ' << visible(info.model)
      << ", serial " << visible(info.serial) << ", through " << visible(info.module) << '\n';
  if (const auto text = remark(info.pin_tries); !text.empty()) out << "  " << text << '\n';
  for (const auto& key : token.keys) write(out, key);
  if (token.keys.empty()) {
    out << "  It shows no keys" << (info.asks_pin ? " without its PIN" : "") << ".\n    "
        << info.uri().path_text() << '\n';
  }
}

}  // namespace

int tokens(const TokensOptions& options, const CommonOptions& common, const Console& console) {
  const auto listed =
      crypto::list_tokens({options.module_path.begin(), options.module_path.end()}, {console.stop, {}});
  if (!listed) return give_up(listed.error(), common, console);
  if (common.json) {
    Json list = Json::array();
    for (const auto& token : *listed) list.push_back(as_json(token));
    write_json(console.out,
               {{"schema", verdict::report_schema_version}, {"exit_code", 0}, {"tokens", std::move(list)}});
    return 0;
  }
  if (listed->empty()) console.out << "No token is plugged in.\n";
  for (const auto& token : *listed) write(console.out, token);
  return 0;
}

}  // namespace weighmaster::terminal
