#include <QElapsedTimer>
#include <QTest>

#include "base/encoding.h"
#include "manifest/make.h"
#include "manifest/manifest.h"

using namespace weighmaster;
using manifest::ByteRange;
using manifest::Manifest;
using manifest::Resource;
using manifest::Serialization;
using tests::file;
using tests::in_shards_of;
using tests::shard;

using Resources = std::vector<Resource>;
Q_DECLARE_METATYPE(weighmaster::base::Code)
Q_DECLARE_METATYPE(Resources)
Q_DECLARE_METATYPE(std::vector<weighmaster::manifest::ByteRange>)

class tst_manifest : public QObject {
  Q_OBJECT

 private slots:
  void keeps_what_is_well_formed() {
    const auto made = Manifest::create({}, {file("b", "2"), file("./a//c", "1")});
    QVERIFY(made.has_value());
    QCOMPARE(made->resources().size(), std::size_t{2});
    QCOMPARE(made->resources()[0].path, std::string("b"));
    QCOMPARE(made->resources()[1].path, std::string("a/c"));
    QVERIFY(!made->in_order());
    QVERIFY(!made->names_only_dot());
  }

  void refuses_files_that_are_not_well_formed_data() {
    QTest::addColumn<Resources>("resources");
    QTest::addColumn<base::Code>("code");
    auto blake = file("a", "1");
    blake.digest = tests::digest_of("1", crypto::DigestAlgorithm::blake2b);
    QTest::newRow("none") << Resources{} << base::Code::manifest_empty;
    QTest::newRow("upwards") << Resources{file("../a", "1")} << base::Code::manifest_name;
    QTest::newRow("twice") << Resources{file("a", "1"), file("b", "1"), file("a", "1")}
                           << base::Code::manifest_name_duplicate;
    QTest::newRow("twice when normal")
        << Resources{file("a/b", "1"), file("./a//b", "2")} << base::Code::manifest_name_duplicate;
    QTest::newRow("dot among others")
        << Resources{file(".", "1"), file("a", "2")} << base::Code::manifest_name;
    QTest::newRow("dot twice") << Resources{file(".", "1"), file(".", "2")}
                               << base::Code::manifest_name_duplicate;
    QTest::newRow("another algorithm") << Resources{blake} << base::Code::manifest_algorithm;
    QTest::newRow("a shard among files") << Resources{shard("a", 0, 4)} << base::Code::manifest_shards;
  }

  void refuses_files_that_are_not_well_formed() {
    QFETCH(Resources, resources);
    QFETCH(base::Code, code);
    const auto made = Manifest::create({}, resources);
    QVERIFY(!made);
    QCOMPARE(made.error().code, code);
  }

  void a_single_dot_is_an_old_single_file_model() {
    const auto whole = Manifest::create({}, {file(".", "1")});
    QVERIFY(whole.has_value());
    QVERIFY(whole->names_only_dot());
    const auto sharded = Manifest::create(in_shards_of(4), {shard(".", 0, 4), shard(".", 4, 5)});
    QVERIFY(sharded.has_value());
    QVERIFY(sharded->names_only_dot());
  }

  void shards_are_in_sequence_data() {
    QTest::addColumn<Resources>("resources");
    QTest::newRow("one, short") << Resources{shard("a", 0, 1)};
    QTest::newRow("one, full") << Resources{shard("a", 0, 4)};
    QTest::newRow("last one short") << Resources{shard("a", 0, 4), shard("a", 4, 8), shard("a", 8, 9)};
    QTest::newRow("listed in any order")
        << Resources{shard("a", 8, 9), shard("b", 0, 4), shard("a", 0, 4), shard("a", 4, 8)};
    QTest::newRow("names that look like shards") << Resources{shard("a", 0, 4), shard("a:0:4", 0, 4)};
  }

  void shards_are_in_sequence() {
    QFETCH(Resources, resources);
    QVERIFY(Manifest::create(in_shards_of(4), resources).has_value());
  }

  void refuses_other_shards_data() {
    QTest::addColumn<Resources>("resources");
    QTest::addColumn<base::Code>("code");
    const auto bad = base::Code::manifest_shards;
    QTest::newRow("does not start at zero") << Resources{shard("a", 4, 8)} << bad;
    QTest::newRow("a gap") << Resources{shard("a", 0, 4), shard("a", 8, 12)} << bad;
    QTest::newRow("an overlap") << Resources{shard("a", 0, 4), shard("a", 3, 7)} << bad;
    QTest::newRow("same start, two ends") << Resources{shard("a", 0, 3), shard("a", 0, 4)} << bad;
    QTest::newRow("empty") << Resources{shard("a", 0, 0)} << bad;
    QTest::newRow("an empty tail") << Resources{shard("a", 0, 4), shard("a", 4, 4)} << bad;
    QTest::newRow("backwards") << Resources{shard("a", 4, 0)} << bad;
    QTest::newRow("too long") << Resources{shard("a", 0, 5)} << bad;
    QTest::newRow("all of the numbers") << Resources{shard("a", 0, UINT64_MAX)} << bad;
    QTest::newRow("behind a short one") << Resources{shard("a", 0, 3), shard("a", 3, 7)} << bad;
    QTest::newRow("the second file is wrong") << Resources{shard("a", 0, 4), shard("b", 4, 8)} << bad;
    QTest::newRow("a whole file among shards") << Resources{shard("a", 0, 4), file("b", "1")} << bad;
    QTest::newRow("twice") << Resources{shard("a", 0, 4), shard("./a", 0, 4)}
                           << base::Code::manifest_name_duplicate;
  }

  void refuses_other_shards() {
    QFETCH(Resources, resources);
    QFETCH(base::Code, code);
    const auto made = Manifest::create(in_shards_of(4), resources);
    QVERIFY(!made);
    QCOMPARE(made.error().code, code);
  }

  void a_faulty_shard_is_called_by_its_file_and_its_bytes() {
    const auto made = Manifest::create(in_shards_of(4), {shard("a", 0, 4), shard("a", 8, 12)});
    QVERIFY(!made);
    QCOMPARE(made.error().subject, std::string("a"));
    QCOMPARE(made.error().detail, std::string("bytes 8 to 12: a gap before it"));
    const auto twice = Manifest::create(in_shards_of(4), {shard("a", 0, 4), shard("./a", 0, 4)});
    QVERIFY(!twice);
    QCOMPARE(twice.error().subject, std::string("a"));
    QCOMPARE(twice.error().detail, std::string("bytes 0 to 4"));
  }

  void the_shard_size_belongs_to_shards() {
    const auto without = Manifest::create(in_shards_of(0), {shard("a", 0, 4)});
    QVERIFY(!without);
    QCOMPARE(without.error().code, base::Code::manifest_serialization);
    Serialization files;
    files.shard_size = 4;
    const auto with = Manifest::create(files, {file("a", "1")});
    QVERIFY(!with);
    QCOMPARE(with.error().code, base::Code::manifest_serialization);
  }

  void order_is_by_code_points() {
    // U+FF5E stands before U+1F600, although its UTF-16 unit is greater than a surrogate.
    QVERIFY(Manifest::create({}, {file("a-b", "1"), file("a/b", "1"), file("\xEF\xBD\x9E", "1"),
                                  file("\xF0\x9F\x98\x80", "1")})
                ->in_order());
    // By path parts "a/b" would come first.
    QVERIFY(!Manifest::create({}, {file("a/b", "1"), file("a-b", "1")})->in_order());
    // Shards sort by their names, not by their numbers.
    QVERIFY(Manifest::create(in_shards_of(5), {shard("a", 0, 5), shard("a", 10, 15), shard("a", 5, 10)})
                ->in_order());
  }

  void the_root_digest_goes_over_raw_digests_in_the_order_listed() {
    const auto one = file("a", "1");
    const auto two = file("b", "2");
    Bytes both = to_bytes(one.digest.bytes());
    both.insert(both.end(), two.digest.bytes().begin(), two.digest.bytes().end());
    QCOMPARE(Manifest::create({}, {one, two})->root_digest().hex(),
             crypto::digest(crypto::DigestAlgorithm::sha256, both).hex());
    QVERIFY(Manifest::create({}, {two, one})->root_digest() !=
            Manifest::create({}, {one, two})->root_digest());
  }

  void the_root_digest_is_the_one_that_the_reference_computes() {
    // model-signing 1.1.1, BLAKE2b over the files a.txt "hello world", empty "", sub/b "abc".
    const auto blake = [](std::string path, std::string_view content) {
      return Resource{std::move(path), std::nullopt,
                      tests::digest_of(content, crypto::DigestAlgorithm::blake2b)};
    };
    const Serialization serialization{
        manifest::Method::files, crypto::DigestAlgorithm::blake2b, 0, false, {}};
    const auto made = Manifest::create(
        serialization, {blake("a.txt", "hello world"), blake("empty", ""), blake("sub/b", "abc")});
    QCOMPARE(made->root_digest().hex(),
             std::string("f8114118f9bf1909aa1f97e34deabddc974e7dafc4912d29857e239120a12ab0"));
  }

  void cuts_files_into_pieces_data() {
    QTest::addColumn<quint64>("shard_size");
    QTest::addColumn<quint64>("size");
    QTest::addColumn<std::vector<ByteRange>>("ranges");
    using Ranges = std::vector<ByteRange>;
    QTest::newRow("whole") << quint64{0} << quint64{10} << Ranges{{0, 10}};
    QTest::newRow("whole and empty") << quint64{0} << quint64{0} << Ranges{{0, 0}};
    QTest::newRow("empty in shards") << quint64{4} << quint64{0} << Ranges{};
    QTest::newRow("less than a shard") << quint64{4} << quint64{3} << Ranges{{0, 3}};
    QTest::newRow("exactly two") << quint64{4} << quint64{8} << Ranges{{0, 4}, {4, 8}};
    QTest::newRow("a short tail") << quint64{4} << quint64{9} << Ranges{{0, 4}, {4, 8}, {8, 9}};
    QTest::newRow("near the end of the numbers") << quint64{UINT64_MAX - 1} << quint64{UINT64_MAX}
                                                 << Ranges{{0, UINT64_MAX - 1}, {UINT64_MAX - 1, UINT64_MAX}};
  }

  void cuts_files_into_pieces() {
    QFETCH(quint64, shard_size);
    QFETCH(quint64, size);
    QFETCH(std::vector<ByteRange>, ranges);
    const auto serialization = shard_size == 0 ? Serialization{} : in_shards_of(shard_size);
    QVERIFY(manifest::pieces(serialization, size) == ranges);
    QCOMPARE(manifest::piece_count(serialization, size), std::uint64_t{ranges.size()});
  }

  void a_million_resources_take_no_quadratic_time() {
    Resources resources;
    const auto same = tests::digest_of("same");
    for (std::uint64_t i = 0; i < 1'000'000; ++i) {
      resources.push_back({"folder/model.safetensors", ByteRange{i * 4, i * 4 + 4}, same});
    }
    QElapsedTimer clock;
    clock.start();
    QVERIFY(Manifest::create(in_shards_of(4), std::move(resources)).has_value());
    // A second here; quadratic work would take hours. Generous, for sanitizers and busy machines.
    QVERIFY2(clock.elapsed() < 60'000, qPrintable(QString::number(clock.elapsed())));
  }
};

QTEST_APPLESS_MAIN(tst_manifest)
#include "tst_manifest.moc"
