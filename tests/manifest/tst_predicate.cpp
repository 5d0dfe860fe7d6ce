#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "manifest/predicate.h"

using namespace weighmaster;
using base::Json;

Q_DECLARE_METATYPE(weighmaster::base::Json)
Q_DECLARE_METATYPE(weighmaster::base::Code)

namespace {

const std::string digest_of_hello = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

/// JSON with ' for ", which reads better in C++.
Json json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return base::parse_json(as_bytes(text), "the test's JSON").value();
}

std::string resource_named(const std::string& name, const std::string& algorithm = "sha256") {
  return "{'name': '" + name + "', 'algorithm': '" + algorithm + "', 'digest': '" + digest_of_hello + "'}";
}

/// A sound predicate, with the members of `changes` put in their place (RFC 7396; null removes).
Json predicate(const std::string& changes = "{}") {
  Json made = json("{'resources': [" + resource_named("a.txt") +
                   "], 'serialization': {'method': 'files', 'hash_type': 'sha256', "
                   "'allow_symlinks': false, 'ignore_paths': ['.git']}}");
  made.merge_patch(json(changes));
  return made;
}

Json sharded(const std::string& shard_size, const std::string& algorithm = "sha256") {
  return predicate("{'serialization': {'method': 'shards', 'shard_size': " + shard_size +
                   "}, 'resources': [" + resource_named("a.txt:0:4", algorithm) + ", " +
                   resource_named("a.txt:4:7", algorithm) + "]}");
}

std::string resource(const std::string& members) {
  return "{'resources': [{" + members + "}]}";
}

/// With its resources taken one after the other, as they are taken from a statement.
base::Result<manifest::Manifest> manifest_of(const Json& predicate) {
  manifest::ListedResources listed;
  const auto rest = base::parse_json(as_bytes(predicate.dump()), "predicate",
                                     {{"resources"},
                                      [&](const Json& document) { listed.begin(document); },
                                      [&](const base::JsonElement& resource) { listed.add(resource); }});
  if (!rest) return base::fail(rest.error());
  return manifest::manifest_from_predicate(*rest, std::move(listed));
}

}  // namespace

class tst_predicate : public QObject {
  Q_OBJECT

 private slots:
  void reads_files() {
    const auto read = manifest_of(predicate());
    QVERIFY(read.has_value());
    QCOMPARE(read->serialization().method, manifest::Method::files);
    QCOMPARE(read->serialization().hash, crypto::DigestAlgorithm::sha256);
    QCOMPARE(read->serialization().allow_symlinks, false);
    QVERIFY(read->serialization().ignore_paths == std::vector<std::string>{".git"});
    QCOMPARE(read->resources().size(), std::size_t{1});
    QCOMPARE(read->resources()[0].name(), std::string("a.txt"));
    QCOMPARE(read->resources()[0].digest.hex(), digest_of_hello);
  }

  void reads_shards() {
    const auto read = manifest_of(sharded("4"));
    QVERIFY(read.has_value());
    QCOMPARE(read->serialization().shard_size, std::uint64_t{4});
    QCOMPARE(read->resources()[1].path, std::string("a.txt"));
    QVERIFY((read->resources()[1].range == manifest::ByteRange{4, 7}));
  }

  void reads_shards_as_the_reference_writes_them() {
    // A double for the size, and the size in the algorithm's name (model-signing 1.1.1).
    const auto read = manifest_of(sharded("4.0", "sha256-sharded-4"));
    QVERIFY(read.has_value());
    QCOMPARE(read->resources()[0].digest.algorithm(), crypto::DigestAlgorithm::sha256);
  }

  void ignore_paths_are_read_leniently() {
    const auto read =
        manifest_of(predicate("{'serialization': {'ignore_paths': ['/absolute', "
                              "'../up', 'a//b/', '', 'test/assets/bundle.sig']}}"));
    QVERIFY(read.has_value());
    QCOMPARE(read->serialization().ignore_paths.size(), std::size_t{5});
    QVERIFY(manifest_of(predicate("{'serialization': {'ignore_paths': null}}")).has_value());
  }

  void unknown_members_are_ignored() {
    QVERIFY(manifest_of(predicate("{'more': 1, 'serialization': {'more': [2]}}")).has_value());
    QVERIFY(manifest_of(predicate(resource("'name': 'a', 'algorithm': 'sha256', 'digest': '" +
                                           digest_of_hello + "', 'size': 3")))
                .has_value());
  }

  void large_shard_sizes_are_exact_data() {
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<quint64>("size");
    QTest::newRow("the default") << QByteArray("1000000000") << quint64{1000000000};
    QTest::newRow("the default as a double") << QByteArray("1000000000.0") << quint64{1000000000};
    QTest::newRow("with an exponent") << QByteArray("1e9") << quint64{1000000000};
    QTest::newRow("2^53 as a double") << QByteArray("9007199254740992.0") << quint64{9007199254740992};
    QTest::newRow("beyond a double's integers")
        << QByteArray("9007199254740993") << quint64{9007199254740993};
    QTest::newRow("63 bits") << QByteArray("9223372036854775807") << quint64{INT64_MAX};
  }

  void large_shard_sizes_are_exact() {
    QFETCH(QByteArray, written);
    QFETCH(quint64, size);
    auto given = sharded(written.toStdString());
    given["resources"] =
        Json::array({{{"name", "a:0:3"}, {"algorithm", "sha256"}, {"digest", digest_of_hello}}});
    const auto read = manifest_of(given);
    QVERIFY(read.has_value());
    QCOMPARE(quint64{read->serialization().shard_size}, size);
  }

  void refuses_other_shard_sizes_data() {
    QTest::addColumn<QByteArray>("written");
    for (const char* written : {"0", "0.0", "-4", "-4.0", "4.5", "9007199254740994.0", "1e300",
                                "9223372036854775808", "\"4\"", "true", "[4]"}) {
      QTest::newRow(written) << QByteArray(written);
    }
  }

  void refuses_other_shard_sizes() {
    QFETCH(QByteArray, written);
    const auto read = manifest_of(sharded(written.toStdString()));
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::Code::manifest_serialization);
  }

  void refuses_other_predicates_data() {
    QTest::addColumn<Json>("given");
    QTest::addColumn<base::Code>("code");
    using base::Code;
    const auto row = [](const char* name, const Json& json, Code code) {
      QTest::newRow(name) << json << code;
    };
    const std::string digest = "'digest': '" + digest_of_hello + "'";
    row("no object", Json::array(), Code::json_member_type);
    row("no serialization", predicate("{'serialization': null}"), Code::json_member_missing);
    row("serialization is a text", predicate("{'serialization': 'files'}"), Code::json_member_type);
    row("no method", predicate("{'serialization': {'method': null}}"), Code::json_member_missing);
    row("unknown method", predicate("{'serialization': {'method': 'blocks'}}"), Code::manifest_serialization);
    row("no hash type", predicate("{'serialization': {'hash_type': null}}"), Code::json_member_missing);
    row("unknown hash type", predicate("{'serialization': {'hash_type': 'md5'}}"), Code::manifest_algorithm);
    row("hash type of a signature only", predicate("{'serialization': {'hash_type': 'sha512'}}"),
        Code::manifest_algorithm);
    row("hash type in capitals", predicate("{'serialization': {'hash_type': 'SHA256'}}"),
        Code::manifest_algorithm);
    row("no link policy", predicate("{'serialization': {'allow_symlinks': null}}"),
        Code::json_member_missing);
    row("link policy is a text", predicate("{'serialization': {'allow_symlinks': 'false'}}"),
        Code::json_member_type);
    row("link policy is a number", predicate("{'serialization': {'allow_symlinks': 0}}"),
        Code::json_member_type);
    row("ignore paths are a text", predicate("{'serialization': {'ignore_paths': '.git'}}"),
        Code::json_member_type);
    row("an ignore path is a number", predicate("{'serialization': {'ignore_paths': [1]}}"),
        Code::json_member_type);
    row("shard size with files", predicate("{'serialization': {'shard_size': 4}}"),
        Code::manifest_serialization);
    row("shards without a size", predicate("{'serialization': {'method': 'shards'}}"), Code::manifest_shards);
    row("shards without a size, named well", sharded("null"), Code::manifest_serialization);
    row("no resources", predicate("{'resources': null}"), Code::manifest_empty);
    row("empty resources", predicate("{'resources': []}"), Code::manifest_empty);
    row("resources are an object", predicate("{'resources': {'a': 'b'}}"), Code::json_member_type);
    row("a resource is a text", predicate("{'resources': ['a']}"), Code::json_member_type);
    row("no name", predicate(resource("'algorithm': 'sha256'," + digest)), Code::json_member_missing);
    row("no algorithm", predicate(resource("'name': 'a'," + digest)), Code::json_member_missing);
    row("no digest", predicate(resource("'name': 'a', 'algorithm': 'sha256'")), Code::json_member_missing);
    row("digest is a number", predicate(resource("'name': 'a', 'algorithm': 'sha256', 'digest': 4")),
        Code::json_member_type);
    row("name leads upwards", predicate(resource("'name': '../a', 'algorithm': 'sha256'," + digest)),
        Code::manifest_name);
    row("name holds NUL", predicate(resource("'name': 'a\\u0000b', 'algorithm': 'sha256'," + digest)),
        Code::manifest_name);
    row("digest too short", predicate(resource("'name': 'a', 'algorithm': 'sha256', 'digest': 'b94d'")),
        Code::manifest_digest);
    row("digest in capitals",
        predicate(resource("'name': 'a', 'algorithm': 'sha256', 'digest': '" + std::string(64, 'A') + "'")),
        Code::manifest_digest);
    row("another algorithm", predicate(resource("'name': 'a', 'algorithm': 'blake3'," + digest)),
        Code::manifest_algorithm);
    row("a sharded algorithm for files",
        predicate(resource("'name': 'a', 'algorithm': 'sha256-sharded-4'," + digest)),
        Code::manifest_algorithm);
    row("a sharded algorithm of another size", sharded("4", "sha256-sharded-8"), Code::manifest_algorithm);
    row("a sharded algorithm of another hash", sharded("4", "blake2b-sharded-4"), Code::manifest_algorithm);
    row("shards of half the size", sharded("8"), Code::manifest_shards);
  }

  void refuses_other_predicates() {
    QFETCH(Json, given);
    QFETCH(base::Code, code);
    const auto read = manifest_of(given);
    QVERIFY(!read);
    QCOMPARE(std::string(base::name(read.error().code)), std::string(base::name(code)));
  }

  void what_is_written_is_read_back() {
    for (const char* changes : {"{}", "{'serialization': {'ignore_paths': null, 'allow_symlinks': true}}",
                                "{'serialization': {'ignore_paths': ['.git', 'a b/c', '\u6a21']}}"}) {
      const auto read = manifest_of(predicate(changes));
      QVERIFY(read.has_value());
      const auto written = manifest::predicate_of(*read);
      QVERIFY(written.has_value());
      QVERIFY(*manifest_of(*written) == *read);
    }
    const auto shards = manifest_of(sharded("4"));
    QVERIFY(*manifest_of(*manifest::predicate_of(*shards)) == *shards);
  }

  /// The reference's writer knows only doubles; the specification asks for an integer.
  void numbers_are_written_as_integers() {
    const auto read = manifest_of(sharded("4.0", "sha256-sharded-4"));
    const auto written = manifest::predicate_of(*read);
    QVERIFY(written->at("serialization").at("shard_size").is_number_integer());
    QVERIFY(written->dump().find("\"shard_size\":4}") != std::string::npos);
    QCOMPARE(written->at("resources").at(0).at("algorithm").get<std::string>(), std::string("sha256"));
    QVERIFY(!manifest::predicate_of(*manifest_of(predicate()))->at("serialization").contains("shard_size"));
  }

  void ignored_paths_are_written_only_in_normal_form() {
    for (const char* path : {"", "/abs", "a/../b", "..", "a/", "./a", "a//b", "."}) {
      auto given = predicate();
      given["serialization"]["ignore_paths"] = {path};
      const auto read = manifest_of(given);
      QVERIFY(read.has_value());
      const auto written = manifest::predicate_of(*read);
      QVERIFY2(!written, path);
      QCOMPARE(written.error().code, base::Code::manifest_name);
    }
  }

  /// Before any of them is looked at.
  void more_resources_than_any_model_has_are_refused() {
    auto given = predicate();
    given["resources"] = Json::array();
    manifest::ListedResources listed;
    listed.begin(given);
    for (std::size_t i = 0; i <= base::limits::resources; ++i) listed.add({});
    const auto read = manifest::manifest_from_predicate(given, std::move(listed));
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::Code::manifest_too_many);
  }
};

QTEST_APPLESS_MAIN(tst_predicate)
#include "tst_predicate.moc"
