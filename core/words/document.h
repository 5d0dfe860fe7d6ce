#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "verdict/scan_scope.h"
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
  Sentence title;
  std::vector<Block> blocks;
  /// Smaller headings under this one; at most two levels deep.
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

/// A piece of evidence that travels inside the report.
struct Enclosed {
  /// One of the phrases.
  std::string_view what;
  std::string name;
  std::uint64_t size = 0;
  /// SHA-256 in hexadecimal.
  std::string digest;
};

/// The report of one check, to be read: all that was looked at, with every digest whole. Under the verdict
/// signature_invalid nobody is named as the signer. Times are UTC: the same report gives the same document
/// everywhere. `program`: "Weighmaster 0.1.0".
[[nodiscard]] Document document(const verdict::Report& report, const std::string& program,
                                const std::vector<Enclosed>& enclosed);

/// One of many models: what is to be read of it, made before the others are known, so that their reports need
/// not be kept.
struct ModelDocument {
  /// Its own, but for what is said about the report itself.
  Document document;
  /// In the table of the models, without its number.
  std::vector<Cell> row;
  base::TimePoint checked_at{};
};
[[nodiscard]] ModelDocument model_document(const verdict::Report& report, const std::string& program);

/// One for all: a table of the models first, then a section for each, in this order; the verdict is the
/// worst. `scope`: of a look at many models what it passed over; where that could hold models, the verdict is
/// `undetermined` at best. Of one model without it, its own document.
[[nodiscard]] Document document(std::vector<ModelDocument> models, const std::string& program,
                                const std::vector<Enclosed>& enclosed,
                                const std::optional<verdict::ScanScope>& scope);

/// How the terminal program hands it to the window program, which paints it. Actions are left out: paper has
/// no buttons.
[[nodiscard]] base::Json to_json(const Document& document);
/// Strict: no member that is not known or missing, and no phrase that this program does not have. Errors:
/// parse_json's, json.member_type, json.member_missing.
[[nodiscard]] base::Result<Document> document_from_json(BytesView json);

}  // namespace weighmaster::words
