#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "trust/pattern.h"
#include "trust/policy_reader.h"
#include "trust/publishers.h"

/// An address book as text, both ways.
namespace weighmaster::trust {
namespace {

using base::Code;
using base::Json;
using base::Result;

constexpr std::uint64_t schema = 1;
constexpr std::size_t id_digits = 16;

/// A book stands alone: keys and certificates are in it.
Result<Bytes> refuse_file(const std::string& path) {
  return base::fail(Code::publishers_malformed, path, "keys and certificates stand in the book, in PEM");
}

bool is_id(const std::string& text) {
  return text.size() == id_digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<Origin> origin_named(const std::string& text) {
  for (const auto origin : {Origin::by_hand, Origin::imported, Origin::policy, Origin::window}) {
    if (text == name(origin)) return origin;
  }
  return std::nullopt;
}

class BookReader {
 public:
  explicit BookReader(const std::string& path)
      : read_(refuse_file), reader_(path, read_, Code::publishers_malformed) {}

  Result<std::vector<Publisher>> entries(const Json& json) const {
    if (auto known = reader_.check_members(json, "book", {"$schema", "comment", "schema", "publishers"});
        !known)
      return base::fail(std::move(known.error()));
    if (!json.contains("schema") || json["schema"] != schema)
      return reader_.refuse("schema", "it has to be 1, the only one there is");
    const auto list = json.find("publishers");
    if (list == json.end() || !list->is_array()) return reader_.refuse("publishers", "it has to be a list");
    if (list->size() > base::limits::publishers)
      return reader_.refuse("publishers",
                            "it may have at most " + std::to_string(base::limits::publishers) + " elements");
    std::vector<Publisher> entries;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto where = "publishers[" + std::to_string(i) + "]";
      auto entry = read_entry((*list)[i], where);
      if (!entry) return base::fail(std::move(entry.error()));
      for (const auto& other : entries) {
        if (other.id == entry->id || other.says_the_same(*entry))
          return reader_.refuse(where, "it is there twice");
      }
      entries.push_back(std::move(*entry));
    }
    return entries;
  }

 private:
  Result<Publisher> read_entry(const Json& json, const std::string& where) const {
    auto known = reader_.check_members(
        json, where,
        {"comment", "id", "models", "signer", "added", "how", "from", "note", "timestamp_threshold"});
    if (!known) return base::fail(std::move(known.error()));
    Publisher entry;
    for (const auto read : {&BookReader::read_id, &BookReader::read_models, &BookReader::read_signer,
                            &BookReader::read_origin, &BookReader::read_remarks}) {
      if (auto done = (this->*read)(json, where, entry); !done) return base::fail(std::move(done.error()));
    }
    return entry;
  }

  Result<std::string> text(const Json& json, const std::string& where, const char* member) const {
    const auto place = where + "." + member;
    if (!json.contains(member)) return reader_.refuse(place, "it has to be there");
    return reader_.text(json[member], place);
  }

  Result<void> read_id(const Json& json, const std::string& where, Publisher& entry) const {
    auto id = text(json, where, "id");
    if (!id) return base::fail(std::move(id.error()));
    if (!is_id(*id)) return reader_.refuse(where + ".id", "it has to be 16 hexadecimal digits in lower case");
    entry.id = std::move(*id);
    return {};
  }

  Result<void> read_models(const Json& json, const std::string& where, Publisher& entry) const {
    auto models = text(json, where, "models");
    if (!models) return base::fail(std::move(models.error()));
    if (auto checked = check_model_pattern(*models); !checked) return checked;
    entry.models = std::move(*models);
    return {};
  }

  Result<void> read_signer(const Json& json, const std::string& where, Publisher& entry) const {
    if (!json.contains("signer")) return reader_.refuse(where + ".signer", "it has to be there");
    auto signer = reader_.signer(json["signer"], where + ".signer");
    if (!signer) return base::fail(std::move(signer.error()));
    entry.signer = std::move(*signer);
    const auto times = reader_.independent_times(json, where);
    if (!times) return base::fail(times.error());
    entry.independent_times = *times;
    return {};
  }

  Result<void> read_origin(const Json& json, const std::string& where, Publisher& entry) const {
    const auto added = text(json, where, "added");
    if (!added) return base::fail(added.error());
    const auto time = base::parse_rfc3339(*added);
    if (!time) return reader_.refuse(where + ".added", "it has to be a time like 2026-01-31T12:00:00Z");
    const auto how = text(json, where, "how");
    if (!how) return base::fail(how.error());
    const auto origin = origin_named(*how);
    if (!origin) return reader_.refuse(where + ".how", "it has to be by_hand, imported, policy or window");
    entry.added = *time;
    entry.origin = *origin;
    return {};
  }

  Result<void> read_remarks(const Json& json, const std::string& where, Publisher& entry) const {
    for (const auto& [member, value] : {std::pair("from", &entry.from), std::pair("note", &entry.note)}) {
      const auto found = json.find(member);
      if (found == json.end()) continue;
      if (!found->is_string() ||
          found->get_ref<const std::string&>().size() > base::limits::publisher_note_bytes)
        return reader_.refuse(where + "." + member, "it has to be a text of at most " +
                                                        std::to_string(base::limits::publisher_note_bytes) +
                                                        " bytes");
      *value = found->get<std::string>();
    }
    return {};
  }

  ReadNamedFile read_;
  PolicyReader reader_;
};

Json signer_json(const Signers& signer) {
  Json json = Json::object();
  for (const auto& identity : signer.identities.any_of) {
    json[identity.name_is_pattern ? "identity_pattern" : "identity"] = identity.name;
    json[identity.issuer_is_pattern ? "identity_provider_pattern" : "identity_provider"] = identity.issuer;
  }
  for (const auto& key : signer.keys.any_of) json["public_key"] = key.pem();
  for (const auto& anchor : signer.roots.anchors) json["certificate_chain"].push_back(anchor.pem());
  return json;
}

Json entry_json(const Publisher& entry) {
  Json json{{"id", entry.id},
            {"models", entry.models},
            {"signer", signer_json(entry.signer)},
            {"added", base::to_rfc3339(entry.added)},
            {"how", name(entry.origin)}};
  if (!entry.from.empty()) json["from"] = entry.from;
  if (!entry.note.empty()) json["note"] = entry.note;
  if (entry.independent_times > 1) json["timestamp_threshold"] = entry.independent_times;
  return json;
}

/// One entry for each signer and each pattern of a policy's rules.
Imported entries_of(const PolicyFile& policy, const std::string& file, base::TimePoint now) {
  Imported imported;
  for (const auto& rule : policy.rules()) {
    imported.drops_unsigned_files = imported.drops_unsigned_files || rule.allow_unsigned_files;
    std::vector<Signers> signers;
    for (const auto& identity : rule.signers.identities.any_of) signers.push_back({{{identity}}, {}, {}});
    for (const auto& key : rule.signers.keys.any_of) signers.push_back({{}, {{key}}, {}});
    for (const auto& anchor : rule.signers.roots.anchors) signers.push_back({{}, {}, {{anchor}}});
    for (const auto& models : rule.models) {
      for (const auto& signer : signers)
        imported.entries.push_back(
            {{}, models, signer, now, Origin::policy, file, {}, rule.independent_times});
    }
  }
  return imported;
}

}  // namespace

Result<Publishers> Publishers::parse(BytesView text, const std::string& path) {
  const auto json = base::parse_json(text, path);
  if (!json) return base::fail(json.error());
  auto entries = BookReader(path).entries(*json);
  if (!entries) return base::fail(std::move(entries.error()));
  return Publishers(path, std::move(*entries));
}

std::string Publishers::text() const {
  constexpr int indentation = 2;
  Json list = Json::array();
  for (const auto& entry : entries_) list.push_back(entry_json(entry));
  const Json book{{"schema", schema}, {"publishers", std::move(list)}};
  return book.dump(indentation, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Imported> read_import(BytesView text, const std::string& file, base::TimePoint now,
                             const ReadNamedFile& read) {
  const auto json = base::parse_json(text, file);
  if (!json) return base::fail(json.error());
  if (json->is_object() && json->contains("rules")) {
    const auto policy = PolicyFile::parse(text, file, read);
    if (!policy) return base::fail(policy.error());
    return entries_of(*policy, file, now);
  }
  const auto book = Publishers::parse(text, file);
  if (!book) return base::fail(book.error());
  Imported imported;
  for (auto entry : book->entries()) {
    entry.id.clear();
    entry.added = now;
    entry.origin = Origin::imported;
    entry.from = file;
    imported.entries.push_back(std::move(entry));
  }
  return imported;
}

}  // namespace weighmaster::trust
