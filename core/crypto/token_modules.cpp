#include "crypto/token_modules.h"

#include <algorithm>
#include <cstdlib>

#include "base/file.h"

namespace weighmaster::crypto {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Result;

/// A text that p11-kit allocated.
std::string take(char* text) {
  const std::unique_ptr<char, decltype(&std::free)> owner(text, std::free);
  return text == nullptr ? std::string() : std::string(text);
}

std::string last_message() {
  const char* message = p11_kit_message();
  return message == nullptr ? std::string() : std::string(message);
}

std::string file_of(CK_FUNCTION_LIST* module) {
  auto file = take(p11_kit_module_get_filename(module));
  return file.empty() ? take(p11_kit_module_get_name(module)) : file;
}

/// Stores of trusted certificates have no private keys.
bool is_trust_store(CK_FUNCTION_LIST* module) {
  return take(p11_kit_config_option(module, "trust-policy")) == "yes";
}

/// The file's name without what systems put around it: "libsofthsm2.so.2" is "softhsm2" (RFC 7512 section
/// 2.3, module-name).
std::string bare_name(const fs::path& file) {
  auto name = base::utf8(file.filename());
  name.erase(std::min(name.find('.'), name.size()));
  return name;
}

bool is_named(const fs::path& file, const std::string& name) {
  const auto bare = bare_name(file);
  const auto wanted = bare_name(name);
  return !wanted.empty() && (bare == wanted || bare == "lib" + wanted);
}

/// The module of this name; an empty path where the folder has none.
Result<fs::path> module_in(const fs::path& folder, const std::string& name) {
  std::error_code error;
  fs::path found;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!is_named(at->path(), name) || !at->is_regular_file(ignored)) continue;
    if (found.empty() || at->path() < found) found = at->path();
  }
  if (error) return fail(Code::token_module, base::utf8(folder), error.message());
  return found;
}

}  // namespace

Result<std::shared_ptr<const Modules>> Modules::load(const Pkcs11Uri& uri,
                                                     const std::vector<fs::path>& places) {
  p11_kit_be_quiet();  // what is wrong is ours to say
  const auto modules = std::make_shared<Modules>();
  auto named = places;
  if (uri.module_path) named = {*uri.module_path};
  if (named.empty()) {
    if (auto added = modules->add_registered(uri); !added) return fail(std::move(added.error()));
  }
  for (const auto& place : named) {
    if (auto added = modules->add_place(place, uri); !added) return fail(std::move(added.error()));
  }
  if (modules->all().empty()) {
    return fail(Code::token_module, uri.module_name.value_or(std::string()),
                named.empty() ? "not registered with p11-kit" : "not in the folders that were given");
  }
  return std::shared_ptr<const Modules>(modules);
}

Modules::~Modules() {
  if (registered_ != nullptr) p11_kit_modules_finalize_and_release(registered_);
  for (auto* module : loaded_) {
    p11_kit_module_finalize(module);
    p11_kit_module_release(module);
  }
}

/// A relative path would be looked for in p11-kit's own folder, and what is no regular file (a pipe) would
/// hold us up.
Result<void> Modules::add_file(const fs::path& file) {
  const auto name = base::utf8(file);
  std::error_code error;
  const auto whole = fs::absolute(file, error);
  if (!error && !fs::exists(whole, error) && !error) return fail(Code::token_module, name, "no such file");
  if (error) return fail(Code::token_module, name, error.message());
  if (!fs::is_regular_file(whole, error)) return fail(Code::token_module, name, "not a regular file");
  auto* module = p11_kit_module_load(whole.string().c_str(), P11_KIT_MODULE_CRITICAL);
  if (module == nullptr) return fail(Code::token_module, name, last_message());
  if (const auto answer = p11_kit_module_initialize(module); answer != CKR_OK) {
    p11_kit_module_release(module);
    return fail(Code::token_module, name, meaning(answer));
  }
  loaded_.push_back(module);
  modules_.push_back({module, name});
  return {};
}

Result<void> Modules::add_place(const fs::path& place, const Pkcs11Uri& uri) {
  std::error_code ignored;
  if (!fs::is_directory(place, ignored)) return add_file(place);
  if (!uri.module_name) {
    return fail(Code::token_module, base::utf8(place), "a folder; give the module's file, or module-name");
  }
  const auto file = module_in(place, *uri.module_name);
  if (!file) return fail(file.error());
  return file->empty() ? Result<void>() : add_file(*file);
}

Result<void> Modules::add_registered(const Pkcs11Uri& uri) {
  registered_ = p11_kit_modules_load_and_initialize(0);
  if (registered_ == nullptr) return fail(Code::token_module, {}, last_message());
  for (auto** at = registered_; *at != nullptr; ++at) {
    const auto file = file_of(*at);
    const bool wanted = !uri.module_name || take(p11_kit_module_get_name(*at)) == *uri.module_name ||
                        is_named(file, *uri.module_name);
    if (wanted && !is_trust_store(*at)) modules_.push_back({*at, file});
  }
  return {};
}

}  // namespace weighmaster::crypto
