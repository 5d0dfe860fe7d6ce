#include <QTest>
#include <map>
#include <random>

#include "base/limits.h"
#include "manifest/make.h"
#include "manifest/plan.h"

using namespace weighmaster;
using base::Code;
using manifest::ByteRange;
using manifest::Plan;
using manifest::PlannedFile;

namespace {

Plan plan(const std::vector<PlannedFile>& files, std::uint64_t parts,
          const manifest::Serialization& how = {}) {
  return Plan::create(how, files, parts).value();
}

base::Result<Plan> parsed(const std::string& text) {
  return manifest::parse_plan(as_bytes(text), "plan.json");
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) qFatal("no %s in %s", what.c_str(), text.c_str());
  return text.replace(at, what.size(), by);
}

std::vector<PlannedFile> random_files(std::mt19937& random) {
  const auto below = [&](std::uint32_t end) {
    return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random);
  };
  std::vector<PlannedFile> files;
  const auto count = 1 + below(40);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto kind = below(5);
    const std::uint64_t size = kind == 0   ? 0
                               : kind == 1 ? below(100)
                               : kind == 2 ? 10 * below(10)
                                           : below(5000);
    files.push_back({"f" + std::to_string(1000 + i), size});
  }
  return files;
}

std::uint64_t total(const std::vector<PlannedFile>& files) {
  std::uint64_t bytes = 0;
  for (const auto& file : files) bytes += file.size;
  return bytes;
}

struct Load {
  std::uint64_t least = UINT64_MAX;
  std::uint64_t most = 0;
};

/// Checks that every piece of every file, and every file without pieces, is in one part; how the bytes are
/// shared out.
Load load_of(const Plan& plan) {
  std::map<std::size_t, std::multimap<ByteRange, std::uint64_t>> found;
  Load load;
  for (std::uint64_t number = 1; number <= plan.parts(); ++number) {
    std::uint64_t bytes = 0;
    const manifest::Share* previous = nullptr;
    const auto shares = plan.shares(number);
    for (const auto& share : shares) {
      if (previous != nullptr &&
          std::pair(previous->file, previous->range) >= std::pair(share.file, share.range))
        qFatal("not in order");
      previous = &share;
      bytes += share.range.size();
      const auto pieces = manifest::pieces(plan.serialization(), share);
      for (const auto& piece : pieces) found[share.file].emplace(piece, number);
      if (pieces.empty()) found[share.file].emplace(share.range, number);
    }
    load.least = std::min(load.least, bytes);
    load.most = std::max(load.most, bytes);
  }
  for (std::size_t place = 0; place < plan.files().size(); ++place) {
    auto wanted = manifest::pieces(plan.serialization(), plan.files()[place].size);
    if (wanted.empty()) wanted = {{0, 0}};
    std::vector<ByteRange> here;
    for (const auto& [range, number] : found[place]) here.push_back(range);
    if (here != wanted) qFatal("%s is not cut as it should be", plan.files()[place].name.c_str());
  }
  return load;
}

}  // namespace

class tst_plan : public QObject {
  Q_OBJECT

 private slots:
  void what_is_written_is_read_as_it_was() {
    manifest::Serialization how;
    how.ignore_paths = {".git", "skip"};
    how.allow_symlinks = true;
    const auto files = plan({{"a \"b\".bin", 5}, {"sub/\xC3\xA9", 0}}, 3, how);
    QVERIFY(parsed(manifest::plan_text(files)).value() == files);
    const auto shards = plan({{"a", 25}}, 1, tests::in_shards_of(10));
    QVERIFY(parsed(manifest::plan_text(shards)).value() == shards);
    QVERIFY(files.digest() != shards.digest());
  }

  void the_text_is_one_file_a_line_and_always_the_same() {
    const auto text = manifest::plan_text(plan({{"a", 1}, {"b", 2}}, 2));
    QCOMPARE(QString::fromStdString(text).section('\n', 1), QString("\"a\":1,\n\"b\":2\n}}\n"));
    QCOMPARE(manifest::plan_text(*parsed(text)), text);
  }

  void faulty_plans_are_refused_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const char* what, const char* by, const char* code) {
      QTest::newRow(name) << what << by << code;
    };
    row("another format", "weighmaster-plan", "weighmaster-digests", "plan.malformed");
    row("a later version", "\"version\":1", "\"version\":2", "plan.malformed");
    row("not JSON", "{", "", "json.malformed");
    row("text behind it", "\n}}\n", "\n}}\n{}", "json.malformed");
    row("no parts", "\"parts\":3", "\"parts\":0", "plan.malformed");
    row("parts in text", "\"parts\":3", "\"parts\":\"3\"", "plan.malformed");
    row("too many parts", "\"parts\":3", "\"parts\":10001", "plan.malformed");
    row("nobody says how many parts", "\"parts\":3,", "", "json.member_missing");
    row("no files", "{\n\"a\":5,\n\"b\":25\n}", "{}", "manifest.empty");
    row("a list of files", "{\n\"a\":5,\n\"b\":25\n}", "[]", "json.member_type");
    row("a file twice", "\"a\":5", "\"b\":5", "json.duplicate_member");
    row("a size below zero", "\"a\":5", "\"a\":-5", "plan.malformed");
    row("a size with a fraction", "\"a\":5", "\"a\":5.0", "plan.malformed");
    row("a size in text", "\"a\":5", "\"a\":\"5\"", "plan.malformed");
    row("a size of 2^64 - 1", "\"a\":5", "\"a\":18446744073709551615", "plan.malformed");
    row("a name upwards", "\"a\"", "\"../a\"", "manifest.name");
    row("a name not in normal form", "\"a\"", "\"./a\"", "manifest.name");
    row("an unknown algorithm", "sha256", "md5", "manifest.algorithm");
    row("no shard size", ",\"shard_size\":10", "", "manifest.serialization");
    row("a shard size without shards", "\"shards\"", "\"files\"", "manifest.serialization");
    row("more shards than a manifest holds", "\"a\":5", "\"a\":40000001", "manifest.too_many");
  }

  void faulty_plans_are_refused() {
    QFETCH(const QString, what);
    QFETCH(const QString, by);
    QFETCH(const QString, code);
    const auto text = manifest::plan_text(plan({{"a", 5}, {"b", 25}}, 3, tests::in_shards_of(10)));
    QVERIFY(parsed(text).has_value());
    const auto result = parsed(replaced(text, what.toStdString(), by.toStdString()));
    QVERIFY(!result.has_value());
    QCOMPARE(QString::fromStdString(std::string(base::name(result.error().code))), code);
    if (code == "plan.malformed") QVERIFY(result.error().subject.starts_with("plan.json"));
  }

  void a_plan_is_made_of_names_in_order() {
    QCOMPARE(Plan::create({}, {{"b", 1}, {"a", 1}}, 1).error().code, Code::plan_malformed);
    QCOMPARE(Plan::create({}, {{"a", 1}, {"a", 1}}, 1).error().code, Code::plan_malformed);
    QCOMPARE(Plan::create({}, {{"a", 1}}, base::limits::plan_parts + 1).error().code, Code::plan_malformed);
    const std::uint64_t half = 1ULL << 62U;
    QVERIFY(Plan::create({}, {{"a", half}, {"b", half - 1}}, 1).has_value());
    QCOMPARE(Plan::create({}, {{"a", half}, {"b", half}}, 1).error().code, Code::plan_malformed);
    const auto three = plan({{"a", 1}}, 3);
    QVERIFY(three.check_part(1) && three.check_part(3));
    QCOMPARE(three.check_part(0).error().code, Code::plan_part);
    QCOMPARE(three.check_part(4).error().code, Code::plan_part);
  }

  /// The largest file goes first; equal ones in the order of their names.
  void whole_files_go_where_the_fewest_bytes_are() {
    const auto three = plan({{"a", 10}, {"b", 30}, {"c", 20}, {"d", 0}, {"e", 20}}, 3);
    const auto files = [&](std::uint64_t number) {
      QStringList names;
      for (const auto& share : three.shares(number))
        names << QString::fromStdString(three.files()[share.file].name);
      return names.join(' ');
    };
    QCOMPARE(files(1), QString("b"));
    QCOMPARE(files(2), QString("a c"));
    QCOMPARE(files(3), QString("d e"));
  }

  void a_file_is_cut_at_the_borders_of_shards() {
    const auto three = plan({{"a", 95}, {"empty", 0}, {"z", 5}}, 3, tests::in_shards_of(10));
    const std::vector<std::vector<manifest::Share>> wanted{
        {{0, {0, 30}}}, {{0, {30, 70}}}, {{0, {70, 95}}, {1, {0, 0}}, {2, {0, 5}}}};
    for (std::uint64_t number = 1; number <= 3; ++number) QVERIFY(three.shares(number) == wanted[number - 1]);
  }

  /// Any model, any number of parts: together they are the whole, and no part has much more than its due.
  void parts_are_the_whole_in_equal_bytes() {
    std::mt19937 random(8);
    for (int round = 0; round < 60; ++round) {
      const auto files = random_files(random);
      std::uint64_t largest = 0;
      for (const auto& file : files) largest = std::max(largest, file.size);
      for (const std::uint64_t parts : {1, 2, 3, 7, 16, 100}) {
        const auto whole = load_of(plan(files, parts));
        QVERIFY(whole.most - whole.least <= largest);
        const auto shard = std::uniform_int_distribution<std::uint64_t>(50, 400)(random);
        const auto cut = load_of(plan(files, parts, tests::in_shards_of(shard)));
        QVERIFY(cut.most <= total(files) / parts + 1 + shard);
        QVERIFY(cut.least + 1 + shard >= total(files) / parts);
      }
    }
  }

  /// Sums and products stay within 64 bits.
  void the_largest_model_is_shared_out_too() {
    const std::uint64_t half = 1ULL << 62U;
    const auto cut =
        plan({{"a", half}, {"b", half - 1}}, base::limits::plan_parts, tests::in_shards_of(1ULL << 51U));
    const auto load = load_of(cut);
    QVERIFY(load.most <= 1ULL << 51U);
  }

  void a_result_is_known_by_its_plan_and_all_its_pieces() {
    const auto two = plan({{"a", 25}, {"empty", 0}}, 2, tests::in_shards_of(10));
    manifest::DigestList list{two.serialization(), two.listing(), {}};
    list.files = {{"a", 25, {{{10, 20}, tests::digest_of("x")}, {{20, 25}, tests::digest_of("y")}}},
                  {"empty", 0, {}}};
    list.part = manifest::PartOfPlan{two.digest(), 2, 2};
    QVERIFY(manifest::is_result_of(list, two, 2));
    QVERIFY(!manifest::is_result_of(list, two, 1));
    QVERIFY(!manifest::is_result_of(list, plan({{"a", 25}, {"empty", 0}}, 3, tests::in_shards_of(10)), 2));
    auto other = list;
    other.files[0].pieces.pop_back();
    QVERIFY(!manifest::is_result_of(other, two, 2));
    other = list;
    other.files.pop_back();
    QVERIFY(!manifest::is_result_of(other, two, 2));
    other = list;
    other.part.reset();
    QVERIFY(!manifest::is_result_of(other, two, 2));
    other = list;
    other.part->number = 1;
    QVERIFY(!manifest::is_result_of(other, two, 1));
    other = list;
    other.serialization.allow_symlinks = true;
    QVERIFY(!manifest::is_result_of(other, two, 2));
    other = list;
    other.listing->bytes = 1;
    QVERIFY(!manifest::is_result_of(other, two, 2));
  }
};

QTEST_APPLESS_MAIN(tst_plan)
#include "tst_plan.moc"
