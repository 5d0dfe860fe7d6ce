#include <QTest>
#include <cstdlib>
#include <limits>
#include <new>

#include "support/places.h"
#include "verdict/verify.h"

using namespace weighmaster;

namespace {

/// The most that this program gets in one piece.
std::size_t largest_piece = std::numeric_limits<std::size_t>::max();

}  // namespace

// All of this program's memory comes from here: every form of `new` that `delete` below answers for, or a
// sanitizer would see memory of its own end in `free`.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return size <= largest_piece ? std::malloc(size) : nullptr;
}
void* operator new(std::size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
  std::free(memory);
}

class tst_out_of_memory : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { largest_piece = std::numeric_limits<std::size_t>::max(); }

  /// A signature file within all limits can still be more than this computer has room for: a report says so.
  void a_signature_file_that_is_too_much_is_reported() {
    const tests::TemporaryFolder folder;
    tests::write(folder / "model" / "weights.bin", "1234");
    tests::write(folder / "model" / "model.sig", "{\"more\":\"" + std::string(4U << 20U, 'x') + "\"}");
    verdict::VerifyRequest request;
    request.model = folder / "model";
    request.signature = folder / "model" / "model.sig";
    request.now = *base::parse_rfc3339("2026-11-21T12:00:00Z");
    QVERIFY(!verdict::verify_model(request, {}).has(base::Code::task_out_of_memory));

    largest_piece = 1U << 20U;
    const auto report = verdict::verify_model(request, {});
    QVERIFY(report.has(base::Code::task_out_of_memory));
    QVERIFY(verdict::verdict(report) == verdict::Verdict::undetermined);
  }
};

QTEST_APPLESS_MAIN(tst_out_of_memory)
#include "tst_out_of_memory.moc"
