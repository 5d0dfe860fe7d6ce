#include "trust/skeleton.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <memory>

namespace weighmaster::trust {
namespace {

using icu::UnicodeString;

struct CloseChecker {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

/// ICU's tables, opened once; null where they can't be, which takes an ICU without its data.
const USpoofChecker* checker() {
  static const std::unique_ptr<USpoofChecker, CloseChecker> opened = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<USpoofChecker, CloseChecker> made(uspoof_open(&status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return opened.get();
}

UnicodeString without_invisible(const UnicodeString& text) {
  UnicodeString seen;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 letter = text.char32At(at);
    if (!u_hasBinaryProperty(letter, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) seen.append(letter);
  }
  return seen;
}

UnicodeString prototypes(const UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  UnicodeString result;
  if (checker() == nullptr) return text;
  uspoof_getSkeletonUnicodeString(checker(), 0, text, result, &status);
  return U_SUCCESS(status) ? result : text;
}

/// Small letters, compatibility forms resolved (NFKC_Casefold).
UnicodeString folded(const UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return text;
  auto result = normalizer->normalize(text, status);
  return U_SUCCESS(status) ? result : text;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string text_of(const UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  // No character of Unicode's list looks like these pairs, people's eyes still take them for one letter.
  replace_all(utf8, "vv", "w");
  replace_all(utf8, "cl", "d");
  return utf8;
}

}  // namespace

Skeleton skeleton(std::string_view text) {
  const auto seen =
      without_invisible(UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}));
  return {text_of(folded(prototypes(seen))), text_of(prototypes(folded(seen)))};
}

bool look_the_same(const Skeleton& a, const Skeleton& b) {
  return a.drawn == b.drawn || a.read == b.read || a.drawn == b.read || a.read == b.drawn;
}

std::string small(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return result;
}

}  // namespace weighmaster::trust
