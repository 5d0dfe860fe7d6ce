#include <QProcess>
#include <QTest>
#include <nlohmann/json.hpp>

#include "audit/pdf.h"
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

/// The window program without a screen, as the terminal program starts it.
Ended painted(const QStringList& arguments, const QByteArray& input) {
  QProcess process;
  auto environment = QProcessEnvironment::systemEnvironment();
  for (const auto* name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
    environment.remove(QLatin1String(name));
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
      QVERIFY(ended.output.isEmpty());
      QVERIFY2(ended.error.contains(QStringLiteral("weighmaster: ")), qPrintable(ended.error));
    }
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
