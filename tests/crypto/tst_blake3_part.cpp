#include <QTest>

#include <algorithm>
#include <random>

#include "crypto/blake3_part.h"

using namespace weighmaster;
using crypto::DigestAlgorithm;

namespace {

Bytes noise(std::size_t size) {
  std::mt19937 random(static_cast<unsigned>(size));
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

/// The digest by parts of this size, each fed as `step` says.
crypto::Digest by_parts(const Bytes& message, std::size_t part_bytes, std::size_t step) {
  std::vector<crypto::ChainingValue> values;
  for (std::size_t start = 0; start < message.size(); start += part_bytes) {
    const auto end = std::min(message.size(), start + part_bytes);
    crypto::Blake3Part part(start);
    for (auto at = start; at < end; at += step) {
      part.update(BytesView(message).subspan(at, std::min(step, end - at)));
    }
    values.push_back(part.finish());
  }
  return crypto::blake3_of_parts(values);
}

}  // namespace

/// BLAKE3 put together from parts, against the package's own hasher.
class tst_blake3_part : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!crypto::blake3_has_parts()) QSKIP("built with a BLAKE3 library, which hashes whole messages only");
  }

  void parts_come_to_the_digest_of_the_whole_data() {
    QTest::addColumn<std::size_t>("part_bytes");
    for (std::size_t part_bytes = 1024; part_bytes <= 16 * 1024; part_bytes *= 4) {
      QTest::addRow("%zu", part_bytes) << part_bytes;
    }
  }
  void parts_come_to_the_digest_of_the_whole() {
    QFETCH(std::size_t, part_bytes);
    for (const std::size_t parts : {2, 3, 4, 5, 7, 8}) {
      const auto most = parts * part_bytes;
      // The last part whole, one byte, and all that lies about the ends of blocks, chunks and subtrees in it.
      std::vector<std::size_t> sizes{most, most - part_bytes + 1};
      for (const std::size_t less : {1, 63, 64, 65, 960, 1023}) sizes.push_back(most - less);
      for (const auto cut : {part_bytes / 2, part_bytes / 4 * 3}) {
        for (const std::size_t more : {0, 1, 64, 1000}) sizes.push_back(most - cut + more);
      }
      for (const auto size : sizes) {
        if (size <= most - part_bytes || size > most) continue;
        const auto message = noise(size);
        const auto expected = crypto::digest(DigestAlgorithm::blake3, message);
        QVERIFY2(by_parts(message, part_bytes, part_bytes) == expected, qPrintable(QString::number(size)));
      }
    }
  }

  void the_steps_do_not_matter() {
    const auto message = noise(200'003);
    const auto expected = crypto::digest(DigestAlgorithm::blake3, message);
    for (const std::size_t step : {1, 63, 64, 1000, 1024, 1025, 4096, 5000, 65536}) {
      QVERIFY2(by_parts(message, 65536, step) == expected, qPrintable(QString::number(step)));
    }
  }

  void the_place_of_a_part_and_the_order_of_parts_matter() {
    const Bytes same(2048, 0x61);
    crypto::Blake3Part first(0);
    crypto::Blake3Part second(2048);
    first.update(same);
    second.update(same);
    const auto a = first.finish();
    const auto b = second.finish();
    QVERIFY(a != b);
    const std::array in_order{a, b};
    const std::array swapped{b, a};
    QVERIFY(crypto::blake3_of_parts(in_order) != crypto::blake3_of_parts(swapped));
  }
};

QTEST_GUILESS_MAIN(tst_blake3_part)
#include "tst_blake3_part.moc"
