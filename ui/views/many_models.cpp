#include "ui/views/many_models.h"

#include <algorithm>

#include "base/file.h"
#include "base/limits.h"
#include "model/hub.h"
#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/choose.h"
#include "ui/views/message.h"
#include "ui/views/scan_page.h"

namespace weighmaster::ui {
namespace {

namespace fs = std::filesystem;

constexpr int patienceMilliseconds = 300;
constexpr int oneMinute = 60'000;
/// Rows of files in all answers that are kept; one takes about a kilobyte.
constexpr std::size_t mostRows = 200'000;
/// Of remarks that are shown; the rest is counted.
constexpr qsizetype mostRemarks = 5;

/// Where only one model is meant: it. Also what is no model by its names, or can't be read: the person wants
/// to know about that, too.
std::optional<fs::path> onlyOne(const fs::path& place, const model::Collection& found) {
  if (!found.left_out.empty()) return std::nullopt;
  if (found.models.empty() && found.findings.size() <= 1) return place;
  if (found.models.size() != 1 || !found.findings.empty()) return std::nullopt;
  // Of a hub's store the person sees the name, not that of a revision.
  const auto& model = found.models.front();
  const bool isStore = model.layout == model::Layout::hub && model::store_kind(place);
  return isStore ? place : model.path;
}

QStringList remarksOn(const model::Collection& found) {
  QStringList remarks;
  for (const auto& finding : found.findings) remarks += say(words::what_is_so(finding));
  for (const auto& each : found.left_out) {
    remarks +=
        ManyModels::tr("Left out, it is %1: %2").arg(say(words::title(each.reason)), shownPath(each.path));
  }
  return remarks;
}

std::size_t rowsOf(const ModelSession& session) {
  return session.answer() ? session.answer()->report.files.size() : 0;
}

}  // namespace

ManyModels::ManyModels(std::function<base::TimePoint()> now, Ways ways, QObject* parent)
    : QObject(parent), model_(std::move(now)), page_(new ScanPage(&model_)), ways_(std::move(ways)) {
  connect(page_, &ScanPage::opened, this, &ManyModels::open);
  connect(page_, &ScanPage::stopWanted, this, &ManyModels::stop);
  connect(page_, &ScanPage::exportWanted, this, &ManyModels::exportTable);
  patience_.setSingleShot(true);
  patience_.setInterval(patienceMilliseconds);
  connect(&patience_, &QTimer::timeout, this, &ManyModels::tableFilled);
  connect(&minute_, &QTimer::timeout, &model_, &ScanModel::refreshTimes);
  minute_.start(oneMinute);
}

void ManyModels::look(const std::vector<fs::path>& places, bool asTable) {
  if (stop_.stop_requested()) stop_ = {};
  ++looking_;
  page_->setLooking(true);
  patience_.start();
  inBackground(
      this,
      [places, stop = stop_.get_token()] {
        return model::find_models(places, {stop, {}});
      },
      [this, places, asTable](const model::Collection& found) {
        --looking_;
        page_->setLooking(looking_ > 0);
        if (looking_ == 0) patience_.stop();
        take(places, asTable, found);
      });
}

void ManyModels::take(const std::vector<fs::path>& places, bool asTable, const model::Collection& found) {
  if (!asTable && places.size() == 1) {
    if (const auto one = onlyOne(places.front(), found)) return emit modelFound({*one, {}});
  }
  if (place_.empty()) place_ = places.front();
  keepInMind(found);
  remarks_ += remarksOn(found);
  auto shown = remarks_.mid(0, mostRemarks);
  if (remarks_.size() > mostRemarks) shown += tr("and %1 more").arg(grouped(remarks_.size() - mostRemarks));
  page_->setRemarks(shown);
  emit tableFilled();
  add(found.models);
}

void ManyModels::keepInMind(const model::Collection& found) {
  for (const auto& finding : found.findings) {
    auto& all = scope_.findings;
    if (std::find(all.begin(), all.end(), finding) == all.end()) all.push_back(finding);
  }
  for (const auto& each : found.left_out) {
    const auto same = [&](const model::LeftOut& other) { return other.path == each.path; };
    auto& all = scope_.left_out;
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(each);
  }
}

void ManyModels::add(const std::vector<model::FoundModel>& models) {
  std::vector<model::FoundModel> unknown;
  for (const auto& model : models) {
    const auto row = model_.rowCount() + static_cast<int>(unknown.size());
    if (rows_.emplace(model.path, row).second) unknown.push_back(model);
  }
  model_.add(unknown);
  for (const auto& model : unknown) {
    auto* session = ways_.makeSession({model.path, {}});
    sessions_.push_back(session);
    follow(session, rows_.at(model.path));
  }
  // One that is there already is checked again; a check that runs or waits goes on.
  for (const auto& model : models) {
    auto* session = sessions_.at(static_cast<std::size_t>(rows_.at(model.path)));
    const bool rests =
        session->state() == ModelSession::State::idle || session->state() == ModelSession::State::done;
    if (rests) session->check();
  }
}

void ManyModels::follow(ModelSession* session, int row) {
  connect(session, &ModelSession::started, this, [this, session, row] {
    const bool waits = session->state() == ModelSession::State::waiting;
    model_.setState(row, waits ? ScanEntry::State::waiting : ScanEntry::State::working);
  });
  connect(session, &ModelSession::finished, this, [this, session, row] { finished(session, row); });
}

void ManyModels::finished(ModelSession* session, int row) {
  auto result = session->answer()->row;
  result.size = session->size();
  if (session->report()->has(base::Code::task_cancelled)) {
    model_.setState(row, ScanEntry::State::notChecked);
  } else {
    model_.setRow(row, std::move(result));
  }
  keepWithinMemory(session);
}

void ManyModels::keepWithinMemory(ModelSession* latest) {
  std::erase(kept_, latest);
  kept_.push_back(latest);
  std::size_t rows = 0;
  for (const auto* session : kept_) rows += rowsOf(*session);
  for (auto each = kept_.begin(); rows > mostRows && each != kept_.end();) {
    if (*each == latest || ways_.isShown(*each)) {
      ++each;
      continue;
    }
    rows -= rowsOf(**each);
    (*each)->forget();
    each = kept_.erase(each);
  }
}

void ManyModels::open(int row) {
  auto* session = sessions_.at(static_cast<std::size_t>(row));
  if (session->state() == ModelSession::State::idle) session->check();
  emit modelWanted(model_.entry(row).found.path);
}

void ManyModels::stop() {
  stop_.request_stop();
  // Those that wait first: the one at work would hand its turn on.
  for (auto* session : sessions_) {
    if (session->state() == ModelSession::State::waiting) session->cancel();
  }
  for (auto* session : sessions_) session->cancel();
}

QString ManyModels::whyNoReport() const {
  if (isEmpty()) return tr("A report says what a check came to: open a model first.");
  if (sessions_.size() > base::limits::audit_models)
    return tr("A report takes at most %1 models.").arg(grouped(qint64(base::limits::audit_models)));
  using State = ModelSession::State;
  const bool busy = std::any_of(sessions_.begin(), sessions_.end(), [](const ModelSession* session) {
    return session->state() != State::done && session->state() != State::idle;
  });
  return busy || looking_ > 0 ? tr("Not all models are checked yet: wait for them, or stop.") : QString();
}

ExportOrder ManyModels::order() const {
  ExportOrder order;
  order.scope = scope_;
  for (std::size_t row = 0; row < sessions_.size(); ++row) {
    const auto& entry = model_.entry(static_cast<int>(row));
    const bool isJudged = entry.state == ScanEntry::State::checked && !sessions_[row]->claimsOnly();
    if (isJudged)
      order.models.push_back(exportModel(*sessions_[row]));
    else
      order.scope->not_checked.push_back(entry.found.path);
  }
  return order;
}

void ManyModels::exportTable() {
  Choice choice{
      tr("Export the table of models"), QFileDialog::AnyFile, tr("Comma-separated values (*.csv)"), {}};
  choice.use = QFileDialog::AcceptSave;
  choose(page_, choice, [this](const fs::path& path) {
    const auto text = model_.asText().toStdString();
    const auto written = base::write_file(path, as_bytes(text), base::Existing::replace);
    if (!written)
      showMessage(page_, tr("The table was not written"), say(words::what_is_so(written.error())));
  });
}

}  // namespace weighmaster::ui
