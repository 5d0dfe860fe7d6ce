#include "base/limits.h"
#include "fuzz.h"
#include "trust/pattern.h"
#include "trust/publishers.h"

using namespace weighmaster;
using fuzz::must;

/// A book that is read says who may sign what, says it again when it was written, and decides each model that
/// an entry names.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto book = trust::Publishers::parse({data, size}, "book");
  if (!book) return 0;
  must(book->entries().size() <= base::limits::publishers, "entries are capped");
  const auto again = trust::Publishers::parse(as_bytes(book->text()), "book");
  must(again && again->text() == book->text(), "what was read is written as it is read");
  for (const auto& entry : book->entries()) {
    const auto& signer = entry.signer;
    const auto kinds = int{!signer.identities.any_of.empty()} + int{!signer.keys.any_of.empty()} +
                       int{!signer.roots.anchors.empty()};
    must(kinds == 1, "an entry names one kind of signer");
    must(trust::check_model_pattern(entry.models).has_value(), "a pattern was checked");
    const auto model = entry.models == "*" ? std::string() : entry.models;
    must(book->policy_for(model).rule.has_value(), "a model that is named is decided");
    must(!book->without(entry.id)->find(entry.id), "an entry can be taken out");
    for (const auto& identity : signer.identities.any_of)
      static_cast<void>(book->known()->like_signer(identity.issuer, identity.name));
    static_cast<void>(book->known()->like_model(entry.note));
  }
  return 0;
}
