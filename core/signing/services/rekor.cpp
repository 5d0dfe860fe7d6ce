#include "signing/services/rekor.h"

#include "base/number.h"
#include "net/address.h"
#include "signature/bundle.h"
#include "signature/bundle_writer.h"
#include "verdict/steps/entry_binding.h"

namespace weighmaster::signing {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr int conflict = 409;

/// The index in the whole log of an entry that Rekor 2 has already. The log's word alone: it is only shown.
std::optional<std::int64_t> index_of_known(const net::Answer& answer) {
  const auto index = base::whole_number<std::int64_t>(answer.header("x-log-index").value_or(""));
  return index && *index >= 0 ? index : std::nullopt;
}

/// Whether the entry is about this signature, as whoever verifies will read it.
Result<void> check(const signature::LogEntry& entry, const signature::Envelope& envelope,
                   const Material& material) {
  const auto file = signature::write_bundle(
      {material.method, signature::CertificateMaterial{material.certificates}, envelope, {entry}, {}});
  const auto bundle = signature::Bundle::parse(file);
  if (!bundle) return fail(bundle.error());
  const auto differences = verdict::entry_differences(entry, verdict::Binding{*bundle}, {});
  if (!differences.empty()) return fail(differences.front().code, {}, differences.front().detail);
  return {};
}

}  // namespace

Result<net::Answer> Rekor::submit(Proposal proposal, Evidence& evidence, const base::Task& task) const {
  net::Request request;
  request.method = net::Method::post;
  request.url = address_below(url_, proposal.path);
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = std::move(proposal.body);
  auto answer = ask(access_, ServiceRole::log, request, Repeat::harmless, task);
  if (!answer || answer->good()) return answer;
  if (answer->status != conflict) return fail(net::refusal(request, *answer));
  if (const auto known = path_of_known(*answer); !known.empty()) return fetch_known(known, task);
  evidence.entry_withheld = true;
  access_.tell({ServiceEvent::Kind::answered, ServiceRole::log, net::host_of(url_), index_of_known(*answer)});
  return fail(net::refusal(request, *answer));
}

Result<net::Answer> Rekor::fetch_known(const std::string& path, const base::Task& task) const {
  auto request = net::get(address_below(url_, path));
  request.headers = {{"Accept", "application/json"}};
  auto answer = ask(access_, ServiceRole::log, request, Repeat::harmless, task);
  if (answer && !answer->good()) return fail(net::refusal(request, *answer));
  return answer;
}

Result<void> Rekor::attest(const signature::Envelope& envelope, const Material& material, Evidence& evidence,
                           const base::Task& task) {
  const auto host = net::host_of(url_);
  if (material.certificates.empty())
    return fail(Code::key_unsupported, {}, "a log entry takes a certificate");
  const auto answer = submit(propose(envelope, material.certificates.front()), evidence, task);
  if (!answer) return fail(answer.error());
  auto entry = entry_of(answer->body);
  if (!entry) return fail(not_understood(host, entry.error()));
  if (auto good = check(*entry, envelope, material); !good) return fail(not_understood(host, good.error()));
  access_.tell({ServiceEvent::Kind::answered, ServiceRole::log, host, entry->log_index});
  evidence.log_entries.push_back(std::move(*entry));
  return {};
}

}  // namespace weighmaster::signing
