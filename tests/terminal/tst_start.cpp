#include <QProcess>
#include <QTest>

#include "support/places.h"

using namespace weighmaster;
using namespace weighmaster::tests;

namespace {

struct Ran {
  int exit_code = -1;
  QString out;
  QString err;
};

using Variables = std::vector<std::pair<QString, QString>>;

/// The built program, as a person starts it.
Ran run(const QStringList& words, const Variables& more) {
  QProcess program;
  auto environment = QProcessEnvironment::systemEnvironment();
  for (const auto& [name, value] : more) environment.insert(name, value);
  program.setProcessEnvironment(environment);
  program.start(WEIGHMASTER_CLI, words);
  if (!program.waitForFinished(60'000)) return {};
  return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

QString text(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

QStringList verify_the_example() {
  const auto examples = source_dir() / "resources" / "examples";
  const auto model = examples / "tiny-classifier";
  return {"verify",
          "key",
          text(model),
          "--signature",
          text(model / "model.sig"),
          "--public-key",
          text(examples / "publisher.pem")};
}

}  // namespace

/// What the program loads when it starts, and what only when it is needed (core/base/module.h).
class TestStart : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  /// The report that is checked: a PDF that holds nothing.
  QStringList check_a_pdf() const { return {"report", "--check", text(folder_ / "empty.pdf")}; }

 private slots:
  void initTestCase() { write(folder_ / "empty.pdf", "%PDF-1.4\n"); }

  /// The loader of glibc says on request which files it opens.
  void a_verification_with_a_key_loads_no_module() {
#ifndef __GLIBC__
    QSKIP("only glibc's loader tells what it loads");
#endif
    const Variables tell{{"LD_DEBUG", "files"}};
    const auto verified = run(verify_the_example(), tell);
    QCOMPARE(verified.exit_code, 0);
    QVERIFY2(verified.err.contains("file=libcrypto"), "the loader told nothing");
    for (const char* library :
         {"weighmaster-", "libcurl", "libgnutls", "libkrb5", "libqpdf", "libcpp-httplib"})
      QVERIFY2(!verified.err.contains(QString("file=") + library), library);
    const auto checked = run(check_a_pdf(), tell);
    QVERIFY(checked.err.contains("file=weighmaster-qpdf.so"));
    QVERIFY(checked.err.contains("file=libqpdf"));
    QVERIFY(!checked.err.contains("file=libcurl"));
  }

  void a_module_that_cannot_be_loaded_is_named() {
#ifndef __GLIBC__
    QSKIP("where modules are looked for first is known of glibc's loader");
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a program with sanitizers looks in its own folder first (CMakeLists.txt)");
#endif
    const auto broken = folder_ / "broken";
    write(broken / "weighmaster-qpdf.so", "no module");
    const Variables misled{{"LD_LIBRARY_PATH", text(broken)}};
    const auto checked = run(check_a_pdf(), misled);
    QCOMPARE(checked.exit_code, 5);
    for (const char* part : {"weighmaster-qpdf.so", "not installed whole"})
      QVERIFY2(checked.err.contains(part), qPrintable(checked.err));
    // What needs no module is as ever.
    QCOMPARE(run(verify_the_example(), misled).exit_code, 0);
  }
};

QTEST_GUILESS_MAIN(TestStart)
#include "tst_start.moc"
