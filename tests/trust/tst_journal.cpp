#include <QTest>

#include "trust/journal.h"

using namespace weighmaster;
using base::Code;
using trust::Journal;
using trust::Publication;
using trust::ServiceEvent;
using trust::ServiceRole;
using Kind = ServiceEvent::Kind;

namespace {

ServiceEvent log_event(Kind kind, bool unclear = false) {
  return {kind, ServiceRole::log, "log.example", {}, unclear};
}

const std::vector<Publication> perhaps{{ServiceRole::log, "log.example", {}, true}};

}  // namespace

/// What is told of what may be public for ever, where signing could not be finished.
class tst_journal : public QObject {
  Q_OBJECT

 private slots:
  void a_log_that_refused_published_nothing() {
    Journal journal;
    const auto watch = journal.watch();
    watch(log_event(Kind::asked));
    watch(log_event(Kind::refused));
    QVERIFY(journal.published(Code::net_status).empty());
  }

  /// The answer to the first request is lost; the log says that it has the entry, and won't show it.
  void what_may_have_happened_is_not_undone_by_asking_for_something_else() {
    Journal journal;
    const auto watch = journal.watch();
    watch(log_event(Kind::asked));
    watch(log_event(Kind::asked_again, true));
    watch(log_event(Kind::asked));
    watch(log_event(Kind::refused));
    QVERIFY(journal.published(Code::net_status) == perhaps);
    QVERIFY(journal.published(Code::net_unreachable) == perhaps);
  }

  void an_answer_settles_it() {
    Journal journal;
    const auto watch = journal.watch();
    watch(log_event(Kind::asked_again, true));
    auto answer = log_event(Kind::answered);
    answer.log_index = 7;
    watch(answer);
    QVERIFY((journal.published() == std::vector<Publication>{{ServiceRole::log, "log.example", 7, false}}));
  }
};

QTEST_APPLESS_MAIN(tst_journal)
#include "tst_journal.moc"
