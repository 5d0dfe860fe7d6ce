#include "support/virtual_services.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "net/address.h"
#include "support/der.h"

namespace weighmaster::tests {
namespace {

using base::Json;

std::string path_of(const std::string& url) {
  const auto host = url.find("://") + 3;
  return url.substr(url.find('/', host));
}

Json json_of(const net::Request& request) {
  return base::parse_json(request.body, "the request").value();
}

/// The key of a certification request whose own signature is true; nothing of one whose isn't.
std::optional<TestKey> requested_key(const std::string& base64) {
  const auto pem = base::from_base64(base64).value();
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509_REQ* request = PEM_read_bio_X509_REQ(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  if (request == nullptr) return std::nullopt;
  std::optional<TestKey> key;
  if (X509_REQ_verify(request, X509_REQ_get0_pubkey(request)) == 1) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(X509_REQ_get0_pubkey(request), &der);
    key = TestKey::of(crypto::PublicKey::from_spki({der, static_cast<std::size_t>(size)}).value());
    OPENSSL_free(der);
  }
  X509_REQ_free(request);
  return key;
}

std::string in_hex(const Json& base64) {
  return base::to_hex(base::from_base64(base64.get<std::string>()).value());
}

/// An entry of a bundle as Rekor 1 writes it in answers.
Json as_rekor_1_writes(const Json& entry) {
  const auto& proof = entry.at("inclusionProof");
  auto hashes = Json::array();
  for (const auto& hash : proof.at("hashes")) hashes.push_back(in_hex(hash));
  return {{"body", entry.at("canonicalizedBody")},
          {"integratedTime", std::stoll(entry.at("integratedTime").get<std::string>())},
          {"logID", in_hex(entry.at("logId").at("keyId"))},
          {"logIndex", std::stoll(entry.at("logIndex").get<std::string>())},
          {"verification",
           {{"inclusionProof",
             {{"checkpoint", proof.at("checkpoint").at("envelope")},
              {"hashes", hashes},
              {"logIndex", std::stoll(proof.at("logIndex").get<std::string>())},
              {"rootHash", in_hex(proof.at("rootHash"))},
              {"treeSize", std::stoll(proof.at("treeSize").get<std::string>())}}},
            {"signedEntryTimestamp", entry.at("inclusionPromise").at("signedEntryTimestamp")}}}};
}

/// The nonce of a TimeStampReq: the INTEGER before the BOOLEAN of certReq (RFC 3161 section 2.4.1).
std::uint64_t nonce_of(BytesView request) {
  constexpr std::size_t bytes = 8;
  constexpr std::size_t certificate_wanted = 3;  // 01 01 FF
  std::uint64_t nonce = 0;
  for (const auto byte : request.last(bytes + certificate_wanted).first(bytes)) nonce = nonce << 8U | byte;
  return nonce;
}

/// The MessageImprint of a TimeStampReq over SHA-256: what follows the version.
Bytes imprint_of(BytesView request) {
  constexpr std::size_t before = 5;
  constexpr std::size_t size = 51;
  return to_bytes(request.subspan(before, size));
}

crypto::Certificate certificate_of(const Json& verifier) {
  const auto der = base::from_base64(verifier.at("x509Certificate").at("rawBytes").get<std::string>());
  return crypto::Certificate::from_der(der.value()).value();
}

}  // namespace

net::Answer answer_of(int status, std::string_view body) {
  net::Answer answer;
  answer.status = status;
  answer.body = to_bytes(body);
  return answer;
}

VirtualServices::Instead fails_with(base::Code code) {
  return [code](const net::Request& request, const net::Answer&) -> base::Result<net::Answer> {
    return base::fail(code, net::host_of(request.url), "as the test wants it");
  };
}

VirtualServices::Instead answers_with(int status, std::string body) {
  return [=](const net::Request&, const net::Answer&) -> base::Result<net::Answer> {
    return answer_of(status, body);
  };
}

base::Result<net::Answer> VirtualServices::send(const net::Request& request, const base::Task& task) {
  asked.push_back(request);
  if (task.stopped()) return base::fail(base::cancelled());
  const auto path = path_of(request.url);
  auto whole = answer(path, request);
  const auto other = instead.find(path);
  return other == instead.end() ? whole : other->second(request, std::move(whole));
}

std::vector<std::string> VirtualServices::paths() const {
  std::vector<std::string> all;
  for (const auto& request : asked) all.push_back(path_of(request.url));
  return all;
}

net::Answer VirtualServices::answer(const std::string& path, const net::Request& request) {
  if (path == certificate_path) return certificate(request);
  if (path == rekor_path) return rekor(request);
  if (path == rekor_2_path) return rekor_2(request);
  if (path == stamp_path) return stamp(request);
  const auto kept = kept_.find(path);
  return kept == kept_.end() ? answer_of(404, "no such page") : answer_of(200, as_text(kept->second));
}

net::Answer VirtualServices::certificate(const net::Request& request) const {
  const auto json = json_of(request);
  if (!json.at("credentials").contains("oidcIdentityToken")) return answer_of(401, "no token");
  const auto key = requested_key(json.at("certificateSigningRequest").get<std::string>());
  if (!key) return answer_of(400, R"({"code":3,"message":"the request is not signed by its key"})");
  const auto issued = sigstore_.issue(*key, leaf, scts);
  const auto chain =
      Json::array({issued.certificate.pem(), sigstore_.intermediate().pem(), sigstore_.root().pem()});
  return answer_of(200,
                   Json{{"signedCertificateEmbeddedSct", {{"chain", {{"certificates", chain}}}}}}.dump());
}

net::Answer VirtualServices::rekor(const net::Request& request) {
  const auto content = json_of(request).at("spec").at("proposedContent");
  const auto envelope = base::parse_json(as_bytes(content.at("envelope").get<std::string>()), "").value();
  const auto pem = base::from_base64(content.at("verifiers").at(0).get<std::string>()).value();
  const auto certificate = crypto::Certificate::all_from_pem(pem).value().front();
  const auto name = crypto::digest(crypto::DigestAlgorithm::sha256, request.body).hex();
  const auto path = std::string(rekor_path) + "/" + name;
  if (kept_.contains(path)) {
    auto answer = answer_of(409, R"({"code":409,"message":"an equivalent entry already exists"})");
    answer.headers.push_back({"location", path});
    return answer;
  }
  const auto logged = sigstore_.log(envelope, {TestKey::of(*certificate.public_key()), certificate}, entry);
  const auto text = Json{{name, as_rekor_1_writes(logged)}}.dump();
  kept_[path] = to_bytes(text);
  return answer_of(201, text);
}

/// It is not sent the envelope: digest and signature go into the entry as they come.
net::Answer VirtualServices::rekor_2(const net::Request& request) {
  const auto name = "Rekor 2 " + crypto::digest(crypto::DigestAlgorithm::sha256, request.body).hex();
  if (const auto kept = kept_.find(name); kept != kept_.end()) {
    auto answer = answer_of(409, R"({"code":6,"message":"an equivalent entry already exists"})");
    answer.headers.push_back({"x-log-index", std::string(as_text(kept->second))});
    return answer;
  }
  const auto record = json_of(request).at("hashedRekordRequestV002");
  const auto& verifier = record.at("signature").at("verifier");
  const auto certificate = certificate_of(verifier);
  const Json envelope{{"payloadType", "-"},
                      {"payload", ""},
                      {"signatures", Json::array({{{"sig", record.at("signature").at("content")}}})}};
  auto spec = entry;
  spec.kind = EntryKind::hashedrekord_v2;
  spec.change_body = [&](Json& body) {
    auto& logged = body["spec"]["hashedRekordV002"];
    logged["data"]["digest"] = record.at("digest");
    logged["signature"]["verifier"]["keyDetails"] = verifier.at("keyDetails");
    if (entry.change_body) entry.change_body(body);
  };
  const auto logged = sigstore_.log(envelope, {TestKey::of(*certificate.public_key()), certificate}, spec);
  kept_[name] = to_bytes(logged.at("logIndex").get<std::string>());
  return answer_of(201, logged.dump());
}

net::Answer VirtualServices::stamp(const net::Request& request) const {
  auto spec = timestamp;
  spec.nonce = nonce_of(request.body);
  spec.change_info = [&](Elements& info) {
    info.at(2) = imprint_of(request.body);
    if (timestamp.change_info) timestamp.change_info(info);
  };
  const auto stamped = sigstore_.timestamp_authority().stamp(as_bytes(""), spec);
  return answer_of(200, as_text(stamped));
}

}  // namespace weighmaster::tests
