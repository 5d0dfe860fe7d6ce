#include "base/limits.h"
#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

Mutation in_text(std::function<void(std::string&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_text = change; };
}

/// A member before all others.
Mutation with_first(const std::string& member) {
  return in_text([member](std::string& text) { text.insert(1, member + ","); });
}

Mutation in_material(std::function<void(Json&)> change) {
  return in_bundle(at_place("/verificationMaterial", std::move(change)));
}

Mutation in_envelope(std::function<void(Json&)> change) {
  return in_bundle(at_place("/dsseEnvelope", std::move(change)));
}

/// A bundle 0.2, which carries the chain.
Mutation in_chain(std::function<void(Json&)> change) {
  return [change = std::move(change)](Scene& scene) {
    scene.spec.version = Version::v0_2;
    scene.change_bundle = at_place("/verificationMaterial/x509CertificateChain/certificates", change);
  };
}

/// A member of an object, at a place in a list or by name, set to something else.
Mutation set(std::function<Json&(Json&)> place, Json value) {
  return in_bundle(
      [place = std::move(place), value = std::move(value)](Json& bundle) { place(bundle) = value; });
}

Mutation set_in_entry(const char* pointer, Json value) {
  return set([pointer](Json& bundle) -> Json& { return entry_in(bundle)[Json::json_pointer(pointer)]; },
             std::move(value));
}

Mutation without(const char* pointer) {
  return in_entry([pointer](Json& entry) {
    const Json::json_pointer path(pointer);
    entry[path.parent_pointer()].erase(path.back());
  });
}

std::string nested(std::size_t depth) {
  return "\"deep\":" + std::string(depth, '[') + std::string(depth, ']');
}

void text(Table row) {
  const QStringList malformed{"signature_file: json.malformed"};
  const QStringList twice{"signature_file: json.duplicate_member"};
  const QStringList not_utf8{"signature_file: json.not_utf8"};
  row("empty", in_text([](std::string& text) { text.clear(); }), malformed);
  row("cut short", in_text([](std::string& text) { text.pop_back(); }), malformed);
  row("bytes behind it", in_text([](std::string& text) { text += "x"; }), malformed);
  row("a second document behind it", in_text([](std::string& text) { text += "{}"; }), malformed);
  row("a number that is none", with_first("\"more\":NaN"), malformed);
  row("a comment", with_first("\"more\":1/**/"), malformed);
  row("a member twice", with_first("\"mediaType\":\"text/plain\""), twice);
  row("a member twice, by an escape", with_first("\"media\\u0054ype\":\"text/plain\""), twice);
  row("a member in both spellings", with_first("\"media_type\":\"text/plain\""), twice);
  row("a member twice, further down", with_first("\"more\":[{\"a\":1,\"a\":2}]"), twice);
  row("not UTF-8", with_first("\"more\":\"\xff\""), not_utf8);
  row("half a surrogate", with_first("\"more\":\"\\ud800\""), malformed);
  row("too deep", with_first(nested(65)), {"signature_file: json.too_deep"});
  row("as deep as it may be", with_first(nested(62)), {});
  row("too many values",
      with_first("\"more\":[0" +
                 [] {
                   std::string zeros;
                   for (int i = 0; i < 200'000; ++i) zeros += ",0";
                   return zeros;
                 }() +
                 "]"),
      {"signature_file: json.too_many"});
  const QStringList number{"signature_file: json.number"};
  row("a number larger than any double", with_first("\"more\":1e999"), number);
  row("an integer of more than 64 bits", with_first("\"more\":18446744073709551616"), number);
  row("a list", in_text([](std::string& text) { text = "[" + text + "]"; }),
      {"signature_file: json.member_type"});
  row("members that nobody knows", with_first("\"more\":{\"a\":[1,2.5,null,true]}"), {});
}

void shape(Table row) {
  const QStringList media_type{"signature_file: bundle.media_type"};
  const QStringList content{"signature_file: bundle.content"};
  const QStringList bad_material{"signature_file: bundle.material"};
  const QStringList profile{"signature_file: bundle.profile"};
  const QStringList too_many{"signature_file: bundle.too_many"};
  const QStringList type{"signature_file: json.member_type"};
  const auto media = [](Json value) {
    return in_bundle([value](Json& bundle) { bundle["mediaType"] = value; });
  };
  row("another media type", media("application/json"), media_type);
  row("a media type of tomorrow", media("application/vnd.dev.sigstore.bundle.v0.4+json"), media_type);
  row("no media type", media(nullptr), media_type);
  row("a media type that is a number", media(3), type);
  row("no content", in_bundle([](Json& bundle) { bundle.erase("dsseEnvelope"); }), content);
  row("two contents", in_bundle([](Json& bundle) {
        const Json digest{{"algorithm", "SHA2_256"}, {"digest", base64_of_zeros()}};
        bundle["messageSignature"] = {{"messageDigest", digest}, {"signature", "AAAA"}};
      }),
      content);
  row("no material", in_bundle([](Json& bundle) { bundle.erase("verificationMaterial"); }), bad_material);
  row("material that is a list",
      in_bundle([](Json& bundle) { bundle["verificationMaterial"] = Json::array(); }), type);
  row("neither certificate nor key", in_material([](Json& material) { material.erase("certificate"); }),
      bad_material);
  row("a certificate and a key", in_material([](Json& material) {
        material["publicKey"] = {{"hint", "somebody"}};
      }),
      bad_material);
  row("a single certificate in 0.2", in_bundle([](Json& bundle) {
        bundle["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.2";
      }),
      profile);
  row("a certificate that is none",
      in_material([](Json& material) { material["certificate"]["rawBytes"] = "AAAA"; }),
      {"signature_file: certificate.malformed"});
  row("bytes behind the certificate", in_material([](Json& material) {
        auto der = *base::from_base64(material["certificate"]["rawBytes"].get<std::string>());
        der.push_back(0);
        material["certificate"]["rawBytes"] = base::to_base64(der);
      }),
      {"signature_file: certificate.malformed"});
  row("no chain", in_chain([](Json& chain) { chain = Json::array(); }), bad_material);
  row("a chain too long", in_chain([](Json& chain) {
        while (chain.size() <= base::limits::certificates) chain.push_back(chain[1]);
      }),
      too_many);
  row("no log entry", in_material([](Json& material) { material.erase("tlogEntries"); }), profile);
  row("33 log entries", in_material([](Json& material) {
        auto& entries = material["tlogEntries"];
        while (entries.size() <= base::limits::log_entries) entries.push_back(entries[0]);
      }),
      too_many);
  row("a log entry that is a text", in_material([](Json& material) { material["tlogEntries"][0] = "entry"; }),
      type);
  row("log entries that are an object",
      in_material([](Json& material) { material["tlogEntries"] = Json::object(); }), type);
  row("timestamps that are a list",
      in_material([](Json& material) { material["timestampVerificationData"] = Json::array(); }), type);
  row("a timestamp without bytes", in_material([](Json& material) {
        material["timestampVerificationData"]["rfc3161Timestamps"] = Json::array({Json::object()});
      }),
      {"signature_file: json.member_missing"});
  row("a timestamp that is not base64", in_material([](Json& material) {
        material["timestampVerificationData"]["rfc3161Timestamps"] =
            Json::array({Json{{"signedTimestamp", "??"}}});
      }),
      {"signature_file: base64.malformed"});
}

void entry(Table row) {
  const QStringList malformed{"signature_file: log.entry_malformed"};
  const QStringList missing{"signature_file: json.member_missing"};
  const QStringList type{"signature_file: json.member_type"};
  const QStringList number{"signature_file: json.number"};
  const QStringList base64{"signature_file: base64.malformed"};
  const QStringList too_many{"signature_file: bundle.too_many"};
  row("a negative index", set_in_entry("/logIndex", "-1"), malformed);
  row("an index that is no number", set_in_entry("/logIndex", "1e3"), number);
  row("an index of 64 bits and more", set_in_entry("/logIndex", "9223372036854775808"), number);
  row("an index that is a list", set_in_entry("/logIndex", Json::array()), type);
  row("no log id", without("/logId"), missing);
  row("a log id of three bytes", set_in_entry("/logId/keyId", "AAAA"), malformed);
  row("a log id of 33 bytes", set_in_entry("/logId/keyId", base64_of_zeros(33)), malformed);
  row("a log id that is not base64", set_in_entry("/logId/keyId", "wNI9*"), base64);
  row("no kind and version", without("/kindVersion"), missing);
  row("no kind", without("/kindVersion/kind"), missing);
  row("no version", without("/kindVersion/version"), missing);
  row("a kind that is a number", set_in_entry("/kindVersion/kind", 1), type);
  row("a negative time", set_in_entry("/integratedTime", "-1"), malformed);
  row("a time after the year 9999", set_in_entry("/integratedTime", "253402300800"), malformed);
  row("a promise that is a text", set_in_entry("/inclusionPromise", "promise"), type);
  row("a promise of no bytes", set_in_entry("/inclusionPromise/signedEntryTimestamp", ""), malformed);
  row("a promise that is not base64", set_in_entry("/inclusionPromise/signedEntryTimestamp", "A"), base64);
  row("no body", without("/canonicalizedBody"), missing);
  row("an empty body", set_in_entry("/canonicalizedBody", ""), malformed);
  row("a negative index in the tree", set_in_entry("/inclusionProof/logIndex", "-1"), malformed);
  row("a negative size", set_in_entry("/inclusionProof/treeSize", "-9"), malformed);
  row("no root", without("/inclusionProof/rootHash"), missing);
  row("a root of 31 bytes", set_in_entry("/inclusionProof/rootHash", base64_of_zeros(31)), malformed);
  row("hashes that are a text", set_in_entry("/inclusionProof/hashes", "hashes"), type);
  row("a hash that is a number", set_in_entry("/inclusionProof/hashes/0", 1), type);
  row("a hash of 33 bytes", set_in_entry("/inclusionProof/hashes/0", base64_of_zeros(33)), malformed);
  row("a hash that is not base64", set_in_entry("/inclusionProof/hashes/0", "not base64"), base64);
  row("129 hashes", in_proof([](Json& proof) { proof["hashes"] = Json::array_t(129, base64_of_zeros()); }),
      too_many);
  row("a checkpoint that is a text", set_in_entry("/inclusionProof/checkpoint", "note"), type);
  row("a checkpoint of no text", set_in_entry("/inclusionProof/checkpoint/envelope", ""),
      {"signature_file: bundle.profile"});
}

void envelope(Table row) {
  const QStringList missing{"signature_file: json.member_missing"};
  const QStringList count{"signature_file: envelope.signature_count"};
  const QStringList base64{"signature_file: base64.malformed"};
  const auto payload = [](std::function<void(std::string&)> change) {
    return in_envelope([change = std::move(change)](Json& envelope) {
      auto text = envelope["payload"].get<std::string>();
      change(text);
      envelope["payload"] = text;
    });
  };
  row("no payload", in_envelope([](Json& envelope) { envelope.erase("payload"); }), missing);
  row("no payload type", in_envelope([](Json& envelope) { envelope.erase("payloadType"); }),
      {"signature: signature.false"});
  row("a payload type that is a number", in_envelope([](Json& envelope) { envelope["payloadType"] = 1; }),
      {"signature_file: json.member_type"});
  row("a newline behind the payload", payload([](std::string& text) { text += "\n"; }), base64);
  row("junk in the payload", payload([](std::string& text) { text.insert(4, "*"); }), base64);
  row("both alphabets in the payload", payload([](std::string& text) { text = "-_+/" + text; }), base64);
  row("no signatures", in_envelope([](Json& envelope) { envelope.erase("signatures"); }), count);
  row("two signatures",
      in_envelope([](Json& envelope) { envelope["signatures"].push_back(envelope["signatures"][0]); }),
      count);
  row("a signature that is a text", in_envelope([](Json& envelope) { envelope["signatures"][0] = "sig"; }),
      {"signature_file: json.member_type"});
  row("a signature of no bytes", in_envelope([](Json& envelope) { envelope["signatures"][0]["sig"] = ""; }),
      missing);
  row("a key's name that is a number",
      in_envelope([](Json& envelope) { envelope["signatures"][0]["keyid"] = 7; }),
      {"signature_file: json.member_type"});
  row("another key's name, which nobody uses",
      in_envelope([](Json& envelope) { envelope["signatures"][0]["keyid"] = "somebody"; }), {});
  row("a byte behind the signature", in_envelope([](Json& envelope) {
        auto bytes = *base::from_base64(envelope["signatures"][0]["sig"].get<std::string>());
        bytes.push_back(0);
        envelope["signatures"][0]["sig"] = base::to_base64(bytes);
      }),
      {"log_entry: log.entry_differs", "signature: signature.false"});
}

}  // namespace

void add_bundle_rows(MutationRows& rows) {
  text({rows, "text"});
  shape({rows, "bundle"});
  entry({rows, "entry's members"});
  envelope({rows, "envelope"});
}

}  // namespace weighmaster::tests
