#include <QTest>
#include <nlohmann/json.hpp>

#include "audit/pdf.h"
#include "run_terminal.h"
#include "words/document.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> arguments(std::vector<std::string> first, const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

/// A report of a model that was signed with a key.
class Reported : public SignedModel {
 public:
  [[nodiscard]] std::vector<std::string> make(const std::string& file,
                                              const std::vector<std::string>& more = {}) const {
    return arguments({"report", path("model"), "--output", path(file), "--signature", path("model.sig"),
                      "--public-key", path("key.pub")},
                     more);
  }
  [[nodiscard]] std::vector<std::string> check(const std::string& file,
                                               const std::vector<std::string>& more = {}) const {
    return arguments({"report", "--check", path(file)}, more);
  }
};

/// One page, blank; what it was asked to paint is kept.
struct FakePainter {
  std::string document;
  std::string paper;

  [[nodiscard]] base::Result<Bytes> paint(BytesView json, const std::string& size) {
    document = as_text(json);
    paper = size;
    const std::string objects[]{"<< /Type /Catalog /Pages 2 0 R >>",
                                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"};
    std::string text = "%PDF-1.4\n";
    std::string table = "xref\n0 4\n0000000000 65535 f \n";
    int number = 0;
    for (const auto& object : objects) {
      const auto place = std::to_string(text.size());
      table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
      text += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
    }
    const auto start = std::to_string(text.size());
    text += table + "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
    return to_bytes(audit::to_json(audit::PaintedPdf{to_bytes(text), {{"Checks", 1, 1}}}).dump());
  }
};

Answer run_with(FakePainter& painter, const std::vector<std::string>& words) {
  return run_on_console(words, [&](terminal::Console& console) {
    console.paint = [&](BytesView document, const std::string& paper, const std::stop_token&) {
      return painter.paint(document, paper);
    };
  });
}

}  // namespace

class TestReport : public QObject {
  Q_OBJECT

 private slots:
  void a_report_is_written_and_checked_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"audit.json", "audit.html", "audit.HTM", "audit.pdf"})
      QTest::newRow(file) << file;
  }
  void a_report_is_written_and_checked() {
    QFETCH(QString, file);
    const auto name = file.toStdString();
    const Reported model;
    FakePainter painter;
    const auto made = run_with(painter, model.make(name));
    QCOMPARE(made.exit_code, 0);
    QVERIFY2(made.out.contains("Report  "), qPrintable(made.out + made.err));
    QVERIFY(fs::is_regular_file(model.path(name)));
    const auto checked =
        run_terminal(model.check(name, {model.path("model"), "--public-key", model.path("key.pub")}));
    QVERIFY2(checked.exit_code == 0, qPrintable(checked.out + checked.err));
    QCOMPARE(checked.out.section('\n', 0, 0),
             "The evidence in the report holds, and the model is as it was signed");
    QVERIFY(
        checked.out.contains("The report says: trusted, checked 2026-06-01 12:00:00 UTC by “Weighmaster "));
    // Nobody is expected only because the report says so.
    const auto alone = run_terminal(model.check(name));
    QCOMPARE(alone.exit_code, 5);
    QVERIFY2(alone.out.contains("That counts only if you say so too."), qPrintable(alone.out));
    const auto without_model = run_terminal(model.check(name, {"--public-key", model.path("key.pub")}));
    QCOMPARE(without_model.exit_code, 4);
    QCOMPARE(without_model.out.section('\n', 0, 0),
             "The evidence in the report holds; no model was compared");
    QVERIFY(without_model.out.contains("The signature is true; no file was compared\n"));
    QVERIFY(!without_model.out.contains("Could not be checked"));
  }

  void the_document_is_handed_to_the_painter() {
    const Reported model;
    FakePainter painter;
    QCOMPARE(run_with(painter, model.make("audit.pdf", {"--paper", "letter"})).exit_code, 0);
    QCOMPARE(painter.paper, std::string("letter"));
    QVERIFY(words::document_from_json(as_bytes(painter.document)).has_value());
    QVERIFY(painter.document.find("Audit report") != std::string::npos);
  }

  void without_a_painter_there_is_no_pdf_and_no_file() {
    const Reported model;
    const auto answer = run_terminal(model.make("audit.pdf", {"--json"}));
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(answer.json()["error"]["code"].get<std::string>(), std::string("audit.painter"));
    QVERIFY(!fs::exists(model.path("audit.pdf")));
  }

  void a_changed_model_is_named() {
    const Reported model;
    QCOMPARE(run_terminal(model.make("audit.html")).exit_code, 0);
    write(model.path("model/config.json"), "{ }");
    const auto with_key =
        std::vector<std::string>{model.path("model"), "--public-key", model.path("key.pub")};
    const auto answer = run_terminal(model.check("audit.html", with_key));
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(answer.out.contains("1 file is not as the report says: “config.json”."));
    const auto json = run_terminal(model.check("audit.html", arguments(with_key, {"--json"}))).json();
    QCOMPARE(json["verdict"].get<std::string>(), std::string("changed"));
    QCOMPARE(json["models"][0]["since"][0]["now"].get<std::string>(), std::string("changed"));
    QCOMPARE(json["models"][0]["stated_verdict"].get<std::string>(), std::string("trusted"));
    // And its own report says what it came to, with that exit code.
    QCOMPARE(run_terminal(model.make("changed.json")).exit_code, 1);
    QVERIFY(fs::exists(model.path("changed.json")));
  }

  void another_key_is_not_the_one() {
    const Reported model;
    QCOMPARE(run_terminal(model.make("audit.json")).exit_code, 0);
    write(model.path("other.pub"), TestKey::generate().public_pem());
    QCOMPARE(run_terminal(
                 model.check("audit.json", {model.path("model"), "--public-key", model.path("other.pub")}))
                 .exit_code,
             1);
  }

  void a_file_that_is_there_stays() {
    const Reported model;
    write(model.path("audit.json"), "mine");
    QCOMPARE(run_terminal(model.make("audit.json")).exit_code, 5);
    QCOMPARE(std::string(as_text(read(model.path("audit.json")))), std::string("mine"));
    QCOMPARE(run_terminal(model.make("audit.json", {"--overwrite"})).exit_code, 0);
  }

  void a_report_without_anybody_expected_says_so() {
    const Reported model;
    const auto answer = run_terminal({"report", model.path("model"), "--output", model.path("audit.html"),
                                      "--signature", model.path("model.sig")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.out.startsWith("The publisher's key is needed"));
  }

  void wrong_arguments_exit_2_data() {
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QStringList{"report"};
    QTest::newRow("no output") << QStringList{"report", "model"};
    QTest::newRow("no model") << QStringList{"report", "--output", "x.pdf"};
    QTest::newRow("no form") << QStringList{"report", "model", "--output", "x.doc"};
    QTest::newRow("another form") << QStringList{"report", "model", "--output", "x", "--format", "doc"};
    QTest::newRow("paper") << QStringList{"report", "model", "--output", "x.pdf", "--paper", "a5"};
    QTest::newRow("both") << QStringList{"report", "--check", "x", "--output", "y.pdf"};
    QTest::newRow("unsafe alone") << QStringList{"report", "model", "--output", "x.pdf",
                                                 "--accept-enclosed-root-unsafe"};
    QTest::newRow("signer of a report that is made")
        << QStringList{"report", "model", "--output", "x.pdf", "--report-public-key", "k"};
    QTest::newRow("signer's provider missing")
        << QStringList{"report", "--check", "x", "--report-identity", "a"};
    QTest::newRow("paper without output") << QStringList{"report", "--check", "x", "--paper", "a4"};
    QTest::newRow("two kinds") << QStringList{"report",       "model", "--output", "x.pdf",
                                              "--public-key", "k",     "--policy", "p"};
    QTest::newRow("identity alone") << QStringList{"report", "model", "--output", "x.pdf", "--identity", "a"};
  }
  void wrong_arguments_exit_2() {
    QFETCH(QStringList, words);
    std::vector<std::string> list;
    for (const auto& word : words) list.push_back(word.toStdString());
    const auto answer = run_terminal(list);
    QVERIFY2(answer.exit_code == 2, qPrintable(answer.err));
  }

  /// One command signs a report, and the check of the report looks at it.
  void a_report_is_signed_and_the_signature_checked() {
    const Reported model;
    QCOMPARE(run_terminal(model.make("audit.html")).exit_code, 0);
    const auto auditor = TestKey::generate();
    write(model.path("auditor.pem"), auditor.private_pem());
    write(model.path("auditor.pub"), auditor.public_pem());
    const auto file = model.path("audit.html");
    const auto signed_ = run_terminal({"sign", "key", file, "--private-key", model.path("auditor.pem"),
                                       "--signature", file + ".sigstore.json"});
    QVERIFY2(signed_.exit_code == 0, qPrintable(signed_.err));

    const std::vector<std::string> of_model{model.path("model"), "--public-key", model.path("key.pub")};
    const auto unasked = run_terminal(model.check("audit.html", of_model));
    QVERIFY2(unasked.exit_code == 0, qPrintable(unasked.out));
    QVERIFY(unasked.out.contains("without the key it was not checked"));
    const auto expected = run_terminal(
        model.check("audit.html", arguments(of_model, {"--report-public-key", model.path("auditor.pub")})));
    QVERIFY2(expected.exit_code == 0, qPrintable(expected.out));
    QVERIFY(expected.out.contains("The report itself is signed with the key you gave for it."));
    const auto another = run_terminal(
        model.check("audit.html", arguments(of_model, {"--report-public-key", model.path("key.pub")})));
    QCOMPARE(another.exit_code, 1);
    QCOMPARE(another.out.section('\n', 0, 0), "The report's own signature does not hold");
    const auto json = run_terminal(model.check("audit.html", arguments(of_model, {"--json"}))).json();
    QCOMPARE(json["report_signature"]["file"].get<std::string>(), file + ".sigstore.json");
    QCOMPARE(json["report_signature"]["verdict"].get<std::string>(), std::string("undetermined"));
    QCOMPARE(json["verdict"].get<std::string>(), std::string("trusted"));

    // Whoever changes a letter of it needs the auditor's key.
    const auto page = std::string(as_text(read(file)));
    write(file, page + " ");
    const auto changed = run_terminal(
        model.check("audit.html", arguments(of_model, {"--report-public-key", model.path("auditor.pub")})));
    QCOMPARE(changed.exit_code, 1);
    QCOMPARE(changed.out.section('\n', 0, 0), "The report's own signature does not hold");
    write(file, page);
    fs::remove(file + ".sigstore.json");
    QCOMPARE(run_terminal(model.check("audit.html", arguments(of_model, {"--report-public-key",
                                                                         model.path("auditor.pub")})))
                 .exit_code,
             6);
  }

  void what_is_no_report_is_refused() {
    const Reported model;
    const auto answer = run_terminal(model.check("model.sig"));
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.err.contains("is not a report of this program, or it is damaged."),
             qPrintable(answer.err));
    QCOMPARE(run_terminal(model.check("absent")).exit_code, 5);
  }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
