#include <QTest>

#include "model/measure.h"
#include "support/hub_cache.h"
#include "support/test_bundle.h"
#include "support/test_key.h"
#include "verdict/discovery.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Code;
using tests::HubCache;
using verdict::FileState;
using verdict::Report;
namespace fs = std::filesystem;

namespace {

const tests::ModelFiles files{
    {"config.json", "{}"}, {"model.safetensors", "weights"}, {"onnx/fp16/model.onnx", "graph"}};

/// A model that was published with its signature, in a hub's cache.
struct Cached {
  tests::TemporaryFolder folder;
  tests::TestKey key = tests::TestKey::generate();
  HubCache cache{folder / "hub"};

  Cached() {
    for (const auto& [name, content] : files) cache.add(name, content);
    cache.add("model.sig", tests::key_bundle(key, tests::oms_statement(files)).dump());
    cache.refer(HubCache::first);
  }

  [[nodiscard]] Report verify(const fs::path& model) const {
    verdict::VerifyRequest request;
    request.model = model;
    request.policy.expectation = trust::ExpectedKeys{{key.public_key()}};
    request.now = *base::parse_rfc3339("2026-11-21T12:00:00Z");
    return verdict::verify_model(request, {});
  }
};

QString verdict_of(const Report& report) {
  return QString::fromStdString(std::string(verdict::name(verdict::verdict(report))));
}

FileState state_of(const Report& report, std::string_view name) {
  const auto row = std::find_if(report.files.begin(), report.files.end(),
                                [&](const auto& candidate) { return candidate.name == name; });
  if (row == report.files.end()) qFatal("no row %s", std::string(name).c_str());
  return row->state;
}

}  // namespace

class tst_hub_cache : public QObject {
  Q_OBJECT

 private slots:
  void a_signed_model_in_the_cache_is_found_from_everywhere_data() {
    QTest::addColumn<QString>("place");
    const QString snapshot = "hub/models--org--name/snapshots/" + QString(HubCache::first);
    QTest::newRow("the snapshot") << snapshot;
    QTest::newRow("the snapshot, as a folder is typed") << snapshot + "/";
    QTest::newRow("the store") << QString("hub/models--org--name");
    QTest::newRow("its snapshots") << QString("hub/models--org--name/snapshots");
    QTest::newRow("a link to the store") << QString("to the store");
    QTest::newRow("a link to its snapshots") << QString("to the snapshots");
    QTest::newRow("a link to the snapshot") << QString("to the snapshot");
  }

  void a_signed_model_in_the_cache_is_found_from_everywhere() {
    QFETCH(const QString, place);
    const Cached cached;
    fs::create_symlink("hub/models--org--name", cached.folder / "to the store");
    fs::create_symlink("hub/models--org--name/snapshots", cached.folder / "to the snapshots");
    fs::create_symlink(cached.cache.snapshot(), cached.folder / "to the snapshot");
    const auto report = cached.verify(cached.folder / place.toStdString());
    QCOMPARE(verdict_of(report), "trusted");
    QCOMPARE(report.count(FileState::matches), files.size());
    QVERIFY(report.has(Code::folder_hub_link));
    QVERIFY(fs::equivalent(report.model, cached.cache.snapshot()));
    QVERIFY(state_of(report, "model.sig") == FileState::ignored);
  }

  void the_reference_main_decides_between_snapshots() {
    const Cached cached;
    cached.cache.add("config.json", "newer", HubCache::second);
    QVERIFY(fs::equivalent(cached.verify(cached.cache.store()).model, cached.cache.snapshot()));
    cached.cache.refer(HubCache::second + std::string("\n"));
    QVERIFY(
        fs::equivalent(cached.verify(cached.cache.store()).model, cached.cache.snapshot(HubCache::second)));
  }

  void a_store_without_a_clear_snapshot_is_not_guessed_at_data() {
    QTest::addColumn<QString>("reference");
    QTest::newRow("none") << QString();
    QTest::newRow("to nowhere") << QString(40, '0');
    QTest::newRow("out of the store") << QString("../../../../elsewhere");
    QTest::newRow("to the parent") << QString("..");
    QTest::newRow("too long") << QString(1000, 'a');
  }

  void a_store_without_a_clear_snapshot_is_not_guessed_at() {
    QFETCH(const QString, reference);
    const Cached cached;
    cached.cache.add("config.json", "newer", HubCache::second);
    fs::create_directories(cached.folder / "elsewhere");
    if (reference.isEmpty()) {
      fs::remove(cached.cache.store() / "refs/main");
    } else {
      cached.cache.refer(reference.toStdString());
    }
    const auto report = cached.verify(cached.cache.store());
    QCOMPARE(verdict_of(report), "undetermined");
    QVERIFY(report.has(Code::model_hub_store));
    QCOMPARE(model::list_whole_model(cached.cache.store(), {}, {}).error().code, Code::model_hub_store);
  }

  void the_only_snapshot_needs_no_reference() {
    const Cached cached;
    fs::remove(cached.cache.store() / "refs/main");
    QCOMPARE(verdict_of(cached.verify(cached.cache.store())), "trusted");
  }

  void a_store_without_snapshots_is_no_model() {
    const Cached cached;
    fs::remove_all(cached.cache.store() / "snapshots");
    fs::create_directories(cached.cache.store() / "snapshots");
    QVERIFY(cached.verify(cached.cache.store()).has(Code::model_hub_store));
  }

  void the_hub_itself_is_no_model() {
    const Cached cached;
    const auto report = cached.verify(cached.cache.hub());
    QCOMPARE(verdict_of(report), "undetermined");
    QVERIFY(report.has(Code::model_hub_store));
    QVERIFY(!report.has(Code::signature_not_found));
  }

  void a_changed_blob_is_a_changed_file() {
    const Cached cached;
    const auto blob = fs::canonical(cached.cache.snapshot() / "model.safetensors");
    tests::write(blob, "weightz");
    const auto report = cached.verify(cached.cache.store());
    QCOMPARE(verdict_of(report), "changed");
    QVERIFY(state_of(report, "model.safetensors") == FileState::changed);
  }

  void a_link_that_leaves_the_store_is_not_followed() {
    const Cached cached;
    const auto link = cached.cache.snapshot() / "model.safetensors";
    const auto blob = fs::canonical(link);
    const auto other = cached.cache.hub() / "models--org--other/blobs" / blob.filename();
    fs::create_directories(other.parent_path());
    fs::copy_file(blob, other);
    fs::remove(link);
    cached.cache.link("model.safetensors", other);
    const auto report = cached.verify(cached.cache.store());
    QCOMPARE(verdict_of(report), "undetermined");
    QVERIFY(report.has(Code::folder_link));
    QVERIFY(state_of(report, "model.safetensors") == FileState::not_checked);
  }

  void a_signature_that_is_a_link_out_of_the_store_is_not_found() {
    const Cached cached;
    tests::write(cached.folder / "elsewhere.sig",
                 tests::key_bundle(cached.key, tests::oms_statement(files)).dump());
    fs::remove(cached.cache.snapshot() / "model.sig");
    cached.cache.link("model.sig", cached.folder / "elsewhere.sig");
    QVERIFY(verdict::find_signatures(cached.cache.snapshot()).found.empty());
    QCOMPARE(verdict_of(cached.verify(cached.cache.store())), "unsigned");
  }

  void a_signed_file_that_was_not_downloaded_is_missing() {
    const Cached cached;
    fs::remove(fs::canonical(cached.cache.snapshot() / "model.safetensors"));
    const auto report = cached.verify(cached.cache.store());
    QCOMPARE(verdict_of(report), "partial");
    QVERIFY(state_of(report, "model.safetensors") == FileState::missing);
  }

  /// Nothing is missing then: there is one entry that nobody signed.
  void an_unsigned_link_without_its_blob_is_an_unsigned_file() {
    const Cached cached;
    cached.cache.link("extra.bin", cached.cache.store() / "blobs" / std::string(64, 'a'));
    const auto report = cached.verify(cached.cache.store());
    QCOMPARE(verdict_of(report), "extra_files");
    QVERIFY(state_of(report, "extra.bin") == FileState::unsigned_);
    QVERIFY(report.has(Code::content_unsigned) && report.has(Code::folder_hub_blob_missing));
    QVERIFY(report.step(verdict::StepId::files).outcome == verdict::Outcome::passed);
  }

  void signing_reads_links_as_the_files_and_refuses_what_is_not_downloaded() {
    const Cached cached;
    tests::write_model(cached.folder / "plain", files);
    model::ListOptions options;
    options.signature_files = {cached.cache.snapshot() / "model.sig"};
    const auto cached_tree = model::list_whole_model(cached.cache.store(), options, {}).value();
    const auto plain = model::list_whole_model(cached.folder / "plain", {}, {}).value();
    QVERIFY(model::measure(cached_tree, {}, {}).value().resources() ==
            model::measure(plain, {}, {}).value().resources());
    fs::remove(fs::canonical(cached.cache.snapshot() / "config.json"));
    QCOMPARE(model::list_whole_model(cached.cache.store(), options, {}).error().code,
             Code::folder_hub_blob_missing);
  }
};

QTEST_APPLESS_MAIN(tst_hub_cache)
#include "tst_hub_cache.moc"
