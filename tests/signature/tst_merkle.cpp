#include <QTest>

#include <limits>

#include "base/encoding.h"
#include "signature/merkle.h"
#include "support/virtual_log.h"

using namespace weighmaster;
using base::Code;
using crypto::Digest;
using crypto::DigestAlgorithm;

namespace {

std::vector<Bytes> some_leaves(std::size_t count) {
  std::vector<Bytes> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(to_bytes("leaf " + std::to_string(i)));
  return leaves;
}

/// The root that a walk ends at, or nothing where the proof was refused.
std::optional<Bytes> root_by_walk(const Bytes& leaf, std::size_t index, std::size_t size,
                                  const std::vector<Bytes>& path) {
  const auto hash = signature::leaf_hash(leaf);
  const auto steps = signature::walk_inclusion_proof(hash, static_cast<std::int64_t>(index),
                                                     static_cast<std::int64_t>(size), path);
  if (!steps) return std::nullopt;
  return to_bytes((steps->empty() ? hash : steps->back().result).bytes());
}

}  // namespace

class tst_merkle : public QObject {
  Q_OBJECT

 private slots:
  /// The first test vectors of RFC 6962's reference: the hash of an empty leaf.
  void hashes_a_leaf_apart_from_a_node() {
    QCOMPARE(signature::leaf_hash({}).hex(),
             std::string("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
  }

  void every_leaf_of_every_small_tree_leads_to_its_root() {
    for (std::size_t size = 1; size <= 33; ++size) {
      const auto leaves = some_leaves(size);
      const auto root = tests::tree_root(leaves);
      for (std::size_t index = 0; index < size; ++index) {
        const auto path = tests::audit_path(leaves, index);
        QVERIFY2(root_by_walk(leaves[index], index, size, path) == root,
                 qPrintable(QString("leaf %1 of %2").arg(index).arg(size)));
      }
    }
  }

  void a_proof_holds_for_no_other_index_or_size() {
    const std::size_t size = 13;
    const auto leaves = some_leaves(size);
    const auto root = tests::tree_root(leaves);
    for (std::size_t index = 0; index < size; ++index) {
      const auto path = tests::audit_path(leaves, index);
      for (std::size_t other = 0; other < size; ++other) {
        if (other != index) QVERIFY(root_by_walk(leaves[index], other, size, path) != root);
      }
      QVERIFY(root_by_walk(leaves[index], index, 2 * size, path) != root);
    }
  }

  void a_changed_missing_or_added_hash_is_noticed() {
    const auto leaves = some_leaves(13);
    const auto root = tests::tree_root(leaves);
    const auto path = tests::audit_path(leaves, 6);
    for (std::size_t i = 0; i < path.size(); ++i) {
      auto changed = path;
      changed[i][0] ^= 1U;
      QVERIFY(root_by_walk(leaves[6], 6, 13, changed) != root);
      auto shorter = path;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
      QVERIFY(!root_by_walk(leaves[6], 6, 13, shorter));
    }
    auto longer = path;
    longer.push_back(path.back());
    QVERIFY(!root_by_walk(leaves[6], 6, 13, longer));
  }

  void tells_which_side_each_sibling_was_joined_on() {
    const auto leaves = some_leaves(3);
    const auto steps =
        signature::walk_inclusion_proof(signature::leaf_hash(leaves[1]), 1, 3, tests::audit_path(leaves, 1));
    QVERIFY(steps);
    QCOMPARE(steps->size(), std::size_t{2});
    QVERIFY((*steps)[0].sibling_is_left);
    QVERIFY((*steps)[0].sibling == signature::leaf_hash(leaves[0]));
    QVERIFY(!(*steps)[1].sibling_is_left);
  }

  void refuses_data() {
    QTest::addColumn<qint64>("index");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("hashes");
    QTest::addColumn<int>("bytes");
    constexpr auto most = std::numeric_limits<qint64>::max();
    QTest::newRow("an empty tree") << qint64{0} << qint64{0} << 0 << 32;
    QTest::newRow("a negative size") << qint64{0} << qint64{-1} << 0 << 32;
    QTest::newRow("a negative index") << qint64{-1} << qint64{1} << 0 << 32;
    QTest::newRow("an index behind the last") << qint64{1} << qint64{1} << 0 << 32;
    QTest::newRow("a hash for a tree of one") << qint64{0} << qint64{1} << 1 << 32;
    QTest::newRow("no hash for a tree of two") << qint64{0} << qint64{2} << 0 << 32;
    QTest::newRow("too few for the largest tree") << most - 1 << most << 61 << 32;
    QTest::newRow("too many for the largest tree") << most - 1 << most << 63 << 32;
    QTest::newRow("a short hash") << qint64{0} << qint64{2} << 1 << 31;
    QTest::newRow("a long hash") << qint64{0} << qint64{2} << 1 << 33;
  }
  void refuses() {
    QFETCH(const qint64, index);
    QFETCH(const qint64, size);
    QFETCH(const int, hashes);
    QFETCH(const int, bytes);
    const std::vector<Bytes> path(static_cast<std::size_t>(hashes), Bytes(static_cast<std::size_t>(bytes)));
    const auto steps = signature::walk_inclusion_proof(signature::leaf_hash({}), index, size, path);
    QVERIFY(!steps);
    QCOMPARE(steps.error().code, Code::log_proof_false);
  }

  /// The last leaf of 2^63 - 1: its place is all ones but the lowest bit, so the first level has no neighbour
  /// and the others do.
  void walks_the_largest_tree_that_can_be_named() {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const std::vector<Bytes> path(62, Bytes(32));
    const auto steps = signature::walk_inclusion_proof(signature::leaf_hash({}), most - 1, most, path);
    QVERIFY(steps);
    QCOMPARE(steps->size(), std::size_t{62});
    for (const auto& step : *steps) QVERIFY(step.sibling_is_left);
  }
};

QTEST_APPLESS_MAIN(tst_merkle)
#include "tst_merkle.moc"
