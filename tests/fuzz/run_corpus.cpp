#include <filesystem>
#include <fstream>
#include <iterator>

#include "fuzz.h"

/// Runs every file of a folder once: a corpus without a fuzzer.
int main(int argc, char** argv) {
  using weighmaster::fuzz::must;
  must(argc == 2, "one argument: the folder of the corpus");
  int runs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream stream(entry.path(), std::ios::binary);
    must(stream.good(), "the corpus can be read");
    const weighmaster::Bytes input{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    std::printf("%s\n", entry.path().filename().c_str());
    LLVMFuzzerTestOneInput(input.data(), input.size());
    ++runs;
  }
  must(runs > 0, "the corpus is not empty");
  std::printf("%d inputs\n", runs);
}
