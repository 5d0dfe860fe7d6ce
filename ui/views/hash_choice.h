#pragma once

#include <QWidget>

#include "manifest/manifest.h"

class QCheckBox;
class QComboBox;
class QSpinBox;
class QToolButton;

namespace weighmaster::ui {

/// How files are hashed for a signature: one line that says it, and opens to let it be changed. Whole files
/// by SHA-256 unless a person says otherwise.
class HashChoice : public QWidget {
  Q_OBJECT

 public:
  explicit HashChoice(QWidget* parent = nullptr);

  /// Method, hash and shard size.
  [[nodiscard]] manifest::Serialization how() const;

 signals:
  void changed();

 private:
  void showLine();

  QToolButton* line_;
  QWidget* fields_;
  QComboBox* hash_;
  QCheckBox* inPieces_;
  QSpinBox* megabytes_;
  bool open_ = false;
};

}  // namespace weighmaster::ui
