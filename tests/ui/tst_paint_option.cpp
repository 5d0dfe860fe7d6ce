#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "audit/pdf.h"
#include "support/needs.h"
#include "support/places.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "words/document.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

struct Ended {
  int code = -1;
  QByteArray output;
  QString error;
};

/// The window program without a screen, as the terminal program starts it. `fonts`: a configuration of other
/// fonts than the computer's.
Ended painted(const QStringList& arguments, const QByteArray& input, const QString& fonts = {}) {
  QProcess process;
  auto environment = QProcessEnvironment::systemEnvironment();
  for (const auto* name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
    environment.remove(QLatin1String(name));
  if (!fonts.isEmpty()) environment.insert(QStringLiteral("FONTCONFIG_FILE"), fonts);
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(WEIGHMASTER), QStringList{QStringLiteral("--paint-report")} + arguments);
  process.write(input);
  process.closeWriteChannel();
  if (!process.waitForFinished(120'000)) qFatal("it hangs");
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
}

QByteArray documentJson() {
  return QByteArray::fromStdString(
      words::to_json(words::document(trusted_report(), "Weighmaster 1.0.0", {})).dump());
}

}  // namespace

/// What the terminal program asks of the window program.
class TestPaintOption : public QObject {
  Q_OBJECT

 private slots:
  void a_document_becomes_pages() {
    for (const char* paper : {"a4", "letter"}) {
      const auto ended = painted({QStringLiteral("--paper"), QLatin1String(paper)}, documentJson());
      QVERIFY2(ended.code == 0, qPrintable(ended.error));
      const auto pages =
          audit::painted_from_json(as_bytes({ended.output.data(), std::size_t(ended.output.size())}));
      QVERIFY(pages);
      QVERIFY(as_text(pages->bytes).starts_with("%PDF-"));
      QVERIFY(pages->bookmarks.size() > 3);
      QCOMPARE(pages->bookmarks.front().level, std::size_t(1));
    }
  }

  void what_is_no_document_is_refused() {
    for (const auto& input :
         {QByteArray(), QByteArray("{}"), QByteArray("\xff"), documentJson().chopped(1)}) {
      const auto ended = painted({}, input);
      QCOMPARE(ended.code, 5);
      const auto told =
          audit::refusal_from_json(as_bytes({ended.output.data(), std::size_t(ended.output.size())}));
      QVERIFY2(told.detail.starts_with("json."), told.detail.c_str());
      QVERIFY2(ended.error.contains(QStringLiteral("weighmaster: ")), qPrintable(ended.error));
    }
  }

  void without_a_font_there_are_no_pages() {
    const TemporaryFolder folder;
    write(folder / "none", "");
    write(folder / "fonts.conf", "<fontconfig><dir>" + (folder / "none").string() + "</dir></fontconfig>");
    const auto ended = painted({}, documentJson(), fromPath(folder / "fonts.conf"));
    QCOMPARE(ended.code, 5);
    QVERIFY2(ended.error.contains(QStringLiteral("no font")), qPrintable(ended.error));
    const auto told =
        audit::refusal_from_json(as_bytes({ended.output.data(), std::size_t(ended.output.size())}));
    QCOMPARE(told.detail, std::string("this computer has no font"));
  }

  void without_a_font_of_fixed_width_digests_stay_whole() {
    NEEDS_PEER(!QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty(),
               "install poppler-utils");
    const std::filesystem::path sans = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    NEEDS_PEER(std::filesystem::exists(sans), "install fonts-dejavu-core");
    const TemporaryFolder folder;
    write(folder / "fonts" / "sans.ttf", as_text(read(sans)));
    write(folder / "fonts.conf", "<fontconfig><dir>" + (folder / "fonts").string() + "</dir></fontconfig>");
    const auto ended = painted({}, documentJson(), fromPath(folder / "fonts.conf"));
    QVERIFY2(ended.code == 0, qPrintable(ended.error));
    const auto pages =
        audit::painted_from_json(as_bytes({ended.output.data(), std::size_t(ended.output.size())}));
    QVERIFY(pages);
    write(folder / "report.pdf", as_text(pages->bytes));
    QProcess reader;
    reader.start(QStringLiteral("pdftotext"), {fromPath(folder / "report.pdf"), QStringLiteral("-")});
    QVERIFY(reader.waitForFinished());
    const auto text = QString::fromUtf8(reader.readAllStandardOutput());
    for (const auto& file : trusted_report().files) QVERIFY(text.contains(wholeDigest(file.expected)));
  }

  void another_paper_is_refused() {
    const auto ended = painted({QStringLiteral("--paper"), QStringLiteral("a5")}, documentJson());
    QCOMPARE(ended.code, 2);
    QVERIFY(ended.output.isEmpty());
    QVERIFY(ended.error.contains(QStringLiteral("--paper")));
  }

  void help_does_not_speak_of_it() {
    QProcess process;
    process.start(QStringLiteral(WEIGHMASTER), {QStringLiteral("--help")});
    QVERIFY(process.waitForFinished());
    QVERIFY(!process.readAllStandardOutput().contains("paint"));
  }
};

QTEST_MAIN(TestPaintOption)
#include "tst_paint_option.moc"
