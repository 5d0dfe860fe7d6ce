#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/json.h"
#include "trust/policy_file.h"

namespace weighmaster::trust {

/// Reads the parts of a policy file, and those that an address book has in common with it. `where` is the
/// place in the file ("rules[2].signers[0]"), for errors; `malformed` is their code.
class PolicyReader {
 public:
  PolicyReader(const std::string& path, const ReadNamedFile& read,
               base::Code malformed = base::Code::policy_malformed)
      : path_(path), read_(read), malformed_(malformed) {}

  [[nodiscard]] base::Result<PolicyRule> rule(const base::Json& json, const std::string& where) const;

  /// One signer: an identity, a key, or the certificates of a chain.
  [[nodiscard]] base::Result<Signers> signer(const base::Json& json, const std::string& where) const;
  /// A text that is not empty.
  [[nodiscard]] base::Result<std::string> text(const base::Json& json, const std::string& where) const;
  /// How many independent times: 1 where the object has no `timestamp_threshold`.
  [[nodiscard]] base::Result<std::size_t> independent_times(const base::Json& json,
                                                            const std::string& where) const;

  /// An object of these members only.
  [[nodiscard]] base::Result<void> check_members(const base::Json& json, const std::string& where,
                                                 std::initializer_list<std::string_view> known) const;
  /// A list of at least one and at most `most` elements.
  [[nodiscard]] base::Result<const base::Json*> list(const base::Json& object, const char* name,
                                                     const std::string& where, std::size_t most) const;
  [[nodiscard]] tl::unexpected<base::Error> refuse(const std::string& where, const std::string& why) const;

 private:
  [[nodiscard]] base::Result<void> add_signer(const base::Json& json, const std::string& where,
                                              Signers& signers) const;
  [[nodiscard]] base::Result<void> add_identity(const base::Json& json, const std::string& where,
                                                Signers& signers) const;
  [[nodiscard]] base::Result<void> add_key(const base::Json& json, const std::string& where,
                                           Signers& signers) const;
  [[nodiscard]] base::Result<void> add_roots(const base::Json& json, const std::string& where,
                                             Signers& signers) const;
  [[nodiscard]] base::Result<Bytes> pem(const base::Json& json, const std::string& where) const;

  const std::string& path_;
  const ReadNamedFile& read_;
  base::Code malformed_;
};

}  // namespace weighmaster::trust
