#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include "base/text.h"
#include "scene.h"
#include "support/hidden_letter.h"
#include "support/hostile.h"
#include "support/needs.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using audit::Form;

namespace {

QString text(const Bytes& bytes) {
  return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
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
    QTest::addColumn<QByteArray>("hostile");
    for (const auto& [name, text] : hostile_texts()) QTest::newRow(name) << QByteArray::fromStdString(text);
  }
  void hostile_text_is_text_in_html() {
    QFETCH(const QByteArray, hostile);
    const auto bad = hostile.toStdString();
    Scene scene;
    scene.report.only = {"config.json"};
    scene.report.looked_in = {"/models"};
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
    QCOMPARE(hiddenLetter(page, true), QString());
    QVERIFY(!page.contains("\nSignature valid"));
    // JSON gives it back unchanged, in ASCII.
    const auto json = base::parse_json(as_bytes(report.json), "x").value();
    if (base::is_utf8(bad)) QCOMPARE(json["models"][0]["report"]["trust"]["source"].get<std::string>(), bad);
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
                             "<footer>", "<th scope=\"col\" ", "<th scope=\"row\">",
                             "<caption class=\"spoken\">", "prefers-color-scheme:dark", "@media print"})
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

  void contents_lead_to_their_chapters() {
    NEEDS_PEER(!QStandardPaths::findExecutable("qpdf").isEmpty(), "qpdf");
    const Scene scene;
    write(scene.path("report.pdf"), as_text(scene.file(Form::pdf)));
    const auto json =
        output_of("qpdf", {"--json=2", QString::fromStdString(scene.path("report.pdf").string())});
    const auto parsed =
        base::parse_json(as_bytes({json.constData(), static_cast<std::size_t>(json.size())}), "json").value();
    const auto& objects = parsed["qpdf"][1];
    const auto object = [&](const Json& reference) {
      return objects["obj:" + reference.get<std::string>()]["value"];
    };
    const auto& pages = parsed["pages"];
    const auto lead = object(pages[0]["object"])["/Annots"];
    QCOMPARE(lead.size(), links.size());
    for (std::size_t i = 0; i < links.size(); ++i) {
      const auto annotation = object(lead[i]);
      const auto& mark = bookmarks[links[i].bookmark];
      QCOMPARE(annotation["/Subtype"].get<std::string>(), std::string("/Link"));
      QVERIFY(annotation["/Rect"] == Json({56, 842 - links[i].bottom, 300, 842 - links[i].top}));
      QVERIFY(annotation["/Dest"][0] == pages[mark.page - 1]["object"]);
      QCOMPARE(annotation["/Dest"][3].get<double>(), 842.0 - static_cast<double>(mark.top));
      QCOMPARE(annotation["/Contents"].get<std::string>(), "u:" + mark.title);
    }
    QVERIFY(!object(pages[1]["object"]).contains("/Annots"));
    // The outline goes to the same places, its second level below the first.
    const auto& outline = parsed["outlines"];
    QCOMPARE(outline.size(), std::size_t(2));
    QCOMPARE(outline[1]["destpageposfrom1"].get<int>(), 2);
    QCOMPARE(outline[1]["kids"][0]["title"].get<std::string>(), std::string("Remarks"));
    QCOMPARE(outline[1]["kids"][0]["dest"][3].get<double>(), 142.0);
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
    const audit::PaintedPdf painted{blank_pdf(), bookmarks, links};
    const auto again = audit::painted_from_json(as_bytes(audit::to_json(painted).dump())).value();
    QVERIFY(again.bytes == painted.bytes && again.bookmarks == painted.bookmarks &&
            again.links == painted.links);
    for (const char* bad : {"", "{}", R"({"pdf":"=","bookmarks":[]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":0,"level":1}]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":1,"level":9}]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":1,"level":1,"top":-1}]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":1,"level":1,"top":14401}]})",
                            R"({"pdf":"","bookmarks":[],"links":[{"page":1,"bookmark":0}]})",
                            R"({"pdf":"","bookmarks":[],"links":[7]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":1,"level":1}],
                                "links":[{"page":1,"bookmark":1}]})",
                            R"({"pdf":"","bookmarks":[{"title":"a","page":1,"level":1}],
                                "links":[{"page":1,"bookmark":0,"left":-2}]})"})
      QVERIFY2(!audit::painted_from_json(as_bytes(bad)).has_value(), bad);
    const auto report = Scene().made();
    QCOMPARE(audit::pdf_form({to_bytes(std::string_view("no pdf")), {}}, report).error().code,
             base::Code::audit_painter);
    // Places on pages that are not there.
    QCOMPARE(audit::pdf_form({blank_pdf(), {{"Checks", 3, 1}}}, report).error().code,
             base::Code::audit_painter);
    QCOMPARE(audit::pdf_form({blank_pdf(), bookmarks, {{3, 0, 0, 1, 1, 0}}}, report).error().code,
             base::Code::audit_painter);
  }

  void a_painter_says_why_there_are_no_pages() {
    const base::Error why{base::Code::audit_painter, {}, "this computer has no font"};
    const auto told = audit::refusal_to_json(why).dump();
    QVERIFY(audit::refusal_from_json(as_bytes(told)) == why);
    QVERIFY(!audit::painted_from_json(as_bytes(told)));
    const auto unread = audit::refusal_to_json({base::Code::json_too_many, "the document", {}}).dump();
    QVERIFY(audit::refusal_from_json(as_bytes(unread)).detail.find("json.too_many: the document") == 0);
    for (const char* untold : {"", "{}", R"({"refused":1})", "[]"})
      QCOMPARE(audit::refusal_from_json(as_bytes(untold)).detail, std::string("it failed"));
  }
};

QTEST_GUILESS_MAIN(TestForms)
#include "tst_forms.moc"
