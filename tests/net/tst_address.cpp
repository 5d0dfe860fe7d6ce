#include "net/address.h"

#include <QTest>

#include "base/limits.h"
#include "support/outcome.h"

using namespace weighmaster;
using net::Address;
using net::PlainHttp;
using tests::outcome;

class tst_address : public QObject {
  Q_OBJECT
 private slots:
  void what_can_be_asked_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QString>("expected");
    QTest::newRow("https") << QByteArray("https://fulcio.sigstore.dev/api?x=1#y") << "ok";
    QTest::newRow("port") << QByteArray("https://example.com:8443") << "ok";
    QTest::newRow("upper case") << QByteArray("HTTPS://EXAMPLE.COM/") << "ok";
    QTest::newRow("loopback by name") << QByteArray("http://localhost:80/") << "ok";
    QTest::newRow("loopback by number") << QByteArray("http://127.8.0.1:9014/x") << "ok";
    QTest::newRow("loopback, version 6") << QByteArray("http://[::1]:1/") << "ok";
    QTest::newRow("plain over a network") << QByteArray("http://example.com/") << "net.address";
    QTest::newRow("a name that begins like loopback")
        << QByteArray("http://127.0.0.1.evil.example/") << "net.address";
    QTest::newRow("a name that ends like loopback")
        << QByteArray("http://localhost.evil.example/") << "net.address";
    QTest::newRow("any address of this computer") << QByteArray("http://0.0.0.0/") << "net.address";
    QTest::newRow("user") << QByteArray("https://alice@example.com/") << "net.address";
    QTest::newRow("user that looks like the host")
        << QByteArray("http://127.0.0.1@evil.example/") << "net.address";
    QTest::newRow("password") << QByteArray("https://alice:secret@example.com/") << "net.address";
    QTest::newRow("empty user") << QByteArray("https://:secret@example.com/") << "net.address";
    QTest::newRow("file") << QByteArray("file:///etc/passwd") << "net.address";
    QTest::newRow("ftp") << QByteArray("ftp://example.com/") << "net.address";
    QTest::newRow("no scheme") << QByteArray("example.com/x") << "net.address";
    QTest::newRow("relative") << QByteArray("/x") << "net.address";
    QTest::newRow("empty") << QByteArray() << "net.address";
    QTest::newRow("no host") << QByteArray("https:///x") << "net.address";
    QTest::newRow("bad port") << QByteArray("https://example.com:99999/") << "net.address";
    QTest::newRow("space") << QByteArray("https://example.com/a b") << "net.address";
    QTest::newRow("line break") << QByteArray("https://example.com/\r\nHost: x") << "net.address";
    QTest::newRow("NUL") << QByteArray("https://example.com/\0x", 22) << "net.address";
    QTest::newRow("letters beyond ASCII") << QByteArray("https://ex\xC3\xA4mple.com/") << "net.address";
    QTest::newRow("too long") << QByteArray("https://example.com/") +
                                     QByteArray(base::limits::address_bytes, 'x')
                              << "net.address";
  }

  void what_can_be_asked() {
    QFETCH(QByteArray, url);
    QFETCH(QString, expected);
    QCOMPARE(outcome(Address::parse(tests::view(url))), expected);
  }

  void host_and_kind_are_told() {
    const auto address = Address::parse("https://Rekor.Example:8443/api?token=secret");
    QVERIFY(address.has_value());
    QCOMPARE(address->host(), std::string("rekor.example"));
    QVERIFY(address->secure());
    QVERIFY(!address->loopback());
    QVERIFY(Address::parse("https://127.0.0.1/")->loopback());
  }

  void numbers_that_mean_loopback_are_read_as_the_connection_reads_them() {
    // 127.1 and 0x7f000001 are the same host to the system: the connection's own reader says so first.
    for (const char* url : {"http://127.1/", "http://0x7f000001/", "http://2130706433/"}) {
      const auto address = Address::parse(url);
      QVERIFY2(address && address->host() == "127.0.0.1" && address->loopback(), url);
    }
  }

  void plain_http_over_a_network_has_to_be_asked_for() {
    for (const auto plain : {PlainHttp::signed_answer, PlainHttp::anywhere_unsafe}) {
      QCOMPARE(outcome(Address::parse("http://example.com/", plain)), QString("ok"));
      QCOMPARE(outcome(Address::parse("ftp://example.com/", plain)), QString("net.address"));
      QCOMPARE(outcome(Address::parse("http://alice:hunter2@example.com/", plain)), QString("net.address"));
    }
  }

  void a_refusal_tells_no_secrets() {
    const auto refused = Address::parse("https://alice:hunter2@example.com/path?code=topsecret");
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().subject, std::string("example.com"));
    QVERIFY(refused.error().detail.find("hunter2") == std::string::npos);
    QCOMPARE(net::host_of("https://alice:hunter2@example.com/path?code=topsecret"),
             std::string("example.com"));
    QCOMPARE(net::host_of("no address"), std::string());
  }
};

QTEST_APPLESS_MAIN(tst_address)
#include "tst_address.moc"
