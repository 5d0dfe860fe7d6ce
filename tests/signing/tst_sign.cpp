#include <sys/stat.h>

#include <QTest>
#include <algorithm>
#include <thread>

#include "signature/statement.h"
#include "signing/certificate_signer.h"
#include "signing/key_signer.h"
#include "signing/self_check.h"
#include "signing/sign.h"
#include "signing/signature_file.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_bundle.h"
#include "support/test_certificate.h"
#include "verdict/verify.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;
using base::Existing;
using signing::Material;

namespace {

using Names = std::vector<std::string>;

crypto::PrivateKey new_key() {
  return crypto::PrivateKey::generate_p256().value();
}

Names signed_names(const signing::NewSignature& made) {
  Names names;
  for (const auto& resource : made.manifest.resources()) names.push_back(resource.name());
  return names;
}

Names left_out(const model::Tree& tree) {
  Names names;
  for (const auto& ignored : tree.ignored()) names.push_back(ignored.name);
  return names;
}

/// A signer that fails, lies, or takes its time.
class OddSigner : public signing::Signer {
 public:
  explicit OddSigner(crypto::PrivateKey key) : key_(std::move(key)) {}

  base::Result<Material> material(const base::Task& /*task*/) override {
    asked_for_material = true;
    return Material{signature::Method::key, claimed ? *claimed : key_.public_key(), {}};
  }
  base::Result<Bytes> sign(BytesView encoding, const base::Task& task) override {
    if (waits) {
      while (!task.stopped()) std::this_thread::yield();
      return base::fail(base::cancelled());
    }
    if (error) return base::fail(*error);
    auto made = key_.sign(encoding);
    if (bends) made->back() ^= 1U;
    return made;
  }

  bool asked_for_material = false;
  bool waits = false;
  bool bends = false;
  std::optional<base::Error> error;
  std::optional<crypto::PublicKey> claimed;

 private:
  crypto::PrivateKey key_;
};

class SomeWitness : public signing::Witness {
 public:
  base::Result<void> attest(const signature::Envelope& envelope, const Material& /*material*/,
                            signing::Evidence& evidence, const base::Task& /*task*/) override {
    seen = envelope.signature();
    if (error) return base::fail(*error);
    evidence.timestamps.push_back(to_bytes("a timestamp, as far as a bundle knows"));
    return {};
  }

  Bytes seen;
  std::optional<base::Error> error;
};

}  // namespace

class tst_sign : public QObject {
  Q_OBJECT

  /// A model in a folder of its own, and a key.
  struct Place {
    TemporaryFolder folder;
    crypto::PrivateKey key = new_key();

    explicit Place(const ModelFiles& files = {{"b.txt", "b"}, {"a/c.txt", "c"}, {"a.txt", "a"}}) {
      write_model(folder / "model", files);
    }
    [[nodiscard]] signing::SignRequest request() const {
      signing::SignRequest request;
      request.model = folder / "model";
      request.signature = folder / "model.sig";
      request.now = at(chain_time);
      return request;
    }
    [[nodiscard]] auto sign(const signing::SignRequest& request) const {
      signing::KeySigner signer(key);
      return signing::sign_model(request, signer, {});
    }
    [[nodiscard]] verdict::Report verify(const signing::SignRequest& request,
                                         const signing::SignedModel& made) const {
      const auto written =
          signing::write_signature(request.signature, request.model, made.signature.file, Existing::replace);
      if (!written) qFatal("%s", written.error().detail.c_str());
      verdict::VerifyRequest verify;
      verify.model = request.model;
      verify.signature = request.signature;
      verify.policy = {trust::ExpectedKeys{{key.public_key()}}, false};
      verify.now = request.now;
      return verdict::verify_model(verify, {});
    }
  };

 private slots:
  void what_is_signed_is_trusted_in_every_way_of_hashing() {
    using crypto::DigestAlgorithm;
    const Place place({{"b.txt", "bytes"}, {"a/c.txt", "c"}, {"a.txt", "a"}, {"empty", ""}, {"模/é", "x"}});
    for (const auto hash : {DigestAlgorithm::sha256, DigestAlgorithm::blake2b, DigestAlgorithm::blake3}) {
      for (const std::uint64_t shard_size : {0U, 2U}) {
        auto request = place.request();
        request.serialization.hash = hash;
        request.serialization.shard_size = shard_size;
        if (shard_size != 0) request.serialization.method = manifest::Method::shards;
        const auto made = place.sign(request);
        QCOMPARE(outcome(made), QString("ok"));
        QVERIFY(made->signature.manifest.in_order());
        const auto report = place.verify(request, *made);
        // An empty file makes no shard, so nothing covers it.
        const auto wanted = shard_size == 0 ? verdict::Verdict::trusted : verdict::Verdict::extra_files;
        QCOMPARE(verdict::verdict(report), wanted);
        QCOMPARE(report.statement->subject_name, std::string("model"));
        QCOMPARE(report.statement->manifest.serialization().hash, hash);
      }
    }
  }

  void the_same_model_makes_the_same_statement() {
    const Place place;
    const auto one = place.sign(place.request());
    const auto other = place.sign(place.request());
    const auto payload = [](const auto& made) {
      return to_bytes(signature::Bundle::parse(made->signature.file)->envelope()->unverified_payload());
    };
    QVERIFY(payload(one) == payload(other));
    QVERIFY((signed_names(one->signature) == Names{"a.txt", "a/c.txt", "b.txt"}));
  }

  void a_single_file_goes_by_its_own_name() {
    const Place place;
    auto request = place.request();
    request.model /= "b.txt";
    const auto made = place.sign(request);
    QCOMPARE(outcome(made), QString("ok"));
    QCOMPARE(signed_names(made->signature), Names{"b.txt"});
    QVERIFY(made->signature.manifest.serialization().ignore_paths.empty());
    const auto report = place.verify(request, *made);
    QCOMPARE(verdict::verdict(report), verdict::Verdict::trusted);
    QCOMPARE(report.statement->subject_name, std::string("b.txt"));
  }

  void a_model_is_named_by_its_folder() {
    const TemporaryFolder folder;
    fs::create_directories(folder / "some" / "granite");
    const auto granite = folder / "some" / "granite";
    QCOMPARE(signing::subject_name(granite), std::string("granite"));
    QCOMPARE(signing::subject_name(granite / ""), std::string("granite"));
    QCOMPARE(signing::subject_name(granite / "."), std::string("granite"));
    QCOMPARE(signing::subject_name(granite / ".."), std::string("some"));
    QCOMPARE(signing::subject_name("/"), std::string("model"));
    QCOMPARE(signing::subject_name(std::string("a\xff\n")), std::string(R"(a\xff\n)"));
    QCOMPARE(signing::subject_name("."), fs::current_path().filename().string());
  }

  void what_is_left_out_is_recorded_and_told() {
    const Place place({{"a.txt", "a"},
                       {"cache/x", "x"},
                       {"notes.md", "n"},
                       {".git/HEAD", "ref"},
                       {".gitignore", "i"},
                       {"sub/.gitignore", "signed"}});
    auto request = place.request();
    request.signature = place.folder / "model" / "out.sig";
    request.ignore_paths = {"cache", (place.folder / "model" / "notes.md").string(), "absent", "/elsewhere"};
    const auto made = place.sign(request);
    QCOMPARE(outcome(made), QString("ok"));
    QVERIFY((signed_names(made->signature) == Names{"a.txt", "sub/.gitignore"}));
    QVERIFY(
        (made->signature.manifest.serialization().ignore_paths ==
         Names{".git", ".gitattributes", ".github", ".gitignore", "absent", "cache", "notes.md", "out.sig"}));
    QVERIFY((left_out(made->tree) == Names{".git", ".gitignore", "cache", "notes.md"}));
    QCOMPARE(verdict::verdict(place.verify(request, *made)), verdict::Verdict::trusted);
    // Signed again in its place: the signature that is there now is not part of the model.
    const auto again = place.sign(request);
    QVERIFY((signed_names(again->signature) == Names{"a.txt", "sub/.gitignore"}));
    QVERIFY((left_out(again->tree) == Names{".git", ".gitignore", "cache", "notes.md", "out.sig"}));
    QCOMPARE(verdict::verdict(place.verify(request, *again)), verdict::Verdict::trusted);
  }

  void git_files_are_signed_when_asked() {
    const Place place({{"a.txt", "a"}, {".gitignore", "i"}});
    auto request = place.request();
    request.ignore_git_paths = false;
    const auto made = place.sign(request);
    QVERIFY((signed_names(made->signature) == Names{".gitignore", "a.txt"}));
    QVERIFY(made->signature.manifest.serialization().ignore_paths.empty());
  }

  /// Whoever verifies leaves them out, so they can't be covered.
  void other_signatures_of_the_model_are_left_out() {
    const Place place;
    auto first = place.request();
    first.signature = place.folder / "model" / "model.sig";
    QCOMPARE(verdict::verdict(place.verify(first, *place.sign(first))), verdict::Verdict::trusted);
    auto second = place.request();
    second.signature = place.folder / "model" / "second.sig";
    const auto made = place.sign(second);
    QVERIFY((left_out(made->tree) == Names{"model.sig"}));
    QCOMPARE(verdict::verdict(place.verify(second, *made)), verdict::Verdict::trusted);
    QCOMPARE(verdict::verdict(place.verify(second, *place.sign(second))), verdict::Verdict::trusted);
  }

  void a_certificate_signs_and_is_trusted_under_its_root() {
    const Place place;
    const auto middle = TestKey::generate();
    const auto top = TestKey::generate();
    const auto root = mint_certificate(authority_spec("root"), top, {"root", top});
    const auto authority = mint_certificate(authority_spec("middle"), middle, {"root", top});
    // The tests' certificates are made for the tests' keys, so the key comes the other way.
    const auto chain = mint_chain();
    class ChainSigner : public signing::Signer {
     public:
      explicit ChainSigner(TestKey key) : key_(std::move(key)) {}
      base::Result<Material> material(const base::Task& /*task*/) override {
        return Material{signature::Method::key, key_.public_key(), {}};
      }
      base::Result<Bytes> sign(BytesView encoding, const base::Task& /*task*/) override {
        return key_.sign(encoding);
      }

     private:
      TestKey key_;
    };
    auto signer = signing::CertificateSigner::create(
        std::make_unique<ChainSigner>(chain.leaf_key),
        {chain.root, chain.certificates.at(1), chain.certificates.at(0), root, authority}, at(chain_time));
    QCOMPARE(outcome(signer), QString("ok"));
    const auto request = place.request();
    const auto made = signing::sign_model(request, **signer, {});
    QCOMPARE(outcome(made), QString("ok"));
    QCOMPARE(outcome(signing::write_signature(request.signature, request.model, made->signature.file,
                                              Existing::keep)),
             QString("ok"));
    verdict::VerifyRequest verify;
    verify.model = request.model;
    verify.signature = request.signature;
    verify.policy = {trust::ExpectedRoots{{chain.root}}, false};
    verify.now = at(chain_time);
    QCOMPARE(verdict::verdict(verdict::verify_model(verify, {})), verdict::Verdict::trusted);
    verify.policy = {trust::ExpectedRoots{{root}}, false};
    QCOMPARE(verdict::verdict(verdict::verify_model(verify, {})), verdict::Verdict::wrong_signer);
  }

  void a_model_that_is_not_whole_is_refused() {
    const auto why = [](const Place& place, const signing::SignRequest& request) {
      return outcome(place.sign(request));
    };
    const Place link;
    fs::create_symlink("a.txt", link.folder / "model" / "link");
    QCOMPARE(why(link, link.request()), QString("folder.link"));
    auto allowed = link.request();
    allowed.serialization.allow_symlinks = true;
    const auto made = link.sign(allowed);
    QCOMPARE(outcome(made), QString("ok"));
    QVERIFY(made->signature.manifest.serialization().allow_symlinks);
    QCOMPARE(verdict::verdict(link.verify(allowed, *made)), verdict::Verdict::trusted);
    fs::create_symlink("/etc", link.folder / "model" / "outside");
    QCOMPARE(why(link, allowed), QString("folder.link_outside"));
    fs::remove(link.folder / "model" / "outside");
    fs::create_symlink(".", link.folder / "model" / "cycle");
    QCOMPARE(why(link, allowed), QString("folder.link_cycle"));

    const Place special;
    QCOMPARE(::mkfifo((special.folder / "model/pipe").c_str(), 0600), 0);
    QCOMPARE(why(special, special.request()), QString("folder.special_file"));

    const Place name;
    write(name.folder / "model" / "\xff", "x");
    QCOMPARE(why(name, name.request()), QString("folder.name"));

    const Place empty(ModelFiles{{".git/HEAD", "ref"}});
    QCOMPARE(why(empty, empty.request()), QString("model.empty"));

    const Place absent;
    auto elsewhere = absent.request();
    elsewhere.model /= "absent";
    QCOMPARE(why(absent, elsewhere), QString("file.not_found"));
  }

  void a_model_that_changes_meanwhile_is_refused() {
    const Place place;
    auto request = place.request();
    request.known.find = [&](const model::Tree&, const model::Piece&, crypto::DigestAlgorithm) {
      write(place.folder / "model" / "b.txt", "longer than before");
      return std::optional<crypto::Digest>{};
    };
    QCOMPARE(outcome(place.sign(request)), QString("folder.changing"));
  }

  void what_a_signer_cannot_do_is_said_and_nothing_else() {
    const Place place;
    OddSigner signer(new_key());
    signer.error = base::Error{base::Code::token_failed, "token", "it is gone"};
    const auto made = signing::sign_model(place.request(), signer, {});
    QCOMPARE(outcome(made), QString("token.failed"));
    QCOMPARE(made.error().subject, std::string("token"));
  }

  void what_does_not_hold_is_never_returned() {
    const Place place;
    OddSigner bent(new_key());
    bent.bends = true;
    const auto false_signature = signing::sign_model(place.request(), bent, {});
    QCOMPARE(outcome(false_signature), QString("signing.self_check"));
    QCOMPARE(false_signature.error().detail, std::string("signature.false"));
    OddSigner other(new_key());
    other.claimed = new_key().public_key();
    QCOMPARE(outcome(signing::sign_model(place.request(), other, {})), QString("signing.self_check"));
    OddSigner empty(new_key());
    empty.error = base::Error{base::Code::signing_self_check, {}, {}};
    QCOMPARE(outcome(signing::sign_model(place.request(), empty, {})), QString("signing.self_check"));
  }

  void the_own_check_compares_the_very_manifest() {
    const Place place;
    const auto made = place.sign(place.request());
    const auto& [file, manifest, material] = made->signature;
    QCOMPARE(outcome(signing::self_check(file, material, manifest, at(chain_time))), QString("ok"));
    write(place.folder / "model" / "b.txt", "other");
    const auto changed = place.sign(place.request());
    const auto differs = signing::self_check(file, material, changed->signature.manifest, at(chain_time));
    QCOMPARE(outcome(differs), QString("signing.self_check"));
    QCOMPARE(differs.error().detail, std::string("content.changed"));
    auto broken = file;
    broken.pop_back();
    QCOMPARE(outcome(signing::self_check(broken, material, manifest, at(chain_time))),
             QString("signing.self_check"));
  }

  /// The payload must have the order of section 5.2.1: a manifest in another is not signed.
  void a_manifest_out_of_order_is_not_signed() {
    std::vector<manifest::Resource> resources;
    for (const char* name : {"b", "a"})
      resources.push_back({name, std::nullopt, crypto::digest(crypto::DigestAlgorithm::sha256, {})});
    const auto manifest = manifest::Manifest::create({}, std::move(resources));
    signing::KeySigner signer(new_key());
    const auto made = signing::sign_manifest("model", *manifest, signer, {}, at(chain_time), {});
    QCOMPARE(outcome(made), QString("signing.self_check"));
    QCOMPARE(made.error().detail, std::string("manifest.order"));
  }

  void witnesses_see_the_signature_and_are_heard() {
    const Place place;
    const auto witness = std::make_shared<SomeWitness>();
    auto request = place.request();
    request.witnesses = {witness};
    const auto made = place.sign(request);
    QCOMPARE(outcome(made), QString("ok"));
    const auto bundle = signature::Bundle::parse(made->signature.file);
    QCOMPARE(bundle->timestamps().size(), 1U);
    QVERIFY(witness->seen == bundle->envelope()->signature());
    witness->error = base::Error{base::Code::net_unreachable, "https://tsa.test", {}};
    QCOMPARE(outcome(place.sign(request)), QString("net.unreachable"));
    // Twice the same is no more than once.
    witness->error.reset();
    request.witnesses = {witness, witness};
    QCOMPARE(outcome(place.sign(request)), QString("signing.self_check"));
  }

  void it_can_be_stopped_at_every_moment() {
    const Place place;
    std::stop_source stop;
    stop.request_stop();
    OddSigner signer(new_key());
    QCOMPARE(outcome(signing::sign_model(place.request(), signer, {stop.get_token(), {}})),
             QString("task.cancelled"));
    QVERIFY(!signer.asked_for_material);
    std::stop_source late;
    signer.waits = true;
    std::jthread person([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      late.request_stop();
    });
    QCOMPARE(outcome(signing::sign_model(place.request(), signer, {late.get_token(), {}})),
             QString("task.cancelled"));
  }

  void the_signature_never_takes_another_files_place() {
    const Place place;
    const auto model = place.folder / "model";
    const auto check = [&](const fs::path& path, Existing existing) {
      const auto checked = signing::check_signature_path(path, model, existing);
      return outcome(checked);
    };
    QCOMPARE(check(place.folder / "new.sig", Existing::keep), QString("ok"));
    QCOMPARE(check(model / "a.txt", Existing::keep), QString("file.exists"));
    QCOMPARE(check(model / "a.txt", Existing::replace), QString("file.not_written"));
    QCOMPARE(check(model, Existing::replace), QString("file.not_written"));
    fs::create_symlink("a.txt", model / "link");
    QCOMPARE(check(model / "link", Existing::replace), QString("file.not_written"));
    fs::remove(model / "link");

    const auto request = place.request();
    const auto made = place.sign(request);
    const auto write_it = [&](Existing existing) {
      return outcome(signing::write_signature(request.signature, model, made->signature.file, existing));
    };
    QCOMPARE(write_it(Existing::keep), QString("ok"));
    QCOMPARE(write_it(Existing::keep), QString("file.exists"));
    QCOMPARE(write_it(Existing::replace), QString("ok"));
    QVERIFY(read(request.signature) == made->signature.file);
    // A model may itself be a signature file.
    QCOMPARE(outcome(signing::check_signature_path(request.signature, request.signature, Existing::replace)),
             QString("file.not_written"));
    write(request.signature, "my notes");
    QCOMPARE(write_it(Existing::replace), QString("file.not_written"));
    QVERIFY(read(request.signature) == to_bytes("my notes"));
  }
};

QTEST_APPLESS_MAIN(tst_sign)
#include "tst_sign.moc"
