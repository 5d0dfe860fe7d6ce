#include "update/repository.h"

#include "base/limits.h"
#include "update/file_name.h"

namespace weighmaster::update {
namespace {

using base::fail;
using base::Result;

std::string with_slash(std::string url) {
  if (!url.ends_with('/')) url += '/';
  return url;
}

/// Where it is served from does not matter: what comes is verified.
net::Request request(std::string url, std::uint64_t most_bytes) {
  auto request = net::get(std::move(url), most_bytes);
  request.redirects = net::Redirects::https;
  return request;
}

Result<Bytes> body(Result<net::Answer> answer) {
  if (!answer) return fail(answer.error());
  return std::move(answer->body);
}

/// "dir/HASH.name" (section 6.2).
std::string with_hash(std::string path, const std::string& hash) {
  const auto slash = path.rfind('/');
  return path.insert(slash == std::string::npos ? 0 : slash + 1, hash + ".");
}

}  // namespace

Repository::Repository(net::Http& http, std::string metadata_url, std::string targets_url)
    : http_(http),
      metadata_url_(with_slash(std::move(metadata_url))),
      targets_url_(with_slash(std::move(targets_url))) {}

Result<std::optional<Bytes>> Repository::root(std::int64_t version, const base::Task& task) {
  const auto asked =
      request(metadata_url_ + std::to_string(version) + ".root.json", base::limits::root_metadata_bytes);
  auto answer = http_.send(asked, task);
  if (!answer) return fail(answer.error());
  // Some servers say 403 of a file that is not there.
  if (answer->status == 404 || answer->status == 403) return std::nullopt;
  if (!answer->good()) return fail(net::refusal(asked, *answer));
  return std::move(answer->body);
}

Result<Bytes> Repository::metadata(const Wanted& wanted, const base::Task& task) {
  const auto stem = file_stem(wanted.role);
  if (!stem) return fail(stem.error());
  const auto version = wanted.version ? std::to_string(*wanted.version) + "." : std::string();
  return body(net::fetch(http_, request(metadata_url_ + version + *stem + ".json", wanted.most_bytes), task));
}

Result<Bytes> Repository::target(const TargetFile& file, bool by_hash, const base::Task& task) {
  auto path = path_below(file.name);
  if (!path) return fail(path.error());
  if (by_hash) *path = with_hash(std::move(*path), percent_encoded(file.hashes.begin()->second));
  return body(net::fetch(http_, request(targets_url_ + *path, file.length), task));
}

}  // namespace weighmaster::update
