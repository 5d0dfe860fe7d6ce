#pragma once

#include <QLocale>
#include <QPageSize>
#include <QSizeF>
#include <QString>
#include <optional>

/// What a report is printed on.
namespace weighmaster::ui {

enum class Paper : std::uint8_t { a4, letter };

/// "a4", "letter"; nothing for another word.
[[nodiscard]] std::optional<Paper> paperNamed(const QString& name);
[[nodiscard]] QString paperName(Paper paper);
/// What printers of the locale's country hold (Unicode CLDR, paperSize).
[[nodiscard]] Paper usualPaper(const QLocale& locale);
[[nodiscard]] QPageSize pageSize(Paper paper);

/// All distances of a page are in dots of which an inch has 1200, whatever the screen has: one `pt`, a 72nd
/// of an inch, is a number of them, so that letters stand where they were measured to stand.
inline constexpr int dotsPerInch = 1200;
inline constexpr qreal pt = dotsPerInch / 72.0;

}  // namespace weighmaster::ui
