#include <QTest>

#include "stack/stack.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

/// Trust from the stack's TUF repository, then everything with nothing else given.
class tst_trust_update : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  [[nodiscard]] Ran ours(const Words& words) const {
    auto set = Stack::browser();
    set.push_back("XDG_DATA_HOME=" + (folder_ / "data").string());
    return Stack::ours(words, set);
  }
  /// Signs with what was fetched, and everybody verifies it.
  void sign_with_nothing_else_given() const {
    const auto signature = folder_ / "ours.sig";
    const auto ran = ours({"sign", "sigstore", (folder_ / "model").string(), "--signature",
                           signature.string(), "--overwrite", "--yes"});
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    everybody_accepts(folder_ / "model", signature, "rekor2");
  }
  [[nodiscard]] Ran verify() const {
    const Expected expected;
    return ours({"verify", (folder_ / "model").string(), "--signature", (folder_ / "model.sig").string(),
                 "--identity", expected.identity, "--identity-provider", expected.issuer});
  }
  static Ran publish(const Words& options) {
    Words words{Stack::script("tuf_repository.py").string(), Stack::file("trust").string(),
                Stack::file("tuf").string()};
    words.insert(words.end(), options.begin(), options.end());
    return Stack::peer("python", words);
  }

 private slots:
  void initTestCase() {
    NEEDS_STACK();
    write_model(folder_ / "model", {{"config.json", "{}"}, {"weights.safetensors", "0123456789"}});
    const auto ran =
        Stack::peer("model_signing",
                    {"sign", "sigstore", "--trust_config", Stack::file("trust/rekor2.json").string(),
                     "--signature", (folder_ / "model.sig").string(), (folder_ / "model").string()},
                    {"BROWSER=" + Stack::script("browser/login.py").string() + " %s"});
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
  }

  /// One story, in order.
  void before_it_nothing_is_known() { QCOMPARE(verify().exit_code, 5); }

  void it_is_fetched_and_nothing_else_is_needed() {
    const auto updated = ours({"trust", "update", "--tuf-url", Stack::address("TUF"), "--tuf-root",
                               Stack::file("tuf/1.root.json").string()});
    QVERIFY2(updated.exit_code == 0, qPrintable(updated.output));
    const auto ran = verify();
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    sign_with_nothing_else_given();
  }

  void a_new_root_and_new_versions_are_followed() {
    fs::copy_file(Stack::file("tuf/timestamp.json"), folder_ / "old.json");
    const auto published = publish({"--rotate"});
    QVERIFY2(published.exit_code == 0, qPrintable(published.output));
    QVERIFY(fs::exists(Stack::file("tuf/2.root.json")));
    const auto updated = ours({"trust", "update"});
    QVERIFY2(updated.exit_code == 0, qPrintable(updated.output));
    const auto shown = ours({"trust", "show", "--json"});
    QVERIFY2(shown.output.contains("\"version\":2") || shown.output.contains("\"version\": 2"),
             qPrintable(shown.output));
    QCOMPARE(verify().exit_code, 0);
    sign_with_nothing_else_given();
  }

  /// Who has only the old key can publish nothing that is believed.
  void what_the_old_key_signed_is_refused() {
    fs::copy_file(folder_ / "old.json", Stack::file("tuf/timestamp.json"),
                  fs::copy_options::overwrite_existing);
    const auto updated = ours({"trust", "update"});
    QVERIFY2(updated.exit_code == 5, qPrintable(updated.output));
    QVERIFY2(updated.output.contains("timestamp.json"), qPrintable(updated.output));
    QCOMPARE(verify().exit_code, 0);
  }
};

QTEST_APPLESS_MAIN(tst_trust_update)
#include "tst_trust_update.moc"
