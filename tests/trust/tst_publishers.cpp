#include "trust/publishers.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/limits.h"
#include "support/outcome.h"
#include "support/places.h"
#include "support/test_certificate.h"
#include "support/test_key.h"
#include "trust/publishers_file.h"

using namespace weighmaster;
using base::Code;
using base::Json;
using trust::Publisher;
using trust::Publishers;
namespace fs = std::filesystem;

namespace {

constexpr auto path = "publishers.json";
constexpr auto issuer = "https://idp.example";
const auto day = tests::at("2026-01-31T12:00:00Z");

trust::Signers person(const std::string& name) {
  return {{{{name, issuer}}}, {}, {}};
}

Publisher entry(const std::string& models, const trust::Signers& signer) {
  return {{}, models, signer, day, trust::Origin::by_hand, {}, {}};
}

Publisher entry(const std::string& models, const std::string& name) {
  return entry(models, person(name));
}

Publishers book(const std::vector<Publisher>& entries) {
  return Publishers(path).with_all(entries).value();
}

/// The names that may sign the model, and whether a rule says so.
QStringList names_for(const Publishers& book, const std::string& model) {
  const auto policy = book.policy_for(model);
  if (!policy.rule) return {"nobody is expected"};
  QStringList names;
  for (const auto& identity : policy.rule->signers.identities.any_of)
    names += QString::fromStdString(identity.name);
  return names;
}

Json entry_json() {
  return {{"id", "0123456789abcdef"},
          {"models", "org/model"},
          {"signer", {{"identity", "alice@example.com"}, {"identity_provider", issuer}}},
          {"added", "2026-01-31T12:00:00Z"},
          {"how", "by_hand"}};
}

std::string text_of(const std::vector<Json>& entries) {
  return Json{{"schema", 1}, {"publishers", entries}}.dump();
}

base::Result<Publishers> parse(const std::string& text) {
  return Publishers::parse(as_bytes(text), path);
}

base::Result<trust::Imported> import(const std::string& text) {
  return trust::read_import(as_bytes(text), "theirs.json", day,
                            [](const std::string& named) -> base::Result<Bytes> {
                              return base::fail(Code::file_not_found, named);
                            });
}

}  // namespace

class TestPublishers : public QObject {
  Q_OBJECT

 private slots:
  void the_narrowest_entries_decide() {
    const auto all = book({entry("*", "anybody@example.com"), entry("org/*", "org@example.com"),
                           entry("org/llama-*", "llama@example.com"), entry("org/llama-7b", "a@example.com"),
                           entry("org/llama-7b", "b@example.com"), entry("gpt2", "gpt2@example.com")});
    QCOMPARE(names_for(all, "org/llama-7b"), (QStringList{"a@example.com", "b@example.com"}));
    QCOMPARE(names_for(all, "org/llama-70b"), QStringList{"llama@example.com"});
    QCOMPARE(names_for(all, "org/other"), QStringList{"org@example.com"});
    QCOMPARE(names_for(all, "gpt2"), QStringList{"gpt2@example.com"});
    QCOMPARE(names_for(all, "ORG/other"), QStringList{"anybody@example.com"});
    QCOMPARE(names_for(all, ""), QStringList{"anybody@example.com"});
  }

  void a_model_without_a_name_has_only_entries_for_any() {
    const auto all = book({entry("org/*", "org@example.com"), entry("gpt2", "gpt2@example.com")});
    QCOMPARE(names_for(all, ""), QStringList{"nobody is expected"});
    QCOMPARE(names_for(all, "other/model"), QStringList{"nobody is expected"});
    QVERIFY(std::holds_alternative<trust::NoExpectation>(all.policy_for("").expectation));
  }

  void what_decided_is_named_and_dated() {
    const auto all = book({entry("org/*", "org@example.com")});
    const auto rule = all.policy_for("org/model").rule.value();
    QCOMPARE(rule.file, std::string(path));
    QCOMPARE(rule.name, std::string("org/*"));
    QCOMPARE(rule.model, std::string("org/model"));
    QCOMPARE(rule.entries.size(), std::size_t{1});
    QCOMPARE(rule.entries[0].id, all.entries()[0].id);
    QVERIFY(rule.entries[0].added == day);
    QCOMPARE(trust::name(all.entries()[0].scope()), std::string_view("publisher"));
  }

  void the_strictest_of_the_deciding_entries_says_how_many_times() {
    auto strict = entry("org/*", "a@example.com");
    strict.independent_times = 2;
    const auto all = book({entry("org/*", "b@example.com"), strict, entry("*", "c@example.com")});
    QCOMPARE(all.policy_for("org/model").independent_times, std::size_t{2});
    QCOMPARE(all.policy_for("").independent_times, std::size_t{1});
  }

  void each_kind_of_signer_survives_being_written() {
    const auto key = tests::TestKey::generate();
    const auto chain = tests::mint_chain();
    auto noted = entry("org/*", "*@example.com");
    noted.signer.identities.any_of[0].name_is_pattern = true;
    noted.note = "said on the phone, \"twice\"\n\u2013 by Eva";
    noted.from = "team.json";
    noted.origin = trust::Origin::imported;
    noted.independent_times = 3;
    const auto written = book({noted, entry("org/key", {{}, {{key.public_key()}}, {}}),
                               entry("org/root", {{}, {}, {{chain.root, chain.certificates.front()}}})});
    const auto read = parse(written.text()).value();
    QCOMPARE(read.text(), written.text());
    QCOMPARE(read.entries().size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
      QVERIFY(read.entries()[i].says_the_same(written.entries()[i]));
      QCOMPARE(read.entries()[i].id, written.entries()[i].id);
    }
    QCOMPARE(read.entries()[0].note, noted.note);
    QCOMPARE(read.entries()[0].from, noted.from);
    QCOMPARE(read.entries()[0].independent_times, std::size_t{3});
    QVERIFY(method_of(read.entries()[1].signer) == signature::Method::key);
    QVERIFY(method_of(read.entries()[2].signer) == signature::Method::certificate);
  }

  void an_entry_is_added_once_and_taken_out_and_put_back() {
    const auto one = book({entry("org/*", "a@example.com")});
    QCOMPARE(tests::outcome(one.with(entry("org/*", "a@example.com"))), "publishers.expected");
    const auto two = one.with(entry("org/*", "b@example.com")).value();
    const auto taken = *two.find(two.entries()[0].id);
    const auto without = two.without(taken.id).value();
    QCOMPARE(without.entries().size(), std::size_t{1});
    QCOMPARE(tests::outcome(without.without(taken.id)), "publishers.unknown");
    const auto back = without.with(taken).value();
    QCOMPARE(back.entries().back().id, taken.id);
    QVERIFY(back.entries().back().added == taken.added);
  }

  void a_note_is_changed() {
    const auto one = book({entry("org/*", "a@example.com")});
    const auto noted = one.with_note(one.entries()[0].id, "by phone").value();
    QCOMPARE(noted.entries()[0].note, std::string("by phone"));
    QCOMPARE(tests::outcome(one.with_note("0000000000000000", "x")), "publishers.unknown");
    const auto longer = std::string(base::limits::publisher_note_bytes + 1, 'x');
    QCOMPARE(tests::outcome(one.with_note(one.entries()[0].id, longer)), "publishers.malformed");
  }

  void what_the_book_could_not_hold_is_not_added_data() {
    QTest::addColumn<QString>("models");
    QTest::addColumn<QByteArray>("identity");
    QTest::addColumn<QString>("code");
    QTest::newRow("any publisher") << "*/model" << QByteArray("a@example.com") << "policy.pattern";
    QTest::newRow("spaces") << "org/my model" << QByteArray("a@example.com") << "policy.pattern";
    QTest::newRow("no model") << "" << QByteArray("a@example.com") << "publishers.malformed";
    QTest::newRow("nobody") << "org/*" << QByteArray() << "publishers.malformed";
    QTest::newRow("no UTF-8") << "org/*" << QByteArray("a\xff@example.com") << "publishers.malformed";
  }

  void what_the_book_could_not_hold_is_not_added() {
    QFETCH(QString, models);
    QFETCH(QByteArray, identity);
    QFETCH(QString, code);
    QCOMPARE(tests::outcome(Publishers(path).with(entry(models.toStdString(), identity.toStdString()))),
             code);
  }

  void a_full_book_takes_no_more() {
    std::vector<Publisher> many;
    for (std::size_t i = 0; i < base::limits::publishers; ++i)
      many.push_back(entry("org/model-" + std::to_string(i), "a@example.com"));
    const auto full = book(many);
    QCOMPARE(full.entries().size(), base::limits::publishers);
    QCOMPARE(tests::outcome(full.with(entry("org/one-more", "a@example.com"))), "publishers.malformed");
  }

  void what_is_wrong_is_told_with_its_place_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* what, const std::string& text, const char* code, const char* says) {
      QTest::newRow(what) << QString::fromStdString(text) << code << says;
    };
    const auto bad = [&](const char* what, const std::string& text, const char* says) {
      row(what, text, "publishers.malformed", says);
    };
    const auto of_entry = [&](const char* what, const char* member, Json value, const char* says) {
      auto changed = entry_json();
      changed[member] = std::move(value);
      bad(what, text_of({changed}), says);
    };
    row("no JSON", "{", "json.malformed", "");
    row("twice", R"({"schema": 1, "schema": 1})", "json.duplicate_member", "");
    bad("a list", "[]", "book: it has to be an object");
    bad("another schema", R"({"schema": 2, "publishers": []})", "schema: it has to be 1");
    bad("no list", R"({"schema": 1})", "publishers: it has to be a list");
    bad("an unknown member", R"({"schema": 1, "publishers": [], "rules": []})", "“rules” is no member");
    bad("an entry that is no object", text_of({1}), "publishers[0]: it has to be an object");
    of_entry("an unknown member of an entry", "scope", "any", "publishers[0]: “scope” is no member");
    of_entry("an id in capital letters", "id", "0123456789ABCDEF", "publishers[0].id");
    of_entry("an id that is too short", "id", "0123", "publishers[0].id");
    of_entry("models is a list", "models", {"org/*"}, "publishers[0].models");
    of_entry("signer is a text", "signer", "alice", "publishers[0].signer");
    of_entry("signer without a provider", "signer", {{"identity", "a@b.example"}}, "publishers[0].signer");
    of_entry(
        "signer with two identities", "signer",
        {{"identity", "a@b.example"}, {"identity_pattern", "*@b.example"}, {"identity_provider", issuer}},
        "publishers[0].signer");
    of_entry("a key in a file", "signer", {{"public_key", "key.pub"}}, "stand in the book");
    of_entry("a certificate in a file", "signer", {{"certificate_chain", {"root.pem"}}}, "stand in the book");
    of_entry("a time without a zone", "added", "2026-01-31T12:00:00", "publishers[0].added");
    of_entry("an unknown origin", "how", "by magic", "publishers[0].how");
    of_entry("a note that is a number", "note", 1, "publishers[0].note");
    of_entry("no times", "timestamp_threshold", 0, "publishers[0].timestamp_threshold");
    auto other = entry_json();
    other["models"] = "org/other";
    bad("an id twice", text_of({entry_json(), other}), "publishers[1]: it is there twice");
    other = entry_json();
    other["id"] = "ffffffffffffffff";
    bad("the same twice", text_of({entry_json(), other}), "publishers[1]: it is there twice");
    for (const char* member : {"id", "models", "signer", "added", "how"}) {
      auto changed = entry_json();
      changed.erase(member);
      bad((std::string("without ") + member).c_str(), text_of({changed}), member);
    }
  }

  void what_is_wrong_is_told_with_its_place() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(QString, says);
    const auto read = parse(text.toStdString());
    QCOMPARE(tests::outcome(read), code);
    const auto detail = QString::fromStdString(read.error().detail);
    QVERIFY2(detail.contains(says), qPrintable(detail));
  }

  void hostile_texts_are_kept_as_they_are() {
    for (const auto* hostile :
         {"<b>bold</b>", "a\u202egnp.exe", "\u200b", "%s%n{subject}", "\n\r\t\x1b[31m"}) {
      auto one = entry("org/*", std::string("a") + hostile + "@example.com");
      one.note = hostile;
      one.from = hostile;
      const auto read = parse(book({one}).text()).value();
      QCOMPARE(read.entries()[0].note, std::string(hostile));
      QCOMPARE(read.entries()[0].from, std::string(hostile));
      QCOMPARE(read.entries()[0].signer.identities.any_of[0].name,
               std::string("a") + hostile + "@example.com");
    }
  }

  void a_book_is_imported_without_what_is_here() {
    const auto theirs = book({entry("org/*", "a@example.com"), entry("org/*", "b@example.com")});
    const auto imported = import(theirs.text()).value();
    QCOMPARE(imported.entries.size(), std::size_t{2});
    QCOMPARE(imported.entries[0].from, std::string("theirs.json"));
    QVERIFY(imported.entries[0].origin == trust::Origin::imported);
    const auto ours = book({entry("org/*", "a@example.com")});
    QCOMPARE(ours.news(imported.entries).size(), std::size_t{1});
    const auto both = ours.with_all(imported.entries).value();
    QCOMPARE(both.entries().size(), std::size_t{2});
    QVERIFY(both.entries()[0].origin == trust::Origin::by_hand);
    QVERIFY(both.entries()[0].id != both.entries()[1].id);
  }

  void a_policy_file_is_imported_signer_by_signer() {
    const auto key = tests::TestKey::generate();
    const Json rule{{"models", {"org/*", "org/llama"}},
                    {"signers",
                     {{{"identity", "a@example.com"}, {"identity_provider", issuer}},
                      {{"public_key", key.public_pem()}}}},
                    {"ignore_unsigned_files", true},
                    {"timestamp_threshold", 2}};
    const auto imported = import(Json{{"schema", 1}, {"rules", {rule}}}.dump());
    // "org/llama" is decided by "org/*" of the same rule: that is no fault.
    QCOMPARE(tests::outcome(imported), "ok");
    QCOMPARE(imported->entries.size(), std::size_t{4});
    QVERIFY(imported->drops_unsigned_files);
    for (const auto& each : imported->entries) {
      QVERIFY(each.origin == trust::Origin::policy);
      QCOMPARE(each.independent_times, std::size_t{2});
    }
    QCOMPARE(tests::outcome(import(R"({"schema": 1, "rules": []})")), "policy.malformed");
    QCOMPARE(tests::outcome(import(R"({"schema": 1})")), "publishers.malformed");
  }

  void the_book_knows_its_names() {
    const auto all = book({entry("EleutherAI/*", "release@eleuther.ai")});
    QVERIFY(all.known()->knows("release@eleuther.ai", issuer));
    QVERIFY(all.known()->like_model("EleuterAI/pythia").has_value());
    QVERIFY(Publishers(path).known()->empty());
  }

  void the_file_is_its_owners_alone_and_written_whole() {
    const tests::TemporaryFolder folder;
    const auto file = folder / "settings/weighmaster/publishers.json";
    QVERIFY(trust::load_publishers(file).value().entries().empty());
    const auto add = [&](const std::string& name) {
      return trust::change_publishers(
          file, [&](const Publishers& book) { return book.with(entry("org/*", name)); });
    };
    QCOMPARE(tests::outcome(add("a@example.com")), "ok");
    QCOMPARE(tests::outcome(add("b@example.com")), "ok");
    QCOMPARE(tests::outcome(add("b@example.com")), "publishers.expected");
    QCOMPARE(trust::load_publishers(file).value().entries().size(), std::size_t{2});
    QVERIFY(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    QCOMPARE(std::distance(fs::directory_iterator(file.parent_path()), fs::directory_iterator()), 1);
  }

  void a_file_that_is_no_book_is_neither_read_nor_replaced() {
    const tests::TemporaryFolder folder;
    const auto file = folder / "publishers.json";
    tests::write(file, "{}");
    QCOMPARE(tests::outcome(trust::load_publishers(file)), "publishers.malformed");
    const auto changed =
        trust::change_publishers(file, [](const Publishers& book) { return base::Result<Publishers>(book); });
    QCOMPARE(tests::outcome(changed), "publishers.malformed");
    QCOMPARE(as_text(tests::read(file)), std::string_view("{}"));
    QCOMPARE(tests::outcome(trust::load_publishers(folder.path())), "file.not_regular");
  }

  void the_place_is_the_persons_settings() {
    qputenv("XDG_CONFIG_HOME", "/settings");
    QCOMPARE(trust::default_publishers_file(), fs::path("/settings/weighmaster/publishers.json"));
    qputenv("XDG_CONFIG_HOME", "relative");
    qputenv("HOME", "/home/person");
    QCOMPARE(trust::default_publishers_file(), fs::path("/home/person/.config/weighmaster/publishers.json"));
    qunsetenv("HOME");
    QCOMPARE(trust::default_publishers_file(), std::nullopt);
  }
};

QTEST_APPLESS_MAIN(TestPublishers)
#include "tst_publishers.moc"
