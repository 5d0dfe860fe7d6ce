#include "signature/checkpoint.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/text.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::string_view signature_start = "\xE2\x80\x94 ";  // em dash U+2014, space
constexpr std::size_t hint_bytes = 4;
constexpr std::size_t root_bytes = 32;
constexpr std::size_t ed25519_key_bytes = 32;

tl::unexpected<base::Error> malformed(std::string detail) {
  return fail(Code::log_checkpoint_malformed, {}, std::move(detail));
}

/// The lines of a text that ends with a newline, without their newlines.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// Standard alphabet with padding, in the one form that encoding gives.
std::optional<Bytes> decode_exactly(std::string_view text) {
  auto bytes = base::from_base64(text);
  if (!bytes || base::to_base64(*bytes) != text) return std::nullopt;
  return std::move(*bytes);
}

/// A whole number without sign or leading zeros.
std::optional<std::int64_t> decimal(std::string_view text) {
  const auto value = base::whole_number<std::uint64_t>(text);
  if (!value || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  if (*value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

/// White space as Unicode has it beyond ASCII's space, which a name can't hold since it ends the name.
bool has_space(std::string_view name) {
  static constexpr auto spaces = std::to_array<std::string_view>(
      {"\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
       "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"});
  return std::any_of(spaces.begin(), spaces.end(),
                     [&](std::string_view space) { return name.find(space) != std::string_view::npos; });
}

/// Control characters are forbidden in the whole of a note, the newline excepted.
bool has_control_character(std::string_view note) {
  return std::any_of(note.begin(), note.end(), [](char c) { return c >= 0 && c < ' ' && c != '\n'; });
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(signature_start)) return malformed("a signature line begins with a dash and a space");
  line.remove_prefix(signature_start.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return malformed("a signature line without a signature");
  const auto name = line.substr(0, space);
  if (name.empty() || has_space(name) || name.find('+') != std::string_view::npos) {
    return malformed("the name of a signature is empty, or holds a space or a plus sign");
  }
  const auto bytes = decode_exactly(line.substr(space + 1));
  if (!bytes || bytes->size() <= hint_bytes)
    return malformed("a signature that is not base64 of a hint and more");

  NoteSignature signature;
  signature.name = name;
  std::copy_n(bytes->begin(), hint_bytes, signature.key_hint.begin());
  signature.signature.assign(bytes->begin() + hint_bytes, bytes->end());
  return signature;
}

Result<std::vector<NoteSignature>> parse_signatures(std::string_view text) {
  const auto lines = lines_of(text);
  if (lines.empty()) return malformed("it has no signature");
  if (lines.size() > base::limits::checkpoint_signatures) {
    return fail(Code::bundle_too_many, {}, std::to_string(lines.size()) + " signatures on a checkpoint");
  }
  std::vector<NoteSignature> signatures;
  for (const auto line : lines) {
    auto signature = parse_signature(line);
    if (!signature) return fail(signature.error());
    signatures.push_back(std::move(*signature));
  }
  return signatures;
}

/// Origin, size, root hash, further lines (C2SP tlog-checkpoint, "Note text").
Result<Checkpoint> parse_body(std::string_view text) {
  const auto lines = lines_of(text);
  if (lines.size() < 3) return malformed("it has fewer than three lines");
  if (std::any_of(lines.begin(), lines.end(), [](auto line) { return line.empty(); })) {
    return malformed("an empty line");
  }
  const auto size = decimal(lines[1]);
  if (!size) return malformed("the tree size is not a decimal number");
  auto root = decode_exactly(lines[2]);
  if (!root || root->size() != root_bytes) return malformed("the root hash is not base64 of 32 bytes");

  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  checkpoint.tree_size = *size;
  checkpoint.root_hash = std::move(*root);
  checkpoint.extensions.assign(lines.begin() + 3, lines.end());
  checkpoint.signed_text = text;
  return checkpoint;
}

bool hints_at(const NoteSignature& signature, const crypto::PublicKey& key) {
  const auto hint = note_key_id(signature.name, key);
  return std::equal(signature.key_hint.begin(), signature.key_hint.end(), hint.bytes().begin());
}

}  // namespace

Result<Checkpoint> Checkpoint::parse(std::string_view note) {
  if (!base::is_utf8(note)) return malformed("it is not UTF-8");
  if (has_control_character(note)) return malformed("it holds control characters");
  // The last blank line parts text and signatures; its first newline still ends the text.
  const auto blank_line = note.rfind("\n\n");
  if (blank_line == std::string_view::npos || !note.ends_with('\n')) return malformed("it is no signed note");

  auto checkpoint = parse_body(note.substr(0, blank_line + 1));
  if (!checkpoint) return checkpoint;
  auto signatures = parse_signatures(note.substr(blank_line + 2));
  if (!signatures) return fail(signatures.error());
  checkpoint->signatures = std::move(*signatures);
  return checkpoint;
}

/// "rekor.sigstore.dev" of "rekor.sigstore.dev - 1193050959916656506".
std::string_view Checkpoint::name_in_origin() const {
  return std::string_view(origin).substr(0, origin.rfind(" - "));
}

Checkpoint::SignedBy Checkpoint::signed_by(const crypto::PublicKey& key, std::string_view name) const {
  auto outcome = SignedBy::nobody;
  for (const auto& candidate : signatures) {
    if (candidate.name != name || !hints_at(candidate, key)) continue;
    if (!key.verify(key.usual_digest(), as_bytes(signed_text), candidate.signature)) {
      return SignedBy::false_signature;
    }
    outcome = SignedBy::this_key;
  }
  return outcome;
}

std::vector<std::string> Checkpoint::cosigners(std::string_view log_name) const {
  std::vector<std::string> names;
  for (const auto& signature : signatures) {
    const bool is_new = std::find(names.begin(), names.end(), signature.name) == names.end();
    if (signature.name != log_name && is_new) names.push_back(signature.name);
  }
  return names;
}

crypto::Digest note_key_id(std::string_view name, const crypto::PublicKey& key) {
  const BytesView spki = key.spki();
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  switch (key.type()) {
    case crypto::KeyType::ed25519:
      hasher.update(as_bytes(name));
      hasher.update(as_bytes("\n\x01"));
      hasher.update(spki.last(ed25519_key_bytes));  // an Ed25519 SPKI is a fixed head and the key
      break;
    case crypto::KeyType::rsa:
      hasher.update(as_bytes(name));
      hasher.update(as_bytes("\n\xFFPKIX-RSA-PKCS#1v1.5"));
      hasher.update(spki);
      break;
    default:
      hasher.update(spki);
  }
  return hasher.finish();
}

}  // namespace weighmaster::signature
