#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "trust/policy.h"

namespace weighmaster::trust {

/// For which models an entry counts, the narrowest first.
enum class Scope : std::uint8_t {
  model,      // one, by its whole name
  publisher,  // those of a publisher that the pattern names
  any,        // every model, also one without a name
};
/// "model", "publisher", "any".
[[nodiscard]] std::string_view name(Scope scope);

/// An entry of the address book: who may sign which models.
struct Publisher {
  /// 16 hexadecimal digits, its own in the book; given by the book where it is empty.
  std::string id;
  /// A pattern for model names (trust/pattern.h): "org/model", "org/*", "*".
  std::string models;
  /// One identity, one key, or the certificates of one root: exactly one kind.
  Signers signer;
  base::TimePoint added{};
  Origin origin = Origin::by_hand;
  /// The file that it came from, without its folder; empty for what came from no file.
  std::string from;
  /// For people.
  std::string note;
  /// As in Policy.
  std::size_t independent_times = 1;

  [[nodiscard]] Scope scope() const;
  /// The same models and the same signer, whatever else they say.
  [[nodiscard]] bool says_the_same(const Publisher& other) const;
};

/// Which method the signer signs by: the kind that is there.
[[nodiscard]] signature::Method method_of(const Signers& signer);

/// The signer in one line: the identity, or type and SHA-256 of the key, or the subjects of the roots. Comes
/// from outside: show it through words.
[[nodiscard]] std::string title_of(const Signers& signer);

}  // namespace weighmaster::trust
