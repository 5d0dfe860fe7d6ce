#include "ui/jobs/report_session.h"

#include <QCoreApplication>
#include <mutex>

#include "audit/told.h"
#include "base/file.h"
#include "base/limits.h"
#include "resources/instances.h"
#include "trust/model_name.h"
#include "ui/jobs/aside.h"
#include "ui/jobs/background.h"
#include "ui/jobs/clock_time.h"
#include "ui/jobs/priority.h"

namespace weighmaster::ui {

/// Shared with the thread that works; it outlives both.
struct ReportSession::Box {
  std::mutex mutex;
  std::optional<base::Progress> progress;
};

namespace {

constexpr int lookEveryMilliseconds = 50;
/// How long a cancelled worker may take to hand over what it has.
constexpr int patienceMilliseconds = 500;

using base::Result;

std::vector<audit::KnownRoot> knownRoots(const Services& services) {
  std::vector<audit::KnownRoot> roots;
  const auto& facts = services.trustFacts;
  if (services.trustedRoot)
    roots.push_back({services.trustedRoot, facts.source, facts.version, facts.updated_at});
  if (!services.trust) return roots;
  for (const auto& trust : services.trust->known())
    roots.push_back({trust.root, resources::source_text(trust), trust.version, trust.updated_at});
  return roots;
}

verdict::VerifyRequest requestOf(const Services& services, const trust::Expectation& expectation) {
  verdict::VerifyRequest request;
  request.policy.expectation = expectation;
  request.trusted_root = services.trustedRoot;
  request.trusted_root_source = services.trustFacts.source;
  request.trusted_root_version = services.trustFacts.version;
  request.trusted_root_updated_at = services.trustFacts.updated_at;
  request.now = services.now();
  return request;
}

ReportAnswer answerOf(audit::CheckedReport checked) {
  ReportAnswer answer;
  answer.verdict = audit::verdict(checked);
  answer.headline = audit::headline(checked);
  answer.about = audit::about_report(checked);
  for (const auto& model : checked.models) {
    const auto time = clockTime(model.now.checked_at).toStdString();
    answer.models.push_back(
        {audit::verdict(model), audit::card(model, time), audit::about_model(model, checked.program)});
  }
  answer.checked = std::move(checked);
  return answer;
}

}  // namespace

ReportSession::ReportSession(std::shared_ptr<const Services> services, Turns& turns,
                             std::filesystem::path file, QObject* parent)
    : QObject(parent), services_(std::move(services)), file_(std::move(file)), turns_(turns) {
  patience_.setSingleShot(true);
  patience_.setInterval(patienceMilliseconds);
  connect(&patience_, &QTimer::timeout, this,
          [this] { take(std::make_shared<const Result<ReportAnswer>>(base::fail(base::cancelled()))); });
  connect(&look_, &QTimer::timeout, this, [this] {
    std::unique_lock lock(box_->mutex);
    const auto progress = std::exchange(box_->progress, std::nullopt);
    lock.unlock();
    if (progress) emit progressed(*progress);
  });
}

ReportSession::~ReportSession() {
  stop_.request_stop();
}

verdict::Verdict ReportSession::verdict() const {
  return outcome_ && *outcome_ ? (*outcome_)->verdict : verdict::Verdict::undetermined;
}

void ReportSession::compareWith(std::filesystem::path model, std::size_t which) {
  compared_ = Compared{std::move(model), which};
}

ReportSession::Work ReportSession::work() const {
  return [services = services_, file = file_, expectation = expectation_, compared = compared_,
          program = "Weighmaster " + QCoreApplication::applicationVersion().toStdString()](
             const base::Task& task) -> Result<ReportAnswer> {
    const auto content = base::read_file(file, base::limits::audit_report_bytes);
    if (!content) return base::fail(content.error());
    audit::CheckRequest request;
    request.now = requestOf(*services, expectation);
    request.known_roots = knownRoots(*services);
    request.file = file;
    if (compared) {
      request.has_model = true;
      request.which = compared->which;
      request.now.model = compared->path;
      request.now.model_name = trust::model_name_from_path(compared->path).value_or("");
    }
    if (services->publishers) {
      const auto asked = services->publishers->ask(request.now);
      // A book that can't be read may know who is expected: without it only whom the person named is judged.
      if (!asked && std::holds_alternative<trust::NoExpectation>(expectation))
        return base::fail(asked.error());
    }
    auto checked = audit::check_report(*content, base::utf8(file.filename()), request, program, task);
    if (!checked) return base::fail(std::move(checked.error()));
    return answerOf(std::move(*checked));
  };
}

void ReportSession::check() {
  const bool hasTurn = state_ == State::working || state_ == State::stopping;
  patience_.stop();
  outcome_ = nullptr;
  if (hasTurn) return begin();
  state_ = State::waiting;
  turn_ = nullptr;
  turn_ = turns_.ask(this, [this] { begin(); });
  if (state_ == State::waiting) emit started();
}

void ReportSession::begin() {
  stop_.request_stop();
  stop_ = std::stop_source();
  state_ = State::working;
  box_ = std::make_shared<Box>();
  look_.start(lookEveryMilliseconds);
  inBackground(
      this,
      [work = work(), box = box_, stop = stop_.get_token()]() -> ReportOutcome {
        letInterfaceGoFirst();
        const base::Task task{stop, [box](const base::Progress& progress) {
                                const std::scoped_lock lock(box->mutex);
                                box->progress = progress;
                              }};
        return sharedAside(work(task));
      },
      [this, run = ++run_](const ReportOutcome& outcome) {
        if (run == run_) take(outcome);
      });
  emit started();
}

void ReportSession::cancel() {
  if (state_ == State::waiting)
    return take(std::make_shared<const Result<ReportAnswer>>(base::fail(base::cancelled())));
  if (state_ != State::working) return;
  state_ = State::stopping;
  stop_.request_stop();
  patience_.start();
}

void ReportSession::take(const ReportOutcome& outcome) {
  ++run_;
  patience_.stop();
  look_.stop();
  turn_ = nullptr;
  outcome_ = outcome;
  checkedAt_ = services_->now();
  state_ = State::done;
  emit finished();
}

}  // namespace weighmaster::ui
