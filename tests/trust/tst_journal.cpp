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

  /// Each log may have the entry for ever: the second does not hide the first.
  void an_unclear_log_is_not_forgotten_for_another() {
    const Publication first{ServiceRole::log, "log.example", {}, true};
    const Publication second{ServiceRole::log, "second.example", {}, true};
    Journal journal;
    const auto watch = journal.watch();
    watch(log_event(Kind::asked_again, true));
    watch({Kind::asked, ServiceRole::log, "second.example"});
    QVERIFY((journal.published(Code::net_timeout) == std::vector{first, second}));
    QVERIFY((journal.published(Code::net_unreachable) == std::vector{first}));
    QCOMPARE(journal.unanswered()->host, std::string("second.example"));
    watch({Kind::refused, ServiceRole::log, "second.example"});
    QVERIFY((journal.published(Code::net_status) == std::vector{first}));
    watch({Kind::answered, ServiceRole::log, "second.example", 9});
    QVERIFY(
        (journal.published() == std::vector<Publication>{{ServiceRole::log, "second.example", 9}, first}));
    QVERIFY(!journal.unanswered());
  }

  void whoever_was_left_without_a_word_may_have_acted() {
    Journal journal;
    const auto watch = journal.watch();
    watch(log_event(Kind::asked));
    watch({Kind::asked, ServiceRole::timestamp_authority, "stamps.example"});
    QVERIFY(journal.published(Code::net_unreachable) == perhaps);
    watch({Kind::answered, ServiceRole::timestamp_authority, "stamps.example"});
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
