#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include "ui/report/type.h"
#include "words/sentence.h"

namespace weighmaster::ui {

/// A text as it is put on paper.
struct Copy {
  /// From `at` on, `length` letters that come from outside.
  struct Stretch {
    qsizetype at = 0;
    qsizetype length = 0;
  };

  QString text;
  QList<Stretch> outside = {};
};

/// Makes the texts of a document fit for paper. Nothing moves letters about or hides them, whatever the
/// document holds (`base::visible`), and a character that no font of this computer has a picture of is
/// written as its number: two names that differ never look the same.
class Copyist {
 public:
  explicit Copyist(const Type& type) : type_(type) {}

  [[nodiscard]] Copy of(const words::Sentence& sentence);
  /// A text of our own, translated.
  [[nodiscard]] Copy of(std::string_view literal);

 private:
  [[nodiscard]] QString fit(const std::string& text);
  [[nodiscard]] bool canDraw(char32_t character);

  const Type& type_;
  QHash<char32_t, bool> drawable_;
};

}  // namespace weighmaster::ui
