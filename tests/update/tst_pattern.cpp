#include "update/pattern.h"

#include <QElapsedTimer>
#include <QTest>

#include "support/outcome.h"

using namespace weighmaster;
using update::matches;

class tst_pattern : public QObject {
  Q_OBJECT
 private slots:
  void it_fits_as_python_s_fnmatch_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fits");
    // What fnmatch.fnmatchcase of Python 3.11 says, part by part.
    const auto row = [](const char* pattern, const char* name, bool fits) {
      QTest::addRow("%s ~ %s", pattern, name) << pattern << name << fits;
    };
    row("*", "anything", true);
    row("*", "a/b", false);
    row("*/*", "a/b", true);
    row("*/*", "a/b/c", false);
    row("*.tgz", "foo.tgz", true);
    row("*.tgz", "foo.tgz.x", false);
    row("targets/*.tgz", "targets/foo.tgz", true);
    row("targets/*.tgz", "targets/foo.txt", false);
    row("foo-version-?.tgz", "foo-version-2.tgz", true);
    row("foo-version-?.tgz", "foo-version-alpha.tgz", false);
    row("a*b*c", "aXbYbZc", true);
    row("a*b*c", "aXbYbZ", false);
    row("", "", true);
    row("", "a", false);
    row("*", "", true);
    row("?", "", false);
    row("**", "a", true);
    row("?", "\xC3\xA9", true);
    row("??", "\xC3\xA9", false);
    row("[\xC3\xA0-\xC3\xAF]", "\xC3\xA9", true);
    row("A", "a", false);
    row(".*", ".hidden", true);
    row("[]]", "]", true);
    row("[]", "[]", true);
    row("[a", "[a", true);
    row("[z-a]", "b", false);
    row("[a-]", "-", true);
    row("[-a]", "-", true);
    row("[!]]", "]", false);
    row("[!]]", "x", true);
    row("[!]", "x", false);
    row("[!]", "[!]", true);
    row("[a-c-e]", "d", false);
    row("[a-c-e]", "-", true);
    row("[^a]", "^", true);
    row("[^a]", "b", false);
    row("[\\]", "\\", true);
    row("[!a-c]", "b", false);
    row("[!a-c]", "d", true);
    row("[--0]", ".", true);
    row("[z-a-c]", "c", true);
    row("[z-a-c]", "b", false);
    row("[z-a-c]", "-", true);
    row("[!z-a]", "q", true);
    row("[]-a]", "^", true);
    row("[a]-z]", "a-z]", true);
    row("[abc", "a", false);
  }

  void it_fits_as_python_s_fnmatch() {
    QFETCH(QString, pattern);
    QFETCH(QString, name);
    QFETCH(bool, fits);
    QCOMPARE(matches(pattern.toStdString(), name.toStdString()), fits);
  }

  void hostile_patterns_take_no_time() {
    std::string pattern;
    for (int i = 0; i < 1000; ++i) pattern += "*a";
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!matches(pattern + "b", std::string(4000, 'a')));
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
  }
};

QTEST_APPLESS_MAIN(tst_pattern)
#include "tst_pattern.moc"
