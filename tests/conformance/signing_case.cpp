#include "conformance/signing_case.h"

#include "signing/certificate_signer.h"
#include "signing/key_files.h"
#include "signing/key_signer.h"

namespace weighmaster::tests {

namespace fs = std::filesystem;

fs::path signature_path(const Case& test, const fs::path& model, const fs::path& scratch) {
  const bool inside = test.config.value("sig_inside_model", false);
  return (inside ? model : scratch) / "model.sig";
}

signing::SignRequest sign_request(const Case& test, const fs::path& model, const fs::path& scratch) {
  signing::SignRequest request;
  request.model = model;
  request.signature = signature_path(test, model, scratch);
  // The suite gives the signer the paths that it has the verifier ignore.
  request.ignore_paths = test.config["verify"].value("ignore_paths", std::vector<std::string>());
  request.now = base::parse_rfc3339("2026-06-01T12:00:00Z").value();
  return request;
}

std::unique_ptr<signing::Signer> case_signer(const Case& test, base::TimePoint now) {
  const auto& sign = test.config["sign"];
  auto key = std::make_unique<signing::KeySigner>(
      signing::read_private_key(asset(sign["private_key"].get<std::string>()), nullptr).value());
  if (!sign.contains("signing_cert")) return key;
  std::vector<fs::path> files{asset(sign["signing_cert"].get<std::string>())};
  for (const auto& file : sign["cert_chain"]) files.push_back(asset(file.get<std::string>()));
  auto certificates = signing::read_certificates(files).value();
  return signing::CertificateSigner::create(std::move(key), std::move(certificates), now).value();
}

}  // namespace weighmaster::tests
