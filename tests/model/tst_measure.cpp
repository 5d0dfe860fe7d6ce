#include <QTest>

#include "model/disk.h"
#include "model/measure.h"

using namespace weighmaster;
using base::Code;
using crypto::DigestAlgorithm;
using model::Piece;
using model::Tree;
using tests::write;
using Names = std::vector<std::string>;

namespace {

manifest::Serialization shards_of(std::uint64_t size) {
  return {manifest::Method::shards, DigestAlgorithm::sha256, size, false, {}};
}

crypto::Digest sha256(std::string_view content) {
  return crypto::digest(DigestAlgorithm::sha256, as_bytes(content));
}

/// Every piece is known, and has this content.
model::KnownDigests knowing(const std::string& content) {
  return {[content](const Tree&, const Piece&, DigestAlgorithm) { return std::optional(sha256(content)); },
          {}};
}

Names resource_names(const manifest::Manifest& manifest) {
  Names all;
  for (const auto& resource : manifest.resources()) all.push_back(resource.name());
  return all;
}

Code whole_model_error(const std::filesystem::path& path, const model::ListOptions& options = {}) {
  const auto tree = model::list_whole_model(path, options, {});
  return tree ? Code::model_path : tree.error().code;
}

}  // namespace

class tst_measure : public QObject {
  Q_OBJECT

 private slots:
  void files_become_resources_in_code_point_order() {
    const tests::TemporaryFolder folder;
    for (const char* name : {"b", "a/z", "a-b", "Z", "\xF0\x9F\x98\x80", "\xEF\xBD\x9E"})
      write(folder / name, name);
    const auto manifest = model::measure(tests::list(folder.path()), {}, {}).value();
    QVERIFY((resource_names(manifest) == Names{"Z", "a-b", "a/z", "b", "\xEF\xBD\x9E", "\xF0\x9F\x98\x80"}));
    QVERIFY(manifest.in_order());
    for (const auto& resource : manifest.resources()) QVERIFY(resource.digest == sha256(resource.path));
  }

  /// "a:0:2" stands behind "a-b:…", though "a" stands before "a-b".
  void shards_are_ordered_by_their_whole_names() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "0123456789abcdefghijk");
    write(folder / "a-b", "xy");
    write(folder / "empty", "");
    const auto manifest = model::measure(tests::list(folder.path()), shards_of(10), {}).value();
    QVERIFY((resource_names(manifest) == Names{"a-b:0:2", "a:0:10", "a:10:20", "a:20:21"}));
    QVERIFY(manifest.in_order());
    QVERIFY(manifest.resources()[1].digest == sha256("0123456789"));
  }

  void what_is_left_out_is_recorded_whether_or_not_it_is_there() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    write(folder / "m/skip/b", "2");
    model::ListOptions options;
    options.ignore_paths = {"skip/", (folder / "m/not-here").string(), (folder / "beside").string(), "\xff"};
    options.signature_files = {folder / "m/model.sig"};
    const auto tree = model::list_whole_model(folder / "m", options, {}).value();
    const auto manifest = model::measure(tree, {}, {}).value();
    QVERIFY((resource_names(manifest) == Names{"a"}));
    QVERIFY((manifest.serialization().ignore_paths ==
             Names{".git", ".gitattributes", ".github", ".gitignore", "model.sig", "not-here", "skip"}));
    options = {};
    options.ignore_git_paths = false;
    QVERIFY(model::list_whole_model(folder / "m", options, {}).value().exclusions().empty());
  }

  void a_single_file_has_its_own_name_and_no_exclusions() {
    const tests::TemporaryFolder folder;
    write(folder / "model.gguf", "1");
    const auto tree = model::list_whole_model(folder / "model.gguf", {}, {}).value();
    const auto manifest = model::measure(tree, {}, {}).value();
    QVERIFY((resource_names(manifest) == Names{"model.gguf"}));
    QVERIFY(manifest.serialization().ignore_paths.empty());
  }

  void a_part_of_a_model_is_refused() {
    const tests::TemporaryFolder folder;
    std::filesystem::create_directory(folder / "m");
    QCOMPARE(whole_model_error(folder / "absent"), Code::file_not_found);
    QCOMPARE(whole_model_error(folder / "m"), Code::model_empty);
    write(folder / "m/a", "1");
    tests::link_to("a", folder / "m/link");
    QCOMPARE(whole_model_error(folder / "m"), Code::folder_link);
    model::ListOptions options;
    options.allow_symlinks = true;
    QCOMPARE(model::list_whole_model(folder / "m", options, {}).value().files().size(), std::size_t{2});
    tests::link_to("absent", folder / "m/link-2");
    QCOMPARE(whole_model_error(folder / "m", options), Code::folder_link_broken);
  }

  void known_digests_are_taken_and_only_the_rest_is_read() {
    const tests::TemporaryFolder folder;
    write(folder / "known", "1");
    write(folder / "other", "2");
    const auto tree = tests::list(folder.path());
    std::uint64_t bytes = 0;
    base::Phase last = base::Phase::listing;
    const base::Task task{{}, [&](const base::Progress& progress) {
                            bytes += progress.bytes_done;
                            last = progress.phase;
                          }};
    Names found;
    model::KnownDigests known;
    known.find = [](const Tree& asked, const Piece& piece, DigestAlgorithm) {
      const bool is_known = asked.files()[piece.file].name == "known";
      return is_known ? std::optional(sha256("as known")) : std::nullopt;
    };
    known.found = [&](const Tree& asked, const Piece& piece, const crypto::Digest& digest) {
      found.push_back(asked.files()[piece.file].name + " " + digest.hex());
    };
    const auto manifest = model::measure(tree, {}, task, known).value();
    QVERIFY((found == Names{"other " + sha256("2").hex()}));
    QCOMPARE(bytes, std::uint64_t{1});
    QVERIFY2(last == base::Phase::comparing, "the folder is listed once more");
    QVERIFY(manifest.resources()[0].digest == sha256("as known"));
    QVERIFY(manifest.resources()[1].digest == sha256("2"));
  }

  void a_part_lists_all_files_and_has_the_digests_of_some() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    write(folder / "b/c", "22");
    write(folder / "b/empty", "");
    const auto tree = tests::list(folder.path());
    const auto whole = model::measure_digests(tree, shards_of(1), model::Asked({}, tree), {}).value();
    const auto part = model::measure_digests(tree, shards_of(1), model::Asked({"b"}, tree), {}).value();
    QCOMPARE(whole.files.size(), std::size_t{3});
    QCOMPARE(part.files.size(), std::size_t{2});
    QVERIFY(part.files[0] == whole.files[1] && part.files[1] == whole.files[2]);
    QVERIFY(part.files[0].pieces.size() == 2 && part.files[1].pieces.empty());
    QVERIFY(part.listing == whole.listing);
    QCOMPARE(whole.listing->files, std::uint64_t{3});
    QCOMPARE(whole.listing->bytes, std::uint64_t{3});
    using namespace std::string_literals;
    QVERIFY(whole.listing->digest == sha256("a\0"s + "1\nb/c\0"s + "2\nb/empty\0"s + "0\n"));
  }

  void nothing_known_is_taken_once_the_model_has_changed() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    const auto tree = tests::list(folder.path());
    write(folder / "a", "22");
    const auto measured = model::measure(tree, {}, {}, knowing("1"));
    QVERIFY(!measured);
    QCOMPARE(measured.error().code, Code::folder_changing);
    QCOMPARE(measured.error().subject, std::string("a"));
  }

  void it_can_be_stopped_also_where_all_is_known() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    const auto tree = tests::list(folder.path());
    std::stop_source stop;
    stop.request_stop();
    const base::Task task{stop.get_token(), {}};
    QCOMPARE(model::measure(tree, {}, task).error().code, Code::task_cancelled);
    QCOMPARE(model::measure(tree, {}, task, knowing("1")).error().code, Code::task_cancelled);
    QVERIFY((tests::remarks(tree.changes_since(task)) == Names{"task.cancelled "}));
  }

  void parts_of_a_plan_make_the_list_of_the_whole() {
    const tests::TemporaryFolder folder;
    for (const auto& [name, size] : std::vector<std::pair<const char*, std::size_t>>{
             {"a", 95}, {"b/c", 10}, {"b/d", 0}, {"e", 41}, {"skip", 3}})
      write(folder / "m" / name, std::string(size, *name));
    model::ListOptions options;
    options.ignore_paths = {"skip"};
    const auto tree = model::list_whole_model(folder / "m", options, {}).value();
    const auto whole = model::measure(tree, shards_of(10), {}).value();
    const auto plan = model::plan_for(tree, shards_of(10), 4).value();
    std::vector<manifest::DigestList> lists;
    for (std::uint64_t number = 1; number <= 4; ++number) {
      const auto planned = model::list_planned_model(folder / "m", plan, {}).value();
      lists.push_back(model::measure_part(planned, plan, number, {}).value());
      QVERIFY(manifest::is_result_of(lists.back(), plan, number));
    }
    QVERIFY(manifest::manifest_of(lists).value() == whole);
    QCOMPARE(model::measure_part(tree, plan, 5, {}).error().code, Code::plan_part);
    write(folder / "m/e", "1");
    QCOMPARE(model::list_planned_model(folder / "m", plan, {}).error().code, Code::plan_differs);
    QCOMPARE(model::measure_part(tree, plan, 4, {}).error().code, Code::folder_changing);
  }
};

QTEST_APPLESS_MAIN(tst_measure)
#include "tst_measure.moc"
