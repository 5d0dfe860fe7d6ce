// Our TUF client with the command line of the public conformance suite (tuf-conformance, CLIENT-CLI.md):
//
//     tuf_client --metadata-dir D init ROOT
//     tuf_client --metadata-dir D --metadata-url U refresh
//     tuf_client --metadata-dir D --metadata-url U --target-name N --target-base-url B --target-dir T
//     download
//
// Exit code 0 or 1; why not stands on stderr.
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "net/curl_http.h"
#include "update/file_name.h"
#include "update/repository.h"
#include "update/updater.h"

using namespace weighmaster;
namespace fs = std::filesystem;

namespace {

using base::fail;
using base::Result;

struct Arguments {
  std::map<std::string, std::string> options;
  std::vector<std::string> words;

  [[nodiscard]] std::string option(const std::string& name) const {
    const auto found = options.find("--" + name);
    return found == options.end() ? std::string() : found->second;
  }
};

Arguments parse(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    if (word.starts_with("--") && i + 1 < count) {
      arguments.options[word] = values[++i];
    } else {
      arguments.words.push_back(word);
    }
  }
  return arguments;
}

/// By the C library's clock, which the suite sets.
base::TimePoint now() {
  return base::from_unix_seconds(std::time(nullptr));
}

Result<Bytes> read_root(const fs::path& path) {
  return base::read_file(path, base::limits::root_metadata_bytes);
}

Result<void> init(const Arguments& arguments) {
  const auto root = read_root(arguments.words.at(1));
  if (!root) return fail(root.error());
  const auto set = update::TrustedSet::begin(*root, now());
  if (!set) return fail(set.error());
  return update::Cache(arguments.option("metadata-dir")).keep_root(set->root().version, *root);
}

bool is_there(const fs::path& path, const update::TargetFile& file) {
  const auto content = base::read_file(path, file.length);
  return content && update::check_content(file.name, *content, file.length, file.hashes);
}

Result<void> download(update::Updater& updater, const Arguments& arguments) {
  const auto name = arguments.option("target-name");
  const auto file = updater.find(name, {});
  if (!file) return fail(file.error());
  const auto path = fs::path(arguments.option("target-dir")) / update::percent_encoded(name);
  if (is_there(path, *file)) return {};
  const auto content = updater.fetch(*file, {});
  if (!content) return fail(content.error());
  return base::write_file(path, *content, base::Existing::replace);
}

Result<void> run(const Arguments& arguments) {
  const auto verb = arguments.words.empty() ? std::string() : arguments.words.front();
  if (verb == "init" && arguments.words.size() == 2) return init(arguments);
  if (verb != "refresh" && verb != "download") return fail(base::Code::update_malformed, "command line");
  const fs::path folder = arguments.option("metadata-dir");
  const auto root = read_root(folder / "root.json");
  if (!root) return fail(root.error());
  net::CurlHttp http;
  update::Repository repository(http, arguments.option("metadata-url"), arguments.option("target-base-url"));
  auto updater = update::Updater::begin(*root, repository, update::Cache(folder), now());
  if (!updater) return fail(updater.error());
  if (auto done = updater->refresh({}); !done) return done;
  return verb == "download" ? download(*updater, arguments) : Result<void>();
}

}  // namespace

int main(int count, char** values) {
  const auto done = run(parse(count, values));
  if (done) return 0;
  const auto& error = done.error();
  std::fprintf(stderr, "%s: %s: %s\n", std::string(base::name(error.code)).c_str(),
               base::visible(error.subject).c_str(), base::visible(error.detail).c_str());
  return 1;
}
