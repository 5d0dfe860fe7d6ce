#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/pkcs11_ptr.h"
#include "crypto/pkcs11_uri.h"

namespace weighmaster::crypto {

/// A PKCS#11 module that is loaded and initialised.
struct Module {
  CK_FUNCTION_LIST* functions = nullptr;
  /// Its file, or its name where p11-kit names no file.
  std::string file;
};

/// Modules in use, finalised and released with the object. p11-kit keeps each caller's sessions apart.
/// For the files of this room only.
class Modules {
 public:
  /// The module that the URI's module-path names (a file, or a folder with the module of module-name); else
  /// those of `places`, each a file or, together with module-name, a folder; else those that are registered
  /// with p11-kit and fit module-name, but for stores of trusted certificates. Error: token.module.
  [[nodiscard]] static base::Result<std::shared_ptr<const Modules>> load(
      const Pkcs11Uri& uri, const std::vector<std::filesystem::path>& places);

  Modules() = default;
  ~Modules();
  Modules(const Modules&) = delete;
  Modules& operator=(const Modules&) = delete;
  Modules(Modules&&) = delete;
  Modules& operator=(Modules&&) = delete;

  [[nodiscard]] std::span<const Module> all() const { return modules_; }

 private:
  [[nodiscard]] base::Result<void> add_file(const std::filesystem::path& file);
  [[nodiscard]] base::Result<void> add_place(const std::filesystem::path& place, const Pkcs11Uri& uri);
  [[nodiscard]] base::Result<void> add_registered(const Pkcs11Uri& uri);

  std::vector<Module> modules_;
  CK_FUNCTION_LIST** registered_ = nullptr;
  std::vector<CK_FUNCTION_LIST*> loaded_;
};

}  // namespace weighmaster::crypto
