#pragma once

#include <string>
#include <variant>
#include <vector>

#include "words/words.h"

/// An audit report as something to read, in no form yet: HTML and PDF are made from this one value. Texts of
/// our own are sentences, which translations are looked up by; what comes from outside stands in their quoted
/// arguments, or in the cells of a table, and is plain text whatever it holds.
namespace weighmaster::words {

/// A piece of text in a table or behind a label.
struct Cell {
  enum class Kind : std::uint8_t {
    text,     // prose
    literal,  // compared letter by letter: digests, keys, identities; monospace, broken anywhere, never cut
    number,   // to the right
  };

  Sentence text;
  Kind kind = Kind::text;
  /// Told by a sign and a word, never by colour alone.
  FactMark mark = FactMark::none;
};

struct Paragraph {
  Sentence text;
  /// Sets it apart: what a reader must not miss.
  bool is_remark = false;
};

/// Labels and what stands behind them, one under the other.
struct FactsList {
  struct Row {
    std::string_view label;
    std::vector<Cell> values;
  };
  std::vector<Row> rows;
};

/// A table of any length; where it is broken over pages, the titles stand on each.
struct Table {
  struct Column {
    std::string_view title;
    /// Its part of the width, of the sum of all.
    unsigned weight = 1;
    Cell::Kind kind = Cell::Kind::text;
  };
  std::vector<Column> columns;
  /// As many cells in each as there are columns.
  std::vector<std::vector<Cell>> rows;
};

using Block = std::variant<Paragraph, FactsList, Table>;

/// A chapter: in the contents, and a bookmark of the PDF.
struct Section {
  std::string_view title;
  std::vector<Block> blocks;
  /// Smaller headings under this one, one level deep.
  std::vector<Section> parts;
};

struct Document {
  /// "Audit report", and the model's name as it is to be shown.
  Sentence title;
  /// BCP 47: of the texts of our own.
  std::string language = "en";
  /// The first page: the verdict in words, then what a reader asks first.
  Card card;
  FactsList summary;
  std::vector<Section> sections;
  /// At the foot of every page: which program made it, and when.
  Sentence footer;
};

}  // namespace weighmaster::words
