#include "crypto/pkcs11_uri.h"
#include "fuzz.h"

using namespace weighmaster;
using crypto::Pkcs11Uri;
using fuzz::must;

/// Addresses of keys on tokens.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto uri = Pkcs11Uri::parse(as_text({data, size}));
  if (!uri) return 0;
  const auto text = uri->path_text();
  must(text.find('?') == std::string::npos, "its text has no query");
  const auto again = Pkcs11Uri::parse(text);
  must(again.has_value(), "its text can be read again");
  must(again->path_text() == text, "and is the same then");
  must(again->token == uri->token && again->object == uri->object && again->id == uri->id &&
           again->slot_id == uri->slot_id && again->serial == uri->serial &&
           again->library_version == uri->library_version,
       "and names the same");
  must(!again->pin_value && !again->pin_source && !again->module_path, "and holds no secret, and no code");
  for (const auto& text_value : {uri->token, uri->object, uri->module_path, uri->pin_source}) {
    must(!text_value || text_value->find('\0') == std::string::npos, "no text holds a NUL");
  }
  return 0;
}
