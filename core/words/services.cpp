#include "words/services.h"

#include "words/phrases.h"
#include "words/words.h"

namespace weighmaster::words {
namespace {

using trust::Disclosure;
using trust::Publication;
using trust::ServiceEvent;
using trust::ServiceRole;

Sentence of_host(std::string_view phrase, const std::string& host) {
  return {phrase, {quoted_name("host", host)}};
}

Sentence of_identity(std::string_view phrase, const trust::Identity& who) {
  return {phrase, {quoted_name("name", who.name), quoted_name("issuer", who.issuer)}};
}

std::string_view phrase_of(Disclosure::What what) {
  switch (what) {
    case Disclosure::What::certificate_logged:
      return phrases::disclose_certificate_logged;
    case Disclosure::What::digests_logged:
      return phrases::disclose_digests_logged;
    case Disclosure::What::digest_logged:
      return phrases::disclose_digest_logged;
    case Disclosure::What::login:
      return phrases::disclose_login;
    case Disclosure::What::token:
      return phrases::disclose_token;
    case Disclosure::What::token_as_given:
      return phrases::disclose_token_as_given;
    case Disclosure::What::token_of_surroundings:
      return phrases::disclose_token_of_surroundings;
    case Disclosure::What::signature_digest:
      return phrases::disclose_signature_digest;
    case Disclosure::What::list_of_files:
      return phrases::disclose_list_of_files;
  }
  return {};
}

std::string_view asking(ServiceRole role) {
  switch (role) {
    case ServiceRole::login:
      return phrases::asking_login;
    case ServiceRole::certificate_authority:
      return phrases::asking_authority;
    case ServiceRole::timestamp_authority:
      return phrases::asking_stamper;
    case ServiceRole::log:
      return phrases::asking_log;
  }
  return {};
}

Sentence given(const ServiceEvent& event) {
  switch (event.role) {
    case ServiceRole::login:
      return {phrases::given_login};
    case ServiceRole::certificate_authority:
      return of_host(phrases::given_certificate, event.host);
    case ServiceRole::timestamp_authority:
      return of_host(phrases::given_time, event.host);
    case ServiceRole::log:
      break;
  }
  if (!event.log_index) return of_host(phrases::given_some_entry, event.host);
  auto sentence = of_host(phrases::given_entry, event.host);
  sentence.arguments.push_back(plain("index", std::to_string(*event.log_index)));
  return sentence;
}

std::string_view failed_at(ServiceRole role) {
  switch (role) {
    case ServiceRole::login:
      return phrases::failed_at_login;
    case ServiceRole::certificate_authority:
      return phrases::failed_at_authority;
    case ServiceRole::timestamp_authority:
      return phrases::failed_at_stamper;
    case ServiceRole::log:
      return phrases::failed_at_log;
  }
  return {};
}

/// The code that an answer was refused for, where the detail begins with one ("log.entry_differs: …").
std::optional<base::Code> code_in(const base::Error& error) {
  if (error.code != base::Code::net_answer && error.code != base::Code::signing_self_check) return {};
  return base::code_from_name(error.detail.substr(0, error.detail.find(':')));
}

}  // namespace

Sentence what_leaves(const Disclosure& disclosure) {
  if (disclosure.host.empty()) return {phrases::disclose_certificate_logged_somewhere};
  return of_host(phrase_of(disclosure.what), disclosure.host);
}

Sentence what_happens(const ServiceEvent& event) {
  if (event.kind == ServiceEvent::Kind::answered) return given(event);
  if (event.kind == ServiceEvent::Kind::refused) return of_host(phrases::given_refusal, event.host);
  if (event.kind == ServiceEvent::Kind::asked_again) return of_host(phrases::asking_again, event.host);
  return of_host(asking(event.role), event.host);
}

Sentence who_logged_in(const trust::Identity& who) {
  return of_identity(phrases::logged_in, who);
}

Sentence ask_identity(const trust::Identity& who) {
  return of_identity(phrases::ask_identity, who);
}

Sentence what_is_public(const Publication& publication) {
  if (publication.role == ServiceRole::certificate_authority) {
    return of_host(
        publication.uncertain ? phrases::published_certificate_maybe : phrases::published_certificate,
        publication.host);
  }
  if (publication.uncertain) return of_host(phrases::published_entry_maybe, publication.host);
  const auto entry =
      publication.log_index ? "entry " + std::to_string(*publication.log_index) : std::string();
  return what_is_so(base::Error{base::Code::signing_published, publication.host, entry});
}

std::vector<Sentence> why_not_signed(const base::Error& error, const trust::Journal& journal) {
  std::vector<Sentence> sentences{what_is_so(error)};
  if (const auto code = code_in(error)) sentences.push_back(what_is_so(*code));
  const auto failed = journal.unanswered();
  if (failed && !error.subject.empty() && failed->host == error.subject)
    sentences.push_back({failed_at(failed->role)});
  const auto published = journal.published(error.code);
  // Where nobody agreed, what to do says that nothing is public.
  if (published.empty() && error.code != base::Code::signing_consent)
    sentences.push_back({phrases::published_nothing});
  for (const auto& each : published) sentences.push_back(what_is_public(each));
  return sentences;
}

}  // namespace weighmaster::words
