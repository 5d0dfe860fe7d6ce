#include "ui/jobs/model_session.h"

#include "ui/jobs/aside.h"
#include "ui/jobs/background.h"
#include "verdict/discovery.h"

namespace weighmaster::ui {
namespace {

/// How long a cancelled worker may take to hand over what it has.
constexpr int patienceMilliseconds = 500;

/// For a worker that was left behind: the check was cancelled, and nothing else is known.
verdict::Report cancelledReport(const std::filesystem::path& model, base::TimePoint now) {
  auto report = verdict::empty_report();
  report.model = model;
  report.checked_at = now;
  report.step(verdict::StepId::files).findings.push_back(base::as_finding(base::cancelled()));
  return report;
}

}  // namespace

ModelSession::ModelSession(std::shared_ptr<const Services> services, Turns& turns, Opened opened,
                           QObject* parent)
    : QObject(parent),
      services_(std::move(services)),
      opened_(std::move(opened)),
      trustedRoot_(services_->trustedRoot),
      trustFacts_(services_->trustFacts),
      turns_(turns) {
  patience_.setSingleShot(true);
  patience_.setInterval(patienceMilliseconds);
  connect(&patience_, &QTimer::timeout, this, &ModelSession::giveUp);
}

verdict::VerifyRequest ModelSession::request() const {
  verdict::VerifyRequest request;
  request.model = opened_.path;
  request.signature = opened_.signature;
  request.policy.expectation = expectation_;
  request.trusted_root = trustedRoot_;
  request.trusted_root_source = trustFacts_.source;
  request.trusted_root_version = trustFacts_.version;
  request.trusted_root_updated_at = trustFacts_.updated_at;
  request.ignore_paths = leftOut_;
  request.now = services_->now();
  return request;
}

VerifyJob::Work ModelSession::work() const {
  return [request = request(), verify = services_->verify](const base::Task& task,
                                                           const verdict::Watch& watch) -> Checked {
    if (!request.signature && verdict::is_signature_file(request.model)) {
      auto claims = verdict::inspect_signature(request.model, request.now);
      claims.model.clear();
      claims.signature = request.model;
      return {std::move(claims), nullptr};
    }
    auto snapshot = Snapshot::take(request.model, task);
    auto report = verify(request, task, watch);
    if (!snapshot) return {std::move(report), nullptr};
    snapshot->watchSignature(report.signature);
    return {std::move(report), sharedAside(std::move(*snapshot))};
  };
}

void ModelSession::check() {
  patience_.stop();
  mayHaveChanged_ = false;
  snapshot_ = nullptr;
  answer_ = nullptr;
  // A check that runs or is stopping has its turn, and the one that takes its place keeps it.
  if (job_) return begin();
  state_ = State::waiting;
  turn_ = nullptr;
  turn_ = turns_.ask(this, [this] { begin(); });
  if (state_ == State::waiting) emit started();
}

void ModelSession::begin() {
  state_ = State::working;
  job_ = std::make_unique<VerifyJob>(work());
  connect(job_.get(), &VerifyJob::prepared, this, [this](const AnswerPtr& answer) {
    answer_ = answer;
    emit prepared();
  });
  connect(job_.get(), &VerifyJob::rowsFinished, this, &ModelSession::rowsFinished);
  connect(job_.get(), &VerifyJob::progressed, this, &ModelSession::progressed);
  connect(job_.get(), &VerifyJob::finished, this, &ModelSession::finish);
  emit started();
}

void ModelSession::cancel() {
  if (state_ == State::waiting) return giveUp();
  if (state_ != State::working) return;
  state_ = State::stopping;
  job_->cancel();
  patience_.start();
}

void ModelSession::giveUp() {
  finish(answerFrom(cancelledReport(opened_.path, services_->now())), nullptr);
}

void ModelSession::finish(const AnswerPtr& answer, const std::shared_ptr<const Snapshot>& snapshot) {
  patience_.stop();
  answer_ = answer;
  snapshot_ = snapshot;
  state_ = State::done;
  turn_ = nullptr;
  if (job_) {
    // The signal that brought us here may come from the job itself.
    job_->disconnect(this);
    job_.release()->deleteLater();
  }
  emit finished();
}

std::optional<std::uint64_t> ModelSession::size() const {
  if (answer_ && answer_->row.size) return answer_->row.size;
  return snapshot_ ? std::optional(snapshot_->size()) : std::nullopt;
}

void ModelSession::forget() {
  if (state_ != State::done) return;
  answer_ = nullptr;
  snapshot_ = nullptr;
  state_ = State::idle;
}

void ModelSession::useModel(const std::filesystem::path& model) {
  if (!opened_.signature) opened_.signature = opened_.path;
  opened_.path = model;
}

void ModelSession::useTrustedRoot(std::shared_ptr<const trust::TrustedRoot> root, verdict::TrustFacts facts) {
  trustedRoot_ = std::move(root);
  trustFacts_ = std::move(facts);
}

void ModelSession::lookForChanges() {
  if (state_ != State::done || !snapshot_ || mayHaveChanged_ || looking_) return;
  looking_ = true;
  inBackground(
      this, [snapshot = snapshot_] { return std::make_pair(snapshot, snapshot->stillHolds()); },
      [this](const std::pair<std::shared_ptr<const Snapshot>, bool>& answer) {
        looking_ = false;
        // About a check that was repeated since: of no more interest.
        if (answer.first != snapshot_ || answer.second || state_ != State::done) return;
        mayHaveChanged_ = true;
        emit changeSuspected();
      });
}

}  // namespace weighmaster::ui
