#include <QTest>

#include "base/text.h"
#include "scene.h"
#include "trust/publishers.h"
#include "verdict/deciding_entry.h"
#include "verdict/report_json.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Code;

namespace {

constexpr auto actions = "https://token.actions.githubusercontent.com";
constexpr auto flow = "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/heads/main";

trust::Publisher entry(const std::string& models, const std::string& name, const std::string& issuer) {
  return {{}, models, {{{{name, issuer}}}, {}, {}}, at("2026-01-31T12:00:00Z"), trust::Origin::window,
          {}, {}};
}

trust::Publishers book(const std::vector<trust::Publisher>& entries) {
  return trust::Publishers("publishers.json").with_all(entries).value();
}

/// Signed by this name, and judged by the book.
Scene scene(const std::string& name, const std::string& issuer, const trust::Publishers& book,
            const std::string& model = {}) {
  Scene scene;
  scene.spec.leaf = fulcio_leaf(name, issuer);
  // Mail addresses in certificates are ASCII; user names of other providers need not be.
  if (!base::is_ascii(name)) scene.spec.leaf.names = {{crypto::AlternativeName::Kind::other_name, name}};
  if (name.find("://") != std::string::npos)
    scene.spec.leaf.names = {{crypto::AlternativeName::Kind::uri, name}};
  scene.expectation = trust::NoExpectation{};
  scene.rule = book.policy_for(model).rule;
  scene.known_names = book.known();
  scene.model_name = model;
  return scene;
}

QString finding(const Report& report, Code code) {
  for (const auto& found : report.step(verdict::StepId::signer).findings) {
    if (found.code == code) return QString::fromStdString(found.subject + " | " + found.detail);
  }
  return {};
}

}  // namespace

/// Signers who could be taken for others, judged with all the rest.
class TestLookAlikes : public QObject {
  Q_OBJECT

  const trust::Publishers book_ = book(
      {entry("EleutherAI/*", "release@eleuther.ai", alices_issuer), entry("other/model", flow, actions)});

 private slots:
  void each_kind_is_its_own_alarm_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* what, const char* name, const char* issuer, const char* code) {
      QTest::newRow(what) << name << issuer << code;
    };
    row("EleuterAI", "release@eleuter.ai", alices_issuer, "look_alike.spelling");
    row("a Cyrillic letter", "release@\u0435leuther.ai", alices_issuer, "look_alike.letters");
    row("another issuer", "release@eleuther.ai", "https://other.example", "look_alike.issuer");
    row("another domain", "release@eleuther.org", alices_issuer, "look_alike.domain");
    row("another workflow", "https://github.com/EleutherAI/gpt-neox/.github/workflows/x.yml@refs/heads/main",
        actions, "look_alike.workflow");
  }

  /// Where nobody is expected of this model, and where somebody is.
  void each_kind_is_its_own_alarm() {
    QFETCH(QString, name);
    QFETCH(QString, issuer);
    QFETCH(QString, code);
    for (const auto* model : {"", "EleutherAI/pythia", "stranger/model"}) {
      const auto report = scene(name.toStdString(), issuer.toStdString(), book_, model).verify();
      QCOMPARE(verdict_of(report), std::string("wrong_signer"));
      QVERIFY2(faults(report).contains("signer: " + code), qPrintable(faults(report).join('\n')));
      const auto json = verdict::to_json(report);
      const auto text = QString::fromStdString(json["steps"].dump());
      QVERIFY(text.contains(code));
      QVERIFY(json["verdict"] == "wrong_signer");
    }
  }

  void both_names_are_told() {
    const auto report = scene("release@eleuter.ai", alices_issuer, book_).verify();
    QCOMPARE(finding(report, Code::look_alike_spelling), "release@eleuter.ai | release@eleuther.ai");
  }

  void who_is_expected_raises_no_alarm() {
    // The look-alike is known and expected itself.
    const auto both = book({entry("EleutherAI/*", "release@eleuther.ai", alices_issuer),
                            entry("EleuterAI/*", "release@eleuter.ai", alices_issuer)});
    const auto report = scene("release@eleuter.ai", alices_issuer, both, "EleuterAI/model").verify();
    QCOMPARE(verdict_of(report), std::string("trusted"));
    QVERIFY(faults(report).empty());
    QCOMPARE(verdict::deciding_entry(report)->models, std::string("EleuterAI/*"));
  }

  void who_is_known_is_like_nobody() {
    const auto both = book({entry("EleutherAI/*", "release@eleuther.ai", alices_issuer),
                            entry("EleuterAI/*", "release@eleuter.ai", alices_issuer)});
    const auto report = scene("release@eleuter.ai", alices_issuer, both, "stranger/model").verify();
    QCOMPARE(verdict_of(report), std::string("unknown_signer"));
    // But not where the other is expected.
    const auto expected = scene("release@eleuter.ai", alices_issuer, both, "EleutherAI/pythia").verify();
    QVERIFY(faults(expected).contains("signer: look_alike.spelling"));
  }

  void a_stranger_is_a_stranger() {
    const auto report = scene("bob@example.com", alices_issuer, book_).verify();
    QCOMPARE(verdict_of(report), std::string("unknown_signer"));
    QVERIFY(faults(report).empty());
    QCOMPARE(faults(scene("bob@example.com", alices_issuer, book_, "EleutherAI/pythia").verify()),
             QStringList{"signer: identity.differs"});
  }

  void a_models_publisher_is_compared_where_nobody_is_expected() {
    auto report = scene("bob@example.com", alices_issuer, book_, "EleuterAI/pythia").verify();
    QCOMPARE(faults(report), QStringList{"signer: look_alike.model"});
    QCOMPARE(finding(report, Code::look_alike_model), "EleuterAI | EleutherAI");
    QCOMPARE(verdict_of(report), std::string("wrong_signer"));
    QVERIFY(verdict::to_json(report)["model_name"] == "EleuterAI/pythia");

    auto named = scene("bob@example.com", alices_issuer, book_, "EleuterAI/pythia");
    named.expectation = trust::ExpectedIdentities{{{"bob@example.com", alices_issuer}}};
    QCOMPARE(verdict_of(named.verify()), std::string("trusted"));
  }

  void an_entry_that_decides_is_in_the_report() {
    const auto report = scene("release@eleuther.ai", alices_issuer, book_, "EleutherAI/pythia").verify();
    QCOMPARE(verdict_of(report), std::string("trusted"));
    const auto rule = verdict::to_json(report)["rule"];
    QVERIFY(rule["publishers"] == "publishers.json");
    QVERIFY(rule["model"] == "EleutherAI/pythia");
    QVERIFY(rule["entries"][0]["models"] == "EleutherAI/*");
    QVERIFY(rule["entries"][0]["added"] == "2026-01-31T12:00:00Z");
    QVERIFY(rule["entries"][0]["how"] == "window");
  }

  void nobody_known_is_as_before() {
    auto unknown = scene("release@eleuter.ai", alices_issuer, book_);
    unknown.known_names = nullptr;
    QCOMPARE(verdict_of(unknown.verify()), std::string("unknown_signer"));
  }

  void an_alarm_never_makes_a_verdict_better() {
    auto changed = scene("release@eleuter.ai", alices_issuer, book_);
    changed.change_model = [](const std::filesystem::path& folder) { write(folder / "config.json", "{ }"); };
    QCOMPARE(verdict_of(changed.verify()), std::string("changed"));
    auto forged = scene("release@eleuter.ai", alices_issuer, book_);
    forged.change_bundle = [](Json& bundle) { flip(bundle["dsseEnvelope"]["signatures"][0]["sig"]); };
    QCOMPARE(verdict_of(forged.verify()), std::string("signature_invalid"));
  }
};

QTEST_APPLESS_MAIN(TestLookAlikes)
#include "tst_look_alikes.moc"
