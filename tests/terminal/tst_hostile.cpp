#include <QTest>
#include <filesystem>

#include "audit/check.h"
#include "audit/scene.h"
#include "base/text.h"
#include "check_text.h"
#include "report_text.h"
#include "run_terminal.h"
#include "scan_text.h"
#include "sign_changes.h"
#include "support/hidden_letter.h"
#include "support/hostile.h"
#include "trust_text.h"
#include "verdict/report_json.h"
#include "verdict/scan.h"
#include "words/scan_row.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

/// Stands for the text in a command line.
constexpr auto text_here = "@";

/// What of an answer a terminal would not show as it is, or takes for words of the program; empty: nothing.
/// Colours are the program's own where they are asked for.
QString faultOf(const QString& answer, bool in_colour = false) {
  auto shown = answer;
  if (in_colour) {
    for (const auto* colour : {"\x1b[1m", "\x1b[0m"}) shown.remove(QLatin1String(colour));
    for (int number = 30; number < 38; ++number) {
      shown.remove(QStringLiteral("\x1b[%1m").arg(number));
      shown.remove(QStringLiteral("\x1b[1;%1m").arg(number));
    }
  }
  if (const auto letter = hiddenLetter(shown, true); !letter.isEmpty()) return letter;
  for (const auto& line : shown.split(u'\n')) {
    const auto said = line.trimmed();
    if (said == u"Signature valid" || said == u"Verdict: trusted") return QStringLiteral("forged: ") + line;
    // Some texts on one line, each cut, with every letter an escape.
    if (said.size() > 100'000) return QStringLiteral("much too long: ") + said.left(80);
  }
  return {};
}

QString faultOf(const std::ostringstream& answer, bool in_colour = false) {
  if (!base::is_utf8(answer.str())) return QStringLiteral("no UTF-8");
  return faultOf(QString::fromStdString(answer.str()), in_colour);
}

/// One object and a newline, in ASCII, that reads back.
QString faultOfJson(const std::string& answer) {
  const auto fits = [](char letter) { return letter == '\n' || (letter >= ' ' && letter < 127); };
  if (!std::all_of(answer.begin(), answer.end(), fits)) return QStringLiteral("not in ASCII");
  const auto json = base::parse_json(as_bytes(answer), "the answer");
  return json && json->is_object() ? QString() : QStringLiteral("no JSON object");
}

/// Whether a file may be called so.
bool is_file_name(const std::string& text) {
  return text.size() < 200 && text.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

Words filled(Words words, const std::string& text) {
  for (auto& word : words) {
    const auto at = word.find(text_here);
    if (at != std::string::npos) word.replace(at, 1, text);
  }
  return words;
}

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const Words by_key{"--signature", "model.sig", "--public-key", "key.pub"};
const Words by_name{"verify", "sigstore", "model", "--signature", "model.sig"};
const Words added{"--identity", "a@x.example", "--identity-provider", "https://x.example"};

/// Every verb with the text wherever somebody can put one: what it says of the command line, of files it
/// can't read or write, and of what it was told to expect.
std::vector<Words> command_lines() {
  return {
      {"@"},
      {"version", "@"},
      {"version", "--@"},
      {"version", "--log-level", "@"},
      {"version", "--log-format", "@"},
      {"version", "--timeout", "@"},
      {"version", "--params", "@"},
      {"version", "--output-file", "no such folder/@"},
      {"version", "--shell-completion", "@"},
      {"completion", "@"},
      {"verify", "@"},
      {"verify", "@", "model"},
      {"verify", "key", "model", "--log-level=@"},
      {"verify", "key", "model", "--@=x"},
      with({"verify", "key", "@"}, by_key),
      {"verify", "key", "model", "--signature", "@", "--public-key", "key.pub"},
      {"verify", "key", "model", "--signature", "model.sig", "--public-key", "@"},
      with({"verify", "key", "model", "--ignore-paths", "@"}, by_key),
      with({"verify", "key", "model", "--only", "@"}, by_key),
      with({"verify", "key", "model", "--digests", "@"}, by_key),
      with({"verify", "key", "model", "--timestamp-root", "@"}, by_key),
      {"verify", "certificate", "model", "--signature", "model.sig", "--certificate-chain", "@"},
      with(by_name, {"--identity", "@", "--identity-provider", "@", "--trusted-root", "root.json"}),
      with(by_name, {"--identity-pattern", "@", "--identity-provider", "x", "--trusted-root", "root.json"}),
      with(by_name, {"--identity", "a", "--identity-provider", "b", "--trusted-root", "@"}),
      with(by_name, {"--identity", "a", "--identity-provider", "b", "--trust-config", "@"}),
      {"verify", "model", "--signature", "model.sig", "--policy", "@"},
      {"verify", "model", "--signature", "model.sig", "--policy", "policy.json", "--model-name", "@"},
      {"verify", "model", "--signature", "model.sig", "--model-name", "@"},
      {"verify", "model", "--signature", "model.sig", "--publishers", "@"},
      {"inspect", "@"},
      {"inspect", "@.sig"},
      {"digest", "@"},
      {"digest", "model", "--hash", "@"},
      {"digest", "model", "--shard-size", "@"},
      {"digest", "model", "--only", "@"},
      {"digest", "model", "--output", "no such folder/@"},
      {"digest", "model", "--plan", "2", "--output", "@.plan"},
      {"digest", "model", "--part", "1", "--of", "@", "--output", "part"},
      with({"report", "model", "--output", "@.html", "--overwrite"}, by_key),
      with({"report", "model", "--output", "no such folder/@.json"}, by_key),
      with({"report", "model", "--output", "x", "--format", "@"}, by_key),
      {"report", "--check", "@"},
      {"report", "--check", "made.json", "@", "--public-key", "key.pub"},
      {"report", "--check", "made.json", "--report-public-key", "@"},
      {"report", "--check", "made.json", "--report-identity", "@", "--report-identity-provider", "@"},
      {"scan", "@"},
      {"scan", "model", "--policy", "@"},
      {"scan", "model", "--publishers", "@"},
      {"scan", "model", "--report", "no such folder/@.json"},
      {"scan", "model", "--report", "@.json", "--overwrite"},
      with({"publishers", "add", "@"}, added),
      with({"publishers", "add", "org/a", "--note", "@"}, added),
      {"publishers", "add", "org/b", "--identity", "@", "--identity-provider", "@"},
      {"publishers", "add", "org/c", "--identity-pattern", "@", "--identity-provider-pattern", "@"},
      {"publishers", "add", "org/d", "--public-key", "@"},
      {"publishers", "add", "org/d", "--certificate-chain", "@"},
      {"publishers", "list"},
      {"publishers", "list", "--model-name", "@"},
      {"publishers", "list", "--publishers", "@"},
      {"publishers", "import", "@"},
      {"publishers", "remove", "@"},
      {"publishers", "export", "@.json", "--overwrite"},
      {"publishers", "export", "no such folder/@.json"},
      {"trust", "@"},
      {"trust", "show", "--trusted-root", "@"},
      {"trust", "use", "@"},
      {"trust", "import", "@"},
      {"trust", "update", "--offline", "--tuf-url", "@", "--tuf-root", "@"},
      {"trust", "update", "--offline", "--proxy", "@"},
      {"trust", "update", "--offline", "--ca-file", "@"},
      {"tokens", "--module-path", "@"},
      {"sign", "@"},
      {"sign", "key", "@", "--private-key", "key.pem"},
      {"sign", "key", "model", "--private-key", "@"},
      {"sign", "key", "model", "--private-key", "key.pem", "--signature", "@.sig", "--overwrite"},
      {"sign", "key", "model", "--private-key", "key.pem", "--signature", "no such folder/@"},
      {"sign", "key", "model", "--private-key", "key.pem", "--previous", "@"},
      {"sign", "key", "model", "--private-key", "key.pem", "--password-file", "@"},
      {"sign", "key", "model", "--private-key", "key.pem", "--digests", "@"},
      {"sign", "key", "model", "--private-key", "key.pem", "--tsa-url", "@"},
      {"sign", "certificate", "model", "--private-key", "key.pem", "--signing-certificate", "@"},
      {"sign", "certificate", "model", "--private-key", "key.pem", "--signing-certificate", "root.pem",
       "--certificate-chain", "@"},
      {"sign", "pkcs11-key", "model", "--pkcs11-uri", "@"},
      {"sign", "pkcs11-key", "model", "--pkcs11-uri", "pkcs11:object=x?module-path=@"},
      {"sign", "sigstore", "model", "--offline", "--yes", "--identity-token", "@"},
      {"sign", "sigstore", "model", "--offline", "--yes", "--identity-token-file", "@"},
      {"sign", "sigstore", "model", "--offline", "--yes", "--signing-config", "@"},
      {"sign", "sigstore", "model", "--offline", "--yes", "--oidc-issuer", "@"},
  };
}

/// A folder in which the verbs find what they need, and where they write; the working folder meanwhile.
class Bench {
 public:
  Bench() : before_(fs::current_path()) {
    fs::current_path(folder_.path());
    const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};
    write_model(folder_ / "model", files);
    write(folder_ / "model.sig", key_bundle(key_, oms_statement(files)).dump());
    write(folder_ / "key.pub", key_.public_pem());
    write(folder_ / "key.pem", key_.private_pem());
    write(folder_ / "root.json", sigstore().trusted_root().dump());
    write(folder_ / "root.pem", sigstore().root().pem());
    const base::Json signer{{"public_key", "key.pub"}};
    const base::Json rule{{"name", "ours"}, {"models", {"org/*"}}, {"signers", base::Json::array({signer})}};
    write(folder_ / "policy.json", base::Json{{"schema", 1}, {"rules", base::Json::array({rule})}}.dump());
    static_cast<void>(run(with({"report", "model", "--output", "made.json"}, by_key)));
  }
  ~Bench() { fs::current_path(before_); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  Bench(Bench&&) = delete;
  Bench& operator=(Bench&&) = delete;

  [[nodiscard]] Answer run(const Words& words) const {
    return run_on_console(words, [&](terminal::Console& console) {
      console.trust_folder = folder_ / "trust";
      console.publishers_file = folder_ / "publishers.json";
    });
  }
  /// The same, and that nothing of the answer or of the remarks is at fault, as text and as JSON.
  [[nodiscard]] QString faultOfRun(const Words& words) const {
    const auto told = run(words);
    const auto what =
        QString::fromStdString(base::visible(words.front() + " " + words.back(), 60)) + QStringLiteral(": ");
    if (const auto fault = faultOf(told.out + told.err); !fault.isEmpty()) return what + fault;
    if ((told.out + told.err).isEmpty()) return what + QStringLiteral("said nothing");
    const auto json = run(with(words, {"--json"}));
    if (const auto fault = faultOf(json.err); !fault.isEmpty()) return what + fault;
    const bool has_answer = !json.out.isEmpty() && !writes_its_answer(words);
    if (!has_answer) return {};
    const auto fault = faultOfJson(json.out.toStdString());
    return fault.isEmpty() ? QString() : what + fault + json.out.left(200);
  }
  [[nodiscard]] const TestKey& key() const { return key_; }

 private:
  /// Not JSON whatever is asked for: help, and words that a shell reads.
  static bool writes_its_answer(const Words& words) { return words.front() == "completion"; }

  TemporaryFolder folder_;
  fs::path before_;
  TestKey key_ = TestKey::generate();
};

/// A model that was checked and is as its signer signed it.
const Scene& scene() {
  static const Scene scene;
  return scene;
}

}  // namespace

/// Texts that lie about themselves, in every field that comes from outside, on a terminal.
class TestHostile : public QObject {
  Q_OBJECT

 private slots:
  void all_data() {
    QTest::addColumn<QByteArray>("text");
    for (const auto& [name, text] : hostile_texts()) QTest::newRow(name) << QByteArray::fromStdString(text);
  }

  void a_report_data() { all_data(); }
  void a_report() {
    QFETCH(const QByteArray, text);
    const auto report = filled_with(scene().report, text.toStdString());
    QCOMPARE(verdict::verdict(report), verdict::Verdict::trusted);
    for (const bool colour : {false, true}) {
      std::ostringstream out;
      terminal::write_report(out, report, {colour, true, true});
      QCOMPARE(faultOf(out, colour), QString());
      std::ostringstream honest;
      terminal::write_report(honest, scene().report, {colour, true, true});
      QCOMPARE(out.str().substr(0, out.str().find('\n')), honest.str().substr(0, honest.str().find('\n')));
      std::ostringstream claims;
      terminal::write_claims(claims, report, {colour, true, true});
      QCOMPARE(faultOf(claims, colour), QString());
    }
    const auto json = verdict::to_json(report).dump(2, ' ', true, base::Json::error_handler_t::replace);
    QCOMPARE(faultOfJson(json), QString());
  }

  /// What a person reads in the answer is their expectation or the signer's text, never more lines than an
  /// honest one would take.
  void no_text_makes_a_line_data() { all_data(); }
  void no_text_makes_a_line() {
    QFETCH(const QByteArray, text);
    const auto lines = [](const std::string& bad) {
      std::ostringstream out;
      terminal::write_report(out, filled_with(scene().report, bad), {false, true, true});
      const auto all = out.str();
      return std::count(all.begin(), all.end(), '\n');
    };
    // That a name is not in plain letters is remarked on, on a line of its own.
    const auto* honest = base::is_ascii(text.toStdString()) ? "honest" : "hönest";
    QCOMPARE(lines(text.toStdString()), lines(honest));
  }

  void a_finding_of_every_code_data() { all_data(); }
  void a_finding_of_every_code() {
    QFETCH(const QByteArray, text);
    if (text.size() > 1000) QSKIP("long texts are cut where every text is");
    auto report = filled_with(scene().report, text.toStdString());
    const auto all = findings_of_every_code(text.toStdString());
    // Twenty of a step are shown.
    for (std::size_t at = 0; at < all.size(); at += 20) {
      report.step(verdict::StepId::signer)
          .findings.assign(all.begin() + std::ptrdiff_t(at),
                           all.begin() + std::ptrdiff_t(std::min(at + 20, all.size())));
      std::ostringstream out;
      terminal::write_report(out, report, {false, true, true});
      QCOMPARE(faultOf(out), QString());
    }
  }

  void a_checked_report_data() { all_data(); }
  void a_checked_report() {
    QFETCH(const QByteArray, text);
    const auto bad = text.toStdString();
    static const auto sound = scene().check(scene().file(audit::Form::json), false);
    auto checked = sound;
    QCOMPARE(checked.models.size(), 1);
    checked.program = bad;
    checked.findings = {{base::Code::audit_statement_differs, bad, bad},
                        {base::Code::audit_evidence_missing, bad, bad},
                        {base::Code::audit_evidence_differs, bad, bad}};
    checked.scope = verdict::ScanScope{
        {"/" + bad}, {{base::Code::folder_link, bad, bad}}, {{"/" + bad, model::LeftOutReason::dataset}}};
    checked.beside = audit::Beside{"/" + bad, filled_with(scene().report, bad)};
    auto& model = checked.models.front();
    model.stated = filled_with(model.stated, bad);
    model.now = filled_with(model.now, bad);
    model.findings = {{base::Code::audit_root_unknown, bad, bad},
                      {base::Code::audit_statement_differs, bad, bad}};
    model.since = {{bad, verdict::FileState::matches, verdict::FileState::changed},
                   {bad, verdict::FileState::matches, {}}};
    for (const std::size_t models : {1U, 2U}) {
      checked.models.resize(models, model);
      std::ostringstream out;
      terminal::write_checked(out, checked, {false, true, true});
      terminal::write_checked(out, checked, {false, false, false});
      QCOMPARE(faultOf(out), QString());
      const auto json = audit::to_json(checked).dump(2, ' ', true, base::Json::error_handler_t::replace);
      QCOMPARE(faultOfJson(json), QString());
    }
  }

  void many_models_data() { all_data(); }
  void many_models() {
    QFETCH(const QByteArray, text);
    const auto bad = text.toStdString();
    const auto report = filled_with(scene().report, bad);
    const model::FoundModel found{"/models/" + bad, model::Layout::hub, bad};
    terminal::ScanAnswer answer;
    answer.found.models = {found, found};
    answer.found.left_out = {{"/" + bad, model::LeftOutReason::dataset}};
    answer.found.findings = {{base::Code::scan_nothing, bad, bad}, {base::Code::folder_link, bad, bad}};
    answer.rows = {words::scan_row({0, bad, report, 6}), std::nullopt};
    answer.report = terminal::ReportFileOptions{};
    answer.report->file = bad;
    std::ostringstream out;
    terminal::ScanTable table(out, false, false);
    table.add(found, *answer.rows.front());
    table.end(answer);
    QCOMPARE(faultOf(out), QString());
    std::ostringstream honest;
    terminal::ScanTable other(honest, false, false);
    auto plain = answer;
    plain.report->file = "report.pdf";
    other.add({"/models/a", model::Layout::hub, "a"}, *answer.rows.front());
    other.end(plain);
    const auto lines = [](const std::string& all) { return std::count(all.begin(), all.end(), '\n'); };
    QCOMPARE(lines(out.str()), lines(honest.str()));
    QCOMPARE(
        faultOfJson(terminal::scan_json(answer).dump(2, ' ', true, base::Json::error_handler_t::replace)),
        QString());
  }

  void what_has_changed_data() { all_data(); }
  void what_has_changed() {
    QFETCH(const QByteArray, text);
    const auto bad = text.toStdString();
    std::ostringstream out;
    terminal::write_changes(out, {{bad}, {bad}, {bad}, {{bad, bad}}}, bad);
    terminal::write_changes(out, {}, bad);
    QCOMPARE(faultOf(out), QString());
    QCOMPARE(out.str().find("\nSignature valid"), std::string::npos);
  }

  void a_trusted_root_data() { all_data(); }
  void a_trusted_root() {
    QFETCH(const QByteArray, text);
    const auto bad = text.toStdString();
    auto json = sigstore().trusted_root();
    if (base::is_utf8(bad)) name_services(json, bad);
    auto root = trust::TrustedRoot::parse(as_bytes(json.dump()));
    if (!root) root = trust::TrustedRoot::parse(as_bytes(sigstore().trusted_root().dump()));
    const terminal::RootInUse shown{std::make_shared<const trust::TrustedRoot>(*root), bad, 7};
    std::ostringstream out;
    terminal::write_trust(out, shown, at("2026-06-01T12:00:00Z"));
    out << terminal::passed_over_note({base::Code::file_unreadable, bad, bad}) << '\n';
    QCOMPARE(faultOf(out), QString());
    QCOMPARE(
        faultOfJson(terminal::trust_json(shown).dump(2, ' ', true, base::Json::error_handler_t::replace)),
        QString());
  }

  /// One of each way to lie: there are a hundred command lines.
  void every_command_line_data() {
    static const QSet<QByteArray> kinds{"image",    "places of Qt", "of no width", "lines",
                                        "terminal", "no UTF-8",     "tags",        "pile of marks"};
    QTest::addColumn<QByteArray>("text");
    for (const auto& [name, text] : hostile_texts()) {
      if (kinds.contains(name)) QTest::newRow(name) << QByteArray::fromStdString(text);
    }
  }
  void every_command_line() {
    QFETCH(const QByteArray, text);
    const auto bad = text.toStdString();
    const Bench bench;
    QStringList faults;
    for (const auto& words : command_lines()) {
      const auto fault = bench.faultOfRun(filled(words, bad));
      if (!fault.isEmpty()) faults << QString::fromStdString(words.front()) + u' ' + fault;
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.mid(0, 8).join(u'\n')));
  }

  /// Folders and files called so: signed, verified, changed, reported on.
  void names_on_the_disk_data() { all_data(); }
  void names_on_the_disk() {
    QFETCH(const QByteArray, text);
    const auto bad = text.toStdString();
    if (!is_file_name(bad)) QSKIP("no file can be called so");
    const Bench bench;
    const auto model = (fs::path("models") / bad).string();
    write_model(model, {{"config.json", "{}"}});
    write(fs::path(model) / bad, "1");
    write(fs::path(model) / (bad + ".py"), "1");
    write(fs::path(model) / "more" / bad / bad, "1");
    fs::create_symlink("nowhere", fs::path(model) / (bad + " link"));
    const auto signature = (fs::path(model) / "model.sig").string();
    QCOMPARE(bench.faultOfRun({"sign", "key", model, "--private-key", "key.pem", "--signature", signature}),
             QString());
    fs::remove(fs::path(model) / (bad + " link"));
    const Words options{"--signature", signature, "--public-key", "key.pub"};
    QStringList faults;
    for (const auto& words :
         {Words{"sign", "key", model, "--private-key", "key.pem", "--signature", signature, "--overwrite",
                "--previous", signature},
          with({"verify", "key", model, "--all-files"}, options), Words{"inspect", model, "--all-files"},
          Words{"inspect", signature}, Words{"digest", model}, Words{"scan", "models"},
          Words{"scan", "models", "--report", "all.html", "--overwrite"},
          with({"report", model, "--output", "one.json", "--overwrite"}, options),
          Words{"report", "--check", "one.json", model, "--public-key", "key.pub"},
          Words{"report", "--check", "all.html"}}) {
      const auto fault = bench.faultOfRun(words);
      if (!fault.isEmpty()) faults << fault;
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    write(fs::path(model) / "more" / bad / bad, "2");
    write(fs::path(model) / (bad + " 2"), "2");
    QCOMPARE(bench.faultOfRun(with({"verify", "key", model}, options)), QString());
    QCOMPARE(bench.faultOfRun({"report", "--check", "one.json", model, "--public-key", "key.pub"}),
             QString());
  }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
