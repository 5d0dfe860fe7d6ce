#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <vector>

#include "support/places.h"
#include "support/test_key.h"
#include "ui/models/text.h"
#include "ui/views/main_window.h"

/// What the window adds to the terminal program's time: the same model, by turns verified by a process of the
/// terminal program and in a window that is open, up to the verdict on the screen.
///
///     QT_QPA_PLATFORM=offscreen bench_window TERMINAL_PROGRAM [ROUNDS]
///
/// Needs 3 GB for its models, where the system keeps temporary files.
namespace {

using namespace weighmaster;
namespace fs = std::filesystem;

struct Model {
  const char* name;
  std::size_t files;
  std::uint64_t bytes_each;
};

constexpr Model models[] = {{"8 KB", 1, 8 << 10},
                            {"20,000 files, 50 MB", 20'000, 2'500},
                            {"4 files, 2.8 GiB", 4, std::uint64_t{717} << 20},
                            {"1 file, 2 GiB", 1, std::uint64_t{2} << 30}};

/// Not compressible, and written in pieces: no model has to fit into memory.
void write_file(const fs::path& path, std::uint64_t size, std::mt19937_64& random) {
  std::ofstream out(path, std::ios::binary);
  std::vector<std::uint64_t> piece(1 << 17);
  while (size > 0) {
    const auto bytes = std::min<std::uint64_t>(size, piece.size() * sizeof(std::uint64_t));
    for (std::size_t i = 0; i < bytes / sizeof(std::uint64_t) + 1 && i < piece.size(); ++i)
      piece[i] = random();
    out.write(reinterpret_cast<const char*>(piece.data()), static_cast<std::streamsize>(bytes));
    size -= bytes;
  }
}

void write_model(const fs::path& folder, const Model& model) {
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < model.files; ++i) {
    const auto part = folder / std::to_string(i / 1000);
    if (i % 1000 == 0) fs::create_directories(part);
    write_file(part / (std::to_string(i) + ".bin"), model.bytes_each, random);
  }
}

/// Milliseconds of a whole process; ends the program where it fails.
double run(const QString& program, const QStringList& arguments) {
  QElapsedTimer timer;
  timer.start();
  QProcess process;
  process.setStandardOutputFile(QProcess::nullDevice());
  process.start(program, arguments);
  if (!process.waitForFinished(-1) || process.exitCode() != 0) {
    std::fprintf(stderr, "%s %s: %s\n", qPrintable(program), qPrintable(arguments.join(u' ')),
                 process.readAllStandardError().constData());
    std::exit(1);
  }
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// From asking for the check to the verdict painted. Ends the program where it is another than expected.
double check(ui::MainWindow& window, const ui::Opened& model, const trust::Expectation& expected) {
  QElapsedTimer timer;
  timer.start();
  window.open(model, expected);
  while (window.session()->state() != ui::ModelSession::State::done)
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  QCoreApplication::processEvents();
  const auto took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  if (window.session()->answer()->verdict != verdict::Verdict::trusted) std::exit(1);
  return took;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.at(values.size() / 2);
}

void measure(const Model& model, const QString& terminal, int rounds) {
  const tests::TemporaryFolder folder;
  const auto place = folder / "model";
  write_model(place, model);
  const auto key = tests::TestKey::generate();
  const auto privateKey = folder / "key.pem";
  const auto publicKey = folder / "key.pub";
  const auto signature = folder / "model.sig";
  tests::write(privateKey, key.private_pem());
  fs::permissions(privateKey, fs::perms::owner_read | fs::perms::owner_write);
  tests::write(publicKey, key.public_pem());
  const auto text = [](const fs::path& path) { return ui::fromPath(path); };
  run(terminal,
      {"sign", "key", text(place), "--private-key", text(privateKey), "--signature", text(signature)});

  ui::Services services;
  services.settingsFile = text(folder / "settings.ini");
  ui::MainWindow window(services);
  window.resize(1180, 800);
  window.show();
  const QStringList verify{"verify",        "key",          text(place),    "--signature",
                           text(signature), "--public-key", text(publicKey)};
  const trust::ExpectedKeys expected{{key.public_key()}};
  std::vector<double> terminals;
  std::vector<double> windows;
  std::vector<double> verifications;
  for (int round = 0; round <= rounds; ++round) {
    const auto ofTerminal = run(terminal, verify);
    const auto ofWindow = check(window, {place, signature}, expected);
    // The first round only warms up.
    if (round == 0) continue;
    terminals.push_back(ofTerminal);
    windows.push_back(ofWindow);
    verifications.push_back(static_cast<double>(window.session()->report()->took.count()));
  }
  std::printf("| %s | %.0f ms | %.0f ms | %.3f | %.0f ms |\n", model.name, median(terminals), median(windows),
              median(windows) / median(terminals), median(verifications));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const QApplication application(argc, argv);
  const auto arguments = QCoreApplication::arguments();
  if (arguments.size() < 2) {
    std::fprintf(stderr, "usage: bench_window TERMINAL_PROGRAM [ROUNDS]\n");
    return 2;
  }
  const int rounds = arguments.size() > 2 ? std::max(1, arguments.at(2).toInt()) : 5;
  std::printf("Verified with a key, medians of %d.\n\n", rounds);
  std::printf("| model | terminal | window | window / terminal | of it the verification |\n");
  std::printf("| --- | --- | --- | --- | --- |\n");
  for (const auto& model : models) measure(model, arguments.at(1), rounds);
  return 0;
}
