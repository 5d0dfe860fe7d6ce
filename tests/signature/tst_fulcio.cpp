#include <QtTest>
#include <set>

#include "signature/bundle.h"
#include "signature/fulcio.h"
#include "support/places.h"
#include "support/test_certificate.h"

using namespace weighmaster;
using base::Code;

namespace {

using Extensions = std::vector<std::pair<std::string, Bytes>>;

std::string oid(int number) {
  return "1.3.6.1.4.1.57264.1." + std::to_string(number);
}

Bytes raw(std::string_view text) {
  return to_bytes(text);
}

/// A DER string of fewer than 128 bytes; 0x0C is the UTF8String.
Bytes der(std::string_view text, std::uint8_t tag = 0x0C) {
  Bytes bytes{tag, static_cast<std::uint8_t>(text.size())};
  bytes.insert(bytes.end(), text.begin(), text.end());
  return bytes;
}

crypto::Certificate with(Extensions extensions) {
  auto spec = tests::signer_spec({});
  spec.names = {{crypto::AlternativeName::Kind::email, "signer@example.com"}};
  spec.extensions = std::move(extensions);
  static const auto key = tests::TestKey::generate();
  return tests::mint_certificate(spec, key, {"test authority", key});
}

}  // namespace

class TestFulcio : public QObject {
  Q_OBJECT

 private slots:
  void extensions_come_by_number_and_in_words() {
    const auto extensions = signature::fulcio_extensions(with({{oid(12), der("https://example.com/o/r")},
                                                               {oid(8), der("https://issuer")},
                                                               {oid(1), raw("https://issuer")},
                                                               {oid(2), raw("push")},
                                                               {oid(23), der("production")}}));
    QCOMPARE(extensions.size(), 5U);
    QCOMPARE(extensions[0].oid, oid(1));
    QCOMPARE(extensions[1].value, std::string("push"));
    QCOMPARE(extensions[1].label, std::string_view("GitHub workflow trigger"));
    QCOMPARE(extensions[2].label, std::string_view("Issuer"));
    QCOMPARE(extensions[3].value, std::string("https://example.com/o/r"));
    QCOMPARE(extensions[3].label, std::string_view("Source repository"));
    QCOMPARE(extensions[4].oid, oid(23));
  }

  void every_known_extension_has_words_of_its_own() {
    Extensions all;
    for (int number = 1; number <= 23; ++number) {
      if (number != 7) all.emplace_back(oid(number), number < 7 ? raw("x") : der("x"));
    }
    const auto extensions = signature::fulcio_extensions(with(all));
    QCOMPARE(extensions.size(), all.size());
    std::set<std::string_view> labels;
    for (const auto& extension : extensions) labels.insert(extension.label);
    QCOMPARE(labels.size(), all.size());
  }

  void a_certificate_without_them_has_none() { QVERIFY(signature::fulcio_extensions(with({})).empty()); }

  void what_is_no_text_is_left_out_data() {
    QTest::addColumn<int>("number");
    QTest::addColumn<QByteArray>("content");
    const auto row = [](const char* name, int number, const Bytes& content) {
      QTest::newRow(name) << number
                          << QByteArray(reinterpret_cast<const char*>(content.data()),
                                        qsizetype(content.size()));
    };
    row("old, not UTF-8", 2, raw("\xFF"));
    row("new, not DER", 9, raw("push"));
    row("new, an IA5String", 9, der("push", 0x16));
    row("new, an OCTET STRING", 9, der("push", 0x04));
    row("new, not UTF-8", 9, der("\xFF"));
    row("new, cut", 9, {0x0C, 5, 'p'});
    row("new, bytes behind it", 9, {0x0C, 1, 'p', 'q'});
    row("new, empty content", 9, {});
  }
  void what_is_no_text_is_left_out() {
    QFETCH(const int, number);
    QFETCH(const QByteArray, content);
    QVERIFY(signature::fulcio_extensions(with({{oid(number), to_bytes(content.toStdString())}})).empty());
  }

  void the_issuer_is_read_from_either_form_data() {
    QTest::addColumn<bool>("old_form");
    QTest::addColumn<bool>("new_form");
    QTest::newRow("old") << true << false;
    QTest::newRow("new") << false << true;
    QTest::newRow("both") << true << true;
  }
  void the_issuer_is_read_from_either_form() {
    QFETCH(const bool, old_form);
    QFETCH(const bool, new_form);
    Extensions extensions;
    if (old_form) extensions.emplace_back(oid(1), raw("https://issuer"));
    if (new_form) extensions.emplace_back(oid(8), der("https://issuer"));
    const auto issuer = signature::fulcio_issuer(with(extensions));
    QVERIFY(issuer);
    QCOMPARE(*issuer, std::string("https://issuer"));
  }

  void two_issuers_that_differ_contradict_data() {
    QTest::addColumn<QByteArray>("old_form");
    QTest::addColumn<QByteArray>("new_form");
    const auto text = [](const Bytes& bytes) {
      return QByteArray::fromStdString(std::string(as_text(bytes)));
    };
    QTest::newRow("other issuer") << QByteArray("https://a") << text(der("https://b"));
    QTest::newRow("a slash more") << QByteArray("https://a") << text(der("https://a/"));
    QTest::newRow("capitals") << QByteArray("https://a") << text(der("https://A"));
    QTest::newRow("the new one is no text") << QByteArray("https://a") << QByteArray("https://a");
    QTest::newRow("the new one is empty") << QByteArray("https://a") << text(der(""));
    QTest::newRow("the old one is empty") << QByteArray("") << text(der("https://a"));
  }
  void two_issuers_that_differ_contradict() {
    QFETCH(const QByteArray, old_form);
    QFETCH(const QByteArray, new_form);
    const auto issuer = signature::fulcio_issuer(
        with({{oid(1), to_bytes(old_form.toStdString())}, {oid(8), to_bytes(new_form.toStdString())}}));
    QVERIFY(!issuer);
    QCOMPARE(issuer.error().code, Code::issuer_contradicts);
  }

  void no_issuer_is_said_so() {
    QCOMPARE(signature::fulcio_issuer(with({})).error().code, Code::identity_missing);
    QCOMPARE(signature::fulcio_issuer(with({{oid(1), raw("")}})).error().code, Code::identity_missing);
    QCOMPARE(signature::fulcio_issuer(with({{oid(8), der("")}})).error().code, Code::identity_missing);
    QCOMPARE(signature::fulcio_issuer(with({{oid(8), raw("https://not-der")}})).error().code,
             Code::identity_missing);
  }

  void reads_a_published_certificate() {
    if (!tests::shared_dir()) QSKIP(tests::no_shared);
    const auto bundle = signature::Bundle::parse(
        tests::read(*tests::shared_dir() / "oms/test-vectors/valid/sigstore.bundle.json"));
    QVERIFY(bundle);
    const auto& leaf = bundle->certificates()->leaf();
    QCOMPARE(*signature::fulcio_issuer(leaf), std::string("https://sigstore.verify.ibm.com/oauth2"));
    QCOMPARE(signature::fulcio_extensions(leaf).size(), 2U);
  }
};

QTEST_APPLESS_MAIN(TestFulcio)
#include "tst_fulcio.moc"
