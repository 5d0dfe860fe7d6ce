#include <QtTest>
#include <algorithm>

#include "support/test_certificate.h"

using namespace weighmaster;
using crypto::AlternativeName;
using crypto::Certificate;
using Kind = AlternativeName::Kind;

namespace {

constexpr std::string_view good = "signer@example.com";

/// A certificate with one alternative name in which the '@' is another byte. Its signature is not looked at
/// here.
base::Result<Certificate> with_byte(Kind kind, char byte) {
  const auto key = tests::TestKey::generate();
  auto spec = tests::signer_spec({});
  spec.names = {{kind, std::string(good)}};
  auto der = tests::mint_certificate(spec, key, {"test authority", key}).der();
  const auto place = std::search(der.begin(), der.end(), good.begin(), good.end());
  *std::find(place, der.end(), '@') = static_cast<std::uint8_t>(byte);
  return Certificate::from_der(der);
}

}  // namespace

class TestAlternativeNames : public QObject {
  Q_OBJECT

 private slots:
  void are_text_of_their_kind_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<char>("byte");
    QTest::addColumn<bool>("taken");
    for (const auto kind : {Kind::email, Kind::uri, Kind::dns, Kind::other_name}) {
      const auto row = [kind](const char* name, char byte, bool taken) {
        QTest::addRow("%s, kind %d", name, static_cast<int>(kind)) << static_cast<int>(kind) << byte << taken;
      };
      row("unchanged", '@', true);
      row("NUL, which would hide the rest", '\0', false);
      row("not ASCII, and not UTF-8", '\xE4', false);
    }
  }
  void are_text_of_their_kind() {
    QFETCH(const int, kind);
    QFETCH(const char, byte);
    QFETCH(const bool, taken);
    const auto certificate = with_byte(static_cast<Kind>(kind), byte);
    QCOMPARE(certificate.has_value(), taken);
    if (taken) {
      QCOMPARE(certificate->alternative_names().front().value, std::string(good));
    } else {
      QCOMPARE(certificate.error().code, base::Code::certificate_malformed);
    }
  }
};

QTEST_APPLESS_MAIN(TestAlternativeNames)
#include "tst_alternative_names.moc"
