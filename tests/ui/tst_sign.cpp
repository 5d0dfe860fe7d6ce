#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <atomic>
#include <thread>

#include "base/aside.h"
#include "net/address.h"
#include "support/needs.h"
#include "support/pkcs11_shim.h"
#include "support/soft_token.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "ui/models/coverage_model.h"
#include "ui/models/text.h"
#include "ui/sign_driver.h"
#include "ui/views/sign_dialog.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

namespace {

const ModelFiles files{{"config.json", "{}"}, {"weights.bin", "1234"}};
const QString password = QStringLiteral("correct horse");

/// A private key as its owner keeps it.
std::filesystem::path keyFile(const Fixture& fixture, const std::string& pem) {
  const auto path = fixture.folder / "own/key.pem";
  write(path, pem);
  std::filesystem::permissions(path,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return path;
}

/// Writes down who is asked, and never answers.
class Unreachable : public net::Http {
 public:
  explicit Unreachable(std::vector<std::string>& asked) : asked_(asked) {}
  base::Result<net::Answer> send(const net::Request& request, const base::Task&) override {
    asked_.push_back(request.url);
    return base::fail(base::Code::net_unreachable, "tsa.example");
  }

 private:
  std::vector<std::string>& asked_;
};

/// As a person types it.
void name_driver(const Signing& signing, const std::filesystem::path& module) {
  auto* field = signing.field("Token driver");
  field->clear();
  QTest::keyClicks(field, fromPath(module));
  emit field->editingFinished();
}

/// Everything up to the button that signs, with a key in a file.
void fillInKey(const Signing& signing, const std::filesystem::path& key) {
  signing.next();
  signing.field("Private key file")->setText(fromPath(key));
}

void every_widget_has_a_name(const QWidget& parent) {
  for (auto* widget : parent.findChildren<QWidget*>()) {
    const bool ofUse = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                       qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QComboBox*>(widget);
    if (!ofUse || !widget->isVisible()) continue;
    const auto* face = QAccessible::queryAccessibleInterface(widget);
    QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), qPrintable(QDebug::toString(widget)));
  }
}

}  // namespace

/// Signing in the window, to the end: what was signed is verified.
class TestSign : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

  void a_model_is_signed_with_a_key_and_verified() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.folder / "model";
    write_model(model, files);
    write(model / ".gitignore", "x");
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));

    const Signing signing(window);
    QVERIFY(signing.waitToSay(QStringLiteral("All files are hashed.")));
    QVERIFY(signing.says(QStringLiteral("2 files, 6 B, will be covered. Left out: 1")));
    every_widget_has_a_name(*signing.dialog);
    fillInKey(signing, keyFile(fixture, key.private_pem()));
    QCOMPARE(signing.field("Signature file")->text(), fromPath(model / "model.sig"));
    QVERIFY(!signing.replaceBox()->isVisible());
    QVERIFY(signing.canGoOn());
    every_widget_has_a_name(*signing.dialog);
    QVERIFY(!std::filesystem::exists(model / "model.sig"));
    signing.next();
    QVERIFY(signing.isDone());
    QVERIFY(signing.says(fingerprint(key.public_key())));
    QTest::mouseClick(signing.button("copyKey"), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text().toStdString(), key.public_pem());
    every_widget_has_a_name(*signing.dialog);

    signing.next();
    QTRY_VERIFY(!window.findChild<SignDialog*>());
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void a_password_is_asked_for_used_and_forgotten() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.folder / "model";
    write_model(model, files);
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    auto* secret = signing.field("Password of the key");
    QCOMPARE(secret->echoMode(), QLineEdit::Password);
    fillInKey(signing, keyFile(fixture, key.private_pem(password.toStdString())));
    QTRY_VERIFY(secret->isVisible());
    QVERIFY(signing.waitToSay(QStringLiteral("This key is encrypted")));
    QVERIFY(signing.waitToSay(QStringLiteral("Give the password of the key.")));
    QVERIFY(!signing.button("next")->isEnabled());

    secret->setText(QStringLiteral("wrong"));
    QVERIFY(signing.canGoOn());
    signing.next();
    QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::key_password_wrong))));
    QVERIFY(secret->text().isEmpty());
    QVERIFY(!std::filesystem::exists(model / "model.sig"));

    secret->setText(password);
    QVERIFY(signing.canGoOn());
    signing.next();
    QVERIFY(signing.isDone());
    QVERIFY(secret->text().isEmpty());
    QVERIFY(std::filesystem::exists(model / "model.sig"));
  }

  void a_model_is_signed_with_a_certificate() {
    const Fixture fixture;
    const auto chain = mint_chain();
    const auto model = fixture.folder / "model";
    write_model(model, files);
    std::string pem;
    for (const auto& certificate : chain.certificates) pem += certificate.pem();
    write(fixture.folder / "own/chain.pem", pem);
    auto services = fixture.services();
    services.now = [] { return at(chain_time); };
    MainWindow window(services);
    QVERIFY(opens(window, model));
    const Signing signing(window);
    signing.next();
    signing.choose(SignWithPage::Method::certificate);
    signing.field("Private key file")->setText(fromPath(keyFile(fixture, TestKey::generate().private_pem())));
    QVERIFY(!signing.button("next")->isEnabled());
    QVERIFY(signing.waitToSay(QStringLiteral("Choose the key's certificate.")));
    signing.field("Certificate file")->setText(fromPath(fixture.folder / "own/chain.pem"));
    QVERIFY(signing.canGoOn());
    every_widget_has_a_name(*signing.dialog);
    signing.next();
    QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::key_certificate_differs))));

    write(fixture.folder / "own/true.pem", chain.leaf_key.private_pem());
    signing.field("Private key file")->setText(fromPath(fixture.folder / "own/true.pem"));
    QVERIFY(signing.canGoOn());
    signing.next();
    QVERIFY(signing.isDone());
    signing.next();
    QTRY_VERIFY(!window.findChild<SignDialog*>());
    QVERIFY(waitForVerdict(window));
    // Whose root is to count, nobody has said.
    QCOMPARE(verdictNameOf(window), std::string("unknown_signer"));
    window.open({model, {}}, trust::ExpectedRoots{{chain.root}});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void a_model_is_signed_with_a_key_on_a_token() {
    NEEDS_PEER(SoftTokens::installed(), SoftTokens::absent);
    const Fixture fixture;
    const auto key = TestKey::generate();
    SoftTokens tokens;
    tokens.add_key(tokens.add("release keys"), key, {.label = "signer", .id = "\x01"});
    const auto model = fixture.folder / "model";
    write_model(model, files);
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    signing.next();
    signing.choose(SignWithPage::Method::token);
    name_driver(signing, tokens.module());
    QTRY_VERIFY(signing.canGoOn());
    every_widget_has_a_name(*signing.dialog);
    auto* pin = signing.field("PIN");
    QCOMPARE(pin->echoMode(), QLineEdit::Password);
    pin->setText(QStringLiteral("9999"));
    signing.next();
    QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::token_pin_wrong))));
    QVERIFY(pin->text().isEmpty());

    QVERIFY(signing.canGoOn());
    pin->setText(own(SoftTokens::pin));
    signing.next();
    QVERIFY(signing.isDone());
    signing.next();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void the_driver_is_kept_and_one_that_is_none_says_so() {
    if (!SoftTokens::installed()) QSKIP(SoftTokens::absent);
    const Fixture fixture;
    SoftTokens tokens;
    const auto key = TestKey::generate();
    tokens.add_key(tokens.add("t"), key, {.label = "k", .id = "\x01"});
    const auto model = fixture.folder / "model";
    write_model(model, files);
    write(fixture.folder / "text.so", "no module");
    for (const bool again : {false, true}) {
      MainWindow window(fixture.services());
      QVERIFY(opens(window, model));
      const Signing signing(window);
      signing.next();
      signing.choose(SignWithPage::Method::token);
      if (!again) {
        name_driver(signing, fixture.folder / "text.so");
        QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::token_module))));
        QVERIFY(!signing.button("next")->isEnabled());
        name_driver(signing, tokens.module());
      }
      QCOMPARE(signing.field("Token driver")->text(), fromPath(tokens.module()));
      QVERIFY(signing.canGoOn());
    }
  }

  void a_token_that_waits_for_a_touch_keeps_no_window_waiting() {
    if (!SoftTokens::installed()) QSKIP(SoftTokens::absent);
    const Fixture fixture;
    SoftTokens tokens;
    tokens.add_key(tokens.add("t"), TestKey::generate(), {.label = "k", .id = "\x01"});
    const auto behind = tokens.module().string();
    reset_shim();
    shim_state().behind = behind.c_str();
    shim_state().sign_waits = true;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    signing.next();
    signing.choose(SignWithPage::Method::token);
    name_driver(signing, shim_module());
    QVERIFY(signing.canGoOn());
    signing.field("PIN")->setText(own(SoftTokens::pin));
    signing.next();
    QTRY_COMPARE(shim_state().waiting.load(), 1);
    QVERIFY(signing.waitToSay(QStringLiteral("A token may wait for you to touch it.")));
    QTest::mouseClick(signing.button("close"), Qt::LeftButton);
    QVERIFY(signing.waitToSay(say(words::what_is_so(base::Code::task_cancelled))));
    QCOMPARE(base::left_behind(), 1);
    QTest::mouseClick(signing.button("close"), Qt::LeftButton);
    QTRY_VERIFY(!window.findChild<SignDialog*>());
    shim_state().sign_waits = false;
    QTRY_COMPARE(base::left_behind(), 0);
    // SoftHSM, which the next dialog finds on its own, must not be ended behind the shim meanwhile.
    QTRY_COMPARE(shim_state().in_use.load(), 0);
    QVERIFY(!std::filesystem::exists(model / "model.sig"));
  }

  void how_a_model_is_hashed_can_be_chosen() {
    const Fixture fixture;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    auto* line = signing.dialog->findChild<QToolButton*>(QStringLiteral("howHashed"));
    QCOMPARE(line->text(), QStringLiteral("Hashed with SHA-256, whole files"));
    QVERIFY(signing.waitToSay(QStringLiteral("All files are hashed.")));
    line->click();
    every_widget_has_a_name(*signing.dialog);
    for (auto* box : signing.dialog->findChildren<QComboBox*>()) {
      if (box->accessibleName() == QStringLiteral("Hash algorithm"))
        box->setCurrentText(QStringLiteral("BLAKE3"));
    }
    signing.box(QStringLiteral("In &pieces of"))->setChecked(true);
    signing.dialog->findChild<QSpinBox*>()->setValue(2);
    QCOMPARE(line->text(), QStringLiteral("Hashed with BLAKE3 in pieces of 2 MB"));
    QVERIFY(signing.waitToSay(QStringLiteral("All files are hashed.")));
    const auto key = TestKey::generate();
    fillInKey(signing, keyFile(fixture, key.private_pem()));
    QVERIFY(signing.canGoOn());
    signing.next();
    QVERIFY(signing.isDone());
    signing.next();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
    const auto& how = window.session()->report()->statement->manifest.serialization();
    QCOMPARE(how.hash, crypto::DigestAlgorithm::blake3);
    QCOMPARE(how.method, manifest::Method::shards);
    QCOMPARE(how.shard_size, std::uint64_t{2'000'000});
  }

  void a_timestamp_authority_is_asked_only_where_the_person_says_whom() {
    const Fixture fixture;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    auto services = fixture.services();
    std::vector<std::string> asked;
    services.http = [&asked] { return std::make_shared<Unreachable>(asked); };
    MainWindow window(services);
    QVERIFY(opens(window, model));
    const Signing signing(window);
    fillInKey(signing, keyFile(fixture, TestKey::generate().private_pem()));
    QVERIFY(signing.canGoOn());
    auto* wanted = signing.box(QStringLiteral("Have a timestamp &authority vouch for the time"));
    QVERIFY(!wanted->isChecked());
    wanted->setChecked(true);
    QVERIFY(signing.says(QStringLiteral("It is asked over the network, once, and is sent one digest")));
    QVERIFY(!signing.button("next")->isEnabled());
    auto* address = signing.field("Address of the timestamp authority");
    address->setText(QStringLiteral("ftp://tsa.example/"));
    QVERIFY(!signing.button("next")->isEnabled());
    QVERIFY(signing.says(say(words::what_is_so(net::Address::parse("ftp://tsa.example/").error()))));
    address->setText(QStringLiteral("http://tsa.example/"));
    QVERIFY(signing.canGoOn());
    QVERIFY(signing.says(QStringLiteral("The way there is not encrypted")));
    address->setText(QStringLiteral("https://tsa.example/"));
    QVERIFY(signing.canGoOn());
    QVERIFY(!signing.says(QStringLiteral("The way there is not encrypted")));
    every_widget_has_a_name(*signing.dialog);
    QVERIFY(asked.empty());
    signing.next();
    QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::net_unreachable))));
    QCOMPARE(asked, std::vector<std::string>{"https://tsa.example/"});
    QVERIFY(!std::filesystem::exists(model / "model.sig"));
    wanted->setChecked(false);
    signing.next();
    QVERIFY(signing.isDone());
    QCOMPARE(asked.size(), 1U);
  }

  void hashing_for_a_signature_waits_for_the_check_before_it() {
    const Fixture fixture;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    auto services = fixture.services();
    const auto goes_on = std::make_shared<std::atomic<bool>>(false);
    services.verify = [goes_on](const verdict::VerifyRequest&, const base::Task& task,
                                const verdict::Watch&) {
      while (!*goes_on && !task.stopped()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      return verdict::empty_report();
    };
    MainWindow window(services);
    window.show();
    window.open({model, {}});
    const Signing signing(window);
    QVERIFY(signing.waitToSay(QStringLiteral("Waiting for its turn")));
    QTest::qWait(200);
    QVERIFY(!signing.says(QStringLiteral("2 files")));
    fillInKey(signing, keyFile(fixture, TestKey::generate().private_pem()));
    QVERIFY(signing.says(QStringLiteral("Another model is being read first")));
    QVERIFY(!signing.button("next")->isEnabled());
    *goes_on = true;
    QVERIFY(signing.canGoOn());
    signing.next();
    QVERIFY(signing.isDone());
  }

  void what_has_changed_is_shown_before_a_model_is_signed_again() {
    const Fixture fixture;
    const auto model = fixture.signedModel(TestKey::generate());
    const auto old = read(model / "model.sig");
    write(model / "weights.bin", "other");
    write(model / "new.txt", "new");
    const auto key = TestKey::generate();
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    QVERIFY(signing.waitToSay(QStringLiteral("1 changed, 1 new, 0 renamed, 0 gone")));
    const auto* rows = signing.dialog->findChild<QTreeView*>()->model();
    QCOMPARE(rows->index(0, CoverageModel::nameColumn).data().toString(), QStringLiteral("weights.bin"));
    QCOMPARE(rows->index(1, CoverageModel::nameColumn).data().toString(), QStringLiteral("new.txt"));

    fillInKey(signing, keyFile(fixture, key.private_pem()));
    QVERIFY(signing.replaceBox()->isVisible());
    QTest::qWait(200);
    QVERIFY(!signing.button("next")->isEnabled());
    QVERIFY(signing.says(QStringLiteral("A signature lies there already")));
    signing.replaceBox()->setChecked(true);
    QVERIFY(signing.canGoOn());
    QVERIFY(signing.says(QStringLiteral("Everything is hashed and can be signed.")));
    QVERIFY(read(model / "model.sig") == old);
    signing.next();
    QVERIFY(signing.isDone());
    QVERIFY(read(model / "model.sig") != old);
    signing.next();
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdictNameOf(window), std::string("trusted"));
  }

  void a_file_that_is_there_is_never_taken_for_the_signature() {
    const Fixture fixture;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    write(fixture.folder / "letter.txt", "dear all");
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    fillInKey(signing, keyFile(fixture, TestKey::generate().private_pem()));
    for (const auto& path : {fixture.folder / "letter.txt", model / "weights.bin"}) {
      const auto before = read(path);
      signing.field("Signature file")->setText(fromPath(path));
      QVERIFY(signing.canGoOn());
      signing.next();
      QTRY_VERIFY(signing.replaceBox()->isVisible());
      QVERIFY(read(path) == before);
      signing.replaceBox()->setChecked(true);
      QVERIFY(signing.canGoOn());
      signing.next();
      QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::file_not_written))));
      QVERIFY(read(path) == before);
    }
  }

  void a_model_that_can_not_be_signed_says_why() {
    const Fixture fixture;
    std::filesystem::create_directories(fixture.folder / "empty");
    MainWindow window(fixture.services());
    QVERIFY(opens(window, fixture.folder / "empty"));
    const Signing signing(window);
    QVERIFY(signing.waitToSay(say(words::what_to_do(base::Code::model_empty))));
    QVERIFY(!signing.button("next")->isEnabled());
  }

  void to_close_the_dialog_stops_hashing_and_writes_nothing() {
    const Fixture fixture;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    std::filesystem::resize_file(model / "weights.bin", 20'000'000'000);
    MainWindow window(fixture.services());
    window.show();
    window.open({model, {}});
    window.session()->cancel();
    QVERIFY(waitForVerdict(window));
    const Signing signing(window);
    QVERIFY(signing.waitToSay(QStringLiteral(" of 20")));
    QTest::keyClick(signing.dialog, Qt::Key_Escape);
    QTRY_VERIFY(!window.findChild<SignDialog*>());
    QVERIFY(!std::filesystem::exists(model / "model.sig"));
  }

  void the_way_can_be_gone_by_keyboard() {
    const Fixture fixture;
    const auto model = fixture.folder / "model";
    write_model(model, files);
    MainWindow window(fixture.services());
    QVERIFY(opens(window, model));
    const Signing signing(window);
    QVERIFY(QTest::qWaitForWindowActive(signing.dialog));
    QTest::keyClick(signing.dialog, Qt::Key_Return);
    QCOMPARE(signing.headline(), QStringLiteral("What to sign with"));
    auto* field = signing.field("Private key file");
    for (int i = 0; i < 30 && signing.dialog->focusWidget() != field; ++i) {
      QTest::keyClick(signing.dialog->focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(signing.dialog->focusWidget(), static_cast<QWidget*>(field));
    QTest::keyClicks(field, fromPath(keyFile(fixture, TestKey::generate().private_pem())));
    QVERIFY(signing.canGoOn());
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(signing.isDone());
    QTRY_COMPARE(signing.dialog->focusWidget(), static_cast<QWidget*>(signing.button("next")));
  }

  void coverage_keeps_the_rules_of_models() {
    const Fixture fixture;
    const auto model = fixture.signedModel(TestKey::generate());
    model::ListOptions options;
    options.signature_files = {model / "model.sig"};
    const auto tree = model::list_model(model, options, {});
    QVERIFY(tree);
    manifest::Difference since;
    since.renamed = {{"old.bin", "weights.bin"}};
    since.removed = {"gone.txt"};
    CoverageModel rows;
    const QAbstractItemModelTester tester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
    rows.setCoverage(coverageOf(*tree, &since));
    QStringList names;
    for (int row = 0; row < rows.rowCount(); ++row) names += rows.index(row, 0).data().toString();
    QCOMPARE(names, QStringList({"weights.bin", "gone.txt", "model.sig", "config.json"}));
    QVERIFY(rows.index(0, CoverageModel::stateColumn).data().toString().contains(QStringLiteral("old.bin")));
    rows.setCoverage(nullptr);
    QCOMPARE(rows.rowCount(), 0);
  }
};

QTEST_MAIN(TestSign)
#include "tst_sign.moc"
