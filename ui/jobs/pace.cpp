#include "ui/jobs/pace.h"

namespace weighmaster::ui {

namespace {

/// Without news, it is told again after so long.
constexpr int againAfterMilliseconds = 500;

}  // namespace

PaceMeter::PaceMeter(QObject* parent) : QObject(parent) {
  timer_.setInterval(againAfterMilliseconds);
  connect(&timer_, &QTimer::timeout, this, &PaceMeter::tell);
}

void PaceMeter::begin() {
  timer_.stop();
  pace_ = {};
  progress_ = {};
}

void PaceMeter::take(const base::Progress& progress) {
  progress_ = progress;
  timer_.start();
  tell();
}

void PaceMeter::end() {
  timer_.stop();
}

void PaceMeter::tell() {
  pace_.add(std::chrono::steady_clock::now(), progress_);
  emit told(progress_, pace_);
}

}  // namespace weighmaster::ui
