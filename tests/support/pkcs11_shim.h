#pragma once

#include <atomic>

/// A PKCS#11 module for tests that passes all calls on to SoftHSM, counts those that matter, and says of the
/// token what a test wants said.
namespace weighmaster::tests {

struct ShimState {
  /// The module that does the work. Set before the shim is loaded as a module.
  const char* behind = nullptr;

  int sessions_opened = 0;
  int sessions_closed = 0;
  int logins = 0;
  int logins_without_pin = 0;
  int context_logins = 0;
  int logouts = 0;
  int signatures = 0;
  int finalized = 0;
  /// Whether somebody uses it still: initialized and not finalized.
  std::atomic<int> in_use = 0;

  /// Added to the flags of each token.
  unsigned long extra_flags = 0;
  /// What C_Login answers in place of the module behind, where it is not 0 (CKR_OK).
  unsigned long login_answer = 0;
  /// Flags that are added once a login was refused.
  unsigned long flags_after_refusal = 0;
  /// Where a login without PIN (on the token's own keys) is to be done with this PIN.
  const char* pin_on_its_keys = nullptr;
  /// Private keys ask for the PIN at each signature.
  bool always_asks = false;
  /// As long as it is set, a login or a signature waits, as for a touch.
  std::atomic<bool> login_waits = false;
  std::atomic<bool> sign_waits = false;
  /// Calls that wait now.
  std::atomic<int> waiting = 0;
  /// What it signs is changed on its way back.
  bool false_signature = false;
};

/// The state of the shim in this process. Ends the test program where the shim can't be loaded.
[[nodiscard]] ShimState& shim_state();
/// As it was at first. Nothing may wait in it.
void reset_shim();
/// The shim's file.
[[nodiscard]] const char* shim_module();

}  // namespace weighmaster::tests
