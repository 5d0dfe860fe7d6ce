#include "crypto/token.h"

#include <algorithm>

#include "crypto/token_session.h"
#include "crypto/token_slots.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::size_t most_named = 8;  // of tokens in one message

std::string what_there_is(const std::vector<Slot>& slots) {
  if (slots.empty()) return "there is no token";
  std::string text = "there is ";
  for (std::size_t i = 0; i < std::min(slots.size(), most_named); ++i) {
    text += (i == 0 ? "“" : ", “") + slots[i].token.label + "”";
  }
  return slots.size() > most_named ? text + ", and others" : text;
}

/// Two drivers may show one token: then their modules tell them apart.
std::string what_tells_apart(const std::vector<Slot>& slots) {
  std::string text;
  for (std::size_t i = 0; i < std::min(slots.size(), most_named); ++i) {
    const auto& token = slots[i].token;
    text += (i == 0 ? "“" : "; “") + token.label + "”, serial " + token.serial + ", slot-id " +
            std::to_string(token.slot_id) + ", through " + token.module;
  }
  return slots.size() > most_named ? text + "; and others" : text;
}

std::string after_a_wrong_pin(PinTries tries) {
  switch (tries) {
    case PinTries::last:
      return "one more wrong one locks it";
    case PinTries::none:
      return "it is locked now";
    default:
      return {};
  }
}

}  // namespace

Pkcs11Uri TokenInfo::uri() const {
  Pkcs11Uri uri;
  uri.token = label;
  uri.manufacturer = manufacturer;
  uri.serial = serial;
  uri.model = model;
  if (serial.empty()) uri.slot_id = slot_id;
  return uri;
}

Token::Token(std::shared_ptr<const Slot> slot, std::shared_ptr<TokenSession> session)
    : slot_(std::move(slot)), session_(std::move(session)) {}
Token::~Token() = default;
Token::Token(Token&&) noexcept = default;
Token& Token::operator=(Token&&) noexcept = default;

const TokenInfo& Token::info() const {
  return slot_->token;
}

Result<Token> Token::open(std::shared_ptr<const Modules> modules, Slot slot) {
  auto session = TokenSession::open(std::move(modules), slot.functions, slot.id, slot.token.label);
  if (!session) return fail(std::move(session.error()));
  return Token(std::make_shared<const Slot>(std::move(slot)), std::move(*session));
}

Result<Token> Token::find(const Pkcs11Uri& uri, const std::vector<std::filesystem::path>& module_places) {
  auto modules = Modules::load(uri, module_places);
  if (!modules) return fail(std::move(modules.error()));
  auto slots = slots_with_tokens(**modules);
  std::vector<Slot> fitting;
  std::copy_if(slots.begin(), slots.end(), std::back_inserter(fitting),
               [&](const Slot& slot) { return fits(uri, slot); });
  if (fitting.empty()) return fail(Code::token_missing, uri.path_text(), what_there_is(slots));
  if (fitting.size() > 1) return fail(Code::token_ambiguous, uri.path_text(), what_tells_apart(fitting));
  return open(std::move(*modules), std::move(fitting.front()));
}

Result<void> Token::login(std::optional<Secret> pin, LastTry last_try) {
  const auto& token = info();
  if (!token.asks_pin) return {};
  if (token.pin_tries == PinTries::none) return fail(Code::token_pin_locked, token.label);
  if (token.pin_tries == PinTries::last && last_try == LastTry::refuse) {
    return fail(Code::token_pin_last_try, token.label);
  }
  if (token.has_pin_entry) pin.reset();
  const bool has_pin = pin && !pin->bytes().empty();  // an empty one would mean the token's own keys
  if (!has_pin && !token.has_pin_entry) return fail(Code::token_pin_missing, token.label);
  auto done = session_->login(pin ? &*pin : nullptr);
  if (!done && done.error().code == Code::token_pin_wrong) {
    done.error().detail = after_a_wrong_pin(pin_tries(slot_->functions, slot_->id));
  }
  if (done && pin) pin_ = std::make_shared<const Secret>(std::move(*pin));
  return done;
}

}  // namespace weighmaster::crypto
