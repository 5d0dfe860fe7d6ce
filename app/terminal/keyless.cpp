#include "keyless.h"

#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/limits.h"
#include "login.h"
#include "network.h"
#include "trust/disclosure.h"
#include "trust_files.h"
#include "words/phrases.h"
#include "words/services.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::fail;
using base::Result;

/// The person's own, else that of the trust in use.
Result<Bytes> signing_config(const KeylessOptions& options, const RootInUse& root) {
  if (options.signing_config) return base::read_file(*options.signing_config, base::limits::trust_file_bytes);
  if (!root.signing_config) return fail(Code::services_none, "signingConfig");
  return *root.signing_config;
}

/// Which services sign: as the person says, else as the trust in use has it.
Result<trust::PickedServices> pick_services(const KeylessOptions& options, const RootInUse& root,
                                            base::TimePoint now) {
  const auto text = signing_config(options, root);
  if (!text) return fail(text.error());
  const auto config = trust::SigningConfig::parse(*text);
  if (!config) return fail(config.error());
  return config->pick(now);
}

/// What a provider learns depends on whether it is asked at all.
trust::LoginKind kind_of(const LoginOptions& options) {
  if (options.identity_token || options.identity_token_file) return trust::LoginKind::by_token;
  return options.use_ambient_credentials ? trust::LoginKind::by_surroundings : trust::LoginKind::at_provider;
}

void write_disclosures(std::ostream& out, std::string_view heading,
                       const std::vector<trust::Disclosure>& disclosures) {
  out << heading << '\n';
  for (const auto& each : disclosures) out << "  - " << words::fill(words::what_leaves(each)) << '\n';
}

void write_consent(std::ostream& out, const trust::Consent& consent) {
  write_disclosures(out, words::phrases::consent_public, consent.public_for_ever);
  write_disclosures(out, words::phrases::consent_sent, consent.sent);
  out << words::phrases::consent_stays << '\n' << std::flush;
}

/// As remarks are written: lines of text, or objects where that format was asked for.
void tell_consent(const trust::Consent& consent, const CommonOptions& common, const Console& console) {
  if (common.log_format != "json") return write_consent(console.err, consent);
  for (const auto* list : {&consent.public_for_ever, &consent.sent}) {
    for (const auto& each : *list) note(words::fill(words::what_leaves(each)), common, console);
  }
}

/// What is at stake is shown at every log level where the person is asked.
Result<void> agree(const trust::Consent& consent, const KeylessOptions& options, const CommonOptions& common,
                   const Console& console) {
  if (options.yes) {
    if (common.says(Level::info)) tell_consent(consent, common, console);
    return {};
  }
  tell_consent(consent, common, console);
  if (!console.agrees) return fail(Code::signing_consent, {}, "nobody can be asked here; --yes agrees");
  const auto answer = console.agrees(std::string(words::phrases::consent_ask), console.stop);
  if (!answer) return fail(answer.error());
  if (!*answer) return fail(Code::signing_consent);
  return {};
}

trust::ServiceWatch progress_watch(const CommonOptions& common, const Console& console) {
  return [&common, &console](const trust::ServiceEvent& event) {
    const auto line = words::fill(words::what_happens(event));
    if (console.progress && common.progress()) {
      console.err << line << '\n' << std::flush;
    } else {
      say(Level::debug, line, common, console);
    }
  };
}

/// A person who is there can wait for a service that is down, for as long as the certificate lives.
std::function<bool(const base::Error&)> ask_once_more(const KeylessOptions& options,
                                                      const trust::Journal& journal, const Console& console) {
  if (!console.agrees || options.yes) return {};
  return [&journal, &console](const base::Error& error) {
    console.err << why_not_signed(error, journal) << '\n' << std::flush;
    const auto again = console.agrees(std::string(words::phrases::ask_once_more), console.stop);
    return again && *again;
  };
}

/// Whoever brings a token knows whose it is. At a provider somebody else may have ended the login: where the
/// person is there, they say whether it was them.
signing::ServiceAccess::Confirm confirm_identity(trust::LoginKind kind, const KeylessOptions& options,
                                                 const CommonOptions& common, const Console& console) {
  const bool asks = kind == trust::LoginKind::at_provider && !options.yes && console.agrees;
  return [asks, &common, &console](const trust::Identity& who, const base::Task& task) -> Result<void> {
    if (!asks) {
      note(words::fill(words::who_logged_in(who)), common, console);
      return {};
    }
    const auto answer = console.agrees(words::fill(words::ask_identity(who)), task.stop);
    if (!answer) return fail(answer.error());
    if (!*answer) return fail(Code::signing_consent, {}, "not in the name of " + who.name);
    return {};
  };
}

}  // namespace

Result<signing::KeylessParts> prepare_keyless(const KeylessOptions& options, trust::Journal& journal,
                                              const CommonOptions& common, const Console& console) {
  const auto root = read_trusted_root(options.root, console.trust_folder);
  if (!root) return fail(root.error());
  auto services = pick_services(options, *root, console.now);
  if (!services) return fail(std::move(services.error()));
  services->login.url = options.login.oidc_issuer.value_or(services->login.url);
  auto made = make_http(options.network);
  if (!made) return fail(std::move(made.error()));
  const std::shared_ptr<net::Http> http = std::move(*made);
  auto login =
      make_login(options.login, {services->login.url, http, options.network.offline}, common, console);
  if (!login) return fail(std::move(login.error()));
  const auto kind = kind_of(options.login);
  if (kind != trust::LoginKind::at_provider) services->login.url.clear();
  signing::ServiceAccess access{http, journal.watch(progress_watch(common, console))};
  access.once_more = ask_once_more(options, journal, console);
  access.confirm = confirm_identity(kind, options, common, console);
  auto parts = signing::keyless_parts(*services, std::move(*login), access, root->root);
  if (!parts) return parts;
  const auto what = trust::consent(*services, *root->root, kind, console.now);
  if (auto agreed = agree(what, options, common, console); !agreed) return fail(std::move(agreed.error()));
  return parts;
}

}  // namespace weighmaster::terminal
