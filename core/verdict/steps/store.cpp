#include "verdict/steps/store.h"

#include <algorithm>

#include "base/file.h"
#include "base/limits.h"
#include "model/hashing.h"
#include "model/ollama.h"

namespace weighmaster::verdict {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Result;
using crypto::DigestAlgorithm;

class StoreCheck {
 public:
  StoreCheck(const fs::path& list, const StoreWork& work, Report& report)
      : list_(list),
        work_(work),
        report_(report),
        list_is_signed_(!report.files.empty() && report.files.front().state == FileState::matches) {}

  void run(const fs::path& store) {
    const auto blobs = read_list();
    if (!blobs) return fault(base::as_finding(blobs.error()));
    model::ListOptions everything;
    everything.ignore_git_paths = false;
    const auto tree = model::list_model(store / "blobs", everything, {work_.task.stop, {}});
    if (!tree) return fault(base::as_finding(tree.error()));
    for (const auto& blob : *blobs) add_row(blob, *tree);
    if (work_.watch.prepared) work_.watch.prepared(report_);
    hash(*tree);
  }

 private:
  void fault(base::Finding finding) {
    auto& files = report_.step(StepId::files);
    files.findings.push_back(std::move(finding));
    files.outcome = outcome_of(files.findings);
  }

  /// The list, which has a row of its own: the same bytes as were compared with its signature.
  Result<std::vector<model::Blob>> read_list() {
    const auto text = base::read_file(list_, base::limits::store_list_bytes);
    if (!text) return base::fail(text.error());
    const auto digest = crypto::digest(DigestAlgorithm::sha256, *text);
    if (report_.files.empty()) {
      FileRow row;
      row.name = base::utf8(list_.filename());
      row.size = text->size();
      row.found = digest;
      row.state = FileState::unsigned_;
      report_.files.push_back(std::move(row));
    }
    const auto& compared = report_.files.front().found;
    if (compared && compared->algorithm() == DigestAlgorithm::sha256 && *compared != digest)
      return base::fail(Code::folder_changing, base::utf8(list_));
    return model::parse_store_list(*text, base::utf8(list_));
  }

  void add_row(const model::Blob& blob, const model::Tree& tree) {
    FileRow row;
    row.name = "sha256-" + blob.digest.hex();
    const auto& files = tree.files();
    const auto file =
        std::lower_bound(files.begin(), files.end(), row.name,
                         [](const model::File& other, const std::string& name) { return other.name < name; });
    if (list_is_signed_) row.expected = blob.digest;
    if (file == files.end() || file->name != row.name) {
      refuse(row, "it is not in the store");
    } else if (file->size != blob.size) {
      row.size = file->size;
      refuse(row, "it has not the size that the list says");
    } else {
      row.size = file->size;
      pieces_.push_back({static_cast<std::size_t>(file - files.begin()), {0, file->size}});
      rows_.push_back(report_.files.size());
      digests_.push_back(blob.digest);
    }
    report_.files.push_back(std::move(row));
  }

  void refuse(FileRow& row, std::string detail) {
    row.state = FileState::not_checked;
    row.findings.push_back({Code::scan_store, row.name, std::move(detail)});
    fault(row.findings.back());
  }

  void hash(const model::Tree& tree) {
    const auto hashed = model::hash_pieces(tree, DigestAlgorithm::sha256, pieces_, work_.task,
                                           [&](model::HashedPiece piece) { settle(std::move(piece)); });
    if (hashed) return;
    for (const auto place : rows_) {
      auto& row = report_.files[place];
      if (row.state == FileState::waiting) row.state = FileState::not_checked;
    }
    if (!report_.has(Code::task_cancelled)) fault(base::as_finding(hashed.error()));
  }

  void settle(model::HashedPiece piece) {
    const auto place = rows_[piece.piece];
    auto& row = report_.files[place];
    row.risk = piece.risk;
    if (!piece.digest) {
      row.state = FileState::not_checked;
      row.findings.push_back(base::as_finding(std::move(piece.digest.error())));
      fault(row.findings.back());
    } else {
      row.found = *piece.digest;
      report_.bytes_hashed += row.size.value_or(0);
      if (*row.found != digests_[piece.piece]) {
        refuse(row, "its content is not its digest");
      } else {
        row.state = list_is_signed_ ? FileState::matches : FileState::unsigned_;
      }
    }
    if (work_.watch.row) work_.watch.row(place, row);
  }

  const fs::path& list_;
  const StoreWork& work_;
  Report& report_;
  bool list_is_signed_;
  std::vector<model::Piece> pieces_;
  // Of each piece: the place of its row, and the digest that its name is.
  std::vector<std::size_t> rows_;
  std::vector<crypto::Digest> digests_;
};

}  // namespace

void check_store(const fs::path& store, const fs::path& list, const StoreWork& work, Report& report) {
  StoreCheck(list, work, report).run(store);
}

}  // namespace weighmaster::verdict
