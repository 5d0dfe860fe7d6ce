#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QTest>
#include <QTimer>
#include <QTreeView>
#include <algorithm>
#include <ctime>

#include "support/places.h"
#include "support/test_bundle.h"
#include "ui/models/text.h"
#include "ui/views/files_page.h"
#include "ui/views/main_window.h"

using namespace weighmaster;
using namespace weighmaster::ui;

namespace {

/// Processor time of this thread, where the system tells: a busy machine makes the wall longer, not this.
double workedMilliseconds() {
#ifdef CLOCK_THREAD_CPUTIME_ID
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
#else
  return 0;
#endif
}

/// Remembers which event took the interface thread longest.
class TimedApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    // Read before: the receiver may be gone after.
    const auto* name = receiver->metaObject()->className();
    const auto type = int(event->type());
    QElapsedTimer timer;
    timer.start();
    const auto before = workedMilliseconds();
    const bool taken = QApplication::notify(receiver, event);
    // Events within an event end before it: of two that took as long, the inner one says more.
    if (const auto took = timer.elapsed(); took > slowest) {
      slowest = took;
      slowestIs = QStringLiteral("event %1 to %2, at work for %3 ms of it")
                      .arg(type)
                      .arg(QLatin1String(name))
                      .arg(workedMilliseconds() - before, 0, 'f', 0);
    }
    return taken;
  }

  qint64 slowest = 0;
  QString slowestIs;
};

}  // namespace

/// How long the interface thread is away at most while much is checked. Small by default; WEIGHMASTER_BIG=1
/// checks 20 GB (sparse) and 100,000 files.
class TestHeartbeat : public QObject {
  Q_OBJECT

 private slots:
  void the_window_stays_alive_while_much_is_checked() {
    const bool big = isBig();
    const int count = big ? 100'000 : 3'000;
    const std::uintmax_t size = big ? 20'000'000'000 : 400'000'000;

    const tests::TemporaryFolder folder;
    const auto model = folder / "model";
    tests::ModelFiles files;
    for (int i = 0; i < count; ++i) {
      files.emplace("part-" + std::to_string(i / 1000) + "/file-" + std::to_string(i), std::to_string(i));
    }
    tests::write_model(model, files);
    const auto key = tests::TestKey::generate();
    files.emplace("weights.bin", "not these");
    tests::write(model / "weights.bin", "");
    std::filesystem::resize_file(model / "weights.bin", size);
    tests::write(model / "model.sig", tests::key_bundle(key, tests::oms_statement(files)).dump());

    Services services;
    services.settingsFile = fromPath(folder / "settings.ini");
    MainWindow window(services);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));

    qint64 longest = 0;
    QElapsedTimer sinceBeat;
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    connect(&heart, &QTimer::timeout, this, [&] {
      longest = std::max(longest, sinceBeat.elapsed());
      sinceBeat.start();
    });
    auto* application = static_cast<TimedApplication*>(qApp);
    application->slowest = 0;
    heart.start(5);
    sinceBeat.start();
    window.open({model, {}}, trust::ExpectedKeys{{key.public_key()}});
    constexpr int tenMinutes = 600'000;
    QTRY_VERIFY_WITH_TIMEOUT(window.session()->state() == ModelSession::State::done, tenMinutes);
    QTest::qWait(200);
    qInfo("%d files, %s: longest gap of the interface thread %lld ms; its longest event %lld ms (%s)", count,
          base::format_size(size).c_str(), longest, application->slowest, qPrintable(application->slowestIs));
    QCOMPARE(verdict::name(verdict::verdict(*window.session()->report())), std::string_view("changed"));
    // Far above the goal of 50 ms: a busy machine must not make it fail, a blocked interface must.
    QVERIFY(longest < 1000);
    click_every_header(window);
  }

 private:
  static void click_every_header(const MainWindow& window) {
    auto* application = static_cast<TimedApplication*>(qApp);
    auto* view = window.findChild<FilesPage*>()->findChild<QTreeView*>();
    auto* header = view->header();
    for (int column = 0; column < header->count(); ++column) {
      for (int times = 0; times < 2; ++times) {
        application->slowest = 0;
        const QPoint place(header->sectionViewportPosition(column) + 5, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QTest::qWait(20);
        QCOMPARE(header->sortIndicatorSection(), column);
        qInfo("sorted by column %d: longest event %lld ms (%s)", column, application->slowest,
              qPrintable(application->slowestIs));
        QVERIFY(application->slowest < 1000);
      }
    }
  }

 public:
  static bool isBig() { return qEnvironmentVariableIntValue("WEIGHMASTER_BIG") == 1; }
};

int main(int argc, char** argv) {
  // To make and remove so many files takes slow disks longer than a test is given.
  if (TestHeartbeat::isBig()) qputenv("QTEST_FUNCTION_TIMEOUT", "1800000");
  TimedApplication application(argc, argv);
  TestHeartbeat test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_heartbeat.moc"
