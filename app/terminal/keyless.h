#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "console.h"
#include "login_options.h"
#include "options.h"
#include "signing/keyless.h"
#include "trust/journal.h"

/// Signing by a login: which services, and what becomes public.
namespace weighmaster::terminal {

struct KeylessOptions {
  RootOptions root;
  /// Which services sign, where the trust in use does not say so.
  std::optional<std::string> signing_config;
  NetworkOptions network;
  LoginOptions login;
  /// The person agrees beforehand to what becomes public.
  bool yes = false;
};

/// Picks the services, says what will become public and what is sent besides, and asks whether the person
/// agrees: nothing was sent before. What goes on at services is written into `journal`, which outlives the
/// parts. Errors: file.*, those of the trusted root and of trust::SigningConfig, net.address, login.*;
/// signing.consent where nobody agrees.
[[nodiscard]] base::Result<signing::KeylessParts> prepare_keyless(const KeylessOptions& options,
                                                                  trust::Journal& journal,
                                                                  const CommonOptions& common,
                                                                  const Console& console);

}  // namespace weighmaster::terminal
