#include "update/updater.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "folder_http.h"
#include "support/outcome.h"
#include "support/test_certificate.h"
#include "update/repository.h"

using namespace weighmaster;
using namespace weighmaster::update;
using tests::FolderHttp;
using tests::outcome;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view now = "2026-06-01T12:00:00Z";  // NOW of make_repositories.py

QString text(const fs::path& path) {
  return QString::fromStdString(path.string());
}

/// A client at one step of a story.
struct Client {
  FolderHttp http;
  Repository repository{http, FolderHttp::address, FolderHttp::targets_address};
  base::Result<Updater> updater;

  Client(const fs::path& story, int step, std::optional<Cache> cache, base::TimePoint time = tests::at(now))
      : http(story / std::to_string(step)),
        updater(Updater::begin(tests::read(story / "root.json"), repository, std::move(cache), time)) {}

  base::Result<void> refresh() { return updater ? updater->refresh({}) : base::fail(updater.error()); }

  base::Result<Bytes> download(std::string_view target) {
    if (auto done = refresh(); !done) return base::fail(done.error());
    const auto file = updater->find(target, {});
    return file ? updater->fetch(*file, {}) : base::fail(file.error());
  }
};

std::int64_t version_in(const fs::path& file) {
  const auto json = base::parse_json(tests::read(file), "the cache");
  return json ? json->at("signed").at("version").get<std::int64_t>() : -1;
}

}  // namespace

/// Repositories that python-tuf made (make_repositories.py), good ones and hostile ones. For each the exact
/// code, and whether python-tuf's client says the same.
class tst_updater : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const auto python = tests::source_dir() / ".venv" / "bin" / "python";
    if (!fs::exists(python)) QSKIP("python-tuf is not installed: .venv/bin/python (tests/requirements.txt)");
    QProcess maker;
    maker.setProcessChannelMode(QProcess::ForwardedChannels);
    maker.start(text(python),
                {text(tests::source_dir() / "tests" / "update" / "make_repositories.py"), text(stories())});
    QVERIFY(maker.waitForFinished(120'000));
    if (maker.exitCode() != 0) QSKIP("python-tuf is not installed in .venv (tests/requirements.txt)");
    const auto parsed = base::parse_json(tests::read(stories() / "expected.json"), "expected.json");
    QVERIFY(parsed.has_value());
    python_tuf_ = *parsed;
    QVERIFY(python_tuf_.size() > 70);
  }

  void every_story_ends_as_it_should_data() {
    QTest::addColumn<QStringList>("steps");
    QTest::addColumn<bool>("as_python_tuf");
    const auto row = [](const char* story, const QStringList& steps, bool as_python_tuf = true) {
      QTest::newRow(story) << steps << as_python_tuf;
    };
    row("plain", {"ok", "ok", "ok"});
    row("with_hashes", {"ok", "ok"});
    row("not_consistent", {"ok", "ok", "ok"});
    row("keys_ed25519", {"ok", "ok", "ok"});
    row("keys_rsa_pss", {"ok", "ok", "ok"});
    row("keys_rsa_pkcs1", {"ok", "ok", "ok"});
    row("root_rotation", {"ok", "ok"});
    row("root_rotation_without_end", {"ok"});
    row("all_keys_rotate", {"ok", "ok"});
    row("timestamp_recovers_from_fast_forward", {"ok", "ok"});
    row("snapshot_recovers_from_fast_forward", {"ok", "ok"});
    row("targets_recover_from_fast_forward", {"ok", "ok"});
    row("threshold_two_of_three", {"ok", "update.signatures"});
    row("expired_roots_on_the_way", {"ok"});
    row("unknown_members", {"ok"});
    row("empty_signatures", {"ok"});
    row("same_version_other_content", {"ok", "ok"});
    row("no_delegations_needed", {"ok"});
    row("key_id_that_is_no_hash", {"ok"});
    row("expires_a_second_later", {"ok"});

    row("root_not_signed_by_the_old", {"update.signatures"});
    row("root_not_signed_by_itself", {"update.signatures"});
    row("root_skips_a_version", {"update.version"});
    row("root_repeats_its_version", {"update.version"});
    row("root_expired", {"ok", "update.expired"});
    row("root_of_too_many_bytes", {"net.too_large"});
    row("root_tampered_with", {"update.signatures"});
    row("threshold_zero", {"update.malformed"});
    row("threshold_negative", {"update.malformed"});
    row("threshold_absurd", {"update.malformed"});
    row("threshold_as_text", {"update.malformed"});
    row("threshold_out_of_reach", {"update.signatures"});
    row("role_without_keys", {"update.signatures"});
    row("key_id_twice_in_a_role", {"update.malformed"});
    row("role_missing", {"update.malformed"});
    row("role_too_many", {"update.malformed"});
    row("version_as_text", {"update.malformed"});
    row("version_with_a_fraction", {"update.malformed"});
    row("another_specification", {"update.malformed"});
    row("another_type", {"update.malformed"});
    row("expiry_with_an_offset", {"update.malformed"});
    row("a_fraction_somewhere", {"update.malformed"});
    row("two_signatures_by_one_key", {"update.malformed"});

    row("timestamp_goes_back", {"ok", "update.version"});
    row("snapshot_goes_back", {"ok", "update.version"});
    row("targets_go_back", {"ok", "update.version"});
    row("a_role_disappears", {"ok", "update.version"});
    row("timestamp_expired", {"ok", "update.expired"});
    row("snapshot_expired", {"ok", "update.expired"});
    row("targets_expired", {"ok", "update.expired"});
    row("expires_this_moment", {"update.expired"});
    row("snapshot_of_another_version", {"update.version"});
    row("targets_of_another_version", {"update.version"});
    row("snapshot_of_another_hash", {"update.mismatch"});
    row("targets_of_another_length", {"net.too_large"});
    row("targets_not_in_the_snapshot", {"update.mismatch"});
    row("hash_of_an_unknown_kind", {"update.mismatch"});

    row("timestamp_that_is_html", {"update.malformed"});
    row("timestamp_that_is_empty", {"update.malformed"});
    row("timestamp_of_too_many_bytes", {"net.too_large"});
    row("timestamp_cut_off", {"update.malformed"});
    row("signature_that_is_no_hex", {"update.malformed"});
    row("signatures_missing", {"update.malformed"});
    row("snapshot_not_signed", {"update.signatures"});
    row("timestamp_that_is_a_snapshot", {"update.malformed"});
    row("nothing_there", {"net.status"});

    row("target_with_other_content", {"update.mismatch"});
    row("target_that_is_longer", {"net.too_large"});
    row("target_that_is_shorter", {"update.mismatch"});
    row("target_that_is_not_listed", {"update.target_missing"});
    row("target_that_is_gone", {"net.status"});
    row("delegated_role_named_like_a_top_one", {"update.malformed"});
    row("delegated_role_with_paths_and_prefixes", {"update.malformed"});

    // Where we are stricter: python-tuf counts ids, not keys, and takes the last of two members of a name.
    row("one_key_under_two_ids", {"update.signatures"}, false);
    row("timestamp_with_a_name_twice", {"update.malformed"}, false);
    // Where we are not: a key of a kind that only newer programs know just does not count.
    row("key_of_an_unknown_kind", {"ok"}, false);
  }

  void every_story_ends_as_it_should() {
    QFETCH(QStringList, steps);
    QFETCH(bool, as_python_tuf);
    const auto& python = python_tuf_.at(QTest::currentDataTag());
    QCOMPARE(static_cast<qsizetype>(python.size()), steps.size());
    const tests::TemporaryFolder cache;
    for (int step = 1; step <= steps.size(); ++step) {
      Client client(story(), step, Cache(cache.path()));
      const auto came = client.download("file.txt");
      QVERIFY2(outcome(came) == steps[step - 1],
               qPrintable(QString("step %1: %2 %3")
                              .arg(step)
                              .arg(outcome(came), came ? ""
                                                       : QString::fromStdString(came.error().subject + ": " +
                                                                                came.error().detail))));
      if (came) QCOMPARE(as_text(*came), std::string_view("what the target says"));
      const bool python_takes_it = python[static_cast<std::size_t>(step - 1)].get<std::string>() == "ok";
      QCOMPARE(came.has_value() == python_takes_it, as_python_tuf);
    }
  }

  void just_what_is_needed_is_asked_for() {
    const tests::TemporaryFolder cache;
    const auto asked = [&](int step) {
      Client client(stories() / "plain", step, Cache(cache.path()));
      return client.refresh() ? client.http.asked : QStringList{"refused"};
    };
    QCOMPARE(asked(1), (QStringList{"2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"}));
    QCOMPARE(asked(2), (QStringList{"2.root.json", "timestamp.json"}));
    QCOMPARE(asked(3), (QStringList{"2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"}));
  }

  void a_repository_without_versions_in_its_names_is_asked_without() {
    Client client(stories() / "not_consistent", 1, std::nullopt);
    QCOMPARE(outcome(client.download("file.txt")), QString("ok"));
    QCOMPARE(client.http.asked, (QStringList{"2.root.json", "timestamp.json", "snapshot.json", "targets.json",
                                             "targets/file.txt"}));
  }

  void the_cache_holds_what_was_verified_and_no_more_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("root");
    QTest::addColumn<int>("timestamp");
    QTest::addColumn<int>("snapshot");
    QTest::addColumn<int>("targets");
    QTest::newRow("root_rotation") << 2 << 4 << 2 << 1 << 1;
    QTest::newRow("root_expired") << 2 << 2 << 1 << 1 << 1;
    QTest::newRow("timestamp_expired") << 2 << 1 << 1 << 1 << 1;
    QTest::newRow("snapshot_expired") << 2 << 1 << 2 << 1 << 1;
    QTest::newRow("targets_expired") << 2 << 1 << 2 << 2 << 1;
    QTest::newRow("timestamp_goes_back") << 2 << 1 << 2 << 1 << 1;
    QTest::newRow("snapshot_goes_back") << 2 << 1 << 1 << 2 << 1;
    QTest::newRow("targets_go_back") << 2 << 1 << 2 << 1 << 2;
    QTest::newRow("snapshot_of_another_version") << 1 << 1 << 1 << 0 << 0;
    QTest::newRow("targets_of_another_version") << 1 << 1 << 1 << 1 << 0;
    QTest::newRow("timestamp_recovers_from_fast_forward") << 2 << 2 << 1 << 1 << 1;
    QTest::newRow("same_version_other_content") << 2 << 1 << 1 << 1 << 1;
  }

  void the_cache_holds_what_was_verified_and_no_more() {
    QFETCH(int, steps);
    QFETCH(int, root);
    QFETCH(int, timestamp);
    QFETCH(int, snapshot);
    QFETCH(int, targets);
    const std::map<std::string, int> versions{
        {"root", root}, {"timestamp", timestamp}, {"snapshot", snapshot}, {"targets", targets}};
    const tests::TemporaryFolder cache;
    for (int step = 1; step <= steps; ++step)
      static_cast<void>(Client(story(), step, Cache(cache.path())).refresh());
    for (const auto& [role, wanted] : versions) {
      const auto file = cache / (role + ".json");
      if (wanted == 0) {
        QVERIFY2(!fs::exists(file), role.c_str());
      } else {
        QCOMPARE(version_in(file), std::int64_t{wanted});
      }
    }
    QVERIFY(fs::exists(cache / "root_history" / "1.root.json"));
  }

  void what_was_kept_is_verified_again() {
    const tests::TemporaryFolder cache;
    QVERIFY(Client(stories() / "plain", 1, Cache(cache.path())).refresh());
    for (const char* role : {"timestamp", "snapshot", "targets"}) {
      tests::write(cache / (std::string(role) + ".json"), "{\"signatures\":[],\"signed\":{}}");
    }
    Client client(stories() / "plain", 1, Cache(cache.path()));
    QCOMPARE(outcome(client.refresh()), QString("ok"));
    QCOMPARE(client.http.asked.size(), 4);
    QCOMPARE(version_in(cache / "targets.json"), 1);
  }

  void the_clock_is_the_argument() {
    const auto at = [&](const char* time) {
      return outcome(Client(stories() / "plain", 1, std::nullopt, tests::at(time)).refresh());
    };
    QCOMPARE(at("2027-06-01T11:59:59Z"), QString("ok"));
    QCOMPARE(at("2027-06-01T12:00:00Z"), QString("update.expired"));
  }

  void a_first_root_has_to_be_one_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected");
    QTest::newRow("as it is") << ""
                              << ""
                              << "ok";
    QTest::newRow("tampered with") << "\"consistent_snapshot\": true"
                                   << "\"consistent_snapshot\": false"
                                   << "update.signatures";
    QTest::newRow("no version") << "\"version\": 1"
                                << "\"version_\": 1"
                                << "update.malformed";
    QTest::newRow("no root") << "\"_type\": \"root\""
                             << "\"_type\": \"targets\""
                             << "update.malformed";
  }

  void a_first_root_has_to_be_one() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, expected);
    auto root = QString::fromUtf8(
        QByteArray::fromStdString(std::string(as_text(tests::read(stories() / "plain" / "root.json")))));
    if (!from.isEmpty()) QVERIFY(root.contains(from));
    root.replace(from, to);
    FolderHttp http(stories() / "plain" / "1");
    Repository repository(http, FolderHttp::address, FolderHttp::targets_address);
    QCOMPARE(outcome(Updater::begin(as_bytes(root.toStdString()), repository, std::nullopt, tests::at(now))),
             expected);
    QVERIFY(http.asked.isEmpty());
  }

  void targets_are_found_where_they_are_delegated_to_data() {
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QStringList>("roles");
    const auto row = [](const char* where, const char* target, const char* expected,
                        const QStringList& roles) {
      QTest::addRow("%s: %s", where, target) << where << target << expected << roles;
    };
    row("target_delegated", "file.txt", "ok", {});
    row("target_delegated", "README.md", "ok", {"A"});
    row("target_delegated", "releases/x/x_v1", "ok", {"B", "C"});
    row("target_delegated", "releases/y/y.zip", "ok", {"B", "D"});
    row("target_delegated", "releases/z/z.zip", "update.target_missing", {"B"});
    row("target_delegated", "releases/README.md", "update.target_missing", {});
    row("target_by_hash_prefix", "one", "ok", {"low"});
    row("target_by_hash_prefix", "two", "ok", {"low"});
    row("target_by_hash_prefix", "three", "ok", {"high"});
    row("target_by_hash_prefix", "four", "ok", {"low"});
    row("target_by_hash_prefix", "a/b", "ok", {"high"});
    row("target_by_hash_prefix", "neither", "update.target_missing", {"low"});
    row("target_behind_a_terminating_role", "in-e", "ok", {"A", "C", "E"});
    row("target_behind_a_terminating_role", "in-b", "update.target_missing", {"A", "C", "E"});
    row("target_in_a_circle", "nowhere", "update.target_missing", {"A", "B", "C", "D"});
    row("target_by_two_ways", "x.txt", "ok", {"A", "B", "C"});
    row("target_by_two_ways", "x.py", "update.target_missing", {"A", "C", "B"});
    row("delegated_role_with_wrong_key", "in-a", "update.signatures", {"A"});
    row("delegated_role_expired", "in-a", "update.expired", {"A"});
  }

  void targets_are_found_where_they_are_delegated_to() {
    QFETCH(QString, where);
    QFETCH(QString, target);
    QFETCH(QString, expected);
    QFETCH(QStringList, roles);
    Client client(stories() / where.toStdString(), 1, std::nullopt);
    QVERIFY(client.refresh());
    client.http.asked.clear();
    const auto file = client.updater->find(target.toStdString(), {});
    if (roles != client.http.asked.replaceInStrings(QRegularExpression("^1\\.|\\.json$"), "")) {
      QFAIL(qPrintable(client.http.asked.join(' ')));
    }
    QCOMPARE(outcome(file), expected);
    if (!file) return;
    const auto content = client.updater->fetch(*file, {});
    QCOMPARE(outcome(content), QString("ok"));
  }

  void delegations_end_somewhere() {
    Client client(stories() / "target_too_far_away", 1, std::nullopt);
    QVERIFY(client.refresh());
    QCOMPARE(outcome(client.updater->find("near", {})), QString("ok"));
    QCOMPARE(outcome(client.updater->find("far", {})), QString("update.target_missing"));
    QCOMPARE(client.http.asked.filter("r3").size(), 2);  // r30 and r31
  }

  void names_of_roles_stay_names() {
    const tests::TemporaryFolder outer;
    Client client(stories() / "roles_with_odd_names", 1, Cache(outer / "cache"));
    QVERIFY(client.refresh());
    client.http.asked.clear();
    QCOMPARE(outcome(client.updater->find("nowhere", {})), QString("update.target_missing"));
    QCOMPARE(client.http.asked, (QStringList{"1.%3F.json", "1.%23.json", "1.%2Fup.json", "1...%2Fup.json",
                                             "1....json", "1.a%20b.json", "1.caf%C3%A9.json"}));
    int inside = 0;
    for (const auto& entry : fs::recursive_directory_iterator(outer.path())) {
      if (!entry.is_regular_file()) continue;
      ++inside;
      const auto folder = entry.path().parent_path();
      QVERIFY(folder == outer / "cache" || folder == outer / "cache" / "root_history");
    }
    QCOMPARE(inside, 4 + 1 + 7);
  }

  void names_of_targets_stay_below_their_address_data() {
    QTest::addColumn<QString>("target");
    for (const char* name : {"../up", "/etc/passwd", "a/../../up", "a//b", "./a", "a\\b", "a\nb"})
      QTest::newRow(name) << name;
  }

  void names_of_targets_stay_below_their_address() {
    QFETCH(QString, target);
    Client client(stories() / "targets_that_lead_out", 1, std::nullopt);
    QVERIFY(client.refresh());
    client.http.asked.clear();
    const auto file = client.updater->find(target.toStdString(), {});
    QVERIFY(file.has_value());
    QCOMPARE(outcome(client.updater->fetch(*file, {})), QString("update.malformed"));
    QVERIFY(client.http.asked.isEmpty());
  }

  void what_the_server_says_is_told_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no newer root") << "2.root.json" << 404 << "ok";
    QTest::newRow("no newer root, as some say it") << "2.root.json" << 403 << "ok";
    QTest::newRow("root in trouble") << "2.root.json" << 500 << "net.status";
    QTest::newRow("root moved") << "2.root.json" << 302 << "net.status";
    QTest::newRow("timestamp in trouble") << "timestamp.json" << 503 << "net.status";
    QTest::newRow("snapshot gone") << "1.snapshot.json" << 404 << "net.status";
  }

  void what_the_server_says_is_told() {
    QFETCH(QString, file);
    QFETCH(int, status);
    QFETCH(QString, expected);
    Client client(stories() / "plain", 1, std::nullopt);
    client.http.answers[file] = net::Answer{status, {}, {}};
    QCOMPARE(outcome(client.refresh()), expected);
  }

  void what_is_signed_is_what_was_signed_data() {
    QTest::addColumn<int>("roles");
    for (const char* name : {"plain", "keys_ed25519", "keys_rsa_pss", "keys_rsa_pkcs1"})
      QTest::newRow(name) << 1;
  }

  void what_is_signed_is_what_was_signed() {
    Client client(story(), 1, std::nullopt);
    auto timestamp =
        QByteArray::fromStdString(std::string(as_text(tests::read(story() / "1" / "timestamp.json"))));
    QVERIFY(timestamp.contains("2027-06-01T12:00:00Z"));
    timestamp.replace("2027-06-01T12:00:00Z", "2037-06-01T12:00:00Z");
    client.http.answers["timestamp.json"] = net::Answer{200, {}, to_bytes(tests::view(timestamp))};
    const auto refused = client.refresh();
    QCOMPARE(outcome(refused), QString("update.signatures"));
    QCOMPARE(refused.error().subject, std::string("timestamp.json"));
    QCOMPARE(refused.error().detail, std::string("0 of 1"));
  }

  void rotations_have_an_end() {
    Client client(stories() / "root_rotation_without_end", 1, std::nullopt);
    QCOMPARE(outcome(client.refresh()), QString("ok"));
    QCOMPARE(client.updater->trusted().root().version, 1 + base::limits::root_rotations);
    QCOMPARE(client.http.asked.filter(".root.json").size(), base::limits::root_rotations);
  }

  void it_stops_where_it_is_stopped() {
    std::stop_source source;
    source.request_stop();
    Client client(stories() / "plain", 1, std::nullopt);
    QCOMPARE(outcome(client.updater->refresh({source.get_token(), {}})), QString("task.cancelled"));
  }

  void a_cache_that_cannot_be_written_is_an_error() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "file", "in the way");
    Client client(stories() / "plain", 1, Cache(folder / "file"));
    QCOMPARE(outcome(client.updater), QString("file.not_written"));
  }

 private:
  [[nodiscard]] fs::path stories() const { return folder_ / "stories"; }
  [[nodiscard]] fs::path story() const { return stories() / QTest::currentDataTag(); }

  tests::TemporaryFolder folder_;
  base::Json python_tuf_;
};

QTEST_GUILESS_MAIN(tst_updater)
#include "tst_updater.moc"
