#pragma once

#include <filesystem>
#include <functional>

#include "base/time.h"
#include "trust/publishers_file.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

/// The person's address book as the window has it and changes it, in a file that the terminal program shares.
/// Every call reads the file: on a thread of its own.
class PublishersDesk {
 public:
  using Book = base::Result<trust::Publishers>;

  explicit PublishersDesk(std::filesystem::path file) : file_(std::move(file)) {}

  /// Errors: trust::load_publishers'.
  [[nodiscard]] Book load() const { return trust::load_publishers(file_); }
  /// Errors: those of `load`, of the change, and file.not_written.
  [[nodiscard]] Book change(const std::function<Book(const trust::Publishers&)>& change) const {
    return trust::change_publishers(file_, change);
  }
  /// What another book or a policy file would add to this one; changes nothing. Errors: those of `load`,
  /// file.*, trust::read_import's.
  [[nodiscard]] base::Result<trust::Imported> look(const std::filesystem::path& file,
                                                   base::TimePoint now) const;

  /// Lets the book say who is expected of a model by that name, unless the person has said so themselves, and
  /// who is known. Errors: those of `load`.
  [[nodiscard]] base::Result<void> ask(verdict::VerifyRequest& request) const;

 private:
  std::filesystem::path file_;
};

/// The signers of an entry that expects the same.
[[nodiscard]] trust::Signers signersOf(const trust::Expectation& expectation);

}  // namespace weighmaster::ui
