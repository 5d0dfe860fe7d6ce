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

  void one_report_of_all_is_written_and_checked_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"models.json", "models.html"}) QTest::newRow(file) << file;
  }
  void one_report_of_all_is_written_and_checked() {
    QFETCH(QString, file);
    const Disk disk;
    disk.add("a");
    disk.add("b");
    write(disk.path("models/b/config.json"), "{ }");
    disk.write_policy("*");
    write(disk.path("hub/datasets--squad/snapshots/0123/data.parquet"), "1");
    const auto report = disk.path(file.toStdString());
    const auto made = disk.scan({disk.path("hub"), disk.path("models"), "--report", report});
    QCOMPARE(made.exit_code, 1);
    QVERIFY2(made.out.endsWith("Report  " + QString::fromStdString(report) + "\n"), qPrintable(made.out));

    const Words with_key{"report", "--check", report, "--public-key", disk.path("key.pub")};
    const auto checked = run_terminal(with_key);
    QVERIFY2(checked.exit_code == 4, qPrintable(checked.out + checked.err));
    QCOMPARE(checked.out.section('\n', 0, 0), "The evidence in the report holds; no model was compared");
    QVERIFY(line_of(checked, "models/a").startsWith("2  not complete  "));
    QVERIFY(line_of(checked, "models/b").startsWith("3  not complete  "));
    QCOMPARE(checked.out.count("The report says: trusted, checked 2026-06-01 12:00:00 UTC by “Weighmaster "),
             2);
    QCOMPARE(checked.out.count("The report says: changed, checked "), 1);
    auto words = with_key;
    words.push_back("--json");
    const auto json = run_terminal(words).json();
    QCOMPARE(json["models"].size(), std::size_t{3});
    QCOMPARE(json["models"][2]["stated_verdict"].get<std::string>(), std::string("changed"));
    QCOMPARE(json["scan"]["left_out"][0]["reason"].get<std::string>(), std::string("dataset"));
    QVERIFY(json["findings"].empty());
    // Nobody is expected only because the report says so.
    QCOMPARE(run_terminal({"report", "--check", report}).exit_code, 5);
  }

  void a_report_tells_what_was_not_looked_at() {
    const Disk disk;
    const auto report = disk.path("models.html");
    const auto made = disk.scan({disk.path("hub"), disk.path("gone"), "--report", report, "--json"});
    QCOMPARE(made.exit_code, 5);
    QCOMPARE(made.json()["output"].get<std::string>(), report);
    QCOMPARE(made.json()["form"].get<std::string>(), std::string("html"));
    const auto page = std::string(as_text(read(report)));
    QVERIFY(page.find("Nothing bad was found, but not all was looked at") != std::string::npos);
    QVERIFY(page.find("this report speaks for no model but those in it") != std::string::npos);
    const auto checked = run_terminal({"report", "--check", report, "--public-key", disk.path("key.pub")});
    QCOMPARE(checked.exit_code, 5);
    QVERIFY(checked.out.contains("It says itself that not all was looked at"));
  }

  void a_report_of_no_model_says_so() {
    const Disk disk;
    fs::create_directories(disk.path("empty"));
    const auto report = disk.path("models.html");
    QCOMPARE(disk.scan({disk.path("empty"), "--report", report}).exit_code, 5);
    QVERIFY(std::string(as_text(read(report))).find("No model was checked") != std::string::npos);
    QCOMPARE(run_terminal({"report", "--check", report}).exit_code, 5);
  }

  void a_stopped_scan_writes_no_report() {
    const Disk disk;
    std::stop_source stop;
    stop.request_stop();
    const auto report = disk.path("models.json");
    const auto answer = run_terminal({"scan", disk.path("hub"), "--report", report}, stop.get_token());
    QCOMPARE(answer.exit_code, 130);
    QVERIFY2(answer.err.contains("No report was written."), qPrintable(answer.err));
    QVERIFY(!fs::exists(report));
  }

  void a_report_that_can_t_be_written_takes_nothing_from_the_answer() {
    const Disk disk;
    // Nobody is there to paint.
    const auto report = disk.path("models.pdf");
    auto answer = disk.scan({disk.path("hub"), "--report", report});
    QCOMPARE(answer.exit_code, 5);
    QVERIFY(line_of(answer, "org/name").startsWith("✓ trusted"));
    QVERIFY(answer.err.contains("No report was written."));
    QVERIFY(!fs::exists(report));
    answer = disk.scan({disk.path("hub"), "--report", report, "--json"});
    QCOMPARE(answer.json()["report_error"]["code"].get<std::string>(), std::string("audit.painter"));
    QVERIFY(!answer.json().contains("output"));
    QCOMPARE(answer.json()["models"][0]["verdict"].get<std::string>(), std::string("trusted"));
    // One that is there is refused before anything is looked at.
    write(report, "mine");
    answer = disk.scan({disk.path("hub"), "--report", report});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(answer.out, QString());
    QCOMPARE(std::string(as_text(read(report))), std::string("mine"));
    QCOMPARE(disk.scan({disk.path("hub"), "--report", report, "--format", "json", "--overwrite"}).exit_code,
             0);
    QVERIFY(std::string(as_text(read(report))).starts_with("{"));
  }

  void wrong_arguments_about_the_report_exit_2() {
    QCOMPARE(run_terminal({"scan", "x", "--report", "models.doc"}).exit_code, 2);
    QCOMPARE(run_terminal({"scan", "x", "--format", "pdf"}).exit_code, 2);
    QCOMPARE(run_terminal({"scan", "x", "--overwrite"}).exit_code, 2);
    QCOMPARE(run_terminal({"scan", "x", "--report", "models.pdf", "--paper", "a5"}).exit_code, 2);
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
