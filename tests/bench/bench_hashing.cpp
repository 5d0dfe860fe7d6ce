// How fast a model is hashed, against one thread that does nothing but read and hash with OpenSSL: the same
// files, in the same run, each way three times in turn, the best time counts. Usage: bench_hashing
// [MEGABYTES], 1024 if not given. Ratios above 1 are faster than that one thread; as many as there are cores
// is the most that can be had.
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "model/hashing.h"
#include "support/places.h"

using namespace weighmaster;

namespace {

constexpr std::size_t block_bytes = 1U << 20U;
constexpr int rounds = 3;

using Seconds = std::chrono::duration<double>;

/// Real blocks, not holes: a hole is read faster than any disk.
void write_filled(const std::filesystem::path& path, std::uint64_t size) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  const std::string block(block_bytes, '\x5A');
  for (std::uint64_t left = size; left > 0;) {
    const auto part = std::min<std::uint64_t>(left, block.size());
    stream.write(block.data(), static_cast<std::streamsize>(part));
    left -= part;
  }
}

void hash_file_with_openssl(const std::filesystem::path& path, const EVP_MD* algorithm, Bytes& block) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  if (fd < 0 || context == nullptr || EVP_DigestInit_ex(context, algorithm, nullptr) != 1) std::abort();
  for (ssize_t got = 0; (got = ::read(fd, block.data(), block.size())) > 0;) {
    EVP_DigestUpdate(context, block.data(), static_cast<std::size_t>(got));
  }
  EVP_DigestFinal_ex(context, block.data(), nullptr);
  EVP_MD_CTX_free(context);
  ::close(fd);
}

struct Cost {
  Seconds elapsed = Seconds::max();
  Seconds processor = Seconds::max();
};

template <class Work>
void measure(Cost& best, Work work) {
  const auto began = std::chrono::steady_clock::now();
  const auto processor_began = std::clock();
  work();
  best.elapsed = std::min(best.elapsed, Seconds(std::chrono::steady_clock::now() - began));
  const auto ticks = static_cast<double>(std::clock() - processor_began);
  best.processor = std::min(best.processor, Seconds(ticks / CLOCKS_PER_SEC));
}

void hash_with_one_thread(const model::Tree& tree, const EVP_MD* algorithm) {
  Bytes block(block_bytes);
  for (const auto& file : tree.files()) hash_file_with_openssl(tree.root() / file.name, algorithm, block);
}

void hash_with_ours(const model::Tree& tree, const manifest::Serialization& serialization) {
  const auto pieces = model::all_pieces(tree, serialization).value();
  std::size_t failed = 0;
  const auto hashed =
      model::hash_pieces(tree, serialization.hash, pieces, {},
                         [&](const model::HashedPiece& piece) { failed += piece.digest ? 0 : 1; });
  if (!hashed || failed != 0) std::abort();
}

void compare(const char* what, const model::Tree& tree, const manifest::Serialization& serialization) {
  const auto* const algorithm =
      serialization.hash == crypto::DigestAlgorithm::blake2b ? EVP_blake2b512() : EVP_sha256();
  Cost theirs;
  Cost ours;
  for (int round = 0; round < rounds; ++round) {
    measure(theirs, [&] { hash_with_one_thread(tree, algorithm); });
    measure(ours, [&] { hash_with_ours(tree, serialization); });
  }
  const auto speed = [&](Seconds took) {
    return static_cast<double>(tree.total_size()) / 1e6 / took.count();
  };
  std::printf("%-34s %-8s %6.0f MB/s, one thread of OpenSSL %6.0f MB/s: ratio %.2f, of processor time %.2f\n",
              what, std::string(crypto::name(serialization.hash)).c_str(), speed(ours.elapsed),
              speed(theirs.elapsed), theirs.elapsed / ours.elapsed, ours.processor / theirs.processor);
}

model::Tree list(const std::filesystem::path& path) {
  const auto began = std::chrono::steady_clock::now();
  auto tree = model::list_model(path, {}, {}).value();
  const Seconds took = std::chrono::steady_clock::now() - began;
  std::printf("%zu files listed in %.3f s\n", tree.files().size(), took.count());
  return tree;
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t bytes = (count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1024) * 1'000'000;
  const tests::TemporaryFolder folder;
  for (int i = 0; i < 4; ++i) write_filled(folder / ("large/" + std::to_string(i)), bytes / 4);
  write_filled(folder / "single/model", bytes / 4);
  for (int i = 0; i < 20'000; ++i) {
    write_filled(folder / ("small/" + std::to_string(i % 100) + "/" + std::to_string(i)), 4000);
  }
  std::printf("%u cores\n", std::thread::hardware_concurrency());
  manifest::Serialization files;
  manifest::Serialization shards{
      manifest::Method::shards, crypto::DigestAlgorithm::sha256, 100'000'000, false, {}};
  const auto large = list(folder / "large");
  const auto single = list(folder / "single");
  const auto small = list(folder / "small");
  for (const auto hash : {crypto::DigestAlgorithm::sha256, crypto::DigestAlgorithm::blake2b}) {
    files.hash = shards.hash = hash;
    compare("four large files", large, files);
    compare("one large file, whole", single, files);
    compare("one large file, shards of 100 MB", single, shards);
    compare("20,000 files of 4 kB", small, files);
  }
  files.hash = crypto::DigestAlgorithm::blake3;
  compare("four large files, against sha256", large, files);
  return 0;
}
