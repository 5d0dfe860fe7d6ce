#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console.h"
#include "options.h"

/// The person's address book: who may sign which models (docs/publishers.md).
namespace weighmaster::terminal {

/// Each answers and returns 0, or 5 where it could not be done.
struct ListPublishersOptions {
  std::optional<std::string> file;
  /// Only those that decide about this model.
  std::optional<std::string> model_name;
};
[[nodiscard]] int list_publishers(const ListPublishersOptions& options, const CommonOptions& common,
                                  const Console& console);

/// One signer, of one kind.
struct AddPublisherOptions {
  std::optional<std::string> file;
  std::string models;
  std::optional<std::string> identity;
  std::optional<std::string> identity_pattern;
  std::optional<std::string> identity_provider;
  std::optional<std::string> identity_provider_pattern;
  std::optional<std::string> public_key;
  std::vector<std::string> certificate_chain;
  std::string note;
};
[[nodiscard]] int add_publisher(const AddPublisherOptions& options, const CommonOptions& common,
                                const Console& console);

struct RemovePublisherOptions {
  std::optional<std::string> file;
  std::vector<std::string> ids;
};
[[nodiscard]] int remove_publisher(const RemovePublisherOptions& options, const CommonOptions& common,
                                   const Console& console);

struct ImportPublishersOptions {
  std::optional<std::string> file;
  std::string from;
  /// The person has seen what it holds, or the caller is a script.
  bool yes = false;
};
/// Without `yes` the person is asked on their terminal, having seen what would be added; where they are not
/// there, or say no, it changes nothing, says so, and returns 2.
[[nodiscard]] int import_publishers(const ImportPublishersOptions& options, const CommonOptions& common,
                                    const Console& console);

struct ExportPublishersOptions {
  std::optional<std::string> file;
  std::string to;
  bool overwrite = false;
};
[[nodiscard]] int export_publishers(const ExportPublishersOptions& options, const CommonOptions& common,
                                    const Console& console);

}  // namespace weighmaster::terminal
