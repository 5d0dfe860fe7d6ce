#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStatusBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabWidget>
#include <QTest>
#include <QToolTip>
#include <QTreeView>
#include <algorithm>
#include <atomic>
#include <thread>

#include "support/places.h"
#include "ui/models/files_model.h"
#include "ui/models/reading_order.h"
#include "ui/models/text.h"
#include "ui/sample_reports.h"
#include "ui/views/cell_delegate.h"
#include "ui/views/edged_style.h"
#include "ui/views/elided_button.h"
#include "ui/views/elided_label.h"
#include "ui/views/expect_dialog.h"
#include "ui/views/fact_button.h"
#include "ui/views/main_window.h"
#include "ui/views/model_view.h"
#include "ui/views/ordered_text.h"
#include "ui/views/panel.h"
#include "ui/views/theme.h"
#include "ui/views/verdict_card.h"
#include "ui/views/wrapped_label.h"
#include "ui/window_driver.h"

using namespace weighmaster;
using namespace weighmaster::ui;
using namespace weighmaster::tests;

class TestWindow : public QObject {
  Q_OBJECT

 private slots:
  void a_dropped_model_is_trusted_once_the_key_is_given() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    MainWindow window(fixture.services());
    window.show();
    drop(window, {urlOf(fixture.signedModel(key))});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdict::name(verdictOf(window)), std::string_view("undetermined"));
    QVERIFY(window.session()->report()->has(base::Code::key_missing));

    clickMain(window);
    auto* dialog = waitForExpectDialog(window);
    QVERIFY(dialog);
    auto* tab = dialog->findChild<QTabWidget*>()->currentWidget();
    auto* field = tab->findChild<QPlainTextEdit*>();
    QVERIFY(field->toPlainText().isEmpty());
    QVERIFY(!okOf(*dialog)->isEnabled());
    field->setPlainText(QStringLiteral("no key"));
    QVERIFY(!okOf(*dialog)->isEnabled());
    field->setPlainText(QString::fromStdString(key.public_pem()));
    QVERIFY(okOf(*dialog)->isEnabled());
    QTest::mouseClick(okOf(*dialog), Qt::LeftButton);
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdict::name(verdictOf(window)), std::string_view("trusted"));
  }

  /// Enough of it to find it where it is published; all of it in the tooltip, and where it is copied.
  void a_key_that_is_needed_is_named_by_its_ends() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto window = std::make_unique<MainWindow>(fixture.services());
    window->show();
    window->open({fixture.signedModel(key), {}});
    QVERIFY(waitForVerdict(*window));
    const auto hint = QString::fromStdString(key.public_key().hint());
    QCOMPARE(hint.size(), 64);
    const auto* basis = cardOf(*window)->findChild<WrappedLabel*>(QStringLiteral("basis"));
    QVERIFY2(!basis->text().contains(hint), qPrintable(basis->text()));
    QVERIFY2(basis->text().contains(hint.left(8) + u'…' + hint.right(8)), qPrintable(basis->text()));
    QVERIFY(basis->toolTip().contains(hint));
    QVERIFY(basis->wholeText().contains(hint));
    QVERIFY(cardOf(*window)->content().basis.contains(hint));
  }

  void nothing_scrolls_sideways_in_a_small_window() {
    const Fixture fixture;
    for (const auto& sample : samples()) {
      const auto window = fixture.showing(sample.report);
      window->resize(420, 320);
      auto* view = window->findChild<ModelView*>();
      for (int page = 0; page <= int(ModelView::PageId::checks); ++page) {
        view->openPage(static_cast<ModelView::PageId>(page));
        QTest::qWait(1);
        QCOMPARE(window->width(), 420);
        QString wide;
        for (const auto* each : view->widget()->findChildren<QWidget*>()) {
          const auto least = std::max(each->minimumSizeHint().width(), each->minimumWidth());
          if (least > 200)
            wide += QString(each->metaObject()->className()) + u' ' + QString::number(least) + u'\n';
        }
        QTRY_VERIFY2(view->horizontalScrollBar()->maximum() == 0, qPrintable(wide));
      }
    }
  }

  /// In large letters the other columns once left nothing of the one that says what the row is about.
  void what_a_row_is_about_can_be_read_in_large_letters() {
    const Fixture fixture;
    const auto window = fixture.showing(std::make_shared<verdict::Report>(tests::trusted_report()));
    QVERIFY(waitForVerdict(*window));
    window->resize(600, 500);
    window->setStyleSheet(QStringLiteral("QWidget { font-size: 20pt; }"));
    auto* view = window->findChild<ModelView*>();
    for (const auto page :
         {ModelView::PageId::files, ModelView::PageId::certificates, ModelView::PageId::checks}) {
      view->openPage(page);
      const auto tables = view->findChildren<QTreeView*>();
      const auto shown =
          std::find_if(tables.begin(), tables.end(), [](const auto* each) { return each->isVisible(); });
      QVERIFY(shown != tables.end());
      QTRY_VERIFY((*shown)->columnWidth(0) >= (*shown)->fontMetrics().averageCharWidth() * 25);
    }
  }

  void words_without_room_are_in_their_tooltip() {
    ElidedButton button(QStringLiteral("I know who should have signed…"));
    ElidedLabel label;
    label.setText(QStringLiteral("a name that takes more room than there is"));
    const auto tip = [](QWidget& widget) {
      QToolTip::hideText();
      QHelpEvent asked(QEvent::ToolTip, {1, 1}, widget.mapToGlobal(QPoint(1, 1)));
      QApplication::sendEvent(&widget, &asked);
      return QToolTip::text();
    };
    for (QWidget* widget : {static_cast<QWidget*>(&button), static_cast<QWidget*>(&label)}) {
      const auto text = widget->property("text").toString();
      widget->resize(widget->sizeHint());
      widget->show();
      QVERIFY2(!tip(*widget).contains(text), qPrintable(text));
      QVERIFY(widget->minimumSizeHint().width() < widget->sizeHint().width() / 2);
      widget->resize(widget->minimumSizeHint());
      QTRY_VERIFY2(tip(*widget).contains(text), qPrintable(text));
    }
    QToolTip::hideText();
  }

  /// As large beside large text as a style has it beside text of usual size.
  void marks_of_boxes_grow_with_their_text() {
    EdgedStyle style(QStyleFactory::create(QStringLiteral("Fusion")));
    const auto usual = QStyleFactory::create(QStringLiteral("Fusion"));
    const auto font = QApplication::font();
    const auto markAt = [&](QAbstractButton& button, double scale, QStyle::SubElement element) {
      auto scaled = font;
      scaled.setPointSizeF(font.pointSizeF() * scale);
      button.setStyle(&style);
      button.setFont(scaled);
      QStyleOptionButton option;
      option.initFrom(&button);
      return style.subElementRect(element, &option, &button).height();
    };
    QCheckBox check(QStringLiteral("Replace it"));
    QRadioButton radio(QStringLiteral("A4"));
    const int plain = usual->pixelMetric(QStyle::PM_IndicatorHeight);
    QVERIFY(markAt(check, 1, QStyle::SE_CheckBoxIndicator) - plain <= 1);
    QVERIFY(markAt(check, 2, QStyle::SE_CheckBoxIndicator) >= plain * 3 / 2);
    QVERIFY(markAt(radio, 2, QStyle::SE_RadioButtonIndicator) >= plain * 3 / 2);
    delete usual;
  }

  void a_button_has_an_edge_in_a_palette_of_the_highest_contrast() {
    QPushButton button(QStringLiteral("Check again"));
    // It takes over the style beneath it.
    EdgedStyle style(QStyleFactory::create(QStringLiteral("Fusion")));
    button.setStyle(&style);
    button.setPalette(QPalette(Qt::black, Qt::black));
    button.resize(button.sizeHint());
    const auto image = button.grab().toImage();
    for (const auto& place : {QPoint(0, image.height() / 2), QPoint(image.width() / 2, 0),
                              QPoint(image.width() - 1, image.height() / 2)})
      QVERIFY(contrast(image.pixelColor(place), Qt::black) >= 3);
    button.setPalette(QPalette(QColor(0x2a, 0x2d, 0x32)));
    QVERIFY(button.grab().toImage() != image);
  }

  void a_field_has_an_edge_on_dark_ground() {
    QLineEdit field;
    EdgedStyle style(QStyleFactory::create(QStringLiteral("Fusion")));
    field.setStyle(&style);
    QPalette dark(QColor(0x2a, 0x2d, 0x32), QColor(0x24, 0x27, 0x2b));
    dark.setColor(QPalette::Base, QColor(0x1d, 0x20, 0x24));
    for (const auto& palette : {dark, QPalette(Qt::black, Qt::black)}) {
      field.setPalette(palette);
      field.resize(field.sizeHint());
      const auto image = field.grab().toImage();
      for (const auto& place : {QPoint(0, image.height() / 2), QPoint(image.width() / 2, 0)})
        QVERIFY(contrast(image.pixelColor(place), palette.color(QPalette::Window)) >= 3);
    }
  }

  void what_is_held_over_the_window_is_awaited() {
    const Fixture fixture;
    MainWindow window(fixture.services());
    window.show();
    QMimeData data;
    data.setUrls({urlOf(fixture.folder / "model")});
    const auto* bar = window.findChild<QStatusBar*>();
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(!bar->currentMessage().isEmpty());
    QDragLeaveEvent leave;
    QApplication::sendEvent(&window, &leave);
    QVERIFY(bar->currentMessage().isEmpty());
  }

  void what_a_file_comes_to_is_seen_without_scrolling() {
    const Fixture fixture;
    const auto window = fixture.showing(samples().front().report);
    window->resize(1180, 800);
    const auto* header = shownIn<QTreeView>(*window)->header();
    QTRY_COMPARE(header->visualIndex(FilesModel::stateColumn), int(FilesModel::stateColumn));
    window->resize(420, 600);
    QTRY_COMPARE(header->visualIndex(FilesModel::stateColumn), 1);
    window->resize(1180, 800);
    QTRY_COMPARE(header->visualIndex(FilesModel::stateColumn), int(FilesModel::stateColumn));
  }

  void an_empty_table_of_files_says_why() {
    const Fixture fixture;
    const auto model = fixture.folder / "unsigned";
    tests::write(model / "config.json", "{}");
    MainWindow window(fixture.services());
    window.show();
    window.open({model, {}});
    QVERIFY(waitForVerdict(window));
    const auto* line = shownIn<WrappedLabel>(window, "pageLine");
    QVERIFY(line && line->text().startsWith(QStringLiteral("No file is listed")));
  }

  /// Two names that differ in the order of their parts look different; what is copied has no marks.
  void names_keep_their_order() {
    const auto name = QString::fromUtf8("\u05d0/\u05d1.bin");
    const auto ordered = ReadingOrder(name).text();
    QVERIFY(ordered != name);
    const auto picture = [](const QString& text) {
      WrappedLabel label;
      label.setText(text);
      label.resize(200, 40);
      return label.grab().toImage();
    };
    QVERIFY(picture(name) == picture(ordered));
    QVERIFY(picture(name) != picture(QString::fromUtf8("\u05d1/\u05d0.bin")));
    WrappedLabel label;
    label.setText(name);
    QCOMPARE(label.wholeText(), name);

    struct Opened : CellDelegate {
      using CellDelegate::CellDelegate;
      using CellDelegate::initStyleOption;
    };
    QStandardItemModel model;
    model.appendRow(new QStandardItem(name));
    QStyleOptionViewItem option;
    Opened(-1, -1, -1, nullptr).initStyleOption(&option, model.index(0, 0));
    QCOMPARE(option.text, ordered);
    QVERIFY(plainToolTip(name).contains(ordered.toHtmlEscaped()));
  }

  /// The signed statement too; of it parts are copied, and these have no marks.
  void names_in_the_statement_keep_their_order() {
    const Fixture fixture;
    auto report = tests::trusted_report();
    const std::string name = "\u05d0/\u05d1.bin";
    const auto statement = "{\"name\": \"" + name + "\"}";
    report.statement_text = Bytes(statement.begin(), statement.end());
    const auto window = fixture.showing(std::make_shared<verdict::Report>(std::move(report)));
    QVERIFY(waitForVerdict(*window));
    auto* view = window->findChild<ModelView*>();
    view->openPage(ModelView::PageId::statement);
    auto* text = view->findChild<OrderedText*>();
    const auto whole = own(name);
    QTRY_VERIFY2(text->toPlainText().contains(ReadingOrder(whole).text()), qPrintable(text->toPlainText()));
    QVERIFY(!text->toPlainText().contains(whole));
    text->selectAll();
    text->copy();
    const auto copied = QApplication::clipboard()->text();
    QVERIFY2(copied.contains(u'"' + whole + u'"'), qPrintable(copied));
    QVERIFY(copied.contains(u'\n') && !copied.contains(QChar(0x200E)));
  }

  void another_key_is_not_trusted() {
    const Fixture fixture;
    MainWindow window(fixture.services());
    window.open({fixture.signedModel(TestKey::generate()), {}},
                trust::ExpectedKeys{{TestKey::generate().public_key()}});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdict::name(verdictOf(window)), std::string_view("signature_invalid"));
  }

  void files_that_are_not_signed_can_be_left_out() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.signedModel(key);
    tests::write(model / "extra.txt", "x");
    MainWindow window(fixture.services());
    window.show();
    window.open({model, {}}, trust::ExpectedKeys{{key.public_key()}});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdict::name(verdictOf(window)), std::string_view("extra_files"));
    for (auto* button : cardOf(window)->findChildren<QPushButton*>()) {
      if (button->text() == say(words::label(words::Action::check_without_unsigned))) {
        QTest::mouseClick(button, Qt::LeftButton);
        break;
      }
    }
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdict::name(verdictOf(window)), std::string_view("trusted"));
    QCOMPARE(window.session()->report()->count(verdict::FileState::ignored), std::size_t(2));
  }

  void a_change_after_the_check_turns_the_card() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.signedModel(key);
    MainWindow window(fixture.services());
    window.show();
    window.open({model, {}}, trust::ExpectedKeys{{key.public_key()}});
    QVERIFY(waitForVerdict(window));
    window.session()->lookForChanges();
    QTest::qWait(200);
    QVERIFY(!window.session()->mayHaveChanged());
    tests::write(model / "weights.bin", "12345");
    window.session()->lookForChanges();
    QTRY_VERIFY(window.session()->mayHaveChanged());
    QCOMPARE(headline(window), QStringLiteral("May have changed since"));
    clickMain(window);
    QVERIFY(waitForVerdict(window));
    QCOMPARE(verdict::name(verdictOf(window)), std::string_view("changed"));
  }

  void a_signature_alone_is_told_and_not_judged() {
    const Fixture fixture;
    const auto model = fixture.signedModel(TestKey::generate());
    MainWindow window(fixture.services());
    window.show();
    drop(window, {urlOf(model / "model.sig")});
    QVERIFY(waitForVerdict(window));
    QVERIFY(window.session()->claimsOnly());
    QCOMPARE(headline(window), QStringLiteral("What the signature file claims; not checked"));
  }

  void a_model_and_its_signature_dropped_together_belong_together() {
    const Fixture fixture;
    const auto key = TestKey::generate();
    const auto model = fixture.signedModel(key);
    const auto signature = fixture.folder / "apart.sig";
    std::filesystem::rename(model / "model.sig", signature);
    MainWindow window(fixture.services());
    window.show();
    drop(window, {urlOf(signature), urlOf(model)});
    QVERIFY(waitForVerdict(window));
    QCOMPARE(fromPath(*window.session()->report()->signature), fromPath(signature));
  }

  void an_address_is_answered_and_not_fetched() {
    const Fixture fixture;
    MainWindow window(fixture.services());
    window.show();
    drop(window, {QUrl(QStringLiteral("https://example.invalid/model"))});
    QVERIFY(!window.session());
    QVERIFY(window.findChild<QMessageBox*>());
  }

  void cancel_frees_the_window_while_a_read_hangs() {
    const Fixture fixture;
    const auto hangs = std::make_shared<std::atomic<bool>>(true);
    auto services = fixture.services();
    services.verify = [hangs](const auto&, const auto&, const auto&) {
      while (*hangs) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      return tests::trusted_report();
    };
    MainWindow window(services);
    window.show();
    window.open({fixture.folder / "drive", {}});
    QTest::mouseClick(shownIn<QPushButton>(window, "cancel"), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return isDone(window); }, 1000));
    QVERIFY(window.session()->report()->has(base::Code::task_cancelled));
    const auto report = window.session()->report();
    // What the worker says in the end goes nowhere.
    *hangs = false;
    QTest::qWait(300);
    QCOMPARE(window.session()->report(), report);
  }

  void each_verdict_has_its_card_data() {
    QTest::addColumn<int>("which");
    const auto all = tests::samples();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name.c_str()) << int(i);
  }
  void each_verdict_has_its_card() {
    QFETCH(int, which);
    const Fixture fixture;
    const auto report = tests::samples().at(std::size_t(which)).report;
    const auto window = fixture.showing(report);
    QVERIFY(waitForVerdict(*window));
    const auto card = words::card(*report, {});
    QCOMPARE(headline(*window), say(card.headline));
    QCOMPARE(cardOf(*window)->findChild<WrappedLabel*>(QStringLiteral("advice"))->text(), say(card.advice));
    const auto buttons = cardOf(*window)->content().buttons;
    QVERIFY(buttons.size() >= 1 && buttons.size() <= 4);
    const auto again = say(words::label(words::Action::check_again));
    QVERIFY(std::any_of(buttons.begin(), buttons.end(),
                        [&](const CardButton& button) { return button.text == again; }));
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(cardOf(*window)));
  }

  void every_widget_of_use_has_an_accessible_name_data() { each_verdict_has_its_card_data(); }
  void every_widget_of_use_has_an_accessible_name() {
    QFETCH(int, which);
    const Fixture fixture;
    const auto window = fixture.showing(tests::samples().at(std::size_t(which)).report);
    QVERIFY(waitForVerdict(*window));
    ExpectDialog dialog(ExpectDialog::Kind::identity, {}, window.get());
    dialog.show();
    auto* tabs = window->findChild<QTabWidget*>();
    for (int page = 0; page < tabs->count(); ++page) {
      tabs->setCurrentIndex(page);
      for (auto* widget : window->findChildren<QWidget*>()) {
        const bool ofUse = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                           qobject_cast<QAbstractItemView*>(widget) ||
                           qobject_cast<QPlainTextEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                           qobject_cast<VerdictCard*>(widget);
        if (!ofUse || !widget->isVisible()) continue;
        const auto* face = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), qPrintable(QDebug::toString(widget)));
      }
    }
  }

  void texts_of_a_card_can_be_read_in_every_palette() {
    const QList<QPalette> palettes{QApplication::palette(),
                                   QPalette(QColor(0x2a, 0x2d, 0x32), QColor(0x24, 0x27, 0x2b)),
                                   QPalette(Qt::black, Qt::black), QPalette(Qt::white, Qt::white)};
    for (const auto& palette : palettes) {
      for (const auto tone :
           {words::Tone::good, words::Tone::neutral, words::Tone::caution, words::Tone::bad}) {
        const auto colours = toneColours(palette, tone);
        QVERIFY(contrast(colours.text, colours.background) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::WindowText), colours.background) >= 4.5);
        QVERIFY(contrast(colours.text, palette.color(QPalette::Base)) >= 4.5);
      }
      QVERIFY(contrast(quietText(palette), palette.color(QPalette::Base)) >= 4.5);
      QVERIFY(contrast(quietText(palette), palette.color(QPalette::Window)) >= 4.5);
      const auto main = mainButtonPalette(palette);
      QVERIFY(contrast(main.color(QPalette::Button), main.color(QPalette::ButtonText)) >= 4.5);
    }
  }

  void nothing_of_a_card_is_cut_in_letters_of_twice_the_size_data() { each_verdict_has_its_card_data(); }
  void nothing_of_a_card_is_cut_in_letters_of_twice_the_size() {
    QFETCH(int, which);
    const auto before = QApplication::font();
    auto twice = before;
    twice.setPointSizeF(before.pointSizeF() * 2);
    QApplication::setFont(twice);
    {
      const Fixture fixture;
      const auto window = fixture.showing(tests::samples().at(std::size_t(which)).report);
      window->resize(1000, 700);
      QVERIFY(waitForVerdict(*window));
      QTest::qWait(50);
      const auto* area = window->findChild<ModelView*>();
      QVERIFY2(
          area->widget()->width() <= area->viewport()->width(),
          qPrintable(QStringLiteral("%1 > %2").arg(area->widget()->width()).arg(area->viewport()->width())));
      for (const auto* label : cardOf(*window)->findChildren<WrappedLabel*>()) {
        if (label->isVisible())
          QVERIFY2(label->heightForWidth(label->width()) <= label->height(), qPrintable(label->text()));
      }
    }
    QApplication::setFont(before);
  }

  void nothing_of_the_empty_page_is_cut() {
    const Fixture fixture;
    MainWindow window(fixture.services());
    window.resize(900, 600);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    int labels = 0;
    for (const auto* label : window.findChildren<WrappedLabel*>()) {
      if (!label->isVisible()) continue;
      ++labels;
      QVERIFY2(label->heightForWidth(label->width()) <= label->height(), qPrintable(label->text()));
    }
    QCOMPARE(labels, 2);
  }

  void the_whole_way_can_be_gone_by_keyboard() {
    const Fixture fixture;
    const auto window = fixture.showing(tests::samples().at(7).report);
    QVERIFY(waitForVerdict(*window));
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    QSet<QWidget*> reached;
    for (int i = 0; i < 60; ++i) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      reached.insert(QApplication::focusWidget());
    }
    for (auto* button : window->findChildren<QPushButton*>()) {
      if (button->isVisible() && !button->isCheckable())
        QVERIFY2(reached.contains(button), qPrintable(button->text()));
    }
    for (auto* view : window->findChildren<QAbstractItemView*>()) {
      // Headers are not for the keyboard: the menu of the files sorts.
      if (view->isVisible() && !qobject_cast<QHeaderView*>(view))
        QVERIFY2(reached.contains(view), qPrintable(view->accessibleName()));
    }
    auto* main = cardOf(*window)->findChild<QPushButton*>(QStringLiteral("mainButton"));
    main->setFocus();
    QTest::keyClick(main, Qt::Key_Space);
    auto* files = qobject_cast<QAbstractItemView*>(QApplication::focusWidget());
    QVERIFY(files);
    QCOMPARE(files->model()->rowCount(), 2);
    files->selectAll();
    QTest::keyClick(files, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("config.json\t")));
  }

  void the_expectation_starts_empty_and_asks_for_both() {
    ExpectDialog dialog(ExpectDialog::Kind::identity, {});
    auto* identity = dialog.findChildren<QLineEdit*>().front();
    auto* issuer = dialog.findChild<QComboBox*>();
    QVERIFY(issuer->currentText().isEmpty());
    for (auto* field : dialog.findChildren<QLineEdit*>()) QVERIFY(field->text().isEmpty());
    for (auto* field : dialog.findChildren<QPlainTextEdit*>()) QVERIFY(field->toPlainText().isEmpty());
    QVERIFY(!okOf(dialog)->isEnabled());
    for (auto* field : dialog.findChildren<QLineEdit*>()) {
      if (field->accessibleName() == ExpectDialog::tr("Identity")) identity = field;
    }
    identity->setText(QStringLiteral("a@b.example"));
    QVERIFY(!okOf(dialog)->isEnabled());
    issuer->setEditText(QStringLiteral("https://issuer.example"));
    QVERIFY(okOf(dialog)->isEnabled());
    const auto* expected = std::get_if<trust::ExpectedIdentities>(&dialog.expectation());
    QVERIFY(expected);
    QCOMPARE(expected->any_of.front().name, std::string("a@b.example"));
    QCOMPARE(expected->any_of.front().issuer, std::string("https://issuer.example"));
  }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
