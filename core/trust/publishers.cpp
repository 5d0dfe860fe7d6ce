#include "trust/publishers.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "trust/pattern.h"

namespace weighmaster::trust {
namespace {

using base::Code;
using base::Result;

/// How little a pattern leaves open: 0 for "*", most for a whole name.
std::size_t narrowness(const std::string& pattern) {
  if (pattern.find('*') == std::string::npos) return std::numeric_limits<std::size_t>::max();
  return pattern.size() - static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '*'));
}

bool names(const std::string& pattern, const std::string& model) {
  return pattern == "*" || (!model.empty() && matches(pattern, model));
}

void append(Signers& all, const Signers& more) {
  const auto add = [](auto& list, const auto& others) {
    list.insert(list.end(), others.begin(), others.end());
  };
  add(all.identities.any_of, more.identities.any_of);
  add(all.keys.any_of, more.keys.any_of);
  add(all.roots.anchors, more.roots.anchors);
}

/// An id that no entry of the book has: nothing of it is secret, so it comes from what the entry says.
std::string id_for(const Publisher& entry, const std::vector<Publisher>& others) {
  constexpr std::size_t digits = 16;
  for (std::size_t turn = 0;; ++turn) {
    const auto text = entry.models + '\n' + title_of(entry.signer) + '\n' + base::to_rfc3339(entry.added) +
                      '\n' + std::to_string(turn);
    auto id = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(text)).hex().substr(0, digits);
    const bool taken =
        std::any_of(others.begin(), others.end(), [&](const auto& other) { return other.id == id; });
    if (!taken) return id;
  }
}

/// What would be written otherwise than it was said.
Result<void> check_text(const Publisher& entry) {
  bool is_text = base::is_utf8(entry.models) && base::is_utf8(entry.from) && base::is_utf8(entry.note);
  for (const auto& identity : entry.signer.identities.any_of)
    is_text = is_text && base::is_utf8(identity.name) && base::is_utf8(identity.issuer);
  if (!is_text) return base::fail(Code::publishers_malformed, entry.models, "it is not UTF-8");
  return {};
}

}  // namespace

Publishers::Publishers(std::string path, std::vector<Publisher> entries)
    : path_(std::move(path)), entries_(std::move(entries)) {
  KnownNames known;
  for (const auto& entry : entries_) {
    known.add_models(entry.models);
    for (const auto& identity : entry.signer.identities.any_of) known.add_identity(identity);
  }
  known_ = std::make_shared<const KnownNames>(std::move(known));
}

Policy Publishers::policy_for(const std::string& model) const {
  std::size_t narrowest = 0;
  for (const auto& entry : entries_) {
    if (names(entry.models, model)) narrowest = std::max(narrowest, narrowness(entry.models));
  }
  Policy policy;
  for (const auto& entry : entries_) {
    if (!names(entry.models, model) || narrowness(entry.models) != narrowest) continue;
    if (!policy.rule) policy.rule = AppliedRule{path_, entry.models, model, {}};
    append(policy.rule->signers, entry.signer);
    policy.rule->entries.push_back({entry.id, entry.models, entry.added, entry.origin, entry.signer});
    policy.independent_times = std::max(policy.independent_times, entry.independent_times);
  }
  return policy;
}

Result<Publishers> Publishers::with(Publisher entry) const {
  if (auto checked = check_text(entry); !checked) return base::fail(std::move(checked.error()));
  const bool known = std::any_of(entries_.begin(), entries_.end(),
                                 [&](const Publisher& other) { return other.says_the_same(entry); });
  if (known) return base::fail(Code::publishers_expected, entry.models, title_of(entry.signer));
  if (entry.id.empty() || find(entry.id) != nullptr) entry.id = id_for(entry, entries_);
  auto entries = entries_;
  entries.push_back(std::move(entry));
  // What could not be read again is refused now, by the one who reads.
  return parse(as_bytes(Publishers(path_, std::move(entries)).text()), path_);
}

Result<Publishers> Publishers::with_all(const std::vector<Publisher>& entries) const {
  auto all = entries_;
  for (auto entry : news(entries)) {
    if (auto checked = check_text(entry); !checked) return base::fail(std::move(checked.error()));
    if (entry.id.empty() || find(entry.id) != nullptr) entry.id = id_for(entry, all);
    all.push_back(std::move(entry));
  }
  return parse(as_bytes(Publishers(path_, std::move(all)).text()), path_);
}

Result<Publishers> Publishers::without(const std::string& id) const {
  auto entries = entries_;
  if (std::erase_if(entries, [&](const Publisher& entry) { return entry.id == id; }) == 0)
    return base::fail(Code::publishers_unknown, id);
  return Publishers(path_, std::move(entries));
}

Result<Publishers> Publishers::with_note(const std::string& id, const std::string& note) const {
  auto entries = entries_;
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const auto& each) { return each.id == id; });
  if (entry == entries.end()) return base::fail(Code::publishers_unknown, id);
  entry->note = note;
  if (auto checked = check_text(*entry); !checked) return base::fail(std::move(checked.error()));
  return parse(as_bytes(Publishers(path_, std::move(entries)).text()), path_);
}

const Publisher* Publishers::find(const std::string& id) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Publisher& entry) { return entry.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

std::vector<Publisher> Publishers::news(const std::vector<Publisher>& entries) const {
  std::vector<Publisher> news;
  for (const auto& entry : entries) {
    const auto same = [&](const Publisher& other) { return other.says_the_same(entry); };
    if (std::none_of(entries_.begin(), entries_.end(), same) && std::none_of(news.begin(), news.end(), same))
      news.push_back(entry);
  }
  return news;
}

}  // namespace weighmaster::trust
