#include <algorithm>
#include <array>

#include "base/text.h"
#include "words/words.h"

namespace weighmaster::words {
namespace {

struct Row {
  base::Code code;
  std::string_view what;
  std::string_view nameless;
  std::string_view todo;
};

constexpr auto rows = std::to_array<Row>({
#define WEIGHMASTER_CODE_WORDS(code, what, nameless, todo) {base::Code::code, what, nameless, todo},
#include "words/codes.def"
});

/// Longer than any path; 64 KiB of one letter stay a sentence.
constexpr std::size_t most_characters = 320;

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Sentence in_words(base::Code code, std::string_view subject, std::string_view detail) {
  const auto words = words_of(code);
  const bool detail_in_place = holds(words.what, "{detail}");
  const bool names_complete =
      (!subject.empty() || !holds(words.what, "{subject}")) && (!detail.empty() || !detail_in_place);
  Sentence sentence{names_complete ? words.what : words.nameless, {}, {}};
  if (names_complete && holds(words.what, "{subject}")) {
    sentence.arguments.push_back(quoted_name("subject", subject, most_characters));
  }
  if (names_complete && detail_in_place) {
    sentence.arguments.push_back(quoted_name("detail", detail, most_characters));
  } else {
    sentence.remark = base::visible(detail, most_characters);
  }
  return sentence;
}

}  // namespace

CodeWords words_of(base::Code code) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.code == code; });
  // A test holds this table against base/codes.def; the stable name is better than nothing.
  if (row == rows.end()) return {base::name(code), base::name(code), {}};
  return {row->what, row->nameless.empty() ? row->what : row->nameless, row->todo};
}

Sentence what_is_so(const base::Finding& finding) {
  return in_words(finding.code, finding.subject, finding.detail);
}

Sentence what_is_so(const base::Error& error) {
  return in_words(error.code, error.subject, error.detail);
}

Sentence what_is_so(base::Code code) {
  return {words_of(code).nameless, {}, {}};
}

Sentence what_to_do(base::Code code) {
  return {words_of(code).todo, {}, {}};
}

std::vector<std::string_view> all_literals() {
  std::vector<std::string_view> literals;
  for (const auto& row : rows) {
    for (const auto text : {row.what, row.nameless, row.todo}) {
      if (!text.empty()) literals.push_back(text);
    }
  }
#define WEIGHMASTER_HEADLINE(name, text) literals.push_back(text);
#define WEIGHMASTER_SENTENCE(name, text) literals.push_back(text);
#define WEIGHMASTER_LABEL(name, text) literals.push_back(text);
#include "words/phrases.def"
  return literals;
}

}  // namespace weighmaster::words
