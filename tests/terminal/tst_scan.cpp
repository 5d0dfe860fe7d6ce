#include <QTest>

#include "run_terminal.h"
#include "support/hub_cache.h"
#include "support/ollama_store.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

const ModelFiles files{{"config.json", "{}"}, {"weights.safetensors", "0123456789"}};

/// A hub's cache with one signed model, a folder of models, and a policy.
class Disk {
 public:
  Disk() : cache_(folder_ / "hub") {
    for (const auto& [name, content] : files) cache_.add(name, content);
    cache_.add("model.sig", key_bundle(key_, oms_statement(files)).dump());
    cache_.refer(HubCache::first);
    write(folder_ / "key.pub", key_.public_pem());
    write_policy("org/*");
  }

  void write_policy(const std::string& models) const {
    const Json signer{{"public_key", "key.pub"}};
    const Json rule{{"name", "ours"}, {"models", {models}}, {"signers", Json::array({signer})}};
    write(folder_ / "policy.json", Json{{"schema", 1}, {"rules", Json::array({rule})}}.dump());
  }

  void add(const std::string& name, bool is_signed = true) const {
    write_model(folder_ / "models" / name, files);
    if (is_signed)
      write(folder_ / "models" / name / "model.sig", key_bundle(key_, oms_statement(files)).dump());
  }

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
  [[nodiscard]] const TestKey& key() const { return key_; }
  [[nodiscard]] const HubCache& cache() const { return cache_; }

  [[nodiscard]] Answer scan(Words words, bool with_policy = true) const {
    words.insert(words.begin(), "scan");
    if (with_policy) words.insert(words.end(), {"--policy", path("policy.json")});
    return run_terminal(words);
  }

 private:
  TemporaryFolder folder_;
  TestKey key_ = TestKey::generate();
  HubCache cache_;
};

QString line_of(const Answer& answer, const QString& model) {
  for (const auto& line : answer.out.split('\n')) {
    if (line.endsWith(model)) return line;
  }
  return {};
}

}  // namespace

class TestScan : public QObject {
  Q_OBJECT

 private slots:
  void a_hub_s_cache_is_judged_by_the_policy() {
    const Disk disk;
    const auto answer = disk.scan({disk.path("hub")});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY2(line_of(answer, "org/name").startsWith("✓ trusted"), qPrintable(answer.out));
    QVERIFY(answer.out.startsWith("Verdict"));
    QVERIFY(answer.out.endsWith("1 model: 1 trusted\n"));
    QCOMPARE(answer.err, QString());
  }

  void the_worst_verdict_is_the_exit_code() {
    const Disk disk;
    disk.add("a");
    disk.add("b", false);
    disk.write_policy("*");
    auto answer = disk.scan({disk.path("hub"), disk.path("models")});
    QCOMPARE(answer.exit_code, 6);
    QVERIFY(line_of(answer, "org/name").contains("The key you gave"));
    QVERIFY(line_of(answer, "b").contains("Nobody"));
    QVERIFY(answer.out.endsWith("3 models: 1 no signature found, 2 trusted\n"));

    write(disk.path("models/a/config.json"), "{ }");
    answer = disk.scan({disk.path("hub"), disk.path("models")});
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(line_of(answer, "a").startsWith("✗ changed"));

    answer = disk.scan({disk.path("hub"), disk.path("models"), "--quiet"});
    QCOMPARE(answer.exit_code, 1);
    QVERIFY(line_of(answer, "org/name").isEmpty());
    QVERIFY(!line_of(answer, "a").isEmpty());
  }

  void without_a_policy_nothing_is_trusted() {
    const Disk disk;
    const auto answer = disk.scan({disk.path("hub")}, false);
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(line_of(answer, "org/name").startsWith("– could not be checked"));
  }

  void a_model_that_no_rule_names_is_not_trusted() {
    const Disk disk;
    disk.add("org/name");
    auto answer = disk.scan({disk.path("models")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY2(answer.out.contains("The policy says nothing about this model"), qPrintable(answer.out));
    answer = disk.scan({disk.path("models"), "--names-from-folders"});
    QCOMPARE(answer.exit_code, 0);
  }

  void a_policy_in_a_model_is_refused() {
    const Disk disk;
    disk.add("a");
    fs::copy_file(disk.path("policy.json"), disk.path("models/a/policy.json"));
    const auto answer =
        run_terminal({"scan", disk.path("models"), "--policy", disk.path("models/a/policy.json")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(answer.err.contains("lies in the model"));
    QCOMPARE(answer.out, QString());
  }

  void what_was_not_looked_at_is_told_and_counts() {
    const Disk disk;
    write(disk.path("hub/datasets--squad/snapshots/0123/data.parquet"), "1");
    auto answer = disk.scan({disk.path("hub")});
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.out.contains("Left out, it is a dataset: " +
                                QString::fromStdString(disk.path("hub/datasets--squad"))));

    fs::create_directory_symlink("/", disk.path("hub/elsewhere"));
    answer = disk.scan({disk.path("hub"), disk.path("gone")});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(line_of(answer, "org/name").startsWith("✓ trusted"));
    QVERIFY(answer.out.contains("elsewhere"));
    QVERIFY(answer.out.contains("gone"));
  }

  void the_answer_can_be_read_by_programs() {
    const Disk disk;
    write(disk.path("hub/datasets--squad/snapshots/0123/data.parquet"), "1");
    const OllamaStore store(disk.path("ollama"));
    const auto list = store.add("registry.ollama.ai/library/llama3/latest", {"weights"});
    const auto answer = disk.scan({disk.path("hub"), disk.path("ollama"), disk.path("gone"), "--json"});
    QCOMPARE(answer.exit_code, 5);
    const auto json = answer.json();
    QVERIFY(json.at("schema") == 1);
    QVERIFY(json.at("exit_code") == 5);
    QVERIFY(json.at("verdicts") == (Json{{"trusted", 1}, {"unsigned", 1}}));
    QVERIFY(json.at("not_checked") == 0);
    QVERIFY(json.at("left_out").at(0).at("reason") == "dataset");
    QVERIFY(json.at("findings").at(0).at("code") == "file.not_found");
    const auto& models = json.at("models");
    QCOMPARE(models.size(), std::size_t{2});
    QVERIFY(models[0].at("label") == "org/name");
    QVERIFY(models[0].at("name") == "org/name");
    QVERIFY(models[0].at("layout") == "hub");
    QVERIFY(models[0].at("model") == disk.cache().snapshot().string());
    QVERIFY(models[0].at("verdict") == "trusted");
    QVERIFY(models[0].at("exit_code") == 0);
    QVERIFY(models[0].at("method") == "key");
    QVERIFY(models[0].at("checked_at") == "2026-06-01T12:00:00Z");
    QVERIFY(models[0].at("size") == 12);
    QVERIFY(models[1].at("label") == "llama3:latest");
    QVERIFY(models[1].at("layout") == "ollama");
    QVERIFY(models[1].at("model") == list.string());
    QVERIFY(models[1].at("name").is_null());
    QVERIFY(models[1].at("verdict") == "unsigned");
    QVERIFY(models[1].at("method").is_null());
    QVERIFY(models[1].at("identity").is_null());
    QVERIFY(models[1].at("findings").at(0).at("code") == "signature.not_found");
  }

  void a_stopped_scan_names_what_was_not_checked() {
    const Disk disk;
    std::stop_source stop;
    stop.request_stop();
    auto answer = run_terminal({"scan", disk.path("hub"), "--json"}, stop.get_token());
    QCOMPARE(answer.exit_code, 130);
    QVERIFY(answer.json().at("exit_code") == 130);
  }

  /// A folder's name is the only thing from outside in a row of a model that is not signed.
  void names_do_not_paint_the_terminal() {
    const Disk disk;
    const std::string evil =
        "a\x1b[2J\n✓ trusted \xe2\x80\xae"
        "b\xff";
    disk.add(evil, false);
    write(disk.path("hub/datasets--" + evil + "/snapshots/x"), "");
    auto answer = disk.scan({disk.path("models"), disk.path("hub"), disk.path("gone") + evil});
    QCOMPARE(answer.exit_code, 5);  // for the place that is not there
    QVERIFY(!answer.out.contains(QChar(0x1b)));
    QVERIFY(!answer.out.contains(QChar(0x202e)));
    int trusted = 0;
    for (const auto& line : answer.out.split('\n')) trusted += line.startsWith("✓ trusted") ? 1 : 0;
    QCOMPARE(trusted, 1);  // that of the cache
    QVERIFY(answer.out.contains("a\\u001b[2J\\n"));

    answer = disk.scan({disk.path("models"), "--json"});
    for (const auto letter : answer.out) QVERIFY(letter == u'\n' || (letter >= u' ' && letter < QChar(0x7f)));
  }

  void progress_goes_with_the_rows() {
    const Disk disk;
    const auto answer =
        run_terminal({"scan", disk.path("hub"), "--policy", disk.path("policy.json")}, {}, true);
    QCOMPARE(answer.exit_code, 0);
    QVERIFY(answer.err.contains("1 of 1, org/name: "));
    QVERIFY(answer.err.endsWith("\r\x1b[K"));
    QVERIFY(answer.out.contains("\x1b[32m"));
  }
};

QTEST_APPLESS_MAIN(TestScan)
#include "tst_scan.moc"
