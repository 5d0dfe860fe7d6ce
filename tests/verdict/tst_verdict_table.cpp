#include <sys/stat.h>

#include <QTest>
#include <map>

#include "model/measure.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Json;
namespace fs = std::filesystem;

namespace {

const tests::ModelFiles signed_files{
    {"a.json", "{}"}, {"b.bin", "1234"}, {"c/d.bin", "5678"}, {"e.bin", "90"}};

/// A signature in one of the methods, and what the person says and believes.
struct Signing {
  QString method;
  Json bundle;
  trust::Policy policy;
  std::shared_ptr<const trust::TrustedRoot> root;
};

/// What is done to the model and the request, and how the check is interrupted.
struct Scene {
  std::function<void(const fs::path& model)> change = [](const fs::path&) {};
  std::function<void(verdict::VerifyRequest&)> ask = [](verdict::VerifyRequest&) {};
  enum class Stop { never, at_once, at_first_change } stop = Stop::never;
};

void spoil_signature(Json& bundle) {
  auto& signature = bundle["dsseEnvelope"]["signatures"][0]["sig"];
  const auto other = tests::key_bundle(tests::TestKey::generate(), "another payload");
  signature = other["dsseEnvelope"]["signatures"][0]["sig"];
}

/// Makes the signatures of each column, in every method that can come to it.
class Columns {
 public:
  Columns() : statement_(tests::oms_statement(signed_files)) {
    add_key();
    add_certificate();
    add_keyless();
  }

  [[nodiscard]] const std::map<QString, std::vector<Signing>>& all() const { return columns_; }

 private:
  void add(const char* column, const char* method, Json bundle, trust::Expectation expectation,
           std::shared_ptr<const trust::TrustedRoot> root = nullptr) {
    columns_[column].push_back({method, std::move(bundle), {std::move(expectation), false}, std::move(root)});
  }

  void add_key() {
    const auto key = tests::TestKey::generate();
    const auto bundle = tests::key_bundle(key, statement_);
    auto spoilt = bundle;
    spoil_signature(spoilt);
    add("expected", "key", bundle, trust::ExpectedKeys{{key.public_key()}});
    add("key missing", "key", bundle, trust::NoExpectation{});
    add("signature false", "key", spoilt, trust::ExpectedKeys{{key.public_key()}});
    add("signature false", "another key", bundle,
        trust::ExpectedKeys{{tests::TestKey::generate().public_key()}});
  }

  void add_certificate() {
    const auto chain = tests::mint_chain();
    const auto bundle = tests::certificate_bundle(chain.leaf_key, chain.certificates, statement_);
    auto spoilt = bundle;
    spoil_signature(spoilt);
    tests::ChainSpec past;
    past.leaf.validity.end = tests::at("2025-06-01T00:00:00Z");
    const auto expired = tests::mint_chain(past);
    tests::ChainSpec elsewhere;
    elsewhere.root.subject = "another root";
    const trust::ExpectedRoots root{{chain.root}};
    add("expected", "certificate", bundle, root);
    add("nobody expected", "certificate", bundle, trust::NoExpectation{});
    add("another signer", "certificate", bundle, trust::ExpectedRoots{{tests::mint_chain(elsewhere).root}});
    add("evidence false", "expired certificate",
        tests::certificate_bundle(expired.leaf_key, expired.certificates, statement_),
        trust::ExpectedRoots{{expired.root}});
    add("signature false", "certificate", spoilt, root);
  }

  void add_keyless() {
    const auto known = std::make_shared<const trust::TrustedRoot>(root_of(sigstore_));
    const auto unknown = std::make_shared<const trust::TrustedRoot>(root_of(tests::VirtualSigstore()));
    const trust::ExpectedIdentities alice{{{tests::alice, tests::alices_issuer}}};
    const auto bundle = sigstore_.bundle(statement_);
    auto spoilt = bundle;
    spoil_signature(spoilt);
    add("expected", "keyless", bundle, alice, known);
    add("nobody expected", "keyless", bundle, trust::NoExpectation{}, known);
    add("another signer", "another identity", bundle,
        trust::ExpectedIdentities{{{"bob@example.com", tests::alices_issuer}}}, known);
    add("another signer", "another issuer", bundle,
        trust::ExpectedIdentities{{{tests::alice, "https://other.example"}}}, known);
    add("service unknown", "unknown Sigstore", bundle, alice, unknown);
    add("service unknown", "no trusted root", bundle, alice, nullptr);
    add("evidence false", "promise",
        with([](auto& entry) { entry.promise_key = tests::TestKey::generate(); }), alice, known);
    add("evidence false", "checkpoint",
        with([](auto& entry) { entry.checkpoint_key = tests::TestKey::generate(); }), alice, known);
    add("signature false", "keyless", spoilt, alice, known);
  }

  static trust::TrustedRoot root_of(const tests::VirtualSigstore& sigstore) {
    return trust::TrustedRoot::parse(as_bytes(sigstore.trusted_root().dump())).value();
  }

  template <class Change>
  [[nodiscard]] Json with(Change change) const {
    tests::KeylessSpec spec;
    change(spec.entries.front());
    return sigstore_.bundle(statement_, spec);
  }

  std::string statement_;
  tests::VirtualSigstore sigstore_;
  std::map<QString, std::vector<Signing>> columns_;
};

void change_a_file(const fs::path& model) {
  tests::write(model / "b.bin", "1235");
}

void add_a_file(const fs::path& model) {
  tests::write(model / "run.py", "print()");
}

void remove_a_file(const fs::path& model) {
  fs::remove(model / "e.bin");
}

void put_a_pipe(const fs::path& model) {
  fs::remove(model / "b.bin");
  if (::mkfifo((model / "b.bin").c_str(), 0600) != 0) qFatal("no pipe");
}

/// Sparse: the first is hashed in no time, the second takes seconds, so that the check can be stopped between
/// them.
void make_one_large_and_one_huge(const fs::path& model) {
  fs::resize_file(model / "b.bin", 4ULL << 20U);
  fs::resize_file(model / "e.bin", 16ULL << 30U);
}

void allow_unsigned(verdict::VerifyRequest& request) {
  request.policy.allow_unsigned_files = true;
}

std::function<void(verdict::VerifyRequest&)> asking(const std::vector<std::string>& only) {
  return [only](verdict::VerifyRequest& request) { request.only = only; };
}

/// As if all that is here had been hashed before.
void with_stored_digests(verdict::VerifyRequest& request) {
  const auto tree = model::list_model(request.model, {}, {}).value();
  const auto cache = std::make_shared<model::DigestCache>();
  for (std::size_t i = 0; i < tree.files().size(); ++i) {
    const auto& [name, size] = tree.files()[i];
    const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, tests::read(request.model / name));
    cache->remember(tree, {i, {0, size}}, digest, base::now() + std::chrono::hours(1));
  }
  request.digest_cache = cache;
}

/// As if another machine had just hashed all that is here.
void with_digests_from_elsewhere(verdict::VerifyRequest& request) {
  const auto tree = model::list_model(request.model, {}, {}).value();
  request.digests = std::make_shared<const manifest::DigestList>(
      model::measure_digests(tree, {}, model::Asked({}, tree), {}).value());
}

const std::map<QString, Scene>& rows() {
  static const std::map<QString, Scene> rows{
      {"all files match", {}},
      {"a file changed", {.change = change_a_file}},
      {"a file is missing", {.change = remove_a_file}},
      {"a file is unsigned", {.change = add_a_file}},
      {"a file is unsigned, allowed", {.change = add_a_file, .ask = allow_unsigned}},
      {"one missing, one unsigned",
       {.change =
            [](const fs::path& model) {
              remove_a_file(model);
              add_a_file(model);
            }}},
      {"one missing, one unsigned, allowed",
       {.change =
            [](const fs::path& model) {
              remove_a_file(model);
              add_a_file(model);
            },
        .ask = allow_unsigned}},
      {"changed, missing and unsigned",
       {.change =
            [](const fs::path& model) {
              change_a_file(model);
              remove_a_file(model);
              add_a_file(model);
            }}},
      {"a signed file can't be read", {.change = put_a_pipe}},
      {"a signed file is left out by request",
       {.change = change_a_file,
        .ask = [](verdict::VerifyRequest& request) { request.ignore_paths = {"b.bin"}; }}},
      {"an unsigned file is left out by request",
       {.change = add_a_file,
        .ask = [](verdict::VerifyRequest& request) { request.ignore_paths = {"run.py"}; }}},
      {"only some files asked about", {.ask = asking({"b.bin", "c"})}},
      {"the file asked about changed", {.change = change_a_file, .ask = asking({"b.bin"})}},
      {"others changed than were asked about",
       {.change =
            [](const fs::path& model) {
              change_a_file(model);
              add_a_file(model);
            },
        .ask = asking({"c/"})}},
      {"the file asked about is not signed", {.change = add_a_file, .ask = asking({"run.py"})}},
      {"the file asked about is nowhere", {.ask = asking({"b.bin", "absent"})}},
      {"every path asked about by name", {.ask = asking({"a.json", "b.bin", "c", "e.bin"})}},
      {"compared by stored digests", {.ask = with_stored_digests}},
      {"compared by digests from elsewhere", {.ask = with_digests_from_elsewhere}},
      {"compared by digests from elsewhere, a file changed",
       {.change = change_a_file, .ask = with_digests_from_elsewhere}},
      {"compared by stored digests, a file changed", {.change = change_a_file, .ask = with_stored_digests}},
      {"stopped", {.stop = Scene::Stop::at_once}},
      {"stopped after a change was found",
       {.change = make_one_large_and_one_huge, .stop = Scene::Stop::at_first_change}},
      {"the folder is not there", {.change = [](const fs::path& model) { fs::remove_all(model); }}},
      {"the signature can't be read",
       {.change = [](const fs::path& model) { tests::write(model.parent_path() / "model.sig", "{"); }}},
      {"there is no signature",
       {.change = [](const fs::path& model) { fs::remove(model.parent_path() / "model.sig"); },
        .ask = [](verdict::VerifyRequest& request) { request.signature.reset(); }}},
  };
  return rows;
}

verdict::Report play(const Scene& scene, const Signing& signing) {
  const tests::TemporaryFolder folder;
  tests::write_model(folder / "model", signed_files);
  tests::write(folder / "model.sig", signing.bundle.dump());
  verdict::VerifyRequest request;
  request.model = folder / "model";
  request.signature = folder / "model.sig";
  request.policy = signing.policy;
  request.trusted_root = signing.root;
  request.now = tests::at(tests::chain_time);
  scene.change(folder / "model");
  scene.ask(request);

  std::stop_source stop;
  if (scene.stop == Scene::Stop::at_once) stop.request_stop();
  verdict::Watch watch;
  watch.row = [&](std::size_t, const verdict::FileRow& row) {
    const bool found = row.state == verdict::FileState::changed;
    if (found && scene.stop == Scene::Stop::at_first_change) stop.request_stop();
  };
  return verdict::verify_model(request, {stop.get_token(), {}}, watch);
}

QString cell_of(const verdict::Report& report) {
  const auto name = verdict::name(verdict::verdict(report));
  return QString::fromStdString(std::string(name)) + " " + QString::number(verdict::exit_code(report));
}

QStringList cells_of(const QString& line) {
  QStringList cells;
  for (const auto& cell : line.split('|').mid(1)) cells << cell.trimmed();
  cells.removeLast();
  return cells;
}

/// The lines of the table "Every case": header, rule, rows.
QList<QStringList> table_of_the_page() {
  const auto bytes = tests::read(tests::source_dir() / "docs" / "verdicts.md");
  const auto lines = QString::fromStdString(std::string(as_text(bytes))).split('\n');
  QList<QStringList> table;
  for (const auto& line : lines) {
    if (line.startsWith("| content |") || (!table.empty() && line.startsWith('|'))) table << cells_of(line);
    if (!table.empty() && line.isEmpty()) break;
  }
  return table;
}

}  // namespace

/// docs/verdicts.md, cell by cell, with real models and real signatures.
class tst_verdict_table : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    table_ = table_of_the_page();
    QVERIFY(table_.size() > 2);
  }

  void the_page_and_the_test_know_the_same_rows_and_columns() {
    std::map<QString, std::vector<Signing>> columns = columns_.all();
    for (const auto& name : table_.front().mid(1)) QVERIFY2(columns.erase(name) == 1, qPrintable(name));
    QVERIFY(columns.empty());
    std::map<QString, Scene> scenes = rows();
    for (const auto& row : table_.mid(2)) QVERIFY2(scenes.erase(row.front()) == 1, qPrintable(row.front()));
    QVERIFY(scenes.empty());
  }

  void every_cell_is_what_a_check_comes_to_data() {
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("cell");
    for (const auto& row : table_.mid(2)) {
      for (int i = 1; i < row.size(); ++i) {
        const auto column = table_.front().at(i);
        QTest::addRow("%s / %s", qPrintable(row.front()), qPrintable(column))
            << row.front() << column << row.at(i);
      }
    }
  }

  void every_cell_is_what_a_check_comes_to() {
    QFETCH(const QString, row);
    QFETCH(const QString, column);
    QFETCH(const QString, cell);
    for (const auto& signing : columns_.all().at(column)) {
      const auto came_to = cell_of(play(rows().at(row), signing));
      QVERIFY2(came_to == cell, qPrintable(signing.method + ": " + came_to + ", not " + cell));
    }
  }

 private:
  Columns columns_;
  QList<QStringList> table_;
};

QTEST_APPLESS_MAIN(tst_verdict_table)
#include "tst_verdict_table.moc"
