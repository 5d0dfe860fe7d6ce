#include "sign.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "answer.h"
#include "base/core_files.h"
#include "base/file.h"
#include "base/text.h"
#include "digest_files.h"
#include "model/hub.h"
#include "net/curl_http.h"
#include "progress.h"
#include "prompt.h"
#include "sign_answer.h"
#include "sign_changes.h"
#include "signers.h"
#include "signing/previous.h"
#include "signing/sign.h"
#include "signing/signature_file.h"
#include "signing/timestamp_authority.h"
#include "stored_digests.h"

namespace weighmaster::terminal {
namespace {

namespace fs = std::filesystem;
using base::Existing;
using base::Result;

manifest::Serialization serialization(const SignOptions& options) {
  manifest::Serialization how;
  how.hash =
      crypto::manifest_algorithm(options.hash.value_or("sha256")).value_or(crypto::DigestAlgorithm::sha256);
  how.allow_symlinks = options.folder.allow_symlinks;
  if (options.shard_size) {
    how.method = manifest::Method::shards;
    how.shard_size = *options.shard_size;
  }
  return how;
}

Result<signing::SignRequest> request(const SignOptions& options, base::TimePoint now) {
  signing::SignRequest request;
  request.model = options.model;
  request.signature = options.signature;
  request.serialization = serialization(options);
  request.ignore_paths = options.folder.ignore_paths;
  request.ignore_git_paths = options.folder.ignore_git_paths;
  request.now = now;
  if (!options.tsa_url) return request;
  // What is no address is said before anything is hashed.
  if (const auto address = signing::timestamp_address(*options.tsa_url); !address)
    return base::fail(address.error());
  request.witnesses.push_back(
      std::make_shared<signing::TimestampAuthority>(std::make_shared<net::CurlHttp>(), *options.tsa_url));
  return request;
}

/// A path that was meant to be left out, and by a slip is signed.
void note_what_is_not_there(const SignOptions& options, const CommonOptions& common, const Console& console) {
  const auto model = model::model_folder(options.model).value_or(options.model);
  for (const auto& path : options.folder.ignore_paths) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(model / path, error)))
      note("--ignore-paths: there is no " + base::visible(path) + " in the model.", common, console);
  }
}

/// Whoever gets the model could sign as its publisher.
void note_key_in_model(const SignOptions& options, const model::Tree& tree, const CommonOptions& common,
                       const Console& console) {
  std::error_code error;
  const auto name =
      model::name_below(fs::canonical(tree.root(), error), fs::canonical(options.private_key, error));
  const bool covered = !error && name &&
                       std::any_of(tree.files().begin(), tree.files().end(),
                                   [&](const model::File& file) { return file.name == *name; });
  if (covered) {
    note("the private key " + base::visible(*name) +
             " is part of the model: whoever gets the model can sign as you. Take it out and sign again.",
         common, console);
  }
}

Result<Signed> sign_lists(const SignOptions& options, const signing::SignRequest& request,
                          signing::Signer& signer, const base::Task& task) {
  auto lists = read_digest_files(options.digests);
  if (!lists) return base::fail(std::move(lists.error()));
  auto manifest = manifest::manifest_of(std::move(*lists));
  if (!manifest) return base::fail(std::move(manifest.error()));
  auto made = signing::sign_manifest(signing::subject_name(options.model), std::move(*manifest), signer,
                                     request.witnesses, request.now, task);
  if (!made) return base::fail(std::move(made.error()));
  return Signed{std::nullopt, std::move(*made), std::nullopt, 0};
}

/// What an earlier signature tells: how to hash, where the person does not say, and what need not be read.
Result<manifest::Manifest> build_on_previous(const SignOptions& options, signing::Signer& signer,
                                             const StoredDigests& stored, const base::Task& task,
                                             signing::SignRequest& request) {
  const auto material = signer.material(task);
  if (!material) return base::fail(material.error());
  auto previous = signing::previous_manifest(*options.previous, *material, request.now);
  if (!previous) return previous;
  auto& how = request.serialization;
  const auto& before = previous->serialization();
  if (!options.hash) how.hash = before.hash;
  if (!options.hash && !options.shard_size) {
    how.method = before.method;
    how.shard_size = before.shard_size;
  }
  request.known.find = signing::unchanged_since(*previous, stored.cache()).find;
  return previous;
}

Result<Signed> sign_files(const SignOptions& options, signing::SignRequest request, signing::Signer& signer,
                          const CommonOptions& common, const Console& console) {
  StoredDigests stored(options.use_digest_cache || options.previous, console.now);
  ProgressLine line(console.err, console.progress && common.progress());
  const auto task = line.task(console.stop);
  std::uint64_t bytes_read = 0;
  request.known.found = [&](const model::Tree& tree, const model::Piece& piece,
                            const crypto::Digest& digest) {
    bytes_read += piece.range.size();
    stored.remember(tree, piece, digest);
  };
  // Whoever is asked now says so on a line of their own.
  request.measured = [&](const manifest::Manifest&) { line.clear(); };
  std::optional<manifest::Manifest> previous;
  std::optional<manifest::Difference> changes;
  if (options.previous) {
    auto read = build_on_previous(options, signer, stored, task, request);
    if (!read) return base::fail(std::move(read.error()));
    previous = std::move(*read);
    request.measured = [&](const manifest::Manifest& now) {
      changes = manifest::difference(*previous, now);
      line.clear();
      if (common.says(Level::info)) write_changes(console.err, *changes, *options.previous);
    };
  }
  auto made = signing::sign_model(request, signer, task);
  line.clear();
  stored.save(common, console);
  if (!made) return base::fail(std::move(made.error()));
  return Signed{std::move(made->tree), std::move(made->signature), std::move(changes), bytes_read};
}

/// Signs and writes, or nothing.
Result<Signed> sign_and_write(const SignOptions& options, const signing::SignRequest& request,
                              signing::Signer& signer, const CommonOptions& common, const Console& console) {
  const auto existing = options.overwrite ? Existing::replace : Existing::keep;
  auto made = options.digests.empty() ? sign_files(options, request, signer, common, console)
                                      : sign_lists(options, request, signer, base::Task{console.stop, {}});
  if (!made) return made;
  const auto written =
      signing::write_signature(request.signature, request.model, made->signature.file, existing);
  // What was logged can't be made again.
  if (!written && options.with == SignWith::sigstore) {
    if (const auto kept = signing::keep_elsewhere(request.signature, made->signature.file))
      note("the signature is whole, and kept as " + base::visible(base::utf8(*kept)) +
               ": move it where you want it.",
           common, console);
  }
  if (!written) return base::fail(written.error());
  if (made->tree && !options.private_key.empty()) note_key_in_model(options, *made->tree, common, console);
  return made;
}

/// Who signs; who vouches for it besides goes into `request`.
Result<std::unique_ptr<signing::Signer>> signer_of(const SignOptions& options, trust::Journal& journal,
                                                   signing::SignRequest& request, const CommonOptions& common,
                                                   const Console& console) {
  if (options.with != SignWith::sigstore) return make_signer(options, common, console);
  auto parts = prepare_keyless(options.keyless, journal, common, console);
  if (!parts) return base::fail(std::move(parts.error()));
  request.witnesses = std::move(parts->witnesses);
  return std::move(parts->signer);
}

/// All that can be refused before hours of hashing is.
Result<Signed> run(const SignOptions& options, trust::Journal& journal, const CommonOptions& common,
                   const Console& console) {
  const auto existing = options.overwrite ? Existing::replace : Existing::keep;
  if (const auto free = signing::check_signature_path(options.signature, options.model, existing); !free)
    return base::fail(free.error());
  auto asked = request(options, console.now);
  if (!asked) return base::fail(asked.error());
  const auto signer = signer_of(options, journal, *asked, common, console);
  if (!signer) return base::fail(signer.error());
  if (options.digests.empty()) note_what_is_not_there(options, common, console);
  return sign_and_write(options, *asked, **signer, common, console);
}

}  // namespace

int sign(const SignOptions& options, const CommonOptions& common, const Console& console) {
  base::forbid_core_files();
  trust::Journal journal;
  const auto made = run(options, journal, common, console);
  if (!made)
    return give_up(made.error(), common, console, options.with == SignWith::sigstore ? &journal : nullptr);
  if (common.json) {
    write_json(console.out, signed_json(options, *made));
  } else {
    write_signed(console.out, options, *made);
  }
  return 0;
}

}  // namespace weighmaster::terminal
