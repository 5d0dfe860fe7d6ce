#include <QRegularExpression>
#include <QTest>
#include <map>
#include <set>

#include "base/code.h"
#include "support/places.h"

using namespace weighmaster;
namespace fs = std::filesystem;

namespace {

QString text_of(const fs::path& path) {
  const auto bytes = tests::read(path);
  return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

/// Folders whose tests only show codes, in reports that they make up.
bool makes_up_reports(const fs::path& source) {
  const auto room = fs::relative(source, tests::source_dir() / "tests").begin()->string();
  return room == "words" || room == "ui" || room == "fuzz";
}

/// "signature.false" of "signature_false", as core/base/codes.def has them.
std::map<QString, QString> names_by_enumerator() {
  static const QRegularExpression line(R"re(WEIGHMASTER_CODE\((\w+), "([a-z_.0-9]+)")re");
  std::map<QString, QString> names;
  auto found = line.globalMatch(text_of(tests::source_dir() / "core" / "base" / "codes.def"));
  while (found.hasNext()) {
    const auto match = found.next();
    names[match.captured(1)] = match.captured(2);
  }
  return names;
}

/// The codes that a test names, as "log.unknown" or as Code::log_unknown.
std::set<QString> codes_in(const QString& text, const std::map<QString, QString>& by_enumerator) {
  static const QRegularExpression word(R"re(Code::(\w+)|\b([a-z0-9_]+\.[a-z_0-9]+)\b)re");
  std::set<QString> codes;
  auto found = word.globalMatch(text);
  while (found.hasNext()) {
    const auto match = found.next();
    const auto known = by_enumerator.find(match.captured(1));
    codes.insert(known != by_enumerator.end() ? known->second : match.captured(2));
  }
  return codes;
}

std::set<QString> codes_in_tests() {
  const auto by_enumerator = names_by_enumerator();
  std::set<QString> codes;
  for (const auto& entry : fs::recursive_directory_iterator(tests::source_dir() / "tests")) {
    const auto suffix = entry.path().extension();
    if (suffix != ".cpp" && suffix != ".h" && suffix != ".py") continue;
    if (entry.path().filename() == "tst_codes_tested.cpp" || makes_up_reports(entry.path())) continue;
    codes.merge(codes_in(text_of(entry.path()), by_enumerator));
  }
  return codes;
}

}  // namespace

/// Every finding can be had: a code that no test names may be one that nothing produces.
class tst_codes_tested : public QObject {
  Q_OBJECT

 private slots:
  void every_code_is_named_by_a_test_that_can_produce_it() {
    const auto named = codes_in_tests();
    QStringList missing;
    for (const auto code : base::all_codes()) {
      const auto name =
          QString::fromUtf8(base::name(code).data(), static_cast<qsizetype>(base::name(code).size()));
      if (!named.contains(name)) missing << name;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(' ')));
  }
};

QTEST_APPLESS_MAIN(tst_codes_tested)
#include "tst_codes_tested.moc"
