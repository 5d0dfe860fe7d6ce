#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

constexpr const char* sct_list_oid = "1.3.6.1.4.1.11129.2.4.2";
/// Critical, and nobody knows it.
const std::pair<std::string, Bytes> unknown_extension{"1.2.3.4.5", Bytes{0x05, 0x00}};

Mutation in_leaf(std::function<void(CertificateSpec&)> change) {
  return [change = std::move(change)](Scene& scene) { change(scene.spec.leaf); };
}

Mutation in_sct(std::function<void(SctSpec&)> change) {
  return [change = std::move(change)](Scene& scene) { change(scene.sct()); };
}

/// The certificate of the authority between root and leaf, made anew.
Mutation in_intermediate(std::function<void(CertificateSpec&)> change) {
  return in_root([change = std::move(change)](Json& root) {
    root["certificateAuthorities"] = Json::array({sigstore().authority(change)});
  });
}

/// The list of promises in the leaf, as bytes of the extension.
Mutation with_sct_list(std::function<Bytes()> list) {
  return [list = std::move(list)](Scene& scene) {
    scene.spec.scts.clear();
    scene.spec.leaf.extensions.emplace_back(sct_list_oid, list());
  };
}

/// That of another certificate.
Bytes other_sct_list() {
  return *sigstore().issue().certificate.extension(sct_list_oid);
}

void certificate_log(Table row) {
  const QStringList is_false{"certificate_log: sct.false"};
  const QStringList unknown{"certificate_log: sct.log_unknown"};
  const QStringList outside{"certificate_log: sct.log_window"};
  row("no timestamp", [](Scene& scene) { scene.spec.scts.clear(); }, {"certificate_log: sct.missing"});
  row("no list",
      [](Scene& scene) {
        scene.spec.scts.clear();
        scene.spec.leaf.extensions.emplace_back("1.3.6.1.4.1.11129.2.4.2", Bytes{0x04, 0x02, 0x00, 0x00});
      },
      {"certificate_log: sct.malformed"});
  row("a false signature", in_sct([](SctSpec& sct) { sct.true_signature = false; }), is_false);
  row("another key under its id", in_sct([](SctSpec& sct) {
        sct.key = TestKey::generate();
        sct.log_id = to_bytes(sigstore().certificate_log_key().public_key().spki_digest().bytes());
      }),
      is_false);
  row("over another issuer's key", in_sct([](SctSpec& sct) { sct.issuer = TestKey::generate(); }), is_false);
  row(
      "a false one beside a true one",
      [](Scene& scene) {
        scene.spec.scts.emplace_back();
        scene.spec.scts.back().true_signature = false;
      },
      is_false);
  row("another hash claimed", in_sct([](SctSpec& sct) { sct.algorithms = {6, 3}; }), is_false);
  row("another algorithm claimed", in_sct([](SctSpec& sct) { sct.algorithms = {4, 1}; }), is_false);
  row("an unknown log", in_sct([](SctSpec& sct) { sct.key = TestKey::generate(); }), unknown);
  row("a root without certificate logs", in_root([](Json& root) { root.erase("ctlogs"); }), unknown);
  row("a log whose key can't be used here",
      in_root([](Json& root) { root["ctlogs"][0]["publicKey"]["keyDetails"] = "LMS_SHA256"; }), unknown);
  row("before the log's time", in_sct([](SctSpec& sct) { sct.time = at("2025-12-31T23:59:59.999Z"); }),
      outside);
  row("after the log's time", in_root([](Json& root) {
        root["ctlogs"][0]["publicKey"]["validFor"]["end"] = "2026-06-01T12:00:00.099Z";
      }),
      outside);
  const QStringList malformed{"certificate_log: sct.malformed"};
  row("another version", in_sct([](SctSpec& sct) { sct.version = 1; }), malformed);
  row("another time claimed",
      in_sct([](SctSpec& sct) { sct.claimed_time = sct.time + std::chrono::seconds(1); }), is_false);
  row("extensions that were not signed", in_sct([](SctSpec& sct) { sct.claimed_extensions = Bytes{1}; }),
      is_false);
  row("extensions left out", in_sct([](SctSpec& sct) {
        sct.extensions = {1, 2};
        sct.claimed_extensions = Bytes{};
      }),
      is_false);
  row("another log's id", in_sct([](SctSpec& sct) { sct.log_id = Bytes(32); }), unknown);
  row("a key that no certificate log has",
      in_sct([](SctSpec& sct) { sct.key = TestKey::generate(crypto::KeyType::ed25519); }), unknown);
  row("of another certificate", with_sct_list(other_sct_list), is_false);
  row("a byte behind the list", with_sct_list([] {
        auto list = other_sct_list();
        list.push_back(0);
        return list;
      }),
      malformed);
  row("a list cut short", with_sct_list([] {
        auto list = other_sct_list();
        list.pop_back();
        return list;
      }),
      malformed);
  row("a list that is no octet string", with_sct_list([] { return Bytes{0x05, 0x00}; }), malformed);
  row("33 of them", [](Scene& scene) { scene.spec.scts = std::vector<SctSpec>(33); },
      {"certificate_log: bundle.too_many"});
  row(
      "one of a log out of its time beside a true one",
      [](Scene& scene) {
        scene.spec.scts.emplace_back();
        scene.spec.scts.back().time = at("2025-06-01T00:00:00Z");
      },
      outside);
  row("a log without a key", in_root([](Json& root) { root["ctlogs"][0].erase("publicKey"); }),
      {"trusted_root: json.member_missing"});
  row("no certificate log in the root", in_root([](Json& root) { root["ctlogs"] = Json::array(); }), unknown);
}

void certificate(Table row) {
  const QStringList usage{"certificate: certificate.usage"};
  row("logged before it was valid",
      in_leaf([](CertificateSpec& leaf) { leaf.validity.start = at("2026-06-01T12:00:06Z"); }),
      {"certificate: certificate.time"});
  row("logged after it was valid",
      in_leaf([](CertificateSpec& leaf) { leaf.validity.end = at("2026-06-01T12:00:04Z"); }),
      {"certificate: certificate.time"});
  row("not for signing code", in_leaf([](CertificateSpec& leaf) { leaf.purposes = "timeStamping"; }), usage);
  row("for no stated purpose", in_leaf([](CertificateSpec& leaf) { leaf.purposes.clear(); }), usage);
  row("not for signing data",
      in_leaf([](CertificateSpec& leaf) { leaf.key_usage = "critical,keyAgreement"; }), usage);
  row("an authority", in_leaf([](CertificateSpec& leaf) { leaf.authority = true; }),
      {"certificate: certificate.is_authority"});
  row("of another authority", in_root([](Json& root) {
        root["certificateAuthorities"] = other_sigstore().trusted_root()["certificateAuthorities"];
      }),
      {"certificate: certificate.authority_unknown"});
  row("of another authority of the same names",
      [](Scene& scene) {
        scene.spec.leaf.names_issuer_key = false;
        scene.change_root = [](Json& root) {
          root["certificateAuthorities"] = other_sigstore().trusted_root()["certificateAuthorities"];
        };
      },
      {"certificate: certificate.authority_unknown"});
  row("after the authority's time", in_root([](Json& root) {
        root["certificateAuthorities"][0]["validFor"]["end"] = "2026-06-01T12:00:04Z";
      }),
      {"certificate: certificate.authority_window"});
  row("before the authority's time", in_root([](Json& root) {
        root["certificateAuthorities"][0]["validFor"]["start"] = "2026-06-01T12:00:06Z";
      }),
      {"certificate: certificate.authority_window"});
}

void chain(Table row) {
  const QStringList usage{"certificate: certificate.usage"};
  const QStringList refused{"certificate: certificate.chain_refused"};
  const QStringList time{"certificate: certificate.time"};
  const QStringList unknown{"certificate: certificate.authority_unknown"};
  row("the same intermediate again", in_intermediate([](auto&) {}), {});
  row("an intermediate that is not valid yet",
      in_intermediate([](auto& spec) { spec.validity.start = at("2026-06-01T12:00:06Z"); }), time);
  row("an intermediate that is not valid any more",
      in_intermediate([](auto& spec) { spec.validity.end = at("2026-06-01T12:00:04Z"); }), time);
  row("an intermediate that is no authority", in_intermediate([](auto& spec) {
        spec.authority = false;
        spec.path_length.reset();
      }),
      refused);
  row("an intermediate that may not sign certificates",
      in_intermediate([](auto& spec) { spec.key_usage = "critical,digitalSignature"; }), refused);
  row("an intermediate for timestamps alone",
      in_intermediate([](auto& spec) { spec.purposes = "timeStamping"; }), usage);
  row("an intermediate for no stated purpose", in_intermediate([](auto& spec) { spec.purposes.clear(); }),
      {});
  row("an intermediate with a critical extension that nobody knows",
      in_intermediate([](auto& spec) { spec.critical_extensions.push_back(unknown_extension); }), refused);
  row("an intermediate signed with SHA-1", in_intermediate([](auto& spec) { spec.weak_signature = true; }),
      refused);
  row("a leaf with a critical extension that nobody knows",
      in_leaf([](CertificateSpec& leaf) { leaf.critical_extensions.push_back(unknown_extension); }), refused);
  row("a leaf signed with SHA-1", in_leaf([](CertificateSpec& leaf) { leaf.weak_signature = true; }),
      refused);
  row("a leaf for signing code and more",
      in_leaf([](CertificateSpec& leaf) { leaf.purposes = "codeSigning,emailProtection"; }), {});
  row("a leaf for every purpose",
      in_leaf([](CertificateSpec& leaf) { leaf.purposes = "anyExtendedKeyUsage"; }), usage);
  row("a leaf's signature that is changed",
      in_bundle([](Json& bundle) { flip(bundle["verificationMaterial"]["certificate"]["rawBytes"]); }),
      {"certificate: certificate.chain_false", "log_entry: log.entry_differs"});
  row("another root of the same name", in_root([](Json& root) {
        auto& chain = root["certificateAuthorities"][0]["certChain"]["certificates"];
        chain[1] =
            other_sigstore().trusted_root()["certificateAuthorities"][0]["certChain"]["certificates"][1];
      }),
      unknown);
  row("an authority that is listed twice, once out of its time", in_root([](Json& root) {
        auto& authorities = root["certificateAuthorities"];
        authorities.push_back(authorities[0]);
        authorities[0]["validFor"]["end"] = "2026-02-01T00:00:00Z";
      }),
      {});
}

void signer(Table row) {
  const auto expects = [](std::string name, std::string issuer) -> Mutation {
    return [identity = trust::ExpectedIdentity{std::move(name), std::move(issuer)}](Scene& scene) {
      scene.expectation = trust::ExpectedIdentities{{identity}};
    };
  };
  row("another person", expects("bob@example.com", tests::alices_issuer), {"signer: identity.differs"});
  row("the beginning of the name", expects("alice@example", tests::alices_issuer),
      {"signer: identity.differs"});
  row("the name in capitals", expects("ALICE@example.com", tests::alices_issuer),
      {"signer: identity.differs"});
  row("another issuer", expects(tests::alice, "https://issuer.evil"), {"signer: issuer.differs"});
  row("the beginning of the issuer", expects(tests::alice, "https://issuer"), {"signer: issuer.differs"});
  row("two issuers that differ",
      in_leaf([](CertificateSpec& leaf) { leaf.extensions[0].second = to_bytes("https://other.example"); }),
      {"signer: issuer.contradicts"});
  row("no issuer", in_leaf([](CertificateSpec& leaf) { leaf.extensions.clear(); }),
      {"signer: identity.missing"});
  const QStringList nobody{"signer: identity.missing", "signer: identity.differs"};
  row("no name", in_leaf([](CertificateSpec& leaf) { leaf.names.clear(); }), nobody);
  row("another name beside it, which is not compared first", in_leaf([](CertificateSpec& leaf) {
        leaf.names.insert(leaf.names.begin(), {crypto::AlternativeName::Kind::email, "bob@example.com"});
      }),
      {});
  row("another letter that looks the same",
      in_leaf([](CertificateSpec& leaf) { leaf.names[0].value = "aIice@example.com"; }),
      {"signer: identity.differs"});
  row("the name with a dot behind it", in_leaf([](CertificateSpec& leaf) { leaf.names[0].value += "."; }),
      {"signer: identity.differs"});
  row("the issuer with a slash behind it", expects(tests::alice, std::string(tests::alices_issuer) + "/"),
      {"signer: issuer.differs"});
  row("the issuer in the old extension alone",
      in_leaf([](CertificateSpec& leaf) { leaf.extensions.pop_back(); }), {});
  row("the issuer in the new extension alone",
      in_leaf([](CertificateSpec& leaf) { leaf.extensions.erase(leaf.extensions.begin()); }), {});
  row("an issuer that is no text", in_leaf([](CertificateSpec& leaf) {
        leaf.extensions[1].second = Bytes{0x0c, 0x05, 0x41};
      }),
      {"signer: issuer.contradicts"});
  row("an empty issuer", in_leaf([](CertificateSpec& leaf) {
        leaf.extensions[0].second = {};
        leaf.extensions[1].second = utf8_string("");
      }),
      {"signer: identity.missing"});
}

void signature(Table row) {
  const auto in_envelope = [](std::function<void(Json&)> change) -> Mutation {
    return [change = std::move(change)](Scene& scene) {
      scene.change_bundle = [change](Json& bundle) { change(bundle["dsseEnvelope"]); };
    };
  };
  const QStringList both{"log_entry: log.entry_differs", "signature: signature.false"};
  row("another payload", in_envelope([](Json& envelope) { flip(envelope["payload"]); }), both);
  row("another signature", in_envelope([](Json& envelope) { flip(envelope["signatures"][0]["sig"]); }), both);
  row("another payload type", in_envelope([](Json& envelope) { envelope["payloadType"] = "text/plain"; }),
      {"signature: signature.false"});
  row(
      "another certificate of the same person",
      [](Scene& scene) {
        scene.change_bundle = [](Json& bundle) {
          const auto other = sigstore().issue().certificate;
          bundle["verificationMaterial"]["certificate"]["rawBytes"] = base::to_base64(other.der());
        };
      },
      both);
}

}  // namespace

void add_certificate_rows(MutationRows& rows) {
  certificate_log({rows, "certificate log"});
  certificate({rows, "certificate"});
  chain({rows, "chain"});
  signer({rows, "signer"});
  signature({rows, "signature"});
}

}  // namespace weighmaster::tests
