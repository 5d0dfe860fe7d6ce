#include "verdict/mutations/table.h"

namespace weighmaster::tests {
namespace {

/// Signed and logged as it then is.
Mutation in_statement(std::function<void(Json&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_statement = change; };
}

Mutation in_payload(std::function<void(std::string&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_payload = change; };
}

/// Sets the root digest to that of the resources, in their order.
void seal(Json& statement) {
  crypto::Hasher hasher(crypto::DigestAlgorithm::sha256);
  for (const auto& resource : statement["predicate"]["resources"])
    hasher.update(*base::from_hex(resource["digest"].get<std::string>()));
  statement["subject"][0]["digest"]["sha256"] = hasher.finish().hex();
}

Mutation in_resources(std::function<void(Json&)> change) {
  return in_statement([change = std::move(change)](Json& statement) {
    change(statement["predicate"]["resources"]);
    seal(statement);
  });
}

/// Without a new root digest: what the resources then hold is no digest.
Mutation in_resource(std::function<void(Json&)> change) {
  return in_statement(at_place("/predicate/resources/0", std::move(change)));
}

Mutation in_serialization(std::function<void(Json&)> change) {
  return in_statement(at_place("/predicate/serialization", std::move(change)));
}

/// Both files in one piece each, as shards of ten bytes.
void into_shards(Json& statement) {
  auto& predicate = statement["predicate"];
  predicate["serialization"]["method"] = "shards";
  predicate["serialization"]["shard_size"] = 10;
  predicate["resources"][0]["name"] = "config.json:0:2";
  predicate["resources"][1]["name"] = "weights.bin:0:4";
}

Mutation in_shards(std::function<void(Json& predicate)> change) {
  return in_statement([change = std::move(change)](Json& statement) {
    into_shards(statement);
    change(statement["predicate"]);
  });
}

Mutation in_model(std::function<void(const std::filesystem::path&)> change) {
  return [change = std::move(change)](Scene& scene) { scene.change_model = change; };
}

void statement(Table row) {
  const QStringList missing{"statement: json.member_missing"};
  const QStringList type{"statement: json.member_type"};
  const QStringList subject{"statement: statement.subject"};
  const QStringList predicate_type{"statement: statement.predicate_type"};
  const auto set = [](const char* name, Json value) {
    return in_statement([name, value](Json& statement) { statement[name] = value; });
  };
  row("another type", set("_type", "https://in-toto.io/Statement/v0.1"), {"statement: statement.type"});
  row("no type", set("_type", nullptr), missing);
  row("another predicate", set("predicateType", "https://slsa.dev/provenance/v1"), predicate_type);
  row("a predicate's type with a slash", set("predicateType", "https://model_signing/signature/v1.0/"),
      predicate_type);
  row("a predicate's type that is a list", set("predicateType", Json::array()), type);
  row("no predicate", set("predicate", nullptr), missing);
  row("no subject", set("subject", Json::array()), subject);
  row("a subject that is a text", set("subject", "model"), type);
  row("two subjects",
      in_statement([](Json& statement) { statement["subject"].push_back(statement["subject"][0]); }),
      subject);
  row("a subject without a name",
      in_statement([](Json& statement) { statement["subject"][0].erase("name"); }), missing);
  row("an empty name", in_statement([](Json& statement) { statement["subject"][0]["name"] = ""; }), subject);
  row("another name, which says nothing",
      in_statement([](Json& statement) { statement["subject"][0]["name"] = "another"; }), {});
  row("no root digest",
      in_statement([](Json& statement) { statement["subject"][0]["digest"].erase("sha256"); }), missing);
  row("a root digest of 31 bytes", in_statement([](Json& statement) {
        statement["subject"][0]["digest"]["sha256"] = std::string(62, '0');
      }),
      subject);
  row("another root digest", in_statement([](Json& statement) {
        statement["subject"][0]["digest"]["sha256"] = std::string(64, '0');
      }),
      {"statement: statement.root_digest"});
  row("members that nobody knows", set("more", Json{{"a", 1}}), {});
}

void payload(Table row) {
  row("not JSON", in_payload([](std::string& text) { text = "model"; }), {"statement: json.malformed"});
  row("a byte behind it", in_payload([](std::string& text) { text += "}"; }), {"statement: json.malformed"});
  row("a member twice", in_payload([](std::string& text) { text.insert(1, "\"_type\":\"\","); }),
      {"statement: json.duplicate_member"});
  row("not UTF-8", in_payload([](std::string& text) { text.insert(1, "\"more\":\"\xc3\","); }),
      {"statement: json.not_utf8"});
  row("of another type", [](Scene& scene) { scene.spec.payload_type = "application/json"; },
      {"statement: envelope.payload_type"});
  row("of no type", [](Scene& scene) { scene.spec.payload_type.clear(); },
      {"statement: envelope.payload_type"});
}

void resources(Table row) {
  const QStringList name{"statement: manifest.name"};
  const QStringList digest{"statement: manifest.digest"};
  const QStringList missing{"statement: json.member_missing"};
  const QStringList type{"statement: json.member_type"};
  const auto named = [](std::string text) {
    return in_resources([text](Json& resources) { resources[0]["name"] = text; });
  };
  const auto digest_of = [](std::string text) {
    return in_resource([text](Json& resource) { resource["digest"] = text; });
  };
  row("none", in_resources([](Json& resources) { resources = Json::array(); }),
      {"statement: manifest.empty"});
  row("one that is a text", in_resource([](Json& resource) { resource = "config.json"; }), type);
  row("without a name", in_resource([](Json& resource) { resource.erase("name"); }), missing);
  row("without a digest", in_resource([](Json& resource) { resource.erase("digest"); }), missing);
  row("without an algorithm", in_resource([](Json& resource) { resource.erase("algorithm"); }), missing);
  row("a name that is a number", in_resource([](Json& resource) { resource["name"] = 1; }), type);
  row("an empty name", named(""), name);
  row("a name from the top", named("/config.json"), name);
  row("a name that leaves the model", named("../config.json"), name);
  row("a name with a way back", named("sub/../config.json"), name);
  row("a name that ends in a slash", named("config.json/"), name);
  row("a single point, of two", named("."), name);
  row("a name with a zero", named(std::string("config\0.json", 12)), name);
  row("the same name twice", named("weights.bin"), {"statement: manifest.name_duplicate"});
  row("the same name twice, written otherwise", named("./weights.bin"),
      {"statement: manifest.name_duplicate"});
  row("a digest too short", digest_of(std::string(62, '0')), digest);
  row("a digest in capitals", digest_of(std::string(64, 'A')), digest);
  row("a digest that is none", digest_of("sha256"), digest);
  row("another algorithm", in_resource([](Json& resource) { resource["algorithm"] = "blake2b"; }),
      {"statement: manifest.algorithm"});
  row("in another order, which is remarked on",
      in_resources([](Json& resources) { std::swap(resources[0], resources[1]); }), {});
}

void serialization(Table row) {
  const QStringList bad{"statement: manifest.serialization"};
  const QStringList missing{"statement: json.member_missing"};
  const QStringList type{"statement: json.member_type"};
  const auto set = [](const char* name, Json value) {
    return in_serialization([name, value](Json& serialization) { serialization[name] = value; });
  };
  row("none", in_statement([](Json& statement) { statement["predicate"].erase("serialization"); }), missing);
  row("no method", set("method", nullptr), missing);
  row("another method", set("method", "chunks"), bad);
  row("no hash", set("hash_type", nullptr), missing);
  row("another hash", set("hash_type", "md5"), {"statement: manifest.algorithm"});
  row("a hash that is not the resources'", set("hash_type", "blake3"), {"statement: manifest.algorithm"});
  row("nothing about links", set("allow_symlinks", nullptr), missing);
  row("a text about links", set("allow_symlinks", "false"), type);
  row("paths to ignore that are a text", set("ignore_paths", ".git"), type);
  row("a path to ignore that is a number", set("ignore_paths", Json::array({1})), type);
  row("files in shards", set("shard_size", 10), bad);
}

void shards(Table row) {
  const QStringList bad{"statement: manifest.serialization"};
  const QStringList gap{"statement: manifest.shards"};
  const auto size = [](Json value) {
    return in_shards([value](Json& predicate) { predicate["serialization"]["shard_size"] = value; });
  };
  const auto named = [](const char* text) {
    return in_shards([text](Json& predicate) { predicate["resources"][1]["name"] = text; });
  };
  row("as they should be", in_shards([](Json&) {}), {});
  row("no size", size(nullptr), bad);
  row("a size of zero", size(0), bad);
  row("a negative size", size(-10), bad);
  row("half a byte", size(10.5), bad);
  row("a size that is a text", size("10"), bad);
  row("a name without a range", named("weights.bin"), gap);
  row("a range that begins too late", named("weights.bin:1:5"), gap);
  row("a range that ends before it begins", named("weights.bin:4:0"), gap);
  row("a range longer than a shard", named("weights.bin:0:11"), gap);
  row("a range of wrapped numbers", named("weights.bin:0:18446744073709551620"), gap);
  row("a range with a sign", named("weights.bin:0:+4"), gap);
}

void content(Table row) {
  row("a changed file", in_model([](const auto& folder) { write(folder / "weights.bin", "1235"); }),
      {"files: content.changed"});
  row("a file signed otherwise",
      in_resources([](Json& resources) { resources[1]["digest"] = std::string(64, '0'); }),
      {"files: content.changed"});
  row("a missing file", in_model([](const auto& folder) { std::filesystem::remove(folder / "weights.bin"); }),
      {"files: content.missing"});
  row("one file more", in_model([](const auto& folder) { write(folder / "more.bin", "1"); }),
      {"nothing_else: content.unsigned"});
  row("a file signed under another name",
      in_resources([](Json& resources) { resources[1]["name"] = "weights.pt"; }),
      {"files: content.missing", "nothing_else: content.unsigned"});
  row("a link in its place", in_model([](const auto& folder) {
        std::filesystem::remove(folder / "weights.bin");
        std::filesystem::create_symlink("config.json", folder / "weights.bin");
      }),
      {"files: folder.link"});
  row("an empty model", in_model([](const auto& folder) {
        std::filesystem::remove(folder / "weights.bin");
        std::filesystem::remove(folder / "config.json");
      }),
      {"files: content.missing", "files: content.missing"});
}

}  // namespace

void add_statement_rows(MutationRows& rows) {
  statement({rows, "statement"});
  payload({rows, "payload"});
  resources({rows, "resources"});
  serialization({rows, "serialization"});
  shards({rows, "shards"});
  content({rows, "content"});
}

}  // namespace weighmaster::tests
