#include "signing/login/url_text.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/wipe.h"

namespace weighmaster::signing {
namespace {

bool is_unreserved(char letter) {
  const bool alphanumeric = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                            (letter >= '0' && letter <= '9');
  return alphanumeric || std::string_view("-._~").find(letter) != std::string_view::npos;
}

}  // namespace

std::string to_base64url(BytesView bytes) {
  auto text = base::to_base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.resize(std::min(text.size(), text.find('=')));
  return text;
}

std::string to_form(std::string_view value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string form;
  for (const char letter : value) {
    if (is_unreserved(letter)) {
      form += letter;
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(letter);
    form += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
  }
  return form;
}

std::string to_form(const std::vector<Field>& fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    if (!form.empty()) form += '&';
    form += to_form(name) + "=" + to_form(value);
  }
  return form;
}

crypto::Secret to_secret_form(const std::vector<Field>& fields) {
  auto form = to_form(fields);
  crypto::Secret secret(to_bytes(form));
  crypto::wipe(form);
  return secret;
}

}  // namespace weighmaster::signing
