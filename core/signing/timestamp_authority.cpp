#include "signing/timestamp_authority.h"

#include <algorithm>
#include <random>

#include "base/limits.h"
#include "crypto/timestamp.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Result;
using crypto::Timestamp;
using crypto::TimestampState;

constexpr std::size_t nonce_bytes = 8;
constexpr auto plain_http = net::PlainHttp::signed_answer;
constexpr auto request_type = "application/timestamp-query";
constexpr auto answer_type = "application/timestamp-reply";

/// New for each request, and never zero.
Bytes new_nonce() {
  std::random_device random;
  Bytes nonce(nonce_bytes);
  for (auto& byte : nonce) byte = static_cast<std::uint8_t>(random());
  nonce.front() |= 1U;
  return nonce;
}

/// Whether one of the certificates that it carries made it: an answer that fell apart on the way is no use,
/// whomever anybody trusts.
bool made_by_own_certificate(const Timestamp& timestamp, BytesView stamped) {
  const auto& carried = timestamp.certificates();
  return std::any_of(carried.begin(), carried.end(), [&](const crypto::Certificate& certificate) {
    return timestamp.check(stamped, {certificate}).state == TimestampState::good;
  });
}

Result<void> check(BytesView answer, BytesView stamped, BytesView nonce, const Material& material) {
  const auto timestamp = Timestamp::from_response(answer);
  if (!timestamp) return fail(timestamp.error());
  if (auto answers = timestamp->answers(stamped, nonce); !answers) return answers;
  if (timestamp->certificates().empty())
    return fail(Code::timestamp_malformed, {}, "it does not carry its certificate");
  if (!made_by_own_certificate(*timestamp, stamped)) return fail(Code::timestamp_false);
  const auto time = timestamp->info().time;
  for (const auto& certificate : material.certificates) {
    if (!certificate.validity().contains(time))
      return fail(Code::signing_expired, certificate.subject(),
                  "the timestamp is of " + base::to_rfc3339(time));
  }
  return {};
}

}  // namespace

Result<net::Address> timestamp_address(std::string_view url) {
  return net::Address::parse(url, plain_http);
}

Result<Bytes> TimestampAuthority::ask(BytesView stamped, BytesView nonce, const base::Task& task) {
  auto query = crypto::timestamp_request(stamped, nonce);
  if (!query) return fail(std::move(query.error()));
  net::Request request;
  request.method = net::Method::post;
  request.url = url_;
  request.headers = {{"Content-Type", request_type}, {"Accept", answer_type}};
  request.body = std::move(*query);
  request.most_bytes = base::limits::timestamp_bytes;
  request.plain = plain_http;
  auto answer = signing::ask(access_, ServiceRole::timestamp_authority, request, Repeat::harmless, task);
  if (!answer) return fail(std::move(answer.error()));
  if (!answer->good()) return fail(net::refusal(request, *answer));
  return std::move(answer->body);
}

Result<void> TimestampAuthority::attest(const signature::Envelope& envelope, const Material& material,
                                        Evidence& evidence, const base::Task& task) {
  const auto nonce = new_nonce();
  auto answer = ask(envelope.signature(), nonce, task);
  if (!answer) return fail(std::move(answer.error()));
  if (auto good = check(*answer, envelope.signature(), nonce, material); !good) {
    if (good.error().code == Code::signing_expired) return good;
    // Nobody has the timestamp but us: what is wrong with it is the service's matter, not a signature's.
    return fail(not_understood(net::host_of(url_), good.error()));
  }
  access_.tell({ServiceEvent::Kind::answered, ServiceRole::timestamp_authority, net::host_of(url_)});
  evidence.timestamps.push_back(std::move(*answer));
  return {};
}

}  // namespace weighmaster::signing
