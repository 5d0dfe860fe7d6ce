#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/certificate.h"
#include "support/places.h"
#include "support/test_key.h"

/// Real tokens without hardware: SoftHSM2 in a folder of its own, set up through PKCS#11.
///
///   SoftTokens tokens;
///   const auto serial = tokens.add("release keys");
///   tokens.add_key(serial, key, {.label = "signer", .id = "\x01"});
///   Token::find(parse("pkcs11:token=release%20keys"), {tokens.module()});
namespace weighmaster::tests {

/// How an object is called on a token.
struct ObjectName {
  std::string label;
  std::string id;
};

class SoftTokens {
 public:
  static constexpr std::string_view pin = "1234";
  static constexpr const char* absent =
      "SoftHSM2 is not installed (Debian: softhsm2), or not where WEIGHMASTER_SOFTHSM says";

  /// SoftHSM's module, or nothing where it is not installed.
  [[nodiscard]] static std::optional<std::filesystem::path> installed();

  /// An empty store, which SoftHSM uses in this process from now on. What fails ends the test program.
  SoftTokens();

  [[nodiscard]] std::filesystem::path module() const { return *installed(); }
  /// Returns its serial number. The label is at most 32 bytes, whatever they are.
  std::string add(std::string_view label);

  /// A key pair. Without `public_object` only its private half.
  enum class Half : std::uint8_t { both, private_only };
  void add_key(const std::string& serial, const TestKey& key, const ObjectName& name, Half half = Half::both);
  /// RSA of 2048 bits, made on the token.
  void add_rsa_key(const std::string& serial, const ObjectName& name);
  void add_certificate(const std::string& serial, const crypto::Certificate& certificate,
                       const ObjectName& name);

 private:
  TemporaryFolder folder_;
};

}  // namespace weighmaster::tests
