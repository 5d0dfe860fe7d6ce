#include <QTest>

#include "model/disk.h"
#include "signing/previous.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "support/test_key.h"

using namespace weighmaster;
using base::Code;
using signing::Material;
using tests::write;

namespace {

const auto now = tests::at(tests::chain_time);

manifest::Manifest previous_of(const tests::ModelFiles& files) {
  std::vector<manifest::Resource> resources;
  for (const auto& [name, content] : files)
    resources.push_back(
        {name, std::nullopt, crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(content))});
  return manifest::Manifest::create({}, std::move(resources)).value();
}

/// What is in the folder, as if hashed an hour ago; `a` says what the file of that name was.
std::shared_ptr<model::DigestCache> cache_of(const model::Tree& tree, const std::string& a) {
  const auto cache = std::make_shared<model::DigestCache>();
  for (std::size_t i = 0; i < tree.files().size(); ++i) {
    const auto& [name, size] = tree.files()[i];
    const auto content = name == "a" ? a : std::string(as_text(tests::read(tree.root() / name)));
    cache->remember(tree, {i, {0, size}}, crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(content)),
                    base::now() + std::chrono::hours(1));
  }
  return cache;
}

/// The names of files that are read when a manifest is made with what is known.
std::vector<std::string> read_files(const model::Tree& tree, model::KnownDigests known,
                                    const manifest::Serialization& how = {}) {
  std::vector<std::string> names;
  known.found = [&](const model::Tree&, const model::Piece& piece, const crypto::Digest&) {
    names.push_back(tree.files()[piece.file].name);
  };
  if (!model::measure(tree, how, {}, known)) qFatal("not measured");
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

class tst_previous : public QObject {
  Q_OBJECT

 private slots:
  void a_signature_with_the_same_key_is_taken() {
    const tests::TemporaryFolder folder;
    const auto key = tests::TestKey::generate();
    const tests::ModelFiles files{{"a", "1"}, {"b", "2"}};
    write(folder / "old.sig", tests::key_bundle(key, tests::oms_statement(files)).dump());
    const Material ours{signature::Method::key, key.public_key(), {}};
    const auto previous = signing::previous_manifest(folder / "old.sig", ours, now);
    QVERIFY(previous.has_value());
    QVERIFY(previous->resources() == previous_of(files).resources());
  }

  void a_signature_with_the_same_certificate_is_taken() {
    const tests::TemporaryFolder folder;
    const auto chain = tests::mint_chain();
    const auto statement = tests::oms_statement({{"a", "1"}});
    write(folder / "old.sig",
          tests::certificate_bundle(chain.leaf_key, chain.certificates, statement).dump());
    const Material ours{signature::Method::certificate, chain.leaf_key.public_key(), chain.certificates};
    QVERIFY(signing::previous_manifest(folder / "old.sig", ours, now).has_value());
    const auto other = tests::mint_chain();
    const Material theirs{signature::Method::certificate, other.leaf_key.public_key(), other.certificates};
    QVERIFY(!signing::previous_manifest(folder / "old.sig", theirs, now).has_value());
    const Material key{signature::Method::key, chain.leaf_key.public_key(), {}};
    QCOMPARE(signing::previous_manifest(folder / "old.sig", key, now).error().code,
             Code::signature_method_differs);
  }

  void what_is_not_the_signers_own_or_not_true_is_refused() {
    const tests::TemporaryFolder folder;
    const auto key = tests::TestKey::generate();
    auto bundle = tests::key_bundle(key, tests::oms_statement({{"a", "1"}}));
    write(folder / "old.sig", bundle.dump());
    const Material theirs{signature::Method::key, tests::TestKey::generate().public_key(), {}};
    QCOMPARE(signing::previous_manifest(folder / "old.sig", theirs, now).error().code, Code::signature_false);
    const Material ours{signature::Method::key, key.public_key(), {}};
    QCOMPARE(signing::previous_manifest(folder / "absent", ours, now).error().code, Code::file_not_found);
    const auto other = tests::key_bundle(key, tests::oms_statement({{"a", "2"}}));
    bundle["dsseEnvelope"]["payload"] = other["dsseEnvelope"]["payload"];
    write(folder / "old.sig", bundle.dump());
    QCOMPARE(signing::previous_manifest(folder / "old.sig", ours, now).error().code, Code::signature_false);
    const Material keyless{signature::Method::sigstore, key.public_key(), {}};
    QCOMPARE(signing::previous_manifest(folder / "old.sig", keyless, now).error().code,
             Code::signature_method_differs);
  }

  void only_what_cache_and_signature_agree_on_is_not_read() {
    const tests::TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"}) write(folder / name, name);
    const auto tree = tests::list(folder.path());
    const tests::ModelFiles files{{"a", "a"}, {"b", "another b"}};
    const auto known = signing::unchanged_since(previous_of(files), cache_of(tree, "a"));
    QVERIFY((read_files(tree, known) == std::vector<std::string>{"b", "c"}));
  }

  void a_cache_that_somebody_wrote_to_can_have_nothing_new_signed() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "what is here");
    const auto tree = tests::list(folder.path());
    const auto known = signing::unchanged_since(previous_of({{"a", "what was signed"}}),
                                                cache_of(tree, "what the cache claims"));
    QVERIFY((read_files(tree, known) == std::vector<std::string>{"a"}));
  }

  void without_a_cache_all_is_read() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "a");
    const auto tree = tests::list(folder.path());
    const auto known =
        signing::unchanged_since(previous_of({{"a", "a"}}), std::make_shared<model::DigestCache>());
    QVERIFY((read_files(tree, known) == std::vector<std::string>{"a"}));
  }

  void another_way_of_hashing_reads_all_but_files_of_one_shard() {
    const tests::TemporaryFolder folder;
    write(folder / "a", "a");
    write(folder / "b", "bbb");
    const auto tree = tests::list(folder.path());
    const auto known = signing::unchanged_since(previous_of({{"a", "a"}, {"b", "bbb"}}), cache_of(tree, "a"));
    const manifest::Serialization shards{
        manifest::Method::shards, crypto::DigestAlgorithm::sha256, 2, false, {}};
    QVERIFY((read_files(tree, known, shards) == std::vector<std::string>{"b", "b"}));
  }
};

QTEST_APPLESS_MAIN(tst_previous)
#include "tst_previous.moc"
