#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

#include "words/document.h"
#include "words/phrases.h"

namespace weighmaster::words {
namespace {

using base::Code;
using base::Json;
using base::Result;

constexpr std::array<std::string_view, 3> kinds{"text", "literal", "number"};
constexpr std::array<std::string_view, 5> marks{"good", "bad", "doubt", "pending", "none"};

/// The phrase that is nothing but a value.
constexpr std::string_view value_alone = phrases::audit_value;

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

/// Functions that call each other.
struct Writer {
  /// A phrase alone is a string, a value alone is `{"value": "…"}`: a model of many files says few things,
  /// and those often.
  static Json json(const Sentence& sentence) { return shortest(members(sentence)); }

  /// As its sentence, with what it is besides, if that is not the usual.
  static Json json(const Cell& cell, Cell::Kind usual = Cell::Kind::text) {
    auto object = members(cell.text);
    if (cell.kind != usual) object["kind"] = name_in(kinds, cell.kind);
    if (cell.mark != FactMark::none) object["mark"] = name_in(marks, cell.mark);
    return shortest(std::move(object));
  }

  static Json shortest(Json object) {
    const bool is_phrase = object.size() == 1 && object.contains("text");
    return is_phrase ? std::move(object["text"]) : std::move(object);
  }

  static bool is_value(const Sentence& sentence) {
    return sentence.text == value_alone && sentence.arguments.size() == 1 && sentence.remark.empty() &&
           !sentence.arguments.front().quoted && sentence.arguments.front().name == "value";
  }

  static Json members(const Sentence& sentence) {
    if (is_value(sentence)) return {{"value", sentence.arguments.front().value}};
    Json object{{"text", sentence.text}};
    for (const auto& argument : sentence.arguments) {
      // Several phrases may be filled from one list.
      if (sentence.text.find("{" + std::string(argument.name) + "}") == std::string_view::npos) continue;
      Json value = argument.value;
      if (argument.quoted) value = Json{{"quoted", argument.value}};
      object["arguments"].push_back(Json::object({{std::string(argument.name), std::move(value)}}));
    }
    if (!sentence.remark.empty()) object["remark"] = sentence.remark;
    return object;
  }

  template <class Value>
  static Json list_of(const std::vector<Value>& values) {
    Json list = Json::array();
    for (const auto& value : values) list.push_back(json(value));
    return list;
  }

  static Json json(const std::vector<Cell>& cells) { return list_of(cells); }

  /// What kind of text stands in a column is said once.
  static Json json(const std::vector<Cell>& row, const std::vector<Table::Column>& columns) {
    Json list = Json::array();
    for (std::size_t place = 0; place < row.size(); ++place)
      list.push_back(json(row[place], columns[place].kind));
    return list;
  }

  static Json json(const Paragraph& paragraph) {
    return {{"paragraph", json(paragraph.text)}, {"is_remark", paragraph.is_remark}};
  }

  static Json json(const FactsList::Row& row) { return {{"label", row.label}, {"values", json(row.values)}}; }

  static Json json(const FactsList& list) { return {{"facts", list_of(list.rows)}}; }

  static Json json(const Table::Column& column) {
    return {{"title", column.title}, {"weight", column.weight}, {"kind", name_in(kinds, column.kind)}};
  }

  static Json json(const Table& table) {
    Json rows = Json::array();
    for (const auto& row : table.rows) rows.push_back(json(row, table.columns));
    return {{"columns", list_of(table.columns)}, {"rows", std::move(rows)}};
  }

  static Json json(const Block& block) {
    return std::visit([](const auto& one) { return json(one); }, block);
  }

  static Json json(const Section& section) {
    return {{"title", json(section.title)},
            {"blocks", list_of(section.blocks)},
            {"parts", list_of(section.parts)}};
  }

  static Json json(const Card& card) {
    return {{"verdict", verdict::name(card.verdict)},
            {"headline", json(card.headline)},
            {"basis", list_of(card.basis)},
            {"advice", json(card.advice)}};
  }
};

std::optional<verdict::Verdict> verdict_named(std::string_view name) {
  for (auto place = 0; place <= static_cast<int>(verdict::Verdict::signature_invalid); ++place) {
    const auto verdict = static_cast<verdict::Verdict>(place);
    if (verdict::name(verdict) == name) return verdict;
  }
  return std::nullopt;
}

/// Sections, their parts, and the parts of these.
constexpr int deepest_section = 3;

/// Reads a document; the first error stays.
class Reader {
 public:
  Result<Document> read(const Json& object) {
    Document document;
    members(object, {"title", "language", "card", "summary", "sections", "footer"}, "document");
    document.title = sentence(member(object, "title"));
    document.language = text(member(object, "language"));
    document.card = card(member(object, "card"));
    document.summary = facts(member(object, "summary"));
    document.sections = sections(member(object, "sections"), 1);
    document.footer = sentence(member(object, "footer"));
    if (error_) return base::fail(std::move(*error_));
    return document;
  }

 private:
  /// The literal itself: what is read lives no longer than its JSON.
  std::string_view phrase(const Json& value) {
    static const auto known = [] {
      const auto literals = all_literals();
      std::unordered_set<std::string_view> set(literals.begin(), literals.end());
      set.insert("");
      return set;
    }();
    const auto* read = value.get_ptr<const Json::string_t*>();
    const auto found = read == nullptr ? known.end() : known.find(*read);
    if (found != known.end()) return *found;
    refuse(Code::json_member_type, "phrase", read == nullptr ? "not a string" : *read);
    return {};
  }

  /// Names of arguments stand in the phrases; others would never be shown.
  std::string_view argument_name(std::string_view phrase, const std::string& name) {
    const auto at = phrase.find("{" + name + "}");
    if (at != phrase.npos) return phrase.substr(at + 1, name.size());
    refuse(Code::json_member_type, name, "no argument of its phrase");
    return {};
  }

  std::string text(const Json& value) {
    const auto* read = value.get_ptr<const Json::string_t*>();
    if (read == nullptr) refuse(Code::json_member_type, "text", "not a string");
    return read == nullptr ? std::string() : *read;
  }

  bool boolean(const Json& value) {
    if (!value.is_boolean()) refuse(Code::json_member_type, "boolean", "not true or false");
    return value.is_boolean() && value.get<bool>();
  }

  template <std::size_t N>
  std::size_t place_in(const std::array<std::string_view, N>& names, const Json& value) {
    const auto name = text(value);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) refuse(Code::json_member_type, "kind", name);
    return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
  }

  Sentence sentence(const Json& value) {
    if (value.is_string()) return {phrase(value), {}, {}};
    members(value, {"text", "value", "arguments", "remark"}, "sentence");
    return sentence_in(value);
  }

  Sentence sentence_in(const Json& object) {
    if (const auto* value = optional(object, "value")) {
      for (const char* other : {"text", "arguments", "remark"})
        if (optional(object, other) != nullptr) refuse(Code::json_member_type, other, "beside a value");
      return {value_alone, {{"value", text(*value), false}}, {}};
    }
    Sentence sentence{phrase(member(object, "text")), {}, {}};
    for (const auto& each : list(optional(object, "arguments")))
      sentence.arguments.push_back(argument(sentence.text, each));
    if (const auto* remark = optional(object, "remark")) sentence.remark = text(*remark);
    return sentence;
  }

  /// `{"name": "value"}`, or `{"name": {"quoted": "value"}}`.
  Argument argument(std::string_view phrase, const Json& object) {
    if (!object.is_object() || object.size() != 1) {
      refuse(Code::json_member_type, "argument", "not an object with one member");
      return {};
    }
    const auto& name = object.begin().key();
    const auto& value = object.begin().value();
    if (!value.is_object()) return {argument_name(phrase, name), text(value), false};
    members(value, {"quoted"}, "argument");
    return {argument_name(phrase, name), text(member(value, "quoted")), true};
  }

  std::vector<Sentence> sentences(const Json& value) {
    std::vector<Sentence> all;
    for (const auto& each : list(&value)) all.push_back(sentence(each));
    return all;
  }

  Cell cell(const Json& object, Cell::Kind usual = Cell::Kind::text) {
    if (object.is_string()) return {sentence(object), usual};
    members(object, {"text", "value", "arguments", "remark", "kind", "mark"}, "cell");
    Cell cell{sentence_in(object), usual};
    if (const auto* kind = optional(object, "kind"))
      cell.kind = static_cast<Cell::Kind>(place_in(kinds, *kind));
    if (const auto* mark = optional(object, "mark"))
      cell.mark = static_cast<FactMark>(place_in(marks, *mark));
    return cell;
  }

  std::vector<Cell> cells(const Json& value) {
    std::vector<Cell> all;
    for (const auto& each : list(&value)) all.push_back(cell(each));
    return all;
  }

  FactsList facts(const Json& object) {
    members(object, {"facts"}, "facts");
    FactsList facts;
    for (const auto& each : list(&member(object, "facts"))) {
      members(each, {"label", "values"}, "fact");
      facts.rows.push_back({phrase(member(each, "label")), cells(member(each, "values"))});
    }
    return facts;
  }

  Table::Column column(const Json& object) {
    members(object, {"title", "weight", "kind"}, "column");
    Table::Column column;
    column.title = phrase(member(object, "title"));
    const auto& weight = member(object, "weight");
    const bool good = weight.is_number_unsigned() && weight.get<std::uint64_t>() - 1 < 100;
    if (!good) refuse(Code::json_member_type, "weight", "not a number from 1 to 100");
    column.weight = good ? weight.get<unsigned>() : 1;
    column.kind = static_cast<Cell::Kind>(place_in(kinds, member(object, "kind")));
    return column;
  }

  std::vector<Cell> row(const Json::array_t& cells, const std::vector<Table::Column>& columns) {
    std::vector<Cell> row;
    if (cells.size() != columns.size()) {
      refuse(Code::json_member_type, "rows", "not as many cells as columns");
      return row;
    }
    for (std::size_t place = 0; place < columns.size(); ++place)
      row.push_back(cell(cells[place], columns[place].kind));
    return row;
  }

  Table table(const Json& object) {
    members(object, {"columns", "rows"}, "table");
    Table table;
    for (const auto& each : list(&member(object, "columns"))) table.columns.push_back(column(each));
    for (const auto& each : list(&member(object, "rows"))) {
      table.rows.push_back(row(list(&each), table.columns));
    }
    return table;
  }

  Block block(const Json& object) {
    if (optional(object, "facts") != nullptr) return facts(object);
    if (optional(object, "columns") != nullptr) return table(object);
    members(object, {"paragraph", "is_remark"}, "paragraph");
    return Paragraph{sentence(member(object, "paragraph")), boolean(member(object, "is_remark"))};
  }

  std::vector<Section> sections(const Json& value, int depth) {
    std::vector<Section> all;
    for (const auto& each : list(&value)) {
      members(each, {"title", "blocks", "parts"}, "section");
      Section section{sentence(member(each, "title")), {}, {}};
      for (const auto& one : list(&member(each, "blocks"))) section.blocks.push_back(block(one));
      section.parts = sections(member(each, "parts"), depth + 1);
      if (depth > deepest_section) refuse(Code::json_too_deep, "parts", {});
      all.push_back(std::move(section));
    }
    return all;
  }

  Card card(const Json& object) {
    members(object, {"verdict", "headline", "basis", "advice"}, "card");
    Card card;
    const auto name = text(member(object, "verdict"));
    const auto verdict = verdict_named(name);
    if (!verdict) refuse(Code::json_member_type, "verdict", name);
    card.verdict = verdict.value_or(verdict::Verdict::undetermined);
    card.headline = sentence(member(object, "headline"));
    card.basis = sentences(member(object, "basis"));
    card.advice = sentence(member(object, "advice"));
    return card;
  }

  /// An object with no other members than these.
  void members(const Json& object, std::initializer_list<std::string_view> known, std::string_view what) {
    if (!object.is_object()) return refuse(Code::json_member_type, std::string(what), "not an object");
    for (const auto& [name, value] : object.items()) {
      if (std::find(known.begin(), known.end(), name) == known.end())
        refuse(Code::json_member_type, std::string(what), "unknown member " + name);
    }
  }

  const Json* optional(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
  }

  const Json& member(const Json& object, std::string_view name) {
    static const Json nothing;
    if (const auto* found = optional(object, name)) return *found;
    refuse(Code::json_member_missing, std::string(name), {});
    return nothing;
  }

  /// The elements; none where there is no list.
  const Json::array_t& list(const Json* value) {
    static const Json::array_t none;
    if (value == nullptr) return none;
    const auto* read = value->get_ptr<const Json::array_t*>();
    if (read == nullptr) refuse(Code::json_member_type, "list", "not a list");
    return read == nullptr ? none : *read;
  }

  void refuse(Code code, std::string subject, std::string detail) {
    if (!error_) error_ = base::Error{code, std::move(subject), std::move(detail)};
  }

  std::optional<base::Error> error_;
};

}  // namespace

Json to_json(const Document& document) {
  return {{"title", Writer::json(document.title)},
          {"language", document.language},
          {"card", Writer::json(document.card)},
          {"summary", Writer::json(document.summary)},
          {"sections", Writer::list_of(document.sections)},
          {"footer", Writer::json(document.footer)}};
}

Result<Document> document_from_json(BytesView text) {
  const auto json = base::parse_json(text, "the document");
  if (!json) return base::fail(json.error());
  return Reader().read(*json);
}

}  // namespace weighmaster::words
