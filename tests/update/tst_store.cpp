#include "update/store.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "folder_http.h"
#include "support/outcome.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::update;
using tests::FolderHttp;
using tests::outcome;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view then = "2026-12-01T00:00:00Z";  // the sample's timestamp expires on 2026-12-21

}  // namespace

/// Trust kept in a folder, from the stack's repository (../shared/stack/sample/tuf), whose root has rotated.
class tst_store : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    sample_ = *tests::shared_dir() / "stack" / "sample" / "tuf";
    instance_ = {FolderHttp::address, FolderHttp::address, tests::read(sample_ / "1.root.json")};
  }

  void what_an_update_brings_is_kept() {
    const tests::TemporaryFolder folder;
    const Store store(folder / "trust");
    FolderHttp http(sample_);
    const auto updated = store.update(instance_, http, tests::at(then), {});
    QVERIFY2(updated.has_value(), updated ? "" : updated.error().detail.c_str());
    const auto asked = http.asked.size();

    const auto kept = store.kept(instance_);
    QVERIFY(kept.has_value());
    QCOMPARE(http.asked.size(), asked);
    QCOMPARE(kept->root->digest(), crypto::digest(crypto::DigestAlgorithm::sha256,
                                                  tests::read(sample_ / "targets" / "trusted_root.json")));
    QVERIFY(kept->root->digest() == updated->root->digest());
    QVERIFY(kept->from == TrustInUse::From::updated);
    QCOMPARE(kept->name, instance_.name);
    QCOMPARE(kept->version.value_or(0), 2);
    QCOMPARE(kept->tuf_root_version.value_or(0), 2);
    QCOMPARE(kept->updated_at, tests::at(then));
    QCOMPARE(kept->expires.value_or(base::TimePoint{}), tests::at("2026-12-21T02:50:04Z"));
    QCOMPARE(kept->signing_config.value_or(Bytes()),
             tests::read(sample_ / "targets" / "signing_config.v0.2.json"));
  }

  void a_second_update_asks_for_little() {
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    FolderHttp http(sample_);
    QVERIFY(store.update(instance_, http, tests::at(then), {}));
    http.asked.clear();
    QVERIFY(store.update(instance_, http, tests::at(then) + std::chrono::hours(1), {}));
    QCOMPARE(http.asked.mid(0, 2), (QStringList{"3.root.json", "timestamp.json"}));
    QCOMPARE(store.kept(instance_)->updated_at, tests::at("2026-12-01T01:00:00Z"));
  }

  void a_failed_update_leaves_what_is_there_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("root") << "3.root.json";
    QTest::newRow("timestamp") << "timestamp.json";
    QTest::newRow("target") << "targets/"
                               "4a0285a92b3d37ab2103f1359fc2e996e987779e20e12fea79855d083a65080de226e2af146d9"
                               "478bc7a7109b78c3f41139a378e878b2f5fc72a851d4867f16e.trusted_root.json";
  }

  void a_failed_update_leaves_what_is_there() {
    QFETCH(QString, file);
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    FolderHttp http(sample_);
    QVERIFY(store.update(instance_, http, tests::at(then), {}));
    const auto before = tests::read(kept_file(folder));
    http.answers[file] = net::Answer{500, {}, {}};
    for (const auto& name :
         {"078e0d716ac0e77d39aa186dc3ccfb13e2354710ef865f3af6958dedd7d41cd7.trusted_root.json"}) {
      if (file.startsWith("targets/")) http.answers[QString("targets/") + name] = net::Answer{500, {}, {}};
    }
    QCOMPARE(outcome(store.update(instance_, http, tests::at(then), {})), QString("net.status"));
    QCOMPARE(tests::read(kept_file(folder)), before);
    QVERIFY(store.kept(instance_));
  }

  void an_expired_timestamp_ends_an_update_but_not_what_is_kept() {
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    FolderHttp http(sample_);
    QVERIFY(store.update(instance_, http, tests::at(then), {}));
    QCOMPARE(outcome(store.update(instance_, http, tests::at("2027-01-01T00:00:00Z"), {})),
             QString("update.expired"));
    QVERIFY(store.kept(instance_));
  }

  void what_was_tampered_with_on_the_disk_is_refused_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("another trusted root") << "targets"
                                          << "trusted_root.json"
                                          << "update.mismatch";
    QTest::newRow("no trusted root") << "targets"
                                     << "-trusted_root.json"
                                     << "update.target_missing";
    QTest::newRow("another signing config") << "targets"
                                            << "signing_config.v0.2.json"
                                            << "update.mismatch";
    QTest::newRow("targets") << "metadata"
                             << "targets"
                             << "update.signatures";
    QTest::newRow("snapshot") << "metadata"
                              << "snapshot"
                              << "update.signatures";
    QTest::newRow("timestamp") << "metadata"
                               << "timestamp"
                               << "update.signatures";
    QTest::newRow("no snapshot") << "metadata"
                                 << "-snapshot"
                                 << "update.mismatch";
    QTest::newRow("root") << "roots"
                          << "2"
                          << "update.signatures";
    QTest::newRow("no root") << "roots"
                             << "-2"
                             << "update.signatures";
  }

  void what_was_tampered_with_on_the_disk_is_refused() {
    QFETCH(QString, member);
    QFETCH(QString, name);
    QFETCH(QString, expected);
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    FolderHttp http(sample_);
    QVERIFY(store.update(instance_, http, tests::at(then), {}));
    auto json = base::parse_json(tests::read(kept_file(folder)), "kept");
    QVERIFY(json.has_value());
    auto& files = json->at(member.toStdString());
    if (name.startsWith('-')) {
      QCOMPARE(files.erase(name.mid(1).toStdString()), 1U);
    } else {
      auto content = base::from_base64(files.at(name.toStdString()).get<std::string>()).value();
      auto text = QByteArray::fromStdString(std::string(as_text(content)));
      QVERIFY(text.contains("20"));
      text.replace("20", "21");
      files[name.toStdString()] = base::to_base64(as_bytes(tests::view(text)));
    }
    tests::write(kept_file(folder), json->dump());
    QCOMPARE(outcome(store.kept(instance_)), expected);
  }

  void the_fresher_of_kept_and_shipped_is_taken() {
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    auto instance = instance_;
    instance.trusted_root = tests::read(sample_ / "targets" / "trusted_root.json");
    instance.shipped_at = tests::at("2026-11-01T00:00:00Z");
    const auto from = [&] { return store.freshest(instance)->from; };
    QVERIFY(from() == TrustInUse::From::shipped);
    FolderHttp http(sample_);
    QVERIFY(store.update(instance, http, tests::at(then), {}));
    QVERIFY(from() == TrustInUse::From::updated);
    instance.shipped_at = tests::at("2026-12-02T00:00:00Z");  // a newer program
    QVERIFY(from() == TrustInUse::From::shipped);
    QVERIFY(!store.freshest(instance)->passed_over);

    instance.shipped_at = tests::at("2026-11-01T00:00:00Z");
    tests::write(kept_file(folder), "{}");
    QVERIFY(from() == TrustInUse::From::shipped);
    QVERIFY(store.freshest(instance)->passed_over);
  }

  void where_nothing_is_shipped_what_is_kept_has_to_hold() {
    const tests::TemporaryFolder folder;
    QCOMPARE(outcome(Store(folder.path()).freshest(instance_)), QString("file.not_found"));
  }

  void what_is_in_use_is_chosen() {
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    QCOMPARE(store.in_use(), std::string("public"));
    QCOMPARE(outcome(store.use(instance_.name)), QString("update.target_missing"));
    QCOMPARE(outcome(store.use("imported")), QString("update.target_missing"));
    tests::write(folder / "initial_root.json", "{}");
    for (const char* name : {"../../elsewhere", "..", ".", ""}) {
      QVERIFY2(outcome(store.use(name)) == "update.target_missing", name);
    }
    FolderHttp http(sample_);
    QVERIFY(store.update(instance_, http, tests::at(then), {}));
    QCOMPARE(store.in_use(), std::string("public"));
    QCOMPARE(outcome(store.use(instance_.name)), QString("ok"));
    QCOMPARE(store.in_use(), instance_.name);
    const auto known = store.own_instance(instance_.name);
    QVERIFY(known.has_value());
    QVERIFY(store.kept(*known));
    QCOMPARE(outcome(store.use("staging")), QString("ok"));
    tests::write(folder / "in_use.json", "[]");
    QCOMPARE(store.in_use(), std::string("public"));
  }

  void a_trusted_root_is_imported() {
    const tests::TemporaryFolder folder;
    const Store store(folder.path());
    QCOMPARE(outcome(store.imported()), QString("file.not_found"));
    QCOMPARE(outcome(store.import(as_bytes("{}"), "x", tests::at(then))), QString("trust.media_type"));
    QCOMPARE(store.in_use(), std::string("public"));
    const auto file = tests::read(sample_ / "targets" / "trusted_root.json");
    QCOMPARE(outcome(store.import(file, "our \x1b[31m root", tests::at(then))), QString("ok"));
    QCOMPARE(store.in_use(), std::string("imported"));
    const auto imported = store.imported();
    QVERIFY(imported.has_value());
    QVERIFY(imported->from == TrustInUse::From::imported);
    QCOMPARE(imported->name, std::string("our \x1b[31m root"));
    QCOMPARE(imported->updated_at, tests::at(then));
    QVERIFY(imported->root->digest() == crypto::digest(crypto::DigestAlgorithm::sha256, file));
  }

  void nothing_is_written_outside_the_folder() {
    const tests::TemporaryFolder outer;
    const Store store(outer / "trust");
    auto instance = instance_;
    instance.name = "../../escaped";
    FolderHttp http(sample_);
    QVERIFY(store.update(instance, http, tests::at(then), {}));
    for (const auto& entry : fs::directory_iterator(outer.path()))
      QVERIFY(entry.path().filename() == "trust");
    instance.name = std::string(500, 'x');
    QCOMPARE(outcome(store.update(instance, http, tests::at(then), {})), QString("update.malformed"));
  }

  void a_folder_that_cannot_be_written_is_an_error() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "trust", "a file in the way");
    FolderHttp http(sample_);
    QCOMPARE(outcome(Store(folder / "trust").update(instance_, http, tests::at(then), {})),
             QString("file.not_written"));
  }

  void the_folder_is_the_person_s_own() {
    const auto before = qgetenv("XDG_DATA_HOME");
    qputenv("XDG_DATA_HOME", "/data/of/mine");
    QCOMPARE(default_store_folder().value_or(""), fs::path("/data/of/mine/weighmaster/trust"));
    qputenv("XDG_DATA_HOME", "relative");  // to be passed over, says the specification
    qputenv("HOME", "/home/me");
    QCOMPARE(default_store_folder().value_or(""), fs::path("/home/me/.local/share/weighmaster/trust"));
    qunsetenv("HOME");
    QVERIFY(!default_store_folder());
    qputenv("XDG_DATA_HOME", before);
  }

 private:
  static fs::path kept_file(const tests::TemporaryFolder& folder) {
    return folder / "https%3A%2F%2Frepository.test%2F" / "kept.json";
  }

  fs::path sample_;
  Instance instance_;
};

QTEST_GUILESS_MAIN(tst_store)
#include "tst_store.moc"
