#include <QTest>

#include "model/stand_in.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_key.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Code;
using verdict::FileRow;
using verdict::FileState;
using verdict::Report;
namespace fs = std::filesystem;

namespace {

const std::string weights(5000, 'w');
const tests::ModelFiles files{
    {"a.bin", weights}, {"config.json", "{}"}, {"empty", ""}, {"Readme.md", "text"}};

manifest::Serialization shards() {
  return {manifest::Method::shards, crypto::DigestAlgorithm::sha256, 1000, false, {}};
}

/// A model signed with a key, which a test then spoils.
struct Signed {
  tests::TemporaryFolder folder;
  tests::TestKey key = tests::TestKey::generate();

  explicit Signed(const manifest::Serialization& how = {}) {
    tests::write_model(folder / "m", files);
    tests::write(folder / "m.sig", tests::key_bundle(key, tests::oms_statement(files, how)).dump());
  }

  [[nodiscard]] fs::path path(std::string_view name) const { return folder / "m" / name; }

  [[nodiscard]] Report verify(const std::vector<std::string>& only = {}) const {
    verdict::VerifyRequest request;
    request.model = folder / "m";
    request.signature = folder / "m.sig";
    request.policy.expectation = trust::ExpectedKeys{{key.public_key()}};
    request.now = *base::parse_rfc3339("2026-11-21T12:00:00Z");
    request.only = only;
    return verdict::verify_model(request, {});
  }
};

QString verdict_of(const Report& report) {
  return QString::fromStdString(std::string(verdict::name(verdict::verdict(report))));
}

/// "code detail" of the finding that says in what way the file differs, or nothing.
QString way(const Report& report, const std::string& name) {
  for (const FileRow& row : report.files) {
    if (row.name != name || row.findings.empty()) continue;
    const auto& finding = row.findings.front();
    if (row.findings.size() != 1 || finding.subject != name) return "more than one, or of another";
    return QString::fromStdString(std::string(base::name(finding.code)) + " " + finding.detail).trimmed();
  }
  return {};
}

QString detail_of_change(const Report& report) {
  for (const auto& finding : report.step(verdict::StepId::files).findings) {
    if (finding.code == Code::content_changed) return QString::fromStdString(finding.detail);
  }
  return {};
}

std::string hex(std::string_view content) {
  return crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(content)).hex();
}

std::string pointer(const std::string& sha256, const std::string& size) {
  return "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256 + "\nsize " + size + "\n";
}

}  // namespace

class tst_differences : public QObject {
  Q_OBJECT

 private slots:
  void what_stands_in_for_the_content_is_recognised_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& content, const char* expected) {
      QTest::newRow(name) << QByteArray::fromStdString(content) << QString(expected);
    };
    row("empty", "", "content.empty");
    row("a pointer to what was signed", pointer(hex(weights), "5000"),
        "content.lfs_pointer for 5.00 kB, with the digest that was signed");
    row("a pointer to something else", pointer(hex("x"), "1"),
        "content.lfs_pointer for 1 B, with another digest");
    row("no size in the pointer", pointer(hex("x"), "many"), "");
    row("a short digest in the pointer", pointer("abcd", "1"), "");
    row("a pointer with a lot behind it", pointer(hex("x"), "1") + std::string(2000, '\n'), "");
    row("HTML", "\n  <!DOCTYPE HTML><title>404</title>", "content.web_page");
    row("HTML behind a byte order mark", "\xEF\xBB\xBF<html lang=en>", "content.web_page");
    row("an object store's error", "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>",
        "content.web_page");
    row("XML of another kind", "<?xml version=\"1.0\"?><svg/>", "");
    row("the hub's refusal", "Entry not found", "content.web_page");
    row("the hub's words in a longer text", "Entry not found in this table", "");
    row("one byte", std::string(4999, 'w') + "x", "");
  }

  void what_stands_in_for_the_content_is_recognised() {
    QFETCH(const QByteArray, content);
    QFETCH(const QString, expected);
    const Signed model;
    tests::write(model.path("a.bin"), content.toStdString());
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), "changed");
    QCOMPARE(way(report, "a.bin"), expected);
    QCOMPARE(detail_of_change(report),
             QString::fromStdString("signed " + hex(weights) + ", found " + hex(content.toStdString())));
  }

  void a_page_may_be_a_page() {
    const tests::TemporaryFolder folder;
    const std::string page = "<html>";
    QVERIFY(std::holds_alternative<std::monostate>(
        model::stand_in_of("index.HTML", page.size(), as_bytes(page))));
    QVERIFY(std::holds_alternative<model::WebPage>(model::stand_in_of("a", page.size(), as_bytes(page))));
  }

  void shards_tell_how_long_the_file_was_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("bytes");
    QTest::newRow("shorter by a shard") << 4000 << "content.shorter 4000 of 5000 bytes"
                                        << "bytes 4000 to 5000: ";
    QTest::newRow("shorter within one") << 3500 << "content.shorter 3500 of 5000 bytes"
                                        << "bytes 3000 to 3500: ";
    QTest::newRow("longer") << 5001 << "content.longer 5001 of 5000 bytes"
                            << "bytes 5000 to 5001: ";
    QTest::newRow("empty") << 0 << "content.empty"
                           << "bytes 0 to 1000: ";
  }

  void shards_tell_how_long_the_file_was() {
    QFETCH(const int, size);
    QFETCH(const QString, expected);
    QFETCH(const QString, bytes);
    const Signed model(shards());
    tests::write(model.path("a.bin"), std::string(static_cast<std::size_t>(size), 'w'));
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), "changed");
    QCOMPARE(way(report, "a.bin"), expected);
    QVERIFY2(detail_of_change(report).startsWith(bytes), qPrintable(detail_of_change(report)));
  }

  void a_renamed_file_is_recognised_data() {
    QTest::addColumn<bool>("in_shards");
    QTest::newRow("files") << false;
    QTest::newRow("shards") << true;
  }

  void a_renamed_file_is_recognised() {
    QFETCH(const bool, in_shards);
    const Signed model(in_shards ? shards() : manifest::Serialization{});
    fs::create_directory(model.path("sub"));
    fs::rename(model.path("a.bin"), model.path("sub/b.bin"));
    const auto report = model.verify();
    QCOMPARE(verdict_of(report), "extra_files");
    QCOMPARE(way(report, "a.bin"), "content.renamed sub/b.bin");
    QVERIFY(report.has(Code::content_missing) && report.has(Code::content_unsigned));
  }

  void empty_files_are_all_alike_and_no_rename_is_seen_in_them() {
    const Signed model;
    fs::rename(model.path("empty"), model.path("void"));
    QCOMPARE(way(model.verify(), "empty"), "");
  }

  void a_name_that_was_rewritten_is_told() {
    const Signed model;
    fs::rename(model.path("Readme.md"), model.path("README.MD"));
    QCOMPARE(way(model.verify(), "Readme.md"), "content.name_twin README.MD");
  }

  void a_row_that_differs_weighs_no_more_for_its_explanation() {
    const Signed model;
    fs::rename(model.path("a.bin"), model.path("b.bin"));
    const auto report = model.verify();
    QCOMPARE(report.step(verdict::StepId::files).findings.size(), std::size_t{2});
  }

  void what_was_not_asked_about_is_not_read() {
    const Signed model;
    tests::write(model.path("a.bin"), "changed");
    fs::create_symlink("/etc/passwd", model.path("link"));
    const auto report = model.verify({"config.json"});
    QCOMPARE(verdict_of(report), "partial");
    QCOMPARE(verdict::exit_code(report), 4);
    QCOMPARE(report.bytes_hashed, std::uint64_t{2});
    QCOMPARE(report.count(FileState::matches), std::size_t{1});
    QCOMPARE(way(report, "a.bin"), "content.not_asked");
    QCOMPARE(way(report, "link"), "content.not_asked");
    QVERIFY(report.step(verdict::StepId::files).outcome == verdict::Outcome::not_checked);
  }

  void paths_are_asked_about_in_every_spelling_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("as it is") << "config.json"
                              << "partial";
    QTest::newRow("with a dot") << "./config.json"
                                << "partial";
    QTest::newRow("absolute") << "MODEL/config.json"
                              << "partial";
    QTest::newRow("the model itself") << "."
                                      << "trusted";
    QTest::newRow("the model itself, absolute") << "MODEL/"
                                                << "trusted";
    QTest::newRow("outside") << "../m.sig"
                             << "undetermined";
    QTest::newRow("nothing") << "config"
                             << "undetermined";
  }

  void paths_are_asked_about_in_every_spelling() {
    QFETCH(QString, path);
    QFETCH(const QString, verdict);
    const Signed model;
    path.replace("MODEL", QString::fromStdString((model.folder / "m").string()));
    const auto report = model.verify({path.toStdString()});
    QCOMPARE(verdict_of(report), verdict);
    QCOMPARE(report.has(Code::content_asked_unknown), verdict == "undetermined");
  }

  void what_hides_a_file_that_was_asked_about_counts() {
    const Signed model;
    fs::create_directory_symlink("/", model.path("sub"));
    const auto report = model.verify({"sub/x"});
    QCOMPARE(verdict_of(report), "undetermined");
    QVERIFY(report.has(Code::folder_link));
    QVERIFY(!report.has(Code::content_asked_unknown));
  }

  void a_missing_file_that_was_asked_about_is_missing() {
    const Signed model;
    fs::remove(model.path("a.bin"));
    const auto report = model.verify({"a.bin"});
    QCOMPARE(verdict_of(report), "partial");
    QVERIFY(report.has(Code::content_missing));
  }
};

QTEST_APPLESS_MAIN(tst_differences)
#include "tst_differences.moc"
