#include "publishers.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "address_book.h"
#include "answer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "trust/publishers_file.h"
#include "trust_files.h"
#include "verdict/report_json.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

using base::Code;
using base::Json;
using base::Result;
using base::visible;
using trust::Publisher;
using trust::Publishers;

std::string_view in_words(trust::Origin origin) {
  switch (origin) {
    case trust::Origin::by_hand:
      return "by hand";
    case trust::Origin::imported:
      return "imported";
    case trust::Origin::policy:
      return "from a policy file";
    case trust::Origin::window:
      return "chosen in the window";
  }
  return {};
}

void write(std::ostream& out, const Publisher& entry) {
  out << (entry.id.empty() ? "" : entry.id + "  ")
      << (entry.models == "*" ? std::string("any model") : visible(entry.models)) << '\n';
  out << "  " << visible(title_of(entry.signer));
  for (const auto& identity : entry.signer.identities.any_of)
    out << ", vouched for by " << visible(identity.issuer);
  out << "\n  since " << base::to_rfc3339(entry.added).substr(0, 10) << ", " << in_words(entry.origin);
  if (!entry.from.empty()) out << " (" << visible(entry.from) << ")";
  out << '\n';
  if (!entry.note.empty()) out << "  " << visible(entry.note) << '\n';
}

/// The entries as the book's file has them.
Json entries_json(const std::vector<Publisher>& entries) {
  const auto book = Publishers({}).with_all(entries);
  const auto json =
      book ? base::parse_json(as_bytes(book->text()), "the entries") : Result<Json>(Json::object());
  return json ? json->value("publishers", Json::array()) : Json::array();
}

int answer(const Publishers& book, const std::vector<Publisher>& entries, std::string_view done,
           const CommonOptions& common, const Console& console, int exit_code = 0) {
  if (common.json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", exit_code},
                             {"file", book.path()},
                             {"publishers", entries_json(entries)}});
    return exit_code;
  }
  if (!done.empty()) console.out << done << '\n';
  for (const auto& entry : entries) write(console.out, entry);
  return exit_code;
}

Result<trust::Signers> signer_of(const AddPublisherOptions& options) {
  trust::Signers signer;
  if (options.public_key) {
    auto key = read_public_key(*options.public_key);
    if (!key) return base::fail(std::move(key.error()));
    signer.keys.any_of.push_back(std::move(*key));
  } else if (!options.certificate_chain.empty()) {
    auto roots = read_roots(options.certificate_chain);
    if (!roots) return base::fail(std::move(roots.error()));
    signer.roots = std::move(*roots);
  } else {
    const auto& provider =
        options.identity_provider ? options.identity_provider : options.identity_provider_pattern;
    const auto& name = options.identity ? options.identity : options.identity_pattern;
    signer.identities.any_of.push_back(
        {name.value_or(""), provider.value_or(""), !options.identity, !options.identity_provider});
  }
  return signer;
}

constexpr auto unchanged = "nothing is changed yet. If you trust these signers, say it again with --yes.";

Result<trust::Imported> read_import_file(const ImportPublishersOptions& options, const Console& console) {
  const std::filesystem::path path = options.from;
  const auto text = base::read_file(path, base::limits::publishers_file_bytes);
  if (!text) return base::fail(text.error());
  return trust::read_import(*text, base::utf8(path.filename()), console.now, [&](const std::string& named) {
    return base::read_file(path.parent_path() / named, base::limits::policy_file_bytes);
  });
}

/// Whether the person wants them. No, where there is no terminal to ask on. Error: task.cancelled.
Result<bool> agree(const std::vector<Publisher>& news, const Console& console) {
  for (const auto& entry : news) write(console.out, entry);
  console.out << '\n' << std::flush;
  auto agreed = console.agrees("Trust these signers for these models from now on?", console.stop);
  if (!agreed && agreed.error().code == Code::signing_consent) return false;
  return agreed;
}

}  // namespace

int list_publishers(const ListPublishersOptions& options, const CommonOptions& common,
                    const Console& console) {
  const auto book = read_book(options.file, console);
  if (!book) return give_up(book.error(), common, console);
  std::vector<Publisher> shown;
  const auto rule = book->policy_for(options.model_name.value_or("")).rule;
  for (const auto& entry : book->entries()) {
    const bool decides =
        !options.model_name || (rule && std::any_of(rule->entries.begin(), rule->entries.end(),
                                                    [&](const auto& one) { return one.id == entry.id; }));
    if (decides) shown.push_back(entry);
  }
  const auto* nothing =
      options.model_name ? "The address book names nobody for this model." : "The address book is empty.";
  return answer(*book, shown, shown.empty() ? nothing : "", common, console);
}

int add_publisher(const AddPublisherOptions& options, const CommonOptions& common, const Console& console) {
  const auto file = book_file(options.file, console);
  if (!file) return give_up(file.error(), common, console);
  auto signer = signer_of(options);
  if (!signer) return give_up(signer.error(), common, console);
  const auto book = trust::change_publishers(*file, [&](const Publishers& before) {
    return before.with(
        {{}, options.models, std::move(*signer), console.now, trust::Origin::by_hand, {}, options.note});
  });
  if (!book) return give_up(book.error(), common, console);
  return answer(*book, {book->entries().back()},
                "Added. From now on this signer is trusted for these models.", common, console);
}

int remove_publisher(const RemovePublisherOptions& options, const CommonOptions& common,
                     const Console& console) {
  const auto file = book_file(options.file, console);
  if (!file) return give_up(file.error(), common, console);
  std::vector<Publisher> removed;
  const auto book = trust::change_publishers(*file, [&](const Publishers& before) {
    Result<Publishers> without(before);
    for (const auto& id : options.ids) {
      if (const auto* entry = without->find(id)) removed.push_back(*entry);
      without = without->without(id);
      if (!without) break;
    }
    return without;
  });
  if (!book) return give_up(book.error(), common, console);
  return answer(*book, removed, "Taken out of the address book:", common, console);
}

int import_publishers(const ImportPublishersOptions& options, const CommonOptions& common,
                      const Console& console) {
  const auto file = book_file(options.file, console);
  if (!file) return give_up(file.error(), common, console);
  const auto imported = read_import_file(options, console);
  if (!imported) return give_up(imported.error(), common, console);
  const auto book = trust::load_publishers(*file);
  if (!book) return give_up(book.error(), common, console);
  const auto news = book->news(imported->entries);
  if (imported->drops_unsigned_files)
    note("that unsigned files are let pass is not taken over from the policy.", common, console);
  if (news.empty()) return answer(*book, {}, "The address book has all of it already.", common, console);
  const bool asks = !common.json && console.agrees;
  if (!options.yes && !asks) {
    note(unchanged, common, console);
    return answer(*book, news, {}, common, console, exit_usage);
  }
  const auto agreed = options.yes ? Result<bool>(true) : agree(news, console);
  if (!agreed) return give_up(agreed.error(), common, console);
  if (!*agreed) {
    note(unchanged, common, console);
    return exit_usage;
  }
  const auto changed =
      trust::change_publishers(*file, [&](const Publishers& before) { return before.with_all(news); });
  if (!changed) return give_up(changed.error(), common, console);
  const auto count = static_cast<std::ptrdiff_t>(changed->entries().size() - book->entries().size());
  return answer(*changed,
                {changed->entries().end() - std::max<std::ptrdiff_t>(count, 0), changed->entries().end()},
                "Added:", common, console);
}

int export_publishers(const ExportPublishersOptions& options, const CommonOptions& common,
                      const Console& console) {
  const auto book = read_book(options.file, console);
  if (!book) return give_up(book.error(), common, console);
  const auto existing = options.overwrite ? base::Existing::replace : base::Existing::keep;
  if (const auto written = base::write_file(options.to, as_bytes(book->text()), existing); !written)
    return give_up(written.error(), common, console);
  return answer(*book, book->entries(), "Written:", common, console);
}

}  // namespace weighmaster::terminal
