#include "signature/bundle.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/limits.h"
#include "signature/profile.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;

struct MediaType {
  std::string_view text;
  BundleVersion version;
};

/// All that sigstore_bundle.proto names; the spelling ".v0.3+json" came with 0.3 and was never another
/// version's.
constexpr auto media_types = std::to_array<MediaType>({
    {"application/vnd.dev.sigstore.bundle+json;version=0.1", BundleVersion::v0_1},
    {"application/vnd.dev.sigstore.bundle+json;version=0.2", BundleVersion::v0_2},
    {"application/vnd.dev.sigstore.bundle+json;version=0.3", BundleVersion::v0_3},
    {"application/vnd.dev.sigstore.bundle.v0.3+json", BundleVersion::v0_3},
});

Result<MediaType> parse_media_type(const JsonObject& bundle) {
  const auto text = bundle.string_or_empty("mediaType");
  if (!text) return fail(text.error());
  const auto known = std::find_if(media_types.begin(), media_types.end(),
                                  [&](const MediaType& type) { return type.text == *text; });
  if (known == media_types.end()) return fail(Code::bundle_media_type, bundle.path("mediaType"), *text);
  return *known;
}

Result<KeyMaterial> parse_key(const JsonObject& key) {
  auto hint = key.string_or_empty("hint");
  if (!hint) return fail(hint.error());
  const auto raw_bytes = key.find("rawBytes");
  if (!raw_bytes) return fail(raw_bytes.error());
  if (*raw_bytes == nullptr) return KeyMaterial{std::move(*hint), std::nullopt};
  const auto pem = key.bytes("rawBytes");
  if (!pem) return fail(pem.error());
  auto enclosed = crypto::PublicKey::from_pem(*pem);
  if (!enclosed) return fail(enclosed.error().code, key.path("rawBytes"), enclosed.error().detail);
  return KeyMaterial{std::move(*hint), std::move(*enclosed)};
}

Result<crypto::Certificate> parse_certificate(const JsonObject& object) {
  const auto der = object.bytes("rawBytes");
  if (!der) return fail(der.error());
  auto certificate = crypto::Certificate::from_der(*der);
  if (!certificate) return fail(certificate.error().code, object.where(), certificate.error().detail);
  return certificate;
}

/// The objects of a list, at most `most` of them.
Result<std::vector<JsonObject>> parse_list(const JsonObject& object, std::string_view name,
                                           std::size_t most) {
  const auto list = object.array(name);
  if (!list) return fail(list.error());
  if (list->size() > most)
    return fail(Code::bundle_too_many, object.path(name), std::to_string(list->size()));
  std::vector<JsonObject> elements;
  for (const auto& value : *list) {
    auto element = JsonObject::from(value, object.path(name) + "[" + std::to_string(elements.size()) + "]");
    if (!element) return fail(element.error());
    elements.push_back(std::move(*element));
  }
  return elements;
}

Result<CertificateMaterial> parse_chain(const JsonObject& chain) {
  const auto elements = parse_list(chain, "certificates", base::limits::certificates);
  if (!elements) return fail(elements.error());
  if (elements->empty()) return fail(Code::bundle_material, chain.path("certificates"), "it is empty");
  CertificateMaterial material;
  for (const auto& element : *elements) {
    auto certificate = parse_certificate(element);
    if (!certificate) return fail(certificate.error());
    material.certificates.push_back(std::move(*certificate));
  }
  return material;
}

struct Material {
  MaterialKind kind;
  std::variant<KeyMaterial, CertificateMaterial> value;
};

Result<Material> parse_material_of(MaterialKind kind, const JsonObject& object) {
  if (kind == MaterialKind::public_key) {
    auto key = parse_key(object);
    if (!key) return fail(key.error());
    return Material{kind, std::move(*key)};
  }
  if (kind == MaterialKind::certificate_chain) {
    auto chain = parse_chain(object);
    if (!chain) return fail(chain.error());
    return Material{kind, std::move(*chain)};
  }
  auto certificate = parse_certificate(object);
  if (!certificate) return fail(certificate.error());
  return Material{kind, CertificateMaterial{{std::move(*certificate)}}};
}

/// Exactly one of the three kinds.
Result<Material> parse_material(const JsonObject& object) {
  constexpr std::array<std::pair<std::string_view, MaterialKind>, 3> kinds{{
      {"publicKey", MaterialKind::public_key},
      {"x509CertificateChain", MaterialKind::certificate_chain},
      {"certificate", MaterialKind::certificate},
  }};
  std::optional<JsonObject> found;
  MaterialKind kind{};
  for (const auto& [member, kind_of_member] : kinds) {
    auto inner = object.object_if_any(member);
    if (!inner) return fail(inner.error());
    if (!*inner) continue;
    if (found) return fail(Code::bundle_material, object.path(member), "a second kind of material");
    found = std::move(*inner);
    kind = kind_of_member;
  }
  if (!found) return fail(Code::bundle_material, object.where(), "neither a key nor a certificate");
  return parse_material_of(kind, *found);
}

/// The same place in the same log. Log ids may be cut to their first bytes.
bool same_entry(const LogEntry& a, const LogEntry& b) {
  const auto length = std::min(a.log_id.size(), b.log_id.size());
  return a.log_index == b.log_index &&
         std::equal(a.log_id.begin(), a.log_id.begin() + std::ptrdiff_t(length), b.log_id.begin());
}

/// An entry that is there twice would count twice.
Result<std::vector<LogEntry>> parse_log_entries(const JsonObject& material) {
  const auto elements = parse_list(material, "tlogEntries", base::limits::log_entries);
  if (!elements) return fail(elements.error());
  std::vector<LogEntry> entries;
  for (const auto& element : *elements) {
    auto entry = parse_log_entry(element);
    if (!entry) return fail(std::move(entry.error()));
    const auto is_same = [&](const LogEntry& other) { return same_entry(*entry, other); };
    if (std::any_of(entries.begin(), entries.end(), is_same)) {
      return fail(Code::bundle_duplicate, element.where());
    }
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Result<std::vector<Bytes>> parse_timestamps(const JsonObject& material) {
  const auto data = material.object_if_any("timestampVerificationData");
  if (!data) return fail(data.error());
  if (!*data) return std::vector<Bytes>{};
  const auto elements = parse_list(**data, "rfc3161Timestamps", base::limits::timestamps);
  if (!elements) return fail(elements.error());
  std::vector<Bytes> timestamps;
  for (const auto& element : *elements) {
    auto token = element.bytes("signedTimestamp");
    if (!token) return fail(std::move(token.error()));
    if (std::find(timestamps.begin(), timestamps.end(), *token) != timestamps.end()) {
      return fail(Code::bundle_duplicate, element.where());
    }
    timestamps.push_back(std::move(*token));
  }
  return timestamps;
}

}  // namespace

std::string_view name(Method method) {
  switch (method) {
    case Method::key:
      return "key";
    case Method::certificate:
      return "certificate";
    case Method::sigstore:
      return "sigstore";
  }
  return {};
}

template <class Part>
Result<Bundle::Content> Bundle::content_of(Result<Part> part) {
  if (!part) return fail(std::move(part.error()));
  return Content(std::move(*part));
}

/// One of the two. An object of the other beside it, even an empty one, leaves open which is meant.
Result<Bundle::Content> Bundle::parse_content(const JsonObject& bundle) {
  const auto message = bundle.object_if_any("messageSignature");
  if (!message) return fail(message.error());
  const auto envelope = bundle.object_if_any("dsseEnvelope");
  if (!envelope) return fail(envelope.error());
  if (*message && *envelope)
    return fail(Code::bundle_content, bundle.path("messageSignature"), "there is an envelope too");
  if (*message) return content_of(MessageSignature::parse(**message));
  if (*envelope) return content_of(Envelope::parse(**envelope));
  return fail(Code::bundle_content, bundle.path("dsseEnvelope"));
}

const Bytes& Bundle::signature() const {
  return std::visit([](const auto& content) -> const Bytes& { return content.signature(); }, content_);
}

Result<Bundle> Bundle::parse(BytesView json) {
  const auto document = base::parse_json(json, "bundle");
  if (!document) return fail(document.error());
  const auto object = JsonObject::from(*document, "bundle");
  if (!object) return fail(object.error());
  const auto media_type = parse_media_type(*object);
  if (!media_type) return fail(media_type.error());
  auto content = parse_content(*object);
  if (!content) return fail(std::move(content.error()));
  Bundle bundle(std::move(*content));
  bundle.media_type_ = media_type->text;
  bundle.version_ = media_type->version;
  if (auto read = bundle.read_material(*object); !read) return fail(std::move(read.error()));
  return bundle;
}

Result<void> Bundle::read_material(const JsonObject& object) {
  const auto member = object.object_if_any("verificationMaterial");
  if (!member) return fail(member.error());
  if (!*member) return fail(Code::bundle_material, object.path("verificationMaterial"));
  auto material = parse_material(**member);
  if (!material) return fail(std::move(material.error()));
  auto log_entries = parse_log_entries(**member);
  if (!log_entries) return fail(std::move(log_entries.error()));
  auto timestamps = parse_timestamps(**member);
  if (!timestamps) return fail(std::move(timestamps.error()));
  const auto method = method_by_profile(version_, material->kind, *log_entries);
  if (!method) return fail(method.error());
  method_ = *method;
  material_ = std::move(material->value);
  log_entries_ = std::move(*log_entries);
  timestamps_ = std::move(*timestamps);
  return {};
}

bool looks_like_bundle(BytesView start) {
  auto text = as_text(start);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (!text.starts_with('{')) return false;
  constexpr std::array<std::string_view, 7> marks{"\"application/vnd.dev.sigstore.bundle",
                                                  "\"verificationMaterial\"",
                                                  "\"verification_material\"",
                                                  "\"dsseEnvelope\"",
                                                  "\"dsse_envelope\"",
                                                  "\"messageSignature\"",
                                                  "\"message_signature\""};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

}  // namespace weighmaster::signature
