#include <QTest>

#include "manifest/digest_list.h"
#include "manifest/make.h"

using namespace weighmaster;
using base::Code;
using manifest::DigestList;
using manifest::FileDigests;
using tests::digest_of;

namespace {

manifest::Listing listing_of(const std::vector<FileDigests>& files) {
  manifest::ListingMaker maker;
  for (const auto& file : files) maker.add({file.name, file.size});
  return maker.finish();
}

FileDigests whole(const std::string& name, std::uint64_t size) {
  return {name, size, {{{0, size}, digest_of(name)}}};
}

/// A file of `size` bytes in shards of 10; only those that start at one of `starts`, or all.
FileDigests cut(const std::string& name, std::uint64_t size, const std::vector<std::uint64_t>& starts = {}) {
  FileDigests file{name, size, {}};
  for (const auto& range : manifest::pieces(tests::in_shards_of(10), size)) {
    const bool wanted =
        starts.empty() || std::find(starts.begin(), starts.end(), range.start) != starts.end();
    if (wanted) file.pieces.push_back({range, digest_of(name + std::to_string(range.start))});
  }
  return file;
}

DigestList of_files(const std::vector<FileDigests>& files) {
  return {{}, listing_of(files), files, "a test", {}, "list"};
}

DigestList in_shards(const std::vector<FileDigests>& files) {
  return {tests::in_shards_of(10), listing_of(files), files, "a test", {}, "list"};
}

/// The same list as part `number` of three of a plan.
DigestList part(DigestList list, std::uint64_t number, std::string_view plan = "plan") {
  list.part = manifest::PartOfPlan{digest_of(plan), number, 3};
  list.source = "part-" + std::to_string(number);
  return list;
}

base::Result<DigestList> parsed(const std::string& text) {
  return manifest::parse_digest_list(as_bytes(text), "list");
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) qFatal("no %s in %s", what.c_str(), text.c_str());
  return text.replace(at, what.size(), by);
}

std::vector<std::string> names(const manifest::Manifest& manifest) {
  std::vector<std::string> all;
  for (const auto& resource : manifest.resources()) all.push_back(resource.name());
  return all;
}

/// "code subject" of why the lists make no manifest.
QString refusal(std::vector<DigestList> lists) {
  const auto manifest = manifest::manifest_of(std::move(lists));
  if (manifest) return "accepted";
  return QString::fromStdString(std::string(base::name(manifest.error().code)) + " " +
                                manifest.error().subject)
      .trimmed();
}

}  // namespace

class tst_digest_list : public QObject {
  Q_OBJECT

 private slots:
  void what_is_written_is_read_as_it_was() {
    auto list = of_files({whole("a b.bin", 5), whole("sub/\xC3\xA9\"\\", 0)});
    list.serialization.ignore_paths = {".git", "skip"};
    list.serialization.allow_symlinks = true;
    QVERIFY(parsed(manifest::digest_list_text(list)) == list);
    auto shards = in_shards({cut("a", 25), cut("empty", 0)});
    shards.serialization.hash = crypto::DigestAlgorithm::sha256;
    QVERIFY(parsed(manifest::digest_list_text(shards)) == shards);
    shards.listing.reset();
    shards.files.clear();
    QVERIFY(parsed(manifest::digest_list_text(shards)) == shards);
    auto third = part(shards, 3);
    third.source = "list";
    QVERIFY(parsed(manifest::digest_list_text(third)) == third);
  }

  void the_text_is_one_file_a_line_and_always_the_same() {
    const auto text = manifest::digest_list_text(of_files({whole("a", 1), whole("b", 2)}));
    QCOMPARE(std::count(text.begin(), text.end(), '\n'), 4);
    QVERIFY(text.find("\n{\"digest\":\"" + digest_of("b").hex() + "\",\"name\":\"b\",\"size\":2}\n]}\n") !=
            std::string::npos);
    QCOMPARE(text, manifest::digest_list_text(*parsed(text)));
  }

  void faulty_lists_are_refused_data() {
    QTest::addColumn<bool>("shards");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, bool shards, const char* what, const char* by, const char* code) {
      QTest::newRow(name) << shards << what << by << code;
    };
    row("another format", false, "weighmaster-digests", "checksums", "digests.malformed");
    row("a later version", false, "\"version\":1", "\"version\":2", "digests.malformed");
    row("a version in text", false, "\"version\":1", "\"version\":\"1\"", "digests.malformed");
    row("not JSON", false, "{", "", "json.malformed");
    row("text behind it", false, "\n]}\n", "\n]}\n{}", "json.malformed");
    row("a member twice", false, "\"size\":5", "\"size\":5,\"size\":5", "json.duplicate_member");
    row("no size", false, ",\"size\":5", "", "json.member_missing");
    row("a size below zero", false, "\"size\":5", "\"size\":-5", "digests.malformed");
    row("a size with a fraction", false, "\"size\":5", "\"size\":5.0", "digests.malformed");
    row("a size of 2^63", false, "\"size\":5", "\"size\":9223372036854775808", "digests.malformed");
    row("a name upwards", false, "\"a\"", "\"../a\"", "manifest.name");
    row("a name not in normal form", false, "\"a\"", "\"./a\"", "manifest.name");
    row("names not in order", false, "\"a\"", "\"c\"", "digests.malformed");
    row("a name twice", false, "\"a\"", "\"b\"", "digests.malformed");
    row("an unknown algorithm", false, "sha256", "md5", "manifest.algorithm");
    row("digests of another length", false, "\"sha256\"", "\"blake2b\"", "manifest.digest");
    row("a shard size without shards", false, "\"method\":\"files\"", "\"method\":\"files\",\"shard_size\":9",
        "manifest.serialization");
    row("no shard size", true, ",\"shard_size\":10", "", "manifest.serialization");
    row("a shard that is too long", true, "\"end\":10", "\"end\":11", "digests.malformed");
    row("a shard behind the end", true, "\"end\":25", "\"end\":30", "digests.malformed");
    row("a shard that starts between", true, "\"start\":10", "\"start\":11", "digests.malformed");
    row("a shard twice", true, "\"end\":20,\"start\":10", "\"end\":10,\"start\":0", "digests.malformed");
    row("shards not in order", true, "\"end\":10,\"start\":0", "\"end\":20,\"start\":10",
        "digests.malformed");
    row("part 0", false, "\"number\":3", "\"number\":0", "digests.malformed");
    row("a part behind the last", false, "\"number\":3", "\"number\":4", "digests.malformed");
    row("too many parts", false, "\"of\":3", "\"of\":10001", "digests.malformed");
    row("a part of no plan", false, "\"plan\":", "\"plans\":", "json.member_missing");
    row("a plan without digest", false, "\"plan\":\"", "\"plan\":\"0", "manifest.digest");
    row("a listing without bytes", false, "\"bytes\":7,", "", "json.member_missing");
  }

  void faulty_lists_are_refused() {
    QFETCH(const bool, shards);
    QFETCH(const QString, what);
    QFETCH(const QString, by);
    QFETCH(const QString, code);
    const auto list = part(shards ? in_shards({cut("a", 25)}) : of_files({whole("a", 5), whole("b", 2)}), 3);
    const auto text = manifest::digest_list_text(list);
    QVERIFY(parsed(text).has_value());
    const auto result = parsed(replaced(text, what.toStdString(), by.toStdString()));
    QVERIFY(!result.has_value());
    QCOMPARE(QString::fromStdString(std::string(base::name(result.error().code))), code);
  }

  void one_list_makes_a_manifest_in_the_order_of_the_names() {
    const auto manifest = manifest::manifest_of({in_shards({cut("a", 25), cut("a-b", 5), cut("e", 0)})});
    QVERIFY((names(manifest.value()) == std::vector<std::string>{"a-b:0:5", "a:0:10", "a:10:20", "a:20:25"}));
    QVERIFY(manifest->in_order());
  }

  void parts_make_the_manifest_of_the_whole_in_any_order() {
    const std::vector<FileDigests> all{cut("a", 25), cut("b", 10), cut("empty", 0)};
    const auto complete = in_shards(all);
    auto first = complete;
    first.files = {cut("a", 25, {0, 20})};
    auto second = complete;
    second.files = {cut("a", 25, {10}), cut("b", 10), cut("empty", 0)};
    second.tool = "another";
    const auto wanted = manifest::manifest_of({complete}).value();
    for (const auto& lists :
         {std::vector{first, second}, std::vector{second, first}, std::vector{complete}}) {
      const auto manifest = manifest::manifest_of(lists).value();
      QVERIFY(manifest.resources() == wanted.resources());
      QVERIFY(manifest.root_digest() == wanted.root_digest());
    }
  }

  void gaps_are_named() {
    const auto complete = in_shards({cut("a", 25), cut("b", 10)});
    auto part = complete;
    part.files = {cut("a", 25, {0, 20}), cut("b", 10)};
    const auto gap = manifest::manifest_of({part}).error();
    QCOMPARE(gap.code, Code::digests_incomplete);
    QCOMPARE(gap.subject, std::string("a"));
    QCOMPARE(gap.detail, std::string("bytes 10 to 20"));
    part.files = {cut("a", 25)};
    QCOMPARE(refusal({part}), "digests.incomplete");
    part.listing.reset();
    QCOMPARE(refusal({part}), "accepted");
    QCOMPARE(refusal({}), "manifest.empty");
  }

  void contradictions_are_named() {
    const auto list = of_files({whole("a", 5), whole("b", 2)});
    auto other = list;
    other.files[0].pieces[0].digest = digest_of("something else");
    QCOMPARE(refusal({list, other}), "digests.differ a");
    other.files[0] = list.files[0];
    other.files[1].pieces[0].digest = digest_of("something else");
    QCOMPARE(refusal({list, other}), "digests.differ b");
    other = list;
    other.files[1].size = 3;
    QCOMPARE(refusal({list, other}), "digests.differ b");
    other = list;
    other.serialization.allow_symlinks = true;
    QCOMPARE(refusal({list, other}), "digests.differ serialization");
  }

  void what_is_there_twice_is_named() {
    const auto list = of_files({whole("a", 5), whole("b", 2)});
    QCOMPARE(refusal({list, list}), "digests.overlap a");
    const auto empty = in_shards({cut("empty", 0)});
    QCOMPARE(refusal({empty, empty}), "digests.overlap empty");
    const auto first = in_shards({cut("a", 25)});
    auto second = first;
    second.files = {cut("a", 25, {20})};
    QCOMPARE(refusal({first, second}), "digests.overlap a");
    const auto again = manifest::manifest_of({part(list, 2), part(list, 2)}).error();
    QCOMPARE(again.code, Code::digests_overlap);
    QCOMPARE(again.subject, std::string("part 2 of 3"));
    QCOMPARE(again.detail, std::string("part-2 and part-2"));
  }

  void strangers_are_named() {
    const auto list = of_files({whole("a", 5), whole("b", 2)});
    auto other = of_files({whole("a", 5)});
    other.source = "other";
    QCOMPARE(refusal({list, other}), "digests.stranger other");
    auto more = list;
    more.files.push_back(whole("c", 1));
    QCOMPARE(refusal({more}), "digests.stranger list");
    more.files.erase(more.files.begin());
    QCOMPARE(refusal({more}), "digests.stranger list");
    QCOMPARE(refusal({part(list, 1), part(list, 2, "another plan")}), "digests.stranger part-2");
  }

  void parts_that_are_missing_are_named() {
    const auto complete = in_shards({cut("a", 25), cut("b", 10)});
    auto second = part(complete, 2);
    second.files = {cut("a", 25, {10})};
    QCOMPARE(refusal({second}), "digests.incomplete parts 1, 3 of 3");
    auto first = part(complete, 1);
    first.files = {cut("a", 25, {0})};
    QCOMPARE(refusal({first, second}), "digests.incomplete part 3 of 3");
    auto third = part(complete, 3);
    third.files = {cut("a", 25, {20}), cut("b", 10)};
    QCOMPARE(refusal({third, second, first}), "accepted");
    third.files.pop_back();
    QCOMPARE(refusal({third, second, first}), "digests.incomplete");
  }
};

QTEST_APPLESS_MAIN(tst_digest_list)
#include "tst_digest_list.moc"
