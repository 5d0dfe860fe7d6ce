#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>
#include <set>
#include <thread>

#include "support/hidden_letter.h"
#include "support/hostile.h"
#include "support/needs.h"
#include "support/places.h"
#include "ui/models/text.h"
#include "ui/report/columns.h"
#include "ui/report/ink.h"
#include "ui/report/painter.h"
#include "ui/report/reading_order.h"
#include "ui/report/set_text.h"
#include "ui/sample_documents.h"
#include "ui/sample_reports.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

constexpr const char* needPoppler = "install poppler-utils to read what was painted";

bool hasPoppler() {
  return !QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty();
}

audit::PaintedPdf painted(const words::Document& document, Paper paper = Paper::a4) {
  auto pdf = paintReport(document, paper, {});
  if (!pdf) qFatal("not painted");
  return std::move(*pdf);
}

verdict::Report reportOf(std::size_t files) {
  auto report = trusted_report();
  report.files = rows(files, verdict::FileState::matches);
  return report;
}

}  // namespace

/// What is painted is read back by other programs (Poppler).
class TestPaper : public QObject {
  Q_OBJECT

 private slots:
  void words_and_digests_are_found_whole() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    for (const auto paper : {Paper::a4, Paper::letter}) {
      const auto report = reportOf(2000);
      const auto text = textOf(painted(document_of(report), paper)).join(u'\n').simplified();
      QVERIFY(text.contains(say(words::card(report, "15:00").headline)));
      QVERIFY(text.contains(QStringLiteral("release@granite-models.example")));
      for (const auto& file : report.files) {
        QVERIFY2(text.contains(own(file.name)), file.name.c_str());
        QVERIFY2(text.contains(wholeDigest(file.expected)), file.name.c_str());
      }
    }
  }

  void reports_of_checks_hold_the_verdict_and_every_digest() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    auto all = samples();
    all.push_back({"3 files", std::make_shared<const verdict::Report>(reportOf(3))});
    all.push_back({"2000 files", std::make_shared<const verdict::Report>(reportOf(2000))});
    for (const auto& [name, report] : all) {
      const auto pages = textOf(painted(words::document(*report, "Weighmaster 0.1.0", {})));
      QVERIFY2(pages.front().simplified().contains(say(words::card(*report, "15:00").headline)),
               name.c_str());
      const auto text = pages.join(u'\n');
      for (const auto& file : report->files) {
        QVERIFY(text.contains(wholeDigest(file.expected)));
        QVERIFY(text.contains(wholeDigest(file.found)));
      }
    }
  }

  void pages_are_numbered_and_bear_the_titles_of_their_table() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    const auto pages = textOf(painted(document_of(reportOf(300))));
    QVERIFY(pages.size() > 5);
    for (qsizetype page = 0; page < pages.size(); ++page) {
      const auto number = QStringLiteral("Page %1 of %2").arg(page + 1).arg(pages.size());
      QVERIFY2(pages.at(page).contains(number), qPrintable(number));
      QCOMPARE(pages.at(page).contains(QStringLiteral("part/1000")),
               pages.at(page).contains(QStringLiteral("SHA-256 as signed")));
    }
  }

  void papers_have_their_sizes() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    const auto document = document_of(reportOf(3));
    QVERIFY(infoOf(painted(document, Paper::a4)).contains(QStringLiteral("(A4)")));
    QVERIFY(infoOf(painted(document, Paper::letter)).contains(QStringLiteral("(letter)")));
    QVERIFY(infoOf(painted(document)).contains(QStringLiteral("Audit report on")));
  }

  void fonts_are_embedded() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    auto document = document_of(reportOf(3));
    document.title = {"{name}", {{"name", "пример שלום \u0645 ✓ e\u0301", true}}};
    const auto lines =
        run(QStringLiteral("pdffonts"), {save(painted(document))}).split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.size() > 3);
    const auto at = lines.front().indexOf(QStringLiteral("emb"));
    for (const auto& line : lines.mid(2)) QCOMPARE(line.mid(at, 3), QStringLiteral("yes"));
  }

  void words_are_made_of_their_letters() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    auto document = document_of(reportOf(3));
    document.sections.front().blocks = {
        words::Paragraph{{"Official certificate verified in the first flow."}}};
    QVERIFY(textOf(painted(document))
                .join(u'\n')
                .contains(QStringLiteral("Official certificate verified in the first flow.")));
  }

  void bookmarks_and_contents_name_the_page_of_each_chapter() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    const auto pdf = painted(document_of(reportOf(100)));
    const auto pages = textOf(pdf, true);
    const std::vector<std::tuple<std::string, std::size_t>> expected{
        {"Checks", 1}, {"Log entries", 1}, {"Entry 598 151 086", 2}, {"Files", 1}};
    QCOMPARE(pdf.bookmarks.size(), expected.size());
    for (std::size_t place = 0; place < expected.size(); ++place) {
      const auto& [title, page, level, top] = pdf.bookmarks[place];
      QCOMPARE(std::tuple(title, level), expected[place]);
      QVERIFY(page >= 2);
      QVERIFY(pages.at(static_cast<qsizetype>(page) - 1).contains(own(title)));
      const QRegularExpression entry(QRegularExpression::escape(own(title)) +
                                     QStringLiteral("\\s+%1\\s").arg(page));
      QVERIFY2(pages.front().contains(entry), qPrintable(pages.front()));
    }
  }

  void a_line_of_the_contents_leads_to_its_chapter() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    for (const auto paper : {Paper::a4, Paper::letter}) {
      const auto pdf = painted(words::document(*samples().front().report, "Weighmaster 0.1.0", {}), paper);
      QVERIFY(pdf.links.size() > 10);
      std::set<std::size_t> led;
      for (const auto& link : pdf.links) {
        led.insert(link.bookmark);
        const auto& mark = pdf.bookmarks.at(link.bookmark);
        // What stands in the place is the title and its page; where it leads, the title comes first.
        const auto line = textIn(pdf, link.page, link.left, link.top, link.right, link.bottom);
        QCOMPARE(line, own(mark.title) + u' ' + QString::number(mark.page));
        const auto there = textIn(pdf, mark.page, 0, mark.top + (mark.top > 0 ? 0 : 58), 600, 842);
        QVERIFY2(there.startsWith(own(mark.title)), qPrintable(there.left(80)));
      }
      // Every one of them, once.
      QCOMPARE(led.size(), pdf.links.size());
      for (std::size_t place = 0; place < pdf.bookmarks.size(); ++place)
        QVERIFY(led.count(place) == 1 || pdf.bookmarks[place].level > 1);
    }
  }

  void contents_stand_on_the_first_page() {
    for (const auto& [name, report] : samples()) {
      const auto pdf = painted(words::document(*report, "Weighmaster 0.1.0", {}));
      for (const auto& link : pdf.links) QVERIFY2(link.page == 1, name.c_str());
    }
  }

  void a_card_has_no_seams_on_a_coarse_screen() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    const auto pdf = painted(words::document(*samples()[7].report, "Weighmaster 0.1.0", {}));
    for (const int dots : {48, 60, 72, 100, 150}) {
      const auto picture = pictureOf(pdf, dots);
      // Between the bar and the sign, from top to bottom.
      const auto column = (56 + 11) * dots / 72;
      const auto field = paperColours(words::Tone::bad).background;
      QList<int> rows;
      for (int row = 0; row < picture.height(); ++row) {
        if (picture.pixelColor(column, row) == field) rows.append(row);
      }
      QVERIFY(rows.size() > dots);
      QCOMPARE(rows.last() - rows.first() + 1, rows.size());
    }
  }

  void short_phrases_and_titles_stand_in_one_line() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    for (const auto paper : {Paper::a4, Paper::letter}) {
      auto report = trusted_report();
      const auto all = textOf(painted(words::document(report, "Weighmaster 0.1.0", {}), paper)).join(u'\n');
      QVERIFY(all.contains(QStringLiteral("Outcome\n")));
      QVERIFY(all.contains(QStringLiteral("does not apply")));
      for (auto& step : report.steps) step.outcome = verdict::Outcome::not_applicable;
      const auto none = textOf(painted(words::document(report, "Weighmaster 0.1.0", {}), paper)).join(u'\n');
      QCOMPARE(none.count(QStringLiteral("does not apply")), qsizetype(verdict::step_count));
    }
  }

  void names_break_behind_what_joins_their_words() {
    const Type type(Type::Face::literal, 8, 12);
    const QString name =
        QStringLiteral("model.layers.5.mlp.experts.down_proj.weight-00005-of-02000.safetensors");
    const SetText text({name}, type, 64 * type.letter());
    QCOMPARE(text.lines(), 2);
    QCOMPARE(text.line(0), QStringLiteral("model.layers.5.mlp.experts.down_proj.weight-00005-of-02000."));
    const SetText path({QStringLiteral("folder/") + name}, type, 64 * type.letter());
    QCOMPARE(path.line(0), QStringLiteral("folder/model.layers.5.mlp.experts.down_proj.weight-00005-of-"));
    const SetText digest({own(digest_of(1))}, type, 40 * type.letter());
    QCOMPARE(digest.line(0).size(), 40);
  }

  void names_that_differ_only_in_their_order_look_different() {
    const auto mark = QChar(0x200E);
    const auto ordered = [](const char* text) { return inOrder({QString::fromUtf8(text)}).text; };
    QCOMPARE(ordered("\u05d0/\u05d1/x"),
             QString::fromUtf8("\u05d0") + mark + QString::fromUtf8("/\u05d1") + mark + QStringLiteral("/x"));
    QCOMPARE(ordered("\u05d01.bin"), QString::fromUtf8("\u05d0") + mark + QStringLiteral("1.bin"));
    QCOMPARE(ordered("1\u05d0"), QString::fromUtf8("1\u05d0"));
    QCOMPARE(ordered("\u0645\u0663 \u0645"), QString::fromUtf8("\u0645") + mark +
                                                 QString::fromUtf8("\u0663") + mark +
                                                 QString::fromUtf8(" \u0645"));
    QCOMPARE(ordered("\u05d0\u05b0\u05d1"), QString::fromUtf8("\u05d0\u05b0\u05d1"));
    QCOMPARE(ordered("plain/\u00e9"), QString::fromUtf8("plain/\u00e9"));
    // What is set off stays the same letters.
    const Copy copy{QString::fromUtf8("by \u05d0/\u05d1, now"), {{3, 3}}};
    const auto moved = inOrder(copy);
    QCOMPARE(moved.outside.size(), 1);
    const auto& stretch = moved.outside.front();
    QCOMPARE(moved.text.mid(stretch.at, stretch.length).remove(mark), copy.text.mid(3, 3));

    // As pictures: each of the four is another.
    QSet<QByteArray> pictures;
    for (const char* name : {"\u05d0/\u05d1", "\u05d1/\u05d0", "\u05d01", "1\u05d0"})
      pictures.insert(lookOf(name));
    QCOMPARE(pictures.size(), 4);
  }

  void no_heading_is_left_alone_at_the_foot() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    for (int before = 0; before < 60; before += 2) {
      auto document = document_of(reportOf(20));
      words::Section filler{{"Filler"}, {}, {}};
      for (int i = 0; i < before; ++i) filler.blocks.push_back(words::Paragraph{{"A line."}});
      document.sections.insert(document.sections.begin(), filler);
      const auto pdf = painted(document);
      const auto pages = textOf(pdf, true);
      for (const auto& [title, page, level, top] : pdf.bookmarks) {
        const auto& text = pages.at(static_cast<qsizetype>(page) - 1);
        const auto behind = text.mid(text.lastIndexOf(own(title)));
        QVERIFY2(behind.split(u'\n', Qt::SkipEmptyParts).size() >= 4, qPrintable(own(title) + u'\n' + text));
      }
    }
  }

  void nothing_from_outside_moves_or_forges_a_line_data() {
    QTest::addColumn<QByteArray>("text");
    for (const auto& [name, text] : hostile_texts()) QTest::newRow(name) << QByteArray::fromStdString(text);
  }
  void nothing_from_outside_moves_or_forges_a_line() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    QFETCH(const QByteArray, text);
    const auto hostile = text.toStdString();
    const auto pdf = painted(hostile_document(hostile));
    const auto pages = textOf(pdf);
    QVERIFY(pages.size() >= 3);
    QVERIFY(pages.size() < 900);
    // Poppler itself writes marks of direction around such letters.
    const bool isMarked = base::visible(hostile).find("\u05d0") != std::string::npos;
    for (qsizetype page = 0; page < pages.size(); ++page) {
      QVERIFY(pages.at(page).contains(QStringLiteral("Page %1 of %2").arg(page + 1).arg(pages.size())));
      if (!isMarked) QCOMPARE(hiddenLetter(pages.at(page), true), QString());
      for (const auto& line : pages.at(page).split(u'\n')) QVERIFY(line.trimmed() != u"Signature valid");
    }
    // A title of many pages goes before it.
    const auto front = hostile.size() < 1000 ? pages.front() : pages.join(u' ');
    QVERIFY(front.simplified().contains(say(words::card(trusted_report(), "15:00").headline)));
    QCOMPARE(pdf.bookmarks.size(), std::size_t(5));
    for (const auto& mark : pdf.bookmarks) QCOMPARE(hiddenLetter(own(mark.title)), QString());
    if (hostile.size() > 100) return;
    // All of it is there, whole: in the title, the card and two facts; cells of a table stand between others.
    const auto all = withoutSpace(pages.join(QString()));
    const auto whole = withoutSpace(own(base::visible(hostile)));
    QVERIFY2(isMarked || all.count(whole) >= 4 || hasLettersWithoutFont(whole), qPrintable(whole));
  }

  void nothing_is_cut() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    // Letters that tell where they belong, in every place that text from outside has.
    std::string name;
    for (int i = 0; name.size() < 400; ++i) name += "n" + std::to_string(i) + (i % 7 == 0 ? "/" : "");
    auto document = hostile_document(name);
    document.sections.clear();
    const auto pages = textOf(painted(document));
    // The title, the sentence of the card, and two facts.
    QCOMPARE(withoutSpace(pages.join(QString())).count(own(name)), 4);
  }

  void a_letter_that_no_font_has_is_told_by_its_number() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    const QString rare = QString::fromUtf8("\U0001342F");  // an Egyptian hieroglyph of Unicode 15
    const Type type(Type::Face::prose, 9, 12);
    if (type.canDraw(U'\U0001342F')) QSKIP("this computer has a font for it");
    const auto text = textOf(painted(hostile_document("a" + rare.toStdString() + "b"))).join(u'\n');
    QVERIFY(text.contains(QStringLiteral("a\\U0001342fb")));
  }

  void a_worker_paints_the_same() {
    NEEDS_PEER(hasPoppler(), needPoppler);
    const auto document = document_of(reportOf(40));
    audit::PaintedPdf there;
    std::thread([&] { there = painted(document); }).join();
    const auto here = painted(document);
    QCOMPARE(textOf(there), textOf(here));
    // All but the time it was made.
    const auto when = [](const audit::PaintedPdf& pdf) {
      QByteArray bytes(reinterpret_cast<const char*>(pdf.bytes.data()),
                       static_cast<qsizetype>(pdf.bytes.size()));
      const auto at = bytes.indexOf("/CreationDate");
      return bytes.remove(at, bytes.indexOf(')', at) - at);
    };
    QCOMPARE(when(there), when(here));
  }

  void it_can_be_stopped_and_says_how_far_it_is() {
    const auto document = document_of(reportOf(3000));
    std::uint64_t last = 0;
    std::uint64_t total = 0;
    const auto tell = [&](const base::Progress& progress) {
      QVERIFY(progress.files_done >= last);
      last = progress.files_done;
      total = progress.files_total;
    };
    QVERIFY(paintReport(document, Paper::a4, {{}, tell}));
    QCOMPARE(total, std::uint64_t(3 * (3000 + verdict::step_count)));
    QVERIFY(last > total * 9 / 10 && last <= total);

    std::stop_source stop;
    const auto stopInTheMiddle = [&](const base::Progress& progress) {
      if (progress.files_done > total / 2) stop.request_stop();
    };
    const auto stopped = paintReport(document, Paper::a4, {stop.get_token(), stopInTheMiddle});
    QVERIFY(!stopped);
    QCOMPARE(base::name(stopped.error().code), std::string_view("task.cancelled"));
  }

  void columns_share_a_page_and_digests_are_not_broken() {
    const Type literal(Type::Face::literal, 8, 10);
    constexpr qreal page = 480 * pt;
    Need name;
    Need size;
    Need digest;
    size.isNumber = true;
    widen(name, QString(80, u'n'), literal, 0, page);
    widen(size, QStringLiteral("4.98 GB"), literal, 0, page);
    widen(digest, own(digest_of(1)), literal, 0, page);
    const auto columns = columnsFor({name, size, digest}, page).columns;
    QVERIFY(columns[0].isBelow || columns[2].isBelow || columns[2].width >= 64 * literal.letter());
    qreal right = 0;
    for (const auto& column : columns) {
      QVERIFY(column.x + column.width <= page + 1);
      if (column.isBelow) continue;
      QVERIFY(column.x >= right);
      right = column.x + column.width;
    }
    // Where two have no room beside a name, both go below.
    QCOMPARE(columnsFor({name, digest, digest}, page).below(), std::size_t(2));
    QCOMPARE(columnsFor({digest, digest}, page).below(), std::size_t(0));
    QVERIFY(isDigest(QStringLiteral("sha256:") + own(digest_of(1))));
    QVERIFY(!isDigest(QStringLiteral("model.safetensors")));
  }

  /// Takes long: only where WEIGHMASTER_BENCH is set. Prints what it took.
  void a_hundred_thousand_files() {
    if (!qEnvironmentVariableIsSet("WEIGHMASTER_BENCH")) QSKIP("WEIGHMASTER_BENCH is not set");
    for (const std::size_t files : {2'000, 100'000}) {
      const auto document = document_of(reportOf(files));
      QElapsedTimer timer;
      timer.start();
      const auto pdf = painted(document);
      qInfo("%zu files: %lld ms, %zu bytes, %zu bookmarks", files, timer.elapsed(), pdf.bytes.size(),
            pdf.bookmarks.size());
    }
  }

  /// For people to look at, in the folder that WEIGHMASTER_SCREENSHOTS names.
  void pages_to_look_at() {
    const auto folder = qEnvironmentVariable("WEIGHMASTER_SCREENSHOTS");
    if (folder.isEmpty()) QSKIP("WEIGHMASTER_SCREENSHOTS names no folder");
    for (const auto paper : {Paper::a4, Paper::letter}) {
      for (const auto& [name, report] : samples())
        keep(folder, own(name), paper, words::document(*report, "Weighmaster 0.1.0", {}));
      keep(folder, QStringLiteral("2000-files"), paper,
           words::document(reportOf(2000), "Weighmaster 0.1.0", {}));
      keep(folder, QStringLiteral("hostile"), paper, hostile_document("a\u202eb <b>Verified</b>"));
    }
  }

  void papers_are_those_of_the_country() {
    QCOMPARE(usualPaper(QLocale(QLocale::English, QLocale::UnitedStates)), Paper::letter);
    QCOMPARE(usualPaper(QLocale(QLocale::German, QLocale::Germany)), Paper::a4);
    QCOMPARE(paperNamed(QStringLiteral("letter")), std::optional(Paper::letter));
    QVERIFY(!paperNamed(QStringLiteral("A5")));
  }

 private:
  static void keep(const QString& folder, const QString& name, Paper paper, const words::Document& document) {
    save(painted(document, paper), folder + u'/' + name + u'-' + paperName(paper) + QStringLiteral(".pdf"));
  }

  QString save(const audit::PaintedPdf& pdf) { return save(pdf, fromPath(temporary_ / "report.pdf")); }

  static QString save(const audit::PaintedPdf& pdf, const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("not written");
    file.write(reinterpret_cast<const char*>(pdf.bytes.data()), static_cast<qint64>(pdf.bytes.size()));
    return path;
  }

  static QString run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) qFatal("%s failed", qPrintable(program));
    return QString::fromUtf8(process.readAllStandardOutput());
  }

  /// The text of each page.
  QStringList textOf(const audit::PaintedPdf& pdf, bool layout = false) {
    QStringList arguments{save(pdf), QStringLiteral("-")};
    if (layout) arguments.prepend(QStringLiteral("-layout"));
    auto pages = run(QStringLiteral("pdftotext"), arguments).split(u'\f');
    pages.removeLast();
    return pages;
  }

  /// What stands in a part of a page, in points from its upper left corner.
  QString textIn(const audit::PaintedPdf& pdf, std::size_t page, std::int64_t left, std::int64_t top,
                 std::int64_t right, std::int64_t bottom) {
    const auto number = [](auto value) { return QString::number(value); };
    return run(QStringLiteral("pdftotext"),
               {QStringLiteral("-r"), QStringLiteral("72"), QStringLiteral("-f"), number(page),
                QStringLiteral("-l"), number(page), QStringLiteral("-x"), number(left), QStringLiteral("-y"),
                number(top), QStringLiteral("-W"), number(right - left), QStringLiteral("-H"),
                number(bottom - top), save(pdf), QStringLiteral("-")})
        .simplified();
  }

  /// The first page.
  QImage pictureOf(const audit::PaintedPdf& pdf, int dotsOfAnInch) {
    const auto name = fromPath(temporary_ / "page");
    run(QStringLiteral("pdftoppm"), {QStringLiteral("-r"), QString::number(dotsOfAnInch),
                                     QStringLiteral("-png"), QStringLiteral("-singlefile"), save(pdf), name});
    return QImage(name + QStringLiteral(".png"));
  }

  /// How a text looks on paper.
  static QByteArray lookOf(const char* text) {
    QImage picture(1200, 400, QImage::Format_Grayscale8);
    picture.fill(Qt::white);
    QPainter painter(&picture);
    const Type type(Type::Face::literal, 12, 14);
    SetText({QString::fromUtf8(text)}, type, 1200).draw(painter, 0, {20, 20});
    painter.end();
    return {reinterpret_cast<const char*>(picture.constBits()), picture.sizeInBytes()};
  }

  QString infoOf(const audit::PaintedPdf& pdf) { return run(QStringLiteral("pdfinfo"), {save(pdf)}); }

  static bool hasLettersWithoutFont(const QString& text) {
    const Type type(Type::Face::prose, 9, 12);
    const auto letters = text.toUcs4();
    return std::any_of(letters.begin(), letters.end(),
                       [&](char32_t letter) { return !type.canDraw(letter); });
  }

  static QString withoutSpace(const QString& text) {
    QString rest;
    for (const auto letter : text) {
      if (!letter.isSpace()) rest += letter;
    }
    return rest;
  }

  tests::TemporaryFolder temporary_;
};

QTEST_MAIN(TestPaper)
#include "tst_paper.moc"
