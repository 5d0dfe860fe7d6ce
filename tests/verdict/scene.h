#pragma once

#include <QString>
#include <QStringList>
#include <nlohmann/json.hpp>

#include <functional>

#include "base/encoding.h"
#include "support/places.h"
#include "support/virtual_sigstore.h"
#include "verdict/verify.h"

/// One signed model that a test bends in one place, and what a verification finds.
namespace weighmaster::tests {

using base::Json;
using verdict::Report;

inline const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};

inline const VirtualSigstore& sigstore() {
  static const VirtualSigstore instance;
  return instance;
}

inline const VirtualSigstore& other_sigstore() {
  static const VirtualSigstore instance;
  return instance;
}

/// One signed model, before a test changes something. What changes in `spec`, `statement` and `payload` is
/// validly signed by everybody; all else is changed afterwards.
struct Scene {
  KeylessSpec spec;
  std::function<void(Json& statement)> change_statement;
  std::function<void(std::string& payload)> change_payload;
  std::function<void(Json& bundle)> change_bundle;
  std::function<void(std::string& text)> change_text;  // the signature file
  std::function<void(Json& root)> change_root;
  std::function<void(const std::filesystem::path& folder)> change_model;
  trust::Expectation expectation = trust::ExpectedIdentities{{{alice, alices_issuer}}};

  std::size_t independent_times = 1;
  /// The rule of a policy or an address book, in place of the expectation; who is known; the model's name.
  std::optional<trust::AppliedRule> rule = {};
  std::shared_ptr<const trust::KnownNames> known_names = {};
  std::string model_name = {};

  EntrySpec& entry() { return spec.entries.front(); }
  SctSpec& sct() { return spec.scts.front(); }
  TimestampSpec& timestamp() { return spec.timestamps.front(); }

  [[nodiscard]] base::Result<trust::TrustedRoot> trusted_root() const {
    auto root = sigstore().trusted_root();
    if (change_root) change_root(root);
    return trust::TrustedRoot::parse(as_bytes(root.dump()));
  }

  [[nodiscard]] Report verify() const {
    auto trusted = trusted_root();
    if (!trusted) qFatal("the trusted root: %s", std::string(base::name(trusted.error().code)).c_str());
    return verify(std::make_shared<const trust::TrustedRoot>(std::move(*trusted)));
  }

  /// Under a root of the caller's own, in place of the scene's.
  [[nodiscard]] Report verify(std::shared_ptr<const trust::TrustedRoot> root) const {
    const TemporaryFolder folder;
    write_model(folder / "model", files);
    if (change_model) change_model(folder / "model");
    write(folder / "model.sig", signature_file());

    verdict::VerifyRequest request;
    request.model = folder / "model";
    request.signature = folder / "model.sig";
    request.policy.expectation = expectation;
    request.policy.independent_times = independent_times;
    request.policy.rule = rule;
    request.known_names = known_names;
    request.model_name = model_name;
    request.now = at("2030-01-01T00:00:00Z");
    request.trusted_root = std::move(root);
    return verdict::verify_model(request, {});
  }

 private:
  [[nodiscard]] std::string signature_file() const {
    auto statement = oms_statement_json(files);
    if (change_statement) change_statement(statement);
    auto payload = statement.dump();
    if (change_payload) change_payload(payload);
    auto bundle = sigstore().bundle(payload, spec);
    if (change_bundle) change_bundle(bundle);
    auto text = bundle.dump();
    if (change_text) change_text(text);
    return text;
  }
};

/// "log_promise: log.promise_false", in the order of the steps: every finding that weighs.
inline QStringList faults(const Report& report) {
  QStringList list;
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      if (base::effect(finding.code) == base::Effect::none) continue;
      list << QString::fromStdString(std::string(name(step.id)) + ": " +
                                     std::string(base::name(finding.code)));
    }
  }
  return list;
}

/// The same of a scene, whose trusted root may be none: "trusted_root: trust.malformed".
inline QStringList faults(const Scene& scene) {
  if (const auto root = scene.trusted_root(); !root) {
    const auto name = base::name(root.error().code);
    return {"trusted_root: " + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))};
  }
  return faults(scene.verify());
}

inline std::string verdict_of(const Report& report) {
  return std::string(verdict::name(verdict::verdict(report)));
}

using Mutation = std::function<void(Scene&)>;

/// Changes the last byte of a base64 member.
inline void flip(Json& base64) {
  auto bytes = *base::from_base64(base64.get<std::string>());
  bytes.back() ^= 1U;
  base64 = base::to_base64(bytes);
}

/// Replaces a line of a text.
inline void replace_line(std::string& text, std::size_t number, const std::string& with) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < number; ++i) start = text.find('\n', start) + 1;
  text.replace(start, text.find('\n', start) - start, with);
}

/// The first log entry of a bundle.
inline Json& entry_in(Json& bundle) {
  return bundle["verificationMaterial"]["tlogEntries"][0];
}

}  // namespace weighmaster::tests
