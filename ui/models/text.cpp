#include "ui/models/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <cmath>

#include "base/encoding.h"
#include "base/file.h"
#include "trust/model_name.h"

namespace weighmaster::ui {
namespace {

QString translated(const char* text, int count = -1) {
  return QCoreApplication::translate("text", text, nullptr, count);
}

QDateTime atUtc(base::TimePoint time) {
  return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
}

QString inFours(QString text) {
  for (auto at = text.size() - 4; at > 0; at -= 4) text.insert(at, u' ');
  return text;
}

}  // namespace

QString own(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString shown(std::string_view text, std::size_t most) {
  return own(base::visible(text, most));
}

QString shownPath(const std::filesystem::path& path) {
  return shown(base::utf8(path));
}

QString shownName(const std::filesystem::path& path) {
  const auto name = path.has_filename() ? path.filename() : path.parent_path().filename();
  return name.empty() ? shownPath(path) : shown(base::utf8(name), 120);
}

QString shownModel(const std::filesystem::path& path) {
  const auto name = trust::model_name_of_snapshot(path);
  return name ? shown(*name, 120) : shownName(path);
}

std::filesystem::path toPath(const QString& path) {
  return std::filesystem::path(path.toStdU16String());
}

QString fromPath(const std::filesystem::path& path) {
  return own(base::utf8(path));
}

QString say(std::string_view literal) {
  if (literal.empty()) return {};
  return QCoreApplication::translate("words", std::string(literal).c_str());
}

QString say(const words::Sentence& sentence) {
  if (sentence.empty()) return {};
  return own(words::fill(sentence, [](std::string_view text) { return say(text).toStdString(); }));
}

QString say(const std::vector<words::Sentence>& sentences) {
  QString all;
  for (const auto& sentence : sentences) {
    if (!all.isEmpty()) all += u' ';
    all += say(sentence);
  }
  return all;
}

QString shortDigest(const crypto::Digest& digest) {
  const auto hex = own(digest.hex());
  return hex.left(4) + u'…' + hex.right(4);
}

QString withShortDigests(const QString& text) {
  constexpr int readable = 8;  // digits at each end
  static const QRegularExpression digest(QStringLiteral("“[^”]*”|\\b[0-9a-f]{64,128}\\b"));
  QString shortened;
  qsizetype done = 0;
  for (auto found = digest.globalMatch(text); found.hasNext();) {
    const auto match = found.next();
    const auto whole = match.captured();
    shortened += QStringView(text).mid(done, match.capturedStart() - done);
    shortened +=
        whole.startsWith(u'“') ? whole : QString(whole.left(readable) + u'…' + whole.right(readable));
    done = match.capturedEnd();
  }
  return shortened + text.mid(done);
}

QString wholeDigest(const std::optional<crypto::Digest>& digest) {
  return digest ? own(digest->hex()) : QString();
}

QString fingerprint(const crypto::Digest& digest) {
  return inFours(own(digest.hex()));
}

QString fingerprint(const crypto::PublicKey& key) {
  return inFours(own(key.hint()));
}

QString grouped(qint64 number) {
  QString text = QString::number(number);
  for (auto at = text.size() - 3; at > (number < 0 ? 1 : 0); at -= 3) text.insert(at, QChar::Nbsp);
  return text;
}

QString numbersHeading(const QString& text) {
  return text + QStringLiteral("  ");
}

QString bothTimes(base::TimePoint time) {
  const auto utc = atUtc(time);
  const auto local = utc.toLocalTime();
  const bool sameDay = local.date() == utc.date();
  return translated("%1 UTC (%2 here)")
      .arg(utc.toString(u"yyyy-MM-dd HH:mm:ss"),
           local.toString(sameDay ? u"HH:mm:ss" : u"yyyy-MM-dd HH:mm:ss"));
}

QString howLongAgo(base::TimePoint then, base::TimePoint now) {
  if (now - then < std::chrono::minutes(1)) return translated("now");
  const auto day = atUtc(then).toLocalTime().date();
  const auto days = day.daysTo(atUtc(now).toLocalTime().date());
  if (days <= 0) return translated("at %1").arg(clockTime(then));
  if (days == 1) return translated("yesterday");
  if (days < 30) return translated("%1 days ago").arg(days);
  return translated("on %1").arg(day.toString(Qt::ISODate));
}

QChar symbol(verdict::FileState state) {
  switch (state) {
    case verdict::FileState::waiting:
      return u'·';
    case verdict::FileState::matches:
      return u'✓';
    case verdict::FileState::changed:
      return u'✕';
    case verdict::FileState::missing:
      return u'○';
    case verdict::FileState::unsigned_:
      return u'+';
    case verdict::FileState::ignored:
      return u'–';
    case verdict::FileState::not_checked:
      return u'?';
  }
  return u'?';
}

QChar symbol(verdict::Outcome outcome) {
  switch (outcome) {
    case verdict::Outcome::passed:
      return u'✓';
    case verdict::Outcome::failed:
      return u'✕';
    case verdict::Outcome::not_checked:
      return u'?';
    case verdict::Outcome::not_applicable:
      return u'–';
  }
  return u'?';
}

QChar symbol(words::FactMark mark) {
  switch (mark) {
    case words::FactMark::good:
      return u'✓';
    case words::FactMark::bad:
      return u'✕';
    case words::FactMark::doubt:
      return u'?';
    case words::FactMark::pending:
      return u'·';
    case words::FactMark::none:
      return u'–';
  }
  return u'–';
}

words::Tone tone(verdict::FileState state) {
  switch (state) {
    case verdict::FileState::matches:
      return words::Tone::good;
    case verdict::FileState::changed:
      return words::Tone::bad;
    case verdict::FileState::unsigned_:
      return words::Tone::caution;
    default:
      return words::Tone::neutral;
  }
}

words::Tone tone(verdict::Outcome outcome) {
  switch (outcome) {
    case verdict::Outcome::passed:
      return words::Tone::good;
    case verdict::Outcome::failed:
      return words::Tone::bad;
    default:
      return words::Tone::neutral;
  }
}

}  // namespace weighmaster::ui
