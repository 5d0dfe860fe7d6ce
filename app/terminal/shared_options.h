#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "options.h"

/// Options and checks that several verbs share. CLI11's header is slow to compile: only the *_options.cpp
/// include this.
namespace weighmaster::terminal {

[[nodiscard]] const CLI::Validator& not_empty();
/// A whole number from 1 to 10^18 - 1.
[[nodiscard]] const CLI::Validator& whole_bytes();

/// The option's value is the path of a file: for the help and the shells; an empty one is refused.
CLI::Option* takes_file(CLI::Option* option);
/// The option can be given several times, one value each, which is taken as it stands: CLI11 would else take
/// what follows too, and take "[a,b]" apart.
CLI::Option* repeatable(CLI::Option* option);
/// Both.
CLI::Option* takes_files(CLI::Option* option);

/// Refuses what is no name of a model (trust/model_name.h); `name` may be nothing.
void check_model_name(const std::optional<std::string>& name);

/// The argument MODEL_PATH.
void add_model(CLI::App& verb, std::string& model);
/// --ignore-paths, --[no-]ignore-git-paths, --allow-symlinks
void add_folder_options(CLI::App& verb, FolderOptions& options,
                        const std::string& allow_symlinks = "Follow symbolic links that stay in the model");
/// --trust-config, --trusted-root, --use-staging: one of them at most
void add_root_options(CLI::App& verb, RootOptions& options);
/// --offline, --proxy, --ca-file
void add_network_options(CLI::App& verb, NetworkOptions& options);

}  // namespace weighmaster::terminal
