#include <QTest>
#include <algorithm>
#include <set>

#include "verdict/mutations/table.h"

using namespace weighmaster;
using tests::faults;
using tests::MutationRow;
using tests::MutationRows;

namespace {

const MutationRows& all_rows() {
  static const MutationRows all = [] {
    MutationRows rows;
    tests::add_bundle_rows(rows);
    tests::add_statement_rows(rows);
    tests::add_rekor_1_rows(rows);
    tests::add_rekor_2_rows(rows);
    tests::add_certificate_rows(rows);
    tests::add_timestamp_rows(rows);
    tests::add_trusted_root_rows(rows);
    return rows;
  }();
  return all;
}

/// "log.proof_false" of "log_inclusion: log.proof_false".
base::Code code_of(const QString& fault) {
  return *base::code_from_name(fault.section(QStringLiteral(": "), 1).toStdString());
}

/// What is false whoever the log and the authority are: the signature file contradicts itself.
bool contradicts_itself(base::Code code) {
  using base::Code;
  static const std::set<Code> codes{
      Code::signature_false,        Code::statement_root_digest,    Code::log_proof_false,
      Code::log_checkpoint_differs, Code::log_entry_differs,        Code::log_kind_differs,
      Code::certificate_usage,      Code::certificate_is_authority, Code::issuer_contradicts};
  return codes.contains(code);
}

/// That of another Sigstore, whose names are the same. A timestamp names its certificate by issuer and
/// number, which are the same too: so this one lists issuers alone.
std::shared_ptr<const trust::TrustedRoot> foreign_root() {
  const auto& other = tests::other_sigstore();
  auto root = other.trusted_root();
  root["timestampAuthorities"] = base::Json::array(
      {tests::authority_json("https://timestamp.test", other.timestamp_authority().issuers())});
  return std::make_shared<const trust::TrustedRoot>(*trust::TrustedRoot::parse(as_bytes(root.dump())));
}

}  // namespace

/// Each field of each structure changed in turn, all around it validly signed: refused for its own reason.
class tst_mutations : public QObject {
  Q_OBJECT

 private slots:
  void each_is_found_for_its_own_reason_data() {
    QTest::addColumn<std::size_t>("place");
    for (std::size_t place = 0; place < all_rows().size(); ++place)
      QTest::newRow(all_rows()[place].title.constData()) << place;
  }
  /// And nothing is found with the mutation switched off.
  void each_is_found_for_its_own_reason() {
    QFETCH(const std::size_t, place);
    const auto& row = all_rows()[place];
    auto scene = row.scene;
    // The rows of one structure begin with the same scene.
    if (const auto structure = row.title.left(row.title.indexOf(": ")); !untouched_.contains(structure)) {
      QCOMPARE(faults(scene), QStringList());
      untouched_.insert(structure);
    }
    row.mutate(scene);
    QCOMPARE(faults(scene), row.expected);
  }

  /// A log or an authority that this computer has no root for is no forgery, whatever else is changed.
  void nothing_is_false_under_roots_that_nobody_knows() {
    const auto foreign = foreign_root();
    for (const auto& row : all_rows()) {
      auto scene = row.scene;
      row.mutate(scene);
      const auto report = scene.verify(foreign);
      for (const auto& fault : faults(report)) {
        const auto code = code_of(fault);
        const bool is_false = base::effect(code) == base::Effect::signature_invalid;
        QVERIFY2(!is_false || contradicts_itself(code), (row.title + ": " + fault.toUtf8()).constData());
      }
    }
  }

  /// The goal of the table: it must not shrink unnoticed.
  void there_are_many_of_many_kinds() {
    std::set<QByteArray> titles;
    std::set<base::Code> codes;
    std::size_t refused = 0;
    for (const auto& row : all_rows()) {
      QVERIFY2(titles.insert(row.title).second, row.title.constData());
      if (!row.expected.isEmpty()) ++refused;
      for (const auto& fault : row.expected) codes.insert(code_of(fault));
    }
    qInfo("%zu mutations, %zu of them refused, by %zu codes", all_rows().size(), refused, codes.size());
    QVERIFY(refused >= 400);
    QVERIFY(codes.size() >= 60);
  }

 private:
  std::set<QByteArray> untouched_;
};

QTEST_APPLESS_MAIN(tst_mutations)
#include "tst_mutations.moc"
