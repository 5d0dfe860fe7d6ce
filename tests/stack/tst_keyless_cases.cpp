#include <QTest>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/signing_case.h"
#include "stack/stack.h"
#include "support/places.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

Case case_of(const QString& name) {
  for (const auto& test : keyless_roundtrip_cases()) {
    if (QString::fromStdString(test.name()) == name) return test;
  }
  qFatal("no case %s", qPrintable(name));
}

/// The names that a signature covers.
std::set<std::string> signed_files(const fs::path& model, const fs::path& signature) {
  auto words = verify_words(model, signature, "rekor2");
  words.emplace_back("--json");
  std::set<std::string> names;
  const auto report = Stack::ours(words).json();
  for (const auto& file : report["files"]) {
    if (file["state"] == "matches") names.insert(file["name"].get<std::string>());
  }
  return names;
}

}  // namespace

/// The keyless cases of the public conformance suite, by a token in SIGSTORE_ID_TOKEN as it has them.
class tst_keyless_cases : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    NEEDS_STACK();
    if (!shared_dir()) QSKIP(no_shared);
  }

  void they_are_all_there() { QCOMPARE(keyless_roundtrip_cases().size(), 5U); }

  void every_case_comes_out_as_the_suite_says_data() {
    QTest::addColumn<QString>("name");
    for (const auto& test : keyless_roundtrip_cases())
      QTest::newRow(test.name().c_str()) << QString::fromStdString(test.name());
  }

  void every_case_comes_out_as_the_suite_says() {
    QFETCH(const QString, name);
    const auto test = case_of(name);
    const TemporaryFolder scratch;
    const auto model = prepare_model(test, scratch.path());
    const auto signature = signature_path(test, model, scratch.path());
    Words options{"--use-ambient-credentials"};
    // The suite gives the signer the paths that it has the verifier ignore.
    for (const auto& path : test.config["verify"].value("ignore_paths", Words()))
      options.insert(options.end(), {"--ignore_paths", (model / path).string()});
    const auto ran = Stack::ours(sign_words(model, signature, "rekor2", options),
                                 {"SIGSTORE_ID_TOKEN=" + Stack::identity_token()});
    QVERIFY2(ran.exit_code == 0, qPrintable(ran.output));
    everybody_accepts(model, signature, "rekor2");
    if (!test.config.contains("expected_signed_files")) return;
    QVERIFY(signed_files(model, signature) ==
            test.config["expected_signed_files"].get<std::set<std::string>>());
  }
};

QTEST_APPLESS_MAIN(tst_keyless_cases)
#include "tst_keyless_cases.moc"
