#include "token_login.h"

#include <cstdlib>
#include <ostream>

#include "answer.h"
#include "base/text.h"
#include "crypto/pin_source.h"
#include "signing/key_files.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::PinTries;
using crypto::Secret;

std::string with_remark(PinTries tries, const std::string& text) {
  const std::string said(remark(tries));
  return said.empty() ? text : said + " " + text;
}

/// The PIN where an option or the environment gives it, or nothing.
Result<std::optional<Secret>> given_pin(const TokenOptions& options, const crypto::Pkcs11Uri& uri,
                                        const CommonOptions& common, const Console& console) {
  const bool in_address = uri.pin_value || uri.pin_source;
  if (options.pin_file && in_address) {
    return fail(Code::token_uri, uri.pin_value ? "pin-value" : "pin-source", "--pin-file gives the PIN too");
  }
  if (options.pin_file) {
    auto pin = crypto::read_pin_file(*options.pin_file, {console.stop, {}});
    if (!pin) return fail(std::move(pin.error()));
    if (signing::readable_by_others(*options.pin_file)) {
      note("other users of this computer can read the PIN in " + base::visible(*options.pin_file) + ".",
           common, console);
    }
    return std::optional(std::move(*pin));
  }
  const char* value = in_address ? nullptr : std::getenv(pin_variable);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::optional(Secret(to_bytes(std::string_view(value))));
}

/// Where there is nobody to answer, the PIN is missing.
Result<Secret> ask_pin(const crypto::TokenInfo& token, const Console& console) {
  const auto question = with_remark(token.pin_tries, "PIN of the token " + base::visible(token.label) + ": ");
  auto pin = console.ask(question, console.stop);
  if (!pin && pin.error().code == Code::key_password_missing) {
    return fail(Code::token_pin_missing, token.label, pin.error().detail);
  }
  return pin;
}

}  // namespace

std::string_view remark(PinTries tries) {
  switch (tries) {
    case PinTries::enough:
      return {};
    case PinTries::few:
      return "A wrong PIN was entered since the last right one.";
    case PinTries::last:
      return "One more wrong PIN locks the token.";
    case PinTries::none:
      return "The token is locked after wrong PINs.";
  }
  return {};
}

Result<std::unique_ptr<signing::TokenSigner>> open_token(const TokenOptions& options,
                                                         const CommonOptions& common,
                                                         const Console& console) {
  auto uri = crypto::Pkcs11Uri::parse(options.pkcs11_uri);
  if (!uri) return fail(std::move(uri.error()));
  if (uri->pin_value) {
    note("a PIN on the command line can be seen by everybody on this computer; pin-source, --pin-file, " +
             std::string(pin_variable) + " or the prompt hide it.",
         common, console);
  }
  auto pin = given_pin(options, *uri, common, console);
  if (!pin) return fail(std::move(pin.error()));
  signing::TokenRequest request;
  request.uri = std::move(*uri);
  request.module_places.assign(options.module_path.begin(), options.module_path.end());
  request.pin = std::move(*pin);
  if (options.allow_last_pin_try) request.last_try = crypto::LastTry::allow;
  if (console.ask) request.ask_pin = [&](const crypto::TokenInfo& token) { return ask_pin(token, console); };
  request.enter_on_token = [&](const crypto::TokenInfo& token) {
    console.err << with_remark(token.pin_tries, "Enter the PIN on the token " + base::visible(token.label))
                << ".\n"
                << std::flush;
  };
  return signing::TokenSigner::open(std::move(request), {console.stop, {}});
}

}  // namespace weighmaster::terminal
