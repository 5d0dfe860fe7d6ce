#pragma once

#include <cstddef>
#include <cstdint>

/// What hostile input may cost at most. One place, each number with its origin.
namespace weighmaster::base::limits {

/// Values of a JSON text: a manifest has one in about 40 bytes, the smallest lists of keys one in 20, a
/// report to be painted one in 13. A text of nothing but brackets would take forty times its size in memory.
constexpr std::size_t json_values = 100'000;
constexpr std::size_t json_bytes_a_value = 8;
/// A signature file. A manifest of a million files is about 200 MB of payload in base64; the
/// reference reads without end.
constexpr std::uint64_t signature_file_bytes = 256ULL << 20U;
/// A trusted root, key or certificate file: the public ones are under 20 kB.
constexpr std::uint64_t trust_file_bytes = 8ULL << 20U;
/// An audit report: a signature file in base64, and pages or lists of its files beside it.
constexpr std::uint64_t audit_report_bytes = 1ULL << 30U;
/// Models of one report, and its pieces of evidence: a signature, a root, and keys for each.
constexpr std::size_t audit_models = 4096;
constexpr std::size_t audit_pieces = 16'384;
/// What the window program answers: the pages of a model of a million files.
constexpr std::uint64_t painted_bytes = 1ULL << 30U;
/// Parameters given as JSON: as much as the Go program takes.
constexpr std::uint64_t params_bytes = 4ULL << 20U;
/// A policy file: a thousand rules of a kilobyte.
constexpr std::uint64_t policy_file_bytes = 1ULL << 20U;
/// Signers of one rule: each key of them may cost a signature check.
constexpr std::size_t policy_signers = 64;
/// Rules, and the model names in all of them together: each name is compared with each.
constexpr std::size_t policy_rules = 1000;
constexpr std::size_t policy_models = 4096;
/// A person's address book: a thousand entries, each a page of text with its key or its certificates. Each
/// identity is compared with each that is found.
constexpr std::uint64_t publishers_file_bytes = 8ULL << 20U;
constexpr std::size_t publishers = 1000;
/// What a person writes beside an entry: a page.
constexpr std::size_t publisher_note_bytes = 4096;
/// A payload that is tried in the encoding of model-signing 0.2.0, which costs four times its size: a quarter
/// of a million files. Models of that age were small.
constexpr std::size_t legacy_payload_bytes = 64U << 20U;
/// A file whose signature is over its bytes and not over a digest of them (Ed25519): it is held in memory.
constexpr std::uint64_t undigested_file_bytes = 256ULL << 20U;
/// Nesting of JSON: a bundle needs 7, a Rekor body 6.
constexpr std::size_t json_depth = 64;
/// Log entries and timestamps of a bundle, as sigstore-go caps them (internal/limits).
constexpr std::size_t log_entries = 32;
constexpr std::size_t timestamps = 32;
/// A timestamp in DER: those of public authorities, with three RSA certificates, are under 8 kB.
constexpr std::size_t timestamp_bytes = 64U << 10U;
/// A PKCS#11 URI: Linux takes 128 KiB in one argument; a URI that names all there is to name has 1 kB.
constexpr std::size_t pkcs11_uri_bytes = 64U << 10U;
/// Objects of a token that are looked at: a smart card has under a hundred.
constexpr std::size_t token_objects = 1000;
/// One attribute of an object on a token: a certificate is the largest.
constexpr std::size_t token_attribute_bytes = 64U << 10U;
/// Certificates of a chain; public chains have three.
constexpr std::size_t certificates = 16;
/// Signatures that are checked in the search for one chain; most take one for each certificate.
constexpr std::size_t issuer_attempts = 64;
/// A certificate in DER: Fulcio's are about 1 kB.
constexpr std::size_t certificate_bytes = 64U << 10U;
/// How often the password of a private key is stretched: OpenSSL does it 2048 times, OWASP asks for 1.3
/// million at most, and this many take a second or two. Of scrypt the product of its costs, in OpenSSL
/// 131,072.
constexpr std::int64_t key_iterations = 2'000'000;
/// A password or PIN, from whatever place: OpenSSL's own programs take 1 kB.
constexpr std::size_t password_bytes = 1024;
/// Hashes of an inclusion proof: a tree of 2^64 leaves has 64 levels, in the two parts of a path at most 128.
constexpr std::size_t inclusion_hashes = 128;
/// Signatures on a checkpoint: one log and its witnesses.
constexpr std::size_t checkpoint_signatures = 64;
/// Timestamps of certificate logs in one certificate: public ones have one.
constexpr std::size_t certificate_timestamps = 32;
/// Logs and authorities of a trusted root, each kind: the public ones have under ten.
constexpr std::size_t trusted_logs = 256;
/// Resources of a manifest: ten times the largest model on the public hubs, in shards of a gigabyte.
constexpr std::size_t resources = 4'000'000;
/// Files of a folder, so that a walk ends.
constexpr std::size_t folder_files = 4'000'000;
/// Links to folders that are followed in one walk: two in each of n folders would make 2^n walks.
constexpr std::size_t followed_folders = 1000;
/// Many models at once: people keep some hundreds; a table of more is no answer to anybody.
constexpr std::size_t scan_models = 10'000;
/// Folders that are looked into for models, and how deep: stores need five levels, a home folder some more.
constexpr std::size_t scan_folders = 100'000;
constexpr std::size_t scan_depth = 16;
/// A store's list of a model's files: one that lists each tensor is under 1 MB.
constexpr std::uint64_t store_list_bytes = 4ULL << 20U;
/// A list of digests, and a cache of them: a million files, or pieces of files, take about 200 bytes each.
constexpr std::uint64_t digest_file_bytes = 256ULL << 20U;
constexpr std::uint64_t digest_cache_bytes = 256ULL << 20U;
constexpr std::size_t cached_digests = 1'000'000;
/// Parts of a plan, each a file and an option of a command line: Slurm takes 1001 tasks an array where nobody
/// says more.
constexpr std::uint64_t plan_parts = 10'000;
/// Depth of folders in a folder.
constexpr std::size_t folder_depth = 256;
/// Bytes of a resource's name: PATH_MAX on Linux.
constexpr std::size_t name_bytes = 4096;

/// The body of an answer from the network, where the request names no other size: a log entry with its proof
/// is under 100 kB, and so is a trusted root.
constexpr std::uint64_t answer_bytes = 8ULL << 20U;
/// All header lines of an answer; common servers take no more in a request.
constexpr std::size_t answer_header_bytes = 64U << 10U;
/// Characters of an answer that are shown.
constexpr std::size_t answer_excerpt = 300;
/// An address: what RFC 9110 section 4.1 asks everybody to support.
constexpr std::size_t address_bytes = 8000;
/// How often a server may send on to another address: curl's own programs say 50, browsers 20.
constexpr int redirects = 5;

/// Logging in. An identity token: those of public providers are under 3 kB; with groups some reach 16.
constexpr std::size_t identity_token_bytes = 64U << 10U;
/// What a provider answers: its description and its tokens are under 10 kB.
constexpr std::uint64_t login_answer_bytes = 256ULL << 10U;
/// All that a browser sends in one request: with the cookies that other programs left for "localhost", common
/// servers take as much.
constexpr std::size_t login_request_bytes = 64U << 10U;
/// For how long one connection may send its request, so that nobody holds the door.
constexpr int login_request_seconds = 5;
/// Connections at a time: a browser opens six to one place, half of them ahead, and other programs may be
/// curious.
constexpr std::size_t login_connections = 64;
/// By how much the provider's clock and this computer's may differ: what OpenID Connect libraries allow.
constexpr int login_clock_skew_seconds = 60;
/// A code that a person types or pastes.
constexpr std::size_t login_code_bytes = 8192;

/// Trust metadata (TUF), as python-tuf's UpdaterConfig has it.
constexpr std::uint64_t root_metadata_bytes = 512'000;
constexpr std::uint64_t timestamp_metadata_bytes = 16'384;
constexpr std::uint64_t snapshot_metadata_bytes = 2'000'000;
constexpr std::uint64_t targets_metadata_bytes = 5'000'000;
constexpr int root_rotations = 256;
constexpr std::size_t delegated_roles = 32;
/// Signatures that a role may demand: Sigstore's root demands three.
constexpr std::int64_t threshold = 1024;
/// A pattern with stars, for paths and for signers: matching costs the length of the name for each star.
constexpr std::size_t pattern_bytes = 4096;

}  // namespace weighmaster::base::limits
