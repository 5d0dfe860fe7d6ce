#include <QElapsedTimer>
#include <QTest>

#include "support/outcome.h"
#include "trust/model_name.h"
#include "trust/pattern.h"

using namespace weighmaster;
using base::Code;

class TestPattern : public QObject {
  Q_OBJECT

 private slots:
  void a_pattern_covers_the_whole_name_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char* pattern, const char* name, bool fits) {
      QTest::addRow("%s <- %s", pattern, name) << pattern << name << fits;
    };
    row("a@b.c", "a@b.c", true);
    row("a@b.c", "a@b.cd", false);
    row("a@b.c", "xa@b.c", false);
    row("a@b.c", "A@b.c", false);
    row("*@b.c", "a@b.c", true);
    row("*@b.c", "@b.c", true);
    row("*@b.c", "a@x@b.c", false);
    row("*@b.c", "a@b.c.evil", false);
    row("*@b.c", "a@evil/@b.c", false);
    row("*@b.c", "evil/a@b.c", false);
    row("r-*@b.c", "r-1@b.c", true);
    row("r-*@b.c", "q-1@b.c", false);
    row("*-a-*-b@c.d", "x-a-a-b-a-y-b@c.d", true);
    row("*-a-*-b@c.d", "x-a-b@c.d", false);
    row("a*", "a", true);
    row("a*", "a/b", false);
    row("a/*", "a/", true);
    row("a/*", "a/b/c", false);
    row("a/*/c", "a/b/c", true);
    row("a/*/c", "a//c", true);
    row("a/*/c", "a/b/b/c", false);
    row("*a*/b", "xay/b", true);
    row("*a*/b", "x/ay/b", false);
    row("https://g.h/o/r/.w/*@refs/tags/*", "https://g.h/o/r/.w/x.yml@refs/tags/v1", true);
    row("https://g.h/o/r/.w/*@refs/tags/*", "https://g.h/o/r/.w/x.yml@refs/heads/v1", false);
    row("https://g.h/o/r/.w/*@refs/tags/*", "https://g.h/o/r/.w/x.yml@refs/tags/v1/x", false);
    row("https://g.h/o/r/.w/*@refs/tags/*", "https://g.h/o/evil/.w/x.yml@refs/tags/v1", false);
    row("", "", true);
    row("", "a", false);
    row("*", "", true);
  }

  void a_pattern_covers_the_whole_name() {
    QFETCH(QString, pattern);
    QFETCH(QString, name);
    QFETCH(bool, fits);
    QCOMPARE(trust::matches(pattern.toStdString(), name.toStdString()), fits);
  }

  /// What takes a matcher that tries every way longer than the universe lasts.
  void hostile_names_cost_little() {
    std::string pattern;
    for (int i = 0; i < 2000; ++i) pattern += "a*";
    const std::string name(4000, 'a');
    QElapsedTimer watch;
    watch.start();
    QVERIFY(!trust::matches(pattern + "b", name));
    QVERIFY(trust::matches(pattern, name));
    QVERIFY(watch.elapsed() < 5000);
  }

  void identity_patterns_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("why_not");
    const auto good = [](const char* pattern) { QTest::newRow(pattern) << pattern << ""; };
    good("release@example.com");
    good("*@example.com");
    good("ci-*@eng.example.com");
    good("https://github.com/org/*/.github/workflows/*@refs/heads/main");
    good("https://github.com/org/repo/.github/workflows/release.yml@refs/tags/*");
    good("https://gitlab.example.com/group/project//.gitlab-ci.yml@refs/heads/main");
    good("spiffe://example.org/ns/*");
    const auto bad = [](const char* pattern, const char* why) { QTest::newRow(pattern) << pattern << why; };
    bad("", "empty");
    bad("*", "neither");
    bad("**", "two *");
    bad("*@*", "behind it a domain");
    bad("*@*.com", "behind it a domain");
    bad("*@example.*", "regular expression");
    bad("*@example*", "behind it a domain");
    bad("*@", "in full");
    bad("*@com", "in full");
    bad("*@.com", "in full");
    bad("@example.com", "one @");
    bad("a@b@example.com", "one @");
    bad("*://example.com/a", "scheme");
    bad("://example.com/a", "scheme");
    bad("https://*/org/repo", "host");
    bad("https://*.example.com/org/repo", "host");
    bad("https://github.com*/org/repo", "host");
    bad("https://", "host");
    bad("https://user@github.com/org/*", "host");
    bad("https://github.com/*", "first part");
    bad("https://github.com/*/repo", "first part");
    bad("https://github.com/org*", "first part");
    bad("https://github.com//*", "first part");
    bad("^https://github.com/org/.*$", "regular expression");
    bad(".*@example.com", "regular expression");
    bad("release@example\\.com", "regular expression");
    bad("(a|b)@example.com", "regular expression");
    bad("a b@example.com", "spaces");
    bad("a\n@example.com", "control");
  }

  void identity_patterns() {
    QFETCH(QString, pattern);
    QFETCH(QString, why_not);
    const auto checked = trust::check_identity_pattern(pattern.toStdString());
    QCOMPARE(checked.has_value(), why_not.isEmpty());
    if (checked) return;
    QCOMPARE(tests::outcome(checked), QString("policy.pattern"));
    QVERIFY2(checked.error().detail.find(why_not.toStdString()) != std::string::npos,
             checked.error().detail.c_str());
  }

  void provider_patterns() {
    QVERIFY(trust::check_provider_pattern("https://idp.example.com/realms/*"));
    QVERIFY(trust::check_provider_pattern("https://accounts.google.com"));
    for (const auto* bad : {"https://*", "https://*.example.com", "https://login.example.com/*/v2.0", "*",
                            "http://idp.example.com/realms/*", "a@b.example", "https://a.example/r/**"}) {
      const auto checked = trust::check_provider_pattern(bad);
      QVERIFY2(!checked && checked.error().code == Code::policy_pattern, bad);
    }
  }

  void model_patterns() {
    for (const auto* good : {"*", "org/*", "org/llama-*", "org/model", "gpt2"}) {
      QVERIFY2(trust::check_model_pattern(good), good);
    }
    for (const auto* bad :
         {"", "*/*", "*/model", "o*/model", "gpt*", "org/", "/model", "a/b/c", "a@b", "a/b c"}) {
      const auto checked = trust::check_model_pattern(bad);
      QVERIFY2(!checked && checked.error().code == Code::policy_pattern, bad);
    }
  }

  void model_names() {
    for (const auto* good : {"org/model", "gpt2", "meta-llama/Llama-3.1-8B", "a_b/c.d"}) {
      QVERIFY2(trust::is_model_name(good), good);
    }
    for (const auto* bad : {"", "/", "org/", "/model", "a/b/c", "org/..", "../model", "a--b", "a..b", ".a",
                            "a-", "org/mo*", "org/m m", "org\\m", "örg/m", "org/m\n"}) {
      QVERIFY2(!trust::is_model_name(bad), bad);
    }
    QVERIFY(!trust::is_model_name(std::string(97, 'a')));
  }

  void the_hub_names_its_folders_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("name");
    QTest::newRow("snapshot") << "/c/hub/models--ibm--granite-3/snapshots/abc"
                              << "ibm/granite-3";
    QTest::newRow("no organisation") << "/c/models--gpt2/snapshots/abc"
                                     << "gpt2";
    QTest::newRow("not of a cache") << "/c/ibm/granite"
                                    << "";
    QTest::newRow("a data set") << "/c/datasets--ibm--x/snapshots/abc"
                                << "";
    QTest::newRow("up again") << "/c/models--evil--x/../models--ibm--granite/snapshots"
                              << "ibm/granite";
    QTest::newRow("one in another") << "/c/models--a--b/models--ibm--granite/snapshots"
                                    << "";
    QTest::newRow("three parts") << "/c/models--a--b--c/snapshots"
                                 << "";
    QTest::newRow("no name") << "/c/models--/snapshots"
                             << "";
  }

  void the_hub_names_its_folders() {
    QFETCH(QString, path);
    QFETCH(QString, name);
    const auto found = trust::model_name_from_path(path.toStdString());
    QCOMPARE(QString::fromStdString(found.value_or("")), name);
  }

  void a_snapshot_is_named_by_its_path_alone() {
    using trust::model_name_of_snapshot;
    QVERIFY(model_name_of_snapshot("/c/models--ibm--granite-3/snapshots/abc") == "ibm/granite-3");
    QVERIFY(model_name_of_snapshot("models--gpt2/snapshots/abc") == "gpt2");
    QVERIFY(!model_name_of_snapshot("/c/models--ibm--granite-3/snapshots/abc/config.json"));
    QVERIFY(!model_name_of_snapshot("/c/models--a--b--c/snapshots/abc"));
    QVERIFY(!model_name_of_snapshot("/c/datasets--ibm--x/snapshots/abc"));
    QVERIFY(!model_name_of_snapshot("abc"));
  }
};

QTEST_APPLESS_MAIN(TestPattern)
#include "tst_pattern.moc"
