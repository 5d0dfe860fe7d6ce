#include <QProcess>
#include <QTest>
#include <cstdlib>

#include "conformance/signing_case.h"
#include "signing/key_signer.h"
#include "support/needs.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
namespace fs = std::filesystem;

namespace {

constexpr auto absent =
    "the validator is not installed: .venv/bin/python with jsonschema (tests/requirements.txt), which "
    "tests/run.sh "
    "makes";

struct Checked {
  int exit_code = -1;
  QStringList lines;
};

fs::path python() {
  return tests::source_dir() / ".venv" / "bin" / "python";
}

/// A well-kept validator's word on each of the files.
Checked check(const std::vector<fs::path>& files) {
  QStringList words{
      QString::fromStdString((tests::source_dir() / "tests/conformance/check_schemas.py").string()),
      QString::fromStdString((*tests::shared_dir() / "oms/schemas").string())};
  for (const auto& file : files) words << QString::fromStdString(file.string());
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QString::fromStdString(python().string()), words);
  if (!process.waitForFinished(120'000)) return {-1, {process.errorString()}};
  return {process.exitCode(), QString::fromUtf8(process.readAll()).split('\n', Qt::SkipEmptyParts)};
}

bool has_validator() {
  QProcess process;
  process.start(QString::fromStdString(python().string()), {"-c", "import jsonschema, referencing"});
  return process.waitForFinished(60'000) && process.exitCode() == 0;
}

/// A timestamp, as far as a schema can tell.
class SomeWitness : public signing::Witness {
 public:
  base::Result<void> attest(const signature::Envelope& /*envelope*/, const signing::Material& /*material*/,
                            signing::Evidence& evidence, const base::Task& /*task*/) override {
    evidence.timestamps.push_back(to_bytes("timestamp"));
    return {};
  }
};

}  // namespace

/// The JSON schemas of the OMS specification hold for what we write.
class tst_schemas : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    NEEDS_PEER(has_validator(), absent);
  }

  void the_validator_tells_good_from_bad() {
    const auto vectors = *tests::shared_dir() / "oms" / "test-vectors";
    for (const char* kind : {"valid", "invalid", "invalid-payload"}) {
      std::vector<fs::path> files;
      for (const auto& entry : fs::directory_iterator(vectors / kind)) files.push_back(entry.path());
      const bool good = std::string_view(kind) == "valid";
      const auto checked = check(files);
      QCOMPARE(checked.exit_code, good ? 0 : 1);
      QCOMPARE(checked.lines.size(), static_cast<qsizetype>(files.size()));
      for (const auto& line : checked.lines) QVERIFY2(line.endsWith(": ok") == good, qPrintable(line));
    }
  }

  void they_hold_for_every_signature_of_the_suite() {
    const tests::TemporaryFolder folder;
    std::vector<fs::path> files;
    for (const auto& test : tests::roundtrip_cases()) {
      if (test.expects_failure()) continue;
      const tests::TemporaryFolder scratch;
      const auto model = tests::prepare_model(test, scratch.path());
      const auto request = tests::sign_request(test, model, scratch.path());
      const auto made = signing::sign_model(request, *tests::case_signer(test, request.now), {});
      files.push_back(folder / (std::to_string(files.size()) + ".sig"));
      tests::write(files.back(), as_text(made.value().signature.file));
    }
    QVERIFY(files.size() > 10);
    const auto checked = check(files);
    QVERIFY2(checked.exit_code == 0, qPrintable(checked.lines.join('\n')));
    QCOMPARE(checked.lines.size(), static_cast<qsizetype>(files.size()));
  }

  void they_hold_for_every_way_of_hashing() {
    using crypto::DigestAlgorithm;
    const tests::TemporaryFolder folder;
    tests::write_model(folder / "model", {{"a", "12345"}, {".gitignore", "x"}, {"é/:", "7"}});
    signing::KeySigner signer(crypto::PrivateKey::generate_p256().value());
    std::vector<fs::path> files;
    for (const auto hash : {DigestAlgorithm::sha256, DigestAlgorithm::blake2b, DigestAlgorithm::blake3}) {
      for (const std::uint64_t shard_size : {0U, 3U}) {
        for (const bool ignore_git_paths : {true, false}) {
          signing::SignRequest request;
          request.model = folder / "model";
          request.signature = folder / "model.sig";
          request.serialization.hash = hash;
          request.serialization.shard_size = shard_size;
          if (shard_size != 0) request.serialization.method = manifest::Method::shards;
          request.serialization.allow_symlinks = ignore_git_paths;
          request.ignore_git_paths = ignore_git_paths;
          if (ignore_git_paths) request.witnesses = {std::make_shared<SomeWitness>()};
          const auto made = signing::sign_model(request, signer, {});
          files.push_back(folder / (std::to_string(files.size()) + ".sig"));
          tests::write(files.back(), as_text(made.value().signature.file));
        }
      }
    }
    const auto checked = check(files);
    QVERIFY2(checked.exit_code == 0, qPrintable(checked.lines.join('\n')));
    QCOMPARE(checked.lines.size(), 12);
  }
};

QTEST_APPLESS_MAIN(tst_schemas)
#include "tst_schemas.moc"
