#include "trust.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "base/limits.h"
#include "net/address.h"
#include "network.h"
#include "resources/instances.h"
#include "trust_files.h"
#include "trust_text.h"
#include "verdict/report_json.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::fail;
using base::Result;
using update::Store;

Result<Store> store_of(const Console& console) {
  if (console.trust_folder) return Store(*console.trust_folder);
  return fail(Code::file_not_written, "weighmaster/trust", "neither XDG_DATA_HOME nor HOME names a folder");
}

int answer(const RootInUse& trust, std::string_view done, const CommonOptions& common, const Console& console,
           int exit_code = 0) {
  if (common.json) {
    write_json(
        console.out,
        {{"schema", verdict::report_schema_version}, {"exit_code", exit_code}, {"trust", trust_json(trust)}});
    return exit_code;
  }
  if (!done.empty()) console.out << done << "\n\n";
  write_trust(console.out, trust, console.now);
  return exit_code;
}

/// Another instance, from the command line.
Result<update::Instance> given_instance(const std::string& url, const std::string& root_file) {
  if (const auto address = net::Address::parse(url); !address) return fail(address.error());
  auto root = base::read_file(root_file, base::limits::root_metadata_bytes);
  if (!root) return fail(root.error());
  return update::Instance{url, url, std::move(*root)};
}

/// What the options name, else what is in use; what was imported is updated by importing again.
Result<update::Instance> instance_of(const TrustUpdateOptions& options, const Store& store) {
  if (options.tuf_url) return given_instance(*options.tuf_url, options.tuf_root.value_or(""));
  const auto name = options.use_staging ? std::string(Store::staging_name) : store.in_use();
  if (name == Store::staging_name) return resources::staging_instance();
  if (name == Store::public_name || name == Store::imported_name) return resources::public_instance();
  return store.own_instance(name);
}

Result<update::TrustInUse> updated(const TrustUpdateOptions& options, const Store& store,
                                   const Console& console) {
  const auto http = make_http(options.network);
  if (!http) return fail(http.error());
  const auto instance = instance_of(options, store);
  if (!instance) return fail(instance.error());
  auto trust = store.update(*instance, **http, console.now, {console.stop, {}});
  if (!trust || !options.tuf_url) return trust;
  if (auto chosen = store.use(instance->name); !chosen) return fail(chosen.error());
  return trust;
}

constexpr auto unchanged =
    "nothing is changed yet. Whoever has these keys can sign in any name that you expect; if you trust them, "
    "say "
    "it again with --yes.";

/// Shows what the file holds, and asks. No, where there is no terminal to ask on. Error: task.cancelled.
Result<bool> agree(const RootInUse& shown, const Console& console) {
  write_trust(console.out, shown, console.now);
  console.out << '\n' << std::flush;
  auto agreed = console.agrees(
      "Whoever has these keys can sign in any name that you expect. Use them from now on?", console.stop);
  if (!agreed && agreed.error().code == Code::signing_consent) return false;
  return agreed;
}

}  // namespace

int show_trust(const RootOptions& options, const CommonOptions& common, const Console& console) {
  const auto trust = read_trusted_root(options, console.trust_folder);
  if (!trust) return give_up(trust.error(), common, console);
  if (trust->passed_over) note(passed_over_note(*trust->passed_over), common, console);
  return answer(*trust, {}, common, console);
}

int update_trust(const TrustUpdateOptions& options, const CommonOptions& common, const Console& console) {
  const auto store = store_of(console);
  if (!store) return give_up(store.error(), common, console);
  const auto trust = updated(options, *store, console);
  if (!trust) return give_up(trust.error(), common, console);
  if (!options.tuf_url && !options.use_staging && store->in_use() == Store::imported_name) {
    note("what is in use was imported from a file, and stays so until “trust use public”.", common, console);
  }
  return answer(described(*trust), "Updated and verified.", common, console);
}

int use_trust(const std::string& name, const CommonOptions& common, const Console& console) {
  const auto store = store_of(console);
  if (!store) return give_up(store.error(), common, console);
  if (const auto chosen = store->use(name); !chosen) return give_up(chosen.error(), common, console);
  return show_trust({}, common, console);
}

int import_trust(const TrustImportOptions& options, const CommonOptions& common, const Console& console) {
  const auto text = base::read_file(options.file, base::limits::trust_file_bytes);
  if (!text) return give_up(text.error(), common, console);
  auto root = trust::TrustedRoot::parse(*text);
  if (!root) return give_up(root.error(), common, console);
  const RootInUse shown{std::make_shared<const trust::TrustedRoot>(std::move(*root)), options.file};
  const bool asks = !common.json && console.agrees;
  if (!options.yes && !asks) {
    note(unchanged, common, console);
    return answer(shown, {}, common, console, exit_usage);
  }
  const auto agreed = options.yes ? Result<bool>(true) : agree(shown, console);
  if (!agreed) return give_up(agreed.error(), common, console);
  if (!*agreed) {
    note(unchanged, common, console);
    return exit_usage;
  }
  const auto store = store_of(console);
  if (!store) return give_up(store.error(), common, console);
  const auto name = base::utf8(std::filesystem::path(options.file).filename());
  const auto trust = store->import(*text, name, console.now);
  if (!trust) return give_up(trust.error(), common, console);
  return answer(described(*trust), "Imported, and in use from now on.", common, console);
}

}  // namespace weighmaster::terminal
