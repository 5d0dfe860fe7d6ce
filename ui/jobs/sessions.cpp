#include "ui/jobs/sessions.h"

#include <algorithm>
#include <variant>

namespace weighmaster::ui {
namespace {

using Session = std::variant<ModelSession*, ReportSession*>;

/// Whether a check has come, or will come, to an answer by what was believed before. One that waits will ask
/// what is believed then; one that the person stopped stays so.
bool wasJudged(const ModelSession& session) {
  switch (session.state()) {
    case ModelSession::State::idle:  // of one whose answer was let go its verdict is still shown in the table
    case ModelSession::State::working:
      return true;
    case ModelSession::State::waiting:
    case ModelSession::State::stopping:
      return false;
    case ModelSession::State::done:
      return !session.claimsOnly() && !session.report()->has(base::Code::task_cancelled);
  }
  return false;
}

bool wasJudged(const ReportSession& session) {
  if (session.state() == ReportSession::State::working) return true;
  if (session.state() != ReportSession::State::done) return false;
  const auto& outcome = *session.outcome();
  return outcome || outcome.error().code != base::Code::task_cancelled;
}

bool restsOnRoot(const ModelSession& session) {
  if (!wasJudged(session)) return false;
  return session.state() != ModelSession::State::done ||
         session.report()->method == signature::Method::sigstore;
}

template <class Session>
bool restsOnBook(const Session& session) {
  return wasJudged(session) && std::holds_alternative<trust::NoExpectation>(session.expectation());
}

template <class Map>
typename Map::mapped_type found(const Map& map, const std::filesystem::path& path) {
  const auto place = map.find(path);
  return place == map.end() ? nullptr : place->second;
}

}  // namespace

Sessions::Sessions(std::shared_ptr<const Services> services, QObject* parent)
    : QObject(parent), services_(std::move(services)) {}

Sessions::~Sessions() {
  // They give back their turns, and the next one says that it has it: nobody is to hear that any more.
  blockSignals(true);
  for (const auto& [path, session] : models_) delete session;
  for (const auto& [file, session] : reports_) delete session;
}

ModelSession* Sessions::ofModel(const Opened& opened) {
  auto& session = models_[opened.path];
  if (session) return session;
  session = new ModelSession(services_, turns_, opened, this);
  const auto tell = [this, session = session, path = opened.path] { emit modelChanged(path, session); };
  connect(session, &ModelSession::started, this, tell);
  connect(session, &ModelSession::changeSuspected, this, tell);
  connect(session, &ModelSession::finished, this, [this, tell, session = session, path = opened.path] {
    tell();
    emit modelFinished(path, session);
  });
  return session;
}

ReportSession* Sessions::ofReport(const std::filesystem::path& file) {
  auto& session = reports_[file];
  if (session) return session;
  session = new ReportSession(services_, turns_, file, this);
  const auto tell = [this, session = session, file] { emit reportChanged(file, session); };
  connect(session, &ReportSession::started, this, tell);
  connect(session, &ReportSession::finished, this, [this, tell, session = session, file] {
    tell();
    emit reportFinished(file, session);
  });
  return session;
}

ModelSession* Sessions::model(const std::filesystem::path& path) const {
  return found(models_, path);
}

ReportSession* Sessions::report(const std::filesystem::path& file) const {
  return found(reports_, file);
}

void Sessions::useTrust(std::shared_ptr<const Services> services, const QObject* first) {
  services_ = std::move(services);
  for (const auto& [path, session] : models_)
    session->useTrustedRoot(services_->trustedRoot, services_->trustFacts);
  for (const auto& [file, session] : reports_) session->useServices(services_);
  judgeAnew(restsOnRoot, wasJudged, first);
}

void Sessions::judgeByBook(const QObject* first) {
  judgeAnew(restsOnBook<ModelSession>, restsOnBook<ReportSession>, first);
}

void Sessions::judgeAnew(Rests rests, ReportRests reportRests, const QObject* first) {
  std::vector<Session> concerned;
  for (const auto& [path, session] : models_) {
    if (rests(*session)) concerned.emplace_back(session);
  }
  for (const auto& [file, session] : reports_) {
    if (reportRests(*session)) concerned.emplace_back(session);
  }
  const auto isFirst = [first](const QObject* session) { return session == first; };
  std::stable_partition(concerned.begin(), concerned.end(),
                        [&](const Session& each) { return std::visit(isFirst, each); });
  for (const auto& each : concerned) std::visit([](auto* session) { session->check(); }, each);
}

}  // namespace weighmaster::ui
