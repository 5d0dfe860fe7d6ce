#include <QTest>
#include <filesystem>

#include "model/digest_cache.h"
#include "run_terminal.h"
#include "stored_digests.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::size_t from_cache(const Answer& answer) {
  const auto json = answer.json();
  std::size_t count = 0;
  for (const auto& file : json["files"]) {
    const auto findings = file.value("findings", base::Json::array());
    for (const auto& finding : findings) count += finding["code"] == "content.from_cache" ? 1 : 0;
  }
  return count;
}

QString error_of(const Answer& answer) {
  return QString::fromStdString(answer.json()["error"]["code"].get<std::string>());
}

/// Codes of all steps' findings.
QStringList findings_of(const Answer& answer) {
  QStringList codes;
  const auto json = answer.json();
  for (const auto& step : json["steps"]) {
    for (const auto& finding : step["findings"])
      codes << QString::fromStdString(finding["code"].get<std::string>());
  }
  return codes;
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

  /// Lists that others made, of the model as it is: at best undetermined; 0 only where the person vouches.
  void digests_from_elsewhere_are_never_trusted() {
    const SignedModel model;
    const auto lists = parts_of(model);
    const auto answer = run_a_day_later(model.verify(lists + Words{"--json"}));
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(verdict_of(answer), "undetermined");
    QCOMPARE(answer.json()["bytes_hashed"].get<int>(), 0);
    QCOMPARE(from_cache(answer), std::size_t{2});
    QCOMPARE(answer.json()["digests_vouched_for"].get<bool>(), false);
    const auto text = run_a_day_later(model.verify(lists));
    QVERIFY(text.out.startsWith("Nothing differs, but files were compared by stored digests\n"));
    QVERIFY(answer.out.contains("computed elsewhere, by a list of digests"));

    const auto vouched = run_a_day_later(model.verify(lists + Words{"--vouch-for-digests", "--json"}));
    QCOMPARE(vouched.exit_code, 0);
    QCOMPARE(vouched.json()["exit_code"].get<int>(), 0);
    QCOMPARE(vouched.json()["digests_vouched_for"].get<bool>(), true);
    QCOMPARE(verdict_of(vouched), "undetermined");
    QCOMPARE(run_a_day_later(model.verify(lists + Words{"--vouch-for-digests"})).out, text.out);
  }

  void vouching_is_for_lists_and_for_nothing_else() {
    const SignedModel model;
    const auto lists = parts_of(model) + Words{"--vouch-for-digests"};
    QCOMPARE(run_a_day_later(model.verify({"--vouch-for-digests"})).exit_code, 2);
    QCOMPARE(run_a_day_later(model.verify({"--use-digest-cache", "--vouch-for-digests"})).exit_code, 2);
    QCOMPARE(run_a_day_later(model.verify(lists + Words{"--use-digest-cache"})).exit_code, 2);
    write(model.path("other.pub"), TestKey::generate().public_pem());
    QCOMPARE(run_a_day_later({"verify", "key", model.path("model"), "--signature", model.path("model.sig"),
                              "--public-key", model.path("other.pub"), lists[0], lists[1], lists[2], lists[3],
                              lists[4]})
                 .exit_code,
             1);
    QCOMPARE(run_a_day_later(model.verify(lists + Words{"--only", "config.json"})).exit_code, 5);
    QCOMPARE(run_a_day_later(model.verify(lists + Words{"--ignore-paths", "config.json"})).exit_code, 5);
    fs::remove(model.path("model/config.json"));
    QCOMPARE(run_a_day_later(model.verify(lists)).exit_code, 5);
  }

  void a_digest_that_is_not_the_signed_one_is_checked_here() {
    const SignedModel model;
    write(model.path("model/config.json"), "[]");
    const auto changed =
        run_a_day_later(model.verify(parts_of(model) + Words{"--vouch-for-digests", "--json"}));
    QCOMPARE(changed.exit_code, 1);
    QCOMPARE(verdict_of(changed), "changed");
    QCOMPARE(changed.json()["bytes_hashed"].get<int>(), 2);

    // A list that is wrong accuses nobody: the file is as signed again.
    const auto lists = parts_of(model);
    write(model.path("model/config.json"), "{}");
    const auto answer = run_a_day_later(model.verify(lists + Words{"--json"}));
    QCOMPARE(verdict_of(answer), "undetermined");
    QCOMPARE(from_cache(answer), std::size_t{1});
    QCOMPARE(answer.json()["bytes_hashed"].get<int>(), 2);
  }

  void lists_that_do_not_fit_end_the_check_before_anything_is_hashed() {
    const SignedModel model;
    const auto lists = parts_of(model);
    QCOMPARE(error_of(run_a_day_later(model.verify({lists[0], lists[1], "--json"}))), "digests.incomplete");
    QCOMPARE(error_of(run_a_day_later(model.verify(lists + Words{lists[0], lists[1], "--json"}))),
             "digests.overlap");

    write(model.path("model/more"), "1");
    const auto more = run_a_day_later(model.verify(lists + Words{"--json"}));
    QVERIFY(findings_of(more).contains("digests.incomplete"));
    QCOMPARE(more.json()["bytes_hashed"].get<int>(), 0);
    fs::remove(model.path("model/more"));

    const auto in_shards = parts_of(model, {"--shard-size", "4"});
    QVERIFY(
        findings_of(run_a_day_later(model.verify(in_shards + Words{"--json"}))).contains("digests.differ"));

    const auto old = parts_of(model);
    write(model.path("model/config.json"), "longer");
    const auto longer = run_a_day_later(model.verify(old + Words{"--vouch-for-digests", "--json"}));
    QCOMPARE(longer.exit_code, 5);
    QVERIFY(findings_of(longer).contains("digests.differ"));
    QCOMPARE(longer.json()["bytes_hashed"].get<int>(), 0);
  }

 private:
  /// Options for both parts of a plan for the model, as it is.
  static Words parts_of(const SignedModel& model, const Words& how = {}) {
    const auto run = [](const Words& words) {
      const auto answer = run_a_day_later(words);
      if (answer.exit_code != 0) qFatal("%s", qPrintable(answer.err));
    };
    run(Words{"digest", model.path("model"), "--plan", "2", "--output", model.path("plan")} + how);
    Words options;
    for (const char* number : {"1", "2"}) {
      const auto list = model.path(std::string("part-") + number);
      run({"digest", model.path("model"), "--part", number, "--of", model.path("plan"), "--output", list});
      options = options + Words{"--digests", list};
    }
    return options;
  }

  std::optional<TemporaryFolder> folder_;
};

QTEST_APPLESS_MAIN(TestStoredDigests)
#include "tst_stored_digests.moc"
