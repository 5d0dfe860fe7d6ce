#include "ui/jobs/publishers_desk.h"

#include "base/file.h"
#include "base/limits.h"

namespace weighmaster::ui {

using base::Result;

Result<trust::Imported> PublishersDesk::look(const std::filesystem::path& file, base::TimePoint now) const {
  const auto book = load();
  if (!book) return base::fail(book.error());
  const auto text = base::read_file(file, base::limits::publishers_file_bytes);
  if (!text) return base::fail(text.error());
  auto imported = trust::read_import(*text, base::utf8(file.filename()), now, [&](const std::string& named) {
    return base::read_file(file.parent_path() / named, base::limits::policy_file_bytes);
  });
  if (imported) imported->entries = book->news(imported->entries);
  return imported;
}

Result<void> PublishersDesk::ask(verdict::VerifyRequest& request) const {
  const auto book = load();
  if (!book) return base::fail(book.error());
  request.known_names = book->known();
  if (!std::holds_alternative<trust::NoExpectation>(request.policy.expectation)) return {};
  auto policy = book->policy_for(request.model_name);
  request.policy.rule = std::move(policy.rule);
  request.policy.independent_times = policy.independent_times;
  return {};
}

trust::Signers signersOf(const trust::Expectation& expectation) {
  struct Visitor {
    trust::Signers operator()(const trust::NoExpectation&) const { return {}; }
    trust::Signers operator()(const trust::ExpectedIdentities& identities) const {
      return {identities, {}, {}};
    }
    trust::Signers operator()(const trust::ExpectedKeys& keys) const { return {{}, keys, {}}; }
    trust::Signers operator()(const trust::ExpectedRoots& roots) const { return {{}, {}, roots}; }
  };
  return std::visit(Visitor{}, expectation);
}

}  // namespace weighmaster::ui
