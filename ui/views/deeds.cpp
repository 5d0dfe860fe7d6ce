#include "ui/views/deeds.h"

#include <QApplication>
#include <QClipboard>
#include <QPointer>
#include <nlohmann/json.hpp>

#include "trust/model_name.h"
#include "ui/jobs/background.h"
#include "ui/models/text.h"
#include "ui/views/ask_text.h"
#include "ui/views/choose.h"
#include "ui/views/message.h"
#include "verdict/deciding_entry.h"
#include "verdict/report_json.h"

namespace weighmaster::ui {
namespace {

ExpectDialog::Kind kindFor(const ModelSession& session) {
  const auto method = session.report() ? session.report()->method : std::nullopt;
  if (method == signature::Method::key) return ExpectDialog::Kind::key;
  return method == signature::Method::certificate ? ExpectDialog::Kind::root : ExpectDialog::Kind::identity;
}

}  // namespace

Deeds::Deeds(ModelView* view) : QObject(view), view_(view) {
  connect(view, &ModelView::actionWanted, this, &Deeds::act);
  connect(view, &ModelView::chooseModelWanted, this, &Deeds::chooseModel);
  connect(view, &ModelView::nameModelWanted, this, &Deeds::nameModel);
}

void Deeds::act(words::Action action) {
  if (!session()) return;
  switch (action) {
    case words::Action::none:
      break;
    case words::Action::show_files:
      return view_->openFiles(FileKind::all);
    case words::Action::show_changes:
      return view_->openFiles(FileKind::changed);
    case words::Action::show_missing:
      return view_->openFiles(FileKind::missing);
    case words::Action::show_unsigned:
      return view_->openFiles(FileKind::unsigned_);
    case words::Action::check_without_unsigned:
      return checkWithoutUnsigned();
    case words::Action::say_who_signed:
      return sayWhoSigned(kindFor(*session()));
    case words::Action::choose_signature:
      return chooseSignature();
    case words::Action::choose_key:
      return sayWhoSigned(ExpectDialog::Kind::key);
    case words::Action::import_trust:
      return emit trustWanted();
    case words::Action::correct_expectation:
      return correctExpectation();
    case words::Action::show_signer:
      return view_->openPage(ModelView::PageId::signer);
    case words::Action::show_checks:
      return view_->openPage(ModelView::PageId::checks);
    case words::Action::copy_details:
      return copyDetails();
    case words::Action::undo_trust:
      return undoTrust();
    case words::Action::check_again:
      return session()->check();
  }
}

void Deeds::checkWithoutUnsigned() {
  std::vector<std::string> names;
  for (const auto& row : session()->report()->files) {
    if (row.state == verdict::FileState::unsigned_) names.push_back(row.name);
  }
  session()->leaveOut(std::move(names));
  session()->check();
}

void Deeds::sayWhoSigned(ExpectDialog::Kind kind) {
  expectDialog(kind)->open();
}

void Deeds::correctExpectation() {
  const auto report = session()->report();
  const auto* entry = verdict::expecting_entry(*report);
  auto* dialog = expectDialog(kindFor(*session()), entry != nullptr ? entry->id : std::string());
  dialog->startFrom(entry != nullptr && report->method ? entry->signer.by(*report->method)
                                                       : session()->expectation());
  if (entry != nullptr) dialog->startFrom(entry->models);
  dialog->open();
}

ExpectDialog* Deeds::expectDialog(ExpectDialog::Kind kind, const std::string& replaced) {
  auto* dialog = new ExpectDialog(kind, session()->opened().path, view_->window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (session()->services().publishers && !session()->claimsOnly())
    dialog->offerToRemember(session()->modelName());
  connect(dialog, &QDialog::accepted, session(), [this, dialog, replaced, session = session()] {
    if (const auto models = dialog->models()) {
      trust::Publisher entry;
      entry.models = *models;
      entry.signer = signersOf(dialog->expectation());
      entry.added = session->services().now();
      entry.origin = trust::Origin::window;
      return remember(session, std::move(entry), replaced, dialog->modelName());
    }
    session->expect(dialog->expectation());
    session->check();
  });
  return dialog;
}

void Deeds::remember(ModelSession* session, trust::Publisher entry, const std::string& replaced,
                     const std::string& name) {
  using Book = std::shared_ptr<const PublishersDesk::Book>;
  inBackground(
      session,
      [desk = session->services().publishers, replaced, entry = std::move(entry)]() -> Book {
        return std::make_shared<const PublishersDesk::Book>(
            desk->change([&](const trust::Publishers& book) -> base::Result<trust::Publishers> {
              if (book.find(replaced) == nullptr) return book.with(entry);
              return book.without(replaced).and_then(
                  [&](const trust::Publishers& rest) { return rest.with(entry); });
            }));
      },
      [this, session, name](const Book& book) {
        // What is there already need not be said again.
        if (!*book && book->error().code != base::Code::publishers_expected) {
          return showMessage(
              view_->window(), tr("It could not be remembered"),
              say(words::what_is_so(book->error())) + u' ' + say(words::what_to_do(book->error().code)));
        }
        if (!name.empty()) session->nameModel(name);
        session->expect(trust::NoExpectation{});
        if (*book) return emit bookChanged();
        session->check();
      });
}

void Deeds::undoTrust() {
  const auto* entry = verdict::deciding_entry(*session()->report());
  if (!entry) return;
  using Book = std::shared_ptr<const PublishersDesk::Book>;
  inBackground(
      session(),
      [desk = session()->services().publishers, id = entry->id]() -> Book {
        return std::make_shared<const PublishersDesk::Book>(
            desk->change([&](const trust::Publishers& book) { return book.without(id); }));
      },
      [this, session = session()](const Book& book) {
        if (*book) return emit bookChanged();
        showMessage(view_->window(), tr("Nothing was changed"), say(words::what_is_so(book->error())));
        session->check();
      });
}

void Deeds::nameModel() {
  TextQuestion question{
      tr("Which model is it?"),
      tr("Write the name as you read it on the hub's page, like publisher/model: not as the folder "
         "is called, and not as the signature says. The address book then says who may sign it."),
      tr("Model")};
  question.placeholder = tr("publisher/model");
  question.fits = [](const QString& text) { return trust::is_model_name(text.toStdString()); };
  askText(view_->window(), question, [session = QPointer(session())](const QString& name) {
    if (!session) return;
    session->nameModel(name.toStdString());
    session->check();
  });
}

void Deeds::chooseSignature() {
  const Choice choice{tr("Choose a signature"), QFileDialog::ExistingFile,
                      tr("Signatures (*.sig *.sigstore.json *.sigstore *.json);;All files (*)"),
                      session()->opened().path.parent_path()};
  ui::choose(view_, choice, [session = QPointer(session())](const auto& path) {
    if (!session) return;
    session->useSignature(path);
    session->check();
  });
}

void Deeds::chooseModel() {
  const Choice choice{
      tr("Choose the model's folder"), QFileDialog::Directory, {}, session()->opened().path.parent_path()};
  ui::choose(view_, choice, [session = QPointer(session())](const auto& path) {
    if (!session) return;
    session->useModel(path);
    session->check();
  });
}

void Deeds::copyDetails() {
  if (!session() || session()->state() != ModelSession::State::done) return;
  // Long for a large model: made beside the interface.
  constexpr int indentation = 2;
  inBackground(
      this,
      [report = session()->report()] {
        const auto json = verdict::to_json(*report);
        return own(json.dump(indentation, ' ', true, base::Json::error_handler_t::replace));
      },
      [](const QString& text) { QApplication::clipboard()->setText(text); });
}

}  // namespace weighmaster::ui
