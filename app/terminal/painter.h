#pragma once

#include <array>
#include <string>
#include <string_view>

#include "words/words.h"

namespace weighmaster::terminal {

/// Colours, where a person looks on who wants them: never the only signal.
class Painter {
 public:
  explicit Painter(bool colour) : colour_(colour) {}

  [[nodiscard]] std::string bold(words::Tone tone, const std::string& text) const {
    return paint("1;" + number(tone), text);
  }
  [[nodiscard]] std::string in(words::Tone tone, const std::string& text) const {
    return paint(number(tone), text);
  }
  [[nodiscard]] std::string heading(const std::string& text) const { return paint("1", text); }

 private:
  static std::string number(words::Tone tone) {
    static constexpr std::array<std::string_view, 4> numbers{"32", "36", "33", "31"};
    return std::string(numbers.at(static_cast<std::size_t>(tone)));
  }
  [[nodiscard]] std::string paint(const std::string& how, const std::string& text) const {
    return colour_ ? "\x1b[" + how + "m" + text + "\x1b[0m" : text;
  }

  bool colour_;
};

}  // namespace weighmaster::terminal
