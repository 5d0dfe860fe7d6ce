#include <QTest>
#include <filesystem>

#include "model/digest_cache.h"
#include "run_terminal.h"
#include "stored_digests.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

std::size_t from_cache(const Answer& answer) {
  const auto json = answer.json();
  std::size_t count = 0;
  for (const auto& file : json["files"]) {
    const auto findings = file.value("findings", base::Json::array());
    for (const auto& finding : findings) count += finding["code"] == "content.from_cache" ? 1 : 0;
  }
  return count;
}

QString verdict_of(const Answer& answer) {
  return QString::fromStdString(answer.json()["verdict"].get<std::string>());
}

}  // namespace

/// --use-digest-cache in a cache folder of its own.
class TestStoredDigests : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_.emplace();
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString((*folder_ / "cache").string()));
  }
  void cleanup() { folder_.reset(); }

  void nothing_is_kept_unless_it_is_asked_for() {
    const SignedModel model;
    QCOMPARE(run_a_day_later(model.verify()).exit_code, 0);
    QCOMPARE(run_a_day_later({"digest", model.path("model")}).exit_code, 0);
    QVERIFY(!fs::exists(*folder_ / "cache"));
  }

  void a_second_check_reads_nothing_and_is_never_trusted() {
    const SignedModel model;
    const auto first = run_a_day_later(model.verify({"--use-digest-cache", "--json"}));
    QCOMPARE(first.exit_code, 0);
    QCOMPARE(verdict_of(first), "trusted");
    QVERIFY(fs::exists(terminal::digest_cache_file().value()));

    const auto second = run_a_day_later(model.verify({"--use-digest-cache", "--json"}));
    QCOMPARE(second.exit_code, 5);
    QCOMPARE(verdict_of(second), "undetermined");
    QCOMPARE(second.json()["bytes_hashed"].get<int>(), 0);
    QCOMPARE(from_cache(second), std::size_t{2});
    QVERIFY(second.out.contains("0 hours before this check"));

    const auto text = run_a_day_later(model.verify({"--use-digest-cache"}));
    QVERIFY(text.out.startsWith("Nothing differs, but files were compared by stored digests\n"));
    QVERIFY2(text.out.contains("2 files were not read, their digests were stored earlier: “config.json”"),
             qPrintable(text.out));
    QCOMPARE(run_a_day_later(model.verify()).exit_code, 0);
  }

  void a_file_that_changed_is_read() {
    const SignedModel model;
    QCOMPARE(run_a_day_later(model.verify({"--use-digest-cache"})).exit_code, 0);
    write(model.path("model/config.json"), "[]");
    const auto answer = run_a_day_later(model.verify({"--use-digest-cache", "--json"}));
    QCOMPARE(verdict_of(answer), "changed");
    QCOMPARE(from_cache(answer), std::size_t{1});
    QCOMPARE(answer.json()["bytes_hashed"].get<int>(), 2);
  }

  /// A digest that is not the signed one is no reason to call a file changed: it is read.
  void a_cache_that_contradicts_the_signature_is_not_believed() {
    const SignedModel model;
    QCOMPARE(run_a_day_later(model.verify({"--use-digest-cache"})).exit_code, 0);
    const auto file = terminal::digest_cache_file().value();
    const auto bytes = read(file);
    std::string text(as_text(bytes));
    const auto hex = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes("{}")).hex();
    text.replace(text.find(hex), hex.size(), std::string(64, 'a'));
    write(file, text);
    const auto answer = run_a_day_later(model.verify({"--use-digest-cache", "--json"}));
    QCOMPARE(verdict_of(answer), "undetermined");
    QCOMPARE(from_cache(answer), std::size_t{1});
    QCOMPARE(answer.json()["bytes_hashed"].get<int>(), 2);
  }

  void a_broken_cache_is_made_anew() {
    const SignedModel model;
    write(terminal::digest_cache_file().value(), "no cache");
    QCOMPARE(run_a_day_later(model.verify({"--use-digest-cache"})).exit_code, 0);
    QCOMPARE(run_a_day_later(model.verify({"--use-digest-cache"})).exit_code, 5);
  }

  void a_cache_that_cannot_be_written_is_a_remark() {
    const SignedModel model;
    write(*folder_ / "cache/weighmaster", "a file in the place of the folder");
    const auto answer = run_a_day_later(model.verify({"--use-digest-cache"}));
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(answer.err.contains("could not be written"), qPrintable(answer.err));
  }

  void the_digest_of_a_model_can_come_from_the_cache() {
    const SignedModel model;
    const auto fresh = run_a_day_later({"digest", model.path("model"), "--use-digest-cache"});
    const auto stored = run_a_day_later({"digest", model.path("model"), "--use-digest-cache"});
    QCOMPARE(stored.out, fresh.out);
    QCOMPARE(run_a_day_later({"digest", model.path("model")}).out, fresh.out);
  }

 private:
  std::optional<TemporaryFolder> folder_;
};

QTEST_APPLESS_MAIN(TestStoredDigests)
#include "tst_stored_digests.moc"
