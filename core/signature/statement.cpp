#include "signature/statement.h"

#include <nlohmann/json.hpp>

#include "base/json_list.h"
#include "base/limits.h"
#include "base/text.h"
#include "manifest/predicate.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::JsonObject;
using base::Result;
using crypto::Digest;
using crypto::DigestAlgorithm;
using manifest::Manifest;
using manifest::Resource;

/// The digest of a subject, which OMS and model-signing 0.2.0 both call "sha256".
Result<Digest> parse_digest(const JsonObject& subject) {
  const auto digests = subject.object("digest");
  if (!digests) return fail(digests.error());
  const auto text = digests->string("sha256");
  if (!text) return fail(text.error());
  auto digest = Digest::from_hex(DigestAlgorithm::sha256, *text);
  if (!digest) return fail(Code::statement_subject, digests->path("sha256"), *text);
  return digest;
}

Result<std::string> parse_name(const JsonObject& subject) {
  auto name = subject.string("name");
  if (name && name->empty()) return fail(Code::statement_subject, subject.path("name"), "it is empty");
  return name;
}

/// Section 6.5: one subject, the model, with the root digest; the predicate lists the files.
Result<Statement> parse_v1(const JsonObject& object, manifest::ListedResources listed) {
  const auto subjects = object.array("subject");
  if (!subjects) return fail(subjects.error());
  const auto where = object.path("subject");
  if (subjects->size() != 1) return fail(Code::statement_subject, where, std::to_string(subjects->size()));
  const auto subject = JsonObject::from(subjects->front(), where + "[0]");
  if (!subject) return fail(subject.error());
  auto name = parse_name(*subject);
  if (!name) return fail(name.error());
  auto root = parse_digest(*subject);
  if (!root) return fail(root.error());

  const auto predicate = object.require("predicate");
  if (!predicate) return fail(predicate.error());
  auto manifest = manifest::manifest_from_predicate(**predicate, std::move(listed));
  if (!manifest) return fail(std::move(manifest.error()));
  return Statement{std::string(manifest::predicate_type_v1), std::move(*name), *root, std::move(*manifest)};
}

/// The hash behind a digest that is called "sha256" in any case; without a word about it, it is that.
Result<void> check_actual_hash(const JsonObject& subject) {
  const auto annotations = subject.object_if_any("annotations");
  if (!annotations) return fail(annotations.error());
  if (!*annotations) return {};
  const auto algorithm = (*annotations)->string_or_empty("actual_hash_algorithm");
  if (!algorithm) return fail(algorithm.error());
  if (algorithm->empty() || *algorithm == "file-sha256") return {};
  return fail(Code::manifest_algorithm, (*annotations)->path("actual_hash_algorithm"), *algorithm);
}

Result<Resource> parse_file_subject(const Json& value, std::size_t index) {
  const auto subject = JsonObject::from(value, "statement.subject[" + std::to_string(index) + "]");
  if (!subject) return fail(subject.error());
  auto name = parse_name(*subject);
  if (!name) return fail(name.error());
  if (const auto hash = check_actual_hash(*subject); !hash) return fail(hash.error());
  auto digest = parse_digest(*subject);
  if (!digest) return fail(digest.error());
  return Resource{std::move(*name), std::nullopt, *digest};
}

/// model-signing 0.2.0: every file is a subject, and the predicate says nothing.
Result<Statement> parse_digests(const JsonObject& object) {
  const auto subjects = object.array("subject");
  if (!subjects) return fail(subjects.error());
  if (subjects->size() > base::limits::resources) {
    return fail(Code::manifest_too_many, {}, std::to_string(subjects->size()));
  }
  std::vector<Resource> resources;
  resources.reserve(subjects->size());
  for (const auto& value : *subjects) {
    auto resource = parse_file_subject(value, resources.size());
    if (!resource) return fail(std::move(resource.error()));
    resources.push_back(std::move(*resource));
  }
  auto manifest = Manifest::create({}, std::move(resources));
  if (!manifest) return fail(std::move(manifest.error()));
  return Statement{std::string(predicate_type_digests), {}, std::nullopt, std::move(*manifest)};
}

Result<Statement> parse(BytesView payload, bool legacy_encoding) {
  manifest::ListedResources listed;
  const auto document =
      base::parse_json(payload, "statement",
                       {{"predicate", "resources"},
                        [&](const Json& statement) { listed.begin(statement.at("predicate")); },
                        [&](const base::JsonElement& element) { listed.add(element); }});
  if (!document) return fail(document.error());
  const auto object = JsonObject::from(*document, "statement");
  if (!object) return fail(object.error());
  const auto type = object->string("_type");
  if (!type) return fail(type.error());
  if (*type != statement_type_v1) return fail(Code::statement_type, object->path("_type"), *type);
  const auto predicate_type = object->string("predicateType");
  if (!predicate_type) return fail(predicate_type.error());
  if (*predicate_type == predicate_type_digests) return parse_digests(*object);
  if (*predicate_type == manifest::predicate_type_v1 && !legacy_encoding)
    return parse_v1(*object, std::move(listed));
  return fail(Code::statement_predicate_type, object->path("predicateType"), *predicate_type);
}

}  // namespace

Result<Statement> parse_statement(const SignedPayload& payload) {
  return parse(payload.bytes(), payload.legacy_encoding());
}

Result<Statement> parse_unverified_statement(BytesView payload) {
  return parse(payload, false);
}

Result<Bytes> write_statement(const std::string& subject_name, const Manifest& manifest) {
  if (subject_name.empty() || !base::is_utf8(subject_name))
    return fail(Code::statement_subject, subject_name, "a model's name is UTF-8, and not empty");
  auto predicate = manifest::predicate_of(manifest);
  if (!predicate) return fail(std::move(predicate.error()));
  const Json subject{{"name", subject_name}, {"digest", {{"sha256", manifest.root_digest().hex()}}}};
  const Json statement{{"_type", statement_type_v1},
                       {"subject", Json::array({subject})},
                       {"predicateType", manifest::predicate_type_v1},
                       {"predicate", std::move(*predicate)}};
  return to_bytes(statement.dump());
}

}  // namespace weighmaster::signature
