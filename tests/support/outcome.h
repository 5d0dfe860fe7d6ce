#pragma once

#include <QString>

#include "base/result.h"

namespace weighmaster::tests {

/// "ok", or the stable name of the error's code: what the tables of the tests expect.
template <class T>
[[nodiscard]] QString outcome(const base::Result<T>& result) {
  if (result) return QStringLiteral("ok");
  const auto name = base::name(result.error().code);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

/// The bytes as the core takes them. They live as long as the array.
[[nodiscard]] inline std::string_view view(const QByteArray& bytes) {
  return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

}  // namespace weighmaster::tests
