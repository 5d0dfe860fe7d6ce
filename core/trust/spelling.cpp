#include "trust/spelling.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "trust/skeleton.h"

namespace weighmaster::trust {
namespace {

using std::string_view;
using Letters = std::u32string;
using Words = std::vector<std::string>;

/// Words that anybody can put before or behind a name to be taken for its owner.
constexpr auto added_words = std::to_array<string_view>(
    {"official", "verified", "original", "real", "the",   "team",    "hq",       "ai",      "inc", "org",
     "ltd",      "llc",      "corp",     "gmbh", "co",    "com",     "net",      "io",      "app", "dev",
     "bot",      "model",    "models",   "src",  "store", "release", "releases", "releaser"});
/// Those of them that are also written without a gap.
constexpr auto glued_words = std::to_array<string_view>({"official", "verified", "team", "ai", "inc", "hq"});
/// Names of mailboxes and repositories that mean nothing by themselves.
constexpr auto common_words = std::to_array<string_view>(
    {"admin",    "alert",       "alerts",   "automation", "bot",     "build",    "builds",   "builder",
     "ci",       "cd",          "code",     "contact",    "core",    "deploy",   "dev",      "devops",
     "docs",     "engineering", "hello",    "help",       "info",    "infra",    "legal",    "mail",
     "main",     "ml",          "ai",       "mlops",      "model",   "models",   "noreply",  "no",
     "reply",    "office",      "ops",      "packages",   "package", "press",    "publish",  "publisher",
     "registry", "release",     "releases", "releaser",   "releng",  "research", "robot",    "root",
     "sales",    "security",    "service",  "sign",       "signer",  "signing",  "site",     "software",
     "source",   "support",     "system",   "team",       "test",    "tools",    "trust",    "update",
     "updates",  "user",        "web",      "webmaster",  "website", "workflow", "workflows"});

constexpr std::size_t shortest_with_edit = 5;
constexpr std::size_t shortest_with_two_edits = 12;
/// A word of a longer name, with an edit that is not in its first letter.
constexpr std::size_t shortest_word_with_edit = 4;
constexpr std::size_t shortest_core = 4;
constexpr std::size_t shortest_glued_core = 5;
constexpr std::size_t shortest_core_with_edit = 8;
/// From here on a number at the end makes no other name.
constexpr std::size_t shortest_with_number = 8;
constexpr std::size_t shortest_of_one_word = 10;
constexpr std::size_t shortest_distinct = 7;
/// Longer names are compared by their looks alone: edits in them cost their product.
constexpr std::size_t longest = 256;

template <std::size_t N>
bool holds(const std::array<string_view, N>& list, string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_capital(char letter) {
  return letter >= 'A' && letter <= 'Z';
}
bool is_small(char letter) {
  return letter >= 'a' && letter <= 'z';
}
bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}
bool separates(char letter) {
  return letter == '-' || letter == '_' || letter == '.' || letter == '+' || letter == ' ';
}

/// "HuggingFaceH4" and "hugging-face-h4" have the same words, in small letters.
Words words_of(string_view name) {
  Words words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts =
        i > 0 && is_capital(name[i]) &&
        (is_small(name[i - 1]) || (is_capital(name[i - 1]) && i + 1 < name.size() && is_small(name[i + 1])));
    if ((starts || separates(name[i])) && !words.back().empty()) words.emplace_back();
    if (!separates(name[i])) words.back() += small(name.substr(i, 1));
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word;
  return text;
}

/// The name without words that anybody can add; the name itself where nothing would be left.
std::string core_of(const Words& words) {
  Words kept;
  std::copy_if(words.begin(), words.end(), std::back_inserter(kept),
               [](const std::string& word) { return !holds(added_words, word); });
  auto core = joined(kept.empty() ? words : kept);
  for (const auto word : glued_words) {
    if (core.size() < word.size() + shortest_glued_core) continue;
    if (core.ends_with(word))
      core.erase(core.size() - word.size());
    else if (word != "ai" && core.starts_with(word))
      core.erase(0, word.size());
  }
  return core;
}

Letters letters_of(string_view text) {
  Letters letters;
  while (!text.empty()) {
    const auto letter = base::first_letter(text);
    letters += base::code_point(letter);
    text.remove_prefix(letter.size());
  }
  return letters;
}

/// Edits between the two, where neighbours that changed places are one; "many" where there are more than
/// `most`, without counting on.
std::size_t edits(const Letters& a, const Letters& b, std::size_t most) {
  const std::size_t many = most + 1;
  if (a.size() > b.size() + most || b.size() > a.size() + most) return many;
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > most) return many;
    before_last = std::move(last);
    last = std::move(row);
  }
  return last.back();
}

std::size_t edits_allowed(std::size_t length) {
  if (length < shortest_with_edit) return 0;
  return length < shortest_with_two_edits ? 1 : 2;
}

/// Several edits that all stand at one end are another word, no slip.
bool edits_at_one_end(const Letters& a, const Letters& b) {
  return a.front() != b.front() || a.back() != b.back();
}

bool few_edits_apart(const Letters& a, const Letters& b) {
  const auto allowed = edits_allowed(std::max(a.size(), b.size()));
  if (allowed == 0) return false;
  const auto count = edits(a, b, allowed);
  return count <= allowed && (count < 2 || !edits_at_one_end(a, b));
}

/// The one word in which names of as many words differ; null where it is not one.
struct OtherWord {
  const std::string* a = nullptr;
  const std::string* b = nullptr;
};
OtherWord other_word(const Words& a, const Words& b) {
  OtherWord other;
  if (a.size() != b.size() || a.size() < 2) return {};
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (other.a != nullptr) return {};
    other = {&a[i], &b[i]};
  }
  return other;
}

bool words_alike(const std::string& a, const std::string& b) {
  const auto wanted = letters_of(a);
  const auto got = letters_of(b);
  const auto length = std::max(wanted.size(), got.size());
  if (length != shortest_word_with_edit) return few_edits_apart(wanted, got);
  return wanted.front() == got.front() && !is_digit(a.back()) && !is_digit(b.back()) &&
         edits(wanted, got, 1) <= 1;
}

std::string without_number(std::string text) {
  while (!text.empty() && is_digit(text.back())) text.pop_back();
  return text;
}

bool only_number_differs(const std::string& a, const std::string& b) {
  const auto name = without_number(a);
  return name == without_number(b) && name.size() < shortest_with_number;
}

}  // namespace

bool spelled_alike(string_view a, string_view b) {
  if (a.empty() || b.empty() || a.size() > longest || b.size() > longest || small(a) == small(b))
    return false;
  const auto a_words = words_of(a);
  const auto b_words = words_of(b);
  const auto a_text = joined(a_words);
  const auto b_text = joined(b_words);
  if (a_text.empty() || b_text.empty()) return false;
  if (a_text == b_text) return true;
  const auto a_core = core_of(a_words);
  const auto b_core = core_of(b_words);
  if (a_core.size() >= shortest_core && a_core == b_core) return true;
  if (only_number_differs(a_text, b_text)) return false;
  if (const auto other = other_word(a_words, b_words); other.a != nullptr)
    return words_alike(*other.a, *other.b);
  if (few_edits_apart(letters_of(a_text), letters_of(b_text))) return true;
  return std::min(a_core.size(), b_core.size()) >= shortest_core_with_edit &&
         few_edits_apart(letters_of(a_core), letters_of(b_core));
}

bool is_common(string_view name) {
  const auto words = words_of(name);
  const auto text = joined(words);
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const auto length = text.size() - static_cast<std::size_t>(digits);
  const bool all_common = std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const auto plain = without_number(word);
    return plain.empty() || holds(common_words, plain);
  });
  return all_common || length < (words.size() > 1 ? shortest_distinct : shortest_of_one_word);
}

}  // namespace weighmaster::trust
