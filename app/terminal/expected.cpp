#include "expected.h"

#include <algorithm>
#include <filesystem>

#include "address_book.h"
#include "base/file.h"
#include "base/limits.h"
#include "trust/model_name.h"
#include "trust_files.h"

namespace weighmaster::terminal {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using signature::Method;

Result<trust::ExpectedKeys> expected_keys(const VerifyOptions& options) {
  trust::ExpectedKeys keys;
  for (const auto& path : options.public_keys) {
    auto key = read_public_key(path);
    if (!key) return base::fail(std::move(key.error()));
    keys.any_of.push_back(std::move(*key));
  }
  return keys;
}

/// The command line was checked: one provider for all, or one for each.
trust::ExpectedIdentities expected_identities(const VerifyOptions& options) {
  const auto& providers = options.identity_providers;
  const auto& pattern = options.identity_provider_pattern;
  trust::ExpectedIdentities identities;
  const auto add = [&](const std::string& name, bool is_pattern) {
    const auto place = providers.size() > 1 ? identities.any_of.size() : 0;
    identities.any_of.push_back(
        {name, pattern ? *pattern : providers.at(place), is_pattern, pattern.has_value()});
  };
  for (const auto& name : options.identities) add(name, false);
  for (const auto& name : options.identity_patterns) add(name, true);
  return identities;
}

/// The ways in which a path can be read: as it stands, with the links to its folder resolved, and with all of
/// them.
std::vector<fs::path> readings(const fs::path& path) {
  std::error_code error;
  const auto plain = fs::absolute(path, error).lexically_normal();
  return {plain, fs::weakly_canonical(plain.parent_path(), error) / plain.filename(),
          fs::weakly_canonical(path, error)};
}

/// The folder of a hub's cache that holds the model, where it lies in one: its files are links to others in
/// there.
fs::path store_of(const fs::path& model) {
  fs::path store;
  for (const auto& part : model) {
    store /= part;
    if (base::utf8(part).starts_with("models--")) return store;
  }
  return model;
}

/// However it is read: a link in the model to a file elsewhere was put there by who made the model.
bool lies_in(const fs::path& file, const fs::path& model) {
  if (model.empty()) return false;  // a report is checked without a model
  for (const auto& read : readings(model)) {
    // "model/" ends in an empty name.
    const auto outer = store_of(read.has_filename() ? read : read.parent_path());
    for (const auto& inner : readings(file)) {
      if (std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end())
        return true;
    }
  }
  return false;
}

Result<trust::Policy> policy_from_file(const VerifyOptions& options) {
  const auto file = read_policy_file(options.policy, {options.model});
  if (!file) return base::fail(file.error());
  return file->policy_for(model_name_of(options));
}

Result<trust::Policy> policy_from_options(const VerifyOptions& options, Method method) {
  trust::Policy policy;
  if (method == Method::key) {
    auto keys = expected_keys(options);
    if (!keys) return base::fail(std::move(keys.error()));
    policy.expectation = std::move(*keys);
  } else if (method == Method::certificate) {
    auto roots = read_roots(options.certificate_chain);
    if (!roots) return base::fail(std::move(roots.error()));
    policy.expectation = std::move(*roots);
  } else {
    policy.expectation = expected_identities(options);
  }
  return policy;
}

}  // namespace

Result<trust::PolicyFile> read_policy_file(const fs::path& path, const std::vector<fs::path>& models) {
  const auto read = [&](const fs::path& file) -> Result<Bytes> {
    const bool is_theirs = std::any_of(models.begin(), models.end(),
                                       [&](const fs::path& model) { return lies_in(file, model); });
    if (is_theirs) {
      return base::fail(Code::policy_malformed, base::utf8(path),
                        base::utf8(file.filename()) + " lies in the model, so it proves nothing");
    }
    return base::read_file(file, base::limits::policy_file_bytes);
  };
  const auto text = read(path);
  if (!text) return base::fail(text.error());
  return trust::PolicyFile::parse(*text, base::utf8(path),
                                  [&](const std::string& named) { return read(path.parent_path() / named); });
}

std::string model_name_of(const VerifyOptions& options) {
  const auto name = options.model_name ? options.model_name : trust::model_name_from_path(options.model);
  return name.value_or("");
}

Result<trust::Publishers> book_of(const VerifyOptions& options, const Console& console) {
  if (options.no_publishers) return trust::Publishers({});
  const auto file =
      options.publishers ? std::optional<fs::path>(*options.publishers) : console.publishers_file;
  if (file && lies_in(*file, options.model)) {
    return base::fail(Code::publishers_malformed, base::utf8(*file),
                      "it lies in the model, so it proves nothing");
  }
  return read_book(options.publishers, console);
}

Result<trust::Policy> policy_of(const VerifyOptions& options, const trust::Publishers& book) {
  const bool by_file = !options.policy.empty();
  auto policy = options.by_publishers ? Result<trust::Policy>(book.policy_for(model_name_of(options)))
                : options.method      ? policy_from_options(options, *options.method)
                : by_file             ? policy_from_file(options)
                                      : Result<trust::Policy>();
  if (!policy) return policy;
  if (options.ignore_unsigned_files) policy->allow_unsigned_files = true;
  // A policy file may ask for more; nobody types it down.
  policy->independent_times = std::max(policy->independent_times, options.timestamp_threshold);
  return policy;
}

}  // namespace weighmaster::terminal
