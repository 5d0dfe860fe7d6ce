#include "trust/look_alike.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "trust/pattern.h"
#include "trust/spelling.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using std::string_view;
using Kind = IdentityParts::Kind;
using Signer = KnownNames::Signer;

/// The worst first: of several that a name is like, the one that says most.
constexpr std::array order{Code::look_alike_issuer, Code::look_alike_letters, Code::look_alike_workflow,
                           Code::look_alike_spelling, Code::look_alike_domain};

std::size_t rank(Code code) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), code) - order.begin());
}

Signer described(ExpectedIdentity identity) {
  auto parts = parts_of(identity.name);
  auto domain = bought_domain(parts.domain);
  auto whole = skeleton(identity.name);
  auto owner = skeleton(parts.owner);
  auto label = skeleton(domain.label);
  return {std::move(identity), std::move(parts), std::move(domain),
          std::move(whole),    std::move(owner), std::move(label)};
}

bool same_name(string_view a, string_view b) {
  return small(a) == small(b);
}

bool is_open(string_view part) {
  return part.find('*') != string_view::npos;
}

/// Capital letters mean the same as small ones in the names of domains, owners and mailboxes, and a capital i
/// is drawn as a small L is: "lbm" looks like "Ibm".
bool look_the_same_in_capitals(const Skeleton& a, const Skeleton& b) {
  const auto tall = [](char letter) { return letter == 'i' ? 'l' : letter; };
  return std::equal(a.read.begin(), a.read.end(), b.read.begin(), b.read.end(),
                    [&](char one, char other) { return tall(one) == tall(other); });
}

/// A part of a name beside the same part of a known one.
std::optional<Code> likeness(string_view found, const Skeleton& found_looks, string_view known,
                             const Skeleton& known_looks) {
  if (found.empty() || is_open(known) || same_name(found, known)) return std::nullopt;
  if (look_the_same(found_looks, known_looks)) return Code::look_alike_letters;
  // Foreign letters, and a slip beside them.
  if (!base::is_ascii(found) && spelled_alike(found_looks.drawn, known_looks.drawn))
    return Code::look_alike_letters;
  if (spelled_alike(found, known)) return Code::look_alike_spelling;
  // In names too short for a slip.
  if (look_the_same_in_capitals(found_looks, known_looks)) return Code::look_alike_letters;
  return std::nullopt;
}

/// "mistral.ai" in "mistral.ai.example.com" and "mistral.ai-models.com".
bool begins_like(string_view found, const std::string& known) {
  for (auto at = found.find(known); at != string_view::npos; at = found.find(known, at + 1)) {
    const auto end = at + known.size();
    const bool starts = at == 0 || found[at - 1] == '.' || found[at - 1] == '-';
    if (starts && end < found.size() && (found[end] == '.' || found[end] == '-')) return true;
  }
  return false;
}

std::optional<Code> domain_likeness(const Signer& found, const Signer& known) {
  if (found.domain == known.domain || known.domain.label.empty()) return std::nullopt;
  if (const auto code = likeness(found.domain.label, found.label, known.domain.label, known.label))
    return code;
  const bool elsewhere = found.domain.label == known.domain.label && !known.domain.suffix.empty();
  if (elsewhere || begins_like(found.parts.domain, known.domain.text())) return Code::look_alike_domain;
  return std::nullopt;
}

bool owners_alike(const Signer& found, const Signer& known) {
  return same_name(found.parts.owner, known.parts.owner) || look_the_same(found.owner, known.owner);
}

std::optional<Code> mail_likeness(const Signer& found, const Signer& known) {
  if (found.parts.domain == known.parts.domain)
    return likeness(found.parts.owner, found.owner, known.parts.owner, known.owner);
  if (const auto code = domain_likeness(found, known)) return code;
  // The mail of one company comes from several of its names.
  if (found.domain == known.domain || is_common(found.parts.owner) || !owners_alike(found, known))
    return std::nullopt;
  return Code::look_alike_domain;
}

bool is_tag(string_view ref) {
  return ref.starts_with("refs/tags/");
}

/// In a repository that is known: each release has its own tag, everything else is another way to sign.
std::optional<Code> workflow_likeness(const IdentityParts& found, const IdentityParts& known) {
  const bool same_workflow = matches(known.workflow, found.workflow);
  if (same_workflow && (found.ref == known.ref || (is_tag(found.ref) && is_tag(known.ref))))
    return std::nullopt;
  return Code::look_alike_workflow;
}

std::optional<Code> address_likeness(const Signer& found, const Signer& known) {
  const auto& f = found.parts;
  const auto& k = known.parts;
  const bool same_repository = same_name(f.repository, k.repository);
  if (f.domain != k.domain) {
    if (const auto code = domain_likeness(found, known)) return code;
    const bool elsewhere = owners_alike(found, known) && !spelled_alike(f.owner, k.owner) &&
                           (!is_common(f.owner) || (same_repository && !f.repository.empty()));
    return elsewhere ? std::optional(Code::look_alike_domain) : std::nullopt;
  }
  if (same_name(f.owner, k.owner))
    return same_repository && !is_open(k.repository) ? workflow_likeness(f, k) : std::nullopt;
  if (const auto code = likeness(f.owner, found.owner, k.owner, known.owner)) return code;
  // A copy of the repository under another owner.
  const bool copied = same_repository && !is_common(f.repository) && matches(k.workflow, f.workflow);
  return copied ? std::optional(Code::look_alike_domain) : std::nullopt;
}

std::optional<Code> likeness(const Signer& found, const Signer& known) {
  const auto& expected = known.identity;
  if (expected.has_name(found.identity.name)) {
    if (expected.has_issuer(found.identity.issuer)) return std::nullopt;
    return Code::look_alike_issuer;
  }
  // Names that differ in capital letters alone are compared part by part.
  if (!same_name(found.identity.name, expected.name) && look_the_same(found.whole, known.whole))
    return Code::look_alike_letters;
  if (found.parts.kind != known.parts.kind) return std::nullopt;
  switch (found.parts.kind) {
    case Kind::mail:
      return mail_likeness(found, known);
    case Kind::address:
      return address_likeness(found, known);
    case Kind::other:
      return likeness(found.identity.name, found.whole, expected.name, known.whole);
  }
  return std::nullopt;
}

/// "EleutherAI" of "EleutherAI/gpt-neox-20b" and "EleutherAI/*"; a model without a publisher is its own.
string_view publisher_of(string_view model) {
  return model.substr(0, model.find('/'));
}

}  // namespace

void KnownNames::add_identity(const ExpectedIdentity& identity) {
  signers_.push_back(described(identity));
}

void KnownNames::add_models(string_view pattern) {
  const auto name = publisher_of(pattern);
  const bool is_there = std::any_of(publishers_.begin(), publishers_.end(),
                                    [&](const Publisher& known) { return same_name(known.name, name); });
  if (!is_open(name) && !is_there) publishers_.push_back({std::string(name), skeleton(name)});
}

bool KnownNames::knows(string_view name, string_view issuer) const {
  return std::any_of(signers_.begin(), signers_.end(), [&](const Signer& known) {
    return known.identity.has_name(name) && known.identity.has_issuer(issuer);
  });
}

std::optional<LookAlike> KnownNames::like_signer(string_view name, string_view issuer) const {
  const auto found = described({std::string(name), std::string(issuer)});
  std::optional<LookAlike> worst;
  for (const auto& known : signers_) {
    const auto code = likeness(found, known);
    if (!code || (worst && rank(worst->code) <= rank(*code))) continue;
    worst = *code == Code::look_alike_issuer ? LookAlike{*code, found.identity.issuer, known.identity.issuer}
                                             : LookAlike{*code, found.identity.name, known.identity.name};
  }
  return worst;
}

std::optional<LookAlike> KnownNames::like_model(string_view model) const {
  const auto name = publisher_of(model);
  const auto looks = skeleton(name);
  std::optional<LookAlike> alike;
  for (const auto& known : publishers_) {
    if (same_name(known.name, name)) return std::nullopt;
    if (!alike && likeness(name, looks, known.name, known.looks))
      alike = LookAlike{Code::look_alike_model, std::string(name), known.name};
  }
  return alike;
}

}  // namespace weighmaster::trust
