#include "conformance/case.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "resources/shipped.h"
#include "support/places.h"

namespace weighmaster::tests {
namespace {

namespace fs = std::filesystem;
using base::Json;

fs::path suite() {
  return *shared_dir() / "conformance";
}

/// Not the computer's clock, which would let certificates expire under the tests.
constexpr std::string_view time_of_checks = "2026-06-01T12:00:00Z";

std::string text(const Json& object, const char* name) {
  return object.value(name, std::string());
}

fs::path model_of(const Case& test) {
  const bool own = text(test.config, "model_relative_to") == "test_dir";
  return (own ? test.folder : suite() / "assets") / text(test.config, "model");
}

fs::path copy_model(const Case& test, const fs::path& scratch) {
  const auto target = scratch / model_of(test).filename();
  fs::copy(model_of(test), target, fs::copy_options::recursive);
  return target;
}

void modify(const Json& modifications, const fs::path& model) {
  for (const char* kind : {"inject", "tamper"}) {
    if (!modifications.contains(kind)) continue;
    for (const auto& [name, content] : modifications[kind].items())
      write(model / name, content.get<std::string>());
  }
  if (modifications.contains("symlinks")) {
    for (const auto& [name, target] : modifications["symlinks"].items())
      fs::create_symlink(target.get<std::string>(), model / name);
  }
  if (!modifications.contains("delete")) return;
  for (const auto& name : modifications["delete"]) fs::remove_all(model / name.get<std::string>());
}

fs::path key_file(const Json& verify) {
  const auto file = suite() / "assets" / text(verify, "public_key");
  // sigstore-verify-as-key_fail names a key that the suite doesn't have: any key does, none may be used.
  return fs::exists(file) ? file : suite() / "assets/keys/p521/signing-key-pub.pem";
}

trust::Expectation expectation(const Json& verify) {
  if (verify.contains("public_key")) {
    return trust::ExpectedKeys{{crypto::PublicKey::from_pem(read(key_file(verify))).value()}};
  }
  if (verify.contains("cert_chain")) {
    trust::ExpectedRoots roots;
    for (const auto& file : verify["cert_chain"]) {
      const auto pem = read(suite() / "assets" / file.get<std::string>());
      const auto anchors = crypto::Certificate::all_from_pem(pem).value();
      roots.anchors.insert(roots.anchors.end(), anchors.begin(), anchors.end());
    }
    return roots;
  }
  return trust::ExpectedIdentities{{{text(verify, "identity"), text(verify, "identity_provider")}}};
}

signature::Method method(const Case& test) {
  const auto name = text(test.config, "method");
  if (name == "key") return signature::Method::key;
  return name == "certificate" ? signature::Method::certificate : signature::Method::sigstore;
}

std::vector<Case> cases_below(const char* kind) {
  std::vector<Case> cases;
  if (!shared_dir()) return cases;
  for (const auto& entry : fs::recursive_directory_iterator(suite() / "test-cases" / kind)) {
    if (entry.path().filename() != "config.json") continue;
    cases.push_back(
        {entry.path().parent_path(), base::parse_json(read(entry.path()), "config.json").value()});
  }
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.folder < b.folder; });
  return cases;
}

bool is_keyless(const Case& test) {
  return text(test.config, "method") == "sigstore";
}

}  // namespace

std::string Case::name() const {
  return folder.parent_path().filename().string() + "/" + folder.filename().string();
}

bool Case::expects_failure() const {
  return text(config, "expect") == "fail";
}

std::vector<Case> conformance_cases() {
  return cases_below("verify");
}

std::vector<Case> roundtrip_cases() {
  auto cases = cases_below("roundtrip");
  std::erase_if(cases, is_keyless);
  return cases;
}

std::vector<Case> keyless_roundtrip_cases() {
  auto cases = cases_below("roundtrip");
  std::erase_if(cases, std::not_fn(is_keyless));
  return cases;
}

fs::path asset(const std::string& name) {
  return suite() / "assets" / name;
}

fs::path prepare_model(const Case& test, const fs::path& scratch) {
  auto model = copy_model(test, scratch);
  if (test.config.contains("model_modifications")) modify(test.config["model_modifications"], model);
  return model;
}

verdict::VerifyRequest prepare(const Case& test, const fs::path& scratch) {
  const Json& verify = test.config["verify"];
  verdict::VerifyRequest request;
  request.model = prepare_model(test, scratch);
  request.signature = test.folder / "bundle.sig";
  request.method = method(test);
  request.policy = {expectation(verify), verify.value("ignore_unsigned_files", false)};
  request.ignore_paths = verify.value("ignore_paths", std::vector<std::string>());
  request.trusted_root = std::make_shared<const trust::TrustedRoot>(
      trust::TrustedRoot::parse(as_bytes(resources::trusted_root())).value());
  request.now = base::parse_rfc3339(time_of_checks).value();
  return request;
}

std::string reasons(const verdict::Report& report) {
  std::set<std::string_view> codes;
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      if (base::effect(finding.code) != base::Effect::none) codes.insert(base::name(finding.code));
    }
  }
  std::string joined;
  for (const auto code : codes) joined += (joined.empty() ? "" : " ") + std::string(code);
  return joined;
}

}  // namespace weighmaster::tests
