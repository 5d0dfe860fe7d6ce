#include "ui/jobs/keyless_offer.h"

#include <QCoreApplication>

#include "signing/login/browser_login.h"
#include "signing/login/device_login.h"
#include "signing/login/pasted_login.h"

namespace weighmaster::ui {
namespace {

std::string translated(const char* text) {
  return QCoreApplication::translate("login", text).toStdString();
}

/// What the browser shows in the end.
signing::PageTexts pageTexts() {
  signing::PageTexts texts;
  texts.program = "Weighmaster";
  texts.done = {translated("You are logged in"),
                translated("This page is no longer needed. Weighmaster goes on signing.")};
  texts.refused = {translated("You are not logged in"),
                   translated("Weighmaster says why. This page can be closed.")};
  texts.not_ours = {translated("Nothing waits for this page"),
                    translated("It belongs to a login that is over. It can be closed.")};
  return texts;
}

using LoginPtr = std::unique_ptr<signing::Login>;

LoginPtr inBrowser(const Services& services, const std::string& issuer, const LoginTalk& talk) {
  signing::BrowserLoginRequest request;
  request.http = services.http();
  request.client.issuer = issuer;
  request.texts = pageTexts();
  // The interface thread opens the browser: that of the login may not.
  request.tell = [show = talk.showLink()](const std::string& url, bool) { show(url); };
  request.clock = services.now;
  return std::make_unique<signing::BrowserLogin>(std::move(request));
}

LoginPtr byPastedCode(const Services& services, const std::string& issuer, const LoginTalk& talk) {
  signing::PastedLoginRequest request{services.http(), {issuer}, talk.askForCode(), services.now};
  return std::make_unique<signing::PastedLogin>(std::move(request));
}

LoginPtr onOtherDevice(const Services& services, const std::string& issuer, const LoginTalk& talk) {
  signing::DeviceLoginRequest request;
  request.http = services.http();
  request.client.issuer = issuer;
  request.tell = talk.showDevice();
  request.clock = services.now;
  return std::make_unique<signing::DeviceLogin>(std::move(request));
}

LoginPtr makeLogin(const Services& services, const std::string& issuer, LoginWay way, const LoginTalk& talk) {
  switch (way) {
    case LoginWay::browser:
      return inBrowser(services, issuer, talk);
    case LoginWay::pasted:
      return byPastedCode(services, issuer, talk);
    case LoginWay::device:
      return onOtherDevice(services, issuer, talk);
  }
  return nullptr;
}

}  // namespace

std::optional<KeylessOffer> KeylessOffer::of(const Services& services) {
  if (!services.trustedRoot || !services.signingConfig) return std::nullopt;
  const auto now = services.now();
  auto picked = services.signingConfig->pick(now);
  if (!picked) return std::nullopt;
  auto consent = trust::consent(*picked, *services.trustedRoot, trust::LoginKind::at_provider, now);
  return KeylessOffer(std::move(*picked), services.trustedRoot, std::move(consent));
}

base::Result<signing::KeylessParts> KeylessOffer::parts(
    const Services& services, LoginWay way, const LoginTalk& talk,
    const std::shared_ptr<trust::Journal>& journal) const {
  // The journal lives as long as anybody can write into it.
  const auto watch = [journal, tell = journal->watch(talk.watch())](const trust::ServiceEvent& event) {
    tell(event);
  };
  signing::ServiceAccess access{services.http(), watch};
  access.confirm = talk.confirmIdentity();
  return signing::keyless_parts(picked_, makeLogin(services, picked_.login.url, way, talk), access, root_);
}

}  // namespace weighmaster::ui
