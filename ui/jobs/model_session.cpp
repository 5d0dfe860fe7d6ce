#include "ui/jobs/model_session.h"

#include "trust/model_name.h"
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

/// A book that can't be read may know who is expected, and whom a signer could be taken for: without it only
/// a signer whom the person has named is judged.
void note(const base::Error& book, verdict::Report& report) {
  auto& step = report.step(verdict::StepId::signer);
  if (step.outcome == verdict::Outcome::passed || !report.method) return;
  step.findings.push_back(base::as_finding(book));
  step.outcome = verdict::outcome_of(step.findings);
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
  request.model_name = modelName_;
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
  return [asked = request(), verify = services_->verify, desk = services_->publishers](
             const base::Task& task, const verdict::Watch& watch) -> Checked {
    auto request = asked;
    if (!request.signature && verdict::is_signature_file(request.model)) {
      auto claims = verdict::inspect_signature(request.model, request.now);
      claims.model.clear();
      claims.signature = request.model;
      return {std::move(claims), nullptr, std::make_shared<const verdict::VerifyRequest>(request)};
    }
    if (request.model_name.empty())
      request.model_name = trust::model_name_from_path(request.model).value_or("");
    const auto book = desk ? desk->ask(request) : base::Result<void>();
    const auto began = Snapshot::Time::clock::now();
    // The check lists the model itself: to list it here too takes as long again as small files take to check.
    std::optional<model::Tree> listed;
    auto watching = watch;
    watching.hashed = [&listed](const model::Tree& tree, const auto&, const auto&) {
      if (!listed) listed = tree;
    };
    auto report = verify(request, task, watching);
    if (!book) note(book.error(), report);
    // Of a hub's store the revision was listed: which one is meant can change, too.
    const bool isWhole = listed && listed->root() == request.model;
    auto snapshot = isWhole ? Snapshot(std::move(*listed), began) : Snapshot::take(request.model, task);
    auto told = std::make_shared<const verdict::VerifyRequest>(std::move(request));
    if (!snapshot) return {std::move(report), nullptr, std::move(told)};
    snapshot->watchSignature(report.signature);
    return {std::move(report), sharedAside(std::move(*snapshot)), std::move(told)};
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
  finish(answerFrom(cancelledReport(opened_.path, services_->now()), nullptr,
                    std::make_shared<const verdict::VerifyRequest>(request())),
         nullptr);
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

std::string ModelSession::modelName() const {
  if (!modelName_.empty() || !answer_) return modelName_;
  return answer_->report.model_name;
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
