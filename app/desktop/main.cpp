#include <QApplication>
#include <cstdio>

#include "app/desktop/options.h"
#include "base/file.h"
#include "resources/shipped.h"
#include "ui/models/text.h"
#include "ui/views/main_window.h"

using namespace weighmaster;

namespace {

int refuse(const base::Error& error) {
  std::fprintf(stderr, "weighmaster: %s\n", qPrintable(ui::say(words::what_is_so(error))));
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setOrganizationName("Weighmaster");
  QApplication::setApplicationName("weighmaster");
  QApplication::setApplicationDisplayName("Weighmaster");
  QApplication::setApplicationVersion(WEIGHMASTER_VERSION);
  QApplication::setDesktopFileName("weighmaster");

  const auto options = desktop::parseOptions(QApplication::arguments());
  const auto expectation = desktop::expectationOf(options);
  if (!expectation) return refuse(expectation.error());
  const auto root = desktop::trustedRootOf(options, resources::trusted_root());
  if (!root) return refuse(root.error());

  ui::Services services;
  services.trustedRoot = std::make_shared<const trust::TrustedRoot>(*root);
  services.trustedRootSource = options.trustedRoot ? base::utf8(*options.trustedRoot)
                                                   : "Sigstore public instance, shipped with the program";
  if (const auto examples = resources::examples_folder()) services.example = *examples / "tiny-classifier";

  ui::MainWindow window(std::move(services));
  window.show();
  if (options.model) window.open({*options.model, options.signature}, *expectation);
  return QApplication::exec();
}
