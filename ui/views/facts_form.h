#pragma once

#include <QWidget>
#include <vector>

#include "words/words.h"

class QGridLayout;

namespace weighmaster::ui {

class WrappedLabel;

/// Names on the left, values on the right, everything plain text that can be copied.
class FactsForm : public QWidget {
  Q_OBJECT

 public:
  enum class Face { text, monospace };

  explicit FactsForm(QWidget* parent = nullptr);

  void clear();
  void addHeading(const QString& text);
  /// An empty value adds nothing.
  void add(const QString& name, const QString& value, Face face = Face::text);
  void addOutcome(const QString& name, verdict::Outcome outcome, const QString& remark = {});

  /// "Name: value" lines, as shown.
  [[nodiscard]] QString asText() const { return text_; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Row {
    WrappedLabel* name;
    WrappedLabel* value;
    Face face;
    words::Tone tone;
  };
  void addRow(const Row& row);
  void look(const Row& row) const;

  QGridLayout* grid_;
  std::vector<Row> rows_;
  QString text_;
};

}  // namespace weighmaster::ui
