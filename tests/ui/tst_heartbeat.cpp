#include <QElapsedTimer>
#include <QTest>
#include <QTimer>
#include <algorithm>

#include "support/places.h"
#include "support/test_bundle.h"
#include "ui/models/text.h"
#include "ui/views/main_window.h"

using namespace weighmaster;
using namespace weighmaster::ui;

/// How long the interface thread is away at most while much is checked. Small by default; WEIGHMASTER_BIG=1
/// checks 20 GB (sparse) and 100,000 files.
class TestHeartbeat : public QObject {
  Q_OBJECT

 private slots:
  void the_window_stays_alive_while_much_is_checked() {
    const bool big = qEnvironmentVariableIntValue("WEIGHMASTER_BIG") == 1;
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
    heart.start(5);
    sinceBeat.start();
    window.open({model, {}}, trust::ExpectedKey{key.public_key()});
    constexpr int tenMinutes = 600'000;
    QTRY_VERIFY_WITH_TIMEOUT(window.session()->state() == ModelSession::State::done, tenMinutes);
    QTest::qWait(200);
    qInfo("%d files, %s: longest gap of the interface thread %lld ms", count, base::format_size(size).c_str(),
          longest);
    QCOMPARE(verdict::name(verdict::verdict(*window.session()->report())), std::string_view("changed"));
    // Far above the goal of 50 ms: a busy machine must not make it fail, a blocked interface must.
    QVERIFY(longest < 1000);
  }
};

QTEST_MAIN(TestHeartbeat)
#include "tst_heartbeat.moc"
