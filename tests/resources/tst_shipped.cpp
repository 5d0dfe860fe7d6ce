#include "resources/shipped.h"

#include <QCryptographicHash>
#include <QTest>

#include "base/json.h"
#include "support/places.h"

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
    QCOMPARE(record->at("files").size(), 2U);
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
