#pragma once

#include "words/sentence.h"

/// The phrases of phrases.def by name.
namespace weighmaster::words::phrases {

#define WEIGHMASTER_HEADLINE(name, text) inline constexpr std::string_view name = text;
#define WEIGHMASTER_SENTENCE(name, text) inline constexpr std::string_view name = text;
#define WEIGHMASTER_LABEL(name, text) inline constexpr std::string_view name = text;
#include "words/phrases.def"

}  // namespace weighmaster::words::phrases
