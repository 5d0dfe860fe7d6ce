#include "resources/shipped.h"

#include <QCryptographicHash>
#include <QTest>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "resources/instances.h"
#include "support/places.h"
#include "update/trusted_set.h"

using namespace weighmaster;

namespace {

QByteArray sha256(std::string_view text) {
  return QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())),
                                  QCryptographicHash::Sha256)
      .toHex();
}

}  // namespace

class tst_shipped : public QObject {
  Q_OBJECT
 private slots:
  void embedded_roots_are_those_that_the_record_names_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("embedded");
    QTest::newRow("public") << "public-good/trusted_root.json" << sha256(resources::trusted_root());
    QTest::newRow("public, signing") << "public-good/signing_config.json"
                                     << sha256(resources::signing_config());
    QTest::newRow("staging, signing")
        << "staging/signing_config.json" << sha256(resources::staging_signing_config());
    QTest::newRow("public, TUF") << "public-good/tuf_root.json" << sha256(resources::tuf_root());
    QTest::newRow("staging, TUF") << "staging/tuf_root.json" << sha256(resources::staging_tuf_root());
    QTest::newRow("staging") << "staging/trusted_root.json" << sha256(resources::staging_trusted_root());
  }

  void embedded_roots_are_those_that_the_record_names() {
    QFETCH(QString, file);
    QFETCH(QByteArray, embedded);
    const auto trust = tests::source_dir() / "resources" / "trust";
    const auto record = base::parse_json(tests::read(trust / "SOURCE.json"), "SOURCE.json");
    QVERIFY(record.has_value());
    const auto& recorded = record->at("files").at(file.toStdString()).at("sha256");
    QCOMPARE(embedded, QByteArray::fromStdString(recorded.get<std::string>()));
    QCOMPARE(embedded, sha256(as_text(tests::read(trust / file.toStdString()))));
  }

  void the_record_names_a_package_and_its_version() {
    const auto record =
        base::parse_json(tests::read(tests::source_dir() / "resources/trust/SOURCE.json"), "SOURCE.json");
    QVERIFY(record.has_value());
    QCOMPARE(record->at("package").get<std::string>(), "sigstore");
    QVERIFY(!record->at("version").get<std::string>().empty());
    QCOMPARE(record->at("files").size(), 6U);
    QCOMPARE(sha256(resources::source_record()),
             sha256(as_text(tests::read(tests::source_dir() / "resources/trust/SOURCE.json"))));
  }

  void updates_can_begin_with_the_tuf_roots() {
    for (const auto& instance : {resources::public_instance(), resources::staging_instance()}) {
      QVERIFY(instance.tuf_url.starts_with("https://"));
      QVERIFY(instance.shipped_at > base::TimePoint{});
      const auto root = update::TrustedSet::begin(instance.tuf_root, instance.shipped_at);
      QVERIFY2(root.has_value(), instance.name.c_str());
      QVERIFY(root->root().consistent_snapshot);
    }
  }

  void what_is_shipped_is_used_where_nothing_is_kept() {
    const tests::TemporaryFolder folder;
    for (const char* name : {"public", "staging"}) {
      const auto trust = resources::trust_named(update::Store(folder.path()), name);
      QVERIFY(trust.has_value());
      QVERIFY(trust->from == update::TrustInUse::From::shipped);
      QVERIFY(!trust->passed_over);
      QVERIFY(trust->signing_config.has_value());
      QVERIFY(resources::trust_named(std::nullopt, name).has_value());
    }
    QVERIFY(!resources::trust_named(std::nullopt, "imported").has_value());
    QVERIFY(!resources::trust_named(update::Store(folder.path()), "https://tuf.example").has_value());
  }

  void examples_are_found_from_a_program_of_the_build_tree() {
    const auto folder = resources::examples_folder();
    QVERIFY(folder.has_value());
    QVERIFY(std::filesystem::exists(*folder / "publisher.pem"));
    QVERIFY(std::filesystem::exists(*folder / "tiny-classifier" / "model.sig"));
  }
};

QTEST_APPLESS_MAIN(tst_shipped)
#include "tst_shipped.moc"
