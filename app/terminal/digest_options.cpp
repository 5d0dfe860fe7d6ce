#include "base/limits.h"
#include "command_line.h"
#include "digest.h"
#include "shared_options.h"

namespace weighmaster::terminal {

namespace {

constexpr auto footer = R"(Examples:
  weighmaster-cli digest my-model --ignore-paths model.sig
  weighmaster-cli digest my-model --plan 4 --output plan.json
  weighmaster-cli digest my-model --part 1 --of plan.json --output part-1.json
The first prints the digest that a signature of the same files states (OMS section 6.5.1).
With the others several machines hash one model (docs/cluster.md); sign --digests takes the parts.)";

void add_how_to_hash(CLI::App& verb, DigestOptions& options) {
  verb.add_option("--hash", options.hash, "How files are hashed (sha256 if not given)")
      ->check(CLI::IsMember({"sha256", "blake2b", "blake3"}));
  verb.add_option("--shard-size", options.shard_size, "Hash pieces of so many bytes instead of whole files")
      ->type_name("BYTES")
      ->check(whole_bytes());
}

/// How a part is hashed, and what of, stands in the plan.
void add_parts(CLI::App& verb, DigestOptions& options) {
  auto* plan = verb.add_option("--plan", options.plan,
                               "Hash nothing: share the work out to so many parts, and write that plan")
                   ->type_name("NUMBER")
                   ->check(CLI::Range(std::uint64_t{1}, base::limits::plan_parts))
                   ->needs("--output")
                   ->excludes("--only")
                   ->excludes("--use-digest-cache");
  auto* part = verb.add_option("--part", options.part, "Hash this part of a plan, counted from 1")
                   ->type_name("NUMBER")
                   ->check(CLI::Range(std::uint64_t{1}, base::limits::plan_parts))
                   ->needs("--output")
                   ->excludes(plan);
  for (const char* other : {"--hash", "--shard-size", "--ignore-paths", "--ignore-git-paths",
                            "--allow-symlinks", "--only", "--use-digest-cache"})
    part->excludes(other);
  auto* of = takes_file(verb.add_option("--of", options.of, "The plan that the part is of"))->needs(part);
  part->needs(of);
  verb.add_flag("--resume", options.resume,
                "Leave the part as it is where it was hashed before and no file of it was touched since")
      ->needs(part);
}

}  // namespace

void declare_digest(CommandLine& line) {
  auto* verb = line.app.add_subcommand("digest", "Print the root digest of a model");
  const auto options = std::make_shared<DigestOptions>();
  verb->footer(footer);
  add_model(*verb, options->path);
  add_folder_options(*verb, options->folder);
  add_how_to_hash(*verb, *options);
  auto* output = takes_file(
      verb->add_option("--output", options->output,
                       "Write all digests into this file, to sign from elsewhere (docs/digests.md)"));
  takes_files(verb->add_option("--only", options->only,
                               "Hash only this path of the model, as a part of the list (can be repeated)"))
      ->needs(output);
  verb->add_flag("--use-digest-cache", options->use_digest_cache,
                 "Take digests of files that did not change since from the cache, and keep those made now");
  add_parts(*verb, *options);
  line.choose(*verb,
              [&line, options](const Console& console) { return digest(*options, line.common, console); });
}

}  // namespace weighmaster::terminal
