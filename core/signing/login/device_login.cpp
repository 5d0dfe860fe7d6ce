#include "signing/login/device_login.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "net/address.h"
#include "signing/login/token_check.h"
#include "signing/login/url_text.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using crypto::Secret;
using std::chrono::seconds;

constexpr auto grant = "urn:ietf:params:oauth:grant-type:device_code";
/// RFC 8628 sections 3.2 and 3.5: where the provider says nothing, and what "slow_down" adds.
constexpr seconds usual_interval{5};
constexpr seconds slower{5};
constexpr seconds longest_interval{60};
/// What no honest provider goes beyond: codes live for a quarter of an hour.
constexpr seconds longest_life{3600};
constexpr std::size_t shown_code = 64;

struct Device {
  Secret code;
  DevicePrompt prompt;
  seconds interval = usual_interval;
};

tl::unexpected<base::Error> untrusted(const Provider& provider, std::string detail) {
  return fail(Code::login_provider, net::host_of(provider.issuer), std::move(detail));
}

/// An address for a person to open: shown as it is, so it may hold nothing that is not what it seems.
Result<std::string> page(const JsonObject& answer, const char* name, const Provider& provider) {
  auto url = answer.string(name);
  if (!url) return untrusted(provider, std::string(name) + " is missing");
  const auto address = net::Address::parse(*url);
  if (!address) return untrusted(provider, std::string(name) + ": " + address.error().detail);
  return url;
}

Result<seconds> span(const JsonObject& answer, const char* name, seconds least, seconds most, seconds usual,
                     const Provider& provider) {
  const auto found = answer.find(name);
  if (!found) return untrusted(provider, std::string(name));
  if (*found == nullptr) return usual;
  if (!(*found)->is_number()) return untrusted(provider, std::string(name) + " is no number");
  const auto value = (*found)->get<double>();
  const auto within =
      std::clamp(value, static_cast<double>(least.count()), static_cast<double>(most.count()));
  return seconds(static_cast<std::int64_t>(within));
}

Result<Device> read_device(const JsonObject& answer, const Provider& provider) {
  Device device;
  const auto code = answer.string("device_code");
  const auto typed = answer.string("user_code");
  if (!code || !typed || code->empty() || typed->empty()) return untrusted(provider, "it sent no code");
  device.code = Secret(to_bytes(*code));
  device.prompt.code = base::visible(*typed, shown_code);
  auto url = page(answer, "verification_uri", provider);
  if (!url) return fail(std::move(url.error()));
  device.prompt.url = std::move(*url);
  constexpr auto complete = "verification_uri_complete";
  if (const auto found = answer.find(complete); found && *found != nullptr) {
    auto whole = page(answer, complete, provider);
    if (!whole) return fail(std::move(whole.error()));
    device.prompt.url_with_code = std::move(*whole);
  }
  const auto interval = span(answer, "interval", seconds(1), longest_interval, usual_interval, provider);
  if (!interval) return fail(interval.error());
  device.interval = *interval;
  const auto life = span(answer, "expires_in", seconds(0), longest_life, longest_life, provider);
  if (!life) return fail(life.error());
  device.prompt.life = *life;
  return device;
}

Result<Device> start(const DeviceLoginRequest& request, const Provider& provider, const ProofKey& proof,
                     const base::Task& task) {
  if (!provider.device_endpoint) return untrusted(provider, "it offers no login on another device");
  const Secret form(to_bytes(to_form(
      {{"scope", login_scope}, {"code_challenge", proof.challenge}, {"code_challenge_method", "S256"}})));
  const auto answer =
      post_form(*request.http, *provider.device_endpoint, provider, request.client, form, task);
  if (!answer) return fail(answer.error());
  if (!answer->good()) return fail(refused(provider, *answer, {request.client.secret.text()}));
  const auto json = base::parse_json(answer->body, "the answer");
  if (!json || !json->is_object()) return untrusted(provider, "its answer is no JSON object");
  return read_device(JsonObject::from(*json, "the answer").value(), provider);
}

/// What one question brought: an answer to use, or how long to wait before the next.
struct Turn {
  std::optional<net::Answer> answer;
  seconds interval;
};

/// RFC 8628 section 3.5: what is no end is a reason to wait, a timeout of the network to wait twice as long.
Result<Turn> ask(const DeviceLoginRequest& request, const Provider& provider, const Secret& form,
                 seconds interval, const base::Task& task) {
  auto answer = post_form(*request.http, provider.token_endpoint, provider, request.client, form, task);
  if (!answer && answer.error().code == Code::net_timeout)
    return Turn{std::nullopt, std::min(2 * interval, longest_interval)};
  if (!answer) return fail(std::move(answer.error()));
  if (answer->good()) return Turn{std::move(*answer), interval};
  const auto error = read_refusal(*answer).error;
  if (error == "authorization_pending") return Turn{std::nullopt, interval};
  if (error == "slow_down") return Turn{std::nullopt, std::min(interval + slower, longest_interval)};
  if (error == "expired_token") return fail(Code::login_timeout);
  return Turn{std::move(*answer), interval};
}

/// The first answer that ends it, good or bad. `until`: the end of the code's life.
Result<net::Answer> poll(const DeviceLoginRequest& request, const Provider& provider, const Device& device,
                         const ProofKey& proof, std::chrono::steady_clock::time_point until,
                         const base::Task& task) {
  const auto form = to_secret_form(
      {{"grant_type", grant}, {"device_code", device.code.text()}, {"code_verifier", proof.verifier.text()}});
  auto interval = device.interval;
  while (request.steady() + interval <= until) {
    if (auto stopped = request.wait(interval, task); !stopped) return fail(std::move(stopped.error()));
    auto turn = ask(request, provider, form, interval, task);
    if (!turn) return fail(std::move(turn.error()));
    if (turn->answer) return std::move(*turn->answer);
    interval = turn->interval;
  }
  return fail(Code::login_timeout);
}

}  // namespace

Result<void> pause(seconds time, const base::Task& task) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, task.stop, time, [] { return false; });
  if (task.stopped()) return fail(base::cancelled());
  return {};
}

Result<IdentityToken> DeviceLogin::identity(const base::Task& task) {
  if (task.stopped()) return fail(base::cancelled());
  const auto provider = discover(*request_.http, request_.client.issuer, task);
  if (!provider) return fail(provider.error());
  const auto proof = new_proof_key();
  const auto device = start(request_, *provider, proof, task);
  if (!device) return fail(device.error());
  const auto until = request_.steady() + device->prompt.life;
  request_.tell(device->prompt);
  auto answer = poll(request_, *provider, *device, proof, until, task);
  if (!answer) return fail(answer.error());
  if (!answer->good()) {
    return fail(refused(*provider, *answer,
                        {device->code.text(), proof.verifier.text(), request_.client.secret.text()}));
  }
  auto token = read_id_token(*provider, std::move(*answer));
  if (!token) return fail(std::move(token.error()));
  const ExpectedToken expected{provider->issuer, request_.client.id, std::nullopt};
  if (const auto good = check_token(*token, expected, request_.clock()); !good) return fail(good.error());
  return token;
}

}  // namespace weighmaster::signing
