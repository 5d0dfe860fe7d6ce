#pragma once

#include <nlohmann/json.hpp>

#include "audit/check.h"
#include "audit/pdf.h"
#include "base/encoding.h"
#include "support/places.h"
#include "support/virtual_sigstore.h"
#include "verdict/verify.h"

/// Reports of models that a test made, and checks of them.
namespace weighmaster::tests {

using base::Json;

inline constexpr const char* program = "Weighmaster 1.2.3";
inline const ModelFiles model_files{{"config.json", "{}"}, {"weights.bin", "1234"}};

inline const VirtualSigstore& sigstore() {
  static const VirtualSigstore instance;
  return instance;
}

/// One whose root nobody else knows.
inline const VirtualSigstore& attackers_sigstore() {
  static const VirtualSigstore instance;
  return instance;
}

inline std::shared_ptr<const trust::TrustedRoot> root_of(const VirtualSigstore& instance) {
  const auto json = instance.trusted_root().dump();
  return std::make_shared<const trust::TrustedRoot>(trust::TrustedRoot::parse(as_bytes(json)).value());
}

inline trust::Policy expecting(trust::Expectation expectation) {
  trust::Policy policy;
  policy.expectation = std::move(expectation);
  return policy;
}

inline trust::Policy expecting_alice() {
  return expecting(trust::ExpectedIdentities{{{alice, alices_issuer}}});
}

/// Pages as the window program would paint them: two, blank, with a table of places that is not compressed.
inline Bytes blank_pdf() {
  const std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>",
                                         "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                                         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
                                         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"};
  std::string text = "%PDF-1.4\n";
  std::string table = "xref\n0 5\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    auto place = std::to_string(text.size());
    table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
    text += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const auto start = std::to_string(text.size());
  text += table + "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
  return to_bytes(text);
}

inline const std::vector<audit::Bookmark> bookmarks{
    {"Checks", 1, 1}, {"Files", 2, 1, 300}, {"Remarks", 2, 2, 700}};
inline const std::vector<audit::Link> links{{1, 56, 500, 300, 514, 1}, {1, 56, 514, 300, 528, 2}};

inline Bytes in_form(const audit::AuditReport& report, audit::Form form) {
  switch (form) {
    case audit::Form::json:
      return audit::json_form(report);
    case audit::Form::html:
      return audit::html_form(report);
    case audit::Form::pdf:
      return audit::pdf_form({blank_pdf(), bookmarks, links}, report).value();
  }
  return {};
}

/// A model, how it was verified, and the report of that.
class Scene {
 public:
  explicit Scene(signature::Method method = signature::Method::sigstore,
                 const VirtualSigstore& instance = sigstore()) {
    write_model(folder_ / "model", model_files);
    request.model = folder_ / "model";
    request.signature = folder_ / "model.sig";
    request.now = at("2026-06-02T00:00:00Z");
    sign(method, instance);
  }

  void verify() { report = verdict::verify_model(request, {}); }
  [[nodiscard]] audit::AuditReport made() const { return audit::make_report({{report, request}}, program); }
  [[nodiscard]] Bytes file(audit::Form form) const { return in_form(made(), form); }

  /// Checked years later by somebody who knows the true Sigstore and expects the right signer.
  [[nodiscard]] audit::CheckRequest check_request(bool has_model) const {
    audit::CheckRequest check;
    check.now = request;
    check.now.signature.reset();
    check.now.trusted_root = root_of(sigstore());
    check.now.now = at("2034-01-01T00:00:00Z");
    check.has_model = has_model;
    check.known_roots = {{root_of(sigstore()), "known here"}};
    return check;
  }
  [[nodiscard]] audit::CheckedReport check(const Bytes& file, const audit::CheckRequest& asked) const {
    return audit::check_report(file, "the report", asked, program, {}).value();
  }
  [[nodiscard]] audit::CheckedReport check(const Bytes& file, bool has_model) const {
    return check(file, check_request(has_model));
  }
  [[nodiscard]] std::filesystem::path path(std::string_view name) const { return folder_ / name; }

  verdict::VerifyRequest request;
  verdict::Report report;

 private:
  void sign(signature::Method method, const VirtualSigstore& instance) {
    const auto statement = oms_statement(model_files);
    request.method = method;
    if (method == signature::Method::key) {
      const auto key = TestKey::generate();
      write(folder_ / "model.sig", key_bundle(key, statement).dump());
      request.policy = expecting(trust::ExpectedKeys{{key.public_key()}});
    } else if (method == signature::Method::certificate) {
      const auto chain = mint_chain();
      write(folder_ / "model.sig", certificate_bundle(chain.leaf_key, chain.certificates, statement).dump());
      request.policy = expecting(trust::ExpectedRoots{{chain.root}});
    } else {
      write(folder_ / "model.sig", instance.bundle(statement).dump());
      request.policy = expecting_alice();
      request.trusted_root = root_of(instance);
      request.trusted_root_source = "shipped with the program";
    }
    verify();
  }

  TemporaryFolder folder_;
};

/// The report's own JSON, changed; its evidence stays.
inline audit::AuditReport lying(audit::AuditReport report, const std::function<void(Json& model)>& change) {
  auto json = base::parse_json(as_bytes(report.json), "report").value();
  change(json["models"][0]);
  report.json = json.dump(1) + "\n";
  return report;
}

}  // namespace weighmaster::tests
