#pragma once

#include <string>

#include "net/listener.h"

namespace weighmaster::signing {

/// What the browser shows after a login, in the person's language: the core has no words of its own. Plain
/// text.
struct PageTexts {
  struct Text {
    std::string heading;
    std::string text;
  };

  std::string language = "en";  // as HTML's lang
  std::string program;          // the title of the window
  Text done;                    // the browser is needed no more
  Text refused;                 // the provider refused, or its answer can't be used
  Text not_ours;                // it belongs to another login, or to one that is over
};

/// A page of its own: no script, no image, nothing from elsewhere, and nothing of what was asked for. The
/// browser is told to hold it to that (Content-Security-Policy).
[[nodiscard]] net::Page make_page(const PageTexts& texts, const PageTexts::Text& text, int status);

}  // namespace weighmaster::signing
