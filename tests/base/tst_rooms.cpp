#include <QRegularExpression>
#include <QTest>
#include <map>
#include <set>

#include "base/text.h"
#include "support/places.h"

using namespace weighmaster;
namespace fs = std::filesystem;

namespace {

using Names = std::set<QString>;

QString text_of(const fs::path& path) {
  const auto bytes = tests::read(path);
  return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

/// room -> the rooms that its line in core/CMakeLists.txt allows.
std::map<QString, Names> rooms_in_the_build() {
  static const QRegularExpression line(
      R"(^weighmaster_room\((\w+)(?: USES ([a-z_ ]+?))?(?: (?:PUBLIC|PRIVATE).*)?\)$)",
      QRegularExpression::MultilineOption);
  std::map<QString, Names> rooms;
  auto found = line.globalMatch(text_of(tests::source_dir() / "core" / "CMakeLists.txt"));
  while (found.hasNext()) {
    const auto match = found.next();
    const auto uses = match.captured(2).split(' ', Qt::SkipEmptyParts);
    rooms[match.captured(1)] = Names(uses.begin(), uses.end());
  }
  return rooms;
}

std::vector<fs::path> sources_below(const char* folder) {
  std::vector<fs::path> sources;
  for (const auto& entry : fs::recursive_directory_iterator(tests::source_dir() / folder)) {
    const auto suffix = entry.path().extension();
    if (suffix == ".cpp" || suffix == ".h") sources.push_back(entry.path());
  }
  return sources;
}

/// The first folder below `top`: the room, or the part of the interface.
QString part_of(const fs::path& source, const char* top) {
  return QString::fromStdString(fs::relative(source, tests::source_dir() / top).begin()->string());
}

/// What stands between the quotes or brackets of each #include.
QStringList includes_of(const fs::path& source) {
  static const QRegularExpression include("^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]",
                                          QRegularExpression::MultilineOption);
  QStringList names;
  auto found = include.globalMatch(text_of(source));
  while (found.hasNext()) names << found.next().captured(1);
  return names;
}

bool is_qt(const QString& include) {
  static const QRegularExpression qt(R"(^Q[A-Z]\w*(/|$)|^Qt\w+/)");
  return qt.match(include).hasMatch();
}

QByteArray complaint(const fs::path& source, const QString& include) {
  return QByteArray::fromStdString(fs::relative(source, tests::source_dir()).string()) + " includes " +
         include.toUtf8();
}

}  // namespace

/// The rules of the house (docs/architecture.md) that the linker alone can't see: headers.
class tst_rooms : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    rooms_ = rooms_in_the_build();
    QVERIFY(rooms_.size() >= 8);
    QVERIFY(rooms_.at("base").empty());
    QVERIFY(rooms_.at("crypto") == Names{"base"});
    QVERIFY(rooms_.at("words").contains("verdict"));
    QVERIFY(rooms_.at("signing").contains("verdict"));
    // Whoever verifies needs nothing that signs.
    for (const auto& [room, uses] : rooms_) QVERIFY(!uses.contains("signing"));
  }

  void every_folder_of_the_core_is_a_room_of_the_build() {
    Names folders;
    for (const auto& entry : fs::directory_iterator(tests::source_dir() / "core")) {
      if (entry.is_directory()) folders.insert(QString::fromStdString(entry.path().filename().string()));
    }
    Names rooms;
    for (const auto& [room, uses] : rooms_) rooms.insert(room);
    QVERIFY(folders == rooms);
  }

  void a_room_includes_only_the_rooms_it_may_use() {
    int looked_at = 0;
    for (const auto& source : sources_below("core")) {
      const auto room = part_of(source, "core");
      for (const auto& include : includes_of(source)) {
        const auto other = include.section('/', 0, 0);
        if (!include.contains('/') || !rooms_.contains(other) || other == room) continue;
        ++looked_at;
        QVERIFY2(rooms_.at(room).contains(other), complaint(source, include));
      }
    }
    QVERIFY(looked_at > 20);
  }

  void one_room_includes_a_library_data() {
    QTest::addColumn<QString>("library");
    QTest::addColumn<QString>("room");
    QTest::newRow("OpenSSL") << "openssl/"
                             << "crypto";
    QTest::newRow("cpp-httplib") << "httplib.h"
                                 << "net";
    QTest::newRow("curl") << "curl/"
                          << "net";
    QTest::newRow("qpdf") << "qpdf/"
                          << "audit";
    QTest::newRow("ICU") << "unicode/"
                         << "trust";
  }

  void one_room_includes_a_library() {
    QFETCH(QString, library);
    QFETCH(QString, room);
    int found = 0;
    for (const char* top : {"core", "app", "ui", "resources"}) {
      for (const auto& source : sources_below(top)) {
        for (const auto& include : includes_of(source)) {
          if (!include.startsWith(library)) continue;
          ++found;
          QVERIFY2(QString(top) == "core" && part_of(source, top) == room, complaint(source, include));
        }
      }
    }
    QVERIFY(found > 0);
  }

  void a_verification_cannot_reach_the_network() {
    Names reached{"verdict"};
    for (auto before = Names(); before != reached;) {
      before = reached;
      for (const auto& room : before) reached.insert(rooms_.at(room).begin(), rooms_.at(room).end());
    }
    QVERIFY(reached.contains("crypto"));
    for (const char* room : {"net", "update", "signing"}) {
      QVERIFY2(rooms_.contains(room), room);
      QVERIFY2(!reached.contains(room), room);
    }
  }

  void the_headers_of_net_keep_curl_to_themselves() {
    for (const auto& source : sources_below("core/net")) {
      if (source.extension() != ".h") continue;
      for (const auto& include : includes_of(source))
        QVERIFY2(!include.startsWith("curl/"), complaint(source, include));
    }
  }

  void the_headers_of_crypto_keep_openssl_and_pkcs11_to_themselves() {
    for (const auto& source : sources_below("core/crypto")) {
      if (source.extension() != ".h") continue;
      // A header of the room's own may: then no other room includes it.
      const auto name = "crypto/" + QString::fromStdString(source.filename().string());
      const auto theirs = includes_of(source).filter(QRegularExpression("^(openssl|p11-kit)/"));
      if (theirs.empty()) continue;
      for (const char* top : {"core", "app", "ui"}) {
        for (const auto& user : sources_below(top)) {
          if (part_of(user, top) == "crypto") continue;
          QVERIFY2(!includes_of(user).contains(name), complaint(user, name));
        }
      }
    }
  }

  void neither_the_core_nor_the_terminal_program_knows_qt_or_the_window() {
    for (const char* top : {"core", "app/terminal", "resources"}) {
      for (const auto& source : sources_below(top)) {
        for (const auto& include : includes_of(source)) {
          QVERIFY2(!is_qt(include), complaint(source, include));
          QVERIFY2(!include.startsWith("ui/"), complaint(source, include));
        }
      }
    }
  }

  void the_core_knows_neither_the_programs_nor_the_resources() {
    for (const auto& source : sources_below("core")) {
      for (const auto& include : includes_of(source)) {
        QVERIFY2(!include.startsWith("app/") && !include.startsWith("resources/"),
                 complaint(source, include));
      }
    }
  }

  void the_namespace_is_named_after_the_room() {
    static const QRegularExpression opening(R"(^namespace (weighmaster(?:::\w+)*) \{)",
                                            QRegularExpression::MultilineOption);
    for (const auto& source : sources_below("core")) {
      const auto room = part_of(source, "core");
      auto found = opening.globalMatch(text_of(source));
      while (found.hasNext()) {
        const auto name = found.next().captured(1);
        const bool shared =
            source.filename() == "bytes.h" && name == "weighmaster";  // the alphabet of all rooms
        const auto own = "weighmaster::" + room;
        QVERIFY2(shared || name == own || name.startsWith(own + "::"),
                 complaint(source, "namespace " + name));
      }
    }
  }

 private:
  std::map<QString, Names> rooms_;
};

QTEST_APPLESS_MAIN(tst_rooms)
#include "tst_rooms.moc"
