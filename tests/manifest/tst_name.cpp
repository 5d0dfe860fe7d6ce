#include <QTest>

#include "base/limits.h"
#include "manifest/name.h"

using namespace weighmaster;
using manifest::normal_name;
using manifest::split_shard_name;

class tst_name : public QObject {
  Q_OBJECT

 private slots:
  void names_become_normal_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("normal");
    QTest::newRow("a file") << QByteArray("model.bin") << QByteArray("model.bin");
    QTest::newRow("in folders") << QByteArray("a/b/c") << QByteArray("a/b/c");
    QTest::newRow("./ in front") << QByteArray("./a") << QByteArray("a");
    QTest::newRow("./ again and again") << QByteArray("././a/././b") << QByteArray("a/b");
    QTest::newRow("doubled slash") << QByteArray("a//b///c") << QByteArray("a/b/c");
    QTest::newRow("slashes and dots") << QByteArray(".//a") << QByteArray("a");
    QTest::newRow("hidden") << QByteArray(".hidden/..x/...") << QByteArray(".hidden/..x/...");
    QTest::newRow("bytes stay: no Unicode normalisation")
        << QByteArray("e\xCC\x81") << QByteArray("e\xCC\x81");
    QTest::newRow("line break") << QByteArray("a\nb") << QByteArray("a\nb");
    QTest::newRow("colons") << QByteArray("a:0:4") << QByteArray("a:0:4");
    QTest::newRow("backslash is a letter") << QByteArray("a\\..\\b") << QByteArray("a\\..\\b");
    const QByteArray longest(static_cast<int>(base::limits::name_bytes), 'n');
    QTest::newRow("as long as may be") << longest << longest;
  }

  void names_become_normal() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, normal);
    const auto result = normal_name(name.toStdString());
    QVERIFY(result.has_value());
    QCOMPARE(*result, normal.toStdString());
    QCOMPARE(normal_name(*result).value(), *result);  // once is enough
  }

  void refuses_other_names_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("absolute") << QByteArray("/a");
    QTest::newRow("upwards") << QByteArray("..");
    QTest::newRow("upwards in front") << QByteArray("../a");
    QTest::newRow("upwards inside") << QByteArray("a/../b");
    QTest::newRow("upwards at the end") << QByteArray("a/..");
    QTest::newRow("upwards behind dots") << QByteArray("././../a");
    QTest::newRow("slash at the end") << QByteArray("a/");
    QTest::newRow("dot at the end") << QByteArray("a/.");
    QTest::newRow("only a dot") << QByteArray(".");
    QTest::newRow("only dots and slashes") << QByteArray("./.");
    QTest::newRow("only a slash") << QByteArray("/");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("not UTF-8") << QByteArray("a\xFF");
    QTest::newRow("overlong UTF-8 of a slash") << QByteArray("..\xC0\xAF");
    QTest::newRow("a surrogate") << QByteArray("\xED\xA0\x80");
    QTest::newRow("too long") << QByteArray(static_cast<int>(base::limits::name_bytes) + 1, 'n');
  }

  void refuses_other_names() {
    QFETCH(QByteArray, name);
    const auto result = normal_name(name.toStdString());
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::Code::manifest_name);
  }

  void splits_shard_names_at_the_last_two_colons_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<quint64>("start");
    QTest::addColumn<quint64>("end");
    QTest::newRow("plain") << QByteArray("a:0:4") << QByteArray("a") << quint64{0} << quint64{4};
    QTest::newRow("colon in the name")
        << QByteArray("a:b:4:8") << QByteArray("a:b") << quint64{4} << quint64{8};
    QTest::newRow("a shard's name as the name")
        << QByteArray("a:0:4:0:9") << QByteArray("a:0:4") << quint64{0} << quint64{9};
    QTest::newRow("largest") << QByteArray("a:0:18446744073709551615") << QByteArray("a") << quint64{0}
                             << quint64{UINT64_MAX};
  }

  void splits_shard_names_at_the_last_two_colons() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, path);
    QFETCH(quint64, start);
    QFETCH(quint64, end);
    const std::string text = name.toStdString();
    const auto shard = split_shard_name(text);
    QVERIFY(shard.has_value());
    QCOMPARE(std::string(shard->path), path.toStdString());
    QCOMPARE(quint64{shard->range.start}, start);
    QCOMPARE(quint64{shard->range.end}, end);
  }

  void refuses_shard_names_that_could_be_read_in_two_ways_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name :
         {"", "a", "a:1", ":1", "1:2", "a::4", "a:0:", "a:+0:4", "a:-1:4", "a:00:4", "a:0:04", "a:0x0:4",
          "a: 0:4", "a:0:4 ", "a:0:4.0", "a:0:1e3", "a:0:18446744073709551616", "a:0:\xD9\xA4"}) {
      QTest::addRow("'%s'", name) << QByteArray(name);
    }
  }

  void refuses_shard_names_that_could_be_read_in_two_ways() {
    QFETCH(QByteArray, name);
    const auto shard = split_shard_name(name.toStdString());
    QVERIFY(!shard);
    QCOMPARE(shard.error().code, base::Code::manifest_shards);
  }
};

QTEST_APPLESS_MAIN(tst_name)
#include "tst_name.moc"
