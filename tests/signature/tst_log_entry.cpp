#include <QTest>
#include <nlohmann/json.hpp>

#include <functional>

#include "base/encoding.h"
#include "signature/log_entry.h"

using namespace weighmaster;
using base::Code;
using base::Json;

namespace {

Json good_entry() {
  const auto hash = base::to_base64(Bytes(32, 3));
  return {{"logIndex", "206342049"},
          {"logId", {{"keyId", base::to_base64(Bytes(32, 1))}}},
          {"kindVersion", {{"kind", "dsse"}, {"version", "0.0.1"}}},
          {"integratedTime", "1746234602"},
          {"inclusionPromise", {{"signedEntryTimestamp", "AQID"}}},
          {"inclusionProof",
           {{"logIndex", "84437787"},
            {"treeSize", "84437788"},
            {"rootHash", hash},
            {"hashes", Json::array({hash, hash})},
            {"checkpoint", {{"envelope", "a note"}}}}},
          {"canonicalizedBody", "e30="}};
}

base::Result<signature::LogEntry> parse(const Json& json) {
  return signature::parse_log_entry(*base::JsonObject::from(json, "entry"));
}

using Mutation = std::function<void(Json&)>;

}  // namespace

class tst_log_entry : public QObject {
  Q_OBJECT

 private slots:
  void reads_an_entry() {
    const auto entry = parse(good_entry());
    QVERIFY(entry);
    QCOMPARE(entry->log_index, std::int64_t{206342049});
    QCOMPARE(entry->log_id.size(), std::size_t{32});
    QCOMPARE(entry->kind, std::string("dsse"));
    QCOMPARE(entry->version, std::string("0.0.1"));
    QCOMPARE(base::to_rfc3339(*entry->integrated_time), std::string("2025-05-03T01:10:02Z"));
    QVERIFY(entry->promise == (Bytes{1, 2, 3}));
    QCOMPARE(entry->proof->log_index, std::int64_t{84437787});
    QCOMPARE(entry->proof->tree_size, std::int64_t{84437788});
    QCOMPARE(entry->proof->hashes.size(), std::size_t{2});
    QCOMPARE(entry->proof->checkpoint, std::string("a note"));
    QVERIFY(entry->body == to_bytes("{}"));
  }

  /// proto3 JSON leaves zero values out; null is absent.
  void zero_values_may_be_absent_data() {
    QTest::addColumn<Mutation>("leave_out");
    QTest::newRow("absent") << Mutation([](Json& entry) {
      for (const auto* name : {"logIndex", "integratedTime", "inclusionPromise"}) entry.erase(name);
      for (const auto* name : {"logIndex", "hashes", "checkpoint"}) entry["inclusionProof"].erase(name);
    });
    QTest::newRow("null") << Mutation([](Json& entry) {
      for (const auto* name : {"logIndex", "integratedTime", "inclusionPromise"}) entry[name] = nullptr;
      for (const auto* name : {"logIndex", "hashes", "checkpoint"}) entry["inclusionProof"][name] = nullptr;
    });
    QTest::newRow("zero") << Mutation([](Json& entry) {
      entry["logIndex"] = 0;
      entry["integratedTime"] = "0";
      entry.erase("inclusionPromise");
      entry["inclusionProof"]["logIndex"] = "0";
      entry["inclusionProof"]["hashes"] = Json::array();
      entry["inclusionProof"]["checkpoint"] = Json::object();
    });
  }
  void zero_values_may_be_absent() {
    QFETCH(const Mutation, leave_out);
    auto json = good_entry();
    leave_out(json);
    const auto entry = parse(json);
    QVERIFY(entry);
    QCOMPARE(entry->log_index, std::int64_t{0});
    QVERIFY(!entry->integrated_time);
    QVERIFY(!entry->promise);
    QCOMPARE(entry->proof->log_index, std::int64_t{0});
    QVERIFY(entry->proof->hashes.empty());
    QVERIFY(entry->proof->checkpoint.empty());
  }

  void an_entry_may_have_no_proof() {
    auto json = good_entry();
    json.erase("inclusionProof");
    QVERIFY(!parse(json)->proof);
  }

  void log_ids_may_be_four_bytes() {
    auto json = good_entry();
    json["logId"]["keyId"] = base::to_base64(Bytes(4, 1));
    QCOMPARE(parse(json)->log_id.size(), std::size_t{4});
  }

  /// RFC 8785: members in order, no white space, slashes not escaped. The index is the whole log's, not the
  /// tree's.
  void the_promise_signs_canonical_json() {
    auto json = good_entry();
    json["canonicalizedBody"] = base::to_base64(Bytes{0xff, 0xff, 0xff});
    std::string log_id;
    for (int i = 0; i < 32; ++i) log_id += "01";
    const auto expected =
        R"({"body":"////","integratedTime":1746234602,"logID":")" + log_id + R"(","logIndex":206342049})";
    const auto entry = parse(json);
    QCOMPARE(std::string(as_text(signature::promised_bytes(*entry))), expected);
  }

  void refuses_data() {
    QTest::addColumn<Mutation>("mutate");
    QTest::addColumn<Code>("code");
    const auto row = [](const char* name, Code code, Mutation mutate) {
      QTest::newRow(name) << std::move(mutate) << code;
    };
    row("no log id", Code::json_member_missing, [](Json& entry) { entry.erase("logId"); });
    row("a log id of three bytes", Code::log_entry_malformed,
        [](Json& entry) { entry["logId"]["keyId"] = "AAAA"; });
    row("a log id of 33 bytes", Code::log_entry_malformed,
        [](Json& entry) { entry["logId"]["keyId"] = base::to_base64(Bytes(33)); });
    row("a log id that is no base64", Code::base64_malformed,
        [](Json& entry) { entry["logId"]["keyId"] = "A A="; });
    row("no kind", Code::json_member_missing, [](Json& entry) { entry["kindVersion"].erase("kind"); });
    row("no version", Code::json_member_missing, [](Json& entry) { entry["kindVersion"].erase("version"); });
    row("no body", Code::json_member_missing, [](Json& entry) { entry.erase("canonicalizedBody"); });
    row("an empty body", Code::log_entry_malformed, [](Json& entry) { entry["canonicalizedBody"] = ""; });
    row("a negative index", Code::log_entry_malformed, [](Json& entry) { entry["logIndex"] = "-1"; });
    row("an index that wraps", Code::json_number,
        [](Json& entry) { entry["logIndex"] = "18446744073709551617"; });
    row("a negative time", Code::log_entry_malformed, [](Json& entry) { entry["integratedTime"] = -1; });
    row("a time after the year 9999", Code::log_entry_malformed,
        [](Json& entry) { entry["integratedTime"] = "253402300800"; });
    row("a time that would wrap in milliseconds", Code::log_entry_malformed,
        [](Json& entry) { entry["integratedTime"] = "9223372036854775807"; });
    row("an empty promise", Code::log_entry_malformed,
        [](Json& entry) { entry["inclusionPromise"]["signedEntryTimestamp"] = ""; });
    row("a promise without signature", Code::json_member_missing,
        [](Json& entry) { entry["inclusionPromise"] = Json::object(); });
    row("a proof that is a list", Code::json_member_type,
        [](Json& entry) { entry["inclusionProof"] = Json::array(); });
    row("a negative index in the tree", Code::log_entry_malformed,
        [](Json& entry) { entry["inclusionProof"]["logIndex"] = "-1"; });
    row("a negative size", Code::log_entry_malformed,
        [](Json& entry) { entry["inclusionProof"]["treeSize"] = "-1"; });
    row("no root hash", Code::json_member_missing,
        [](Json& entry) { entry["inclusionProof"].erase("rootHash"); });
    row("a root hash of 31 bytes", Code::log_entry_malformed,
        [](Json& entry) { entry["inclusionProof"]["rootHash"] = base::to_base64(Bytes(31)); });
    row("a hash of 33 bytes", Code::log_entry_malformed,
        [](Json& entry) { entry["inclusionProof"]["hashes"][1] = base::to_base64(Bytes(33)); });
    row("a hash that is no text", Code::json_member_type,
        [](Json& entry) { entry["inclusionProof"]["hashes"][1] = 7; });
    row("a hash that is no base64", Code::base64_malformed,
        [](Json& entry) { entry["inclusionProof"]["hashes"][1] = "?"; });
    row("hashes without end", Code::bundle_too_many, [](Json& entry) {
      entry["inclusionProof"]["hashes"] = std::vector<std::string>(129, base::to_base64(Bytes(32)));
    });
    row("two spellings of one member", Code::json_duplicate_member,
        [](Json& entry) { entry["log_index"] = "1"; });
  }
  void refuses() {
    QFETCH(const Mutation, mutate);
    QFETCH(const Code, code);
    auto json = good_entry();
    mutate(json);
    const auto entry = parse(json);
    QVERIFY(!entry);
    QCOMPARE(entry.error().code, code);
  }
};

QTEST_APPLESS_MAIN(tst_log_entry)
#include "tst_log_entry.moc"
