#include <QTest>

#include "crypto/pkcs11_uri.h"
#include "support/outcome.h"

using namespace weighmaster;
using crypto::Pkcs11Uri;
using tests::outcome;
using tests::view;

class tst_pkcs11_uri : public QObject {
  Q_OBJECT

 private slots:
  void reads_every_attribute() {
    const auto uri = Pkcs11Uri::parse(
        "pkcs11:token=My%20Token;manufacturer=M;serial=01;model=m2;library-manufacturer=L;"
        "library-description=D;library-version=2.6;slot-manufacturer=SM;slot-description=SD;slot-id=7;"
        "object=a%3Bb;type=private;id=%00%ff?module-path=/opt/p11.so&module-name=p11&pin-value=12%2634");
    QVERIFY(uri);
    QCOMPARE(*uri->token, "My Token");
    QCOMPARE(*uri->manufacturer, "M");
    QCOMPARE(*uri->serial, "01");
    QCOMPARE(*uri->model, "m2");
    QCOMPARE(*uri->library_manufacturer, "L");
    QCOMPARE(*uri->library_description, "D");
    QVERIFY((uri->library_version == Pkcs11Uri::Version{2, 6}));
    QCOMPARE(*uri->slot_manufacturer, "SM");
    QCOMPARE(*uri->slot_description, "SD");
    QCOMPARE(*uri->slot_id, 7U);
    QCOMPARE(*uri->object, "a;b");
    QVERIFY(uri->type == Pkcs11Uri::Type::private_key);
    QVERIFY((uri->id == Bytes{0x00, 0xff}));
    QCOMPARE(*uri->module_path, "/opt/p11.so");
    QCOMPARE(*uri->module_name, "p11");
    QVERIFY(uri->pin_value->text() == "12&34");
    QVERIFY(!uri->pin_source);
  }

  void what_is_not_there_is_absent() {
    const auto uri = Pkcs11Uri::parse("pkcs11:");
    QVERIFY(uri);
    QVERIFY(!uri->token && !uri->slot_id && !uri->id && !uri->object && !uri->type && !uri->module_path);
    QVERIFY(!uri->pin_value && !uri->pin_source && !uri->library_version);
    QCOMPARE(uri->path_text(), "pkcs11:");
  }

  void judges_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("subject");
    const auto good = [](const char* text) { QTest::newRow(text) << QByteArray(text) << "ok" << QString(); };
    const auto bad = [](const char* text, const char* subject = "") {
      QTest::newRow(text) << QByteArray(text) << "token.uri" << subject;
    };
    good("pkcs11:?pin-value=1");
    good("pkcs11:object=a?pin-source=/run/pin");
    good("pkcs11:object=a?pin-source=file:///run/pin%7C");
    good("pkcs11:token=");
    good("pkcs11:token=%C3%BC");
    good("pkcs11:token=%c3%bc");
    good("pkcs11:token=a:b[c]@!$'()*+,=&");
    good("pkcs11:library-version=3");
    good("pkcs11:library-version=255.255");
    good("pkcs11:slot-id=18446744073709551615");
    good("pkcs11:type=cert");
    good("pkcs11:token=a?pin-value=?/|:");
    // where p11-kit's parser takes them all the same, or something else than what stands there
    bad("pkcs11:token=a;token=b", "token");
    bad("pkcs11:token=a?pin-value=1&pin-value=2", "pin-value");
    bad("pkcs11:token=My Token", "token");
    bad("pkcs11: token=a", " token");
    bad("pkcs11:token=a\n", "token");
    bad("pkcs11:token=a%00b", "token");
    bad("pkcs11:?module-path=/tmp/a%00b", "module-path");
    bad("pkcs11:?pin-value=12%0034", "pin-value");
    bad("pkcs11:slot-id=18446744073709551616", "slot-id");
    bad("pkcs11:token=\xff", "token");
    bad("pkcs11:token=\xc3\xbc", "token");
    bad("pkcs11:token=a#b", "token");
    bad("pkcs11:object=a/b", "object");
    bad("pkcs11:object=a%2", "object");
    bad("pkcs11:object=a%", "object");
    bad("pkcs11:object=a%zz", "object");
    bad("pkcs11:object=a%+1", "object");
    bad("pkcs11:tokn=a", "tokn");
    bad("pkcs11:Token=a", "Token");
    bad("pkcs11:pin-value=1", "pin-value");
    bad("pkcs11:token=a?object=b");
    bad("pkcs11:token=a?pinfile=/x");
    bad("pkcs11:type=PRIVATE", "type");
    bad("pkcs11:type=", "type");
    bad("pkcs11:slot-id=0x1", "slot-id");
    bad("pkcs11:slot-id=-1", "slot-id");
    bad("pkcs11:slot-id=+1", "slot-id");
    bad("pkcs11:slot-id=1%20", "slot-id");
    bad("pkcs11:slot-id=", "slot-id");
    bad("pkcs11:library-version=1.2.3", "library-version");
    bad("pkcs11:library-version=256", "library-version");
    bad("pkcs11:library-version=1.", "library-version");
    bad("pkcs11:library-version=.1", "library-version");
    bad("pkcs11:token=a;");
    bad("pkcs11:;token=a");
    bad("pkcs11:token=a;;object=b");
    bad("pkcs11:token");
    bad("pkcs11:=a");
    bad("pkcs11:token=a?pin-value=1&");
    bad("pkcs11:token=a?1234");
    bad("pkcs11:?module-path=p11.so", "module-path");
    bad("pkcs11:?module-path=", "module-path");
    bad("pkcs11:?pin-value=1&pin-source=/x", "pin-value");
    bad("");
    bad("pkcs11");
    bad("PKCS11:token=a");
    bad("/usr/lib/softhsm.so");
  }
  void judges() {
    QFETCH(QByteArray, text);
    const auto uri = Pkcs11Uri::parse(view(text));
    QTEST(outcome(uri), "expected");
    if (!uri) QTEST(QString::fromStdString(uri.error().subject), "subject");
  }

  void one_that_is_too_long_is_refused() {
    QCOMPARE(outcome(Pkcs11Uri::parse("pkcs11:token=" + std::string(70'000, 'a'))), QString("token.uri"));
  }

  /// Whatever is wrong with it, a PIN is not repeated.
  void no_error_shows_a_pin() {
    for (const char* text :
         {"pkcs11:?pin-value=s3cr3t%zz", "pkcs11:?pin-value=s3cr3t&s3cr3t=1", "pkcs11:?pin-value=x&s3cr3t",
          "pkcs11:?s3cr3t", "pkcs11:?pin-value=s3cr3t&pin-value=s3cr3t", "pkcs11:?pin-value=s3cr3t s3cr3t",
          "pkcs11:?pin-value=s3cr3t&pin-source=/a", "pkcs11:?pin-value=s3cr3t&module-path=a",
          "pkcs11:?pin-valu=s3cr3t", "pkcs11:pin-value=s3cr3t"}) {
      const auto uri = Pkcs11Uri::parse(text);
      QVERIFY2(!uri, text);
      QVERIFY2(uri.error().subject.find("s3cr3t") == std::string::npos, text);
      QVERIFY2(uri.error().detail.find("s3cr3t") == std::string::npos, text);
    }
  }

  void its_text_has_no_query_and_reads_back() {
    const auto uri = Pkcs11Uri::parse(
        "pkcs11:type=private;id=%41%0a;token=a%20b%3b;slot-id=3;library-version=2?pin-value=1234");
    QVERIFY(uri);
    const auto text = uri->path_text();
    QCOMPARE(text, "pkcs11:token=a%20b%3B;library-version=2.0;slot-id=3;id=%41%0A;type=private");
    const auto again = Pkcs11Uri::parse(text);
    QVERIFY(again);
    QCOMPARE(again->path_text(), text);
    QCOMPARE(*again->token, *uri->token);
    QVERIFY(again->id == uri->id);
  }
};

QTEST_APPLESS_MAIN(tst_pkcs11_uri)
#include "tst_pkcs11_uri.moc"
