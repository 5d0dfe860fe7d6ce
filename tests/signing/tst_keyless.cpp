#include <QTest>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/file.h"
#include "signing/keyless.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_token.h"
#include "support/virtual_services.h"
#include "trust/journal.h"
#include "verdict/verify.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Code;

namespace {

/// Hands out alice's token, and writes down when it was asked.
class CountingLogin : public signing::Login {
 public:
  explicit CountingLogin(std::function<void()> asked) : asked_(std::move(asked)) {}
  base::Result<signing::IdentityToken> identity(const base::Task& /*task*/) override {
    asked_();
    return signing::IdentityToken::parse(crypto::Secret(to_bytes(identity_token())));
  }

 private:
  std::function<void()> asked_;
};

trust::Service service(std::string url, int version = 1) {
  return {std::move(url), version, {}, "test"};
}

/// With Rekor 2 and a timestamp authority, as Sigstore's staging instance.
trust::PickedServices with_rekor_2() {
  return {
      service(fulcio_url), service("https://login.test"), {service(rekor_2_url, 2)}, {service(stamp_url)}};
}

/// As Sigstore's public instance.
trust::PickedServices with_rekor_1() {
  auto services = with_rekor_2();
  services.logs = {service(rekor_url)};
  return services;
}

class Scene {
 public:
  Scene() : services(std::make_shared<VirtualServices>(sigstore)) {
    write_model(folder / "model", {{"config.json", "{}"}, {"weights.bin", "0123456789"}});
  }

  [[nodiscard]] std::shared_ptr<const trust::TrustedRoot> root() const {
    return std::make_shared<trust::TrustedRoot>(
        trust::TrustedRoot::parse(as_bytes(sigstore.trusted_root().dump())).value());
  }

  base::Result<signing::SignedModel> sign(const trust::PickedServices& picked, const base::Task& task = {}) {
    const signing::ServiceAccess access{
        services, journal.watch(), {2, std::chrono::milliseconds(1)}, once_more};
    auto login = std::make_unique<CountingLogin>([this] { happened << "login"; });
    auto parts = signing::keyless_parts(picked, std::move(login), access, root()).value();
    signing::SignRequest request;
    request.model = folder / "model";
    request.signature = folder / "model.sig";
    request.now = at(signing_time);
    request.measured = [this](const manifest::Manifest&) { happened << "hashed"; };
    request.witnesses = parts.witnesses;
    return signing::sign_model(request, *parts.signer, task);
  }

  /// "ok", or the code and detail.
  QString what(const trust::PickedServices& picked) {
    const auto made = sign(picked);
    if (made) return "ok";
    ended_by = made.error().code;
    const auto& detail = made.error().detail;
    return outcome(made) + QString::fromStdString(detail.empty() ? "" : " " + detail);
  }

  /// What is public, as "role host index", those that nobody knows of with a question mark.
  [[nodiscard]] QStringList published() const {
    QStringList list;
    for (const auto& each : journal.published(ended_by)) {
      auto text = QString::fromStdString(std::string(name(each.role)) + " " + each.host);
      if (each.log_index) text += " " + QString::number(*each.log_index);
      list << text + (each.uncertain ? "?" : "");
    }
    return list;
  }

  TemporaryFolder folder;
  VirtualSigstore sigstore;
  std::shared_ptr<VirtualServices> services;
  trust::Journal journal;
  QStringList happened;
  std::optional<Code> ended_by;
  std::function<bool(const base::Error&)> once_more;
};

verdict::Report verified(const Scene& scene, const signing::SignedModel& made, const char* name = alice) {
  const auto path = scene.folder / "model.sig";
  write(path, as_text(made.signature.file));
  verdict::VerifyRequest request;
  request.model = scene.folder / "model";
  request.signature = path;
  request.policy.expectation = trust::ExpectedIdentities{{{name, alices_issuer}}};
  request.trusted_root = scene.root();
  request.now = at("2027-06-01T00:00:00Z");
  return verdict::verify_model(request, {});
}

constexpr auto certificate_logged = "certificate_authority fulcio.test";

}  // namespace

class tst_keyless : public QObject {
  Q_OBJECT

 private slots:
  void what_it_signs_is_trusted_by_who_expects_that_person_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("stamped");
    QTest::newRow("Rekor 2") << 2 << true;
    QTest::newRow("Rekor 1, stamped") << 1 << true;
    QTest::newRow("Rekor 1") << 1 << false;
  }

  void what_it_signs_is_trusted_by_who_expects_that_person() {
    QFETCH(int, version);
    QFETCH(bool, stamped);
    Scene scene;
    auto picked = version == 2 ? with_rekor_2() : with_rekor_1();
    if (!stamped) picked.timestamp_authorities.clear();
    const auto made = scene.sign(picked);
    QVERIFY2(made.has_value(), made ? "" : (made.error().subject + made.error().detail).c_str());
    const auto bundle = signature::Bundle::parse(made->signature.file);
    QCOMPARE(outcome(bundle), QString("ok"));
    QVERIFY(bundle->version() == signature::BundleVersion::v0_3);
    QVERIFY(bundle->method() == signature::Method::sigstore);
    QCOMPARE(bundle->certificates()->certificates.size(), 1U);
    QCOMPARE(bundle->log_entries().size(), 1U);
    QCOMPARE(bundle->timestamps().size(), stamped ? 1U : 0U);
    QCOMPARE(verdict::verdict(verified(scene, *made)), verdict::Verdict::trusted);
    QCOMPARE(verdict::verdict(verified(scene, *made, "bob@example.com")), verdict::Verdict::wrong_signer);
  }

  void it_hashes_first_and_logs_in_last() {
    Scene scene;
    QCOMPARE(scene.what(with_rekor_2()), QString("ok"));
    QCOMPARE(scene.happened, (QStringList{"hashed", "login"}));
    QCOMPARE(scene.services->paths(), (std::vector<std::string>{certificate_path, stamp_path, rekor_2_path}));
    QCOMPARE(scene.published(), (QStringList{certificate_logged, "log rekor2.test 5"}));
    QVERIFY(!scene.journal.unanswered());
  }

  void each_signature_has_a_key_and_a_login_of_its_own() {
    Scene scene;
    const auto one = scene.sign(with_rekor_1());
    const auto two = scene.sign(with_rekor_1());
    QVERIFY(one && two);
    QVERIFY(!(one->signature.material.key == two->signature.material.key));
    QCOMPARE(scene.happened.count("login"), 2);
  }

  void nobody_is_asked_where_an_address_cannot_be() {
    auto picked = with_rekor_2();
    picked.logs.front().url = "http://log.elsewhere.test";
    Scene scene;
    const auto parts = signing::keyless_parts(picked, std::make_unique<CountingLogin>([] {}),
                                              {scene.services}, scene.root());
    QCOMPARE(outcome(parts), QString("net.address"));
    QVERIFY(scene.services->asked.empty());
  }

  void a_model_that_cannot_be_read_costs_no_login() {
    Scene scene;
    std::filesystem::remove_all(scene.folder / "model");
    QCOMPARE(scene.what(with_rekor_2()).section(' ', 0, 0), QString("file.not_found"));
    QVERIFY(scene.happened.isEmpty());
    QVERIFY(scene.services->asked.empty());
  }

  /// Each service, failing in each way: what is told, what is public, and that nobody is asked after it.
  void where_a_service_fails_nothing_is_made_and_nothing_hidden_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QStringList>("published");
    struct Failure {
      const char* name;
      Code code;
      int status;
      const char* expected;
      bool may_have_acted;
    };
    const std::initializer_list<Failure> failures{
        {"down", Code::net_unreachable, 0, "net.unreachable as the test wants it", false},
        {"slow", Code::net_timeout, 0, "net.timeout as the test wants it", true},
        {"half an answer", Code::net_answer, 0, "net.answer as the test wants it", true},
        {"no secure connection", Code::net_tls, 0, "net.tls as the test wants it", false},
        {"without end", Code::net_too_large, 0, "net.too_large as the test wants it", true},
        {"stopped", Code::task_cancelled, 0, "task.cancelled as the test wants it", true},
        {"4xx", {}, 403, "net.status HTTP 403: <b>no</b>", false},
        {"5xx", {}, 500, "net.status HTTP 500: <b>no</b>", true},
        {"garbage", {}, 200, "net.answer ", true}};
    struct Place {
      const char* name;
      int version;
      const char* path;
      QStringList before;
      QString itself;
    };
    const std::initializer_list<Place> places{
        {"authority", 2, certificate_path, {}, "certificate_authority fulcio.test?"},
        {"timestamps", 2, stamp_path, {certificate_logged}, {}},
        {"log 1", 1, rekor_path, {certificate_logged}, "log rekor.test?"},
        {"log 2", 2, rekor_2_path, {certificate_logged}, "log rekor2.test?"}};
    for (const auto& place : places) {
      for (const auto& failure : failures) {
        auto published = place.before;
        if (failure.may_have_acted && !place.itself.isEmpty()) published << place.itself;
        QTest::addRow("%s %s", place.name, failure.name)
            << place.version << QString(place.path) << int(failure.code) << failure.status
            << QString(failure.expected) << published;
      }
    }
  }

  void where_a_service_fails_nothing_is_made_and_nothing_hidden() {
    QFETCH(int, version);
    QFETCH(QString, path);
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(QString, expected);
    QFETCH(QStringList, published);
    Scene scene;
    scene.services->instead[path.toStdString()] =
        status == 0 ? fails_with(static_cast<Code>(code)) : answers_with(status, "<b>no</b>");
    const auto told = scene.what(version == 2 ? with_rekor_2() : with_rekor_1());
    QVERIFY2(told.startsWith(expected), qPrintable(told));
    QCOMPARE(scene.published(), published);
    QVERIFY(scene.journal.unanswered().has_value());
    QCOMPARE(QString::fromStdString(scene.services->paths().back()), path);
  }

  /// The log may have made the entry when it was first asked, whatever it says later.
  void an_earlier_try_that_may_have_acted_is_told_data() {
    QTest::addColumn<int>("status");
    QTest::newRow("gone") << 0;
    QTest::newRow("refused") << 400;
  }

  void an_earlier_try_that_may_have_acted_is_told() {
    QFETCH(int, status);
    Scene scene;
    bool asked_before = false;
    const auto later = status == 0 ? fails_with(Code::net_unreachable) : answers_with(status, "no");
    scene.services->instead[rekor_2_path] = [&](const net::Request& request, const net::Answer& answer) {
      const bool first = !std::exchange(asked_before, true);
      return first ? fails_with(Code::net_answer)(request, answer) : later(request, answer);
    };
    QVERIFY(scene.what(with_rekor_2()) != "ok");
    QVERIFY(scene.ended_by != Code::net_answer);
    QCOMPARE(scene.published(), (QStringList{certificate_logged, "log rekor2.test?"}));
  }

  /// The answer was lost, and Rekor 2 does not give it twice: the statement is signed once more.
  void an_entry_that_is_withheld_costs_another_signature() {
    Scene scene;
    bool lost = false;
    scene.services->instead[rekor_2_path] = [&](const net::Request&, net::Answer answer) {
      if (std::exchange(lost, true)) return base::Result<net::Answer>(std::move(answer));
      return base::Result<net::Answer>(answer_of(499, "context canceled"));
    };
    const auto made = scene.sign(with_rekor_2());
    QCOMPARE(outcome(made), QString("ok"));
    QCOMPARE(scene.services->paths(), (std::vector<std::string>{certificate_path, stamp_path, rekor_2_path,
                                                                rekor_2_path, stamp_path, rekor_2_path}));
    QCOMPARE(verdict::verdict(verified(scene, *made)), verdict::Verdict::trusted);
    const auto bundle = signature::Bundle::parse(made->signature.file);
    QCOMPARE(bundle->log_entries().size(), 1U);
    QCOMPARE(bundle->timestamps().size(), 1U);
    // Both entries are public, and both are told.
    QCOMPARE(scene.published(), (QStringList{certificate_logged, "log rekor2.test 5", "log rekor2.test 5"}));
  }

  /// A log that has everything already does not make us sign for ever, nor is a person asked about it.
  void a_log_that_withholds_every_entry_ends_it() {
    Scene scene;
    int once_more = 0;
    scene.once_more = [&](const base::Error&) { return ++once_more < 10; };
    scene.services->instead[rekor_2_path] = answers_with(409, "there");
    QCOMPARE(scene.what(with_rekor_2()), QString("net.status HTTP 409: there"));
    const auto paths = scene.services->paths();
    QCOMPARE(std::count(paths.begin(), paths.end(), rekor_2_path), 3);
    QCOMPARE(once_more, 0);
    QVERIFY(!scene.published().join(' ').contains('?'));
  }

  /// The second log fails: the first one's entry stays, and is told.
  void an_entry_that_was_made_is_told_where_another_log_fails() {
    Scene scene;
    auto picked = with_rekor_1();
    picked.logs.push_back(service(rekor_2_url, 2));
    scene.services->instead[rekor_2_path] = answers_with(400, "no");
    QCOMPARE(scene.what(picked), QString("net.status HTTP 400: no"));
    QCOMPARE(scene.published(), (QStringList{certificate_logged, "log rekor.test 1005"}));
  }

  /// What answers well and is worth nothing to whoever verifies is found before it is written.
  void what_would_not_be_trusted_is_not_signed_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("expected");
    QTest::newRow("another log") << "log"
                                 << "signing.self_check log.unknown";
    QTest::newRow("promise") << "promise"
                             << "signing.self_check log.promise_false";
    QTest::newRow("checkpoint") << "checkpoint"
                                << "signing.self_check log.checkpoint_unsigned";
    QTest::newRow("proof") << "proof"
                           << "signing.self_check log.proof_false";
    QTest::newRow("another authority") << "stamper"
                                       << "signing.self_check time.unproven";
  }

  void what_would_not_be_trusted_is_not_signed() {
    QFETCH(QString, what);
    QFETCH(QString, expected);
    Scene scene;
    const VirtualSigstore stranger;
    VirtualServices strangers(stranger);
    auto& services = *scene.services;
    const auto by_stranger = [&](const net::Request& request, const net::Answer&) {
      return strangers.send(request, {});
    };
    if (what == "log") services.instead[rekor_path] = by_stranger;
    if (what == "stamper") services.instead[stamp_path] = by_stranger;
    if (what == "promise") services.entry.promise_key = TestKey::generate();
    if (what == "checkpoint") services.entry.checkpoint_key = TestKey::generate();
    if (what == "proof") {
      services.instead[rekor_path] = [](const net::Request&, net::Answer answer) {
        auto json = base::parse_json(answer.body, "").value();
        json.front()["verification"]["inclusionProof"]["hashes"][0] = std::string(64, '0');
        return base::Result<net::Answer>(answer_of(201, json.dump()));
      };
    }
    const auto told = scene.what(what == "stamper" ? with_rekor_2() : with_rekor_1());
    QVERIFY2(told.startsWith(expected), qPrintable(told));
    QCOMPARE(scene.published().size(), 2);
    QVERIFY(!scene.published().join(' ').contains('?'));
  }

  void a_stop_while_somebody_is_asked_ends_it() {
    for (const char* path : {certificate_path, stamp_path, rekor_2_path}) {
      Scene scene;
      std::stop_source stop;
      scene.services->instead[path] = [&](const net::Request&, net::Answer answer) {
        stop.request_stop();
        return base::Result<net::Answer>(std::move(answer));
      };
      const auto made = scene.sign(with_rekor_2(), {stop.get_token(), {}});
      // The last answer is there: what was made is whole, and kept.
      QCOMPARE(outcome(made), QString(path == std::string(rekor_2_path) ? "ok" : "task.cancelled"));
      QCOMPARE(QString::fromStdString(scene.services->paths().back()), QString(path));
    }
  }

  void nobody_is_certified_whom_the_person_does_not_know() {
    Scene scene;
    std::optional<trust::Identity> shown;
    signing::ServiceAccess access{scene.services, {}, {2, std::chrono::milliseconds(1)}};
    access.confirm = [&](const trust::Identity& who, const base::Task&) -> base::Result<void> {
      shown = who;
      return base::fail(Code::signing_consent);
    };
    auto parts =
        signing::keyless_parts(with_rekor_2(), std::make_unique<CountingLogin>([] {}), access, scene.root());
    QCOMPARE(outcome(parts->signer->material({})), QString("signing.consent"));
    QVERIFY((shown == trust::Identity{alice, alices_issuer}));
    QVERIFY(scene.services->asked.empty());
  }

  void a_signature_needs_its_material() {
    Scene scene;
    auto parts = signing::keyless_parts(with_rekor_2(), std::make_unique<CountingLogin>([] {}),
                                        {scene.services}, scene.root());
    QCOMPARE(outcome(parts->signer->sign(as_bytes("x"), {})), QString("key.missing"));
  }
};

QTEST_GUILESS_MAIN(tst_keyless)
#include "tst_keyless.moc"
