#include <QTest>
#include <nlohmann/json.hpp>

#include "base/json_list.h"
#include "base/limits.h"
#include "support/outcome.h"

using namespace weighmaster;
using base::Json;
using base::JsonObject;
using tests::outcome;
using tests::view;

namespace {

QByteArray nested(std::size_t levels) {
  const auto count = static_cast<qsizetype>(levels);
  return QByteArray(count, '[') + QByteArray(count, ']');
}

}  // namespace

class tst_json : public QObject {
  Q_OBJECT

 private slots:
  void a_text_of_nothing_but_brackets_is_not_built() {
    std::string text = "[";
    for (int i = 0; i < 300'000; ++i) text += "{},";
    text += "{}]";
    const auto parsed = weighmaster::base::parse_json(weighmaster::as_bytes(text), "the text");
    QVERIFY(!parsed);
    QVERIFY(parsed.error().code == weighmaster::base::Code::json_too_many);
  }

  void reads_only_what_is_strict_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("object") << QByteArray(R"({"a":1,"b":[true,null,"x"]})") << "ok";
    QTest::newRow("white space around") << QByteArray(" \n{}\t") << "ok";
    QTest::newRow("same name on two levels") << QByteArray(R"({"a":{"a":1}})") << "ok";
    QTest::newRow("same name in two elements") << QByteArray(R"([{"a":1},{"a":1}])") << "ok";
    QTest::newRow("as deep as allowed") << nested(base::limits::json_depth) << "ok";
    QTest::newRow("largest integer") << QByteArray("18446744073709551615") << "ok";

    QTest::newRow("nothing") << QByteArray() << "json.malformed";
    QTest::newRow("trailing bytes") << QByteArray("{} x") << "json.malformed";
    QTest::newRow("two values") << QByteArray("{}{}") << "json.malformed";
    QTest::newRow("NUL and more behind the value") << QByteArray("{}\0{}", 5) << "json.malformed";
    QTest::newRow("trailing comma") << QByteArray("[1,]") << "json.malformed";
    QTest::newRow("comment") << QByteArray("{/* */}") << "json.malformed";
    QTest::newRow("single quotes") << QByteArray("{'a':1}") << "json.malformed";
    QTest::newRow("NaN") << QByteArray("[NaN]") << "json.malformed";
    QTest::newRow("Infinity") << QByteArray("[Infinity]") << "json.malformed";
    QTest::newRow("leading zero") << QByteArray("[01]") << "json.malformed";
    QTest::newRow("control character in a string") << QByteArray("[\"\n\"]") << "json.malformed";
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << "json.malformed";
    QTest::newRow("lone surrogate") << QByteArray(R"(["\ud800"])") << "json.malformed";
    QTest::newRow("surrogates turned round") << QByteArray(R"(["\udc00\ud800"])") << "json.malformed";
    QTest::newRow("NUL in a name") << QByteArray(R"({"a\u0000b":1})") << "json.malformed";
    QTest::newRow("cut short") << QByteArray(R"({"a":[1,2)") << "json.malformed";

    QTest::newRow("duplicate") << QByteArray(R"({"a":1,"a":1})") << "json.duplicate_member";
    QTest::newRow("duplicate by escape") << QByteArray(R"({"a":1,"\u0061":2})") << "json.duplicate_member";
    QTest::newRow("duplicate inside")
        << QByteArray(R"({"x":[{"a":1,"b":2,"a":3}]})") << "json.duplicate_member";
    QTest::newRow("too deep") << nested(base::limits::json_depth + 1) << "json.too_deep";
    QTest::newRow("depth bomb") << nested(1'000'000) << "json.too_deep";
    QTest::newRow("depth bomb that never closes") << QByteArray(1'000'000, '[') << "json.malformed";
    QTest::newRow("brackets in a string") << QByteArray("[\"" + QByteArray(1'000'000, '[') + "\"]") << "ok";
    QTest::newRow("not UTF-8") << QByteArray("[\"\xFF\"]") << "json.not_utf8";
    QTest::newRow("overlong NUL") << QByteArray("[\"\xC0\x80\"]") << "json.not_utf8";
    QTest::newRow("surrogate in UTF-8") << QByteArray("[\"\xED\xA0\x80\"]") << "json.not_utf8";
    QTest::newRow("integer beyond 64 bits") << QByteArray("[18446744073709551616]") << "json.number";
    QTest::newRow("beyond a double") << QByteArray("[1e999]") << "json.number";
    QTest::newRow("negative beyond 64 bits") << QByteArray("[-9223372036854775809]") << "json.number";
  }

  void reads_only_what_is_strict() {
    QFETCH(const QByteArray, text);
    QFETCH(const QString, expected);
    const auto parsed = base::parse_json(as_bytes(view(text)), "the test");
    QCOMPARE(outcome(parsed), expected);
    if (!parsed) QCOMPARE(parsed.error().subject, std::string("the test"));
  }

  void reads_what_another_reader_reads_data() {
    QTest::addColumn<QByteArray>("text");
    for (const auto* text : {R"("")",
                             "\" plain \\u00e9 \"",
                             "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                             "\"\\ud83d\\ude00\"",
                             "\"a\\u0000b\"",
                             "0",
                             "-0",
                             "-1",
                             "1.5e3",
                             "1E-2",
                             "-0.0",
                             "9223372036854775808",
                             "-9223372036854775808",
                             "1e308",
                             "true",
                             "false",
                             "null",
                             "[]",
                             "{}",
                             "[[],{}]",
                             " [ 1 , 2 ] ",
                             "{ \"a\" : { \"b\" : [ \"c\" , null ] } , \"\\u0064\" : 1.25 }",
                             R"({"":""})",
                             "\"\xC3\xA9\xF0\x9F\x98\x80\""}) {
      QTest::newRow(text) << QByteArray(text);
    }
  }

  void reads_what_another_reader_reads() {
    QFETCH(const QByteArray, text);
    const auto parsed = base::parse_json(as_bytes(view(text)), "the test");
    QVERIFY(parsed.has_value());
    const auto theirs = Json::parse(view(text));
    QVERIFY(*parsed == theirs);
    QCOMPARE(QString(parsed->type_name()), QString(theirs.type_name()));
    QCOMPARE(parsed->is_number_float(), theirs.is_number_float());
    if (parsed->is_number_integer()) QCOMPARE(parsed->is_number_unsigned(), !parsed->dump().starts_with("-"));
  }

  void refuses_broken_grammar_data() {
    QTest::addColumn<QByteArray>("text");
    for (const auto* text :
         {"]",           "[",        "{",         "[1 2]",      "[1,,2]",      "[,1]",
          "{1:2}",       R"({"a"})", R"({"a":})", R"({"a" 1})", R"({"a":1,})", R"({,"a":1})",
          R"({"a":1]})", "[1}",      "\"",        "\"\\\"",     "\"\\x\"",     "\"\\u12\"",
          "\"\\u12G4\"", "\"a\tb\"", "tru",       "nul",        "truefalse",   "True",
          "+1",          "-",        ".5",        "1.",         "1e",          "1e+",
          "1-2",         "0x10",     "--1",       "\v1",        "[1]]",        "'a'"}) {
      QTest::newRow(text) << QByteArray(text);
    }
  }

  void refuses_broken_grammar() {
    QFETCH(const QByteArray, text);
    QCOMPARE(outcome(base::parse_json(as_bytes(view(text)), "the test")), QString("json.malformed"));
    QVERIFY(Json::parse(view(text), nullptr, false).is_discarded());
  }

  void a_list_is_taken_out_as_it_is_read() {
    const QByteArray text = R"({"b":[1],"a":{"b":[{"n":"\u0041","m":1,"o":{"p":[]}},[2],"3"],"c":{"b":[4]}},)"
                            R"("x":[{"a":{"b":[5]}}],"c":{"a":{"b":[6]}}})";
    auto rest_of_it = Json::parse(view(text));
    rest_of_it["a"]["b"] = Json::array();
    std::vector<std::string> taken;
    const auto begin = [&](const Json& document) {
      QVERIFY(document == rest_of_it);
      taken.emplace_back("begin");
    };
    const auto take = [&](const base::JsonElement& element) {
      taken.emplace_back(element.is_object ? "object" : "another");
      for (const auto& [name, value] : element.members)
        taken.push_back(std::string(name) + "=" + std::string(value.value_or("no text")));
      QVERIFY(element.find("b") == nullptr);
    };
    const auto rest = base::parse_json(as_bytes(view(text)), "the test", {{"a", "b"}, begin, take});
    QVERIFY(rest.has_value());
    const std::vector<std::string> expected{"begin",     "object",  "n=A",    "m=no text",
                                            "o=no text", "another", "another"};
    QVERIFY(taken == expected);
    QVERIFY(*rest == rest_of_it);
  }

  void what_is_no_list_stays() {
    const QByteArray text = R"({"a":{"b":{"b":[1]}}})";
    bool taken = false;
    const auto begin = [&](const Json&) { taken = true; };
    const auto take = [&](const base::JsonElement&) { taken = true; };
    const auto whole = base::parse_json(as_bytes(view(text)), "the test", {{"a", "b"}, begin, take});
    QVERIFY(whole.has_value() && *whole == Json::parse(view(text)));
    QVERIFY(!taken);
  }

  void a_list_is_read_as_strictly_data() {
    QTest::addColumn<QByteArray>("text");
    std::string many;
    for (int i = 0; i < 40; ++i) many += "\"" + std::to_string(i) + "\":1,";
    QTest::newRow("list twice") << QByteArray(R"({"a":[1,2],"a":[]})");
    QTest::newRow("no end") << QByteArray(R"({"a":[1,)");
    QTest::newRow("name twice") << QByteArray(R"({"a":[{"b":1,"b":1}]})");
    QTest::newRow("name twice, escaped") << QByteArray(R"({"a":[{"b":"1","\u0062":"1"}]})");
    QTest::newRow("name twice of many") << QByteArray::fromStdString("{\"a\":[{" + many + "\"7\":1}]}");
    QTest::newRow("name twice, deeper") << QByteArray(R"({"a":[{"b":[{"c":1,"c":1}]}]})");
    QTest::newRow("name twice in a list") << QByteArray(R"({"a":[[{"c":1,"c":1}]]})");
    QTest::newRow("NUL in a name") << QByteArray(R"({"a":[{"b\u0000":"1"}]})");
    QTest::newRow("too many objects") << "{\"a\":[" + QByteArray("{},").repeated(200'000) + "{}]}";
    QTest::newRow("too many numbers") << "{\"a\":[{\"x\":[" + QByteArray("0,").repeated(200'000) + "0]}]}";
  }

  void a_list_is_read_as_strictly() {
    QFETCH(const QByteArray, text);
    const auto read = base::parse_json(as_bytes(view(text)), "the test",
                                       {{"a"}, [](const Json&) {}, [](const base::JsonElement&) {}});
    QCOMPARE(outcome(read), outcome(base::parse_json(as_bytes(view(text)), "the test")));
    QVERIFY(!read);
  }

  void integers_are_whole_and_never_wrap_data() {
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<qint64>("value");
    const qint64 most = std::numeric_limits<qint64>::max();
    const qint64 least = std::numeric_limits<qint64>::min();
    QTest::newRow("number") << QByteArray("42") << "ok" << qint64{42};
    QTest::newRow("string") << QByteArray(R"("42")") << "ok" << qint64{42};
    QTest::newRow("negative") << QByteArray(R"("-42")") << "ok" << qint64{-42};
    QTest::newRow("null is absent is zero") << QByteArray("null") << "ok" << qint64{0};
    QTest::newRow("largest") << QByteArray(R"("9223372036854775807")") << "ok" << most;
    QTest::newRow("smallest") << QByteArray(R"("-9223372036854775808")") << "ok" << least;
    QTest::newRow("one more") << QByteArray(R"("9223372036854775808")") << "json.number" << qint64{0};
    QTest::newRow("one more as number") << QByteArray("9223372036854775808") << "json.number" << qint64{0};
    QTest::newRow("one less") << QByteArray(R"("-9223372036854775809")") << "json.number" << qint64{0};
    QTest::newRow("wraps") << QByteArray(R"("18446744073709551617")") << "json.number" << qint64{0};
    QTest::newRow("double") << QByteArray("1.0") << "json.member_type" << qint64{0};
    QTest::newRow("exponent") << QByteArray(R"("1e3")") << "json.number" << qint64{0};
    QTest::newRow("leading zero") << QByteArray(R"("01")") << "json.number" << qint64{0};
    QTest::newRow("plus") << QByteArray(R"("+1")") << "json.number" << qint64{0};
    QTest::newRow("space") << QByteArray(R"(" 1")") << "json.number" << qint64{0};
    QTest::newRow("empty") << QByteArray(R"("")") << "json.number" << qint64{0};
    QTest::newRow("sign alone") << QByteArray(R"("-")") << "json.number" << qint64{0};
    QTest::newRow("boolean") << QByteArray("true") << "json.member_type" << qint64{0};
  }

  void integers_are_whole_and_never_wrap() {
    QFETCH(const QByteArray, member);
    QFETCH(const QString, expected);
    QFETCH(const qint64, value);
    const auto json = base::parse_json(as_bytes(view("{\"n\":" + member + "}")), "the test");
    QVERIFY(json.has_value());
    const auto number = JsonObject::from(*json, "top")->int64("n");
    QCOMPARE(outcome(number), expected);
    if (number) QCOMPARE(qint64{*number}, value);
  }

  void both_spellings_of_a_name_are_read_and_not_at_once() {
    const Json camel{{"logIndex", "1"}};
    const Json snake{{"log_index", "2"}};
    const Json both{{"logIndex", "1"}, {"log_index", "1"}};
    QCOMPARE(*JsonObject::from(camel, "top")->int64("logIndex"), std::int64_t{1});
    QCOMPARE(*JsonObject::from(snake, "top")->int64("logIndex"), std::int64_t{2});
    QCOMPARE(outcome(JsonObject::from(both, "top")->int64("logIndex")), "json.duplicate_member");
  }

  void null_is_absent() {
    const Json json{{"a", nullptr}};
    const auto object = *JsonObject::from(json, "top");
    QVERIFY(*object.find("a") == nullptr);
    QCOMPARE(outcome(object.require("a")), "json.member_missing");
    QCOMPARE(*object.string_or_empty("a"), std::string());
    QCOMPARE(object.array("a")->size(), std::size_t{0});
    QVERIFY(!object.object_if_any("a")->has_value());
  }

  void errors_name_the_place() {
    const Json json{{"inner", {{"text", 5}, {"bytes", "!"}}}};
    const auto inner = *JsonObject::from(json, "bundle")->object("inner");
    QCOMPARE(inner.string("text").error(),
             (base::Error{base::Code::json_member_type, "bundle.inner.text", "a string is needed here"}));
    QCOMPARE(inner.string("gone").error(),
             (base::Error{base::Code::json_member_missing, "bundle.inner.gone", ""}));
    QCOMPARE(inner.bytes("bytes").error().subject, std::string("bundle.inner.bytes"));
    QCOMPARE(outcome(inner.bytes("bytes")), "base64.malformed");
    QCOMPARE(outcome(inner.object("text")), "json.member_type");
    QCOMPARE(outcome(inner.array("text")), "json.member_type");
    QCOMPARE(outcome(inner.boolean("text")), "json.member_type");
    QCOMPARE(outcome(JsonObject::from(Json::array(), "list")), "json.member_type");
  }
};

QTEST_APPLESS_MAIN(tst_json)
#include "tst_json.moc"
