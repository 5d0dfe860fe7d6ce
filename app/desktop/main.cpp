#include <QApplication>
#include <QDesktopServices>
#include <QUrl>
#include <cstdio>
#include <cstdlib>

#include "app/desktop/options.h"
#include "app/desktop/paint.h"
#include "base/aside.h"
#include "base/core_files.h"
#include "resources/shipped.h"
#include "ui/models/text.h"
#include "ui/views/edged_style.h"
#include "ui/views/main_window.h"
#include "update/store.h"

using namespace weighmaster;

namespace {

constexpr int exitUsage = 2;
constexpr int exitFailed = 5;

void complain(const base::Error& error) {
  std::fprintf(stderr, "weighmaster: %s\n", qPrintable(ui::say(words::what_is_so(error))));
}

}  // namespace

int main(int argc, char** argv) {
  if (desktop::asksToPaint(argc, argv)) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setStyle(new ui::EdgedStyle);
  QApplication::setOrganizationName("Weighmaster");
  QApplication::setApplicationName("weighmaster");
  QApplication::setApplicationDisplayName("Weighmaster");
  QApplication::setApplicationVersion(WEIGHMASTER_VERSION);
  QApplication::setDesktopFileName("weighmaster");

  base::forbid_core_files();
  const auto options = desktop::parseOptions(QApplication::arguments());
  if (options.paintReport) {
    const auto painted = desktop::paintForTerminal(options.paper);
    if (!painted) complain(painted.error());
    return painted ? EXIT_SUCCESS : exitFailed;
  }
  const auto expectation = desktop::expectationOf(options);
  if (!expectation) {
    complain(expectation.error());
    return exitUsage;
  }
  const auto root = desktop::trustRootOf(options, update::default_store_folder());
  if (!root) {
    complain(root.error());
    // What was kept and does not hold ends keyless checks alone: without a root they are undetermined.
    if (options.trustedRoot) return exitUsage;
  }

  ui::Services services;
  if (root) {
    services.trustedRoot = root->root;
    services.trustFacts = root->facts;
    services.signingConfig = root->signingConfig;
  }
  if (options.offline) services.http = [] { return std::make_shared<net::Offline>(); };
  services.trust = desktop::trustDeskOf(options, update::default_store_folder(), services.http);
  if (const auto book = trust::default_publishers_file())
    services.publishers = std::make_shared<const ui::PublishersDesk>(*book);
  services.openBrowser = [](const QString& url) { return QDesktopServices::openUrl(QUrl(url)); };
  if (const auto examples = resources::examples_folder()) services.example = *examples / "tiny-classifier";

  ui::MainWindow window(std::move(services));
  window.show();
  if (options.model) window.openFile({*options.model, options.signature}, *expectation);
  const int exitCode = QApplication::exec();
  if (base::left_behind() > 0) std::_Exit(exitCode);
  return exitCode;
}
