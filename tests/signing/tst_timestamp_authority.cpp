#include <QProcess>
#include <QTest>

#include "crypto/timestamp.h"
#include "net/curl_http.h"
#include "signing/key_signer.h"
#include "signing/sign.h"
#include "signing/timestamp_authority.h"
#include "support/local_server.h"
#include "support/outcome.h"
#include "support/test_bundle.h"
#include "support/virtual_authority.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using signing::Evidence;
using signing::Material;
using signing::TimestampAuthority;

namespace {

signature::Envelope envelope() {
  return signature::Envelope::assemble("type", to_bytes("payload"), to_bytes("the signature's bytes"));
}

Material key_material() {
  return {signature::Method::key, TestKey::generate().public_key(), {}};
}

/// The nonce of a TimeStampReq: the INTEGER before the BOOLEAN of certReq (RFC 3161 section 2.4.1).
std::uint64_t nonce_of(BytesView request) {
  constexpr std::size_t bytes = 8;
  constexpr std::size_t certificate_wanted = 3;  // 01 01 FF
  std::uint64_t nonce = 0;
  for (const auto byte : request.last(bytes + certificate_wanted).first(bytes)) nonce = nonce << 8U | byte;
  return nonce;
}

/// Answers in the test's own process.
class ScriptedHttp : public net::Http {
 public:
  using Respond = std::function<base::Result<net::Answer>(const net::Request&)>;
  explicit ScriptedHttp(Respond respond) : respond_(std::move(respond)) {}

  base::Result<net::Answer> send(const net::Request& request, const base::Task& /*task*/) override {
    asked.push_back(request);
    return respond_(request);
  }

  std::vector<net::Request> asked;

 private:
  Respond respond_;
};

net::Answer answer_of(Bytes body, int status = 200) {
  net::Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}

base::Result<void> attest(ScriptedHttp::Respond respond, Evidence& evidence,
                          const Material& material = key_material()) {
  TimestampAuthority authority(std::make_shared<ScriptedHttp>(std::move(respond)),
                               "https://tsa.test/tsr?key=1");
  return authority.attest(envelope(), material, evidence, {});
}

/// What comes of an authority that answers with a timestamp of this kind over these bytes.
QString attested(const VirtualAuthority& authority, const std::function<void(TimestampSpec&)>& change,
                 std::string_view stamped = "the signature's bytes",
                 const Material& material = key_material()) {
  Evidence evidence;
  const auto done = attest(
      [&](const net::Request& request) -> base::Result<net::Answer> {
        TimestampSpec spec;
        spec.nonce = nonce_of(request.body);
        change(spec);
        return answer_of(authority.stamp(as_bytes(stamped), spec));
      },
      evidence, material);
  if (evidence.timestamps.size() != (done ? 1U : 0U)) return "kept what was refused";
  return done ? QString("ok") : outcome(done) + " " + QString::fromStdString(done.error().detail);
}

void openssl(const QStringList& arguments, const TemporaryFolder& folder) {
  QProcess process;
  process.setWorkingDirectory(QString::fromStdString(folder.path().string()));
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start("openssl", arguments);
  if (!process.waitForFinished(20'000) || process.exitCode() != 0)
    qFatal("openssl: %s", process.readAll().constData());
}

}  // namespace

class tst_timestamp_authority : public QObject {
  Q_OBJECT

 private slots:
  void a_good_answer_is_kept_whole() {
    const VirtualAuthority authority;
    QCOMPARE(attested(authority, [](TimestampSpec&) {}), QString("ok"));
  }

  void it_asks_as_the_rfc_says_and_never_twice_the_same() {
    const VirtualAuthority authority;
    auto http = std::make_shared<ScriptedHttp>([&](const net::Request& request) -> base::Result<net::Answer> {
      TimestampSpec spec;
      spec.nonce = nonce_of(request.body);
      return answer_of(authority.stamp(as_bytes("the signature's bytes"), spec));
    });
    TimestampAuthority asks(http, "https://tsa.test/tsr");
    Evidence evidence;
    QCOMPARE(outcome(asks.attest(envelope(), key_material(), evidence, {})), QString("ok"));
    QCOMPARE(outcome(asks.attest(envelope(), key_material(), evidence, {})), QString("ok"));
    QCOMPARE(evidence.timestamps.size(), 2U);
    QCOMPARE(http->asked.front().url, std::string("https://tsa.test/tsr"));
    QCOMPARE(http->asked.front().method, net::Method::post);
    QVERIFY((http->asked.front().headers ==
             std::vector<net::Header>{{"Content-Type", "application/timestamp-query"},
                                      {"Accept", "application/timestamp-reply"}}));
    QVERIFY(http->asked.at(0).body != http->asked.at(1).body);
  }

  void what_is_not_about_this_request_is_refused() {
    const VirtualAuthority authority;
    const QString another = "net.answer the timestamp answers another request";
    QCOMPARE(attested(
                 authority, [](TimestampSpec&) {}, "other bytes"),
             QString("net.answer timestamp.imprint"));
    QCOMPARE(attested(authority, [](TimestampSpec& spec) { spec.nonce = 0; }), another);
    QCOMPARE(attested(authority, [](TimestampSpec& spec) { ++spec.nonce; }), another);
  }

  void what_its_own_certificate_did_not_make_is_refused() {
    const VirtualAuthority authority;
    QCOMPARE(attested(authority, [](TimestampSpec& spec) { spec.key = TestKey::generate(); }),
             QString("net.answer timestamp.false"));
    QCOMPARE(attested(authority, [](TimestampSpec& spec) { spec.encloses_certificate = false; }),
             QString("net.answer timestamp.malformed: it does not carry its certificate"));
  }

  void a_time_at_which_the_signers_certificate_is_not_valid_is_no_use() {
    const VirtualAuthority authority;
    const auto chain = mint_chain();
    const Material material{signature::Method::certificate, chain.leaf_key.public_key(), chain.certificates};
    const auto at_time = [&](const char* time) {
      return attested(
          authority, [&](TimestampSpec& spec) { spec.time = at(time); }, "the signature's bytes", material);
    };
    QCOMPARE(at_time("2026-06-01T12:00:05Z"), QString("ok"));
    // The authority's own certificate has an end as well: only the signer's beginning can be passed.
    ChainSpec spec;
    spec.leaf.validity.start = at("2026-06-02T00:00:00Z");
    const auto later = mint_chain(spec);
    const Material not_yet{signature::Method::certificate, later.leaf_key.public_key(), later.certificates};
    QCOMPARE(attested(
                 authority, [](TimestampSpec&) {}, "the signature's bytes", not_yet),
             QString("signing.expired the timestamp is of 2026-06-01T12:00:05Z"));
  }

  void what_goes_wrong_on_the_way_names_the_host_only() {
    Evidence evidence;
    const auto refused = attest(
        [](const net::Request&) -> base::Result<net::Answer> { return answer_of(to_bytes("no"), 503); },
        evidence);
    QCOMPARE(outcome(refused), QString("net.status"));
    QCOMPARE(refused.error().subject, std::string("tsa.test"));
    const auto garbage =
        attest([](const net::Request&) -> base::Result<net::Answer> { return answer_of(to_bytes("<html>")); },
               evidence);
    QCOMPARE(outcome(garbage), QString("net.answer"));
    QCOMPARE(garbage.error().subject, std::string("tsa.test"));
    const auto offline = attest(
        [](const net::Request&) -> base::Result<net::Answer> {
          return base::fail(base::Code::net_offline, "tsa.test");
        },
        evidence);
    QCOMPARE(outcome(offline), QString("net.offline"));
    QVERIFY(evidence.timestamps.empty());
  }

  /// A real peer: openssl ts, over real http.
  void openssl_stamps_what_we_sign() {
    const TemporaryFolder folder;
    openssl({"req",
             "-x509",
             "-newkey",
             "ec",
             "-pkeyopt",
             "ec_paramgen_curve:P-256",
             "-nodes",
             "-keyout",
             "tsa.key",
             "-out",
             "tsa.pem",
             "-subj",
             "/CN=test authority",
             "-days",
             "30",
             "-addext",
             "extendedKeyUsage=critical,timeStamping",
             "-addext",
             "basicConstraints=critical,CA:FALSE",
             "-addext",
             "keyUsage=critical,digitalSignature"},
            folder);
    const std::string common =
        "serial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n"
        "signer_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n"
        "ess_cert_id_chain = no\ness_cert_id_alg = sha256\n";
    write(folder / "tsa.cnf", "[tsa]\ndefault_tsa = plain\n[plain]\n" + common +
                                  "digests = sha256\n[strict]\n" + common + "digests = sha512\n");
    write(folder / "serial", "01\n");
    LocalServer server({QString::fromStdString(folder.path().string())}, "tsa.py");
    QVERIFY(server.runs());

    write_model(folder / "model", {{"a.txt", "a"}});
    signing::SignRequest request;
    request.model = folder / "model";
    request.signature = folder / "model.sig";
    request.now = base::now();
    const auto sign_at = [&](const std::string& path) {
      request.witnesses = {
          std::make_shared<TimestampAuthority>(std::make_shared<net::CurlHttp>(), server.url(path))};
      signing::KeySigner signer(crypto::PrivateKey::generate_p256().value());
      return signing::sign_model(request, signer, {});
    };
    const auto made = sign_at("/tsr");
    QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
    const auto bundle = signature::Bundle::parse(made->signature.file);
    QCOMPARE(bundle->timestamps().size(), 1U);
    const auto stamp = crypto::Timestamp::from_response(bundle->timestamps().front());
    QCOMPARE(outcome(stamp), QString("ok"));
    const auto authority = crypto::Certificate::all_from_pem(read(folder / "tsa.pem")).value();
    QCOMPARE(stamp->check(bundle->envelope()->signature(), authority).state, crypto::TimestampState::good);
    QVERIFY(std::chrono::abs(stamp->info().time - base::now()) < std::chrono::minutes(1));
    QCOMPARE(server.requests(),
             QStringList{"POST /tsr application/timestamp-query application/timestamp-reply"});

    // Over a network it may be plain http. Here a proxy is on the way, which tries what others there could.
    const auto sign_through_proxy = [&](const std::string& url) {
      net::Connection connection;
      connection.proxy = {net::Proxy::Kind::manual, server.url("")};
      request.signature = folder / "other.sig";
      request.witnesses = {
          std::make_shared<TimestampAuthority>(std::make_shared<net::CurlHttp>(connection), url)};
      signing::KeySigner signer(crypto::PrivateKey::generate_p256().value());
      return outcome(signing::sign_model(request, signer, {}));
    };
    QCOMPARE(sign_through_proxy("http://tsa.invalid/tsr"), QString("ok"));
    QCOMPARE(
        server.requests(),
        QStringList{"POST http://tsa.invalid/tsr application/timestamp-query application/timestamp-reply"});
    for (const char* forged : {"stale", "other", "refused"})
      QCOMPARE(sign_through_proxy(std::string("http://tsa.invalid/") + forged), QString("net.answer"));

    QCOMPARE(outcome(sign_at("/stale")), QString("net.answer"));
    QCOMPARE(outcome(sign_at("/other")), QString("net.answer"));
    QCOMPARE(outcome(sign_at("/refused")), QString("net.answer"));
  }
};

QTEST_GUILESS_MAIN(tst_timestamp_authority)
#include "tst_timestamp_authority.moc"
