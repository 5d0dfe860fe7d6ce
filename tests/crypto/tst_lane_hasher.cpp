#include <QTest>

#include <numeric>
#include <random>

#include "base/encoding.h"
#include "crypto/lane_hasher.h"
#include "crypto/sha256/kernels.h"

using namespace weighmaster;
using crypto::DigestAlgorithm;
using crypto::LaneHasher;

namespace {

using Words = std::array<std::uint32_t, crypto::sha256::state_words>;

Bytes noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

QString hex(const crypto::Digest& digest) {
  return QString::fromStdString(digest.hex());
}

/// Feeds each message in parts as `cut` says how long the next one is, and compares with OpenSSL's digests.
void compare(const std::vector<Bytes>& messages, const std::function<std::size_t(std::size_t left)>& cut,
             DigestAlgorithm algorithm = DigestAlgorithm::sha256) {
  LaneHasher hasher(algorithm, messages.size());
  std::vector<std::size_t> at(messages.size());
  std::vector<bool> ended(messages.size());
  while (std::find(ended.begin(), ended.end(), false) != ended.end()) {
    std::vector<LaneHasher::Feed> feeds;
    for (std::size_t lane = 0; lane < messages.size(); ++lane) {
      if (ended[lane]) continue;
      const auto left = messages[lane].size() - at[lane];
      const auto take = std::min(left, cut(left));
      ended[lane] = take == left;
      feeds.push_back({lane, BytesView(messages[lane]).subspan(at[lane], take), ended[lane]});
      at[lane] += take;
    }
    hasher.update(feeds);
  }
  for (std::size_t lane = 0; lane < messages.size(); ++lane) {
    QCOMPARE(hex(hasher.finish(lane)), hex(crypto::digest(algorithm, messages[lane])));
  }
}

}  // namespace

/// Several digests at once, against OpenSSL's one at a time.
class tst_lane_hasher : public QObject {
  Q_OBJECT

 private slots:
  void every_kernel_is_openssl_s_data() {
    QTest::addColumn<int>("place");
    const auto kernels = crypto::sha256::runnable_kernels();
    QCOMPARE(kernels.front().lanes, std::size_t{1});
    for (int i = 0; i < static_cast<int>(kernels.size()); ++i) QTest::newRow(kernels[i].name) << i;
  }

  void every_kernel_is_openssl_s() {
    QFETCH(int, place);
    const auto& kernel = crypto::sha256::runnable_kernels()[static_cast<std::size_t>(place)];
    const auto& openssl = crypto::sha256::runnable_kernels().front();
    for (const std::size_t blocks : {1, 2, 3, 4, 17}) {
      std::vector<Words> ours(kernel.lanes);
      std::vector<std::uint32_t*> states;
      std::vector<const std::uint8_t*> data;
      std::vector<Bytes> messages;
      for (std::size_t lane = 0; lane < kernel.lanes; ++lane) {
        std::mt19937 random(static_cast<unsigned>(lane + 100 * blocks));
        for (auto& word : ours[lane]) word = static_cast<std::uint32_t>(random());
        messages.push_back(noise(blocks * 64 + 1, static_cast<unsigned>(lane)));
      }
      auto theirs = ours;
      for (std::size_t lane = 0; lane < kernel.lanes; ++lane) {
        states.push_back(ours[lane].data());
        data.push_back(messages[lane].data() + lane % 2);  // an odd address too
        auto* state = theirs[lane].data();
        openssl.compress(&state, &data.back(), blocks);
      }
      kernel.compress(states.data(), data.data(), blocks);
      QCOMPARE(ours, theirs);
    }
  }

  void a_kernel_is_chosen_for_every_number_of_messages() {
    for (std::size_t messages = 1; messages <= 40; ++messages) {
      const auto& kernel = crypto::sha256::kernel_for(messages);
      QVERIFY(kernel.lanes <= 16);
      QVERIFY(messages > 1 || kernel.lanes == 1);
      QVERIFY(kernel.lanes < messages || kernel.worth_from <= messages);
    }
  }

  /// FIPS 180-4's own examples and those of NIST's "SHA examples": one message of one block, one of two, the
  /// empty one, and a million letters.
  void published_vectors_data() {
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("digest");
    QTest::newRow("empty") << QByteArray()
                           << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    QTest::newRow("abc") << QByteArray("abc")
                         << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    QTest::newRow("a million") << QByteArray(1'000'000, 'a')
                               << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
  }

  void published_vectors() {
    QFETCH(QByteArray, message);
    QFETCH(QString, digest);
    const BytesView bytes(reinterpret_cast<const std::uint8_t*>(message.constData()),
                          static_cast<std::size_t>(message.size()));
    for (const std::size_t lanes : {1, 2, 3, 9, 16, 20}) {
      LaneHasher hasher(DigestAlgorithm::sha256, lanes);
      std::vector<LaneHasher::Feed> feeds;
      for (std::size_t lane = 0; lane < lanes; ++lane) feeds.push_back({lane, bytes, true});
      hasher.update(feeds);
      for (std::size_t lane = 0; lane < lanes; ++lane) QCOMPARE(hex(hasher.finish(lane)), digest);
    }
  }

  void every_length_from_none_to_four_blocks() {
    std::vector<Bytes> messages;
    for (std::size_t size = 0; size <= 256; ++size)
      messages.push_back(noise(size, static_cast<unsigned>(size)));
    compare(messages, [](std::size_t left) { return left; });
    for (const auto& message : messages) compare({message}, [](std::size_t left) { return left; });
  }

  void every_split_of_three_blocks_and_a_bit() {
    const auto message = noise(200, 7);
    for (std::size_t first = 0; first <= message.size(); ++first) {
      bool split = false;
      compare({message}, [&](std::size_t left) { return std::exchange(split, true) ? left : first; });
    }
  }

  void messages_of_all_sizes_cut_anyhow() {
    std::mt19937 random(20261121);
    for (int round = 0; round < 60; ++round) {
      std::vector<Bytes> messages(1 + random() % 24);
      for (auto& message : messages)
        message = noise(random() % (random() % 4 == 0 ? 40000 : 300), static_cast<unsigned>(random()));
      compare(messages, [&](std::size_t) { return 1 + random() % 5000; });
    }
  }

  void long_messages_of_one_size() {
    for (const std::size_t lanes : {1, 2, 3, 4, 8, 9, 15, 16, 17, 32}) {
      std::vector<Bytes> messages;
      for (std::size_t lane = 0; lane < lanes; ++lane)
        messages.push_back(noise(300'000, static_cast<unsigned>(lane)));
      compare(messages, [](std::size_t) { return 65536; });
    }
  }

  void the_other_algorithms_go_lane_by_lane() {
    for (const auto algorithm : {DigestAlgorithm::blake2b, DigestAlgorithm::blake3}) {
      QCOMPARE(crypto::useful_lanes(algorithm), std::size_t{1});
      compare(
          {noise(1000, 1), noise(70'000, 2), {}}, [](std::size_t) { return 4096; }, algorithm);
    }
  }

  void a_lane_can_start_again_in_the_middle() {
    LaneHasher hasher(DigestAlgorithm::sha256, 2);
    const auto message = noise(100, 3);
    hasher.update(std::vector<LaneHasher::Feed>{{0, message, false}, {1, message, false}});
    hasher.restart(0);
    hasher.update(std::vector<LaneHasher::Feed>{{0, message, true}, {1, message, true}});
    QCOMPARE(hex(hasher.finish(0)), hex(crypto::digest(DigestAlgorithm::sha256, message)));
    auto twice = message;
    twice.insert(twice.end(), message.begin(), message.end());
    QCOMPARE(hex(hasher.finish(1)), hex(crypto::digest(DigestAlgorithm::sha256, twice)));
  }
};

QTEST_APPLESS_MAIN(tst_lane_hasher)
#include "tst_lane_hasher.moc"
