#include "ui/views/hash_choice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>

#include "ui/models/text.h"
#include "ui/views/theme.h"
#include "ui/views/wrapped_label.h"

namespace weighmaster::ui {
namespace {

constexpr std::array offered{crypto::DigestAlgorithm::sha256, crypto::DigestAlgorithm::blake2b,
                             crypto::DigestAlgorithm::blake3};
constexpr std::uint64_t megabyte = 1'000'000;
constexpr int usualMegabytes = 1000;  // as the reference has it
constexpr int mostMegabytes = 1'000'000;

QString nameOf(crypto::DigestAlgorithm hash) {
  switch (hash) {
    case crypto::DigestAlgorithm::sha256:
      return QStringLiteral("SHA-256");
    case crypto::DigestAlgorithm::blake2b:
      return QStringLiteral("BLAKE2b");
    case crypto::DigestAlgorithm::blake3:
      return QStringLiteral("BLAKE3");
    default:
      return own(crypto::name(hash));
  }
}

}  // namespace

HashChoice::HashChoice(QWidget* parent)
    : QWidget(parent),
      line_(new QToolButton(this)),
      fields_(new QWidget(this)),
      hash_(new QComboBox(this)),
      inPieces_(new QCheckBox(tr("In &pieces of"), this)),
      megabytes_(new QSpinBox(this)) {
  line_->setObjectName(QStringLiteral("howHashed"));
  line_->setAutoRaise(true);
  line_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  for (const auto hash : offered) hash_->addItem(nameOf(hash));
  hash_->setAccessibleName(tr("Hash algorithm"));
  megabytes_->setRange(1, mostMegabytes);
  megabytes_->setValue(usualMegabytes);
  megabytes_->setSuffix(tr(" MB"));
  megabytes_->setEnabled(false);
  megabytes_->setAccessibleName(tr("Size of a piece"));
  megabytes_->setKeyboardTracking(false);
  // The field in it is what has the focus.
  megabytes_->findChild<QLineEdit*>()->setAccessibleName(megabytes_->accessibleName());

  auto* row = new QHBoxLayout;
  row->setSpacing(unit);
  row->addWidget(hash_);
  row->addSpacing(2 * unit);
  row->addWidget(inPieces_);
  row->addWidget(megabytes_);
  row->addStretch();
  auto* remark = new WrappedLabel(fields_);
  remark->setText(
      tr("SHA-256 of whole files is what every program that checks models knows. Pieces show which part of a "
         "large file has changed; few other programs can check them."));
  auto* column = new QVBoxLayout(fields_);
  column->setContentsMargins(2 * unit, 0, 0, 0);
  column->setSpacing(unit);
  column->addLayout(row);
  column->addWidget(remark);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(unit);
  all->addWidget(line_);
  all->addWidget(fields_);

  connect(line_, &QToolButton::clicked, this, [this] {
    open_ = !open_;
    showLine();
  });
  connect(inPieces_, &QCheckBox::toggled, megabytes_, &QSpinBox::setEnabled);
  connect(hash_, &QComboBox::currentIndexChanged, this, &HashChoice::changed);
  connect(inPieces_, &QCheckBox::toggled, this, &HashChoice::changed);
  connect(megabytes_, &QSpinBox::valueChanged, this, &HashChoice::changed);
  connect(this, &HashChoice::changed, this, &HashChoice::showLine);
  showLine();
}

manifest::Serialization HashChoice::how() const {
  manifest::Serialization how;
  how.hash = offered.at(static_cast<std::size_t>(hash_->currentIndex()));
  if (!inPieces_->isChecked()) return how;
  how.method = manifest::Method::shards;
  how.shard_size = static_cast<std::uint64_t>(megabytes_->value()) * megabyte;
  return how;
}

void HashChoice::showLine() {
  line_->setArrowType(open_ ? Qt::DownArrow : Qt::RightArrow);
  line_->setText(
      inPieces_->isChecked()
          ? tr("Hashed with %1 in pieces of %2 MB").arg(hash_->currentText(), grouped(megabytes_->value()))
          : tr("Hashed with %1, whole files").arg(hash_->currentText()));
  fields_->setVisible(open_);
}

}  // namespace weighmaster::ui
