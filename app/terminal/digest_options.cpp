#include "command_line.h"
#include "digest.h"
#include "shared_options.h"

namespace weighmaster::terminal {

void declare_digest(CommandLine& line) {
  auto* verb = line.app.add_subcommand("digest", "Print the root digest of a model");
  const auto options = std::make_shared<DigestOptions>();
  verb->footer(
      "Example:\n  weighmaster-cli digest my-model --ignore-paths model.sig\n"
      "It is the digest that a signature of the same files states (OMS section 6.5.1).");
  add_model(*verb, options->path);
  add_folder_options(*verb, options->folder);
  verb->add_option("--hash", options->hash, "How files are hashed (sha256 if not given)")
      ->check(CLI::IsMember({"sha256", "blake2b", "blake3"}));
  verb->add_option("--shard-size", options->shard_size, "Hash pieces of so many bytes instead of whole files")
      ->type_name("BYTES")
      ->check(whole_bytes());
  auto* output = takes_file(
      verb->add_option("--output", options->output,
                       "Write all digests into this file, to sign from elsewhere (docs/digests.md)"));
  takes_files(verb->add_option("--only", options->only,
                               "Hash only this path of the model, as a part of the list (can be repeated)"))
      ->needs(output);
  verb->add_flag("--use-digest-cache", options->use_digest_cache,
                 "Take digests of files that did not change since from the cache, and keep those made now");
  line.choose(*verb,
              [&line, options](const Console& console) { return digest(*options, line.common, console); });
}

}  // namespace weighmaster::terminal
