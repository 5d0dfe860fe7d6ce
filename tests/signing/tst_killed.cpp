#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>
#include <chrono>
#include <csignal>
#include <functional>
#include <random>

#include "base/file.h"
#include "signing/key_signer.h"
#include "signing/sign.h"
#include "signing/signature_file.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_bundle.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;
using base::Existing;

namespace {

std::vector<std::string> entries(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Does something over and over in another process, until that is killed after so many microseconds.
template <class Work>
void kill_while(Work work, useconds_t after) {
  const auto child = ::fork();
  if (child == 0) {
    while (true) work();
  }
  ::usleep(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFSIGNALED(status)) qFatal("the other process ended by itself");
}

}  // namespace

/// threats.md, Writing: killed, out of space or failing, the old file whole or the new one whole.
class tst_killed : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;
  std::mt19937 engine_{4};

  /// In microseconds: how fast this computer is now.
  static useconds_t duration_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const auto took = std::chrono::steady_clock::now() - start;
    return static_cast<useconds_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  }

  useconds_t moment(useconds_t most) { return std::uniform_int_distribution<useconds_t>(0, most)(engine_); }

  /// Of what an earlier kill left too.
  void empty_out() const {
    fs::remove_all(folder_ / "out");
    fs::create_directory(folder_ / "out");
  }

  [[nodiscard]] signing::SignRequest request() const {
    signing::SignRequest request;
    request.model = folder_ / "model";
    request.signature = folder_ / "out" / "model.sig";
    return request;
  }

 private slots:
  void initTestCase() {
    write_model(folder_ / "model", {{"a.txt", std::string(100'000, 'a')}, {"b.txt", "b"}});
    fs::create_directory(folder_ / "out");
  }

  void signing_leaves_a_whole_signature_or_none() {
    const auto key = crypto::PrivateKey::generate_p256().value();
    const auto asked = request();
    const auto sign = [&] {
      signing::KeySigner signer(key);
      const auto made = signing::sign_model(asked, signer, {});
      return made &&
             signing::write_signature(asked.signature, asked.model, made->signature.file, Existing::replace);
    };
    const auto takes = duration_of([&] { QVERIFY(sign()); });
    int written = 0;
    for (int i = 0; i < 60; ++i) {
      empty_out();
      kill_while(
          [&] {
            if (!sign()) ::_exit(1);
          },
          moment(3 * takes));
      const auto left = entries(folder_ / "out");
      if (left.empty()) continue;
      // rename() needs a name for a moment: what is left of that is gone with the next signature.
      if (left.size() == 1) QCOMPARE(left.front(), std::string("model.sig"));
      const auto bundle = signature::Bundle::parse(read(asked.signature));
      QCOMPARE(outcome(bundle), QString("ok"));
      QVERIFY(bundle->envelope()->open(key.public_key()).has_value());
      ++written;
    }
    QVERIFY(written > 0);
    QVERIFY(written < 60);
  }

  void replacing_leaves_the_old_file_or_the_new_one() {
    empty_out();
    const auto target = folder_ / "out" / "large";
    const Bytes old(3'000'000, 'o');
    const Bytes one(3'000'000, '1');
    const Bytes two(2'000'000, '2');
    const auto takes = duration_of(
        [&] { QCOMPARE(outcome(base::write_file(target, one, Existing::replace)), QString("ok")); });
    int replaced = 0;
    for (int i = 0; i < 60; ++i) {
      QCOMPARE(outcome(base::write_file(target, old, Existing::replace)), QString("ok"));
      QVERIFY((entries(folder_ / "out").size() <= 2U));
      kill_while(
          [&] {
            for (const auto* content : {&one, &two}) {
              if (!base::write_file(target, *content, Existing::replace)) ::_exit(1);
            }
          },
          moment(4 * takes));
      const auto left = read(target);
      QVERIFY(left == old || left == one || left == two);
      if (left != old) ++replaced;
    }
    QVERIFY(replaced > 0);
    // And what was left, if anything, is gone with the next.
    QCOMPARE(outcome(base::write_file(target, old, Existing::replace)), QString("ok"));
    for (const auto& name : entries(folder_ / "out")) QCOMPARE(name, std::string("large"));
  }

  void a_full_disk_leaves_the_old_file() {
    const auto disk = folder_ / "disk";
    fs::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0)
      QSKIP("a small disk needs the right to mount one (root)");
    const auto check = [&] {
      const auto target = disk / "model.sig";
      const Bytes small(1000, 's');
      const Bytes large(200'000, 'l');
      QCOMPARE(outcome(base::write_file(target, large, Existing::keep)), QString("file.not_written"));
      QVERIFY(entries(disk).empty());
      QCOMPARE(outcome(base::write_file(target, small, Existing::keep)), QString("ok"));
      const auto refused = base::write_file(target, large, Existing::replace);
      QCOMPARE(outcome(refused), QString("file.not_written"));
      QVERIFY2(!refused.error().detail.empty(), "the system says why");
      QVERIFY(read(target) == small);
      QCOMPARE(entries(disk), std::vector<std::string>{"model.sig"});
      // Signing ends in the same words.
      auto asked = request();
      asked.signature = disk / "other.sig";
      write(disk / "filler", std::string(60'000, 'f'));
      signing::KeySigner signer(crypto::PrivateKey::generate_p256().value());
      const auto made = signing::sign_model(asked, signer, {});
      QCOMPARE(outcome(made), QString("ok"));
      const auto not_written =
          signing::write_signature(asked.signature, asked.model, made->signature.file, Existing::keep);
      QCOMPARE(outcome(not_written), QString("file.not_written"));
      QVERIFY((entries(disk) == std::vector<std::string>{"filler", "model.sig"}));
    };
    check();
    ::umount2(disk.c_str(), MNT_DETACH);
  }
};

QTEST_APPLESS_MAIN(tst_killed)
#include "tst_killed.moc"
