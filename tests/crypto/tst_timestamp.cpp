#include <QTest>

#include <functional>

#include "base/limits.h"
#include "crypto/timestamp.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/virtual_authority.h"

using namespace weighmaster;
using crypto::Certificate;
using crypto::DigestAlgorithm;
using crypto::KeyType;
using crypto::Timestamp;
using crypto::TimestampState;
using tests::attribute;
using tests::der_integer;
using tests::der_octets;
using tests::der_oid;
using tests::der_sequence;
using tests::der_set;
using tests::Elements;
using tests::stamper_spec;
using tests::TestKey;
using tests::TimestampSpec;
using tests::VirtualAuthority;

namespace {

using Change = std::function<void(TimestampSpec&)>;

const Bytes message = to_bytes("the bytes of a signature");

const VirtualAuthority& authority() {
  static const VirtualAuthority instance;
  return instance;
}

const VirtualAuthority& other_authority() {
  static const VirtualAuthority instance;
  return instance;
}

Timestamp parsed(const Bytes& der) {
  auto timestamp = Timestamp::from_response(der);
  if (!timestamp) qFatal("%s", timestamp.error().detail.c_str());
  return *timestamp;
}

Change in_info(std::function<void(Elements&)> change) {
  return [change = std::move(change)](TimestampSpec& spec) { spec.change_info = change; };
}

Change in_attributes(std::function<void(Elements&)> change) {
  return [change = std::move(change)](TimestampSpec& spec) { spec.change_attributes = change; };
}

Change in_signer(std::function<void(Elements&)> change) {
  return [change = std::move(change)](TimestampSpec& spec) { spec.change_signer = change; };
}

Change in_signed_data(std::function<void(Elements&)> change) {
  return [change = std::move(change)](TimestampSpec& spec) { spec.change_signed_data = change; };
}

Change in_response(std::function<void(Elements&)> change) {
  return [change = std::move(change)](TimestampSpec& spec) { spec.change_response = change; };
}

Change in_certificate(std::function<void(tests::CertificateSpec&)> change) {
  return [change = std::move(change)](TimestampSpec& spec) {
    spec.certificate = stamper_spec();
    change(*spec.certificate);
  };
}

Bytes time_of(std::string_view text) {
  return tests::der(0x18, as_bytes(text));
}

/// GeneralName: a directoryName with one common name, in TSTInfo's `tsa`.
Bytes authority_name(std::string_view common_name) {
  const auto name =
      der_sequence({der_set({der_sequence({der_oid("2.5.4.3"), tests::der(0x0c, as_bytes(common_name))})})});
  return tests::der(0xa0, Elements{tests::der(0xa4, Elements{name})});
}

/// A SigningCertificateV2 with this hash algorithm and these bytes for a hash.
Bytes named_by(const std::string& oid, BytesView hash) {
  const auto id = der_sequence({der_sequence({der_oid(oid)}), der_octets(hash)});
  return attribute(tests::oid_signing_certificate_v2, der_sequence({der_sequence({id})}));
}

void row(const char* title, Change change) {
  QTest::newRow(title) << std::move(change);
}

}  // namespace

Q_DECLARE_METATYPE(TimestampState)

class tst_timestamp : public QObject {
  Q_OBJECT

 private slots:
  void a_true_one_is_good_data() {
    QTest::addColumn<Change>("change");
    row("as it is", [](TimestampSpec&) {});
    row("without its certificate", [](TimestampSpec& spec) { spec.encloses_certificate = false; });
    row("its certificate named by its key", [](TimestampSpec& spec) { spec.names_by_key_id = true; });
    row("SHA-384", [](TimestampSpec& spec) { spec.imprint = spec.digest = DigestAlgorithm::sha384; });
    row("SHA-512", [](TimestampSpec& spec) { spec.imprint = spec.digest = DigestAlgorithm::sha512; });
    row("granted with modifications",
        in_response([](Elements& response) { response[0] = der_sequence({der_integer(1)}); }));
    row("a fraction of a second", in_info([](Elements& info) { info[4] = time_of("20260601120005.25Z"); }));
    row("without accuracy", in_info([](Elements& info) { info.erase(info.begin() + 5); }));
    row("its certificate's own name",
        in_info([](Elements& info) { info.push_back(authority_name("virtual timestamp authority")); }));
    row("further attributes", in_attributes([](Elements& attributes) {
          attributes.push_back(attribute("1.2.3.4", der_integer(5)));
        }));
    row("the attributes in another order",
        in_attributes([](Elements& attributes) { std::swap(attributes[0], attributes[2]); }));
    row("the old name of the certificate beside the new one", in_attributes([](Elements& attributes) {
          attributes.push_back(attribute(tests::oid_signing_certificate, der_sequence({})));
        }));
  }
  void a_true_one_is_good() {
    QFETCH(const Change, change);
    TimestampSpec spec;
    change(spec);
    const auto timestamp = Timestamp::from_response(authority().stamp(message, spec));
    QCOMPARE(tests::outcome(timestamp), QStringLiteral("ok"));
    const auto check = timestamp->check(message, authority().chain());
    QCOMPARE(check.detail, std::string());
    QVERIFY(check.state == TimestampState::good);
    QVERIFY(check.path == authority().chain());
  }

  void every_key_that_can_be_checked_is_good_data() {
    QTest::addColumn<KeyType>("key");
    QTest::addColumn<DigestAlgorithm>("digest");
    QTest::newRow("P-384") << KeyType::ecdsa_p384 << DigestAlgorithm::sha384;
    QTest::newRow("P-384 with SHA-256") << KeyType::ecdsa_p384 << DigestAlgorithm::sha256;
    QTest::newRow("P-521") << KeyType::ecdsa_p521 << DigestAlgorithm::sha512;
    QTest::newRow("RSA") << KeyType::rsa << DigestAlgorithm::sha256;
    QTest::newRow("RSA with SHA-512") << KeyType::rsa << DigestAlgorithm::sha512;
    QTest::newRow("Ed25519") << KeyType::ed25519 << DigestAlgorithm::sha512;
  }
  void every_key_that_can_be_checked_is_good() {
    QFETCH(const KeyType, key);
    QFETCH(const DigestAlgorithm, digest);
    TimestampSpec spec;
    spec.key_type = key;
    spec.digest = digest;
    const auto check = parsed(authority().stamp(message, spec)).check(message, authority().issuers());
    QCOMPARE(check.detail, std::string());
    QVERIFY(check.state == TimestampState::good);
  }

  void tells_what_it_says() {
    TimestampSpec spec;
    spec.nonce = 0x00ab'cdef;
    spec.change_info = [](Elements& info) {
      info[4] = time_of("20260601120005.25Z");
      info[5] = der_sequence({der_integer(1), tests::der(0x80, Bytes{2}), tests::der(0x81, Bytes{3})});
    };
    const auto timestamp = parsed(authority().stamp(message, spec));
    const auto& info = timestamp.info();
    QCOMPARE(base::to_rfc3339(info.time), std::string("2026-06-01T12:00:05.250Z"));
    QVERIFY(info.accuracy == std::chrono::microseconds(1'002'003));
    QCOMPARE(info.policy, std::string("1.3.6.1.4.1.57264.2"));
    QCOMPARE(info.serial_number, std::string("1234"));
    QVERIFY(info.nonce == Bytes({0xab, 0xcd, 0xef}));
    QVERIFY(info.imprint == crypto::digest(DigestAlgorithm::sha256, message));
    QVERIFY(timestamp.certificates() == std::vector{authority().chain().front()});
  }

  void what_is_no_timestamp_is_refused_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("expected");
    const auto refused = [](const char* code) {
      return [code](const char* title, Change change) {
        QTest::newRow(title) << std::move(change) << QString::fromUtf8(code);
      };
    };
    const auto malformed = refused("timestamp.malformed");
    const auto unsupported = refused("timestamp.unsupported");

    malformed("refused by the authority",
              in_response([](Elements& response) { response[0] = der_sequence({der_integer(2)}); }));
    malformed("waiting",
              in_response([](Elements& response) { response = {der_sequence({der_integer(3)})}; }));
    malformed("no token", in_response([](Elements& response) { response.pop_back(); }));
    malformed("two tokens", in_response([](Elements& response) { response.push_back(response[1]); }));
    malformed("a token that is no CMS",
              in_response([](Elements& response) { response[1] = der_sequence({}); }));
    malformed("content of another type", in_signed_data([](Elements& parts) {
                parts[2] = der_sequence({der_oid("1.2.840.113549.1.7.1"),
                                         tests::der(0xa0, Elements{der_octets(to_bytes("data"))})});
              }));
    malformed("no content", in_signed_data([](Elements& parts) {
                parts[2] = der_sequence({der_oid(tests::oid_tst_info)});
              }));
    malformed("no signer", in_signed_data([](Elements& parts) { parts.back() = der_set({}); }));
    malformed("two signers", in_signed_data([](Elements& parts) {
                const BytesView set(parts.back());
                const auto one = to_bytes(set.subspan(set[1] == 0x82 ? 4 : set[1] == 0x81 ? 3 : 2));
                parts.back() = der_set({one, one});
              }));
    malformed("a certificate that is none", in_signed_data([](Elements& parts) {
                parts[3] = tests::der(0xa0, Elements{der_sequence({der_integer(1)})});
              }));
    malformed("no signed attributes", in_attributes([](Elements& attributes) { attributes.clear(); }));
    malformed("no type of content",
              in_attributes([](Elements& attributes) { attributes.erase(attributes.begin()); }));
    malformed("another type of content in the attributes", in_attributes([](Elements& attributes) {
                attributes[0] = attribute(tests::oid_content_type, der_oid("1.2.840.113549.1.7.1"));
              }));
    malformed("no digest",
              in_attributes([](Elements& attributes) { attributes.erase(attributes.begin() + 1); }));
    malformed("a digest twice",
              in_attributes([](Elements& attributes) { attributes.push_back(attributes[1]); }));
    malformed("two values of a digest", in_attributes([](Elements& attributes) {
                const auto digest = der_octets(Bytes(32));
                attributes[1] = der_sequence({der_oid(tests::oid_message_digest), der_set({digest, digest})});
              }));
    malformed("no name of its certificate",
              in_attributes([](Elements& attributes) { attributes.pop_back(); }));
    malformed("a name of no certificate", in_attributes([](Elements& attributes) {
                attributes[2] =
                    attribute(tests::oid_signing_certificate_v2, der_sequence({der_sequence({})}));
              }));
    malformed("another version", in_info([](Elements& info) { info[0] = der_integer(2); }));
    malformed(
        "an imprint that is too short", in_info([](Elements& info) {
          info[2] = der_sequence({der_sequence({der_oid("2.16.840.1.101.3.4.2.1")}), der_octets(Bytes(20))});
        }));
    malformed("no time", in_info([](Elements& info) { info[4] = time_of("soon"); }));
    malformed("a time without zone", in_info([](Elements& info) { info[4] = time_of("20260601120005"); }));
    malformed("a time of another zone",
              in_info([](Elements& info) { info[4] = time_of("20260601120005+0100"); }));
    malformed("the 30th of February", in_info([](Elements& info) { info[4] = time_of("20260230120005Z"); }));
    malformed("a negative accuracy",
              in_info([](Elements& info) { info[5] = der_sequence({tests::der(0x02, Bytes{0xff})}); }));
    malformed("an accuracy of centuries", in_info([](Elements& info) {
                info[5] = der_sequence({der_integer(std::uint64_t{1} << 40U)});
              }));
    malformed("1000 milliseconds", in_info([](Elements& info) {
                info[5] = der_sequence({tests::der(0x80, Bytes{0x03, 0xe8})});
              }));

    unsupported("an imprint in SHA-1", in_info([](Elements& info) {
                  info[2] = der_sequence({der_sequence({der_oid(tests::oid_sha1)}), der_octets(Bytes(20))});
                }));
    unsupported("signed with SHA-1",
                in_signer([](Elements& signer) { signer[2] = der_sequence({der_oid(tests::oid_sha1)}); }));
    unsupported("its certificate named by SHA-1", in_attributes([](Elements& attributes) {
                  attributes[2] = attribute(tests::oid_signing_certificate, der_sequence({}));
                }));
    unsupported("its certificate named by SHA-1, in the new way", in_attributes([](Elements& attributes) {
                  attributes[2] = named_by(tests::oid_sha1, Bytes(20));
                }));
    unsupported("a critical extension", in_info([](Elements& info) {
                  const auto extension = der_sequence(
                      {der_oid("1.2.3.4"), tests::der(0x01, Bytes{0xff}), der_octets(Bytes{5, 0})});
                  info.push_back(tests::der(0xa1, Elements{extension}));
                }));
  }
  void what_is_no_timestamp_is_refused() {
    QFETCH(const Change, change);
    QFETCH(const QString, expected);
    TimestampSpec spec;
    change(spec);
    QCOMPARE(tests::outcome(Timestamp::from_response(authority().stamp(message, spec))), expected);
  }

  void bytes_before_and_behind_it_are_refused() {
    auto der = authority().stamp(message);
    der.push_back(0);
    QCOMPARE(tests::outcome(Timestamp::from_response(der)), QStringLiteral("timestamp.malformed"));
    QCOMPARE(tests::outcome(Timestamp::from_response({})), QStringLiteral("timestamp.malformed"));
    QCOMPARE(tests::outcome(Timestamp::from_response(Bytes(base::limits::timestamp_bytes + 1))),
             QStringLiteral("timestamp.malformed"));
  }

  void what_is_false_is_found_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<TimestampState>("expected");
    const auto found = [](TimestampState state) {
      return
          [state](const char* title, Change change) { QTest::newRow(title) << std::move(change) << state; };
    };
    const auto false_signature = found(TimestampState::false_signature);
    const auto certificate = found(TimestampState::certificate_refused);
    const auto unsupported = found(TimestampState::unsupported);
    const auto other = found(TimestampState::other_authority);

    false_signature("signed by somebody else", [](TimestampSpec& spec) { spec.key = TestKey::generate(); });
    false_signature("its signature changed", in_signer([](Elements& signer) { signer.back().back() ^= 1U; }));
    false_signature("its attributes changed", in_signer([](Elements& signer) { signer[3].back() ^= 1U; }));
    false_signature("its content changed", in_signed_data([](Elements& parts) {
                      auto text = std::string(as_text(parts[2]));
                      text[text.find("20260601120005Z") + 3] = '7';
                      parts[2] = to_bytes(text);
                    }));
    false_signature("another content's digest signed", in_attributes([](Elements& attributes) {
                      attributes[1] = attribute(tests::oid_message_digest, der_octets(Bytes(32)));
                    }));
    false_signature("a digest of no length", in_attributes([](Elements& attributes) {
                      attributes[1] = attribute(tests::oid_message_digest, der_octets(Bytes()));
                    }));
    false_signature("two hashes that differ", in_signer([](Elements& signer) {
                      signer[4] = der_sequence({der_oid("1.2.840.10045.4.3.4")});
                    }));

    certificate("for signing code",
                in_certificate([](auto& spec) { spec.purposes = "critical,codeSigning"; }));
    certificate("for two things",
                in_certificate([](auto& spec) { spec.purposes = "critical,timeStamping,codeSigning"; }));
    certificate("for timestamps, but not critical",
                in_certificate([](auto& spec) { spec.purposes = "timeStamping"; }));
    certificate("for no stated purpose", in_certificate([](auto& spec) { spec.purposes.clear(); }));
    certificate("for anything",
                in_certificate([](auto& spec) { spec.purposes = "critical,anyExtendedKeyUsage"; }));
    certificate("not for signing data",
                in_certificate([](auto& spec) { spec.key_usage = "critical,keyAgreement"; }));
    certificate("an authority's", in_certificate([](auto& spec) { spec.authority = true; }));
    certificate("expired before it stamped",
                in_certificate([](auto& spec) { spec.validity.end = tests::at("2026-06-01T12:00:04Z"); }));
    certificate("not valid yet when it stamped",
                in_certificate([](auto& spec) { spec.validity.start = tests::at("2026-06-01T12:00:06Z"); }));
    certificate("signed with SHA-1", in_certificate([](auto& spec) { spec.weak_signature = true; }));
    certificate("another named in the attributes", in_attributes([](Elements& attributes) {
                  attributes[2] = tests::signing_certificate_v2(authority().chain()[1]);
                }));
    certificate("another named first in the attributes", in_attributes([](Elements& attributes) {
                  const auto id = [](const Certificate& named) {
                    return der_sequence({der_octets(named.fingerprint().bytes())});
                  };
                  const auto chain = authority().chain();
                  attributes[2] = attribute(tests::oid_signing_certificate_v2,
                                            der_sequence({der_sequence({id(chain[1]), id(chain[0])})}));
                }));
    certificate("another serial number named in the attributes", in_attributes([](Elements& attributes) {
                  const auto leaf = authority().chain().front();
                  const auto name = der_sequence({der_set({der_sequence(
                      {der_oid("2.5.4.3"), tests::der(0x0c, as_bytes("virtual timestamp intermediate"))})})});
                  const auto issuer_and_serial =
                      der_sequence({der_sequence({tests::der(0xa4, Elements{name})}), der_integer(78)});
                  const auto id = der_sequence({der_octets(leaf.fingerprint().bytes()), issuer_and_serial});
                  attributes[2] =
                      attribute(tests::oid_signing_certificate_v2, der_sequence({der_sequence({id})}));
                }));
    certificate("another authority's name",
                in_info([](Elements& info) { info.push_back(authority_name("somebody else")); }));

    unsupported("a signature algorithm that is not known", in_signer([](Elements& signer) {
                  signer[4] = der_sequence({der_oid("1.2.840.113549.1.1.10")});
                }));
    other("without its certificate, where it is not known", [](TimestampSpec& spec) {
      spec.certificate = stamper_spec();
      spec.certificate->serial = 99;
      spec.encloses_certificate = false;
    });
  }
  void what_is_false_is_found() {
    QFETCH(const Change, change);
    QFETCH(const TimestampState, expected);
    TimestampSpec spec;
    change(spec);
    const auto timestamp = Timestamp::from_response(authority().stamp(message, spec));
    QCOMPARE(tests::outcome(timestamp), QStringLiteral("ok"));
    const auto with_leaf = timestamp->check(message, authority().chain());
    const auto& issuers = authority().issuers();
    const auto check = spec.certificate ? timestamp->check(message, issuers) : with_leaf;
    QCOMPARE(static_cast<int>(check.state), static_cast<int>(expected));
  }

  void of_other_bytes_it_says_nothing() {
    const auto timestamp = parsed(authority().stamp(message));
    QVERIFY(timestamp.check(as_bytes("other bytes"), authority().chain()).state ==
            TimestampState::other_message);
  }

  void another_authority_is_not_forgery() {
    const auto timestamp = parsed(authority().stamp(message));
    QVERIFY(timestamp.check(message, other_authority().issuers()).state == TimestampState::other_authority);
    QVERIFY(timestamp.check(message, {}).state == TimestampState::other_authority);
  }

  void where_a_root_names_who_stamps_nobody_else_may() {
    TimestampSpec spec;
    spec.certificate = stamper_spec();
    spec.certificate->serial = 78;
    const auto timestamp = parsed(authority().stamp(message, spec));
    QVERIFY(timestamp.check(message, authority().issuers()).state == TimestampState::good);
    QVERIFY(timestamp.check(message, authority().chain()).state == TimestampState::other_authority);
  }

  /// Issuer's name, serial number and key id as the authority's, signed by another key.
  void a_forged_certificate_is_found() {
    auto forged = stamper_spec();
    const auto own_key = TestKey::generate();
    const auto intermediate = authority().chain()[1];
    forged.names_issuer_key = false;
    const auto key_id = *crypto::der_octet_string(*intermediate.extension("2.5.29.14"));
    forged.extensions.emplace_back("2.5.29.35", der_sequence({tests::der(0x80, BytesView(key_id))}));
    const auto certificate =
        tests::mint_certificate(forged, own_key, {"virtual timestamp intermediate", own_key});
    TimestampSpec spec;
    spec.key = own_key;
    spec.encloses_certificate = false;
    spec.change_signed_data = [&](Elements& parts) {
      parts.insert(parts.begin() + 3, tests::der(0xa0, Elements{certificate.der()}));
    };
    spec.change_attributes = [&](Elements& attributes) {
      attributes[2] = tests::signing_certificate_v2(certificate);
    };
    const auto timestamp = parsed(authority().stamp(message, spec));
    QVERIFY(timestamp.check(message, authority().chain()).state == TimestampState::false_signature);
    QVERIFY(timestamp.check(message, authority().issuers()).state == TimestampState::false_signature);
  }

  void the_last_second_of_a_certificate_counts() {
    TimestampSpec spec;
    spec.certificate = stamper_spec();
    spec.certificate->validity = {spec.time, spec.time};
    const auto timestamp = parsed(authority().stamp(message, spec));
    QVERIFY(timestamp.check(message, authority().issuers()).state == TimestampState::good);
  }

  void a_request_and_its_answer() {
    const Bytes nonce{0x00, 0xfe, 0x01};
    const auto request = crypto::timestamp_request(message, nonce);
    QVERIFY(request.has_value());
    const auto imprint = crypto::digest(DigestAlgorithm::sha256, message);
    const auto expected =
        der_sequence({der_integer(1),
                      der_sequence({der_sequence({der_oid("2.16.840.1.101.3.4.2.1"), tests::der_null}),
                                    der_octets(imprint.bytes())}),
                      der_integer(0xfe01), tests::der(0x01, Bytes{0xff})});
    QVERIFY(*request == expected);

    TimestampSpec spec;
    spec.nonce = 0xfe01;
    const auto answer = parsed(authority().stamp(message, spec));
    QCOMPARE(tests::outcome(answer.answers(message, nonce)), QStringLiteral("ok"));
    QCOMPARE(tests::outcome(answer.answers(as_bytes("other"), nonce)), QStringLiteral("timestamp.imprint"));
    QCOMPARE(tests::outcome(answer.answers(message, Bytes{1})), QStringLiteral("net.answer"));
    const auto without_nonce = parsed(authority().stamp(message));
    QCOMPARE(tests::outcome(without_nonce.answers(message, nonce)), QStringLiteral("net.answer"));
  }

  void a_request_needs_a_nonce() {
    QCOMPARE(tests::outcome(crypto::timestamp_request(message, {})), QStringLiteral("timestamp.malformed"));
    QCOMPARE(tests::outcome(crypto::timestamp_request(message, Bytes(8))),
             QStringLiteral("timestamp.malformed"));
  }

  /// What timestamp-server answered on loopback, and what it was asked.
  void a_real_server_and_this_agree() {
    const auto shared = tests::shared_dir();
    if (!shared) QSKIP(tests::no_shared);
    const auto wire = *shared / "stack/sample/wire";
    const auto stamped = tests::read(wire / "sig.bin");
    const auto timestamp = parsed(tests::read(wire / "r.tsr"));
    const auto certificates =
        Certificate::all_from_pem(tests::read(*shared / "stack/sample/keys/tsa-chain.pem"));
    QVERIFY(certificates.has_value());
    const auto check = timestamp.check(stamped, *certificates);
    QCOMPARE(check.detail, std::string());
    QVERIFY(check.state == TimestampState::good);
    QCOMPARE(base::to_rfc3339(timestamp.info().time), std::string("2026-11-21T02:50:13Z"));
    QVERIFY(timestamp.info().accuracy == std::chrono::seconds(1));
    QVERIFY(timestamp.check(as_bytes("other"), *certificates).state == TimestampState::other_message);

    const Bytes nonce{0x27, 0xf1, 0xf2, 0x94, 0x65, 0x5b, 0x7d, 0x3c};
    QVERIFY(*crypto::timestamp_request(stamped, nonce) == tests::read(wire / "q.tsq"));
    QCOMPARE(tests::outcome(timestamp.answers(stamped, nonce)), QStringLiteral("ok"));
  }
};

QTEST_APPLESS_MAIN(tst_timestamp)
#include "tst_timestamp.moc"
