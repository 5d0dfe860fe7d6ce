#include "model/ollama.h"

#include <QTest>

#include "support/ollama_store.h"

using namespace weighmaster;
using base::Json;

namespace {

const std::string hex(64, 'a');

Json layer(std::string digest = "sha256:" + hex, Json size = 5) {
  return {{"mediaType", "application/vnd.ollama.image.model"}, {"digest", std::move(digest)}, {"size", size}};
}

Json list(Json layers) {
  return {{"schemaVersion", 2},
          {"mediaType", "application/vnd.docker.distribution.manifest.v2+json"},
          {"config", layer("sha256:" + std::string(64, 'c'))},
          {"layers", std::move(layers)}};
}

base::Result<std::vector<model::Blob>> parse(const Json& json) {
  return model::parse_store_list(as_bytes(json.dump()), "the list");
}

}  // namespace

class tst_ollama : public QObject {
  Q_OBJECT

 private slots:
  void a_list_is_its_configuration_and_layers() {
    const auto other = "sha256:" + std::string(64, 'b');
    const auto blobs = parse(list(Json::array({layer(), layer(other, 7), layer()})));
    QVERIFY(blobs);
    QCOMPARE(blobs->size(), std::size_t{3});
    QCOMPARE(blobs->front().digest.hex(), std::string(64, 'c'));
    QCOMPARE(blobs->at(1).digest.hex(), hex);
    QCOMPARE(blobs->at(2).size, std::uint64_t{7});
    QCOMPARE(model::blob_path("models", blobs->at(1).digest),
             std::filesystem::path("models/blobs/sha256-" + hex));
  }

  void what_is_no_list_is_refused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const Json& json, const char* why) {
      QTest::newRow(name) << QString::fromStdString(json.dump()) << QString::fromLatin1(why);
    };
    QTest::newRow("nothing") << QString() << QString("json.malformed");
    QTest::newRow("no JSON") << QString("manifest") << QString("json.malformed");
    row("a list", Json::array(), "json.member_type");
    row("no layers that are a list", list(layer()), "json.member_type");
    row("a layer that is no object", list(Json::array({"sha256:" + hex})), "json.member_type");
    row("another digest", list(Json::array({layer("md5:" + hex.substr(32))})), "manifest.digest");
    row("a digest that leads out", list(Json::array({layer("sha256:../../../../etc/passwd")})),
        "manifest.digest");
    row("a digest in capitals", list(Json::array({layer("sha256:" + std::string(64, 'A'))})),
        "manifest.digest");
    row("a size below zero", list(Json::array({layer("sha256:" + hex, -1)})), "json.number");
    row("a size that is no number", list(Json::array({layer("sha256:" + hex, "much")})), "json.number");
    row("one digest, two sizes", list(Json::array({layer(), layer("sha256:" + hex, 6)})), "manifest.digest");
    auto other = list(Json::array({layer()}));
    other["schemaVersion"] = 1;
    row("another schema", other, "json.number");
    other = list(Json::array({layer()}));
    other.erase("config");
    row("no configuration", other, "json.member_missing");
    other = list(Json::array({layer()}));
    other["layers"][0].erase("digest");
    row("no digest", other, "json.member_missing");
  }

  void what_is_no_list_is_refused() {
    QFETCH(const QString, text);
    const auto blobs = model::parse_store_list(as_bytes(text.toStdString()), "the list");
    QVERIFY(!blobs);
    QCOMPARE(blobs.error().code, base::Code::scan_store);
    QCOMPARE(blobs.error().subject, std::string("the list"));
    const auto detail = QString::fromStdString(blobs.error().detail);
    QFETCH(const QString, why);
    QVERIFY2(detail.endsWith(": " + why), qPrintable(detail));
  }

  void a_list_is_told_by_its_place() {
    const tests::TemporaryFolder folder;
    const tests::OllamaStore store(folder / "models");
    const auto path = store.add("registry.ollama.ai/library/a/latest", {"weights"});
    QCOMPARE(model::ollama_store_of(path), std::optional(store.folder()));
    QVERIFY(!model::ollama_store_of(path.parent_path()));
    QVERIFY(!model::ollama_store_of(store.blob("weights")));
    QVERIFY(!model::ollama_store_of(folder / "gone"));
    tests::write(folder / "other/manifests/a/b/c/d", "{}");
    QVERIFY(!model::ollama_store_of(folder / "other/manifests/a/b/c/d"));
  }
};

QTEST_APPLESS_MAIN(tst_ollama)
#include "tst_ollama.moc"
