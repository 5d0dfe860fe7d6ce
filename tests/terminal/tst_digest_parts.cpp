#include <QTest>
#include <filesystem>
#include <fstream>
#include <random>

#include "manifest/digest_list.h"
#include "manifest/plan.h"
#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

QString code(const Answer& answer) {
  const auto json = answer.json();
  return json.contains("error") ? QString::fromStdString(json["error"]["code"].get<std::string>()) : "none";
}

/// What was signed, without the signature, which differs each time.
std::string payload_of(const fs::path& signature) {
  const auto bundle = base::parse_json(read(signature), "the signature").value();
  return bundle["dsseEnvelope"]["payload"].get<std::string>();
}

fs::file_time_type hours_ago(int hours) {
  return fs::file_time_type::clock::now() - std::chrono::hours(hours);
}

}  // namespace

/// digest --plan, digest --part, and what becomes of the parts.
class TestDigestParts : public QObject {
  Q_OBJECT

  std::optional<TemporaryFolder> folder_;

  [[nodiscard]] std::string path(const std::string& name) const { return (*folder_ / name).string(); }

  /// 3 to 7 bytes a file, an empty one, and one that is larger.
  void write_small_model() const {
    write_model(*folder_ / "model", {{"a/b.bin", "12345"},
                                     {"a/c.bin", "1234567"},
                                     {"config.json", "{}"},
                                     {"empty", ""},
                                     {"weights.bin", std::string(100, 'w')}});
  }
  static constexpr std::uint64_t huge = 2ULL << 40U;
  /// Sparse: it takes no room.
  void make_huge(const std::string& name) const { fs::resize_file(path(name), huge); }
  void make_key() const {
    const auto key = TestKey::generate();
    write(*folder_ / "key.pem", key.private_pem());
    write(*folder_ / "key.pub", key.public_pem());
    fs::permissions(*folder_ / "key.pem", fs::perms::owner_read);
  }

  [[nodiscard]] Answer plan(std::uint64_t parts, const Words& more = {},
                            const std::string& name = "plan") const {
    return run_terminal(
        Words{"digest", path("model"), "--plan", std::to_string(parts), "--output", path(name), "--json"} +
        more);
  }
  [[nodiscard]] Answer part(std::uint64_t number, const Words& more = {},
                            const std::string& name = "plan") const {
    const auto text = std::to_string(number);
    return run_terminal(Words{"digest", path("model"), "--part", text, "--of", path(name), "--output",
                              path(name + "-" + text), "--json"} +
                        more);
  }
  /// All parts of a plan, made in another order than theirs; as options of sign and verify.
  [[nodiscard]] Words parts(std::uint64_t count, const std::string& name = "plan") const {
    Words options;
    for (std::uint64_t number = count; number >= 1; --number) {
      const auto answer = part(number, {}, name);
      if (answer.exit_code != 0) qFatal("%s", qPrintable(answer.out));
      options = Words{"--digests", path(name + "-" + std::to_string(number))} + options;
    }
    return options;
  }
  [[nodiscard]] Answer sign(const Words& more) const {
    return run_terminal(Words{"sign", "key", path("model"), "--signature", path("new.sig"), "--overwrite",
                              "--private-key", path("key.pem"), "--json"} +
                        more);
  }

  void write_random_model(std::mt19937& random) const {
    const auto below = [&](std::uint32_t end) {
      return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random);
    };
    fs::remove_all(path("model"));
    const auto count = 1 + below(12);
    for (std::uint32_t i = 0; i < count; ++i) {
      std::string content(below(3) == 0 ? 0 : below(400), '\0');
      for (auto& letter : content) letter = static_cast<char>(below(256));
      write(*folder_ / "model" / ("d" + std::to_string(below(3))) / (std::to_string(i) + ".bin"), content);
    }
    if (below(2) != 0) return;
    write(*folder_ / "model" / "sparse.bin", "");
    fs::resize_file(path("model/sparse.bin"), 10'000'000 + below(5'000'000));
  }

 private slots:
  void init() {
    folder_.emplace();
    write_small_model();
    make_key();
  }
  void cleanup() { folder_.reset(); }

  void a_plan_names_all_files_and_hashes_none() {
    make_huge("model/weights.bin");
    const auto answer = plan(3, {"--ignore-paths", "a/c.bin", "--shard-size", "67108864"});
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(answer.json()["parts"].get<int>(), 3);
    QCOMPARE(answer.json()["files_of_the_model"].get<int>(), 4);
    QCOMPARE(answer.json()["bytes_of_the_model"].get<std::uint64_t>(), huge + 7);
    QCOMPARE(answer.json()["method"].get<std::string>(), std::string("shards"));
    const auto read_back = manifest::parse_plan(read(path("plan")), "plan").value();
    QCOMPARE(read_back.files().size(), std::size_t{4});
    QCOMPARE(read_back.serialization().shard_size, std::uint64_t{64} << 20U);
    QVERIFY(read_back.serialization().ignore_paths ==
            (Words{".git", ".gitattributes", ".github", ".gitignore", "a/c.bin"}));
    write(path("model/weights.bin"), std::string(100, 'w'));
    const auto text = run_terminal({"digest", path("model"), "--plan", "2", "--output", path("plan")});
    QCOMPARE(text.out, QString("114 B in 5 files are shared out to 2 parts in %1.\n")
                           .arg(QString::fromStdString(path("plan"))));
  }

  void the_same_model_has_the_same_plan() {
    fs::copy(path("model"), path("copy"), fs::copy_options::recursive);
    fs::last_write_time(path("copy/config.json"), hours_ago(30));
    QCOMPARE(plan(2).exit_code, 0);
    QCOMPARE(run_terminal({"digest", path("copy"), "--plan", "2", "--output", path("other")}).exit_code, 0);
    QVERIFY(read(path("plan")) == read(path("other")));
  }

  /// Any model, any number of parts: what is signed is what one machine signs.
  void parts_make_what_one_machine_makes() {
    std::mt19937 random(20);
    for (int round = 0; round < 12; ++round) {
      write_random_model(random);
      const auto shard =
          std::to_string(1 + random() % (fs::exists(path("model/sparse.bin")) ? 3'000'000 : 150));
      Words how = round % 2 == 0 ? Words{} : Words{"--shard-size", shard};
      if (round % 3 == 0) how = how + Words{"--hash", "blake3"};
      QCOMPARE(sign(how).exit_code, 0);
      const auto whole = payload_of(path("new.sig"));
      for (const std::uint64_t count : {1, 2, 5, 40}) {
        QCOMPARE(plan(count, how).exit_code, 0);
        const auto answer = sign(parts(count));
        QVERIFY2(answer.exit_code == 0, qPrintable(answer.out));
        QVERIFY(payload_of(path("new.sig")) == whole);
      }
    }
  }

  /// To read all of it would take hours.
  void a_part_reads_its_own_ranges_only() {
    make_huge("model/weights.bin");
    QCOMPARE(plan(2).exit_code, 0);
    const auto files = part(2);
    QCOMPARE(files.json()["files"].get<int>(), 4);
    QCOMPARE(files.json()["bytes"].get<int>(), 14);
    QCOMPARE(files.json()["part"].get<int>(), 2);
    QCOMPARE(files.json()["parts"].get<int>(), 2);
    QVERIFY(!files.json()["kept"].get<bool>());
    QVERIFY(files.json()["digest"].is_null());

    QCOMPARE(plan(10'000, {"--shard-size", "67108864"}).exit_code, 0);
    const auto ranges = part(5000);
    QCOMPARE(ranges.json()["files"].get<int>(), 1);
    const auto bytes = ranges.json()["bytes"].get<std::uint64_t>();
    QVERIFY(bytes >= huge / 10'000 - (64U << 20U) && bytes <= huge / 10'000 + (64U << 20U));
  }

  void a_model_that_is_not_as_planned_is_refused_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("subject");
    QTest::newRow("appeared") << "appeared"
                              << "b";
    QTest::newRow("appeared at the end") << "last"
                                         << "z";
    QTest::newRow("vanished") << "vanished"
                              << "config.json";
    QTest::newRow("the last vanished") << "last vanished"
                                       << "weights.bin";
    QTest::newRow("another size") << "size"
                                  << "empty";
  }

  void a_model_that_is_not_as_planned_is_refused() {
    QFETCH(const QString, change);
    QFETCH(const QString, subject);
    QCOMPARE(plan(2).exit_code, 0);
    if (change == "appeared") write(path("model/b"), "1");
    if (change == "last") write(path("model/z"), "1");
    if (change == "vanished") fs::remove(path("model/config.json"));
    if (change == "last vanished") fs::remove(path("model/weights.bin"));
    if (change == "size") write(path("model/empty"), "1");
    const auto answer = part(1);
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(code(answer), "plan.differs");
    QCOMPARE(QString::fromStdString(answer.json()["error"]["subject"].get<std::string>()), subject);
    QVERIFY(!fs::exists(path("plan-1")));
  }

  void a_part_that_the_plan_does_not_have_is_refused() {
    QCOMPARE(plan(2).exit_code, 0);
    QCOMPARE(code(part(3)), "plan.part");
    write(path("plan"), "{}");
    QCOMPARE(code(part(1)), "json.member_missing");
    fs::remove(path("plan"));
    QCOMPARE(code(part(1)), "file.not_found");
  }

  void a_result_is_kept_only_where_it_holds_still() {
    for (const auto& entry : fs::recursive_directory_iterator(path("model")))
      fs::last_write_time(entry, hours_ago(2));
    QTest::qWait(50);  // past one tick of the file system's clock
    QCOMPARE(plan(2).exit_code, 0);
    const auto kept = [&](std::uint64_t number) {
      const auto answer = part(number, {"--resume"});
      if (answer.exit_code != 0) qFatal("%s", qPrintable(answer.out));
      return answer.json()["kept"].get<bool>();
    };
    QVERIFY(!kept(1));
    QVERIFY(kept(1));
    const auto list = read(path("plan-1"));
    QVERIFY(!part(1).json()["kept"].get<bool>());

    write(path("plan-1"), std::string(as_text(list)).substr(0, list.size() / 2));
    QVERIFY(!kept(1));
    QVERIFY(read(path("plan-1")) == list);

    QVERIFY(!kept(2));
    fs::copy_file(path("plan-2"), path("plan-1"), fs::copy_options::overwrite_existing);
    QVERIFY(!kept(1));

    // Part 1 is the largest file; part 2 does not have it.
    QTest::qWait(50);
    write(path("model/weights.bin"), std::string(100, 'v'));
    QVERIFY(kept(2));
    QVERIFY(!kept(1));
    QVERIFY(read(path("plan-1")) != list);

    QTest::qWait(50);
    QCOMPARE(plan(2, {"--hash", "blake3"}).exit_code, 0);
    QVERIFY(!kept(1));
  }

  void what_does_not_go_together_is_refused_data() {
    QTest::addColumn<QString>("words");
    for (const char* words :
         {"--plan 2", "--part 1 --of p", "--part 1 --output o", "--of p", "--resume", "--plan 0 --output o",
          "--plan 10001 --output o", "--plan 2 --output o --only a", "--plan 2 --output o --use-digest-cache",
          "--plan 2 --part 1 --of p --output o", "--part 1 --of p --output o --shard-size 5",
          "--part 1 --of p --output o --hash blake3", "--part 1 --of p --output o --ignore-paths a",
          "--part 1 --of p --output o --no-ignore-git-paths", "--part 1 --of p --output o --allow-symlinks",
          "--part 1 --of p --output o --only a", "--part -1 --of p --output o", "--part 0 --of p --output o",
          "--part x --of p --output o"})
      QTest::newRow(words) << words;
  }

  void what_does_not_go_together_is_refused() {
    QFETCH(const QString, words);
    Words arguments{"digest", path("model")};
    for (const auto& word : words.split(' ')) arguments.push_back(word.toStdString());
    QCOMPARE(run_terminal(arguments).exit_code, 2);
  }

  void gaps_overlaps_and_strangers_are_not_signed() {
    QCOMPARE(plan(3).exit_code, 0);
    const auto all = parts(3);
    QCOMPARE(code(sign({all.begin(), all.end() - 2})), "digests.incomplete");
    QCOMPARE(QString::fromStdString(
                 sign({all.begin(), all.end() - 2}).json()["error"]["subject"].get<std::string>()),
             "part 3 of 3");
    QCOMPARE(code(sign(all + Words{all.begin(), all.begin() + 2})), "digests.overlap");
    QCOMPARE(plan(2, {}, "other").exit_code, 0);
    const auto others = parts(2, "other");
    QCOMPARE(code(sign(all + Words{others.begin(), others.begin() + 2})), "digests.stranger");
    QVERIFY(!fs::exists(path("new.sig")));
    QCOMPARE(sign(all).exit_code, 0);
  }

  void a_signature_in_the_model_is_remarked_on() {
    const SignedModel model;
    fs::copy(model.path("model.sig"), path("model/model.sig"));
    const auto answer = run_terminal({"digest", path("model"), "--plan", "2", "--output", path("plan")});
    QVERIFY2(answer.err.contains("model.sig is in the plan too"), qPrintable(answer.err));
  }

  void a_single_file_is_shared_out_too() {
    write(path("one.bin"), std::string(95, '1'));
    const Words how{"--shard-size", "10"};
    QCOMPARE(run_terminal(Words{"digest", path("one.bin"), "--plan", "3", "--output", path("plan")} + how)
                 .exit_code,
             0);
    Words lists;
    for (const char* number : {"1", "2", "3"}) {
      const auto list = path(std::string("list-") + number);
      QCOMPARE(
          run_terminal({"digest", path("one.bin"), "--part", number, "--of", path("plan"), "--output", list})
              .exit_code,
          0);
      lists = lists + Words{"--digests", list};
    }
    const Words signing{"sign",          "key",         path("one.bin"), "--private-key",
                        path("key.pem"), "--overwrite", "--signature"};
    QCOMPARE(run_terminal(signing + Words{path("parts.sig")} + lists).exit_code, 0);
    QCOMPARE(run_terminal(signing + Words{path("whole.sig")} + how).exit_code, 0);
    QVERIFY(payload_of(path("parts.sig")) == payload_of(path("whole.sig")));
  }

  void stopping_exits_130_and_writes_nothing() {
    QCOMPARE(plan(2).exit_code, 0);
    std::stop_source source;
    source.request_stop();
    const auto answer =
        run_terminal({"digest", path("model"), "--part", "1", "--of", path("plan"), "--output", path("list")},
                     source.get_token());
    QCOMPARE(answer.exit_code, 130);
    QVERIFY(!fs::exists(path("list")));
  }
};

QTEST_APPLESS_MAIN(TestDigestParts)
#include "tst_digest_parts.moc"
