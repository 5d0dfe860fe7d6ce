#include <QTest>
#include <filesystem>

#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

QString code(const Answer& answer) {
  const auto json = answer.json();
  return json.contains("error") ? QString::fromStdString(json["error"]["code"].get<std::string>()) : "none";
}

}  // namespace

/// sign --digests and sign --previous, with files and a cache of their own.
class TestSignAgain : public QObject {
  Q_OBJECT

  std::optional<TemporaryFolder> folder_;

  [[nodiscard]] std::string path(std::string_view name) const { return (*folder_ / name).string(); }

  [[nodiscard]] Answer sign(const std::vector<std::string>& more, const std::string& key = "key") const {
    std::vector<std::string> words{"sign",          "key",         path("model"),   "--signature",
                                   path("new.sig"), "--overwrite", "--private-key", path(key + ".pem")};
    words.insert(words.end(), more.begin(), more.end());
    return run_a_day_later(words);
  }
  [[nodiscard]] int verify() const {
    return run_a_day_later({"verify", "key", path("model"), "--signature", path("new.sig"), "--public-key",
                            path("key.pub")})
        .exit_code;
  }

 private slots:
  void init() {
    folder_.emplace();
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString(path("cache")));
    write_model(*folder_ / "model", {{"README.md", "old"}, {"a/weights.bin", "0123456789"}, {"b.bin", "b"}});
    for (const char* name : {"key", "other"}) {
      const auto key = TestKey::generate();
      write(*folder_ / (std::string(name) + ".pem"), key.private_pem());
      write(*folder_ / (std::string(name) + ".pub"), key.public_pem());
      fs::permissions(*folder_ / (std::string(name) + ".pem"), fs::perms::owner_read);
    }
  }
  void cleanup() { folder_.reset(); }

  void a_list_of_digests_is_signed_without_the_model() {
    QCOMPARE(run_a_day_later({"digest", path("model"), "--output", path("list")}).exit_code, 0);
    fs::rename(path("model"), path("elsewhere"));
    const auto answer = sign({"--digests", path("list")});
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.err));
    QVERIFY2(answer.out.contains("3 files, by digests made elsewhere"), qPrintable(answer.out));
    fs::rename(path("elsewhere"), path("model"));
    QCOMPARE(verify(), 0);
  }

  void several_lists_are_put_together() {
    const std::vector<std::string> digest{"digest", path("model"), "--shard-size", "4", "--output"};
    for (const auto& [list, only] :
         std::map<std::string, std::string>{{"1", "a"}, {"2", "b.bin"}, {"3", "README.md"}}) {
      auto words = digest;
      words.insert(words.end(), {path(list), "--only", only});
      QCOMPARE(run_a_day_later(words).exit_code, 0);
    }
    const auto answer =
        sign({"--digests", path("2"), "--digests", path("1"), "--digests", path("3"), "--json"});
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(answer.json()["files"].get<int>(), 3);
    QCOMPARE(verify(), 0);
    fs::remove(path("new.sig"));
    const auto part = sign({"--digests", path("2"), "--digests", path("1"), "--json"});
    QCOMPARE(part.exit_code, 5);
    QCOMPARE(code(part), "digests.incomplete");
    QVERIFY(!fs::exists(path("new.sig")));
  }

  void lists_that_contradict_each_other_are_not_signed() {
    QCOMPARE(run_a_day_later({"digest", path("model"), "--output", path("1")}).exit_code, 0);
    write(*folder_ / "model/b.bin", "c");
    QCOMPARE(run_a_day_later({"digest", path("model"), "--output", path("2")}).exit_code, 0);
    QCOMPARE(code(sign({"--digests", path("1"), "--digests", path("2"), "--json"})), "digests.differ");
    write(*folder_ / "3", "{\"format\":\"weighmaster-digests\",\"version\":2}");
    QCOMPARE(code(sign({"--digests", path("3"), "--json"})), "digests.malformed");
    QVERIFY(!fs::exists(path("new.sig")));
  }

  void what_belongs_to_reading_a_model_does_not_go_with_lists() {
    for (const auto& more : std::vector<std::vector<std::string>>{{"--hash", "blake3"},
                                                                  {"--shard-size", "1"},
                                                                  {"--previous", "x"},
                                                                  {"--use-digest-cache"},
                                                                  {"--ignore-paths", "README.md"},
                                                                  {"--no-ignore-git-paths"},
                                                                  {"--ignore-git-paths"},
                                                                  {"--allow-symlinks"}}) {
      std::vector<std::string> words{"--digests", path("list")};
      words.insert(words.end(), more.begin(), more.end());
      const auto answer = sign(words);
      QCOMPARE(answer.exit_code, 2);
      QVERIFY2(answer.err.contains("--digests excludes --") || answer.err.contains(" excludes --digests"),
               qPrintable(answer.err));
    }
  }

  void signing_again_reads_only_what_has_changed() {
    QCOMPARE(sign({"--use-digest-cache"}).exit_code, 0);
    fs::rename(path("new.sig"), path("old.sig"));
    write(*folder_ / "model/README.md", "new, and longer");
    write(*folder_ / "model/added.txt", "+");
    fs::remove(path("model/b.bin"));
    const auto answer = sign({"--previous", path("old.sig"), "--json"});
    QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
    const auto json = answer.json();
    QVERIFY(json["changes"]["changed"] == base::Json::array({"README.md"}));
    QVERIFY(json["changes"]["added"] == base::Json::array({"added.txt"}));
    QVERIFY(json["changes"]["removed"] == base::Json::array({"b.bin"}));
    QCOMPARE(json["bytes_read"].get<int>(), 16);
    QCOMPARE(verify(), 0);
  }

  void what_has_changed_is_shown() {
    QCOMPARE(sign({"--use-digest-cache"}).exit_code, 0);
    fs::rename(path("new.sig"), path("old.sig"));
    auto answer = sign({"--previous", path("old.sig")});
    QVERIFY2(answer.err.startsWith("Nothing has changed since "), qPrintable(answer.err));
    fs::rename(path("model/b.bin"), path("model/c.bin"));
    answer = sign({"--previous", path("old.sig")});
    QVERIFY2(answer.err.contains("  renamed     b.bin → c.bin\n"), qPrintable(answer.err));
  }

  void a_previous_signature_says_how_to_hash_unless_the_person_does() {
    QCOMPARE(sign({"--hash", "blake3", "--shard-size", "4"}).exit_code, 0);
    fs::rename(path("new.sig"), path("old.sig"));
    const auto again = sign({"--previous", path("old.sig"), "--json"}).json();
    QCOMPARE(QString::fromStdString(again["statement"]["hash_type"].get<std::string>()), "blake3");
    QCOMPARE(again["statement"]["shard_size"].get<int>(), 4);
    QVERIFY(again["changes"]["changed"].empty());
    const auto otherwise = sign({"--previous", path("old.sig"), "--hash", "sha256", "--json"}).json();
    QCOMPARE(QString::fromStdString(otherwise["statement"]["hash_type"].get<std::string>()), "sha256");
  }

  void an_old_cache_alone_has_nothing_signed() {
    QCOMPARE(sign({"--use-digest-cache"}).exit_code, 0);
    const auto again = sign({"--use-digest-cache", "--json"});
    QCOMPARE(again.json()["bytes_read"].get<int>(), 14);
  }

  void a_previous_signature_of_somebody_else_is_refused() {
    QCOMPARE(sign({}, "other").exit_code, 0);
    fs::rename(path("new.sig"), path("old.sig"));
    const auto answer = sign({"--previous", path("old.sig"), "--json"});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(code(answer), "signature.false");
    QVERIFY(!fs::exists(path("new.sig")));
  }
};

QTEST_APPLESS_MAIN(TestSignAgain)
#include "tst_sign_again.moc"
