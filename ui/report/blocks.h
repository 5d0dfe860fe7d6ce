#pragma once

#include <map>

#include "ui/report/table.h"

namespace weighmaster::ui {

/// Sets chapters: headings, paragraphs, facts, tables. Where the columns of a table stand is found out once.
class Blocks {
 public:
  using Plans = std::map<const words::Table*, Columns>;

  Blocks(Pages& pages, Copyist& copyist, PaintWork& work, Plans& plans)
      : pages_(pages), copyist_(copyist), work_(work), plans_(plans) {}

  void set(const words::Section& section, int level = 0);
  void set(const words::FactsList& facts);

 private:
  void set(const words::Block& block);
  void set(const words::Paragraph& paragraph);
  void set(const words::Table& table);
  void heading(const words::Section& section, int level);
  /// How much of what stands behind a heading has to stand on its page: paragraphs whole, and of the first
  /// table or facts the beginning.
  [[nodiscard]] qreal lead(const words::Section& section);
  [[nodiscard]] Row row(const words::Paragraph& paragraph);

  Pages& pages_;
  Copyist& copyist_;
  PaintWork& work_;
  Plans& plans_;
};

}  // namespace weighmaster::ui
