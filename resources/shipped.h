#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

/// What comes with the programs.
namespace weighmaster::resources {

/// The trusted root (JSON, UTF-8) of Sigstore's public instance; trust/SOURCE.json says where it is from.
[[nodiscard]] std::string_view trusted_root();
/// The trusted root of Sigstore's staging instance, where nothing is signed in earnest.
[[nodiscard]] std::string_view staging_trusted_root();

/// Which services sign for the public and for the staging instance (signing config, JSON, UTF-8).
[[nodiscard]] std::string_view signing_config();
[[nodiscard]] std::string_view staging_signing_config();

/// The roots that updates by TUF begin with (JSON, UTF-8), of the public and of the staging instance.
[[nodiscard]] std::string_view tuf_root();
[[nodiscard]] std::string_view staging_tuf_root();
/// trust/SOURCE.json: where all of these came from, and when they were taken.
[[nodiscard]] std::string_view source_record();

/// The folder of the example models, or nothing where it isn't installed: `share/weighmaster/examples` above
/// the running program.
[[nodiscard]] std::optional<std::filesystem::path> examples_folder();

}  // namespace weighmaster::resources
