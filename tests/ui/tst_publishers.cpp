#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include "audit/report.h"
#include "base/text.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "support/virtual_sigstore.h"
#include "ui/models/text.h"
#include "ui/views/add_publisher_dialog.h"
#include "ui/views/publishers_dialog.h"
#include "ui/views/wrapped_label.h"
#include "ui/widget_walk.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};
constexpr auto actions = "https://token.actions.githubusercontent.com";

trust::Publisher entry(const std::string& models, const std::string& name, const std::string& issuer) {
  return {{}, models, {{{{name, issuer}}}, {}, {}}, at("2026-01-31T12:00:00Z"), trust::Origin::by_hand,
          {}, {}};
}

/// A folder with an address book, models signed through a Sigstore of its own, and a window on them.
struct Scene {
  Fixture fixture;
  VirtualSigstore sigstore;
  std::filesystem::path book = fixture.folder / "settings/publishers.json";

  [[nodiscard]] Services services() const {
    auto services = fixture.services();
    services.trustedRoot = std::make_shared<const trust::TrustedRoot>(
        trust::TrustedRoot::parse(as_bytes(sigstore.trusted_root().dump())).value());
    services.trustFacts.source = "of this test";
    services.now = [] { return at("2026-06-02T12:00:00Z"); };
    services.publishers = std::make_shared<const PublishersDesk>(book);
    return services;
  }
  /// Where a hub's cache would keep it, or in a folder of any name.
  [[nodiscard]] std::filesystem::path signedModel(const std::string& folder, const std::string& name = alice,
                                                  const std::string& issuer = alices_issuer) const {
    KeylessSpec spec;
    spec.leaf = fulcio_leaf(name, issuer);
    if (!base::is_ascii(name)) spec.leaf.names = {{crypto::AlternativeName::Kind::other_name, name}};
    if (name.find("://") != std::string::npos) spec.leaf.names = {{crypto::AlternativeName::Kind::uri, name}};
    const auto model = fixture.folder / folder;
    write_model(model, files);
    write(model / "model.sig", sigstore.bundle(oms_statement(files), spec).dump());
    return model;
  }
  /// An audit report about it, made when nobody was expected.
  [[nodiscard]] std::filesystem::path reportOf(const std::filesystem::path& model) const {
    const auto given = services();
    verdict::VerifyRequest request;
    request.model = model;
    request.signature = model / "model.sig";
    request.now = given.now();
    request.trusted_root = given.trustedRoot;
    request.trusted_root_source = given.trustFacts.source;
    const auto report = verdict::verify_model(request, {});
    const auto file = fixture.folder / "audit.json";
    write(file, as_text(audit::json_form(audit::make_report({{report, request}}, "Weighmaster 1.2.3"))));
    return file;
  }
  void remember(const std::vector<trust::Publisher>& entries) const {
    QVERIFY(trust::change_publishers(book, [&](const auto& before) { return before.with_all(entries); }));
  }
  [[nodiscard]] std::vector<trust::Publisher> entries() const {
    return trust::load_publishers(book).value().entries();
  }
};

template <class Widget>
Widget* named(const QWidget& parent, const char* name) {
  return parent.findChild<Widget*>(QLatin1String(name));
}

QPushButton* buttonWith(const QWidget& parent, const QString& text) {
  for (auto* button : parent.findChildren<QPushButton*>()) {
    if (button->text().remove(u'&') == text) return button;
  }
  return nullptr;
}

QString basis(const MainWindow& window) {
  return named<WrappedLabel>(*cardOf(window), "basis")->text();
}

void sayIdentity(const QWidget& dialog, const QString& name, const QString& issuer) {
  auto* tab = dialog.findChild<QTabWidget*>()->currentWidget();
  tab->findChild<QLineEdit*>()->setText(name);
  tab->findChild<QComboBox*>()->setEditText(issuer);
}

ExpectDialog* whoShouldHaveSigned(const MainWindow& window) {
  entryOf(window, QStringLiteral("Who should have signed…"))->trigger();
  return waitForExpectDialog(window);
}

/// A window in which a model was opened, and checked to the end.
class OpenedModel : public MainWindow {
 public:
  OpenedModel(const Scene& scene, const std::filesystem::path& model,
              const trust::Expectation& expectation = trust::NoExpectation{})
      : MainWindow(scene.services()) {
    show();
    open({model, {}}, expectation);
    if (!waitForVerdict(*this)) qFatal("the model was not checked");
  }
};

QPushButton* correctionOn(const MainWindow& window) {
  return buttonWith(*cardOf(window), say(words::label(words::Action::correct_expectation)));
}

/// What stands in the fields of an identity.
std::pair<QString, QString> identityIn(const QWidget& dialog) {
  auto* tab = dialog.findChild<QTabWidget*>()->currentWidget();
  return {tab->findChild<QLineEdit*>()->text(), tab->findChild<QComboBox*>()->currentText()};
}

bool waitForCheck(const MainWindow& window, std::string_view verdict) {
  return QTest::qWaitFor([&] { return isDone(window) && verdictNameOf(window) == verdict; }, 20'000);
}

/// The line field of the question that is open.
QLineEdit* waitForQuestion(const QWidget& parent) {
  QDialog* dialog = nullptr;
  if (!QTest::qWaitFor([&] { return (dialog = named<QDialog>(parent, "askText")) != nullptr; }))
    return nullptr;
  return dialog->findChild<QLineEdit*>();
}

void agree(QLineEdit* field) {
  auto* buttons = field->window()->findChild<QDialogButtonBox*>();
  QVERIFY(buttons->button(QDialogButtonBox::Ok)->isEnabled());
  buttons->button(QDialogButtonBox::Ok)->click();
}

}  // namespace

/// The address book in the window, on models that are really signed.
class TestPublishers : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void a_signer_is_remembered_dated_and_taken_back() {
    const Scene scene;
    OpenedModel window(scene, scene.signedModel("models--org--model"));
    QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));

    auto* dialog = whoShouldHaveSigned(window);
    QVERIFY(dialog);
    auto* remember = named<QComboBox>(*dialog, "remember");
    QCOMPARE(remember->currentIndex(), 0);
    for (const auto* field : dialog->findChild<QTabWidget*>()->findChildren<QLineEdit*>())
      QVERIFY2(field->text().isEmpty(), "nothing is taken from the signature");
    sayIdentity(*dialog, alice, alices_issuer);
    QVERIFY(okOf(*dialog)->isEnabled());
    remember->setCurrentIndex(2);
    QCOMPARE(named<QLineEdit>(*dialog, "modelName")->text(), QStringLiteral("org/model"));
    QCOMPARE(dialog->models(), std::string("org/*"));
    okOf(*dialog)->click();
    QVERIFY(waitForCheck(window, "trusted"));
    QCOMPARE(headline(window), QStringLiteral("Complete, unchanged, and signed by a publisher you trust"));
    QVERIFY2(
        basis(window).contains(QStringLiteral("You chose to trust this signer for “org/*” on 2026-06-02.")),
        qPrintable(basis(window)));
    QCOMPARE(scene.entries().size(), std::size_t{1});
    QVERIFY(scene.entries()[0].origin == trust::Origin::window);

    auto* undo = buttonWith(*cardOf(window), QStringLiteral("Undo: do not trust them"));
    QVERIFY(undo);
    undo->click();
    QVERIFY(waitForCheck(window, "unknown_signer"));
    QVERIFY(scene.entries().empty());
  }

  void a_known_publisher_needs_no_click() {
    const Scene scene;
    scene.remember({entry("org/*", alice, alices_issuer)});
    OpenedModel window(scene, scene.signedModel("models--org--other/snapshots/1"));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
    window.open({scene.signedModel("models--org--another/snapshots/1", "eve@example.com"), {}});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));
  }

  void only_for_this_check_remembers_nothing() {
    const Scene scene;
    OpenedModel window(scene, scene.signedModel("models--org--model"));
    auto* dialog = whoShouldHaveSigned(window);
    sayIdentity(*dialog, alice, alices_issuer);
    okOf(*dialog)->click();
    QVERIFY(waitForCheck(window, "trusted"));
    QVERIFY(scene.entries().empty());
  }

  /// The way back from a slip leads to what was typed: never to what the signature says.
  void a_slip_of_typing_is_corrected() {
    const Scene scene;
    const std::string typed = "alicf@example.com";
    OpenedModel window(scene, scene.signedModel("models--org--model"),
                       trust::ExpectedIdentities{{{typed, alices_issuer}}});
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));
    auto* correct = correctionOn(window);
    QVERIFY(correct);
    QVERIFY2(correct->objectName() != QStringLiteral("mainButton"), "most who are not expected are no slip");
    correct->click();
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    QCOMPARE(identityIn(*dialog), std::pair(own(typed), own(alices_issuer)));
    const auto* first = dialog->findChild<QTabWidget*>()->currentWidget()->findChild<QLineEdit*>();
    QTRY_VERIFY2(!first->hasSelectedText(), "the next letter would take the place of all");
    for (const auto* field : dialog->findChildren<QLineEdit*>()) QVERIFY(!field->text().contains(own(alice)));
    QCOMPARE(named<QComboBox>(*dialog, "remember")->currentIndex(), 0);
    sayIdentity(*dialog, alice, alices_issuer);
    okOf(*dialog)->click();
    QVERIFY(waitForCheck(window, "trusted"));
    QVERIFY(scene.entries().empty());
  }

  void a_slip_that_was_remembered_is_replaced() {
    const Scene scene;
    auto slip = entry("org/*", "alicf@example.com", alices_issuer);
    slip.origin = trust::Origin::window;
    scene.remember({slip, entry("others/*", "bob@example.com", alices_issuer)});
    OpenedModel window(scene, scene.signedModel("models--org--model"));
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));
    auto* correct = correctionOn(window);
    QVERIFY(correct);
    correct->click();
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    QCOMPARE(identityIn(*dialog), std::pair(QStringLiteral("alicf@example.com"), own(alices_issuer)));
    QCOMPARE(dialog->models(), std::string("org/*"));
    sayIdentity(*dialog, alice, alices_issuer);
    okOf(*dialog)->click();
    QVERIFY(waitForCheck(window, "trusted"));
    const auto entries = scene.entries();
    QCOMPARE(entries.size(), std::size_t{2});
    QCOMPARE(entries[0].models, std::string("others/*"));
    QCOMPARE(entries[1].models, std::string("org/*"));
    QCOMPARE(entries[1].signer.identities.any_of.front().name, std::string(alice));
  }

  /// What was not typed beside a model is no slip; and where nobody was expected there is nothing to correct.
  void nothing_is_corrected_that_was_not_typed_here() {
    const Scene scene;
    scene.remember({entry("org/*", "release@eleuther.ai", alices_issuer)});
    const OpenedModel byHand(scene, scene.signedModel("models--org--model"));
    QCOMPARE(verdictNameOf(byHand), std::string("wrong_signer"));
    QVERIFY(!correctionOn(byHand));
    const OpenedModel alike(scene, scene.signedModel("downloads", "release@eleuter.ai"));
    QCOMPARE(verdictNameOf(alike), std::string("wrong_signer"));
    QVERIFY(!correctionOn(alike));
  }

  void a_key_and_roots_are_begun_with_too() {
    const auto key = TestKey::generate().public_key();
    const auto root = mint_chain().root;
    ExpectDialog ofKey(ExpectDialog::Kind::identity, {});
    ofKey.startFrom(trust::ExpectedKeys{{key}});
    QVERIFY(okOf(ofKey)->isEnabled());
    QVERIFY(std::get<trust::ExpectedKeys>(ofKey.expectation()).any_of.front() == key);
    ExpectDialog ofRoot(ExpectDialog::Kind::identity, {});
    ofRoot.startFrom(trust::ExpectedRoots{{root}});
    QVERIFY(okOf(ofRoot)->isEnabled());
    QVERIFY(std::get<trust::ExpectedRoots>(ofRoot.expectation()).anchors.front() == root);
    ExpectDialog ofPattern(ExpectDialog::Kind::identity, {});
    ofPattern.startFrom(trust::ExpectedIdentities{{{".*@example.com", alices_issuer, true, false}}});
    QVERIFY2(!okOf(ofPattern)->isEnabled(), "a pattern would be taken for a name");
  }

  void a_model_without_a_name_is_asked_for_it() {
    const Scene scene;
    scene.remember({entry("org/*", alice, alices_issuer)});
    OpenedModel window(scene, scene.signedModel("downloads"));
    QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));
    auto* ask = buttonWith(*cardOf(window), QStringLiteral("Say which model it is…"));
    QVERIFY(ask);
    ask->click();
    auto* field = waitForQuestion(window);
    QVERIFY(field);
    QVERIFY2(field->text().isEmpty(), "neither the folder nor the signature says what it is called");
    auto* ok = field->window()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    field->setText(QStringLiteral("org/model/more"));
    QVERIFY(!ok->isEnabled());
    field->setText(QStringLiteral("org/model"));
    agree(field);
    QVERIFY(waitForCheck(window, "trusted"));
  }

  void to_remember_a_model_without_a_name_takes_one() {
    const Scene scene;
    OpenedModel window(scene, scene.signedModel("downloads"));
    auto* dialog = whoShouldHaveSigned(window);
    sayIdentity(*dialog, alice, alices_issuer);
    auto* remember = named<QComboBox>(*dialog, "remember");
    remember->setCurrentIndex(1);
    QVERIFY(!okOf(*dialog)->isEnabled());
    auto* name = named<QLineEdit>(*dialog, "modelName");
    QVERIFY(!name->isReadOnly());
    name->setText(QStringLiteral("gpt2"));
    QVERIFY(okOf(*dialog)->isEnabled());
    remember->setCurrentIndex(2);
    QVERIFY2(!okOf(*dialog)->isEnabled(), "a model without a publisher has none to trust");
    remember->setCurrentIndex(1);
    okOf(*dialog)->click();
    QVERIFY(waitForCheck(window, "trusted"));
    QCOMPARE(scene.entries()[0].models, std::string("gpt2"));
  }

  void each_look_alike_is_its_own_alarm_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* what, const char* name, const char* issuer, const char* headline,
                        const char* expected, const char* found) {
      QTest::newRow(what) << name << issuer << headline << expected << found;
    };
    row("EleuterAI", "release@eleuter.ai", alices_issuer,
        "Signed by a name that is spelled almost like one you know", "release@eleuther.ai",
        "release@eleuter.ai");
    row("a Cyrillic letter", "release@\u0435leuther.ai", alices_issuer,
        "Signed by a name that only looks like one you know", "release@eleuther.ai",
        "release@\u0435leuther.ai");
    row("another issuer", "release@eleuther.ai", "https://other.example",
        "Signed by a name you know, but somebody else vouches for it", alices_issuer,
        "https://other.example");
    row("another workflow", "https://github.com/EleutherAI/gpt-neox/.github/workflows/x.yml@refs/heads/main",
        actions, "Signed by another workflow than the one you know",
        "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/heads/main",
        "https://github.com/EleutherAI/gpt-neox/.github/workflows/x.yml@refs/heads/main");
  }

  void each_look_alike_is_its_own_alarm() {
    QFETCH(QString, name);
    QFETCH(QString, issuer);
    QFETCH(QString, headline);
    QFETCH(QString, expected);
    QFETCH(QString, found);
    const Scene scene;
    scene.remember(
        {entry("EleutherAI/*", "release@eleuther.ai", alices_issuer),
         entry("EleutherAI/gpt-neox",
               "https://github.com/EleutherAI/gpt-neox/.github/workflows/release.yml@refs/heads/main",
               actions)});
    OpenedModel window(scene, scene.signedModel("downloads", name.toStdString(), issuer.toStdString()));
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));
    QCOMPARE(tests::headline(window), headline);
    const auto& comparison = cardOf(window)->content().comparison;
    QVERIFY(comparison.has_value());
    QCOMPARE(comparison->expected, expected);
    QCOMPARE(comparison->found, found);
    QVERIFY(!comparison->foundMarks.empty());
    QVERIFY(comparison->foundMarks.front().at > 0);
  }

  void a_models_name_like_a_known_one_is_an_alarm() {
    const Scene scene;
    scene.remember({entry("EleutherAI/*", "release@eleuther.ai", alices_issuer)});
    OpenedModel window(scene, scene.signedModel("models--EleuterAI--pythia", "bob@example.com"));
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));
    QCOMPARE(headline(window),
             QStringLiteral("The model is called almost like those of a publisher you know"));
    QCOMPARE(cardOf(window)->content().comparison->expected, QStringLiteral("EleutherAI"));
  }

  void a_book_that_can_not_be_read_leaves_it_open() {
    const Scene scene;
    write(scene.book, "{}");
    OpenedModel window(scene, scene.signedModel("downloads"));
    QCOMPARE(verdictNameOf(window), std::string("undetermined"));
    QVERIFY(basis(window).contains(QStringLiteral("address book")));
  }

  void the_book_is_kept_by_hand() {
    const Scene scene;
    OpenedModel window(scene, scene.signedModel("models--org--model"));
    QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));
    entryOf(window, QStringLiteral("Publishers…"))->trigger();
    PublishersDialog* dialog = nullptr;
    QVERIFY(QTest::qWaitFor([&] { return (dialog = window.findChild<PublishersDialog*>()) != nullptr; }));
    auto* add = named<QPushButton>(*dialog, "publisherAdd");
    QVERIFY(QTest::qWaitFor([&] { return add->isEnabled(); }));
    add->click();
    AddPublisherDialog* adding = nullptr;
    QVERIFY(QTest::qWaitFor([&] { return (adding = dialog->findChild<AddPublisherDialog*>()) != nullptr; }));
    sayIdentity(*adding, alice, alices_issuer);
    auto* ok = buttonWith(*adding, QStringLiteral("Trust them from now on"));
    QVERIFY(!ok->isEnabled());
    for (auto* field : adding->findChildren<QLineEdit*>()) {
      if (field->accessibleName() == QStringLiteral("Models")) field->setText(QStringLiteral("org/*"));
    }
    QVERIFY(ok->isEnabled());
    ok->click();
    auto* table = dialog->findChild<QTableView*>();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == 1 && add->isEnabled(); }));
    QVERIFY2(waitForCheck(window, "trusted"), "what is open is judged again");

    table->selectRow(0);
    named<QPushButton>(*dialog, "publisherNote")->click();
    auto* note = waitForQuestion(*dialog);
    QVERIFY(note);
    note->setText(QStringLiteral("by phone"));
    agree(note);
    QVERIFY(QTest::qWaitFor([&] { return table->model()->index(0, 4).data().toString() == "by phone"; }));

    QVERIFY(QTest::qWaitFor([&] { return add->isEnabled(); }));
    named<QPushButton>(*dialog, "publisherExport")->click();
    QVERIFY(chooseInFileDialog(scene.fixture.folder / "out.json"));
    QVERIFY(QTest::qWaitFor([&] { return std::filesystem::exists(scene.fixture.folder / "out.json"); }));

    table->selectRow(0);
    named<QPushButton>(*dialog, "publisherRemove")->click();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == 0 && add->isEnabled(); }));
    QVERIFY(waitForCheck(window, "unknown_signer"));
    auto* undo = named<QPushButton>(*dialog, "publisherUndo");
    QVERIFY(undo->isVisible());
    undo->click();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == 1 && add->isEnabled(); }));
    QVERIFY(!undo->isVisible());

    table->selectRow(0);
    named<QPushButton>(*dialog, "publisherRemove")->click();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == 0 && add->isEnabled(); }));
    named<QPushButton>(*dialog, "publisherImport")->click();
    QVERIFY(chooseInFileDialog(scene.fixture.folder / "out.json"));
    auto* accept = named<QPushButton>(*dialog, "publisherAccept");
    QVERIFY(QTest::qWaitFor([&] { return accept->isVisible(); }));
    QVERIFY2(scene.entries().empty(), "nothing counts before it was shown");
    accept->click();
    QVERIFY(QTest::qWaitFor([&] { return scene.entries().size() == 1; }));
    QVERIFY(scene.entries()[0].origin == trust::Origin::imported);
  }

  /// Of all that is open: shown or not, opened by itself or found among many; a report too. What the person
  /// said by hand of one of them stays.
  void a_change_of_the_book_judges_all_anew() {
    const Scene scene;
    MainWindow window(scene.services());
    window.show();
    const auto shown = scene.signedModel("models--org--shown");
    const auto hidden = scene.signedModel("models--org--hidden");
    const auto byHand = scene.signedModel("models--org--byhand");
    const auto one = scene.signedModel("many/one");
    const auto two = scene.signedModel("many/two", "eve@example.com");
    const auto report = scene.reportOf(shown);
    window.openMany({scene.fixture.folder / "many"}, true);
    const auto row = [&](const std::filesystem::path& path) {
      for (const auto* session : window.findChildren<ModelSession*>()) {
        if (session->opened().path == path && session->state() == ModelSession::State::done)
          return std::string(verdict::name(session->answer()->verdict));
      }
      return std::string();
    };
    const auto ofReport = [&] {
      const auto* reported = window.findChild<ReportSession*>();
      return reported->state() == ReportSession::State::done ? std::string(verdict::name(reported->verdict()))
                                                             : std::string();
    };
    QTRY_COMPARE(row(one), std::string("unknown_signer"));
    QTRY_COMPARE(row(two), std::string("unknown_signer"));
    window.open({hidden, {}});
    window.open({byHand, {}}, trust::ExpectedIdentities{{{alice, alices_issuer}}});
    window.openReport(report);
    window.open({shown, {}});
    QTRY_COMPARE(row(hidden), std::string("unknown_signer"));
    QTRY_COMPARE(row(shown), std::string("unknown_signer"));
    QTRY_COMPARE(row(byHand), std::string("trusted"));
    QTRY_COMPARE(ofReport(), std::string("unknown_signer"));
    int checksByHand = 0;
    for (const auto* session : window.findChildren<ModelSession*>()) {
      if (session->opened().path == byHand)
        connect(session, &ModelSession::finished, &window, [&] { ++checksByHand; });
    }

    auto* dialog = whoShouldHaveSigned(window);
    QVERIFY(dialog);
    sayIdentity(*dialog, alice, alices_issuer);
    constexpr int forAnyModel = 3;
    named<QComboBox>(*dialog, "remember")->setCurrentIndex(forAnyModel);
    okOf(*dialog)->click();
    QTRY_COMPARE(row(shown), std::string("trusted"));
    QTRY_COMPARE(row(hidden), std::string("trusted"));
    QTRY_COMPARE(row(one), std::string("trusted"));
    QTRY_COMPARE(row(two), std::string("wrong_signer"));
    // Its signature is true; no file was compared.
    QTRY_COMPARE(ofReport(), std::string("partial"));
    QCOMPARE(checksByHand, 0);

    auto* undo = buttonWith(*cardOf(window), QStringLiteral("Undo: do not trust them"));
    QVERIFY(undo);
    undo->click();
    QTRY_COMPARE(row(hidden), std::string("unknown_signer"));
    QTRY_COMPARE(row(two), std::string("unknown_signer"));
  }

  void a_note_judges_nothing_anew() {
    const Scene scene;
    scene.remember({entry("org/*", alice, alices_issuer)});
    OpenedModel window(scene, scene.signedModel("models--org--model"));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
    int checks = 0;
    connect(window.session(), &ModelSession::started, &window, [&] { ++checks; });
    entryOf(window, QStringLiteral("Publishers…"))->trigger();
    PublishersDialog* dialog = nullptr;
    QVERIFY(QTest::qWaitFor([&] { return (dialog = window.findChild<PublishersDialog*>()) != nullptr; }));
    auto* table = dialog->findChild<QTableView*>();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == 1; }));
    table->selectRow(0);
    named<QPushButton>(*dialog, "publisherNote")->click();
    auto* note = waitForQuestion(*dialog);
    QVERIFY(note);
    note->setText(QStringLiteral("by phone"));
    agree(note);
    QVERIFY(QTest::qWaitFor([&] { return table->model()->index(0, 4).data().toString() == "by phone"; }));
    QCOMPARE(checks, 0);
  }

  void text_from_outside_is_never_markup_and_never_hidden() {
    const Scene scene;
    const std::string hostile = "<b>a</b>\u202e\u200b\n\u001b[31m";
    auto bad = entry("org/*", hostile, hostile);
    bad.note = hostile;
    bad.from = hostile;
    bad.origin = trust::Origin::imported;
    scene.remember({bad});
    PublishersDialog dialog(std::make_shared<const Services>(scene.services()));
    dialog.show();
    auto* table = dialog.findChild<QTableView*>();
    QVERIFY(QTest::qWaitFor([&] { return table->model()->rowCount() == 1; }));
    for (int column = 0; column < table->model()->columnCount(); ++column) {
      const auto index = table->model()->index(0, column);
      for (const int role : {int{Qt::DisplayRole}, int{Qt::ToolTipRole}}) {
        const auto text = index.data(role).toString();
        for (const char16_t letter : {u'\u202e', u'\u200b', u'\n', u'\u001b'})
          QVERIFY2(!text.contains(letter), qPrintable(text));
      }
    }
    for (const auto* label : dialog.findChildren<QLabel*>())
      QVERIFY(label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text()));
    for (const auto* button : dialog.findChildren<QPushButton*>())
      QVERIFY(!button->accessibleName().isEmpty());
    // Tips as they come up.
    QCOMPARE(faultsOfTips(dialog, own(base::visible(hostile))), QStringList());
  }
};

QTEST_MAIN(TestPublishers)
#include "tst_publishers.moc"
