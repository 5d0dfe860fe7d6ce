#include "trust/differing_places.h"

#include <algorithm>

#include "base/text.h"

namespace weighmaster::trust {
namespace {

using std::string_view;

/// Names that part in more places are just different.
constexpr std::size_t most_places = 4;
/// Between what names have in common at both ends: the table of edits has a cell for each pair of letters.
constexpr std::size_t most_letters = 400;

using Letters = std::vector<string_view>;

/// Where there is no UTF-8, there are no letters: the whole is one.
Letters letters_of(string_view text, bool are_letters) {
  if (text.empty()) return {};
  if (!are_letters) return {text};
  Letters letters;
  for (; !text.empty(); text.remove_prefix(letters.back().size()))
    letters.push_back(base::first_letter(text));
  return letters;
}

/// The letters from `begin` to `end`, one after another in one text.
string_view joined(const Letters& letters, std::size_t begin, std::size_t end) {
  if (begin == end) return {};
  const auto* first = letters[begin].data();
  const auto& last = letters[end - 1];
  return {first, static_cast<std::size_t>(last.data() + last.size() - first)};
}

/// A stretch of the one name and what stands for it in the other: places among letters, half open.
struct Stretch {
  std::size_t a_begin, a_end;
  std::size_t b_begin, b_end;
};

/// The fewest edits that make one of two rows of letters into the other.
class Edits {
 public:
  Edits(const Letters& a, const Letters& b) : a_(a), b_(b), costs_((a.size() + 1) * (b.size() + 1)) {
    for (auto i = a.size() + 1; i-- > 0;) {
      for (auto j = b.size() + 1; j-- > 0;) cost_at(i, j) = cheapest(i, j);
    }
  }

  [[nodiscard]] std::size_t cost() const { return cost(0, 0); }

  /// What is edited, from left to right; edits side by side are one.
  [[nodiscard]] std::vector<Stretch> stretches() const {
    std::vector<Stretch> all;
    for (std::size_t i = 0, j = 0; i < a_.size() || j < b_.size();) {
      const auto [a, b, same] = step(i, j);
      if (!same && (all.empty() || all.back().a_end != i || all.back().b_end != j))
        all.push_back({i, i, j, j});
      i += a;
      j += b;
      if (same) continue;
      all.back().a_end = i;
      all.back().b_end = j;
    }
    return all;
  }

 private:
  /// How many letters of each it takes.
  struct Step {
    std::size_t a, b;
    bool same = false;
  };

  /// Of what is left from a place in each on.
  [[nodiscard]] std::size_t cost(std::size_t i, std::size_t j) const {
    return costs_[i * (b_.size() + 1) + j];
  }
  std::size_t& cost_at(std::size_t i, std::size_t j) { return costs_[i * (b_.size() + 1) + j]; }

  [[nodiscard]] bool is_swap(std::size_t i, std::size_t j) const {
    return i + 1 < a_.size() && j + 1 < b_.size() && a_[i] == b_[j + 1] && a_[i + 1] == b_[j];
  }

  [[nodiscard]] std::size_t cheapest(std::size_t i, std::size_t j) const {
    const auto a_left = a_.size() - i;
    const auto b_left = b_.size() - j;
    if (a_left == 0 || b_left == 0) return a_left + b_left;
    auto best = cost(i + 1, j + 1) + (a_[i] == b_[j] ? 0 : 1);
    best = std::min({best, cost(i + 1, j) + 1, cost(i, j + 1) + 1});
    return is_swap(i, j) ? std::min(best, cost(i + 2, j + 2) + 1) : best;
  }

  [[nodiscard]] Step step(std::size_t i, std::size_t j) const {
    if (i == a_.size()) return {0, 1};
    if (j == b_.size()) return {1, 0};
    const auto all = cost(i, j);
    if (a_[i] == b_[j] && all == cost(i + 1, j + 1)) return {1, 1, true};
    if (is_swap(i, j) && all == cost(i + 2, j + 2) + 1) return {2, 2};
    if (all == cost(i + 1, j + 1) + 1) return {1, 1};
    return all == cost(i + 1, j) + 1 ? Step{1, 0} : Step{0, 1};
  }

  const Letters& a_;
  const Letters& b_;
  std::vector<std::size_t> costs_;
};

/// Whether what is alike between the first and the last edit is too little to mean anything.
bool by_chance(const std::vector<Stretch>& stretches, std::size_t edits) {
  if (stretches.size() <= 1) return false;
  std::size_t alike = 0;
  for (std::size_t i = 1; i < stretches.size(); ++i) alike += stretches[i].a_begin - stretches[i - 1].a_end;
  return stretches.size() > most_places || 2 * alike < edits;
}

std::vector<Stretch> edited(const Letters& a, const Letters& b) {
  const Stretch whole{0, a.size(), 0, b.size()};
  if (a.size() > most_letters || b.size() > most_letters) return {whole};
  const Edits edits(a, b);
  auto stretches = edits.stretches();
  if (by_chance(stretches, edits.cost())) return {whole};
  return stretches;
}

}  // namespace

std::vector<DifferingPlace> differing_places(string_view expected, string_view found) {
  const bool are_letters = base::is_utf8(expected) && base::is_utf8(found);
  auto a = letters_of(expected, are_letters);
  auto b = letters_of(found, are_letters);
  const auto head = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto head_bytes = joined(a, 0, static_cast<std::size_t>(head.first - a.begin())).size();
  a.erase(a.begin(), head.first);
  b.erase(b.begin(), head.second);
  const auto tail = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  a.erase(tail.first.base(), a.end());
  b.erase(tail.second.base(), b.end());

  std::vector<DifferingPlace> places;
  if (a.empty() && b.empty()) return places;
  for (const auto& each : edited(a, b)) {
    places.push_back({head_bytes + joined(a, 0, each.a_begin).size(), joined(a, each.a_begin, each.a_end),
                      head_bytes + joined(b, 0, each.b_begin).size(), joined(b, each.b_begin, each.b_end)});
  }
  return places;
}

}  // namespace weighmaster::trust
