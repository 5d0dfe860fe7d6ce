#include <sys/stat.h>

#include <QTest>
#include <filesystem>

#include "manifest/digest_list.h"
#include "run_terminal.h"
#include "support/hub_cache.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

QString root_of(const ModelFiles& files) {
  return QString::fromStdString(
      oms_statement_json(files)["subject"][0]["digest"]["sha256"].get<std::string>());
}

}  // namespace

class TestInspectDigest : public QObject {
  Q_OBJECT

 private slots:
  void inspecting_says_what_is_claimed_and_that_it_is_not_checked() {
    const SignedModel model;
    for (const auto& path : {model.path("model.sig"), model.path("model")}) {
      const auto answer = run_terminal({"inspect", path});
      QCOMPARE(answer.exit_code, 0);
      QVERIFY(answer.out.startsWith("What the signature file claims; not checked\n"));
      QVERIFY(answer.out.contains("config.json"));
      QVERIFY(answer.out.contains(QString::fromStdString(model.key().public_key().hint())));
      QVERIFY(!answer.out.contains("passed") && !answer.out.contains("✓"));
    }
  }

  void a_changed_model_is_not_noticed_since_nothing_is_checked() {
    const SignedModel model;
    write(model.path("model/config.json"), "altered");
    QCOMPARE(run_terminal({"inspect", model.path("model.sig")}).exit_code, 0);
  }

  void json_has_claims_and_no_verdict() {
    const SignedModel model;
    const auto json = run_terminal({"inspect", model.path("model.sig"), "--json"}).json();
    QCOMPARE(json["checked"].get<bool>(), false);
    QCOMPARE(json["claims"].size(), std::size_t(1));
    const auto& claim = json["claims"][0];
    for (const auto* judged : {"verdict", "exit_code", "steps", "files", "expected"})
      QVERIFY(!claim.contains(judged));
    QCOMPARE(claim["statement"]["covers"].size(), std::size_t(2));
    QCOMPARE(QString::fromStdString(claim["statement"]["covers"][0]["name"].get<std::string>()),
             "config.json");
  }

  void what_is_no_signature_exits_5() {
    const SignedModel model;
    write(model.path("broken.sig"), "{\"mediaType\":");
    QCOMPARE(::mkfifo(model.path("pipe").c_str(), 0600), 0);
    for (const auto& path :
         {model.path("broken.sig"), model.path("pipe"), model.path("absent"), std::string("/dev/zero")}) {
      const auto answer = run_terminal({"inspect", path});
      QCOMPARE(answer.exit_code, 5);
      QVERIFY(answer.err.startsWith("weighmaster-cli: "));
      const auto json = run_terminal({"inspect", path, "--json"});
      QCOMPARE(json.exit_code, 5);
      QCOMPARE(json.json()["exit_code"].get<int>(), 5);
    }
  }

  void a_model_without_signature_exits_6() {
    const SignedModel model;
    fs::remove(model.path("model.sig"));
    const auto answer = run_terminal({"inspect", model.path("model")});
    QCOMPARE(answer.exit_code, 6);
    QVERIFY(answer.out.startsWith("No signature was found."));
    QCOMPARE(run_terminal({"inspect", model.path("model"), "--json"}).json()["exit_code"].get<int>(), 6);
  }

  void the_digest_is_that_of_the_statement() {
    const ModelFiles files{{"a/b.bin", "1"}, {"a.bin", "2"}, {"config.json", "{}"}};
    const TemporaryFolder folder;
    write_model(folder / "model", files);
    const auto answer = run_terminal({"digest", (folder / "model").string()});
    QCOMPARE(answer.exit_code, 0);
    QCOMPARE(answer.out, "sha256:" + root_of(files) + "\n");
    QVERIFY(answer.err.isEmpty());
  }

  void paths_are_left_out_when_asked() {
    const ModelFiles files{{"a", "1"}, {"b", "2"}};
    const TemporaryFolder folder;
    write_model(folder / "model", files);
    const auto model = (folder / "model").string();
    write(folder / "model/.gitattributes", "x");
    write(folder / "model/skip/c", "3");
    QCOMPARE(run_terminal({"digest", model, "--ignore_paths", "skip"}).out,
             "sha256:" + root_of(files) + "\n");
    QVERIFY(run_terminal({"digest", model, "--ignore-paths", "skip", "--no-ignore-git-paths"}).out !=
            "sha256:" + root_of(files) + "\n");
  }

  void hashes_and_shards_are_chosen() {
    const ModelFiles files{{"a", "12345"}, {"b", "2"}};
    const TemporaryFolder folder;
    write_model(folder / "model", files);
    manifest::Serialization how;
    how.method = manifest::Method::shards;
    how.shard_size = 2;
    how.hash = crypto::DigestAlgorithm::blake3;
    const auto expected = oms_statement_json(files, how)["subject"][0]["digest"]["sha256"].get<std::string>();
    const auto answer = run_terminal(
        {"digest", (folder / "model").string(), "--hash", "blake3", "--shard_size", "2", "--json"});
    QCOMPARE(QString::fromStdString(answer.json()["digest"].get<std::string>()),
             QString::fromStdString("sha256:" + expected));
    QCOMPARE(QString::fromStdString(answer.json()["method"].get<std::string>()), "shards");
  }

  void a_part_of_a_folder_has_no_digest_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << "empty"
                           << "model.empty";
    QTest::newRow("a link") << "link"
                            << "folder.link";
    QTest::newRow("a pipe") << "pipe"
                            << "folder.special_file";
    QTest::newRow("missing") << "missing"
                             << "file.not_found";
    QTest::newRow("a name that is no text") << "name"
                                            << "folder.name";
  }

  void a_part_of_a_folder_has_no_digest() {
    QFETCH(QString, kind);
    QFETCH(QString, code);
    const TemporaryFolder folder;
    const auto model = folder / "model";
    if (kind != "missing") fs::create_directory(model);
    if (kind == "link" || kind == "pipe" || kind == "name") write(model / "file", "1");
    if (kind == "link") fs::create_symlink("file", model / "link");
    if (kind == "pipe") QCOMPARE(::mkfifo((model / "pipe").c_str(), 0600), 0);
    if (kind == "name") write(model / "a\xff", "1");
    const auto answer = run_terminal({"digest", model.string(), "--json"});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(QString::fromStdString(answer.json()["error"]["code"].get<std::string>()), code);
    if (kind == "link") QCOMPARE(run_terminal({"digest", model.string(), "--allow-symlinks"}).exit_code, 0);
  }

  void a_signature_in_the_model_is_remarked_on() {
    const SignedModel model;
    fs::copy(model.path("model.sig"), model.path("model/model.sig"));
    QVERIFY(run_terminal({"digest", model.path("model")}).err.contains("model.sig was hashed too"));
    QVERIFY(run_terminal({"digest", model.path("model"), "--ignore-paths", "model.sig"}).err.isEmpty());
  }

  void all_digests_are_written_and_always_the_same() {
    const ModelFiles files{{"a/b.bin", "1"}, {"config.json", "{}"}, {"empty", ""}};
    const TemporaryFolder folder;
    write_model(folder / "model", files);
    write_model(folder / "copy", files);
    for (const char* name : {"model", "copy"}) {
      const auto answer = run_terminal({"digest", (folder / name).string(), "--output",
                                        (folder / (std::string(name) + ".digests")).string()});
      QCOMPARE(answer.exit_code, 0);
      QCOMPARE(answer.out, "sha256:" + root_of(files) + "\n");
    }
    const auto text = read(folder / "model.digests");
    QVERIFY(text == read(folder / "copy.digests"));
    const auto list = manifest::parse_digest_list(text, "list").value();
    QCOMPARE(list.files.size(), std::size_t{3});
    QVERIFY(list.tool.starts_with("weighmaster-cli "));
    QCOMPARE(QString::fromStdString(manifest::manifest_of({list}).value().root_digest().hex()),
             root_of(files));
  }

  void parts_are_written_without_a_root_digest_and_make_the_whole() {
    const ModelFiles files{{"a/b.bin", "12345"}, {"a/c.bin", "678"}, {"config.json", "{}"}, {"empty", ""}};
    const TemporaryFolder folder;
    write_model(folder / "model", files);
    const auto model = (folder / "model").string();
    const auto list_of = [&](const std::vector<std::string>& only) {
      std::vector<std::string> words{"digest", model,      "--shard-size",
                                     "2",      "--output", (folder / "list").string()};
      for (const auto& path : only) words.insert(words.end(), {"--only", path});
      const auto answer = run_terminal(words);
      if (answer.exit_code != 0 || answer.out.contains("sha256:") != only.empty())
        qFatal("%s", qPrintable(answer.out + answer.err));
      return manifest::parse_digest_list(read(folder / "list"), "list").value();
    };
    const auto whole = manifest::manifest_of({list_of({})}).value();
    const auto first = list_of({"a"});
    const auto second = list_of({"config.json", "empty"});
    QVERIFY(manifest::manifest_of({second, first}).value().resources() == whole.resources());
    QCOMPARE(manifest::manifest_of({first}).error().code, base::Code::digests_incomplete);
    const auto json =
        run_terminal({"digest", model, "--output", (folder / "list").string(), "--only", "a", "--json"})
            .json();
    QVERIFY(json["digest"].is_null());
    QCOMPARE(json["files"].get<int>(), 2);
    QCOMPARE(json["files_of_the_model"].get<int>(), 4);
  }

  void a_part_that_names_nothing_is_refused() {
    const SignedModel model;
    const auto answer = run_terminal({"digest", model.path("model"), "--output", model.path("list"), "--only",
                                      "config.json", "--only", "absent", "--json"});
    QCOMPARE(answer.exit_code, 5);
    QCOMPARE(QString::fromStdString(answer.json()["error"]["code"].get<std::string>()),
             "content.asked_unknown");
    QVERIFY(!fs::exists(model.path("list")));
    QCOMPARE(run_terminal({"digest", model.path("model"), "--only", "config.json"}).exit_code, 2);
  }

  void a_model_in_the_hubs_cache_has_the_digest_of_its_files() {
    const ModelFiles files{{"config.json", "{}"}, {"model.safetensors", "weights"}};
    const TemporaryFolder folder;
    const HubCache cache(folder / "hub");
    for (const auto& [name, content] : files) cache.add(name, content);
    cache.refer(HubCache::first);
    for (const auto& path : {cache.store(), cache.store() / "snapshots", cache.snapshot()})
      QCOMPARE(run_terminal({"digest", path.string()}).out, "sha256:" + root_of(files) + "\n");
  }

  void stopping_exits_130() {
    const SignedModel model;
    std::stop_source source;
    source.request_stop();
    QCOMPARE(run_terminal({"digest", model.path("model")}, source.get_token()).exit_code, 130);
  }
};

QTEST_APPLESS_MAIN(TestInspectDigest)
#include "tst_inspect_digest.moc"
