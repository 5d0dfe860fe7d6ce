#pragma once

#include <memory>
#include <optional>

#include "signing/keyless.h"
#include "trust/disclosure.h"
#include "trust/journal.h"
#include "ui/jobs/login_talk.h"
#include "ui/jobs/services.h"

namespace weighmaster::ui {

/// Where a person logs in.
enum class LoginWay {
  /// In the browser of this computer, which comes back by itself.
  browser,
  /// In any browser, which shows a code in the end.
  pasted,
  /// On another device, where a short code is typed.
  device,
};

/// Signing by a login, as the services in use would do it now.
class KeylessOffer {
 public:
  /// Nothing where there is no trusted root or no signing config, or no services are in use now: then nobody
  /// can sign so.
  [[nodiscard]] static std::optional<KeylessOffer> of(const Services& services);

  /// What a person has to agree to.
  [[nodiscard]] const trust::Consent& consent() const { return consent_; }

  /// A signer and its witnesses, which ask and tell by `talk` and write into the journal. Errors:
  /// keyless_parts'.
  [[nodiscard]] base::Result<signing::KeylessParts> parts(
      const Services& services, LoginWay way, const LoginTalk& talk,
      const std::shared_ptr<trust::Journal>& journal) const;

 private:
  KeylessOffer(trust::PickedServices picked, std::shared_ptr<const trust::TrustedRoot> root,
               trust::Consent consent)
      : picked_(std::move(picked)), root_(std::move(root)), consent_(std::move(consent)) {}

  trust::PickedServices picked_;
  std::shared_ptr<const trust::TrustedRoot> root_;
  trust::Consent consent_;
};

}  // namespace weighmaster::ui
