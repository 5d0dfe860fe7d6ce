#include "trust_text.h"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/encoding.h"
#include "base/text.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using base::Json;
using base::visible;

std::string day(base::TimePoint time) {
  return base::to_rfc3339(time).substr(0, 10);
}

std::string window_text(const base::Window& window) {
  std::string text;
  if (window.start) text += "from " + day(*window.start);
  if (window.end) text += (text.empty() ? "until " : " until ") + day(*window.end);
  return text.empty() ? "at any time" : text;
}

Json time_json(const std::optional<base::TimePoint>& time) {
  return time ? Json(base::to_rfc3339(*time)) : Json();
}

Json window_json(const base::Window& window) {
  return {{"start", time_json(window.start)}, {"end", time_json(window.end)}};
}

void fact(std::ostream& out, std::string_view label, std::string_view value) {
  out << "  " << std::left << std::setw(12) << label << "  " << value << '\n';
}

void write_logs(std::ostream& out, std::string_view title, const std::vector<trust::Log>& logs) {
  out << '\n' << title << '\n';
  for (const auto& log : logs) {
    out << "  " << visible(log.base_url) << "  " << window_text(log.valid_for) << "\n    "
        << (log.key ? crypto::name(log.key->type()) : std::string_view("a key that cannot be used here"))
        << ", id " << base::to_hex(log.log_id) << '\n';
  }
  if (logs.empty()) out << "  none\n";
}

void write_authorities(std::ostream& out, std::string_view title,
                       const std::vector<trust::Authority>& authorities) {
  out << '\n' << title << '\n';
  for (const auto& authority : authorities) {
    out << "  " << visible(authority.uri) << "  " << window_text(authority.valid_for) << '\n';
    for (const auto& certificate : authority.chain) out << "    " << visible(certificate.subject()) << '\n';
  }
  if (authorities.empty()) out << "  none\n";
}

Json logs_json(const std::vector<trust::Log>& logs) {
  Json list = Json::array();
  for (const auto& log : logs) {
    list.push_back({{"address", log.base_url},
                    {"id", base::to_hex(log.log_id)},
                    {"key", log.key ? Json(crypto::name(log.key->type())) : Json()},
                    {"valid_for", window_json(log.valid_for)}});
  }
  return list;
}

Json authorities_json(const std::vector<trust::Authority>& authorities) {
  Json list = Json::array();
  for (const auto& authority : authorities) {
    Json chain = Json::array();
    for (const auto& certificate : authority.chain) {
      chain.push_back({{"subject", certificate.subject()}, {"fingerprint", certificate.fingerprint().hex()}});
    }
    list.push_back({{"address", authority.uri},
                    {"chain", std::move(chain)},
                    {"valid_for", window_json(authority.valid_for)}});
  }
  return list;
}

}  // namespace

std::string age_text(std::optional<std::int64_t> version, std::optional<base::TimePoint> updated_at,
                     base::TimePoint now) {
  std::string text;
  if (version) text += ", version " + std::to_string(*version);
  if (!updated_at) return text;
  text += ", of " + day(*updated_at);
  const auto days = std::chrono::floor<std::chrono::days>(now - *updated_at).count();
  if (days > 0) text += days == 1 ? " (a day old)" : " (" + std::to_string(days) + " days old)";
  return text;
}

std::string passed_over_note(const base::Error& why) {
  return "the update of the trust root that is kept is not used. " + words::fill(words::what_is_so(why));
}

void write_trust(std::ostream& out, const RootInUse& trust, base::TimePoint now) {
  fact(out, "Trust root", visible(trust.source) + age_text(trust.version, trust.updated_at, now));
  fact(out, "SHA-256", trust.root->digest().hex());
  if (trust.expires) {
    fact(out, *trust.expires <= now ? "Overdue" : "Update by", base::to_rfc3339(*trust.expires));
  }
  const auto& root = *trust.root;
  write_logs(out, "Logs of signatures", root.logs());
  write_logs(out, "Logs of certificates", root.certificate_logs());
  write_authorities(out, "Certificate authorities", root.certificate_authorities());
  write_authorities(out, "Timestamp authorities", root.timestamp_authorities());
}

Json trust_json(const RootInUse& trust) {
  const auto& root = *trust.root;
  return {{"source", trust.source},
          {"version", trust.version ? Json(*trust.version) : Json()},
          {"updated_at", time_json(trust.updated_at)},
          {"expires", time_json(trust.expires)},
          {"digest", "sha256:" + root.digest().hex()},
          {"logs", logs_json(root.logs())},
          {"certificate_logs", logs_json(root.certificate_logs())},
          {"certificate_authorities", authorities_json(root.certificate_authorities())},
          {"timestamp_authorities", authorities_json(root.timestamp_authorities())}};
}

}  // namespace weighmaster::terminal
