#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "manifest/difference.h"
#include "model/tree.h"

namespace weighmaster::ui {

/// A file that a signature will cover or leave out, or that an earlier one covered.
struct CoverageRow {
  enum class State : std::uint8_t {
    changed,  // since the signature that lies there
    added,    // since then
    renamed,  // since then
    gone,     // since then
    leftOut,
    covered,  // as it was then, or there is nothing to compare it with
  };

  std::string name;
  State state = State::covered;
  std::optional<std::uint64_t> size;  // bytes; of files that are covered
  std::optional<model::IgnoreReason> leftOutFor;
  std::string formerName;  // of renamed ones
};

/// What will be covered and what is left out, in the order of the states.
struct Coverage {
  std::vector<CoverageRow> rows;
  std::size_t files = 0;  // that are covered
  std::uint64_t bytes = 0;
  std::size_t leftOut = 0;
};

using CoveragePtr = std::shared_ptr<const Coverage>;

/// `since`: null where it is not known, or nothing is to be compared.
[[nodiscard]] CoveragePtr coverageOf(const model::Tree& tree, const manifest::Difference* since = nullptr);

}  // namespace weighmaster::ui
