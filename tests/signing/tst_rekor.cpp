#include <QTest>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "signature/entry_body.h"
#include "signing/services/rekor.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/virtual_services.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Code;
using base::Json;
using signature::Envelope;
using signing::Evidence;
using signing::Material;
using signing::ServiceEvent;

namespace {

/// A signature and the two logs that are asked about it.
class Scene {
 public:
  Scene()
      : services(std::make_shared<VirtualServices>(sigstore)),
        signer(sigstore.issue()),
        envelope(sign("{\"list\":\"of files\"}")) {}

  [[nodiscard]] Envelope sign(std::string_view payload) const {
    const auto type = std::string(signature::in_toto_payload_type);
    auto made = signer.key.sign(signature::pre_authentication_encoding(type, as_bytes(payload)));
    return Envelope::assemble(type, to_bytes(payload), std::move(made));
  }

  [[nodiscard]] Material material() const {
    return {signature::Method::sigstore, signer.key.public_key(), {signer.certificate}};
  }

  base::Result<void> attest(int version, const Envelope& signed_) {
    signing::ServiceAccess access{services,
                                  [&](const ServiceEvent& event) { events.push_back(event); },
                                  {3, std::chrono::milliseconds(1)}};
    if (version == 1) return signing::Rekor1(access, rekor_url).attest(signed_, material(), evidence, {});
    return signing::Rekor2(access, rekor_2_url).attest(signed_, material(), evidence, {});
  }

  /// "ok", or the code and detail; what was refused is not kept.
  QString what(int version) {
    const auto before = evidence.log_entries.size();
    const auto done = attest(version, envelope);
    if (evidence.log_entries.size() != before + (done ? 1U : 0U)) return "kept what was refused";
    if (done) return "ok";
    return outcome(done) + " " + QString::fromStdString(done.error().subject + ": " + done.error().detail);
  }

  [[nodiscard]] Json sent() const {
    return base::parse_json(services->asked.front().body, "the request").value();
  }

  /// Where Rekor 1 has the entry that it made.
  [[nodiscard]] std::string known_at() const {
    const auto name = crypto::digest(crypto::DigestAlgorithm::sha256, services->asked.front().body).hex();
    return std::string(rekor_url) + rekor_path + "/" + name;
  }

  VirtualSigstore sigstore;
  std::shared_ptr<VirtualServices> services;
  KeylessSigner signer;
  Envelope envelope;
  Evidence evidence;
  std::vector<ServiceEvent> events;
};

/// The JSON answer of a transcript, and the JSON that was sent.
struct Transcript {
  explicit Transcript(const char* name) {
    const auto text = std::string(as_text(read(*shared_dir() / "stack/sample/wire" / name)));
    const auto middle = text.find("\n----\n");
    sent = base::parse_json(as_bytes(text.substr(text.find("\n{"), middle - text.find("\n{"))), "").value();
    const auto last = text.rfind("\n{");
    answer = text.substr(last + 1, text.rfind('}') - last);
  }
  Json sent;
  std::string answer;
};

/// The envelope and certificate of the transcripts, in the request to Rekor 1.
struct RealSignature {
  explicit RealSignature(const Json& sent) {
    const auto& content = sent.at("spec").at("proposedContent");
    const auto json = base::parse_json(as_bytes(content.at("envelope").get<std::string>()), "").value();
    envelope = Envelope::parse(base::JsonObject::from(json, "envelope").value()).value();
    const auto pem = base::from_base64(content.at("verifiers").at(0).get<std::string>()).value();
    certificates = crypto::Certificate::all_from_pem(pem).value();
  }
  [[nodiscard]] Material material() const {
    return {signature::Method::sigstore, certificates.front().public_key().value(), certificates};
  }
  std::optional<Envelope> envelope;
  std::vector<crypto::Certificate> certificates;
};

}  // namespace

class tst_rekor : public QObject {
  Q_OBJECT

 private slots:
  void rekor_1_is_sent_the_whole_envelope() {
    Scene scene;
    QCOMPARE(scene.what(1), QString("ok"));
    QCOMPARE(scene.services->paths(), std::vector<std::string>{rekor_path});
    const auto sent = scene.sent();
    QCOMPARE(sent.at("kind").get<std::string>(), std::string("dsse"));
    QCOMPARE(sent.at("apiVersion").get<std::string>(), std::string("0.0.1"));
    const auto envelope =
        base::parse_json(as_bytes(sent["spec"]["proposedContent"]["envelope"].get<std::string>()), "")
            .value();
    QCOMPARE(as_text(base::from_base64(envelope["payload"].get<std::string>()).value()),
             std::string_view("{\"list\":\"of files\"}"));
    const auto& entry = scene.evidence.log_entries.front();
    QCOMPARE(entry.kind + entry.version, std::string("dsse0.0.1"));
    QCOMPARE(entry.log_index, std::int64_t{1005});
    QCOMPARE(entry.proof->log_index, std::int64_t{5});
    QVERIFY(entry.promise && entry.integrated_time);
    QCOMPARE(*scene.events.back().log_index, std::int64_t{1005});
  }

  void rekor_2_is_sent_one_digest() {
    Scene scene;
    QCOMPARE(scene.what(2), QString("ok"));
    QCOMPARE(scene.services->paths(), std::vector<std::string>{rekor_2_path});
    const auto record = scene.sent().at("hashedRekordRequestV002");
    const auto digest =
        crypto::digest(crypto::DigestAlgorithm::sha256, scene.envelope.pre_authentication_encoding());
    QCOMPARE(record.at("digest").get<std::string>(), base::to_base64(digest.bytes()));
    QCOMPARE(record.size(), 2U);
    QVERIFY(!QByteArray::fromStdString(scene.sent().dump()).contains("payload"));
    const auto& entry = scene.evidence.log_entries.front();
    QCOMPARE(entry.kind + entry.version, std::string("hashedrekord0.0.2"));
    QVERIFY(!entry.promise && !entry.integrated_time && entry.proof);
  }

  /// What real logs answered to the transcripts' signature.
  void real_answers_are_read() {
    if (!shared_dir()) QSKIP(no_shared);
    const Transcript v1("09-rekor1-dsse.txt");
    const Transcript v2("07-rekor2-hashedrekord.txt");
    const RealSignature real(v1.sent);
    Scene scene;
    scene.services->instead[rekor_path] = answers_with(201, v1.answer);
    scene.services->instead[rekor_2_path] = answers_with(201, v2.answer);
    const signing::ServiceAccess access{scene.services};
    Evidence evidence;
    // The virtual logs read the request too: it has to be one.
    const auto one = signing::Rekor1(access, rekor_url).attest(*real.envelope, real.material(), evidence, {});
    QVERIFY2(one.has_value(), one ? "" : one.error().detail.c_str());
    const auto two =
        signing::Rekor2(access, rekor_2_url).attest(*real.envelope, real.material(), evidence, {});
    QVERIFY2(two.has_value(), two ? "" : two.error().detail.c_str());
    QCOMPARE(evidence.log_entries.size(), 2U);
    QCOMPARE(evidence.log_entries[0].log_index, std::int64_t{2});
    QCOMPARE(evidence.log_entries[1].log_index, std::int64_t{6});
    // We send what was sent then.
    const auto sent = base::parse_json(scene.services->asked[1].body, "").value();
    QCOMPARE(sent.dump(), v2.sent.dump());
    // About another signature they are refused.
    QVERIFY(scene.what(1).startsWith("net.answer rekor.test: log.entry_differs"));
    QVERIFY(scene.what(2).startsWith("net.answer rekor2.test: log.entry_differs"));
  }

  void an_entry_that_is_there_already_is_fetched() {
    Scene scene;
    QCOMPARE(scene.what(1), QString("ok"));
    QCOMPARE(scene.what(1), QString("ok"));
    QCOMPARE(scene.services->asked.size(), 3U);
    QCOMPARE(scene.services->asked.back().method, net::Method::get);
    QVERIFY(scene.services->asked.back().url.starts_with("https://rekor.test/api/v1/log/entries/"));
    QVERIFY((scene.evidence.log_entries[0] == scene.evidence.log_entries[1]));
  }

  /// The answer was lost on the way: the entry is there, and is found.
  void an_entry_whose_answer_was_lost_is_found() {
    Scene scene;
    scene.services->instead[rekor_path] = [&](const net::Request&, const net::Answer& answer) {
      if (scene.services->asked.size() == 1)
        return base::Result<net::Answer>(base::fail(Code::net_answer, "rekor.test", "half an answer"));
      return base::Result<net::Answer>(answer);
    };
    QCOMPARE(scene.what(1), QString("ok"));
    QCOMPARE(scene.services->asked.size(), 3U);
    QCOMPARE(scene.evidence.log_entries.size(), 1U);
  }

  /// Rekor 2 says only which entry it is.
  void an_entry_that_is_not_handed_out_is_noted() {
    Scene scene;
    QCOMPARE(scene.what(2), QString("ok"));
    QVERIFY(!scene.evidence.entry_withheld);
    const auto told = scene.what(2);
    QVERIFY2(told.startsWith("net.status rekor2.test: HTTP 409"), qPrintable(told));
    QVERIFY(scene.evidence.entry_withheld);
    QVERIFY(scene.events.back().kind == ServiceEvent::Kind::answered);
    QCOMPARE(scene.events.back().log_index.value_or(-1), std::int64_t{5});
    QCOMPARE(scene.services->asked.size(), 2U);
  }

  void an_index_that_is_none_is_not_told() {
    for (const char* index : {"", "-1", "5 ", "0x5", "5,6", "99999999999999999999"}) {
      Scene scene;
      scene.services->instead[rekor_2_path] = [&](const net::Request&, const net::Answer&) {
        auto conflict = answer_of(409, "there");
        conflict.headers.push_back({"x-log-index", index});
        return base::Result<net::Answer>(conflict);
      };
      QCOMPARE(scene.what(2), QString("net.status rekor2.test: HTTP 409: there"));
      QVERIFY(scene.evidence.entry_withheld && !scene.events.back().log_index);
    }
  }

  void a_log_does_not_send_us_elsewhere() {
    Scene scene;
    for (const char* location : {"https://evil.test/api/v1/log/entries/../../x", "/api/v1/log/entries/", "",
                                 "/api/v1/log/entries/ABC", "https://evil.test/?x"}) {
      scene.services->instead[rekor_path] = [&](const net::Request&, const net::Answer&) {
        auto conflict = answer_of(409, "there");
        conflict.headers.push_back({"location", location});
        return base::Result<net::Answer>(conflict);
      };
      QCOMPARE(scene.what(1), QString("net.status rekor.test: HTTP 409: there"));
      QVERIFY(scene.evidence.entry_withheld);
    }
    for (const auto& request : scene.services->asked) QVERIFY(request.url.starts_with(rekor_url));
  }

  void an_entry_about_something_else_is_refused_data() {
    QTest::addColumn<int>("version");
    QTest::newRow("Rekor 1") << 1;
    QTest::newRow("Rekor 2") << 2;
  }

  void an_entry_about_something_else_is_refused() {
    QFETCH(int, version);
    Scene scene;
    const auto path = version == 1 ? rekor_path : rekor_2_path;
    // A valid entry of this log, about another signature of the same signer.
    Scene other;
    QCOMPARE(outcome(other.attest(version, other.sign("other"))), QString("ok"));
    const auto about_the_other = other.services->asked.front();
    VirtualServices same_log(other.sigstore);
    scene.services->instead[path] = [&](const net::Request&, const net::Answer&) {
      return same_log.send(about_the_other, {});
    };
    const auto refused = scene.what(version);
    QVERIFY2(refused.contains("log.entry_differs"), qPrintable(refused));
    QVERIFY(refused.startsWith("net.answer rekor"));
    QVERIFY(scene.events.back().kind == ServiceEvent::Kind::asked);  // it gave nothing
  }

  void an_answer_that_is_none_is_told_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    for (const int version : {1, 2}) {
      const auto host =
          version == 1 ? QString("net.answer rekor.test: ") : QString("net.answer rekor2.test: ");
      const auto row = [&](const char* name, const char* body, const char* expected) {
        QTest::addRow("%s, %d", name, version) << version << QByteArray(body) << host + expected;
      };
      row("no JSON", "<html>", "json.malformed");
      row("a list", "[]", version == 1 ? "log.entry_malformed" : "json.member_type");
      row("nothing", "{}", version == 1 ? "log.entry_malformed" : "json.member_missing");
      row("twice the same", R"({"a":1,"a":2})", "json.duplicate_member");
      row("a number", R"({"a":1})", version == 1 ? "json.member_type" : "json.member_missing");
      row("empty", R"({"a":{}})", "json.member_missing");
    }
  }

  void an_answer_that_is_none_is_told() {
    QFETCH(int, version);
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    Scene scene;
    scene.services->instead[version == 1 ? rekor_path : rekor_2_path] = answers_with(201, body.toStdString());
    const auto told = scene.what(version);
    QVERIFY2(told.startsWith(expected), qPrintable(told));
  }

  /// Whatever part of a good answer is missing or of another type, it is refused, and nothing falls over.
  void every_part_of_an_answer_is_needed() {
    Scene scene;
    QCOMPARE(scene.what(1), QString("ok"));
    const auto answer = scene.services->send(net::get(scene.known_at()), {});
    const auto whole = base::parse_json(answer->body, "").value();
    const auto name = whole.begin().key();
    for (const char* member : {"body", "integratedTime", "logID", "logIndex", "verification"}) {
      for (const auto& value : {Json(), Json(-1), Json("x"), Json::array()}) {
        auto bent = whole;
        bent[name][member] = value;
        Scene again;
        again.services->instead[rekor_path] = answers_with(201, bent.dump());
        QVERIFY2(again.what(1).startsWith("net.answer"), member);
      }
    }
    for (const char* member : {"checkpoint", "hashes", "logIndex", "rootHash", "treeSize"}) {
      auto bent = whole;
      bent[name]["verification"]["inclusionProof"][member] = Json::object();
      Scene again;
      again.services->instead[rekor_path] = answers_with(201, bent.dump());
      QVERIFY2(again.what(1).startsWith("net.answer"), member);
    }
  }

  /// Asked twice, a log has one entry, or two that say the same.
  void it_is_asked_again_where_it_may_help_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("attempts");
    const auto failure = [](const char* name, Code code, int attempts) {
      QTest::newRow(name) << 0 << int(code) << attempts;
    };
    failure("net.unreachable", Code::net_unreachable, 3);
    failure("net.timeout", Code::net_timeout, 3);
    failure("net.answer", Code::net_answer, 3);
    failure("net.tls", Code::net_tls, 1);
    failure("net.offline", Code::net_offline, 1);
    failure("net.too_large", Code::net_too_large, 1);
    failure("task.cancelled", Code::task_cancelled, 1);
    QTest::newRow("broken") << 500 << 0 << 3;
    QTest::newRow("behind a gate") << 502 << 0 << 3;
    QTest::newRow("too often") << 429 << 0 << 3;
    QTest::newRow("too slow") << 408 << 0 << 3;
    QTest::newRow("given up") << 499 << 0 << 3;
    QTest::newRow("refused") << 400 << 0 << 1;
    QTest::newRow("moved") << 302 << 0 << 1;
  }

  void it_is_asked_again_where_it_may_help() {
    QFETCH(int, status);
    QFETCH(int, code);
    QFETCH(int, attempts);
    for (const int version : {1, 2}) {
      Scene scene;
      scene.services->instead[version == 1 ? rekor_path : rekor_2_path] =
          status == 0 ? fails_with(static_cast<Code>(code)) : answers_with(status, "no");
      const auto told = scene.what(version);
      QVERIFY2(status == 0 || told.contains("HTTP " + QString::number(status)), qPrintable(told));
      QCOMPARE(static_cast<int>(scene.services->asked.size()), attempts);
    }
  }

  void a_stop_ends_the_waiting() {
    Scene scene;
    std::stop_source stop;
    scene.services->instead[rekor_path] = [&](const net::Request&, const net::Answer&) {
      stop.request_stop();
      return base::Result<net::Answer>(base::fail(Code::net_timeout));
    };
    const signing::ServiceAccess access{scene.services, {}, {3, std::chrono::hours(1)}};
    const auto done = signing::Rekor1(access, rekor_url)
                          .attest(scene.envelope, scene.material(), scene.evidence, {stop.get_token(), {}});
    QCOMPARE(outcome(done), QString("task.cancelled"));
    QCOMPARE(scene.services->asked.size(), 1U);
  }
};

QTEST_GUILESS_MAIN(tst_rekor)
#include "tst_rekor.moc"
