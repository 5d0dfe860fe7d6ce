#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include "base/text.h"
#include "scene.h"
#include "support/needs.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using audit::Form;

namespace {

/// What threats.md has people write into every field.
const std::vector<std::string> hostile{
    "<b>Verified</b>",
    "<img src=https://evil.example/x.png>",
    "<a download=\"report.json\" href=\"data:application/json;base64,e30=\">",
    "\"><script>alert(1)</script>",
    "</style></title></html><!--",
    "\u202eabc",
    "\u2066abc\u2069",
    "a\u200bb",
    "\x1b[31mred",
    "line\nSignature valid",
    std::string(65536, 'a'),
    "\u0430lice",
    "%1 %2 {value} {0}",
    "&x &amp; &lt;",
    "a" + [] {
      std::string marks;
      for (int i = 0; i < 10'000; ++i) marks += "\u0301";
      return marks;
    }()};

QString text(const Bytes& bytes) {
  return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

/// In every field that may come from outside.
verdict::Report filled_with(verdict::Report report, const std::string& bad) {
  report.model = "/models/" + bad;
  report.signature = bad;
  report.trust.source = bad;
  report.only = {bad};
  report.looked_in = {bad};
  report.other_signatures = {{bad, {}}};
  report.media_type = bad;
  report.signer->identity = trust::Identity{bad, bad};
  report.signer->names = {{crypto::AlternativeName::Kind::uri, bad}};
  report.signer->extensions = {{bad, "Source", bad}};
  report.signer->key_hint = bad;
  report.expectation = trust::ExpectedIdentities{{{bad, bad}}};
  report.statement->subject_name = bad;
  report.statement->predicate_type = bad;
  report.log.front().base_url = bad;
  report.log.front().witnesses = {bad};
  report.log.front().entry.kind = bad;
  report.timestamps.push_back({std::nullopt, bad, bad, verdict::Outcome::failed});
  report.files.front().name = bad;
  report.files.front().findings = {{base::Code::content_changed, bad, bad}};
  report.step(verdict::StepId::files).findings = {{base::Code::content_changed, bad, bad}};
  return report;
}

QStringList tags_in(const QString& page) {
  static const QRegularExpression tag("<[^>]*>");
  QStringList tags;
  for (auto found = tag.globalMatch(page); found.hasNext();) tags << found.next().captured(0);
  return tags;
}

QByteArray output_of(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  process.waitForFinished(60'000);
  return process.exitCode() == 0 ? process.readAllStandardOutput()
                                 : "failed: " + process.readAllStandardError();
}

}  // namespace

class TestForms : public QObject {
  Q_OBJECT

 private slots:
  void hostile_text_is_text_in_html_data() {
    QTest::addColumn<int>("which");
    for (std::size_t i = 0; i < hostile.size(); ++i)
      QTest::newRow(std::to_string(i).c_str()) << static_cast<int>(i);
  }
  void hostile_text_is_text_in_html() {
    QFETCH(int, which);
    const auto& bad = hostile.at(static_cast<std::size_t>(which));
    const Scene scene;
    const auto report = audit::make_report({{filled_with(scene.report, bad), scene.request}}, program);
    const auto page = text(audit::html_form(report));
    // A name that is not ASCII is remarked on.
    const std::string plain = base::is_ascii(bad) ? "x" : "é";
    const auto good = text(
        audit::html_form(audit::make_report({{filled_with(scene.report, plain), scene.request}}, program)));
    // The same elements, with the same attributes, but for the evidence.
    auto tags = tags_in(page);
    auto expected = tags_in(good);
    tags.removeIf([](const QString& tag) { return tag.startsWith("<a download="); });
    expected.removeIf([](const QString& tag) { return tag.startsWith("<a download="); });
    QCOMPARE(tags, expected);
    for (const auto* mark : {"\u202e", "\u2066", "\u200b", "\x1b"}) QVERIFY(!page.contains(mark));
    QVERIFY(!page.contains("line\nSignature valid"));
    // JSON gives it back unchanged, in ASCII.
    const auto json = base::parse_json(as_bytes(report.json), "x").value();
    QCOMPARE(json["models"][0]["report"]["trust"]["source"].get<std::string>(), bad);
    QVERIFY(std::all_of(report.json.begin(), report.json.end(),
                        [](char letter) { return letter > 0 && letter < 127; }));
    // And the evidence is still found where it is.
    QCOMPARE(audit::read_enclosed(audit::html_form(report), "x").value().pieces.size(), report.pieces.size());
  }

  void the_page_asks_nobody_and_runs_nothing() {
    const Scene scene;
    const auto page = text(scene.file(Form::html));
    for (const char* bad : {"<script", "<img", "<link", "<iframe", "@import", "url(", " src=", " on"}) {
      for (const auto& tag : tags_in(page)) QVERIFY2(!tag.contains(bad), bad);
    }
    QVERIFY(page.contains("default-src 'none'"));
    for (const auto& tag : tags_in(page)) {
      if (tag.contains("href="))
        QVERIFY2(tag.contains("href=\"#") || tag.contains("href=\"data:"), qPrintable(tag));
    }
  }

  void the_page_can_be_read_by_machine() {
    const Scene scene;
    const auto page = text(scene.file(Form::html));
    for (const char* part : {"<html lang=\"en\">", "<title>Audit report: ", "<main>", "<nav ", "<header>",
                             "<footer>", "<th scope=\"col\">", "<th scope=\"row\">", "<caption>",
                             "prefers-color-scheme:dark", "@media print"})
      QVERIFY2(page.contains(part), part);
    QCOMPARE(page.count("<h1>"), 1);
    // Each label names something that is there, once.
    static const QRegularExpression label("aria-labelledby=\"([^\"]+)\"");
    for (auto found = label.globalMatch(page); found.hasNext();)
      QCOMPARE(page.count(" id=\"" + found.next().captured(1) + "\""), 1);
    for (const auto& file : scene.report.files) {
      QVERIFY(page.contains(QString::fromStdString(file.expected->hex())));
      QVERIFY(page.contains(QString::fromStdString(file.found->hex())));
    }
  }

  void other_programs_read_the_pdf() {
    NEEDS_PEER(!QStandardPaths::findExecutable("qpdf").isEmpty(), "qpdf");
    NEEDS_PEER(!QStandardPaths::findExecutable("pdfdetach").isEmpty(), "poppler-utils");
    const Scene scene;
    const auto file = QString::fromStdString(scene.path("report.pdf").string());
    write(scene.path("report.pdf"), as_text(scene.file(Form::pdf)));
    QVERIFY(output_of("qpdf", {"--check", file}).contains("No syntax or stream encoding errors found"));
    const auto list = output_of("qpdf", {"--list-attachments", file});
    for (const char* name : {"report.json", "signature.sigstore.json", "trusted-root.json"})
      QVERIFY2(list.contains(name), name);
    const auto bundle = output_of("qpdf", {"--show-attachment=signature.sigstore.json", file});
    const auto original = read(scene.path("model.sig"));
    QVERIFY(bundle == QByteArray(reinterpret_cast<const char*>(original.data()),
                                 static_cast<qsizetype>(original.size())));
    QVERIFY(output_of("pdfdetach", {"-list", file}).contains("3 embedded files"));
    const auto info = output_of("pdfinfo", {file});
    QVERIFY2(info.contains("Title:           Audit report: “model”"), info.constData());
    const auto json = output_of("qpdf", {"--json", file});
    for (const char* said : {"\"/Lang\"", "\"title\": \"Remarks\"", "\"/DisplayDocTitle\": true"})
      QVERIFY2(json.contains(said), said);
  }

  void encrypted_and_rewritten_pdfs_are_refused() {
    NEEDS_PEER(!QStandardPaths::findExecutable("qpdf").isEmpty(), "qpdf");
    const Scene scene;
    const auto in = QString::fromStdString(scene.path("report.pdf").string());
    const auto out = QString::fromStdString(scene.path("other.pdf").string());
    write(scene.path("report.pdf"), as_text(scene.file(Form::pdf)));
    const auto code = [&](const QStringList& arguments) {
      QProcess::execute("qpdf", arguments);
      const auto read_ = audit::attachments(read(scene.path("other.pdf")));
      return read_ ? std::string("taken") : std::string(base::name(read_.error().code));
    };
    QCOMPARE(code({"--encrypt", "", "owner", "256", "--", in, out}), std::string("audit.malformed"));
    QCOMPARE(code({"--encrypt", "user", "owner", "256", "--", in, out}), std::string("audit.malformed"));
    QCOMPARE(code({"--object-streams=generate", in, out}), std::string("audit.malformed"));
    QCOMPARE(code({"--compress-streams=y", "--recompress-flate", in, out}), std::string("audit.malformed"));
  }

  void pages_come_back_from_json() {
    const audit::PaintedPdf painted{blank_pdf(), bookmarks};
    const auto again = audit::painted_from_json(as_bytes(audit::to_json(painted).dump())).value();
    QVERIFY(again.bytes == painted.bytes && again.bookmarks == painted.bookmarks);
    for (const char* bad : {"", "{}", R"({"pdf":"=","bookmarks":[]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":0,"level":1}]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":1,"level":9}]})"})
      QVERIFY2(!audit::painted_from_json(as_bytes(bad)).has_value(), bad);
    const auto report = Scene().made();
    QCOMPARE(audit::pdf_form({to_bytes(std::string_view("no pdf")), {}}, report).error().code,
             base::Code::audit_painter);
  }
};

QTEST_GUILESS_MAIN(TestForms)
#include "tst_forms.moc"
