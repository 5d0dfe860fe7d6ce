#include <fcntl.h>

#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <map>
#include <thread>

#include "model/disk.h"
#include "model/hashing.h"
#include "model/slices.h"

using namespace weighmaster;
using crypto::DigestAlgorithm;
using model::HashedPiece;
using model::Piece;
using tests::link_to;
using tests::list;
using tests::write;

Q_DECLARE_METATYPE(weighmaster::crypto::DigestAlgorithm)

namespace {

/// Bytes that differ everywhere, so that a block out of place shows.
std::string content_of(std::size_t size) {
  std::string content(size, '\0');
  std::uint32_t state = 1;
  for (auto& letter : content) {
    state = state * 1664525U + 1013904223U;
    letter = static_cast<char>(state >> 24U);
  }
  return content;
}

manifest::Serialization shards_of(std::uint64_t size) {
  return {manifest::Method::shards, DigestAlgorithm::sha256, size, false, {}};
}

/// What came of each piece: by "name" or "name:start:end" the digest in hex, or the code of the error.
using Outcome = std::map<std::string, std::string>;

Outcome hash(const model::Tree& tree, const manifest::Serialization& serialization = {},
             const base::Task& task = {}) {
  const auto pieces = model::all_pieces(tree, serialization).value();
  Outcome outcome;
  const auto done =
      model::hash_pieces(tree, serialization.hash, pieces, task, [&](const HashedPiece& hashed) {
        const Piece& piece = pieces[hashed.piece];
        auto name = tree.files()[piece.file].name;
        if (serialization.method == manifest::Method::shards) {
          name += ":" + std::to_string(piece.range.start) + ":" + std::to_string(piece.range.end);
        }
        if (!hashed.digest && hashed.digest.error().subject != tree.files()[piece.file].name)
          name += " under another name";
        outcome[name] =
            hashed.digest ? hashed.digest->hex() : std::string(base::name(hashed.digest.error().code));
      });
  if (!done) outcome["error"] = std::string(base::name(done.error().code));
  return outcome;
}

std::string sha256(std::string_view content) {
  return crypto::digest(DigestAlgorithm::sha256, as_bytes(content)).hex();
}

/// A moment later than any that a file just written bears: the clock of the file system ticks slowly.
void touch_later(const std::filesystem::path& path) {
  std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) + std::chrono::seconds(2));
}

}  // namespace

class tst_hashing : public QObject {
  Q_OBJECT

 private slots:
  void whole_files_have_their_digests_data() {
    QTest::addColumn<DigestAlgorithm>("algorithm");
    QTest::newRow("sha256") << DigestAlgorithm::sha256;
    QTest::newRow("blake2b") << DigestAlgorithm::blake2b;
    QTest::newRow("blake3") << DigestAlgorithm::blake3;
  }

  void whole_files_have_their_digests() {
    QFETCH(DigestAlgorithm, algorithm);
    const tests::TemporaryFolder folder;
    Outcome expected;
    constexpr std::size_t block = 1U << 20U;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, block - 1, block, block + 1, 3 * block + 17}) {
      const auto name = "sub/" + std::to_string(size);
      const auto content = content_of(size);
      write(folder / name, content);
      expected[name] = crypto::digest(algorithm, as_bytes(content)).hex();
    }
    manifest::Serialization serialization;
    serialization.hash = algorithm;
    QVERIFY(hash(list(folder.path()), serialization) == expected);
  }

  void shards_have_their_digests_also_of_a_name_with_colons() {
    const tests::TemporaryFolder folder;
    const auto content = content_of(10);
    write(folder / "a:0:4", content);
    write(folder / "empty", "");
    const Outcome expected{{"a:0:4:0:4", sha256(content.substr(0, 4))},
                           {"a:0:4:4:8", sha256(content.substr(4, 4))},
                           {"a:0:4:8:10", sha256(content.substr(8))}};
    QVERIFY(hash(list(folder.path()), shards_of(4)) == expected);
  }

  void a_single_file_is_hashed_and_so_is_what_links_mean() {
    const tests::TemporaryFolder folder;
    const std::string blob(64, 'a');
    write(folder / ("models--o--n/blobs/" + blob), "blob");
    const auto snapshot = folder / "models--o--n/snapshots/1";
    link_to("../../blobs/" + blob, snapshot / "weights");
    write(snapshot / "dir/a", "in the folder");
    link_to("dir", snapshot / "link");
    QVERIFY((hash(list(snapshot / "weights")) == Outcome{{"weights", sha256("blob")}}));
    model::ListOptions options;
    options.allow_symlinks = true;
    QVERIFY((hash(list(snapshot, options)) == Outcome{{"dir/a", sha256("in the folder")},
                                                      {"link/a", sha256("in the folder")},
                                                      {"weights", sha256("blob")}}));
  }

  void many_files_on_many_threads_have_the_digests_of_one() {
    const tests::TemporaryFolder folder;
    Outcome expected;
    for (int i = 0; i < 20'000; ++i) {
      const auto name = std::to_string(i % 50) + "/" + std::to_string(i);
      const auto content = std::to_string(i);
      if (i < 50) std::filesystem::create_directories(folder / std::to_string(i));
      std::ofstream(folder / name) << content;
      expected[name] = sha256(content);
    }
    const auto tree = list(folder.path());
    QElapsedTimer clock;
    clock.start();
    QVERIFY(hash(tree) == expected);
    QVERIFY2(clock.elapsed() < 20'000,
             qPrintable(QString::number(clock.elapsed())));  // a fifth of a second here
  }

  void sparse_files_are_their_zeros() {
    const tests::TemporaryFolder folder;
    constexpr std::size_t size = (5U << 20U) + 3;
    tests::make_sparse(folder / "sparse", size);
    QVERIFY((hash(list(folder.path())) == Outcome{{"sparse", sha256(std::string(size, '\0'))}}));
  }

  /// Read beside the thread that hashes it, where there are cores for both.
  void a_long_file_alone_has_its_digest() {
    const tests::TemporaryFolder folder;
    const auto content = content_of((11U << 20U) + 5);
    write(folder / "model.bin", content);
    const auto tree = list(folder.path());
    QVERIFY((hash(tree) == Outcome{{"model.bin", sha256(content)}}));
    std::filesystem::resize_file(folder / "model.bin", 9U << 20U);
    QVERIFY((hash(tree) == Outcome{{"model.bin", "folder.changing"}}));
  }

  void no_files_are_no_work() {
    const tests::TemporaryFolder folder;
    QVERIFY(hash(list(folder.path())).empty());
  }

  void a_file_that_is_not_as_listed_is_told_data() {
    QTest::addColumn<QString>("what");
    for (const char* what :
         {"grows", "shrinks", "becomes empty", "is written again", "is replaced by another",
          "is replaced by a link", "is replaced by a FIFO", "is replaced by a folder", "vanishes",
          "its folder becomes a link", "its folder vanishes"}) {
      QTest::newRow(what) << QString(what);
    }
  }

  void a_file_that_is_not_as_listed_is_told() {
    QFETCH(QString, what);
    const tests::TemporaryFolder folder;
    const auto file = folder / "m/sub/file";
    const auto evil = folder / "evil/file";
    write(file, "12345");
    write(evil, "12345");
    write(folder / "m/other", "1");
    const auto tree = list(folder / "m");
    if (what == "grows") write(file, "123456");
    if (what == "shrinks") std::filesystem::resize_file(file, 4);
    if (what == "becomes empty") std::filesystem::resize_file(file, 0);
    if (what == "is written again") touch_later(file);
    if (what == "is replaced by another") std::filesystem::rename(evil, file);
    if (what.startsWith("is replaced by a ") || what == "vanishes") std::filesystem::remove(file);
    if (what == "is replaced by a link") link_to(evil, file);
    if (what == "is replaced by a FIFO") tests::make_fifo(file);
    if (what == "is replaced by a folder") std::filesystem::create_directories(file);
    if (what.startsWith("its folder")) std::filesystem::rename(folder / "m/sub", folder / "away");
    if (what == "its folder becomes a link") link_to(folder / "away", folder / "m/sub");
    QVERIFY((hash(tree) == Outcome{{"other", sha256("1")}, {"sub/file", "folder.changing"}}));
  }

  void a_file_that_changes_while_it_is_read_is_told() {
    const tests::TemporaryFolder folder;
    tests::make_sparse(folder / "big", 64U << 20U);
    const auto tree = list(folder.path());
    std::atomic<bool> touched = false;
    base::Task task;
    task.progress = [&](const base::Progress& progress) {
      if (progress.bytes_done > 0 && progress.bytes_done < progress.bytes_total && !touched.exchange(true)) {
        touch_later(folder / "big");
      }
    };
    const auto outcome = hash(tree, {}, task);
    if (!touched) QSKIP("read before it could be touched");
    QVERIFY((outcome == Outcome{{"big", "folder.changing"}}));
  }

  void a_file_that_may_not_be_read_is_told() {
    const tests::TemporaryFolder folder;
    write(folder / "shut", "1");
    write(folder / "open", "1");
    const auto tree = list(folder.path());
    std::filesystem::permissions(folder / "shut", std::filesystem::perms::none);
    // The change of rights counts as a change: list again, with them.
    const auto shut = list(folder.path());
    const tests::NoSuperuser nobody;
    QVERIFY((hash(shut) == Outcome{{"open", sha256("1")}, {"shut", "file.unreadable"}}));
    QVERIFY((hash(tree) == Outcome{{"open", sha256("1")}, {"shut", "file.unreadable"}}));
  }

  void the_model_may_move_while_it_is_hashed() {
    const tests::TemporaryFolder folder;
    write(folder / "m/sub/a", "1");
    const auto tree = list(folder / "m");
    std::filesystem::rename(folder / "m", folder / "elsewhere");
    QVERIFY((hash(tree) == Outcome{{"sub/a", sha256("1")}}));
  }

  void cancel_stops_within_a_block() {
    const tests::TemporaryFolder folder;
    tests::make_sparse(folder / "big", std::uint64_t{200} << 30U);
    write(folder / "small", "1");
    const auto tree = list(folder.path());
    std::stop_source stop;
    std::atomic<qint64> asked_at = -1;
    QElapsedTimer clock;
    clock.start();
    const std::jthread friendly([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      asked_at = clock.elapsed();
      stop.request_stop();
    });
    const auto outcome = hash(tree, {}, {stop.get_token(), {}});
    const auto waited = clock.elapsed() - asked_at;
    QVERIFY((outcome == Outcome{{"error", "task.cancelled"}, {"small", sha256("1")}}) ||
            (outcome == Outcome{{"error", "task.cancelled"}}));
    QVERIFY2(waited < 1000, qPrintable(QString::number(waited)));  // a block takes a few milliseconds
  }

  /// The thread that reads beside the one that hashes ends with it.
  void cancel_stops_within_a_block_of_a_file_alone() {
    const tests::TemporaryFolder folder;
    tests::make_sparse(folder / "big", std::uint64_t{200} << 30U);
    const auto tree = list(folder.path());
    for (const auto algorithm : {DigestAlgorithm::sha256, DigestAlgorithm::blake3}) {
      std::stop_source stop;
      QElapsedTimer since_asked;
      const base::Task task{stop.get_token(), [&](const base::Progress& progress) {
                              if (progress.bytes_done == 0 || stop.stop_requested()) return;
                              since_asked.start();
                              stop.request_stop();
                            }};
      manifest::Serialization serialization;
      serialization.hash = algorithm;
      QVERIFY((hash(tree, serialization, task) == Outcome{{"error", "task.cancelled"}}));
      QVERIFY(since_asked.isValid());
      QVERIFY2(since_asked.elapsed() < 1000, qPrintable(QString::number(since_asked.elapsed())));
    }
  }

  void cancelled_before_it_began_does_nothing() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    std::stop_source stop;
    stop.request_stop();
    QVERIFY((hash(list(folder.path()), {}, {stop.get_token(), {}}) == Outcome{{"error", "task.cancelled"}}));
  }

  void progress_is_told_in_order_now_and_then_and_at_the_end() {
    const tests::TemporaryFolder folder;
    tests::make_sparse(folder / "big", 256U << 20U);
    for (int i = 0; i < 100; ++i) write(folder / std::to_string(i), "1234");
    write(folder / "gone", "1234");
    const auto tree = list(folder.path());
    std::filesystem::remove(folder / "gone");
    std::vector<base::Progress> told;
    std::atomic<int> inside = 0;
    base::Task task;
    task.progress = [&](const base::Progress& progress) {
      if (++inside != 1) std::abort();
      told.push_back(progress);
      --inside;
    };
    QElapsedTimer clock;
    clock.start();
    hash(tree, shards_of(1U << 20U), task);
    const auto took = clock.elapsed();
    QCOMPARE(told.front().bytes_done, std::uint64_t{0});
    QCOMPARE(told.front().files_total, std::uint64_t{102});
    QCOMPARE(told.back().bytes_done, told.back().bytes_total);
    QCOMPARE(told.back().bytes_total, tree.total_size());
    QCOMPARE(told.back().files_done, std::uint64_t{102});
    QVERIFY(told.back().worked > std::chrono::milliseconds(1));
    QVERIFY(told.back().waited < told.back().worked);
    QVERIFY(told.back().phase == base::Phase::hashing);
    QVERIFY(std::is_sorted(told.begin(), told.end(),
                           [](const auto& a, const auto& b) { return a.bytes_done < b.bytes_done; }));
    QVERIFY2(static_cast<qint64>(told.size()) <= took / 30 + 3, qPrintable(QString::number(told.size())));
  }

  void results_come_one_at_a_time_and_once() {
    const tests::TemporaryFolder folder;
    write(folder / "a", content_of(100'000));
    const auto tree = list(folder.path());
    const auto pieces = model::all_pieces(tree, shards_of(10)).value();
    std::vector<int> seen(pieces.size(), 0);  // not atomic: the promise is that it need not be
    int inside = 0;
    QVERIFY(model::hash_pieces(tree, DigestAlgorithm::sha256, pieces, {}, [&](const HashedPiece& hashed) {
      if (++inside != 1) std::abort();
      ++seen[hashed.piece];
      --inside;
    }));
    QCOMPARE(std::count(seen.begin(), seen.end(), 1), std::ptrdiff_t{10'000});
  }

  void a_chosen_few_pieces_are_hashed_alone() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "0123456789");
    write(folder / "b", "never read");
    const auto tree = list(folder.path());
    std::filesystem::remove(folder / "b");
    const std::vector<Piece> pieces{{0, {3, 7}}};
    std::string digest;
    QVERIFY(model::hash_pieces(tree, DigestAlgorithm::sha256, pieces, {},
                               [&](const HashedPiece& hashed) { digest = hashed.digest.value().hex(); }));
    QCOMPARE(digest, sha256("3456"));
  }

  void what_runs_code_is_seen_on_the_way_by_its_first_piece() {
    const tests::TemporaryFolder folder;
    write(folder / "a.bin", std::string("\x80\x02}q\x00.", 6) + content_of(3 << 20));
    write(folder / "empty.py", "");
    const auto tree = list(folder.path());
    for (const auto& serialization : {manifest::Serialization{}, shards_of(1 << 20)}) {
      const auto pieces = model::all_pieces(tree, serialization).value();
      std::map<std::pair<std::size_t, std::uint64_t>, model::CodeRisk> risks;
      QVERIFY(model::hash_pieces(tree, DigestAlgorithm::sha256, pieces, {}, [&](const HashedPiece& hashed) {
        const auto& piece = pieces[hashed.piece];
        if (hashed.risk != model::CodeRisk::none) risks[{piece.file, piece.range.start}] = hashed.risk;
      }));
      QVERIFY((risks[{0, 0}] == model::CodeRisk::pickle));
      const bool whole = serialization.method == manifest::Method::files;
      QCOMPARE(risks.size(),
               whole ? std::size_t{2} : std::size_t{1});  // in shards an empty file has no piece
      if (whole) QVERIFY((risks[{1, 0}] == model::CodeRisk::script));
    }
  }

  void long_files_of_blake3_come_in_slices_to_the_same_digest() {
    const tests::TemporaryFolder folder;
    constexpr std::size_t slice = model::Slices::slice_bytes;
    const auto content = content_of(3 * slice + 5);
    Outcome whole;
    for (const auto size : {slice - 1, slice, slice + 1, 2 * slice, 3 * slice + 5}) {
      const auto name = std::to_string(size) + ".bin";
      write(folder / name, content.substr(0, size));
      whole[name] = crypto::digest(DigestAlgorithm::blake3, as_bytes(content).first(size)).hex();
    }
    manifest::Serialization serialization;
    serialization.hash = DigestAlgorithm::blake3;
    const auto tree = list(folder.path());
    std::vector<base::Progress> told;
    QVERIFY(hash(tree, serialization,
                 {{}, [&](const base::Progress& progress) { told.push_back(progress); }}) == whole);
    QCOMPARE(told.back().bytes_done, tree.total_size());
    QCOMPARE(told.back().files_done, std::uint64_t{5});

    serialization.method = manifest::Method::shards;
    serialization.shard_size = slice + 4097;  // the second one begins and ends between slices
    Outcome shards;
    const auto pieces = model::all_pieces(tree, serialization).value();
    for (const auto& piece : pieces) {
      const auto& [start, end] = piece.range;
      const auto bytes = as_bytes(content).subspan(start, end - start);
      shards[tree.files()[piece.file].name + ":" + std::to_string(start) + ":" + std::to_string(end)] =
          crypto::digest(DigestAlgorithm::blake3, bytes).hex();
    }
    QVERIFY(hash(tree, serialization) == shards);
  }

  /// All threads read it by one opening.
  void a_file_in_slices_that_changes_while_it_is_read_is_told_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"shrinks", "grows", "is written again", "vanishes", "is replaced"}) {
      QTest::newRow(what) << QString(what);
    }
  }

  void a_file_in_slices_that_changes_while_it_is_read_is_told() {
    QFETCH(const QString, what);
    const tests::TemporaryFolder folder;
    const auto big = folder / "m/big";
    std::filesystem::create_directories(folder / "m");
    tests::make_sparse(big, std::uint64_t{1} << 30U);
    tests::make_sparse(folder / "other", std::uint64_t{1} << 30U);
    const auto tree = list(folder / "m");
    std::atomic<bool> touched = false;
    base::Task task;
    task.progress = [&](const base::Progress& progress) {
      if (progress.bytes_done == 0 || progress.bytes_done == progress.bytes_total || touched.exchange(true))
        return;
      if (what == "shrinks") std::filesystem::resize_file(big, 3);
      if (what == "grows") std::filesystem::resize_file(big, std::uint64_t{2} << 30U);
      if (what == "is written again") touch_later(big);
      if (what == "vanishes") std::filesystem::remove(big);
      if (what == "is replaced") std::filesystem::rename(folder / "other", big);
    };
    manifest::Serialization serialization;
    serialization.hash = DigestAlgorithm::blake3;
    const auto outcome = hash(tree, serialization, task);
    if (!touched) QSKIP("read before it could be touched");
    QVERIFY((outcome == Outcome{{"big", "folder.changing"}}));
  }

  void a_file_in_slices_has_one_outcome_and_its_risk() {
    const tests::TemporaryFolder folder;
    constexpr std::size_t slice = model::Slices::slice_bytes;
    write(folder / "a.bin", std::string("\x80\x02}q\x00.", 6) + content_of(4 * slice));
    write(folder / "gone.bin", content_of(4 * slice));
    write(folder / "later.bin", content_of(4 * slice));
    const auto tree = list(folder.path());
    std::filesystem::remove(folder / "gone.bin");
    touch_later(folder / "later.bin");
    manifest::Serialization serialization;
    serialization.hash = DigestAlgorithm::blake3;
    const auto pieces = model::all_pieces(tree, serialization).value();
    std::vector<std::string> outcomes(pieces.size());
    base::Progress last;
    const base::Task task{{}, [&](const base::Progress& progress) { last = progress; }};
    QVERIFY(model::hash_pieces(tree, DigestAlgorithm::blake3, pieces, task, [&](const HashedPiece& hashed) {
      outcomes[hashed.piece] +=
          hashed.digest ? "hashed" : std::string(base::name(hashed.digest.error().code));
      if (hashed.piece == 0) QVERIFY(hashed.risk == model::CodeRisk::pickle);
    }));
    QCOMPARE(outcomes, (std::vector<std::string>{"hashed", "folder.changing", "folder.changing"}));
    QCOMPARE(last.bytes_done, tree.total_size());
  }

  void a_tiny_shard_size_is_refused_before_it_fills_the_memory() {
    const tests::TemporaryFolder folder;
    tests::make_sparse(folder / "big", std::uint64_t{1} << 40U);
    const auto pieces = model::all_pieces(list(folder.path()), shards_of(1));
    QVERIFY(!pieces);
    QCOMPARE(pieces.error().code, base::Code::model_too_many);
  }
};

QTEST_APPLESS_MAIN(tst_hashing)
#include "tst_hashing.moc"
