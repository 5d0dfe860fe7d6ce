#pragma once

#include <QTest>
#include <string>

#include "support/outcome.h"

namespace weighmaster::tests {

/// The columns and rows of a table of peers: how each behaves, what has to come of it, and what an error has
/// to say.
///
///   const Behaviours row;
///   row("no-state", "login.answer", "turned away");
class Behaviours {
 public:
  Behaviours() {
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("says");
  }
  void operator()(const char* how, const char* expected, const char* says) const {
    QTest::newRow(how) << how << expected << says;
  }
};

/// One row of them, in the test that it is for.
struct Behaviour {
  std::string how;
  QString expected;
  std::string says;

  [[nodiscard]] static Behaviour fetch() {
    QFETCH(QString, how);
    QFETCH(QString, expected);
    QFETCH(QString, says);
    return {how.toStdString(), expected, says.toStdString()};
  }

  /// Fails the test where it came to something else.
  template <class T>
  void expect(const base::Result<T>& result) const {
    QCOMPARE(outcome(result), expected);
    if (result) return;
    const auto& detail = result.error().detail;
    QVERIFY2(detail.find(says) != std::string::npos, detail.c_str());
  }
};

}  // namespace weighmaster::tests
