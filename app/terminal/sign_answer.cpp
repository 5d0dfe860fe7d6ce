#include "sign_answer.h"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <unordered_set>

#include "base/file.h"
#include "base/text.h"
#include "claims_json.h"
#include "model/exclusions.h"
#include "sign_changes.h"
#include "signature/bundle.h"
#include "signing/services/fulcio.h"
#include "verdict/claims.h"
#include "verdict/report_json.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using base::Json;
using base::visible;
using signing::Material;

/// What is left out is shown whole up to here.
constexpr std::size_t shown_unasked = 20;

void fact(std::ostream& out, std::string_view name, const std::string& value) {
  out << "  " << std::left << std::setw(12) << name << value << '\n';
}

std::string in_words(model::IgnoreReason reason) {
  switch (reason) {
    case model::IgnoreReason::git:
      return "belongs to git";
    case model::IgnoreReason::asked:
      return "you said so";
    case model::IgnoreReason::recorded:
      return "as recorded";
    case model::IgnoreReason::signature:
      return "is a signature";
  }
  return {};
}

/// Who the certificate names; it was checked to name one.
trust::Identity identity_of(const Material& material) {
  return signing::certified_identity(material.certificates.front()).value_or(trust::Identity{});
}

void write_identity(std::ostream& out, const Material& material) {
  const auto identity = identity_of(material);
  fact(out, "Signed by", visible(identity.name));
  fact(out, "vouched by", visible(identity.issuer));
}

/// The address of the log that the entry is in, as the trusted root has it; empty where it has none.
std::string address_of_log(const signature::LogEntry& entry, const Material& material) {
  if (!material.trusted_root) return {};
  const auto logs = trust::logs_with_id(material.trusted_root->logs(), entry.log_id);
  return logs.empty() ? std::string() : logs.front()->base_url;
}

/// Where everybody can read it: Rekor 1 shows entries by their index, Rekor 2 is read as a whole.
std::string address_of_entry(const signature::LogEntry& entry, const std::string& log) {
  if (entry.version != "0.0.1") return log;
  return signing::address_below(log, "/api/v1/log/entries?logIndex=" + std::to_string(entry.log_index));
}

void write_log_entries(std::ostream& out, const signing::NewSignature& made) {
  const auto bundle = signature::Bundle::parse(made.file);
  if (!bundle) return;  // it was parsed before it was written
  for (const auto& entry : bundle->log_entries()) {
    fact(out, "Log entry",
         std::to_string(entry.log_index) + ", " +
             visible(address_of_entry(entry, address_of_log(entry, made.material))));
  }
}

void write_signer(std::ostream& out, const Material& material) {
  if (material.method == signature::Method::sigstore) return write_identity(out, material);
  if (material.certificates.empty()) {
    fact(out, "Key",
         std::string(crypto::name(material.key.type())) + ", SHA-256 of its PEM " + material.key.hint());
    return;
  }
  const auto& leaf = material.certificates.front();
  fact(out, "Certificate", visible(leaf.subject()) + ", SHA-256 " + leaf.fingerprint().hex());
  for (std::size_t i = 1; i < material.certificates.size(); ++i)
    fact(out, "issued by", visible(material.certificates[i].subject()));
  fact(out, "issued by", visible(material.certificates.back().issuer()) + " (not in the file)");
}

void write_left_out(std::ostream& out, const model::Tree& tree) {
  const auto& ignored = tree.ignored();
  for (std::size_t i = 0; i < ignored.size() && i < shown_unasked; ++i) {
    fact(out, i == 0 ? "Left out" : "",
         visible(ignored[i].name) + (ignored[i].is_folder ? "/" : "") + ", " + in_words(ignored[i].reason));
  }
  if (ignored.size() > shown_unasked)
    fact(out, "", "and " + words::grouped(ignored.size() - shown_unasked) + " more");
}

std::string how_hashed(const manifest::Serialization& how) {
  const auto hash = std::string(crypto::name(how.hash));
  if (how.method == manifest::Method::files) return hash;
  return hash + " of pieces of " + base::format_size(how.shard_size);
}

/// Whom others expect, and which instance they trust, where it is not the public one.
std::string keyless_expectation(const SignOptions& options, const Material& material) {
  const auto identity = identity_of(material);
  const auto& root = options.keyless.root;
  return " --identity " + visible(identity.name) + " --identity-provider " + visible(identity.issuer) +
         (root.use_staging ? " --use-staging" : "") + (root.trust_config ? " --trust-config CONFIG" : "") +
         (root.trusted_root ? " --trusted-root ROOT" : "");
}

/// The command by which others verify it, for the reader to fill in.
std::string how_to_verify(const SignOptions& options, const Material& material) {
  if (material.method == signature::Method::sigstore) {
    return "weighmaster-cli verify sigstore " + visible(options.model) + " --signature " +
           visible(options.signature) + keyless_expectation(options, material);
  }
  const bool certified = with_certificate(options.with);
  const std::string method = certified ? "certificate" : "key";
  const auto whom = certified ? " --certificate-chain ROOT" : " --public-key KEY";
  return "weighmaster-cli verify " + method + " " + visible(options.model) + " --signature " +
         visible(options.signature) + whom;
}

/// What the new signature says, told as `inspect` tells it.
Json what_it_says(const SignOptions& options, const signing::NewSignature& made) {
  auto report = verdict::empty_report();
  report.signature = options.signature;
  // It was parsed before it was written.
  if (const auto bundle = signature::Bundle::parse(made.file)) verdict::describe_claims(*bundle, report);
  for (auto& facts : report.log) facts.base_url = address_of_log(facts.entry, made.material);
  return claims_json(report);
}

Json left_out_json(const model::Tree& tree) {
  auto list = Json::array();
  for (const auto& ignored : tree.ignored())
    list.push_back({{"name", ignored.name}, {"reason", model::name(ignored.reason)}});
  return list;
}

/// Files of a manifest, whole or in shards.
std::size_t files_of(const manifest::Manifest& manifest) {
  std::unordered_set<std::string_view> names;
  for (const auto& resource : manifest.resources()) names.insert(resource.path);
  return names.size();
}

std::string coverage(const Signed& made) {
  const auto count = made.tree ? made.tree->files().size() : files_of(made.signature.manifest);
  const auto files = words::grouped(count) + (count == 1 ? " file, " : " files, ");
  return files + (made.tree ? base::format_size(made.tree->total_size()) : "by digests made elsewhere");
}

}  // namespace

void write_signed(std::ostream& out, const SignOptions& options, const Signed& made) {
  const auto& signature = made.signature;
  out << "Signed " << visible(signing::subject_name(options.model)) << ", and checked the signature.\n\n";
  fact(out, "Signature", visible(options.signature));
  write_signer(out, signature.material);
  write_log_entries(out, signature);
  fact(out, "Covers", coverage(made));
  fact(out, "Hashed with", how_hashed(signature.manifest.serialization()));
  if (made.changes) fact(out, "Read now", base::format_size(made.bytes_read));
  fact(out, "Digest", "sha256:" + signature.manifest.root_digest().hex());
  if (made.tree) {
    write_left_out(out, *made.tree);
    for (const auto& finding : made.tree->findings())
      fact(out, "Note", words::fill(words::what_is_so(finding)));
  }
  out << "\nOthers verify it with\n  " << how_to_verify(options, signature.material) << '\n';
}

Json signed_json(const SignOptions& options, const Signed& made) {
  Json json = what_it_says(options, made.signature);
  json["schema"] = verdict::report_schema_version;
  json["exit_code"] = 0;
  json["files"] = made.tree ? made.tree->files().size() : files_of(made.signature.manifest);
  json["bytes"] = made.tree ? Json(made.tree->total_size()) : Json();
  json["bytes_read"] = made.bytes_read;
  json["left_out"] = made.tree ? left_out_json(*made.tree) : Json::array();
  json["notes"] = made.tree ? verdict::to_json(made.tree->findings()) : Json::array();
  json["changes"] = made.changes ? changes_json(*made.changes) : Json();
  return json;
}

}  // namespace weighmaster::terminal
