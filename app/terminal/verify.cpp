#include "verify.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "answer.h"
#include "digest_files.h"
#include "expected.h"
#include "progress.h"
#include "report_text.h"
#include "stored_digests.h"
#include "trust_files.h"
#include "trust_text.h"
#include "verdict/report_json.h"
#include "verdict/stored_digests.h"
#include "verdict/verify.h"

namespace weighmaster::terminal {
namespace {

using base::Result;
using signature::Method;

/// Those that the person names beside the trusted root of a keyless signature.
Result<std::vector<trust::Authority>> timestamp_authorities(const VerifyOptions& options,
                                                            const Console& console) {
  auto authorities = read_timestamp_roots(options.timestamp_roots);
  if (!authorities || options.method == Method::sigstore || !options.root.any()) return authorities;
  const auto root = read_trusted_root(options.root, console.trust_folder);
  if (!root) return base::fail(root.error());
  const auto& listed = root->root->timestamp_authorities();
  authorities->insert(authorities->end(), listed.begin(), listed.end());
  return authorities;
}

/// What is believed about keyless signatures.
Result<void> add_trust(verdict::VerifyRequest& request, const VerifyOptions& options,
                       const CommonOptions& common, const Console& console) {
  auto root = read_trusted_root(options.root, console.trust_folder);
  if (!root) return base::fail(std::move(root.error()));
  request.trusted_root = root->root;
  request.trusted_root_source = root->source;
  request.trusted_root_version = root->version;
  request.trusted_root_updated_at = root->updated_at;
  if (root->passed_over) note(passed_over_note(*root->passed_over), common, console);
  return {};
}

/// Those who made the lists of digests are vouched for: only the exit code is another one, and only here,
/// where that was typed.
int exit_code(const verdict::Report& report, const VerifyOptions& options) {
  return options.vouch_for_digests && verdict::lacks_only_reading(report) ? 0 : verdict::exit_code(report);
}

void answer(const verdict::Report& report, const VerifyOptions& options, const CommonOptions& common,
            const Console& console) {
  if (!common.json) {
    write_report(console.out, report, {console.colour, options.all_files, options.log_fingerprints});
    return;
  }
  auto json = verdict::to_json(report);
  json["exit_code"] = exit_code(report, options);
  if (!options.digests.empty()) json["digests_vouched_for"] = options.vouch_for_digests;
  write_json(console.out, json);
}

/// The address book was asked, and knows nobody either.
int nobody_expected(const std::string& model, const CommonOptions& common, const Console& console) {
  const std::string required = "--identity is required";
  if (!console.publishers_file) return misused(required, common.json, console);
  const auto asked = model.empty() ? "nobody for a model without a name (--model-name gives it one)"
                                   : "nobody for “" + model + "”";
  return misused(required + ": the address book names " + asked, common.json, console);
}

}  // namespace

std::optional<crypto::Digest> named_digest(std::string_view model) {
  if (!model.starts_with(digest_prefix)) return std::nullopt;
  auto digest = crypto::Digest::from_hex(crypto::DigestAlgorithm::sha256, model.substr(digest_prefix.size()));
  return digest ? std::optional(*digest) : std::nullopt;
}

Result<verdict::VerifyRequest> request_without_policy(const VerifyOptions& options,
                                                      const CommonOptions& common, const Console& console) {
  verdict::VerifyRequest request;
  request.model = options.model;
  request.digest = named_digest(options.model);
  if (options.signature) request.signature = *options.signature;
  request.method = options.method;
  auto authorities = timestamp_authorities(options, console);
  if (!authorities) return base::fail(std::move(authorities.error()));
  request.policy.timestamp_authorities = std::move(*authorities);
  request.ignore_paths = options.folder.ignore_paths;
  request.ignore_git_paths = options.folder.ignore_git_paths;
  request.only = options.only;
  request.now = console.now;
  if (!options.digests.empty()) {
    auto lists = read_digest_files(options.digests);
    if (!lists) return base::fail(std::move(lists.error()));
    auto whole = manifest::merge(std::move(*lists));
    if (!whole) return base::fail(std::move(whole.error()));
    request.digests = std::make_shared<const manifest::DigestList>(std::move(*whole));
  }
  if (!options.method || options.method == Method::sigstore || options.root.any()) {
    if (auto added = add_trust(request, options, common, console); !added) return base::fail(added.error());
  }
  return request;
}

Result<verdict::VerifyRequest> verify_request(const VerifyOptions& options, const CommonOptions& common,
                                              const Console& console) {
  const auto book = book_of(options, console);
  if (!book) return base::fail(book.error());
  auto policy = policy_of(options, *book);
  if (!policy) return base::fail(std::move(policy.error()));
  auto request = request_without_policy(options, common, console);
  if (!request) return request;
  request->model_name = model_name_of(options);
  request->known_names = book->known();
  policy->timestamp_authorities = std::move(request->policy.timestamp_authorities);
  request->policy = std::move(*policy);
  return request;
}

int verify(const VerifyOptions& options, const CommonOptions& common, const Console& console) {
  auto asked = verify_request(options, common, console);
  if (!asked) return give_up(asked.error(), common, console);
  if (options.by_publishers && !asked->policy.rule)
    return nobody_expected(asked->model_name, common, console);
  if (options.folder.allow_symlinks) {
    note("--allow-symlinks changes nothing: whether links are followed is what the signature records.",
         common, console);
  }
  StoredDigests stored(options.use_digest_cache, console.now);
  asked->digest_cache = stored.cache();
  verdict::Watch watch;
  watch.hashed = [&](const model::Tree& tree, const model::Piece& piece, const crypto::Digest& digest) {
    stored.remember(tree, piece, digest);
  };
  const auto report = [&] {
    ProgressLine line(console.err, console.progress && common.progress());
    return verdict::verify_model(*asked, line.task(console.stop), watch);
  }();
  stored.save(common, console);
  answer(report, options, common, console);
  return exit_code(report, options);
}

}  // namespace weighmaster::terminal
