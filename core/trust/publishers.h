#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "trust/look_alike.h"
#include "trust/policy_file.h"
#include "trust/publisher.h"

namespace weighmaster::trust {

/// The person's address book: who may sign which models (docs/publishers.md, schema 1). Immutable; what
/// changes it makes another one.
class Publishers {
 public:
  /// An empty one.
  explicit Publishers(std::string path) : path_(std::move(path)) {}

  /// Strict, as a policy file is. `path` names the book in errors and reports. Errors: parse_json's,
  /// publishers.malformed (the detail says where in the book), policy.pattern.
  [[nodiscard]] static base::Result<Publishers> parse(BytesView text, const std::string& path);
  /// What `parse` reads: JSON, with a final newline.
  [[nodiscard]] std::string text() const;

  /// Whom the book lets sign the model, by its narrowest entries that name it: of an exact name, else of the
  /// pattern that leaves least open; any of them. Of a model without a name only those for every model count.
  /// NoExpectation and no rule where there are none.
  [[nodiscard]] Policy policy_for(const std::string& model) const;

  /// With the entry at its end, which gets an id where it has none. Errors: publishers.expected where an
  /// entry says the same, publishers.malformed where it is none that the book could hold, policy.pattern.
  [[nodiscard]] base::Result<Publishers> with(Publisher entry) const;
  /// With all that it does not have yet.
  [[nodiscard]] base::Result<Publishers> with_all(const std::vector<Publisher>& entries) const;
  /// Error: publishers.unknown.
  [[nodiscard]] base::Result<Publishers> without(const std::string& id) const;
  /// Errors: publishers.unknown, publishers.malformed.
  [[nodiscard]] base::Result<Publishers> with_note(const std::string& id, const std::string& note) const;
  /// Null where there is none.
  [[nodiscard]] const Publisher* find(const std::string& id) const;
  /// Those that the book does not have yet.
  [[nodiscard]] std::vector<Publisher> news(const std::vector<Publisher>& entries) const;

  /// How it is named in errors and reports.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::vector<Publisher>& entries() const { return entries_; }
  /// All that it names, to find look-alikes of; worked out once.
  [[nodiscard]] const std::shared_ptr<const KnownNames>& known() const { return known_; }

 private:
  Publishers(std::string path, std::vector<Publisher> entries);

  std::string path_;
  std::vector<Publisher> entries_;
  std::shared_ptr<const KnownNames> known_ = std::make_shared<const KnownNames>();
};

/// What a book, or a policy file, would bring into another book.
struct Imported {
  std::vector<Publisher> entries;
  /// Rules of a policy that let unsigned files pass: that is not taken over.
  bool drops_unsigned_files = false;
};

/// Reads either; entries come without ids and say from where and when they came, `file` being the name to
/// say. `read` reads what a policy names. Errors: those of Publishers::parse and PolicyFile::parse.
[[nodiscard]] base::Result<Imported> read_import(BytesView text, const std::string& file, base::TimePoint now,
                                                 const ReadNamedFile& read);

}  // namespace weighmaster::trust
