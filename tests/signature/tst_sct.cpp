#include <QTest>

#include "base/limits.h"
#include "signature/sct.h"
#include "support/places.h"
#include "support/virtual_sigstore.h"

using namespace weighmaster;
using base::Code;
using crypto::DigestAlgorithm;

namespace {

void put(Bytes& out, std::initializer_list<int> bytes) {
  for (const int byte : bytes) out.push_back(static_cast<std::uint8_t>(byte));
}

/// One serialized timestamp: version 1, id, 2^32 ms, two bytes of extensions, SHA-256 with ECDSA, three bytes
/// of signature.
Bytes one_sct() {
  Bytes sct{0};
  sct.insert(sct.end(), 32, 9);
  put(sct, {0, 0, 0, 1, 0, 0, 0, 0});
  put(sct, {0, 2, 0xab, 0xcd});
  put(sct, {4, 3});
  put(sct, {0, 3, 1, 2, 3});
  return sct;
}

/// The length in two bytes, then the bytes.
Bytes vector16(const Bytes& bytes) {
  Bytes out;
  const auto size = static_cast<int>(bytes.size());
  put(out, {size >> 8, size & 255});
  out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}

/// DER of an OCTET STRING.
Bytes octet_string(const Bytes& content) {
  const auto size = static_cast<int>(content.size());
  Bytes out{0x04};
  if (size > 255) {
    put(out, {0x82, size >> 8, size & 255});
  } else if (size > 127) {
    put(out, {0x81, size});
  } else {
    put(out, {size});
  }
  out.insert(out.end(), content.begin(), content.end());
  return out;
}

Bytes joined(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Bytes list_of(const std::vector<Bytes>& scts) {
  std::vector<Bytes> elements;
  for (const auto& sct : scts) elements.push_back(vector16(sct));
  return vector16(joined(elements));
}

}  // namespace

class tst_sct : public QObject {
  Q_OBJECT

 private slots:
  void reads_a_list() {
    auto second = one_sct();
    second[1] = 8;
    const auto scts = signature::parse_sct_list(octet_string(list_of({one_sct(), second})));
    QVERIFY(scts);
    QCOMPARE(scts->size(), std::size_t{2});
    const auto& sct = scts->front();
    QVERIFY(sct.log_id == Bytes(32, 9));
    QCOMPARE(sct.time.time_since_epoch().count(), std::int64_t{1} << 32U);
    QVERIFY(sct.extensions == (Bytes{0xab, 0xcd}));
    QCOMPARE(int{sct.hash_algorithm}, 4);
    QCOMPARE(int{sct.signature_algorithm}, 3);
    QVERIFY(sct.signature == (Bytes{1, 2, 3}));
    QCOMPARE(int{scts->back().log_id.front()}, 8);
  }

  /// Each of the certificates of a log signs: version, type, time, entry type, issuer, TBS after three bytes
  /// of length, extensions.
  void lays_out_what_is_signed() {
    const auto sct = signature::parse_sct_list(octet_string(list_of({one_sct()})))->front();
    const auto issuer = crypto::digest(DigestAlgorithm::sha256, {});
    Bytes expected{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
    expected.insert(expected.end(), issuer.bytes().begin(), issuer.bytes().end());
    put(expected, {0, 0, 2, 5, 6});
    put(expected, {0, 2, 0xab, 0xcd});
    QVERIFY(signature::sct_signed_bytes(sct, issuer, Bytes{5, 6}) == expected);
  }

  void the_certificates_minted_here_are_truly_promised() {
    const tests::VirtualSigstore sigstore;
    tests::SctSpec spec;
    spec.extensions = {1, 2, 3};
    const auto leaf = sigstore.issue(tests::fulcio_leaf(), {spec}).certificate;
    const auto scts = signature::parse_sct_list(*leaf.extension(signature::sct_list_oid));
    QVERIFY(scts);
    const auto issuer = sigstore.intermediate().public_key()->spki_digest();
    const auto signed_bytes = signature::sct_signed_bytes(scts->front(), issuer, leaf.tbs_without_sct_list());
    QVERIFY(sigstore.certificate_log_key().public_key().verify(DigestAlgorithm::sha256, signed_bytes,
                                                               scts->front().signature));
  }

  void refuses_data() {
    QTest::addColumn<Bytes>("extension");
    const auto row = [](const char* name, Bytes extension) { QTest::newRow(name) << std::move(extension); };
    const auto changed = [](std::size_t place, std::uint8_t value) {
      auto sct = one_sct();
      sct.at(place) = value;
      return octet_string(list_of({sct}));
    };
    row("nothing", {});
    row("no OCTET STRING", list_of({one_sct()}));
    row("bytes behind the OCTET STRING", joined({octet_string(list_of({one_sct()})), Bytes{0}}));
    row("an empty list", octet_string(list_of({})));
    row("an empty timestamp", octet_string(list_of({Bytes{}})));
    row("bytes behind the list", octet_string(joined({list_of({one_sct()}), Bytes{0}})));
    row("a list longer than it is", octet_string(joined({Bytes{0xff, 0xff}, vector16(one_sct())})));
    row("half a length", octet_string(vector16({0})));
    row("a timestamp longer than it is", octet_string(vector16(joined({Bytes{0xff, 0xff}, one_sct()}))));
    row("version 2", changed(0, 1));
    row("a time past 2^63", changed(33, 0x80));
    row("extensions longer than they are", changed(41, 0xff));
    row("a signature longer than it is", changed(47, 0xff));
    row("a byte behind the signature", octet_string(list_of({joined({one_sct(), Bytes{0}})})));
    row("a timestamp cut short", octet_string(list_of({Bytes(20)})));
  }
  void refuses() {
    QFETCH(const Bytes, extension);
    const auto scts = signature::parse_sct_list(extension);
    QVERIFY(!scts);
    QCOMPARE(scts.error().code, Code::sct_malformed);
  }

  void refuses_timestamps_without_end() {
    const std::vector<Bytes> many(base::limits::certificate_timestamps + 1, one_sct());
    const auto scts = signature::parse_sct_list(octet_string(list_of(many)));
    QVERIFY(!scts);
    QCOMPARE(scts.error().code, Code::bundle_too_many);
  }
};

QTEST_APPLESS_MAIN(tst_sct)
#include "tst_sct.moc"
