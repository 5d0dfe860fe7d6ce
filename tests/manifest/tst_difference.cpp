#include <QTest>

#include "manifest/difference.h"
#include "manifest/make.h"

using namespace weighmaster;
using manifest::Difference;
using manifest::Manifest;
using tests::file;
using tests::shard;
using Names = std::vector<std::string>;

namespace {

Manifest of_files(std::vector<manifest::Resource> resources) {
  return Manifest::create({}, std::move(resources)).value();
}

Manifest in_shards(std::vector<manifest::Resource> resources) {
  return Manifest::create(tests::in_shards_of(10), std::move(resources)).value();
}

}  // namespace

class tst_difference : public QObject {
  Q_OBJECT

 private slots:
  void the_same_files_differ_in_nothing_whatever_their_order() {
    const auto a = of_files({file("a", "1"), file("b", "2")});
    const auto b = of_files({file("b", "2"), file("a", "1")});
    QVERIFY(manifest::difference(a, b).empty());
  }

  void each_kind_is_told() {
    const auto before =
        of_files({file("changed", "1"), file("gone", "2"), file("kept", "3"), file("old/name", "4")});
    const auto after =
        of_files({file("added", "5"), file("changed", "6"), file("kept", "3"), file("new/name", "4")});
    const auto difference = manifest::difference(before, after);
    QVERIFY((difference.added == Names{"added"}));
    QVERIFY((difference.removed == Names{"gone"}));
    QVERIFY((difference.changed == Names{"changed"}));
    QCOMPARE(difference.renamed.size(), std::size_t{1});
    QVERIFY((difference.renamed.front() == std::pair<std::string, std::string>{"old/name", "new/name"}));
  }

  /// A copy beside the file is an added file; of two that vanish one can have become the only new one.
  void each_file_is_renamed_once() {
    const auto copied =
        manifest::difference(of_files({file("a", "1")}), of_files({file("a", "1"), file("b", "1")}));
    QVERIFY(copied.renamed.empty() && (copied.added == Names{"b"}));
    const auto merged =
        manifest::difference(of_files({file("a", "1"), file("b", "1")}), of_files({file("c", "1")}));
    QVERIFY((merged.removed == Names{"b"}) && merged.added.empty());
    QVERIFY((merged.renamed.front() == std::pair<std::string, std::string>{"a", "c"}));
    const auto split =
        manifest::difference(of_files({file("c", "1")}), of_files({file("a", "1"), file("b", "1")}));
    QVERIFY((split.added == Names{"b"}) && split.removed.empty());
  }

  void shards_count_as_their_file() {
    const auto before = in_shards({shard("a", 0, 10, "1"), shard("a", 10, 15, "2"), shard("b", 0, 10, "3")});
    const auto after = in_shards({shard("a", 0, 10, "1"), shard("a", 10, 15, "x"), shard("c", 0, 10, "3")});
    const auto difference = manifest::difference(before, after);
    QVERIFY((difference.changed == Names{"a"}));
    QVERIFY((difference.renamed.front() == std::pair<std::string, std::string>{"b", "c"}));
    const auto shorter =
        manifest::difference(before, in_shards({shard("a", 0, 10, "1"), shard("b", 0, 10, "3")}));
    QVERIFY((shorter.changed == Names{"a"}));
  }

  void what_was_hashed_in_another_way_counts_as_changed() {
    const auto difference =
        manifest::difference(of_files({file("a", "1")}), in_shards({shard("a", 0, 1, "1")}));
    QVERIFY((difference.changed == Names{"a"}));
  }
};

QTEST_APPLESS_MAIN(tst_difference)
#include "tst_difference.moc"
