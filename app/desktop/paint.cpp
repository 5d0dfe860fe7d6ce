#include "app/desktop/paint.h"

#include <QFile>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "app/desktop/options.h"
#include "audit/pdf.h"
#include "base/limits.h"
#include "ui/report/painter.h"

namespace weighmaster::desktop {
namespace {

base::Error refused(base::Code code, std::string_view subject) {
  return {code, std::string(subject), {}};
}

base::Result<QByteArray> readInput() {
  QFile input;
  if (!input.open(stdin, QIODevice::ReadOnly))
    return base::fail(refused(base::Code::file_unreadable, "standard input"));
  constexpr qint64 atOnce = 1 << 20;
  QByteArray all;
  for (auto some = input.read(atOnce); !some.isEmpty(); some = input.read(atOnce)) {
    all += some;
    if (static_cast<std::uint64_t>(all.size()) > base::limits::audit_report_bytes)
      return base::fail(refused(base::Code::file_too_large, "standard input"));
  }
  if (input.error() != QFileDevice::NoError)
    return base::fail(refused(base::Code::file_unreadable, "standard input"));
  return all;
}

base::Result<void> writeOutput(const std::string& text) {
  QFile output;
  const auto size = static_cast<qint64>(text.size());
  const bool written =
      output.open(stdout, QIODevice::WriteOnly) && output.write(text.data(), size) == size && output.flush();
  if (!written) return base::fail(refused(base::Code::file_not_written, "standard output"));
  return {};
}

base::Result<audit::PaintedPdf> paintInput(ui::Paper paper) {
  const auto json = readInput();
  if (!json) return base::fail(json.error());
  const auto view =
      BytesView(reinterpret_cast<const std::uint8_t*>(json->data()), static_cast<std::size_t>(json->size()));
  const auto document = words::document_from_json(view);
  if (!document) return base::fail(document.error());
  return ui::paintReport(*document, paper, {});
}

}  // namespace

base::Result<void> paintForTerminal(ui::Paper paper) {
  const auto painted = paintInput(paper);
  if (!painted) {
    // Whoever asked reads this, and may not see the standard error.
    if (auto told = writeOutput(audit::refusal_to_json(painted.error()).dump()); !told) return told;
    return base::fail(painted.error());
  }
  return writeOutput(audit::to_json(*painted).dump());
}

bool asksToPaint(int argc, const char* const* argv) {
  const auto option = "--" + std::string(paintOption);
  return std::any_of(argv + 1, argv + std::max(argc, 1),
                     [&](const char* argument) { return argument == option; });
}

}  // namespace weighmaster::desktop
