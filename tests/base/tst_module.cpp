#include "base/module.h"

#include <QTest>

using namespace weighmaster;

class TestModule : public QObject {
  Q_OBJECT

 private slots:
  void one_that_is_not_there_is_named_and_the_system_says_why() {
    struct Table {};
    const auto none = base::load_module<Table>("none");
    QVERIFY(!none);
    QVERIFY(none.error().code == base::Code::file_unreadable);
    QVERIFY2(none.error().subject.starts_with("weighmaster-none."), none.error().subject.c_str());
    QVERIFY2(none.error().detail.find("not installed whole: ") != std::string::npos,
             none.error().detail.c_str());
  }
};

QTEST_GUILESS_MAIN(TestModule)
#include "tst_module.moc"
