#include "model/collection.h"

#include <QTest>

#include "base/limits.h"
#include "disk.h"
#include "model/model_marks.h"
#include "support/hub_cache.h"
#include "support/ollama_store.h"

using namespace weighmaster;
using model::Collection;
using model::Layout;
using tests::HubCache;
using tests::OllamaStore;
using tests::write;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

Collection find(const std::vector<fs::path>& places) {
  return model::find_models(places, {});
}

/// "layout label" of each.
Names labels(const Collection& found) {
  Names all;
  for (const auto& model : found.models) all.push_back(std::string(name(model.layout)) + " " + model.label);
  return all;
}

/// "code path", the path below the folder.
Names remarks(const Collection& found, const fs::path& folder) {
  Names all;
  for (const auto& finding : found.findings) {
    all.push_back(std::string(base::name(finding.code)) + " " +
                  fs::path(finding.subject).lexically_relative(folder).string());
  }
  return all;
}

/// What no rights keep the superuser from: a folder that can't be read.
class Locked {
 public:
  explicit Locked(fs::path folder) : folder_(std::move(folder)) { fs::permissions(folder_, fs::perms::none); }
  ~Locked() { fs::permissions(folder_, fs::perms::owner_all); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  Locked(Locked&&) = delete;
  Locked& operator=(Locked&&) = delete;

 private:
  fs::path folder_;
};

}  // namespace

class tst_collection : public QObject {
  Q_OBJECT

 private slots:
  void a_folder_is_a_model_by_its_own_files_data() {
    QTest::addColumn<Names>("files");
    QTest::addColumn<Names>("folders");
    QTest::addColumn<bool>("is_model");
    QTest::newRow("empty") << Names{} << Names{} << false;
    QTest::newRow("a signature") << Names{"model.sig"} << Names{} << true;
    QTest::newRow("the signature of a folder in it") << Names{"model.sig"} << Names{"model"} << false;
    QTest::newRow("a bundle of a file in it") << Names{"a.txt", "a.txt.sigstore.json"} << Names{} << false;
    QTest::newRow("a configuration") << Names{"config.json"} << Names{"onnx"} << true;
    QTest::newRow("of diffusers") << Names{"model_index.json"} << Names{"unet", "vae"} << true;
    QTest::newRow("weights") << Names{"llama.gguf"} << Names{} << true;
    QTest::newRow("weights in capitals") << Names{"LLAMA.GGUF"} << Names{} << true;
    QTest::newRow("signed weights alone") << Names{"a.gguf", "a.gguf.sig"} << Names{} << false;
    QTest::newRow("signed weights and others") << Names{"a.gguf", "a.gguf.sig", "b.gguf"} << Names{} << true;
    QTest::newRow("texts") << Names{"README.md", "notes.txt"} << Names{"org"} << false;
    QTest::newRow("an ending alone") << Names{".sig"} << Names{} << false;
  }

  void a_folder_is_a_model_by_its_own_files() {
    QFETCH(const Names, files);
    QFETCH(const Names, folders);
    QTEST(model::is_model({files, folders}), "is_model");
  }

  void a_model_named_itself_is_one() {
    const tests::TemporaryFolder folder;
    write(folder / "my-model/weights.safetensors", "1");
    write(folder / "my-model/unet/weights.safetensors", "1");
    for (const char* place : {"my-model", "my-model/", "my-model/."}) {
      const auto found = find({folder / place});
      QCOMPARE(labels(found), Names{"folder my-model"});
      QCOMPARE(found.models.front().path, folder / "my-model");
      QVERIFY(found.findings.empty());
    }
    write(folder / "one.gguf", "1");
    QCOMPARE(labels(find({folder / "one.gguf"})), Names{"file one.gguf"});
  }

  /// As LM Studio keeps them: models/publisher/model/FILE.gguf.
  void a_folder_of_models_is_looked_through() {
    const tests::TemporaryFolder folder;
    const auto models = folder / ".lmstudio/models";
    write(models / "bartowski/Llama-3.2-1B-Instruct-GGUF/Llama-3.2-1B-Instruct-Q4_K_M.gguf", "1");
    write(models / "mlx-community/Qwen3-4B-4bit/model.safetensors", "1");
    write(models / "mlx-community/Qwen3-4B-4bit/config.json", "{}");
    write(models / "lmstudio-community/gemma/model.gguf", "1");
    write(models / "lmstudio-community/gemma/mmproj.gguf", "1");
    write(folder / ".lmstudio/config-presets/mine.preset.json", "{}");
    const Names names{"bartowski/Llama-3.2-1B-Instruct-GGUF", "lmstudio-community/gemma",
                      "mlx-community/Qwen3-4B-4bit"};
    Names expected;
    for (const auto& name : names) expected.push_back("folder " + name);
    QCOMPARE(labels(find({models})), expected);
    expected.clear();
    for (const auto& name : names) expected.push_back("folder models/" + name);
    QCOMPARE(labels(find({folder / ".lmstudio"})), expected);
  }

  void signed_files_are_models_of_their_own() {
    const tests::TemporaryFolder folder;
    write(folder / "downloads/a.gguf", "1");
    write(folder / "downloads/a.gguf.sigstore.json", "{}");
    write(folder / "downloads/b.gguf", "1");
    write(folder / "downloads/b.gguf.sig", "{}");
    write(folder / "downloads/model/config.json", "{}");
    write(folder / "downloads/model.sig", "{}");
    QCOMPARE(labels(find({folder / "downloads"})), (Names{"file a.gguf", "file b.gguf", "folder model"}));
  }

  void a_hub_s_cache_is_its_snapshots() {
    const tests::TemporaryFolder folder;
    const HubCache cache(folder / "hub");
    cache.add("config.json", "{}");
    cache.add("config.json", "{}", HubCache::second);
    write(folder / "hub/datasets--squad/snapshots/0123/data.parquet", "1");
    write(folder / "hub/spaces--org--demo/snapshots/0123/app.py", "1");
    fs::create_directories(folder / "hub/models--gpt2/snapshots");
    write(folder / "hub/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55");

    // No reference: every snapshot.
    auto found = find({folder / "hub"});
    QCOMPARE(labels(found), (Names{"hub org/name@5f0b02c7", "hub org/name@a5c8a2f2"}));
    QCOMPARE(found.left_out.size(), std::size_t{3});
    Names left_out;
    for (const auto& each : found.left_out)
      left_out.push_back(each.path.filename().string() + " " + std::string(name(each.reason)));
    QCOMPARE(left_out,
             (Names{"datasets--squad dataset", "models--gpt2 empty_store", "spaces--org--demo space"}));
    QVERIFY(found.findings.empty());

    cache.refer(HubCache::second);
    for (const auto& place : {folder / "hub", cache.store(), cache.store() / "snapshots"}) {
      found = find({place});
      QCOMPARE(labels(found), Names{"hub org/name"});
      QCOMPARE(found.models.front().path, cache.snapshot(HubCache::second));
    }
    QCOMPARE(labels(find({cache.snapshot()})), Names{"hub org/name@5f0b02c7"});
  }

  void a_store_of_ollama_is_its_lists() {
    const tests::TemporaryFolder folder;
    const OllamaStore store(folder / ".ollama/models");
    (void)store.add("registry.ollama.ai/library/llama3.2/latest", {"weights", "a license"});
    (void)store.add("registry.ollama.ai/someone/tuned/q4", {"weights"});
    const auto of_hub = store.add("hf.co/org/model-GGUF/Q4_K_M", {"other weights"});
    write(store.folder() / "manifests/.DS_Store", "");
    const Names expected{"ollama hf.co/org/model-GGUF:Q4_K_M", "ollama llama3.2:latest",
                         "ollama someone/tuned:q4"};
    QCOMPARE(labels(find({store.folder()})), expected);
    const auto found = find({folder / ".ollama"});
    QCOMPARE(labels(found), expected);
    QVERIFY(found.findings.empty());
    QCOMPARE(labels(find({of_hub})), Names{"ollama hf.co/org/model-GGUF:Q4_K_M"});

    write(store.folder() / "manifests/registry.ollama.ai/stray", "{}");
    fs::create_directories(store.folder() / "manifests/hf.co/org/model-GGUF/Q8/deeper");
    QCOMPARE(remarks(find({store.folder()}), store.folder() / "manifests"),
             (Names{"scan.store hf.co/org/model-GGUF/Q8", "scan.store registry.ollama.ai/stray"}));
  }

  void each_model_is_found_once() {
    const tests::TemporaryFolder folder;
    write(folder / "models/a/config.json", "{}");
    write(folder / "models/b/config.json", "{}");
    fs::create_symlink(folder / "models/b", folder / "to b");
    const auto found = find({folder / "models/b", folder / "models", folder / "to b"});
    QCOMPARE(labels(found), (Names{"folder b", "folder a"}));
    QVERIFY(found.findings.empty());
  }

  void a_place_without_models_is_named() {
    const tests::TemporaryFolder folder;
    write(folder / "texts/a.txt", "1");
    tests::make_fifo(folder / "pipe");
    const auto found = find({folder / "texts", folder / "gone", folder / "pipe"});
    QVERIFY(found.models.empty());
    QCOMPARE(remarks(found, folder.path()),
             (Names{"scan.nothing texts", "file.not_found gone", "model.path pipe"}));
  }

  void links_are_named_and_not_followed() {
    const tests::TemporaryFolder folder;
    write(folder / "elsewhere/config.json", "{}");
    write(folder / "models/a/config.json", "{}");
    fs::create_directory_symlink(folder / "elsewhere", folder / "models/out");
    fs::create_directory_symlink(folder / "models", folder / "models/cycle");
    fs::create_directory_symlink("/", folder / "models/root");
    const auto found = find({folder / "models"});
    QCOMPARE(labels(found), Names{"folder a"});
    QCOMPARE(remarks(found, folder / "models"),
             (Names{"folder.link cycle", "folder.link out", "folder.link root"}));
    // The place itself may be a link: the person named it.
    fs::create_directory_symlink(folder / "models", folder / "mine");
    QCOMPARE(labels(find({folder / "mine"})), Names{"folder a"});
  }

  void links_in_stores_are_named_and_not_followed() {
    const tests::TemporaryFolder folder;
    const HubCache cache(folder / "hub");
    cache.add("config.json", "{}");
    cache.refer(HubCache::first);
    write(folder / "elsewhere/rev/config.json", "{}");
    fs::create_directory_symlink(folder / "elsewhere/rev", cache.snapshot(HubCache::second));
    fs::create_directories(folder / "hub/models--evil--google");
    fs::create_directory_symlink(folder / "elsewhere", folder / "hub/models--evil--google/snapshots");
    cache.refer(HubCache::second);
    auto found = find({folder / "hub"});
    QCOMPARE(labels(found), Names{});
    QCOMPARE(remarks(found, folder / "hub"),
             (Names{"folder.link models--evil--google/snapshots",
                    "folder.link models--org--name/snapshots/" + std::string(HubCache::second)}));

    const OllamaStore store(folder / "ollama");
    const auto list = store.add("registry.ollama.ai/library/a/latest", {"weights"});
    fs::create_symlink(list, list.parent_path() / "other");
    found = find({store.folder()});
    QCOMPARE(labels(found), Names{"ollama a:latest"});
    QCOMPARE(found.findings.size(), std::size_t{1});
    QCOMPARE(found.findings.front().code, base::Code::folder_link);
  }

  void folders_that_cannot_be_read_are_named() {
    const tests::TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms::all);
    write(folder / "models/a/config.json", "{}");
    write(folder / "models/secret/config.json", "{}");
    const Locked locked(folder / "models/secret");
    const tests::NoSuperuser nobody;
    const auto found = find({folder / "models"});
    QCOMPARE(labels(found), Names{"folder a"});
    QCOMPARE(remarks(found, folder / "models"), Names{"folder.unreadable secret"});
  }

  void the_search_ends() {
    const tests::TemporaryFolder folder;
    fs::path deep = folder / "models";
    for (std::size_t level = 0; level <= base::limits::scan_depth; ++level) deep /= "d";
    write(deep / "config.json", "{}");
    write(folder / "models/a/config.json", "{}");
    const auto found = find({folder / "models"});
    QCOMPARE(labels(found), Names{"folder a"});
    QCOMPARE(found.findings.size(), std::size_t{1});
    QCOMPARE(found.findings.front().code, base::Code::scan_too_many);
    QCOMPARE(found.findings.front().detail, std::string("deeper than 16 folders"));
  }

  void too_many_models_are_cut_and_it_is_said() {
    const tests::TemporaryFolder folder;
    const auto names = folder / "store/manifests/registry.ollama.ai/library/a";
    fs::create_directories(folder / "store/blobs");
    fs::create_directories(names);
    for (std::size_t i = 0; i <= base::limits::scan_models; ++i) {
      const std::ofstream list(names / std::to_string(i));
    }
    const auto found = find({folder / "store"});
    QCOMPARE(found.models.size(), base::limits::scan_models);
    QCOMPARE(remarks(found, folder.path()), Names{"scan.too_many store"});
  }

  void a_stopped_search_says_so() {
    const tests::TemporaryFolder folder;
    write(folder / "models/a/config.json", "{}");
    std::stop_source stop;
    stop.request_stop();
    const auto found = model::find_models({folder / "models"}, {stop.get_token(), {}});
    QVERIFY(found.models.empty());
    QCOMPARE(found.findings.size(), std::size_t{1});
    QCOMPARE(found.findings.front().code, base::Code::task_cancelled);
  }
};

QTEST_APPLESS_MAIN(tst_collection)
#include "tst_collection.moc"
