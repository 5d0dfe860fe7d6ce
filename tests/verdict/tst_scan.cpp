#include "verdict/scan.h"

#include <QTest>

#include "support/hub_cache.h"
#include "support/ollama_store.h"
#include "support/test_bundle.h"
#include "support/test_key.h"
#include "verdict/discovery.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Code;
using verdict::Report;
using verdict::Verdict;
namespace fs = std::filesystem;

namespace {

const ModelFiles files{{"config.json", "{}"}, {"weights.safetensors", "1234"}};

/// What was told of a model, as text: "label name verdict size".
struct Telling {
  std::vector<std::string> lines;
  std::vector<Report> reports;
};

struct Place {
  TemporaryFolder folder;
  TestKey key = TestKey::generate();

  void add(const std::string& name, bool is_signed = true) const {
    write_model(folder / "models" / name, files);
    if (is_signed)
      write(folder / "models" / name / "model.sig", key_bundle(key, oms_statement(files)).dump());
  }

  [[nodiscard]] trust::Policy key_policy() const {
    trust::Policy policy;
    policy.expectation = trust::ExpectedKeys{{key.public_key()}};
    return policy;
  }

  [[nodiscard]] verdict::ScanRequest request(const fs::path& place) const {
    verdict::ScanRequest request;
    request.models = model::find_models({place}, {}).models;
    request.each.now = *base::parse_rfc3339("2026-11-21T12:00:00Z");
    request.policy_for = [this](const std::string&) { return base::Result<trust::Policy>(key_policy()); };
    return request;
  }
};

Telling tell(const verdict::ScanRequest& request, const base::Task& task = {}) {
  Telling telling;
  verdict::ScanWatch watch;
  watch.finished = [&](const verdict::Scanned& scanned) {
    telling.lines.push_back(request.models[scanned.place].label + " [" + scanned.name + "] " +
                            std::string(name(verdict::verdict(scanned.report))) + " " +
                            (scanned.size ? std::to_string(*scanned.size) : "?"));
    telling.reports.push_back(scanned.report);
  };
  verdict::scan(request, task, watch);
  return telling;
}

using Lines = std::vector<std::string>;

}  // namespace

class tst_scan : public QObject {
  Q_OBJECT

 private slots:
  void each_model_has_a_report_of_its_own() {
    const Place place;
    place.add("a-good");
    place.add("b-changed");
    write(place.folder / "models/b-changed/config.json", "{ }");
    place.add("c-unsigned", false);
    place.add("d-torn");
    write(place.folder / "models/d-torn/model.sig", R"({"mediaType":)");
    place.add("e-good");
    const auto telling = tell(place.request(place.folder / "models"));
    QCOMPARE(telling.lines.size(), std::size_t{5});
    QCOMPARE(telling.lines[0].substr(0, 17), std::string("a-good [] trusted"));
    QCOMPARE(telling.lines[1].substr(0, 20), std::string("b-changed [] changed"));
    QCOMPARE(telling.lines[2], std::string("c-unsigned [] unsigned 6"));
    QCOMPARE(telling.lines[4].substr(0, 17), std::string("e-good [] trusted"));
    QVERIFY(verdict::verdict(telling.reports[3]) >= Verdict::unsigned_);
  }

  void the_hub_s_path_names_the_model_and_nothing_else_does() {
    const Place place;
    const HubCache cache(place.folder / "hub");
    for (const auto& [name, content] : files) cache.add(name, content);
    cache.add("model.sig", key_bundle(place.key, oms_statement(files, {}, "google/gemma")).dump());
    cache.refer(HubCache::first);
    place.add("google/gemma");
    auto request = place.request(place.folder.path());
    Lines asked;
    request.policy_for = [&](const std::string& name) -> base::Result<trust::Policy> {
      asked.push_back(name);
      if (name == "org/name") return place.key_policy();
      return base::fail(Code::policy_no_rule, name, "policy.json");
    };
    auto telling = tell(request);
    QCOMPARE(asked, (Lines{"org/name", ""}));
    QCOMPARE(telling.lines[0].substr(0, 27), std::string("org/name [org/name] trusted"));
    // Nobody is expected of the other: no rule names it, and no verdict is better for that.
    QCOMPARE(verdict::verdict(telling.reports[1]), Verdict::undetermined);
    QVERIFY(telling.reports[1].has(Code::policy_no_rule));

    asked.clear();
    request = place.request(place.folder / "models");
    request.labels_are_names = true;
    request.policy_for = [&](const std::string& name) -> base::Result<trust::Policy> {
      asked.push_back(name);
      return place.key_policy();
    };
    telling = tell(request);
    QCOMPARE(asked, Lines{"google/gemma"});
    QCOMPARE(telling.lines[0].substr(0, 35), std::string("google/gemma [google/gemma] trusted"));
  }

  void a_stopped_scan_leaves_the_rest() {
    const Place place;
    for (const char* name : {"a", "b", "c"}) place.add(name);
    const auto request = place.request(place.folder / "models");
    std::stop_source stop;
    verdict::ScanWatch watch;
    std::vector<std::size_t> begun;
    std::vector<int> codes;
    watch.begun = [&](std::size_t at) {
      begun.push_back(at);
      if (at == 1) stop.request_stop();
    };
    watch.finished = [&](const verdict::Scanned& scanned) { codes.push_back(exit_code(scanned.report)); };
    verdict::scan(request, {stop.get_token(), {}}, watch);
    QCOMPARE(begun, (std::vector<std::size_t>{0, 1}));
    QCOMPARE(codes, (std::vector<int>{0, 130}));
  }

  void the_worst_decides_the_exit_code_data() {
    QTest::addColumn<std::vector<verdict::Ending>>("endings");
    QTest::addColumn<int>("code");
    using verdict::Ending;
    using Endings = std::vector<Ending>;
    const Ending good{Verdict::trusted, 0};
    const Ending allowed{Verdict::extra_files, 0};
    const Ending wrong{Verdict::wrong_signer, 3};
    const Ending unknown{Verdict::unknown_signer, 3};
    const Ending unsigned_one{Verdict::unsigned_, 6};
    const Ending open{Verdict::undetermined, 5};
    QTest::newRow("none") << Endings{} << 0;
    QTest::newRow("good") << Endings{good, allowed, good} << 0;
    QTest::newRow("a part") << Endings{good, {Verdict::partial, 4}} << 4;
    QTest::newRow("allowed, in parts") << Endings{{Verdict::extra_files, 4}, unknown} << 3;
    QTest::newRow("not signed") << Endings{unknown, unsigned_one} << 6;
    QTest::newRow("open") << Endings{unsigned_one, open, unknown} << 5;
    QTest::newRow("a wrong signer") << Endings{wrong, open, unsigned_one} << 3;
    QTest::newRow("changed") << Endings{wrong, {Verdict::changed, 1}, open} << 1;
    QTest::newRow("stopped") << Endings{{Verdict::changed, 1}, {Verdict::undetermined, 130}} << 130;
  }

  void the_worst_decides_the_exit_code() {
    QFETCH(const std::vector<verdict::Ending>, endings);
    QTEST(verdict::worst_exit_code(endings), "code");
  }

  // A store of Ollama

  void a_store_s_model_is_not_called_signed() {
    const Place place;
    const OllamaStore store(place.folder / "ollama");
    (void)store.add("registry.ollama.ai/library/llama3/latest", {"weights", "license"});
    const auto telling = tell(place.request(store.folder()));
    QCOMPARE(telling.lines.size(), std::size_t{1});
    const auto& report = telling.reports.front();
    QCOMPARE(verdict::verdict(report), Verdict::unsigned_);
    QCOMPARE(report.files.size(), std::size_t{4});  // the list, the configuration, two layers
    for (const auto& row : report.files) {
      QCOMPARE(row.state, verdict::FileState::unsigned_);
      QVERIFY(!row.is_signed());
      QVERIFY(row.found);
    }
    QCOMPARE(report.bytes_hashed, std::uint64_t{7 + 7 + 14});
  }

  void a_blob_that_is_not_its_digest_is_found_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("detail");
    QTest::newRow("other content") << QString("content") << QString("its content is not its digest");
    QTest::newRow("another size") << QString("size") << QString("it has not the size that the list says");
    QTest::newRow("gone") << QString("gone") << QString("it is not in the store");
    QTest::newRow("a link") << QString("link") << QString("it is not in the store");
  }

  void a_blob_that_is_not_its_digest_is_found() {
    QFETCH(const QString, what);
    const Place place;
    const OllamaStore store(place.folder / "ollama");
    (void)store.add("registry.ollama.ai/library/llama3/latest", {"weights"});
    const auto blob = store.blob("weights");
    if (what == "content") write(blob, "WEIGHTS");
    if (what == "size") write(blob, "more weights");
    if (what == "gone") fs::remove(blob);
    if (what == "link") {
      fs::rename(blob, place.folder / "elsewhere");
      fs::create_symlink(place.folder / "elsewhere", blob);
    }
    const auto telling = tell(place.request(store.folder()));
    const auto& report = telling.reports.front();
    QCOMPARE(verdict::verdict(report), Verdict::undetermined);
    const auto& findings = report.step(verdict::StepId::files).findings;
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings.front().code, Code::scan_store);
    QCOMPARE(findings.front().subject, blob.filename().string());
    QTEST(QString::fromStdString(findings.front().detail), "detail");
  }

  void a_list_that_is_none_is_named() {
    const Place place;
    const OllamaStore store(place.folder / "ollama");
    write(store.add("registry.ollama.ai/library/llama3/latest", {"weights"}), "[]");
    const auto telling = tell(place.request(store.folder()));
    QCOMPARE(verdict::verdict(telling.reports.front()), Verdict::undetermined);
    QVERIFY(telling.reports.front().has(Code::scan_store));
  }

  /// Nobody does so today; a signature over the list is one over all that it names.
  void a_signed_list_covers_its_files() {
    const Place place;
    const OllamaStore store(place.folder / "ollama");
    const auto list = store.add("registry.ollama.ai/library/llama3/latest", {"weights"});
    const auto text = read(list);
    write(list.parent_path() / ".signature.json", "");
    write(place.folder / "list.sig", file_signature(place.key, as_text(text)).dump());
    verdict::VerifyRequest request;
    request.model = list;
    request.signature = place.folder / "list.sig";
    request.policy = place.key_policy();
    request.now = *base::parse_rfc3339("2026-11-21T12:00:00Z");
    auto report = verdict::verify_model(request, {});
    QCOMPARE(verdict::verdict(report), Verdict::trusted);
    QCOMPARE(report.count(verdict::FileState::matches), std::size_t{3});

    write(store.blob("weights"), "WEIGHTS");
    report = verdict::verify_model(request, {});
    QCOMPARE(verdict::verdict(report), Verdict::undetermined);
    QVERIFY(report.has(Code::scan_store));
  }

  void a_stopped_check_of_a_store_says_so() {
    const Place place;
    const OllamaStore store(place.folder / "ollama");
    verdict::VerifyRequest request;
    request.model = store.add("registry.ollama.ai/library/llama3/latest", {"weights"});
    std::stop_source stop;
    stop.request_stop();
    const auto report = verdict::verify_model(request, {stop.get_token(), {}});
    QCOMPARE(exit_code(report), 130);
  }
};

QTEST_APPLESS_MAIN(tst_scan)
#include "tst_scan.moc"
