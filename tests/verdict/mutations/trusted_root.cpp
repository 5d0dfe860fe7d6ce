#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

Mutation in_log(std::function<void(Json&)> change) {
  return in_root([change = std::move(change)](Json& root) { change(root["tlogs"][0]); });
}

Mutation in_authority(std::function<void(Json&)> change) {
  return in_root([change = std::move(change)](Json& root) { change(root["certificateAuthorities"][0]); });
}

void shape(Table row) {
  const QStringList type{"trusted_root: json.member_type"};
  const QStringList media_type{"trusted_root: trust.media_type"};
  const auto set = [](const char* name, Json value) {
    return in_root([name, value](Json& root) { root[name] = value; });
  };
  row("another media type", set("mediaType", "application/json"), media_type);
  row("no media type", set("mediaType", nullptr), media_type);
  row("a media type that is a number", set("mediaType", 1), type);
  row("the newer media types", set("mediaType", "application/vnd.dev.sigstore.trustedroot.v0.2+json"), {});
  row("in a client's config", in_root([](Json& root) {
        root = {{"mediaType", "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"},
                {"trustedRoot", root}};
      }),
      {});
  row("a client's config without one", in_root([](Json& root) {
        root = {{"mediaType", "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"}};
      }),
      {"trusted_root: json.member_missing"});
  row("empty", in_root([](Json& root) {
        root = {{"mediaType", root["mediaType"]}};
      }),
      {"trusted_root: trust.empty"});
  row("logs that are an object", set("tlogs", Json::object()), type);
  row("a log that is a text", set("tlogs", Json::array({"log"})), type);
  row("257 logs", in_root([](Json& root) { root["tlogs"] = Json::array_t(257, root["tlogs"][0]); }),
      {"trusted_root: bundle.too_many"});
}

void log(Table row) {
  const QStringList missing{"trusted_root: json.member_missing"};
  const QStringList malformed{"trusted_root: trust.malformed"};
  const QStringList unusable{"signing_time: time.unproven", "log_promise: log.key_unsupported",
                             "log_checkpoint: log.key_unsupported"};
  row("no key", in_log([](Json& log) { log.erase("publicKey"); }), missing);
  row("no kind of key", in_log([](Json& log) { log["publicKey"].erase("keyDetails"); }), missing);
  row("another kind of key named", in_log([](Json& log) { log["publicKey"]["keyDetails"] = "PKIX_ED25519"; }),
      malformed);
  row("a key that is none", in_log([](Json& log) { log["publicKey"]["rawBytes"] = "AAAA"; }), malformed);
  row("a key that is not base64", in_log([](Json& log) { log["publicKey"]["rawBytes"] = "?"; }),
      {"trusted_root: base64.malformed"});
  row("a start that is no time",
      in_log([](Json& log) { log["publicKey"]["validFor"]["start"] = "yesterday"; }),
      {"trusted_root: time.malformed"});
  row("an end that is no time",
      in_log([](Json& log) { log["publicKey"]["validFor"]["end"] = "2026-02-30T00:00:00Z"; }),
      {"trusted_root: time.malformed"});
  row("an id of three bytes", in_log([](Json& log) { log["logId"]["keyId"] = "AAAA"; }), malformed);
  row("another hash", in_log([](Json& log) { log["hashAlgorithm"] = "SHA2_512"; }), unusable);
  row("no hash", in_log([](Json& log) { log.erase("hashAlgorithm"); }), unusable);
  row("no id, which the key gives", in_log([](Json& log) { log.erase("logId"); }), {});
  row("no window, which is any time", in_log([](Json& log) { log["publicKey"].erase("validFor"); }), {});
}

void authority(Table row) {
  const QStringList malformed{"trusted_root: trust.malformed"};
  row("no chain", in_authority([](Json& authority) { authority.erase("certChain"); }),
      {"trusted_root: json.member_missing"});
  row("an empty chain",
      in_authority([](Json& authority) { authority["certChain"]["certificates"] = Json::array(); }),
      malformed);
  row("a chain too long", in_authority([](Json& authority) {
        auto& chain = authority["certChain"]["certificates"];
        chain = Json::array_t(17, chain[0]);
      }),
      {"trusted_root: bundle.too_many"});
  row("a certificate that is none",
      in_authority([](Json& authority) { authority["certChain"]["certificates"][0]["rawBytes"] = "AAAA"; }),
      {"trusted_root: certificate.malformed"});
  row("a window that is a text", in_authority([](Json& authority) { authority["validFor"] = "always"; }),
      {"trusted_root: json.member_type"});
  row("the root alone",
      in_authority([](Json& authority) { authority["certChain"]["certificates"].erase(0); }),
      {"certificate: certificate.authority_unknown"});
  row("no authority", in_root([](Json& root) { root["certificateAuthorities"] = Json::array(); }),
      {"certificate: certificate.authority_unknown"});
}

}  // namespace

void add_trusted_root_rows(MutationRows& rows) {
  shape({rows, "trusted root"});
  log({rows, "trusted root's log"});
  authority({rows, "trusted root's authority"});
}

}  // namespace weighmaster::tests
