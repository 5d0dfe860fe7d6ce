#include <QTest>

#include "manifest/difference.h"
#include "manifest/make.h"

using namespace weighmaster;
using manifest::Agreement;
using manifest::difference;
using tests::file;
using tests::shard;

class tst_difference : public QObject {
  Q_OBJECT

 private slots:
  void nothing_on_both_sides_is_no_row() { QVERIFY(difference({}, {}).empty()); }

  void each_file_is_one_row_in_code_point_order() {
    const auto rows = difference({file("d", "4"), file("c", "3"), file("a", "1")},
                                 {file("b-", "2"), file("c", "other"), file("a", "1"), file("b/x", "2")});
    QCOMPARE(rows.size(), std::size_t{5});
    QCOMPARE(rows[0].path, std::string("a"));
    QCOMPARE(rows[0].agreement, Agreement::matches);
    QCOMPARE(rows[1].path, std::string("b-"));
    QCOMPARE(rows[1].agreement, Agreement::unsigned_);
    QVERIFY(!rows[1].expected && rows[1].found);
    QCOMPARE(rows[2].path, std::string("b/x"));
    QCOMPARE(rows[3].path, std::string("c"));
    QCOMPARE(rows[3].agreement, Agreement::changed);
    QCOMPARE(rows[3].expected->hex(), tests::digest_of("3").hex());
    QCOMPARE(rows[3].found->hex(), tests::digest_of("other").hex());
    QCOMPARE(rows[4].path, std::string("d"));
    QCOMPARE(rows[4].agreement, Agreement::missing);
    QVERIFY(rows[4].expected && !rows[4].found);
  }

  void names_are_compared_as_bytes() {
    const auto rows = difference({file("\xC3\xA9", "1")}, {file("e\xCC\x81", "1"), file("A", "1")});
    QCOMPARE(rows.size(), std::size_t{3});
    for (const auto& row : rows) QVERIFY(row.agreement != Agreement::matches);
  }

  void shards_stand_under_their_file() {
    const auto rows = difference({shard("a", 4, 6, "2"), shard("a", 0, 4, "1")},
                                 {shard("a", 0, 4, "1"), shard("a", 4, 6, "2")});
    QCOMPARE(rows.size(), std::size_t{1});
    QCOMPARE(rows[0].agreement, Agreement::matches);
    QCOMPARE(rows[0].shards.size(), std::size_t{2});
    QVERIFY((rows[0].shards[0].range == manifest::ByteRange{0, 4}));
    QVERIFY(!rows[0].expected && !rows[0].found);
  }

  void a_file_that_lost_its_tail_has_changed() {
    const auto rows = difference({shard("a", 0, 4, "1"), shard("a", 4, 8, "2")}, {shard("a", 0, 4, "1")});
    QCOMPARE(rows[0].agreement, Agreement::changed);
    QCOMPARE(rows[0].shards.size(), std::size_t{2});
    QVERIFY(!rows[0].shards[1].found);
  }

  void a_file_that_grew_within_its_last_shard_has_changed() {
    const auto rows = difference({shard("a", 0, 4, "1"), shard("a", 4, 6, "2")},
                                 {shard("a", 0, 4, "1"), shard("a", 4, 7, "2")});
    QCOMPARE(rows[0].agreement, Agreement::changed);
    QCOMPARE(rows[0].shards.size(), std::size_t{3});
    QVERIFY(rows[0].shards[1].expected && !rows[0].shards[1].found);
    QVERIFY(!rows[0].shards[2].expected && rows[0].shards[2].found);
  }

  void a_file_that_grew_by_a_shard_has_changed() {
    const auto rows = difference({shard("a", 0, 4, "1")},
                                 {shard("a", 0, 4, "1"), shard("a", 4, 8, "2"), shard("b", 0, 1, "3")});
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].agreement, Agreement::changed);
    QCOMPARE(rows[1].agreement, Agreement::unsigned_);
    QCOMPARE(rows[1].shards.size(), std::size_t{1});
  }

  void whole_files_never_match_shards() {
    const auto rows = difference({file("a", "1")}, {shard("a", 0, 1, "1")});
    QCOMPARE(rows.size(), std::size_t{1});
    QCOMPARE(rows[0].agreement, Agreement::changed);
  }

  void another_algorithm_never_matches() {
    auto other = file("a", "1");
    other.digest = tests::digest_of("1", crypto::DigestAlgorithm::blake3);
    QCOMPARE(difference({file("a", "1")}, {other})[0].agreement, Agreement::changed);
  }
};

QTEST_APPLESS_MAIN(tst_difference)
#include "tst_difference.moc"
