#include "ui/views/opening.h"

#include <QWidget>
#include <utility>

#include "audit/enclosed.h"
#include "ui/jobs/background.h"
#include "ui/views/choose.h"
#include "ui/views/dropped.h"
#include "ui/views/message.h"

namespace weighmaster::ui {

namespace fs = std::filesystem;
using trust::NoExpectation;

Opening::Opening(Door door, QWidget* window) : QObject(window), door_(std::move(door)), window_(window) {}

void Opening::file(const Opened& opened, const trust::Expectation& expectation) {
  if (opened.signature) return door_.model(opened, expectation);
  inBackground(
      this, [path = opened.path] { return audit::may_be_report(path); },
      [this, opened, expectation](bool isReport) {
        if (isReport)
          door_.report(opened.path, expectation);
        else
          door_.model(opened, expectation);
      });
}

/// Audit reports among them are opened as such; in all else models are looked for.
void Opening::places(const std::vector<fs::path>& places) {
  using Sorted = std::pair<std::vector<fs::path>, std::vector<fs::path>>;
  inBackground(
      this,
      [places]() -> Sorted {
        Sorted sorted;
        for (const auto& place : places)
          (audit::may_be_report(place) ? sorted.first : sorted.second).push_back(place);
        return sorted;
      },
      [this](const Sorted& sorted) {
        for (const auto& report : sorted.first) door_.report(report, NoExpectation{});
        if (!sorted.second.empty()) door_.places(sorted.second, false);
      });
}

void Opening::dropped(const QMimeData& data) {
  const auto dropped = readDropped(data);
  std::vector<fs::path> alone;
  for (const auto& opened : dropped.opened) {
    if (opened.signature) {
      door_.model(opened, NoExpectation{});
    } else {
      alone.push_back(opened.path);
    }
  }
  if (!alone.empty()) places(alone);
  if (dropped.hasRemote) {
    showMessage(
        window_, tr("This is an address, not a folder"),
        tr("Nothing is fetched from the network here. Download the model, or mount the drive that it lies "
           "on, and drop its folder."));
  }
}

void Opening::remembered(const Recent& recent) {
  if (recent.isReport)
    door_.report(recent.path, NoExpectation{});
  else
    door_.model({recent.path, {}}, NoExpectation{});
}

void Opening::chooseFolder() {
  choose(window_, {tr("Choose a model's folder"), QFileDialog::Directory, {}, {}},
         [this](const auto& path) { door_.places({path}, false); });
}

void Opening::chooseFile() {
  choose(window_, {tr("Choose a file, a signature or an audit report"), QFileDialog::ExistingFile, {}, {}},
         [this](const auto& path) {
           file({path, {}}, NoExpectation{});
         });
}

void Opening::chooseFolderOfModels() {
  choose(window_, {tr("Choose a folder of models"), QFileDialog::Directory, {}, {}},
         [this](const auto& path) { door_.places({path}, true); });
}

}  // namespace weighmaster::ui
