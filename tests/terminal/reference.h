#pragma once

#include <QProcess>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/places.h"

/// The reference implementation, where it is installed: a program and a Python package.
namespace weighmaster::tests {

inline constexpr auto no_reference =
    "the reference implementation is not installed: WEIGHMASTER_REFERENCE or .venv/bin/model_signing (pip: "
    "model-signing==1.1.1 pyopenssl)";

/// Its program, or empty.
inline std::string reference_program() {
  if (const char* given = std::getenv("WEIGHMASTER_REFERENCE"); given != nullptr && *given != '\0')
    return given;
  const auto installed = source_dir() / ".venv" / "bin" / "model_signing";
  return std::filesystem::exists(installed) ? installed.string() : std::string();
}

struct Ran {
  int exit_code = -1;
  QString output;
};

inline Ran run_reference(const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QString::fromStdString(reference_program()), arguments);
  if (!process.waitForFinished(60000)) return {-1, process.errorString()};
  return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

/// What its Python says to a script of tests/data, given this on standard input.
inline Ran run_reference_script(const std::filesystem::path& script, const QByteArray& input) {
  QProcess process;
  process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  const auto python = std::filesystem::path(reference_program()).parent_path() / "python";
  process.start(QString::fromStdString(python.string()), {QString::fromStdString(script.string())});
  process.write(input);
  process.closeWriteChannel();
  if (!process.waitForFinished(240000)) return {-1, process.errorString()};
  return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

}  // namespace weighmaster::tests
