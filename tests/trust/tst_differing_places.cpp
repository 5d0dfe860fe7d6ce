#include "trust/differing_places.h"

#include <QTest>
#include <random>

using namespace weighmaster;
using trust::differing_places;
using trust::DifferingPlace;

namespace {

/// "4 m|rn" for each place: bytes before it in what is expected, what stands there, what was found.
QString told(std::string_view expected, std::string_view found) {
  QStringList places;
  for (const auto& each : differing_places(expected, found)) {
    places += QStringLiteral("%1 %2|%3")
                  .arg(each.expected_at)
                  .arg(QString::fromUtf8(each.expected.data(), qsizetype(each.expected.size())),
                       QString::fromUtf8(each.found.data(), qsizetype(each.found.size())));
  }
  return places.join(QStringLiteral(", "));
}

/// The name that was found, made from the one that is expected and the places.
std::string applied(std::string_view expected, const std::vector<DifferingPlace>& places) {
  std::string made;
  std::size_t at = 0;
  for (const auto& each : places) {
    made += expected.substr(at, each.expected_at - at);
    if (made.size() != each.found_at) return "found_at does not fit";
    made += each.found;
    at = each.expected_at + each.expected.size();
  }
  return made += expected.substr(at);
}

}  // namespace

/// Where two names part.
class TestDifferingPlaces : public QObject {
  Q_OBJECT

 private slots:
  void each_place_is_found_data() {
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("found");
    QTest::addColumn<QString>("places");
    const auto row = [](const char* name, const char* expected, const char* found, const QString& places) {
      QTest::newRow(name) << QByteArray(expected) << QByteArray(found) << places;
    };
    row("one for one", "alice", "alise", "3 c|s");
    row("two for one", "mistral", "rnistral", "0 m|rn");
    row("one for two", "models@rnistral.ai", "models@mistral.ai", "7 rn|m");
    row("w of two", "owner", "ovvner", "1 w|vv");
    row("left out", "Eleuther", "Eleuter", "5 h|");
    row("added", "google", "gooogle", "3 |o");
    row("added at the end", "paul", "paulo", "4 |o");
    row("neighbours in each other's place", "EleutherAI", "EluetherAI", "2 eu|ue");
    row("two places", "EleutherAl", "EIeutherAI", "1 l|I, 9 l|I");
    row("added here, left out there", "stability-ai/sdxl", "stabilityai/sdxxl", "9 -|, 15 |x");
    row("of two bytes, not cut in two", "c\u0430t", "c\u0431t", QStringLiteral("1 \u0430|\u0431"));
    row("the same last byte", "\u0430", "\u0470", QStringLiteral("0 \u0430|\u0470"));
    row("hidden", "paul", "p\u200baul", QStringLiteral("1 |\u200b"));
    row("nothing was expected", "", "alice", "0 |alice");
    row("chance", "release@example.com", "models@example.com", "0 release|models");
    row("the same", "alice", "alice", "");
  }
  void each_place_is_found() {
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, found);
    QTEST(told(expected.toStdString(), found.toStdString()), "places");
  }

  void what_is_no_text_differs_as_a_whole() { QCOMPARE(differing_places("a\xff", "b\xff").size(), 1U); }

  void places_make_the_one_name_of_the_other() {
    std::mt19937 random(1);
    const auto any = [&](std::size_t below) {
      return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    const auto name = [&](std::size_t most, std::string_view letters) {
      std::string text;
      for (auto left = any(most); left > 0; --left) text += letters.substr(2 * any(letters.size() / 2), 2);
      return text;
    };
    for (int round = 0; round < 3000; ++round) {
      // Letters of two bytes, few and so often alike; once in a while long names.
      const auto most = round % 500 == 0 ? 900U : 12U;
      const auto a = name(most, "\u0430\u0431\u0432\u0470");
      const auto b = name(most, "\u0430\u0431\u0432\u0470");
      const auto places = differing_places(a, b);
      QCOMPARE(applied(a, places), b);
      QCOMPARE(places.empty(), a == b);
      for (const auto& each : places) QVERIFY(each.expected != each.found);
    }
  }
};

QTEST_APPLESS_MAIN(TestDifferingPlaces)
#include "tst_differing_places.moc"
