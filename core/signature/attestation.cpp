#include "signature/attestation.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "manifest/predicate.h"
#include "signature/statement.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::JsonObject;
using base::Result;
using crypto::Digest;
using crypto::DigestAlgorithm;

constexpr std::array known_algorithms{DigestAlgorithm::sha256, DigestAlgorithm::sha384,
                                      DigestAlgorithm::sha512};

/// The digests by algorithms that are known here; in-toto writes them as lower-case hexadecimal.
Result<std::vector<Digest>> parse_digests(const JsonObject& subject) {
  const auto member = subject.object_if_any("digest");
  if (!member) return fail(member.error());
  std::vector<Digest> digests;
  if (!*member) return digests;
  for (const auto algorithm : known_algorithms) {
    const auto text = (*member)->string_or_empty(crypto::name(algorithm));
    if (!text) return fail(text.error());
    if (text->empty()) continue;
    const auto digest = Digest::from_hex(algorithm, *text);
    if (!digest) return fail(Code::statement_subject, (*member)->path(crypto::name(algorithm)), *text);
    digests.push_back(*digest);
  }
  return digests;
}

Result<Subject> parse_subject(const base::Json& value, const std::string& where) {
  const auto object = JsonObject::from(value, where);
  if (!object) return fail(object.error());
  auto name = object->string_or_empty("name");
  if (!name) return fail(std::move(name.error()));
  auto digests = parse_digests(*object);
  if (!digests) return fail(std::move(digests.error()));
  return Subject{std::move(*name), std::move(*digests)};
}

Result<std::vector<Subject>> parse_subjects(const JsonObject& statement) {
  const auto where = statement.path("subject");
  const auto list = statement.array("subject");
  if (!list) return fail(list.error());
  if (list->empty() || list->size() > base::limits::resources)
    return fail(Code::statement_subject, where, std::to_string(list->size()));
  std::vector<Subject> subjects;
  for (const auto& value : *list) {
    auto subject = parse_subject(value, where + "[" + std::to_string(subjects.size()) + "]");
    if (!subject) return fail(std::move(subject.error()));
    subjects.push_back(std::move(*subject));
  }
  return subjects;
}

/// Of a model's own predicates a list of files is read (signature/statement.h), and nothing less.
bool is_of_a_model(std::string_view predicate_type) {
  return predicate_type == manifest::predicate_type_v1 || predicate_type == predicate_type_digests;
}

}  // namespace

bool Subject::has(const Digest& digest) const {
  return std::find(digests.begin(), digests.end(), digest) != digests.end();
}

const Subject* Attestation::about(const Digest& digest) const {
  const auto found = std::find_if(subjects.begin(), subjects.end(),
                                  [&](const Subject& subject) { return subject.has(digest); });
  return found == subjects.end() ? nullptr : &*found;
}

Result<Attestation> parse_attestation(const SignedPayload& payload) {
  // Nothing but models was ever signed in the faulty encoding.
  if (payload.legacy_encoding()) return fail(Code::statement_predicate_type);
  return parse_unverified_attestation(payload.bytes());
}

Result<Attestation> parse_unverified_attestation(BytesView payload) {
  const auto document = base::parse_json(payload, "statement");
  if (!document) return fail(document.error());
  const auto object = JsonObject::from(*document, "statement");
  if (!object) return fail(object.error());
  auto type = object->string("_type");
  if (!type) return fail(std::move(type.error()));
  if (*type != statement_type_v1 && *type != statement_type_v0_1)
    return fail(Code::statement_type, object->path("_type"), *type);
  auto predicate_type = object->string("predicateType");
  if (!predicate_type) return fail(std::move(predicate_type.error()));
  if (predicate_type->empty() || is_of_a_model(*predicate_type))
    return fail(Code::statement_predicate_type, object->path("predicateType"), *predicate_type);
  auto subjects = parse_subjects(*object);
  if (!subjects) return fail(std::move(subjects.error()));
  return Attestation{std::move(*type), std::move(*predicate_type), std::move(*subjects)};
}

}  // namespace weighmaster::signature
