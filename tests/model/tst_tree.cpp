#include <QTest>

#include "base/limits.h"
#include "model/disk.h"

using namespace weighmaster;
using model::IgnoreReason;
using model::ListOptions;
using tests::ignored_names;
using tests::link_to;
using tests::list;
using tests::names;
using tests::remarks;
using tests::write;
using Names = std::vector<std::string>;

namespace {

ListOptions allowing_links() {
  ListOptions options;
  options.allow_symlinks = true;
  return options;
}

ListOptions ignoring(std::vector<std::string> paths) {
  ListOptions options;
  options.ignore_paths = std::move(paths);
  return options;
}

const std::string blob = std::string(60, 'a') + "0123";

}  // namespace

class tst_tree : public QObject {
  Q_OBJECT

 private slots:
  void files_come_in_code_point_order_of_their_whole_names() {
    const tests::TemporaryFolder folder;
    for (const char* name :
         {"b", "a/z", "a-b", "a/b/c", "Z", "\xEF\xBD\x9E", "\xF0\x9F\x98\x80", ".hidden/x"}) {
      write(folder / name, "1");
    }
    const auto tree = list(folder.path());
    QVERIFY((names(tree) ==
             Names{".hidden/x", "Z", "a-b", "a/b/c", "a/z", "b", "\xEF\xBD\x9E", "\xF0\x9F\x98\x80"}));
    QVERIFY(!tree.is_single_file());
    QVERIFY(tree.findings().empty());
    QVERIFY(tree.ignored().empty());
  }

  void sizes_are_told_and_empty_files_are_files() {
    const tests::TemporaryFolder folder;
    write(folder / "empty", "");
    write(folder / "three", "123");
    const auto tree = list(folder.path());
    QCOMPARE(tree.files()[0].size, std::uint64_t{0});
    QCOMPARE(tree.files()[1].size, std::uint64_t{3});
    QCOMPARE(tree.total_size(), std::uint64_t{3});
  }

  void a_folder_of_thousands_is_told_name_by_name() {
    const tests::TemporaryFolder folder;
    // More than are asked about at once, and more than one thread asks about; among them what is no file.
    constexpr std::size_t count = 5000;
    const auto name = [](std::size_t i) { return std::to_string(100'000 + i); };
    for (std::size_t i = 0; i < count; ++i) {
      if (i % 1000 == 500) {
        write(folder / name(i) / "inside", "12345");
      } else if (i % 1000 == 700) {
        link_to("nowhere", folder / name(i));
      } else {
        write(folder / name(i), std::string(i % 7, 'x'));
      }
    }
    const auto tree = list(folder.path());
    QCOMPARE(tree.files().size(), count - 5);
    QCOMPARE(remarks(tree.findings()).size(), std::size_t{5});
    for (const auto& file : tree.files()) {
      const auto place = std::stoul(file.name.substr(0, 6)) - 100'000;
      const bool is_inside = file.name.ends_with("/inside");
      QCOMPARE(file.size, is_inside ? std::uint64_t{5} : std::uint64_t{place % 7});
      QCOMPARE(is_inside, place % 1000 == 500);
    }
  }

  void a_single_file_is_called_by_its_base_name() {
    const tests::TemporaryFolder folder;
    write(folder / "model.bin", "123");
    write(folder / "other", "1");
    const auto tree = list(folder / "model.bin");
    QVERIFY(tree.is_single_file());
    QVERIFY(names(tree) == Names{"model.bin"});
  }

  void the_root_may_be_written_in_many_ways() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    std::filesystem::create_directory_symlink(folder / "m", folder / "link");
    for (const char* root : {"m", "m/", "m/.", "./m", "m/../m", "link", "link/"}) {
      const auto tree = list(folder.path() / root);
      QVERIFY2(names(tree) == Names{"a"}, root);
      QVERIFY2(tree.findings().empty(), root);
    }
  }

  void an_empty_folder_is_a_tree_without_files() {
    const tests::TemporaryFolder folder;
    std::filesystem::create_directories(folder / "a/b");
    QVERIFY(list(folder.path()).files().empty());
  }

  void what_is_no_model_is_an_error() {
    const tests::TemporaryFolder folder;
    QCOMPARE(model::list_model(folder / "absent", {}, {}).error().code, base::Code::file_not_found);
    QCOMPARE(model::list_model("", {}, {}).error().code, base::Code::file_not_found);
    QCOMPARE(model::list_model("/dev/null", {}, {}).error().code, base::Code::model_path);
    tests::make_fifo(folder / "fifo");
    QCOMPARE(model::list_model(folder / "fifo", {}, {}).error().code, base::Code::model_path);
    write(folder / "file", "1");
    QCOMPARE(model::list_model(folder / "file/below", {}, {}).error().code, base::Code::file_not_found);
  }

  void stops_when_it_is_asked_to() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(model::list_model(folder.path(), {}, {stop.get_token(), {}}).error().code,
             base::Code::task_cancelled);
  }

  void names_with_odd_letters_are_names() {
    const tests::TemporaryFolder folder;
    for (const char* name :
         {"line\nbreak", "colon:0:4", "back\\slash", " space ", "\x1b[31m", "\xE2\x80\xAE", "a*?["}) {
      write(folder / name, "1");
    }
    const auto tree = list(folder.path());
    QCOMPARE(tree.files().size(), std::size_t{7});
    QVERIFY(tree.findings().empty());
  }

  void names_that_are_not_utf8_are_told() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    write(folder / "b\xFF", "1");
    write(folder / "c\xFE/inside", "1");
    const auto tree = list(folder.path());
    QVERIFY(names(tree) == Names{"a"});
    QVERIFY((remarks(tree.findings()) == Names{"folder.name b\\xff", "folder.name c\\xfe"}));
    const auto single = list(folder / "b\xFF");
    QVERIFY(single.files().empty());
    QVERIFY(remarks(single.findings()) == Names{"folder.name b\\xff"});
  }

  void special_files_are_told_and_never_waited_on() {
    const tests::TemporaryFolder folder;
    tests::make_fifo(folder / "fifo");
    QVERIFY(tests::make_socket(folder / "socket"));
    write(folder / "a", "1");
    const auto tree = list(folder.path());
    QVERIFY(names(tree) == Names{"a"});
    QVERIFY((remarks(tree.findings()) == Names{"folder.special_file fifo", "folder.special_file socket"}));
  }

  void a_folder_that_cannot_be_read_is_told() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    write(folder / "shut/b", "1");
    std::filesystem::permissions(folder / "shut", std::filesystem::perms::none);
    const tests::NoSuperuser nobody;
    const auto tree = list(folder.path());
    QVERIFY(names(tree) == Names{"a"});
    QVERIFY(remarks(tree.findings()) == Names{"folder.unreadable shut"});
    QVERIFY(!tree.findings()[0].detail.empty());
  }

  void deep_folders_are_walked_as_far_as_the_limit() {
    const tests::TemporaryFolder folder;
    auto deep = folder.path();
    for (int i = 0; i < 100; ++i) deep /= "d";
    write(deep / "bottom", "1");
    QVERIFY(names(list(folder.path())) == Names{deep.lexically_relative(folder.path()).string() + "/bottom"});

    for (auto i = std::size_t{100}; i <= base::limits::folder_depth; ++i) deep /= "d";
    write(deep / "too deep", "1");
    const auto tree = list(folder.path());
    QCOMPARE(tree.files().size(), std::size_t{1});
    QCOMPARE(tree.findings().size(), std::size_t{1});
    QCOMPARE(tree.findings()[0].code, base::Code::folder_unreadable);
  }

  void links_are_refused_unless_allowed() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    write(folder / "out", "1");
    write(folder / "m/dir/b", "1");
    link_to("a", folder / "m/file link");
    link_to("dir", folder / "m/folder link");
    link_to("../out", folder / "m/outside");
    link_to("nowhere", folder / "m/broken");
    const auto tree = list(folder / "m");
    QVERIFY((names(tree) == Names{"a", "dir/b"}));
    QVERIFY((remarks(tree.findings()) == Names{"folder.link broken", "folder.link file link",
                                               "folder.link folder link", "folder.link outside"}));
  }

  void allowed_links_keep_their_own_names() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "123");
    write(folder / "m/dir/b", "1");
    write(folder / "m/dir/sub/c", "1");
    link_to("a", folder / "m/to file");
    link_to(folder / "m/a", folder / "m/to file, absolute");
    link_to("dir", folder / "m/to folder");
    link_to("to file", folder / "m/to link");
    link_to("../a", folder / "m/dir/upwards");
    const auto tree = list(folder / "m", allowing_links());
    QVERIFY(tree.findings().empty());
    QVERIFY((names(tree) == Names{"a", "dir/b", "dir/sub/c", "dir/upwards", "to file", "to file, absolute",
                                  "to folder/b", "to folder/sub/c", "to folder/upwards", "to link"}));
    QCOMPARE(tree.files()[4].size, std::uint64_t{3});
  }

  void allowed_links_stay_inside_and_end_somewhere() {
    const tests::TemporaryFolder folder;
    write(folder / "out/a", "1");
    write(folder / "m2/a", "1");
    std::filesystem::create_directories(folder / "m/dir");
    link_to("../out", folder / "m/outside folder");
    link_to("../out/a", folder / "m/outside");
    link_to("../m2/a", folder / "m/a sibling that begins alike");
    link_to("/etc/passwd", folder / "m/passwd");
    link_to("..", folder / "m/upwards");
    link_to("nowhere", folder / "m/broken");
    link_to("self", folder / "m/self");
    link_to("two", folder / "m/one");
    link_to("one", folder / "m/two");
    link_to(".", folder / "m/here");
    link_to("..", folder / "m/dir/back");
    tests::make_fifo(folder / "m/fifo");
    link_to("fifo", folder / "m/to fifo");
    const auto tree = list(folder / "m", allowing_links());
    QVERIFY(tree.files().empty());
    const Names expected{"folder.link_outside a sibling that begins alike",
                         "folder.link_broken broken",
                         "folder.link_cycle dir/back",
                         "folder.special_file fifo",
                         "folder.link_cycle here",
                         "folder.link_cycle one",
                         "folder.link_outside outside",
                         "folder.link_outside outside folder",
                         "folder.link_outside passwd",
                         "folder.link_cycle self",
                         "folder.special_file to fifo",
                         "folder.link_cycle two",
                         "folder.link_outside upwards"};
    QVERIFY(remarks(tree.findings()) == expected);
  }

  void links_that_lead_into_each_other_end() {
    const tests::TemporaryFolder folder;
    link_to("../b", folder / "m/a/to b");
    link_to("../a", folder / "m/b/to a");
    write(folder / "m/a/file", "1");
    const auto tree = list(folder / "m", allowing_links());
    QVERIFY((names(tree) == Names{"a/file", "b/to a/file"}));
    QVERIFY((remarks(tree.findings()) ==
             Names{"folder.link_cycle a/to b/to a", "folder.link_cycle b/to a/to b"}));
  }

  void a_hub_snapshot_is_read_as_the_files_that_it_means_data() {
    QTest::addColumn<QString>("root");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("allowed");
    const QString revision = "hub/models--org--name/snapshots/0a1b";
    for (const bool allowed : {false, true}) {
      QTest::addRow("the snapshot %d", allowed) << revision << QString("weights.bin") << allowed;
      QTest::addRow("a folder in it %d", allowed) << revision + "/sub" << QString("deep.bin") << allowed;
      QTest::addRow("the snapshot through a link %d", allowed) << "link/snapshots/0a1b"
                                                               << "weights.bin" << allowed;
      QTest::addRow("one file through a link %d", allowed) << "link/snapshots/0a1b/weights.bin"
                                                           << "weights.bin" << allowed;
      QTest::addRow("one file %d", allowed) << revision + "/weights.bin" << QString("weights.bin") << allowed;
    }
  }

  void a_hub_snapshot_is_read_as_the_files_that_it_means() {
    QFETCH(QString, root);
    QFETCH(QString, name);
    QFETCH(bool, allowed);
    const tests::TemporaryFolder folder;
    write(folder / ("hub/models--org--name/blobs/" + blob), "12345");
    link_to("../../blobs/" + blob, folder / "hub/models--org--name/snapshots/0a1b/weights.bin");
    link_to("../../../blobs/" + blob, folder / "hub/models--org--name/snapshots/0a1b/sub/deep.bin");
    link_to("hub/models--org--name", folder / "link");
    ListOptions options;
    options.allow_symlinks = allowed;
    const auto tree = list(folder / root.toStdString(), options);
    const auto all = names(tree);
    const auto at = std::find(all.begin(), all.end(), name.toStdString());
    QVERIFY(at != all.end());
    QCOMPARE(tree.files()[static_cast<std::size_t>(at - all.begin())].size, std::uint64_t{5});
    for (const auto& finding : tree.findings()) {
      QCOMPARE(finding.code, base::Code::folder_hub_link);
      QCOMPARE(finding.detail, blob);
    }
    QCOMPARE(tree.findings().size(), tree.files().size());
  }

  void only_a_blob_of_the_same_store_is_read_that_way_data() {
    QTest::addColumn<QString>("target");
    QTest::newRow("another model's blob")
        << "../../../models--org--other/blobs/" + QString::fromStdString(blob);
    QTest::newRow("not called by a hash") << QString("../../blobs/passwords");
    QTest::newRow("not a blob") << "../../refs/" + QString::fromStdString(blob);
    QTest::newRow("below the blobs") << "../../blobs/sub/" + QString::fromStdString(blob);
    QTest::newRow("a blob that is a link out") << "../../blobs/" + QString(64, 'b');
    QTest::newRow("a blob that is a folder") << "../../blobs/" + QString(64, 'd');
    QTest::newRow("somewhere else") << QString("/etc/passwd");
  }

  void only_a_blob_of_the_same_store_is_read_that_way() {
    QFETCH(QString, target);
    const tests::TemporaryFolder folder;
    write(folder / ("models--org--other/blobs/" + blob), "1");
    write(folder / "models--org--name/blobs/passwords", "1");
    write(folder / ("models--org--name/blobs/sub/" + blob), "1");
    write(folder / ("models--org--name/refs/" + blob), "1");
    link_to("/etc/passwd", folder / ("models--org--name/blobs/" + std::string(64, 'b')));
    std::filesystem::create_directories(folder / ("models--org--name/blobs/" + std::string(64, 'd')));
    link_to(target.toStdString(), folder / "models--org--name/snapshots/0a1b/weights.bin");
    const auto tree = list(folder / "models--org--name/snapshots/0a1b");
    QVERIFY(tree.files().empty());
    QVERIFY(remarks(tree.findings()) == Names{"folder.link weights.bin"});
  }

  void a_blob_that_is_not_there_is_a_download_that_is_not_complete() {
    const tests::TemporaryFolder folder;
    link_to("../../blobs/" + blob, folder / "models--org--name/snapshots/0a1b/weights.bin");
    link_to("../../blobs/passwords", folder / "models--org--name/snapshots/0a1b/other.bin");
    const auto snapshot = folder / "models--org--name/snapshots/0a1b";
    QVERIFY((remarks(list(snapshot).findings()) ==
             Names{"folder.link other.bin", "folder.hub_blob_missing weights.bin"}));
    QVERIFY((remarks(list(snapshot, allowing_links()).findings()) ==
             Names{"folder.link_broken other.bin", "folder.hub_blob_missing weights.bin"}));
  }

  void a_model_is_no_store_because_of_a_name_in_it() {
    const tests::TemporaryFolder folder;
    write(folder / ("m/blobs/" + blob), "1");
    link_to("../../blobs/" + blob, folder / "m/snapshots/0a1b/weights.bin");
    QVERIFY(remarks(list(folder / "m/snapshots/0a1b").findings()) == Names{"folder.link weights.bin"});
  }

  void git_is_left_out_at_the_top_only() {
    const tests::TemporaryFolder folder;
    for (const char* name : {".git/config", ".gitignore", ".gitattributes", ".github/ci.yml", ".gitmodules",
                             "sub/.git/config", "sub/.gitignore", "model"}) {
      write(folder / name, "1");
    }
    const auto tree = list(folder.path());
    QVERIFY((names(tree) == Names{".gitmodules", "model", "sub/.git/config", "sub/.gitignore"}));
    QVERIFY((ignored_names(tree) == Names{".git", ".gitattributes", ".github", ".gitignore"}));
    QVERIFY(tree.ignored()[0].reason == IgnoreReason::git);
    QVERIFY(tree.ignored()[0].is_folder);
    QVERIFY(!tree.ignored()[1].is_folder);

    ListOptions everything;
    everything.ignore_git_paths = false;
    QCOMPARE(list(folder.path(), everything).files().size(), std::size_t{8});
  }

  void what_is_left_out_is_not_judged() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "1");
    tests::make_fifo(folder / "fifo");
    link_to("/etc", folder / "venv");
    link_to("/etc", folder / ".git");
    const auto tree = list(folder.path(), ignoring({"fifo", "venv"}));
    QVERIFY(names(tree) == Names{"a"});
    QVERIFY(tree.findings().empty());
    QVERIFY((ignored_names(tree) == Names{".git", "fifo", "venv"}));
  }

  void asked_paths_are_exact_and_take_their_subtree_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("left_out");
    QTest::newRow("a file") << "a" << 1;
    QTest::newRow("a folder") << "dir" << 2;
    QTest::newRow("a folder with a slash") << "dir/" << 2;
    QTest::newRow("in a folder") << "dir/b" << 1;
    QTest::newRow("not normal") << "./dir//sub/../b" << 1;
    QTest::newRow("absolute") << "ROOT/dir" << 2;
    QTest::newRow("absolute through a link") << "LINK/dir" << 2;
    QTest::newRow("nothing here") << "absent/x" << 0;
    QTest::newRow("no pattern") << "d*" << 0;
    QTest::newRow("no prefix") << "di" << 0;
    QTest::newRow("no part of the name below") << "b" << 0;
    QTest::newRow("outside") << "../m2" << 0;
    QTest::newRow("absolute outside") << "/etc" << 0;
    QTest::newRow("the root") << "." << 0;
    QTest::newRow("empty") << "" << 0;
  }

  void asked_paths_are_exact_and_take_their_subtree() {
    QFETCH(QString, path);
    QFETCH(int, left_out);
    const tests::TemporaryFolder folder;
    for (const char* name : {"m/a", "m/dir/b", "m/dir/sub/c", "m/dirty"}) write(folder / name, "1");
    std::filesystem::create_directory_symlink(folder / "m", folder / "link");
    path.replace("ROOT", QString::fromStdString((folder / "m").string()));
    path.replace("LINK", QString::fromStdString((folder / "link").string()));
    const auto tree = list(folder / "link", ignoring({path.toStdString()}));
    QCOMPARE(static_cast<int>(tree.files().size()), 4 - left_out);
    QCOMPARE(tree.ignored().empty(), left_out == 0);
    for (const auto& ignored : tree.ignored()) QVERIFY(ignored.reason == IgnoreReason::asked);
  }

  void the_reason_tells_who_left_a_file_out() {
    const tests::TemporaryFolder folder;
    for (const char* name : {".gitignore", "asked", "both", "model.sig", "recorded/a"})
      write(folder / name, "1");
    ListOptions options;
    options.ignore_paths = {"asked", "both"};
    options.recorded_ignore_paths = {"both",        "recorded", ".gitignore", "model.sig", "../elsewhere",
                                     "/build/path", ""};
    options.signature_files = {folder / "model.sig"};
    const auto tree = list(folder.path(), options);
    QVERIFY(tree.files().empty());
    QVERIFY((ignored_names(tree) == Names{".gitignore", "asked", "both", "model.sig", "recorded"}));
    const std::vector<IgnoreReason> reasons{IgnoreReason::git, IgnoreReason::asked, IgnoreReason::asked,
                                            IgnoreReason::signature, IgnoreReason::recorded};
    for (std::size_t i = 0; i < reasons.size(); ++i) QVERIFY(tree.ignored()[i].reason == reasons[i]);
  }

  void the_signature_is_left_out_where_it_lies_in_the_model_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("in the model") << "m/model.sig";
    QTest::newRow("not normal") << "m/../m//./model.sig";
    QTest::newRow("through a link to the model") << "link/model.sig";
    QTest::newRow("through a link to the file") << "to-signature";
  }

  void the_signature_is_left_out_where_it_lies_in_the_model() {
    QFETCH(QString, path);
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    write(folder / "m/model.sig", "{}");
    std::filesystem::create_directory_symlink(folder / "m", folder / "link");
    std::filesystem::create_symlink(folder / "m/model.sig", folder / "to-signature");
    ListOptions options;
    options.signature_files = {folder.path() / path.toStdString()};
    const auto tree = list(folder / "m", options);
    QVERIFY(names(tree) == Names{"a"});
    QVERIFY(ignored_names(tree) == Names{"model.sig"});
    QVERIFY(tree.ignored()[0].reason == IgnoreReason::signature);
  }

  void links_that_multiply_end_the_walk() {
    const tests::TemporaryFolder folder;
    constexpr int levels = 30;  // two links in each folder lead to the next: 2^30 ways
    for (int i = 0; i <= levels; ++i)
      std::filesystem::create_directories(folder / ("m/l" + std::to_string(i)));
    for (int i = 0; i < levels; ++i) {
      const auto level = folder / ("m/l" + std::to_string(i));
      for (const char* name : {"a", "b"}) {
        std::filesystem::create_directory_symlink("../l" + std::to_string(i + 1), level / name);
      }
    }
    model::ListOptions options;
    options.allow_symlinks = true;
    const auto tree = model::list_model(folder / "m", options, {});
    QVERIFY(!tree);
    QVERIFY(tree.error().code == base::Code::model_too_many);
  }

  void a_signature_elsewhere_hides_nothing() {
    const tests::TemporaryFolder folder;
    write(folder / "m/model.sig", "1");
    write(folder / "model.sig", "{}");
    ListOptions options;
    options.signature_files = {folder / "model.sig"};
    QVERIFY(names(list(folder / "m", options)) == Names{"model.sig"});
  }

  void what_changed_since_is_named() {
    const tests::TemporaryFolder folder;
    for (const char* name : {"grows", "stays", "vanishes", "is replaced", "sub/becomes a link"})
      write(folder / name, "1");
    const auto tree = list(folder.path());
    QVERIFY(tree.changes_since({}).empty());
    write(folder / "grows", "12");
    write(folder / "appears", "1");
    std::filesystem::remove(folder / "vanishes");
    write(folder / "new", "1");
    std::filesystem::rename(folder / "new", folder / "is replaced");
    std::filesystem::remove(folder / "sub/becomes a link");
    link_to("../stays", folder / "sub/becomes a link");
    QVERIFY((remarks(tree.changes_since({})) ==
             Names{"folder.changing appears", "folder.changing grows", "folder.changing is replaced",
                   "folder.changing sub/becomes a link", "folder.changing vanishes",
                   "folder.changing sub/becomes a link"}));
  }

  void a_folder_that_is_gone_has_changed() {
    const tests::TemporaryFolder folder;
    write(folder / "m/a", "1");
    const auto tree = list(folder / "m");
    std::filesystem::remove_all(folder / "m");
    QCOMPARE(tree.changes_since({}).size(), std::size_t{1});
  }
};

QTEST_APPLESS_MAIN(tst_tree)
#include "tst_tree.moc"
