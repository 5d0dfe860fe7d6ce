#include <QTest>

#include "audit/told.h"
#include "scene.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using audit::Form;
using verdict::Verdict;

namespace {

QString text(std::string_view view) {
  return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// A report on the disk, of a model that is as it was signed.
class Reported : public Scene {
 public:
  explicit Reported(Form form = Form::pdf) : content(file(form)) { write(report_file(), as_text(content)); }

  [[nodiscard]] std::filesystem::path report_file() const { return path("audit.pdf"); }
  void sign(const Json& bundle) const { write(path("audit.pdf.sigstore.json"), bundle.dump()); }
  [[nodiscard]] audit::CheckedReport checked(const trust::Expectation& signer = {}) const {
    auto asked = check_request(true);
    asked.file = report_file();
    asked.report_signer = signer;
    return check(content, asked);
  }

  Bytes content;
};

QString verdict_of(const audit::CheckedReport& report) {
  return text(verdict::name(audit::verdict(report)));
}

/// All that is said of the report as a whole, a sentence a line.
QString told(const audit::CheckedReport& report) {
  QStringList lines(QString::fromStdString(words::fill(audit::headline(report))));
  for (const auto& sentence : audit::about_report(report))
    lines += QString::fromStdString(words::fill(sentence));
  return lines.join('\n');
}

const trust::Expectation alice_expected = trust::ExpectedIdentities{{{alice, alices_issuer}}};
const trust::Expectation bob_expected = trust::ExpectedIdentities{{{"bob@example.com", alices_issuer}}};

}  // namespace

/// The signature beside a report.
class TestBeside : public QObject {
  Q_OBJECT

 private slots:
  void without_one_nothing_is_said() {
    const Reported report;
    const auto checked = report.checked();
    QVERIFY(!checked.beside);
    QCOMPARE(verdict_of(checked), "trusted");
    QVERIFY(audit::to_json(checked)["report_signature"].is_null());
  }

  void one_that_is_expected_and_missing_is_told() {
    const Reported report;
    const auto checked = report.checked(alice_expected);
    QCOMPARE(verdict_of(checked), "unsigned");
    QCOMPARE(audit::exit_code(checked), 6);
    QVERIFY2(told(checked).contains("No signature lies beside the report"), qPrintable(told(checked)));
  }

  /// Made by `cosign sign-blob`, or by this program over the file as a model of one file.
  void an_unasked_signer_is_named_and_changes_nothing_data() {
    QTest::addColumn<bool>("as_model");
    QTest::newRow("over the file") << false;
    QTest::newRow("as a model of one file") << true;
  }
  void an_unasked_signer_is_named_and_changes_nothing() {
    QFETCH(bool, as_model);
    const Reported report;
    const std::string content(as_text(report.content));
    report.sign(as_model ? sigstore().bundle(oms_statement({{"audit.pdf", content}}))
                         : sigstore().file_bundle(content));
    const auto checked = report.checked();
    QCOMPARE(text(verdict::name(verdict::verdict(checked.beside->report))), "unknown_signer");
    QCOMPARE(verdict_of(checked), "trusted");
    QCOMPARE(audit::exit_code(checked), 0);
    const auto words = told(checked);
    QVERIFY2(
        words.contains(QString("The report itself is signed by “%1”, vouched for by “%2”; you did not say "
                               "who should have signed it.")
                           .arg(alice, alices_issuer)),
        qPrintable(words));
    const auto json = audit::to_json(checked)["report_signature"];
    QCOMPARE(json["verdict"].get<std::string>(), std::string("unknown_signer"));
    QCOMPARE(json["report"]["signer"]["identity"]["name"].get<std::string>(), std::string(alice));

    const auto expected = report.checked(alice_expected);
    QCOMPARE(verdict_of(expected), "trusted");
    QVERIFY(
        told(expected).contains(QString("The report itself is signed by “%1”, whom you expect.").arg(alice)));
    const auto another = report.checked(bob_expected);
    QCOMPARE(verdict_of(another), "wrong_signer");
    QCOMPARE(audit::exit_code(another), 3);
  }

  void a_key_that_nobody_gave_changes_nothing() {
    const Reported report;
    const auto key = TestKey::generate();
    report.sign(file_signature(key, as_text(report.content)));
    const auto checked = report.checked();
    QCOMPARE(verdict_of(checked), "trusted");
    QVERIFY(told(checked).contains("without the key it was not checked"));
    const auto given = report.checked(trust::ExpectedKeys{{key.public_key()}});
    QCOMPARE(verdict_of(given), "trusted");
    QVERIFY(told(given).contains("The report itself is signed with the key you gave for it."));
    const auto other = report.checked(trust::ExpectedKeys{{TestKey::generate().public_key()}});
    QCOMPARE(verdict_of(other), "signature_invalid");
  }

  /// The report of yesterday, with the signature of today's; or pages that somebody painted over.
  void a_signature_over_something_else_is_never_green() {
    const Reported report;
    report.sign(sigstore().file_bundle("another report"));
    const auto checked = report.checked();
    QCOMPARE(verdict_of(checked), "changed");
    QCOMPARE(audit::exit_code(checked), 1);
    QCOMPARE(told(checked).section('\n', 0, 0), "The report's own signature does not hold");
  }

  void a_false_signature_is_never_green_and_names_nobody() {
    const Reported report;
    auto bundle = sigstore().file_bundle(as_text(report.content));
    bundle["messageSignature"]["signature"] = base::to_base64(Bytes(70, 7));
    report.sign(bundle);
    const auto checked = report.checked(alice_expected);
    QCOMPARE(verdict_of(checked), "signature_invalid");
    QVERIFY2(!told(checked).contains(alice), qPrintable(told(checked)));
  }

  void a_signer_under_an_attacker_s_root_is_not_believed() {
    const Reported report;
    report.sign(attackers_sigstore().file_bundle(as_text(report.content)));
    for (const auto& expected : {trust::Expectation(), alice_expected}) {
      const auto checked = report.checked(expected);
      QVERIFY2(audit::verdict(checked) >= Verdict::undetermined, qPrintable(verdict_of(checked)));
      QVERIFY(!told(checked).contains("whom you expect"));
    }
  }

  void what_is_no_signature_is_told() {
    const Reported report;
    write(report.path("audit.pdf.sigstore.json"), "{}");
    const auto checked = report.checked();
    QCOMPARE(verdict_of(checked), "undetermined");
    QCOMPARE(audit::exit_code(checked), 5);
  }

  /// What was checked is what was read; that another file lay there a moment later helps nobody.
  void a_signature_over_what_lies_there_now_is_none_of_what_was_read() {
    const Reported report;
    write(report.report_file(), "another report");
    report.sign(sigstore().file_bundle("another report"));
    const auto checked = report.checked(alice_expected);
    QCOMPARE(verdict_of(checked), "undetermined");
    QVERIFY(checked.beside->report.has(base::Code::folder_changing));
  }
};

QTEST_GUILESS_MAIN(TestBeside)
#include "tst_beside.moc"
