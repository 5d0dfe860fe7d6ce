#include "signing/login/pages.h"

#include "base/encoding.h"
#include "crypto/digest.h"

namespace weighmaster::signing {
namespace {

constexpr std::string_view style =
    "body{font:1.1rem/1.5 system-ui,sans-serif;margin:20vh auto 0;max-width:32rem;padding:0 1.5rem}"
    "h1{font-size:1.5rem;line-height:1.3}";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += letter;
    }
  }
  return html;
}

/// Only this one style: Content Security Policy level 3, section 6.7.3.
std::string policy() {
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  hasher.update(as_bytes(style));
  return "default-src 'none'; style-src 'sha256-" + base::to_base64(hasher.finish().bytes()) +
         "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

}  // namespace

net::Page make_page(const PageTexts& texts, const PageTexts::Text& text, int status) {
  auto html = "<!DOCTYPE html>\n<html lang=\"" + escaped(texts.language) +
              "\">\n<head><meta charset=\"utf-8\">" +
              "<meta name=\"viewport\" content=\"width=device-width\">" +
              "<meta name=\"color-scheme\" content=\"light dark\"><title>" + escaped(texts.program) +
              "</title><style>" + std::string(style) + "</style></head>\n<body><h1>" + escaped(text.heading) +
              "</h1><p>" + escaped(text.text) + "</p></body>\n</html>\n";
  return {status, std::move(html), {{"Content-Security-Policy", policy()}, {"X-Frame-Options", "DENY"}}};
}

}  // namespace weighmaster::signing
