#pragma once

#include <QString>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "base/time.h"
#include "crypto/digest.h"
#include "ui/jobs/clock_time.h"
#include "verdict/report.h"
#include "words/words.h"

/// From the core's values to what a person reads. All text from outside passes through `shown`.
namespace weighmaster::ui {

/// UTF-8 of our own making.
[[nodiscard]] QString own(std::string_view text);
/// Text from outside, made visible, at most `most` characters with both ends readable.
[[nodiscard]] QString shown(std::string_view text, std::size_t most = 1000);
[[nodiscard]] QString shownPath(const std::filesystem::path& path);
/// The last part of a path, or all of it where there is none.
[[nodiscard]] QString shownName(const std::filesystem::path& path);
/// As a person knows a model: of a hub's cache by its name there, not by that of a revision.
[[nodiscard]] QString shownModel(const std::filesystem::path& path);

[[nodiscard]] std::filesystem::path toPath(const QString& path);
[[nodiscard]] QString fromPath(const std::filesystem::path& path);

/// Sentences and titles of the words room, translated.
[[nodiscard]] QString say(std::string_view literal);
[[nodiscard]] QString say(const words::Sentence& sentence);
/// One after another, with a space between.
[[nodiscard]] QString say(const std::vector<words::Sentence>& sentences);

/// "9f3c…e1a0".
[[nodiscard]] QString shortDigest(const crypto::Digest& digest);
/// The text, its digests of 256 bits and more as "9f3c1a2b…77d0e1a0": enough to find it where it is
/// published. Names from outside, which stand in “…”, are left as they are.
[[nodiscard]] QString withShortDigests(const QString& text);
/// Hexadecimal, whole; empty for none.
[[nodiscard]] QString wholeDigest(const std::optional<crypto::Digest>& digest);
/// Hexadecimal in groups of four, as people compare fingerprints.
[[nodiscard]] QString fingerprint(const crypto::Digest& digest);
/// The same of a key, by the one digest that it has everywhere: what signatures name it by.
[[nodiscard]] QString fingerprint(const crypto::PublicKey& key);

/// "598 151 086".
[[nodiscard]] QString grouped(qint64 number);
/// A heading over numbers, which stand on the right and off from the column after them.
[[nodiscard]] QString numbersHeading(const QString& text);
/// "2026-03-12 14:02:11 UTC (15:02:11 here)"; the local day too where it is another.
[[nodiscard]] QString bothTimes(base::TimePoint time);
/// "now", "at 14:02", "yesterday", "3 days ago", "on 2026-03-12".
[[nodiscard]] QString howLongAgo(base::TimePoint then, base::TimePoint now);

/// The shape beside a word: never alone, never the colour alone.
[[nodiscard]] QChar symbol(verdict::FileState state);
[[nodiscard]] QChar symbol(verdict::Outcome outcome);
[[nodiscard]] QChar symbol(words::FactMark mark);
[[nodiscard]] words::Tone tone(verdict::FileState state);
[[nodiscard]] words::Tone tone(verdict::Outcome outcome);

}  // namespace weighmaster::ui
