#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "support/needs.h"
#include "support/places.h"
#include "support/test_certificate.h"
#include "verdict/verify.h"

using namespace weighmaster;
using base::Json;

namespace fs = std::filesystem;

namespace {

/// One bundle and one question about it, for every program the same.
struct Case {
  QString name;
  Json bundle;
  Json root;
  trust::ExpectedIdentity expected;
  /// The file that was signed; empty where a statement was, which the others verify without its files.
  fs::path file;
  /// Whether the good bundle has a timestamp, so that cosign is to be told to look at it.
  bool is_stamped = false;
};

bool is_over_file(const Json& bundle) {
  return bundle.contains("messageSignature");
}

Json& evidence(Json& bundle) {
  return bundle["verificationMaterial"];
}

/// Changes a byte of a base64 member, the last but one: in DER it stands in the signature.
void flip(Json& base64, std::size_t from_end = 2) {
  auto bytes = *base::from_base64(base64.get<std::string>());
  bytes.at(bytes.size() - from_end) ^= 1U;
  base64 = base::to_base64(bytes);
}

Json json_of(const fs::path& path) {
  return *base::parse_json(tests::read(path), "test");
}

Json root_of(const fs::path& path) {
  auto json = json_of(path);
  return json.contains("trustedRoot") ? json["trustedRoot"] : json;
}

fs::path sample() {
  return *tests::shared_dir() / "stack/sample";
}

Case of_stack(const char* bundle, const char* root, const char* name) {
  const auto file = QString(bundle).startsWith("art") ? sample() / "art.txt" : fs::path();
  return {bundle,
          json_of(sample() / bundle),
          root_of(sample() / "trust" / root),
          {std::string(name) + "@example.com", "http://127.0.0.1:9001"},
          file};
}

Case of_public_log(const char* version) {
  const auto folder = *tests::shared_dir() / "conformance/test-cases/verify/historical" /
                      ("historical-v" + std::string(version) + "-sigstore");
  const auto config = json_of(folder / "config.json").at("verify");
  return {QString("public ") + version,
          json_of(folder / "bundle.sig"),
          root_of(*tests::shared_dir() / "sigstore-trust/public-good/trusted_root.json"),
          {config.at("identity"), config.at("identity_provider")},
          {},
          false};
}

/// Bundles that others made, each good.
std::vector<Case> good_cases() {
  return {of_stack("art.txt.sigstore.json", "trusted_root.json", "dave"),
          of_stack("art.cosign.json", "trusted_root.json", "erin"),
          of_stack("model.sig", "trust_config.json", "alice"),
          of_stack("model.oob.sig", "trust_config.json", "carol"),
          of_stack("model.rekor1.sig", "trust_config.rekor1.json", "alice"),
          of_stack("model.rekor1-notsa.sig", "trust_config.rekor1-notsa.json", "alice"),
          of_stack("model.dsse002.sig", "trust_config.dsse002.json", "alice"),
          of_public_log("0.3.1"),
          of_public_log("1.0.0"),
          of_public_log("1.1.0")};
}

/// A way to bend a case; false where the case has nothing to bend.
struct Mutation {
  const char* name;
  std::function<bool(Case&)> bend;
};

bool flip_if_any(Json& object, const char* member) {
  if (!object.is_object() || !object.contains(member)) return false;
  flip(object[member]);
  return true;
}

std::vector<Mutation> mutations(const std::vector<Case>& all) {
  const auto first_entry = [](Case& one) -> Json& { return evidence(one.bundle)["tlogEntries"][0]; };
  return {
      {"another identity", [](Case& one) { return one.expected.name += ".evil", true; }},
      {"another issuer", [](Case& one) { return one.expected.issuer += "/evil", true; }},
      {"the name alone, in capitals",
       [](Case& one) {
         one.expected.name[0] = static_cast<char>(std::toupper(one.expected.name[0]));
         return true;
       }},
      {"another root",
       [](Case& one) {
         one.root = root_of(*tests::shared_dir() / "sigstore-trust/staging/trusted_root.json");
         return true;
       }},
      {"another file",
       [](Case& one) {
         if (one.file.empty()) return false;
         one.file = sample() / "model/config.json";
         return true;
       }},
      {"another payload",
       [](Case& one) { return one.file.empty() && flip_if_any(one.bundle["dsseEnvelope"], "payload"); }},
      {"a flipped signature",
       [](Case& one) {
         if (is_over_file(one.bundle)) return flip_if_any(one.bundle["messageSignature"], "signature");
         return flip_if_any(one.bundle["dsseEnvelope"]["signatures"][0], "sig");
       }},
      {"a flipped digest beside the signature",
       [](Case& one) {
         return is_over_file(one.bundle) &&
                flip_if_any(one.bundle["messageSignature"]["messageDigest"], "digest");
       }},
      {"no digest beside the signature",
       [](Case& one) {
         if (!is_over_file(one.bundle)) return false;
         one.bundle["messageSignature"].erase("messageDigest");
         return true;
       }},
      {"the entry of another bundle",
       [&all](Case& one) {
         for (const auto& other : all) {
           if (other.root != one.root || other.bundle == one.bundle) continue;
           evidence(one.bundle)["tlogEntries"] = other.bundle.at("verificationMaterial").at("tlogEntries");
           return true;
         }
         return false;
       }},
      {"no entry",
       [](Case& one) {
         evidence(one.bundle)["tlogEntries"] = Json::array();
         return true;
       }},
      {"a flipped body", [=](Case& one) { return flip_if_any(first_entry(one), "canonicalizedBody"); }},
      {"a flipped certificate in the body",
       [=](Case& one) {
         auto& body = first_entry(one)["canonicalizedBody"];
         flip(body, base::from_base64(body.get<std::string>())->size() / 2);
         return true;
       }},
      {"a flipped promise",
       [=](Case& one) {
         auto& entry = first_entry(one);
         return entry.contains("inclusionPromise") &&
                flip_if_any(entry["inclusionPromise"], "signedEntryTimestamp");
       }},
      {"a flipped proof",
       [=](Case& one) {
         auto& hashes = first_entry(one)["inclusionProof"]["hashes"];
         if (hashes.empty()) return false;
         flip(hashes[0]);
         return true;
       }},
      {"no checkpoint",
       [=](Case& one) {
         first_entry(one)["inclusionProof"].erase("checkpoint");
         return true;
       }},
      {"a flipped timestamp",
       [](Case& one) {
         if (!one.is_stamped) return false;
         auto& data = evidence(one.bundle)["timestampVerificationData"];
         return flip_if_any(data["rfc3161Timestamps"][0], "signedTimestamp");
       }},
      {"a flipped certificate in the timestamp",
       [](Case& one) {
         if (!one.is_stamped) return false;
         auto& stamp =
             evidence(one.bundle)["timestampVerificationData"]["rfc3161Timestamps"][0]["signedTimestamp"];
         flip(stamp, base::from_base64(stamp.get<std::string>())->size() / 2);
         return true;
       }},
      {"no timestamp",
       [](Case& one) {
         evidence(one.bundle).erase("timestampVerificationData");
         return std::exchange(one.is_stamped, false);
       }},
  };
}

bool has_timestamp(const Json& bundle) {
  const auto& material = bundle.at("verificationMaterial");
  const auto data = material.value("timestampVerificationData", Json::object());
  return data.is_object() && !data.value("rfc3161Timestamps", Json::array()).empty();
}

std::vector<Case> all_cases() {
  auto good = good_cases();
  for (auto& one : good) one.is_stamped = has_timestamp(one.bundle);
  auto cases = good;
  for (const auto& one : good) {
    for (const auto& mutation : mutations(good)) {
      auto bent = one;
      bent.name += QString(": ") + mutation.name;
      if (mutation.bend(bent)) cases.push_back(std::move(bent));
    }
  }
  return cases;
}

/// The cases as files, for programs that read such.
class Laid {
 public:
  explicit Laid(const std::vector<Case>& cases) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      tests::write(bundle(i), cases[i].bundle.dump());
      tests::write(root(i), cases[i].root.dump());
    }
  }
  [[nodiscard]] fs::path bundle(std::size_t i) const { return folder_ / (std::to_string(i) + ".json"); }
  [[nodiscard]] fs::path root(std::size_t i) const { return folder_ / (std::to_string(i) + ".root.json"); }

 private:
  tests::TemporaryFolder folder_;
};

/// "yes", or "no: …".
QString our_answer(const Case& one, const fs::path& bundle) {
  verdict::VerifyRequest request;
  request.model = one.file.empty() ? sample() / "model" : one.file;
  request.signature = bundle;
  request.policy.expectation = trust::ExpectedIdentities{{one.expected}};
  request.now = tests::at("2026-11-21T12:00:00Z");
  auto root = trust::TrustedRoot::parse(as_bytes(one.root.dump()));
  if (!root) return "no: the root cannot be read";
  request.trusted_root = std::make_shared<const trust::TrustedRoot>(std::move(*root));
  auto report = verdict::verify_model(request, {});
  // The others verify a statement without the files that it is about.
  for (const auto id : {verdict::StepId::files, verdict::StepId::nothing_else}) {
    if (one.file.empty()) report.step(id) = {id, verdict::Outcome::not_checked, {}};
  }
  const auto verdict = one.file.empty() ? verdict_without_files(report) : verdict::verdict(report);
  if (verdict == verdict::Verdict::trusted) return "yes";
  QString why = "no: " + QString::fromUtf8(name(verdict).data(), qsizetype(name(verdict).size()));
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings)
      why += " " + QString::fromStdString(std::string(base::name(finding.code)));
  }
  return why;
}

fs::path python() {
  if (const char* given = std::getenv("WEIGHMASTER_REFERENCE"); given != nullptr && *given != '\0')
    return fs::path(given).parent_path() / "python";
  return tests::source_dir() / ".venv/bin/python";
}

bool has_sigstore() {
  QProcess process;
  process.start(QString::fromStdString(python().string()), {"-c", "import sigstore.verify"});
  return process.waitForFinished(120'000) && process.exitCode() == 0;
}

fs::path cosign() {
  const char* folder = std::getenv("WEIGHMASTER_STACK_BIN");
  return folder == nullptr ? fs::path() : fs::path(folder) / "cosign";
}

QStringList answers_of_sigstore(const std::vector<Case>& cases, const Laid& laid) {
  QJsonArray list;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    list.append(QJsonObject{{"kind", is_over_file(cases[i].bundle) ? "file" : "statement"},
                            {"bundle", QString::fromStdString(laid.bundle(i).string())},
                            {"root", QString::fromStdString(laid.root(i).string())},
                            {"artifact", QString::fromStdString(cases[i].file.string())},
                            {"identity", QString::fromStdString(cases[i].expected.name)},
                            {"issuer", QString::fromStdString(cases[i].expected.issuer)}});
  }
  QProcess process;
  process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  const auto script = tests::source_dir() / "tests/conformance/agree.py";
  process.start(QString::fromStdString(python().string()), {QString::fromStdString(script.string())});
  process.write(QJsonDocument(list).toJson());
  process.closeWriteChannel();
  if (!process.waitForFinished(240'000)) return {};
  QStringList answers;
  for (const auto& answer : QJsonDocument::fromJson(process.readAllStandardOutput()).array())
    answers << answer.toString();
  return answers;
}

QString answer_of_cosign(const Case& one, const fs::path& bundle, const fs::path& root,
                         const fs::path& home) {
  const auto text = [](const fs::path& path) { return QString::fromStdString(path.string()); };
  const bool over_file = is_over_file(one.bundle);
  QStringList words{over_file ? "verify-blob" : "verify-blob-attestation",
                    "--bundle",
                    text(bundle),
                    "--trusted-root",
                    text(root),
                    "--certificate-identity",
                    QString::fromStdString(one.expected.name),
                    "--certificate-oidc-issuer",
                    QString::fromStdString(one.expected.issuer)};
  if (one.is_stamped) words << "--use-signed-timestamps";
  if (over_file) {
    words << text(one.file);
  } else {
    words << "--type"
          << "https://model_signing/signature/v1.0"
          << "--check-claims=false";
  }
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  auto environment = QProcessEnvironment::systemEnvironment();
  environment.insert("HOME", text(home));
  process.setProcessEnvironment(environment);
  process.start(text(cosign()), words);
  if (!process.waitForFinished(60'000)) return "no: it did not answer";
  return process.exitCode() == 0 ? "yes" : "no: " + QString::fromUtf8(process.readAll()).section('\n', 0, 0);
}

/// What cosign says of a file and its signature under a key, and what we say.
struct ByKey {
  bool there = false;
  bool here = false;
};

/// In a folder with cosign.key, cosign.pub and a signed f.txt.
class KeyPair {
 public:
  KeyPair() {
    tests::write(folder_ / "f.txt", "data");
    tests::write(folder_ / "g.txt", "other data");
    made_ =
        run({"generate-key-pair"}) && run({"sign-blob", "--key", "cosign.key", "--bundle", "f.json", "--yes",
                                           "--tlog-upload=false", "--use-signing-config=false", "f.txt"});
  }
  [[nodiscard]] bool made() const { return made_; }

  [[nodiscard]] ByKey verify(const char* file) const {
    verdict::VerifyRequest request;
    request.model = folder_ / file;
    request.signature = folder_ / "f.json";
    request.policy.expectation =
        trust::ExpectedKeys{{*crypto::PublicKey::from_pem(tests::read(folder_ / "cosign.pub"))}};
    const auto report = verdict::verify_model(request, {});
    const bool here =
        verdict::verdict(report) == verdict::Verdict::trusted && !report.has(base::Code::key_hint_differs);
    return {run({"verify-blob", "--key", "cosign.pub", "--bundle", "f.json", "--insecure-ignore-tlog", file}),
            here};
  }

 private:
  [[nodiscard]] bool run(const QStringList& words) const {
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(folder_.path().string()));
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HOME", process.workingDirectory());
    environment.insert("COSIGN_PASSWORD", "x");
    process.setProcessEnvironment(environment);
    process.start(QString::fromStdString(cosign().string()), words);
    return process.waitForFinished(60'000) && process.exitCode() == 0;
  }

  tests::TemporaryFolder folder_;
  bool made_ = false;
};

/// A row of docs/agreement.md: cases (with stars), who differs, and what is said here and there.
struct Difference {
  QRegularExpression cases;
  QString peer;
  QString here;
  QString there;
  bool seen = false;
};

std::vector<Difference> listed_differences() {
  std::vector<Difference> listed;
  const auto page =
      QString::fromUtf8(as_text(tests::read(tests::source_dir() / "docs/agreement.md")).data(),
                        qsizetype(tests::read(tests::source_dir() / "docs/agreement.md").size()));
  for (const auto& line : page.split('\n')) {
    const auto cells = line.split('|');
    if (cells.size() != 7 || (cells[3].trimmed() != "yes" && cells[3].trimmed() != "no")) continue;
    listed.push_back({QRegularExpression(QRegularExpression::wildcardToRegularExpression(cells[1].trimmed())),
                      cells[2].trimmed(), cells[3].trimmed(), cells[4].trimmed()});
  }
  return listed;
}

}  // namespace

/// The same bundles before other programs: sigstore-python, and cosign (sigstore-go). They say yes and no to
/// the same ones, or docs/agreement.md says why not.
class tst_agreement : public QObject {
  Q_OBJECT

  std::vector<Case> cases_;
  std::unique_ptr<Laid> laid_;
  QStringList ours_;

  void compare(const QString& peer, const QStringList& theirs) const {
    QCOMPARE(theirs.size(), qsizetype(cases_.size()));
    auto listed = listed_differences();
    QStringList unlisted;
    for (qsizetype i = 0; i < theirs.size(); ++i) {
      const auto here = ours_[i].section(':', 0, 0);
      const auto there = theirs[i].section(':', 0, 0);
      if (here == there) continue;
      const auto& name = cases_[std::size_t(i)].name;
      const auto row = std::find_if(listed.begin(), listed.end(), [&](const Difference& each) {
        return each.peer == peer && each.here == here && each.there == there &&
               each.cases.match(name).hasMatch();
      });
      if (row == listed.end()) {
        unlisted << name + "\n  here: " + ours_[i] + "\n  " + peer + ": " + theirs[i].left(400);
      } else {
        row->seen = true;
      }
    }
    for (const auto& row : listed) {
      if (row.peer == peer && !row.seen) unlisted << "listed, and not so: " + row.cases.pattern();
    }
    for (const auto& difference : unlisted) qWarning("%s", qPrintable(difference));
    QCOMPARE(unlisted.size(), qsizetype(0));
  }

 private slots:
  void initTestCase() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    cases_ = all_cases();
    laid_ = std::make_unique<Laid>(cases_);
    for (std::size_t i = 0; i < cases_.size(); ++i) ours_ << our_answer(cases_[i], laid_->bundle(i));
  }

  void good_bundles_are_trusted_and_bent_ones_are_not() {
    QVERIFY(cases_.size() > 100);
    // What is left out and needn't be there, or was said to be a hint.
    static const QStringList harmless{"no digest beside the signature", "no timestamp",
                                      "a flipped certificate in the timestamp"};
    for (qsizetype i = 0; i < ours_.size(); ++i) {
      const auto bent = cases_[std::size_t(i)].name.section(": ", 1);
      if (harmless.contains(bent)) continue;
      QVERIFY2((ours_[i] == "yes") == bent.isEmpty(),
               qPrintable(cases_[std::size_t(i)].name + " " + ours_[i]));
    }
  }

  void agrees_with_sigstore_python() {
    NEEDS_PEER(has_sigstore(),
               "sigstore-python is not installed: WEIGHMASTER_REFERENCE or .venv (tests/requirements.txt)");
    compare("sigstore", answers_of_sigstore(cases_, *laid_));
  }

  void agrees_with_cosign() {
    if (cosign().empty()) QSKIP("cosign: WEIGHMASTER_STACK_BIN names no folder with it");
    QVERIFY(fs::exists(cosign()));
    const tests::TemporaryFolder home;
    QStringList theirs;
    for (std::size_t i = 0; i < cases_.size(); ++i)
      theirs << answer_of_cosign(cases_[i], laid_->bundle(i), laid_->root(i), home.path());
    compare("cosign", theirs);
  }

  void agrees_with_cosign_on_its_own_keys() {
    if (cosign().empty()) QSKIP("cosign: WEIGHMASTER_STACK_BIN names no folder with it");
    const KeyPair pair;
    QVERIFY(pair.made());
    const auto good = pair.verify("f.txt");
    QVERIFY(good.here && good.there);
    const auto other = pair.verify("g.txt");
    QVERIFY(!other.here && !other.there);
  }
};

QTEST_GUILESS_MAIN(tst_agreement)
#include "tst_agreement.moc"
