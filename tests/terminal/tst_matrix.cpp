#include <QTest>
#include <array>
#include <filesystem>

#include "reference.h"
#include "run_terminal.h"
#include "support/needs.h"
#include "support/soft_token.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
namespace fs = std::filesystem;

namespace {

struct Shape {
  const char* name;
  /// One file without a name is a model that is a single file.
  ModelFiles files;
};
const std::array<Shape, 7>& shapes() {
  static const std::array<Shape, 7> all{
      {{"one file", {{"", "one file of text"}}},
       {"folder", {{"config.json", "{}"}, {"weights.bin", "0123456789"}}},
       {"nested", {{"a/b/c.txt", "123"}, {"a/d.bin", "4"}, {"e", "5"}}},
       {"unicode names", {{"größe.txt", "1"}, {"模型/权重.bin", "2"}, {"a\u0301.txt", "3"}}},
       {"empty file", {{"empty.txt", ""}, {"full.txt", "1"}}},
       {"names in two orders", {{"a.bin", "1"}, {"a/b", "2"}}},
       {"several shards", {{"weights.bin", std::string(45, 'x')}, {"exact.bin", std::string(8, 'y')}}}}};
  return all;
}

constexpr std::string_view token_prefix = "pkcs11-";

/// One way to sign.
struct Cell {
  const Shape* shape;
  std::string_view method;  // "key", "certificate", "pkcs11-key", "pkcs11-certificate"
  const char* hash;         // as we name it: "sha256", "blake2b", "blake3"
  bool shards;

  [[nodiscard]] bool on_token() const { return method.starts_with(token_prefix); }
  /// What it was signed with does not tell where the key lay.
  [[nodiscard]] std::string verified_as() const {
    return std::string(on_token() ? method.substr(token_prefix.size()) : method);
  }

  [[nodiscard]] std::string name() const {
    return std::string(method) + ", " + shape->name + ", " + hash + (shards ? ", shards" : ", files");
  }
};

/// Those of tokens where there can be any.
std::vector<Cell> all_cells() {
  std::vector<std::string_view> methods{"key", "certificate"};
  if (SoftTokens::installed()) methods.insert(methods.end(), {"pkcs11-key", "pkcs11-certificate"});
  std::vector<Cell> cells;
  for (const auto method : methods) {
    for (const auto& shape : shapes()) {
      for (const auto* hash : {"sha256", "blake2b", "blake3"}) {
        for (const bool shards : {false, true}) cells.push_back({&shape, method, hash, shards});
      }
    }
  }
  return cells;
}

constexpr int shard_size = 4;

}  // namespace

/// {ours, reference} signs, {ours, reference} verifies. The reference runs as a library, all its jobs in one
/// process, because its program can choose neither hash nor shards. What a cell can't do has to fail, and to
/// say why.
class TestMatrix : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;
  std::optional<SoftTokens> tokens_;
  const std::vector<Cell> cells_ = all_cells();
  /// By the place of the cell: null, or what the reference said.
  std::vector<Json> signed_by_reference_;
  std::vector<Json> verified_by_reference_;
  std::vector<Json> verified_as_told_;
  /// The same of our signatures.
  std::vector<Json> ours_verified_by_reference_;
  std::vector<Json> ours_verified_as_told_;

  [[nodiscard]] fs::path model(const Cell& cell) const { return folder_ / cell.shape->name; }
  [[nodiscard]] fs::path tampered(const Cell& cell) const {
    return folder_ / ("tampered " + std::string(cell.shape->name));
  }
  [[nodiscard]] fs::path signature(const Cell& cell, bool of_ours = false) const {
    return folder_ / ((of_ours ? "ours, " : "") + cell.name() + ".sig");
  }

  static void write_shape(const fs::path& path, ModelFiles files) {
    if (!files.begin()->first.empty()) {
      write_model(path, files);
    } else {
      write(path, files.begin()->second);
    }
  }

  /// The same key in a file and on a token.
  void make_keys() {
    const auto chain = mint_chain();
    if (SoftTokens::installed()) {
      tokens_.emplace();
      tokens_->add_key(tokens_->add("release"), chain.leaf_key, {"signer", "\x01"});
    }
    write(folder_ / "key.pem", chain.leaf_key.private_pem());
    write(folder_ / "key.pub", chain.leaf_key.public_pem());
    write(folder_ / "leaf.pem", chain.certificates.at(0).pem());
    write(folder_ / "intermediate.pem", chain.certificates.at(1).pem());
    write(folder_ / "root.pem", chain.root.pem());
  }

  [[nodiscard]] std::string token_key() const {
    return "pkcs11:token=release;object=signer?pin-value=1234&module-path=" + tokens_->module().string();
  }

  /// `told`: how it was hashed is given, in place of taken from the signature.
  [[nodiscard]] Json job(const Cell& cell, const char* op, bool told, bool of_ours) const {
    const bool signs = std::string_view(op) == "sign";
    const auto file = [&](const char* name) { return (folder_ / name).string(); };
    Json job{{"op", op},
             {"method", signs ? std::string(cell.method) : cell.verified_as()},
             {"model", model(cell).string()},
             {"signature", signature(cell, of_ours).string()},
             {"private_key", file("key.pem")},
             {"public_key", file("key.pub")},
             {"signing_certificate", file("leaf.pem")},
             {"certificate_chain", Json::array({file(signs ? "intermediate.pem" : "root.pem")})}};
    if (cell.on_token()) job["pkcs11_uri"] = token_key();
    if (!told) return job;
    job["hash"] = std::string_view(cell.hash) == "blake2b" ? "blake2" : cell.hash;
    if (cell.shards) job["shard_size"] = shard_size;
    return job;
  }

  [[nodiscard]] std::vector<Json> reference_does(const char* op, bool told, bool of_ours = false) const {
    Json jobs = Json::array();
    for (const auto& cell : cells_) jobs.push_back(job(cell, op, told, of_ours));
    const auto ran =
        run_reference_script(data("reference") / "drive.py", QByteArray::fromStdString(jobs.dump()));
    const auto answers = base::parse_json(as_bytes(ran.output.toStdString()), "the reference's answers");
    return ran.exit_code == 0 && answers && answers->is_array() ? answers->get<std::vector<Json>>()
                                                                : std::vector<Json>();
  }

  /// By 1.1.1.
  [[nodiscard]] static bool can_be_signed_by_reference(const Cell& cell) {
    return cell.method != "pkcs11-certificate";
  }

  [[nodiscard]] Answer we_sign(const Cell& cell) const {
    const auto file = [&](const char* name) { return (folder_ / name).string(); };
    std::vector<std::string> words{"sign",        std::string(cell.method),       model(cell).string(),
                                   "--signature", signature(cell, true).string(), "--hash",
                                   cell.hash};
    if (cell.on_token())
      words.insert(words.end(), {"--pkcs11-uri", token_key()});
    else
      words.insert(words.end(), {"--private-key", file("key.pem")});
    if (cell.shards) words.insert(words.end(), {"--shard-size", std::to_string(shard_size)});
    if (cell.verified_as() == "certificate") {
      words.insert(words.end(), {"--signing-certificate", file("leaf.pem"), "--certificate-chain",
                                 file("intermediate.pem")});
    }
    return run_terminal(words);
  }

  [[nodiscard]] Answer we_verify(const Cell& cell, const fs::path& model, bool of_ours = false) const {
    std::vector<std::string> words{"verify", cell.verified_as(), model.string(), "--signature",
                                   signature(cell, of_ours).string()};
    const bool by_key = cell.verified_as() == "key";
    words.emplace_back(by_key ? "--public-key" : "--certificate-chain");
    words.push_back((folder_ / (by_key ? "key.pub" : "root.pem")).string());
    return run_terminal(words);
  }

  static QString said(const Json& answer) {
    return answer.is_null() ? QString() : QString::fromStdString(answer.get<std::string>());
  }

  void add_rows() const {
    QTest::addColumn<int>("cell");
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      QTest::newRow(cells_[i].name().c_str()) << static_cast<int>(i);
    }
  }

 private slots:
  void initTestCase() {
    NEEDS_PEER(!reference_program().empty(), no_reference);
    make_keys();
    for (const auto& shape : shapes()) {
      write_shape(folder_ / shape.name, shape.files);
      auto changed = shape.files;
      changed.rbegin()->second += "!";
      write_shape(folder_ / ("tampered " + std::string(shape.name)), changed);
    }
    signed_by_reference_ = reference_does("sign", true);
    QCOMPARE(signed_by_reference_.size(), cells_.size());
    verified_by_reference_ = reference_does("verify", false);
    QCOMPARE(verified_by_reference_.size(), cells_.size());
    verified_as_told_ = reference_does("verify", true);
    QCOMPARE(verified_as_told_.size(), cells_.size());
    for (const auto& cell : cells_) {
      const auto answer = we_sign(cell);
      QVERIFY2(answer.exit_code == 0, qPrintable(answer.out + answer.err));
    }
    ours_verified_by_reference_ = reference_does("verify", false, true);
    QCOMPARE(ours_verified_by_reference_.size(), cells_.size());
    ours_verified_as_told_ = reference_does("verify", true, true);
    QCOMPARE(ours_verified_as_told_.size(), cells_.size());
  }

  void keys_on_tokens_are_among_the_cells() { NEEDS_PEER(SoftTokens::installed(), SoftTokens::absent); }

  void the_reference_signs_we_verify_data() { add_rows(); }

  void the_reference_signs_we_verify() {
    QFETCH(int, cell);
    const auto& each = cells_.at(static_cast<std::size_t>(cell));
    const auto signing = said(signed_by_reference_.at(static_cast<std::size_t>(cell)));
    if (!can_be_signed_by_reference(each)) {
      // Its own bundle refuses what it hands over: DER in the place of base64, and no list of log entries.
      QVERIFY2(signing.startsWith("ValidationError: 1 validation error for X509Certificate\n") ||
                   signing.startsWith("ValidationError: 1 validation error for VerificationMaterial\n"),
               qPrintable(signing));
      QVERIFY(!fs::exists(signature(each)));
      return;
    }
    QCOMPARE(signing, QString());
    // BLAKE3 is parallel by itself: asked for shards the reference hashes whole files.
    const bool in_shards = each.shards && std::string_view(each.hash) != "blake3";
    auto ours = we_verify(each, model(each));
    if (in_shards && each.shape->files.contains("empty.txt")) {
      // A file of no shards is in no manifest (formats.md, section 1), so it is one that nobody signed.
      QVERIFY2(ours.exit_code == 1 && ours.out.contains("not signed   empty.txt"), qPrintable(ours.out));
    } else {
      QVERIFY2(ours.exit_code == 0, qPrintable(ours.out + ours.err));
    }
    ours = we_verify(each, tampered(each));
    QVERIFY2(ours.exit_code == 1, qPrintable(ours.out + ours.err));

    const auto claims = run_terminal({"inspect", signature(each).string(), "--json"}).json();
    const auto& statement = claims["claims"][0]["statement"];
    QCOMPARE(statement["hash_type"].get<std::string>(), std::string(each.hash));
    QCOMPARE(statement["method"].get<std::string>(), std::string(in_shards ? "shards" : "files"));
  }

  /// What it can't do with its own signatures, so that nobody takes it for a fault of ours.
  void the_reference_signs_the_reference_verifies_data() { add_rows(); }

  void the_reference_signs_the_reference_verifies() {
    QFETCH(int, cell);
    const auto& each = cells_.at(static_cast<std::size_t>(cell));
    const auto answer = said(verified_by_reference_.at(static_cast<std::size_t>(cell)));
    if (!can_be_signed_by_reference(each)) {
      QVERIFY2(answer.startsWith("FileNotFoundError: "), qPrintable(answer));
      return;
    }
    const std::string_view hash = each.hash;
    // It writes "blake2b" into its signatures and knows only "blake2".
    if (hash == "blake2b") QCOMPARE(answer, QString("ValueError: Unsupported hashing method blake2b"));
    // It writes the shard's size as 4.0 and can't count with what it reads.
    else if (hash == "sha256" && each.shards)
      QCOMPARE(answer, QString("TypeError: 'float' object cannot be interpreted as an integer"));
    else
      QCOMPARE(answer, QString());
    QVERIFY2(said(verified_as_told_.at(static_cast<std::size_t>(cell))).isEmpty(), "told how, it can");
  }

  void we_sign_both_verify_data() { add_rows(); }

  /// What we write is as the specification has it; where the reference (1.1.1) differs from that, it can't
  /// verify it.
  void we_sign_both_verify() {
    QFETCH(int, cell);
    const auto place = static_cast<std::size_t>(cell);
    const auto& each = cells_.at(place);
    const bool uncovered = each.shards && each.shape->files.contains("empty.txt");
    auto ours = we_verify(each, model(each), true);
    QVERIFY2(ours.exit_code == (uncovered ? 1 : 0), qPrintable(ours.out + ours.err));
    ours = we_verify(each, tampered(each), true);
    QVERIFY2(ours.exit_code == 1, qPrintable(ours.out + ours.err));

    const auto theirs = said(ours_verified_by_reference_.at(place));
    const auto told = said(ours_verified_as_told_.at(place));
    const auto hash = QString(each.hash);
    const bool one_file = each.shape->files.contains("");
    // It can't look up the name that it writes itself (OMS 6.1.2 asks for the file's, it knows only ".").
    if (one_file && !each.shards) {
      QVERIFY2(told.contains("Extra files found") && told.contains("Missing files"), qPrintable(told));
    } else if (each.shards && hash == "blake3") {
      // It has no shards with BLAKE3.
      QVERIFY2(told.contains("Extra files found") && told.contains("Missing files"), qPrintable(told));
    } else if (each.shards) {
      // It calls the algorithm of a shard "sha256-sharded-4", where the schema of OMS has "sha256".
      QVERIFY2(told.contains(one_file ? "Extra files found" : qPrintable(hash + "-sharded-4")),
               qPrintable(told));
    } else {
      QCOMPARE(told, QString());
    }
    if (hash == "blake2b") {
      QCOMPARE(theirs, QString("ValueError: Unsupported hashing method blake2b"));
    } else {
      QCOMPARE(theirs, told);
    }
  }
};

QTEST_APPLESS_MAIN(TestMatrix)
#include "tst_matrix.moc"
