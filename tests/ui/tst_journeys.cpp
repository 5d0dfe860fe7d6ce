#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "support/test_bundle.h"
#include "support/virtual_sigstore.h"
#include "ui/models/scan_model.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "ui/views/empty_page.h"
#include "ui/views/model_view.h"
#include "ui/views/trust_dialog.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};

std::filesystem::path write_signed(const Fixture& fixture, const base::Json& bundle) {
  const auto model = fixture.folder / "model";
  write_model(model, files);
  write(model / "model.sig", bundle.dump());
  return model;
}

std::shared_ptr<const trust::TrustedRoot> rootFrom(const base::Json& json) {
  auto root = trust::TrustedRoot::parse(as_bytes(json.dump()));
  if (!root) qFatal("a trusted root of a test is none");
  return std::make_shared<const trust::TrustedRoot>(std::move(*root));
}

Services keylessServices(const Fixture& fixture, const VirtualSigstore& sigstore) {
  auto services = fixture.services();
  services.trustedRoot = rootFrom(sigstore.trusted_root());
  services.trustFacts.source = "of this test";
  services.now = [] { return at("2026-06-02T12:00:00Z"); };
  return services;
}

void say_identity(const ExpectDialog& dialog, const QString& name, const QString& issuer) {
  auto* tab = dialog.findChild<QTabWidget*>()->currentWidget();
  for (auto* field : tab->findChildren<QLineEdit*>()) {
    if (field->accessibleName() == ExpectDialog::tr("Identity")) field->setText(name);
  }
  tab->findChild<QComboBox*>()->setEditText(issuer);
  QVERIFY(okOf(dialog)->isEnabled());
  QTest::mouseClick(okOf(dialog), Qt::LeftButton);
}

/// Looks at what alice signed, and names her.
void trust_alice(MainWindow& window, const std::filesystem::path& model) {
  window.show();
  drop(window, {urlOf(model)});
  QVERIFY(waitForVerdict(window));
  QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));
  clickMain(window);
  auto* dialog = waitForExpectDialog(window);
  QVERIFY(dialog);
  say_identity(*dialog, QString::fromLatin1(alice), QString::fromLatin1(alices_issuer));
  QVERIFY(waitForVerdict(window));
  QCOMPARE(verdictNameOf(window), std::string("trusted"));
}

void say_pem(const ExpectDialog& dialog, const std::string& pem) {
  auto* tab = dialog.findChild<QTabWidget*>()->currentWidget();
  tab->findChild<QPlainTextEdit*>()->setPlainText(QString::fromStdString(pem));
  QVERIFY(okOf(dialog)->isEnabled());
  QTest::mouseClick(okOf(dialog), Qt::LeftButton);
}

QPushButton* buttonWith(const QWidget& parent, const QString& text) {
  for (auto* button : parent.findChildren<QPushButton*>()) {
    if (button->text() == text) return button;
  }
  return nullptr;
}

/// Through the menu: the root is shown, and then taken.
void import_root(MainWindow& window, const std::filesystem::path& file) {
  entryOf(window, QStringLiteral("Import a trusted root…"))->trigger();
  QVERIFY(chooseInFileDialog(file));
  auto* dialog = window.findChild<TrustDialog*>();
  QVERIFY(dialog);
  auto* accept = dialog->findChild<QPushButton*>(QStringLiteral("trustAccept"));
  QTRY_VERIFY(accept->isVisible());
  accept->click();
  const auto* headline = dialog->findChild<WrappedLabel*>(QStringLiteral("trustHeadline"));
  QCOMPARE(headline->text(), QStringLiteral("Imported, and in use until the window is closed"));
  dialog->reject();
}

QString progressHeadline(const MainWindow& window) {
  return shownIn<WrappedLabel>(window, "progressHeadline")->text();
}

int wordsIn(const QString& text) {
  return int(text.simplified().split(u' ', Qt::SkipEmptyParts).size());
}

QStringList notesOf(const MainWindow& window) {
  QStringList notes;
  const auto* model = window.findChild<QListView*>()->model();
  for (int row = 0; row < model->rowCount(); ++row) {
    notes += model->index(row, 0).data(ModelsListModel::noteRole).toString();
  }
  return notes;
}

/// A model signed with a certificate's key, on a day on which its chain is valid.
struct SignedByChain {
  Fixture fixture;
  MintedChain chain = mint_chain();
  std::filesystem::path model =
      write_signed(fixture, certificate_bundle(chain.leaf_key, chain.certificates, oms_statement(files)));

  [[nodiscard]] Services services() const {
    auto made = fixture.services();
    made.now = [] { return at(chain_time); };
    return made;
  }
};

}  // namespace

/// Whole ways through the window, on models that are really signed.
class TestJourneys : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void a_keyless_model_is_trusted_once_its_signer_is_named() {
    const Fixture fixture;
    const VirtualSigstore sigstore;
    const auto model = write_signed(fixture, sigstore.bundle(oms_statement(files)));
    MainWindow window(keylessServices(fixture, sigstore));
    trust_alice(window, model);
  }

  /// As `cosign sign-blob --bundle` and `sigstore sign` leave it beside a file.
  void a_signed_file_is_dropped_and_called_a_file() {
    const Fixture fixture;
    const VirtualSigstore sigstore;
    const auto file = fixture.folder / "weights.gguf";
    write(file, "1234");
    write(fixture.folder / "weights.gguf.sigstore.json", sigstore.file_bundle("1234").dump());
    MainWindow window(keylessServices(fixture, sigstore));
    trust_alice(window, file);
    QCOMPARE(headline(window), QStringLiteral("Unchanged, and signed by the identity you gave"));
    if (const auto* pictures = std::getenv("WEIGHMASTER_SCREENSHOTS"))
      window.grab().save(QString::fromUtf8(pictures) + QStringLiteral("/signed-file.png"));
  }

  void a_first_time_user_soon_knows_what_to_do_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("verdict");
    for (const char* method : {"keyless", "key", "certificate"}) {
      const auto verdict =
          QString::fromLatin1(qstrcmp(method, "key") == 0 ? "undetermined" : "unknown_signer");
      for (const char* place : {"in the model", "beside it, the model dropped", "beside it, both dropped"})
        QTest::addRow("%s, %s", method, place)
            << QString::fromLatin1(method) << QString::fromLatin1(place) << verdict;
    }
  }

  /// docs/journeys.md: has downloaded a model and a model.sig, and knows nothing.
  void a_first_time_user_soon_knows_what_to_do() {
    QFETCH(const QString, method);
    QFETCH(const QString, place);
    const Fixture fixture;
    const VirtualSigstore sigstore;
    const auto chain = mint_chain();
    const auto bundle = method == QStringLiteral("key")
                            ? key_bundle(TestKey::generate(), oms_statement(files))
                        : method == QStringLiteral("certificate")
                            ? certificate_bundle(chain.leaf_key, chain.certificates, oms_statement(files))
                            : sigstore.bundle(oms_statement(files));
    const auto model = write_signed(fixture, bundle);
    const auto beside = fixture.folder / "model.sig";
    if (place != QStringLiteral("in the model")) std::filesystem::rename(model / "model.sig", beside);
    auto services = keylessServices(fixture, sigstore);
    if (method == QStringLiteral("certificate")) services.now = [] { return at(chain_time); };
    services.example = "/example";

    // What they read first.
    MainWindow window(services);
    window.show();
    const auto* empty = window.findChild<EmptyPage*>();
    QVERIFY(empty->isVisible());
    int words = 0;
    for (const auto* label : empty->findChildren<WrappedLabel*>()) words += wordsIn(label->text());
    words += wordsIn(empty->findChildren<QPushButton*>().front()->text());

    // One deed, and no click: they drop it.
    QList<QUrl> dropped{urlOf(model)};
    if (place == QStringLiteral("beside it, both dropped")) dropped += urlOf(beside);
    drop(window, dropped);
    QVERIFY(waitForVerdict(window));
    QTEST(QString::fromStdString(verdictNameOf(window)), "verdict");

    // The card, down to the sentence that says what to do.
    const auto& content = cardOf(window)->content();
    words += wordsIn(content.headline) + wordsIn(content.basis) + wordsIn(content.advice);
    qInfo("%d words: “%s” “%s” “%s”", words, qPrintable(content.headline), qPrintable(content.basis),
          qPrintable(content.advice));
    QVERIFY2(words <= 60, "more than a person reads");
    QVERIFY(content.advice.contains(QStringLiteral("publisher's own site")));
    // And the second deed is at hand: to say who it is, once they have found out.
    QVERIFY(!content.buttons.empty());
    clickMain(window);
    QVERIFY(waitForExpectDialog(window));
  }

  void a_look_alike_is_told_from_whom_was_meant() {
    const Fixture fixture;
    const VirtualSigstore sigstore;
    KeylessSpec spec;
    spec.leaf = fulcio_leaf("a1ice@example.com");
    MainWindow window(keylessServices(fixture, sigstore));
    window.show();
    window.open({write_signed(fixture, sigstore.bundle(oms_statement(files), spec)), {}});
    QVERIFY(waitForVerdict(window));
    entryOf(window, QStringLiteral("Who should have signed…"))->trigger();
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    say_identity(*dialog, QString::fromLatin1(alice), QString::fromLatin1(alices_issuer));
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));
    const auto comparison = cardOf(window)->content().comparison;
    QVERIFY(comparison);
  }

  void a_changed_keyless_model_is_changed_whoever_is_expected() {
    const Fixture fixture;
    const VirtualSigstore sigstore;
    const auto model = write_signed(fixture, sigstore.bundle(oms_statement(files)));
    write(model / "weights.bin", "12345");
    MainWindow window(keylessServices(fixture, sigstore));
    window.show();
    window.open({model, {}}, trust::ExpectedIdentities{{{alice, alices_issuer}}});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("changed"));
  }

  void a_model_signed_with_a_certificate_is_trusted_once_its_root_is_given() {
    const SignedByChain signed_model;
    const auto& [fixture, chain, model] = signed_model;
    MainWindow window(signed_model.services());
    window.show();
    drop(window, {urlOf(model)});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));

    clickMain(window);
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    say_pem(*dialog, mint_chain().root.pem());
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("wrong_signer"));

    QTRY_VERIFY(!window.findChild<ExpectDialog*>());
    entryOf(window, QStringLiteral("Who should have signed…"))->trigger();
    dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    say_pem(*dialog, chain.root.pem());
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void a_trusted_root_can_be_imported() {
    const Fixture fixture;
    const VirtualSigstore sigstore;
    const auto model = write_signed(fixture, sigstore.bundle(oms_statement(files)));
    write(fixture.folder / "root.json", sigstore.trusted_root().dump());
    write(fixture.folder / "none.json", "{}");
    auto services = keylessServices(fixture, sigstore);
    services.trustedRoot = rootFrom(VirtualSigstore().trusted_root());
    MainWindow window(services);
    window.show();
    window.open({model, {}}, trust::ExpectedIdentities{{{alice, alices_issuer}}});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("undetermined"));

    clickMain(window);
    QVERIFY(chooseInFileDialog(fixture.folder / "none.json"));
    auto* dialog = window.findChild<TrustDialog*>();
    QVERIFY(dialog);
    const auto* headline = dialog->findChild<WrappedLabel*>(QStringLiteral("trustHeadline"));
    QTRY_COMPARE(headline->text(), QStringLiteral("This is no trusted root"));
    dialog->reject();
    QTRY_VERIFY(!window.findChild<TrustDialog*>());
    QCOMPARE(verdictNameOf(window), std::string("undetermined"));

    import_root(window, fixture.folder / "root.json");
    QTRY_VERIFY_WITH_TIMEOUT(isDone(window) && verdictNameOf(window) == "trusted", 20'000);
  }

  void another_trusted_root_judges_all_models_anew() {
    const Fixture fixture;
    const VirtualSigstore sigstore;
    const auto bundle = sigstore.bundle(oms_statement(files));
    const auto model = write_signed(fixture, bundle);
    for (const auto* name : {"a", "b"}) {
      write_model(fixture.folder / "many" / name, files);
      write(fixture.folder / "many" / name / "model.sig", bundle.dump());
    }
    const auto by_key = fixture.signedModel(TestKey::generate(), "many/by-key");
    write(fixture.folder / "root.json", sigstore.trusted_root().dump());
    auto services = keylessServices(fixture, sigstore);
    services.trustedRoot = rootFrom(VirtualSigstore().trusted_root());
    const auto checks = std::make_shared<std::map<std::string, int>>();
    const auto counting = std::make_shared<std::mutex>();
    services.verify = [checks, counting](const verdict::VerifyRequest& request, const base::Task& task,
                                         const verdict::Watch& watch) {
      {
        const std::scoped_lock lock(*counting);
        ++(*checks)[request.model.filename().string()];
      }
      return verdict::verify_model(request, task, watch);
    };
    MainWindow window(services);
    window.show();
    window.openMany({fixture.folder / "many"}, true);
    const auto* table = window.findChild<QTreeView*>(QStringLiteral("scanTable"));
    const auto verdicts = [&] {
      QStringList all;
      for (int row = 0; row < table->model()->rowCount(); ++row)
        all += table->model()->index(row, ScanModel::verdictColumn).data().toString();
      return all;
    };
    const auto unknown = QStringLiteral("– could not be checked");
    QTRY_COMPARE_WITH_TIMEOUT(verdicts(), QStringList({unknown, unknown, unknown}), 20'000);
    drop(window, {urlOf(model)});
    QTRY_VERIFY(window.session());
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("undetermined"));

    import_root(window, fixture.folder / "root.json");
    QTRY_VERIFY_WITH_TIMEOUT(isDone(window) && verdictNameOf(window) == "unknown_signer", 20'000);
    const auto known = QStringLiteral("? signer not known");
    QTRY_COMPARE_WITH_TIMEOUT(verdicts(), QStringList({known, known, unknown}), 20'000);
    // A key's signature rests on no root.
    const std::map<std::string, int> all{{"a", 2}, {"b", 2}, {"by-key", 1}, {"model", 2}};
    const std::scoped_lock lock(*counting);
    QCOMPARE(*checks, all);
  }

  void folder_and_signature_are_chosen_in_dialogs() {
    const Fixture fixture;
    const auto model = fixture.signedModel(TestKey::generate());
    const auto apart = fixture.folder / "apart.sig";
    std::filesystem::rename(model / "model.sig", apart);
    MainWindow window(fixture.services());
    window.show();
    entryOf(window, QStringLiteral("Open folder…"))->trigger();
    QVERIFY(chooseInFileDialog(model));
    QTRY_VERIFY(window.session());
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("unsigned"));
    clickMain(window);
    QVERIFY(chooseInFileDialog(apart));
    QTRY_VERIFY(isDone(window) && window.session()->report()->has(base::Code::key_missing));

    entryOf(window, QStringLiteral("Open file, signature or report…"))->trigger();
    QVERIFY(chooseInFileDialog(apart));
    QTRY_VERIFY(isDone(window) && window.session()->claimsOnly());
    clickMain(window);
    QVERIFY(chooseInFileDialog(model));
    QTRY_VERIFY(isDone(window) && !window.session()->claimsOnly());
    QVERIFY(window.session()->report()->has(base::Code::key_missing));
  }

  void a_key_is_chosen_from_its_file() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.signedModel(key);
    write(fixture.folder / "keys/publisher.pem", key.public_pem());
    write(model / "beside.pem", key.public_pem());
    MainWindow window(fixture.services());
    window.show();
    window.open({model, {}});
    QVERIFY(waitForVerdict(window));
    clickMain(window);
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    auto* tab = dialog->findChild<QTabWidget*>()->currentWidget();
    const auto choose = [&] { return buttonWith(*tab, ExpectDialog::tr("Choose key file…")); };
    const auto warned = [&] {
      const auto labels = tab->findChildren<WrappedLabel*>();
      return std::any_of(labels.begin(), labels.end(), [](const WrappedLabel* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("lies beside the model"));
      });
    };
    QTest::mouseClick(choose(), Qt::LeftButton);
    QVERIFY(chooseInFileDialog(model / "beside.pem"));
    QTRY_VERIFY(okOf(*dialog)->isEnabled());
    QVERIFY(warned());
    QTest::mouseClick(choose(), Qt::LeftButton);
    QVERIFY(chooseInFileDialog(fixture.folder / "keys/publisher.pem"));
    QTRY_VERIFY(!warned());
    QVERIFY(okOf(*dialog)->isEnabled());
    std::filesystem::remove(model / "beside.pem");
    QTest::mouseClick(okOf(*dialog), Qt::LeftButton);
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void certificates_are_exported_as_they_are() {
    const SignedByChain signed_model;
    const auto& [fixture, chain, model] = signed_model;
    MainWindow window(signed_model.services());
    window.show();
    window.open({model, {}}, trust::ExpectedRoots{{chain.root}});
    QVERIFY(waitForVerdict(window));
    window.findChild<ModelView*>()->openPage(ModelView::PageId::certificates);
    auto* button = buttonWith(window, QStringLiteral("Export as PEM…"));
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
    const auto path = fixture.folder / "chain.pem";
    QVERIFY(chooseInFileDialog(path));
    QTRY_VERIFY(std::filesystem::exists(path));
    const auto read_back = crypto::Certificate::all_from_pem(read(path));
    QVERIFY(read_back);
    QCOMPARE(read_back->size(), std::size_t{3});
    QCOMPARE(read_back->front().fingerprint(), chain.certificates.front().fingerprint());
    QCOMPARE(read_back->back().fingerprint(), chain.root.fingerprint());
  }

  void models_of_another_day_are_remembered_and_forgotten() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.signedModel(key);
    {
      MainWindow window(fixture.services());
      window.show();
      window.open({model, {}}, trust::ExpectedKeys{{key.public_key()}});
      QVERIFY(waitForVerdict(window));
    }
    MainWindow window(fixture.services());
    window.show();
    QVERIFY(!window.session());
    QCOMPARE(notesOf(window).size(), 1);
    QVERIFY(notesOf(window).front().contains(QStringLiteral("trusted")));
    auto* recent = entryOf(window, QStringLiteral("Recent"))->menu();
    emit recent->aboutToShow();
    QCOMPARE(recent->actions().front()->text(), fromPath(model));
    recent->actions().front()->trigger();
    QVERIFY(waitForVerdict(window));
    // A memory of trust is no trust: nobody has said in this run whom they expect.
    QCOMPARE(verdictNameOf(window), std::string("undetermined"));

    emit recent->aboutToShow();
    recent->actions().back()->trigger();
    emit recent->aboutToShow();
    QVERIFY(!recent->actions().front()->isEnabled());
    QCOMPARE(notesOf(MainWindow(fixture.services())).size(), 0);
  }

  void two_models_are_checked_one_after_the_other() {
    const Fixture fixture;
    const auto atWork = std::make_shared<std::atomic<int>>(0);
    const auto most = std::make_shared<std::atomic<int>>(0);
    const auto goOn = std::make_shared<std::atomic<bool>>(false);
    auto services = fixture.services();
    services.verify = [=](const verdict::VerifyRequest& request, const base::Task& task, const auto&) {
      const int now = ++*atWork;
      if (now > *most) *most = now;
      while (!*goOn && !task.stopped()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      --*atWork;
      auto report = tests::trusted_report();
      report.model = request.model;
      return report;
    };
    MainWindow window(services);
    window.show();
    for (const char* name : {"first", "second", "third"}) window.open({fixture.folder / name, {}});
    QCOMPARE(window.session()->state(), ModelSession::State::waiting);
    QCOMPARE(progressHeadline(window), QStringLiteral("Waiting for its turn"));
    QCOMPARE(notesOf(window), QStringList({"being checked", "waits its turn", "waits its turn"}));
    QTest::qWait(150);

    // Who waits is cancelled at once, and holds up nobody.
    QTest::mouseClick(shownIn<QPushButton>(window, "cancel"), Qt::LeftButton);
    QVERIFY(isDone(window));
    QVERIFY(window.session()->report()->has(base::Code::task_cancelled));
    window.open({fixture.folder / "second", {}});
    QCOMPARE(window.session()->state(), ModelSession::State::waiting);
    *goOn = true;
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
    QCOMPARE(int(*most), 1);
  }

  void a_read_that_hangs_keeps_no_other_model_waiting() {
    const Fixture fixture;
    const auto hangs = std::make_shared<std::atomic<bool>>(true);
    auto services = fixture.services();
    services.verify = [hangs](const verdict::VerifyRequest& request, const auto&, const auto&) {
      while (*hangs && request.model.filename() == "drive") {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      return tests::trusted_report();
    };
    MainWindow window(services);
    window.show();
    window.open({fixture.folder / "drive", {}});
    auto* hung = window.session();
    window.open({fixture.folder / "second", {}});
    QCOMPARE(window.session()->state(), ModelSession::State::waiting);
    hung->cancel();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
    *hangs = false;
  }

  void published_signatures_are_trusted_in_the_window_data() {
    QTest::addColumn<QString>("version");
    for (const char* version : {"0.3.1", "1.0.0", "1.0.1", "1.1.0"}) {
      QTest::newRow(version) << QString::fromLatin1(version);
    }
  }
  void published_signatures_are_trusted_in_the_window() {
    if (!shared_dir()) QSKIP(no_shared);
    QFETCH(const QString, version);
    const auto folder = *shared_dir() / "conformance/test-cases/verify/historical" /
                        ("historical-v" + version.toStdString() + "-sigstore");
    const auto config = base::parse_json(read(folder / "config.json"), "test")->at("verify");
    const auto ignored = config.value("ignore_paths", std::vector<std::string>{});
    const Fixture fixture;
    auto services = fixture.services();
    const auto root = read(*shared_dir() / "sigstore-trust/public-good/trusted_root.json");
    services.trustedRoot = rootFrom(*base::parse_json(root, "test"));
    MainWindow window(services);
    window.show();
    drop(window, {urlOf(folder / "model"), urlOf(folder / "bundle.sig")});
    window.session()->leaveOut(ignored);
    window.session()->check();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));
    clickMain(window);
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    say_identity(*dialog, own(config.at("identity").get<std::string>()),
                 own(config.at("identity_provider").get<std::string>()));
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }
};

QTEST_MAIN(TestJourneys)
#include "tst_journeys.moc"
