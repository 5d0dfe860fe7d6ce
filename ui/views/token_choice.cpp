#include "ui/views/token_choice.h"

#include <QComboBox>

#include "base/encoding.h"
#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/file_field.h"

namespace weighmaster::ui {
namespace {

/// A key on a token, as a line to choose.
struct KeyLine {
  QString text;
  QString uri;
  bool hasCertificate = false;
  crypto::PinTries tries = crypto::PinTries::enough;
};

// What the box holds of each key besides its text.
constexpr int uriRole = Qt::UserRole;
constexpr int certificateRole = Qt::UserRole + 1;
constexpr int triesRole = Qt::UserRole + 2;

QString triesText(crypto::PinTries tries) {
  switch (tries) {
    case crypto::PinTries::enough:
      return {};
    case crypto::PinTries::few:
      return TokenChoice::tr("The token has seen a wrong PIN since the last right one.");
    case crypto::PinTries::last:
      return TokenChoice::tr("One more wrong PIN locks this token. If you go on, that last try is made.");
    case crypto::PinTries::none:
      return TokenChoice::tr("This token is locked after wrong PINs.");
  }
  return {};
}

QString lineOf(const crypto::ListedToken& token, const crypto::TokenKeyInfo& key) {
  const auto id = key.label.empty() ? own(base::to_hex(key.id)) : shown(key.label, 80);
  return TokenChoice::tr("%1 on %2").arg(id, shown(token.info.label, 80));
}

}  // namespace

/// What a look at the tokens told.
struct TokenChoice::Found {
  std::vector<std::filesystem::path> modules;
  std::vector<KeyLine> lines;
  std::optional<base::Error> error;

  static Found through(std::vector<std::filesystem::path> modules) {
    Found found{std::move(modules), {}, {}};
    const auto tokens = crypto::list_tokens(found.modules, {});
    if (!tokens) {
      found.error = tokens.error();
      return found;
    }
    for (const auto& token : *tokens) {
      for (const auto& key : token.keys) {
        if (!key.usable()) continue;
        found.lines.push_back({lineOf(token, key), own(key.uri), key.has_certificate, token.info.pin_tries});
      }
    }
    return found;
  }
};

TokenChoice::TokenChoice(TokenDriver driver, QWidget* parent)
    : QObject(parent),
      setting_(std::move(driver)),
      driverField_(new FileField(FileField::Use::read, tr("Token driver"), parent)),
      keys_(new QComboBox(parent)) {
  driverField_->setPlaceholder(tr("those that this system knows"));
  if (const auto path = setting_.path()) driverField_->setPath(*path);
  keys_->setAccessibleName(tr("Key on a token"));
  connect(driverField_, &FileField::settled, this, [this] {
    if (driverField_->path() == setting_.path()) return;
    setting_.remember(driverField_->path());
    forget();
    look();
  });
  connect(keys_, &QComboBox::currentIndexChanged, this, &TokenChoice::takeRemark);
}

std::vector<std::filesystem::path> TokenChoice::modules() const {
  const auto path = setting_.path();
  return path ? std::vector{*path} : std::vector<std::filesystem::path>();
}

void TokenChoice::look() {
  if (looked_) return;
  looked_ = true;
  remark_ = tr("Looking for tokens");
  emit changed();
  inBackground(
      this, [modules = modules()] { return Found::through(modules); },
      [this](const Found& found) {
        // Another driver was named meanwhile.
        if (found.modules == modules()) show(found);
      });
}

void TokenChoice::show(const Found& found) {
  {
    const QSignalBlocker quiet(keys_);
    keys_->clear();
    for (const auto& line : found.lines) {
      keys_->addItem(line.text);
      const int at = keys_->count() - 1;
      keys_->setItemData(at, line.uri, uriRole);
      keys_->setItemData(at, line.hasCertificate, certificateRole);
      keys_->setItemData(at, int(line.tries), triesRole);
    }
  }
  takeRemark();
  if (!found.lines.empty()) return;
  forget();
  remark_ = found.error
                ? say(words::what_is_so(*found.error)) + u' ' + say(words::what_to_do(found.error->code))
                : tr("No token with a key that can sign models was found. Plug it in, then choose "
                     "“Sign with” again. A driver that this system does not know has to be named.");
  emit changed();
}

void TokenChoice::takeRemark() {
  remark_ = triesText(tries());
  emit changed();
}

std::optional<QString> TokenChoice::uri() const {
  if (keys_->currentIndex() < 0) return std::nullopt;
  return keys_->currentData(uriRole).toString();
}

bool TokenChoice::hasCertificate() const {
  return keys_->currentData(certificateRole).toBool();
}

crypto::PinTries TokenChoice::tries() const {
  return static_cast<crypto::PinTries>(keys_->currentData(triesRole).toInt());
}

}  // namespace weighmaster::ui
