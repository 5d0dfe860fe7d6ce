#include <algorithm>
#include <array>

#include "audit/report.h"
#include "base/encoding.h"
#include "words/phrases.h"

namespace weighmaster::audit {
namespace {

using words::Block;
using words::Cell;
using words::FactMark;
using words::Section;

constexpr std::string_view style =
    "body{font:1rem/1.5 "
    "system-ui,sans-serif;max-width:70rem;margin:auto;padding:1rem;color:#1b1b1b;background:#fff}"
    "h1,h2,h3,h4{line-height:1.2}a{color:#0b4f9e}"
    ".card{border:2px solid;border-left-width:.8rem;padding:.5rem 1rem}"
    ".good{border-color:#1a6b32}.neutral{border-color:#555}.caution{border-color:#8a5a00}.bad{border-color:#"
    "a11212}"
    ".remark{border-left:.3rem solid;padding-left:.6rem;font-weight:600}"
    "code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}"
    "dl>div{display:grid;grid-template-columns:minmax(8rem,1fr) 4fr;gap:.5rem;border-top:1px solid "
    "#aaa;padding:.2rem 0}"
    "dt{font-weight:600}dd{margin:0}"
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600}"
    // Of the width of a table, in hundredths.
    ".w5{width:5%}.w10{width:10%}.w15{width:15%}.w20{width:20%}.w25{width:25%}.w30{width:30%}.w35{width:35%}"
    ".w40{width:40%}.w45{width:45%}.w50{width:50%}.w55{width:55%}.w60{width:60%}.w65{width:65%}.w70{width:70%"
    "}"
    ".w75{width:75%}.w80{width:80%}"
    // No space is lost: names may differ in spaces alone.
    "h1,h2,h3,h4,p,dd,li,th,td,caption{white-space:pre-wrap}"
    // Says once more what the heading above says, to those who jump from table to table.
    ".spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "th,td{border:1px solid #888;padding:.2rem .4rem;text-align:left;vertical-align:top;font-weight:400;"
    "overflow-wrap:anywhere}thead th{font-weight:600;overflow-wrap:normal}.number{text-align:right}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#8fc1ff}"
    ".good{border-color:#6fd08c}.neutral{border-color:#bbb}.caution{border-color:#f0bd5a}.bad{border-color:#"
    "ff8d8d}}"
    "@media print{body{max-width:none;color:#000;background:#fff;font-size:9pt}.card{border-color:#000}"
    "nav{display:none}dl>div{break-inside:avoid}thead{display:table-header-group}tr,.card{break-inside:avoid}"
    "h2,h3{break-after:avoid}}";

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char letter : text) {
    switch (letter) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += letter;
    }
  }
  return safe;
}

std::string escaped(const words::Sentence& sentence) {
  return escaped(words::fill(sentence));
}

/// What stands before a word that says the same.
std::string_view sign(FactMark mark) {
  static constexpr std::array<std::string_view, 5> signs{"✓", "✗", "?", "…", ""};
  return signs.at(static_cast<std::size_t>(mark));
}

std::string_view tone_name(verdict::Verdict verdict) {
  static constexpr std::array<std::string_view, 4> names{"good", "neutral", "caution", "bad"};
  return names.at(static_cast<std::size_t>(words::tone(verdict)));
}

/// The part of a table's width that a column begins with, in hundredths: a multiple of five, as in the style.
unsigned width_of(const words::Table::Column& column, unsigned all) {
  const auto twentieths = (20 * column.weight + all / 2) / std::max(all, 1U);
  return 5 * std::clamp(twentieths, 1U, 16U);
}

/// Writes the page from top to bottom. Whatever it is given is escaped here, and nowhere else.
class Page {
 public:
  std::string write(const AuditReport& report) {
    const auto& document = report.document;
    head(document);
    add("<header><h1>" + escaped(document.title) + "</h1></header>\n<main>\n");
    card(document.card);
    block(document.summary, {});
    contents(document);
    for (std::size_t i = 0; i < document.sections.size(); ++i)
      section(document.sections[i], 2, "s" + std::to_string(i + 1));
    evidence(report);
    add("</main>\n<footer><p>" + escaped(document.footer) + "</p></footer>\n</body>\n</html>\n");
    return std::move(text_);
  }

 private:
  void add(std::string_view text) { text_ += text; }

  void head(const words::Document& document) {
    const auto digest = crypto::digest(crypto::DigestAlgorithm::sha256, as_bytes(style));
    add("<!DOCTYPE html>\n<html lang=\"" + escaped(document.language) +
        "\">\n<head>\n<meta charset=\"utf-8\">\n");
    add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
        "form-action 'none'; style-src 'sha256-" +
        base::to_base64(digest.bytes()) + "'\">\n");
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    add("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" "
        "content=\"no-referrer\">\n");
    add("<title>" + escaped(document.title) + "</title>\n<style>" + std::string(style) +
        "</style>\n</head>\n<body>\n");
  }

  void contents(const words::Document& document) {
    add("<nav aria-labelledby=\"contents\"><h2 id=\"contents\">" + escaped(words::phrases::audit_contents) +
        "</h2><ul>\n");
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
      add("<li><a href=\"#s" + std::to_string(i + 1) + "\">" + escaped(document.sections[i].title) +
          "</a></li>\n");
    }
    add("<li><a href=\"#evidence\">" + escaped(words::phrases::audit_save) + "</a></li>\n</ul></nav>\n");
  }

  void card(const words::Card& card) {
    add("<section class=\"card " + std::string(tone_name(card.verdict)) +
        "\" aria-labelledby=\"verdict\"><h2 id=\"verdict\">" + escaped(card.headline) + "</h2>\n");
    for (const auto& sentence : card.basis) add("<p>" + escaped(sentence) + "</p>\n");
    add("<p><strong>" + escaped(card.advice) + "</strong></p></section>\n");
  }

  void section(const Section& section, int level, const std::string& id) {
    const auto tag = "h" + std::to_string(level);
    const auto title = escaped(section.title);
    add("<section aria-labelledby=\"" + id + "\"><" + tag + " id=\"" + id + "\">" + title + "</" + tag +
        ">\n");
    auto caption = "<caption class=\"spoken\">" + title;
    for (const auto& each : section.blocks) {
      std::visit([&](const auto& one) { block(one, caption); }, each);
      if (std::holds_alternative<words::Table>(each)) caption = "<caption>" + title;
    }
    for (std::size_t i = 0; i < section.parts.size(); ++i)
      this->section(section.parts[i], level + 1, id + "-" + std::to_string(i + 1));
    add("</section>\n");
  }

  void block(const words::Paragraph& paragraph, const std::string& /*caption*/) {
    add(std::string(paragraph.is_remark ? "<p class=\"remark\">" : "<p>") + escaped(paragraph.text) +
        "</p>\n");
  }

  void block(const words::FactsList& list, const std::string& /*caption*/) {
    if (list.rows.empty()) return;
    add("<dl>\n");
    for (const auto& row : list.rows) {
      add("<div><dt>" + escaped(row.label) + "</dt><dd>");
      for (std::size_t i = 0; i < row.values.size(); ++i) {
        if (i > 0) add("<br>");
        content(row.values[i]);
      }
      add("</dd></div>\n");
    }
    add("</dl>\n");
  }

  /// A section's tables are told apart by what is in their second column.
  void block(const words::Table& table, const std::string& caption) {
    add("<table>" + caption);
    if (table.columns.size() > 1) add(": " + escaped(table.columns[1].title));
    add("</caption>\n<thead><tr>");
    unsigned all = 0;
    for (const auto& column : table.columns) all += column.weight;
    for (const auto& column : table.columns) {
      const std::string number = column.kind == Cell::Kind::number ? "number " : "";
      add("<th scope=\"col\" class=\"" + number + "w" + std::to_string(width_of(column, all)) + "\">");
      add(escaped(column.title) + "</th>");
    }
    add("</tr></thead>\n<tbody>\n");
    for (const auto& row : table.rows) {
      add("<tr>");
      for (std::size_t i = 0; i < row.size(); ++i) cell(row[i], i == 0);
      add("</tr>\n");
    }
    add("</tbody></table>\n");
  }

  /// The first cell of a row names it.
  void cell(const Cell& cell, bool names_row) {
    const std::string number = cell.kind == Cell::Kind::number ? " class=\"number\"" : "";
    add(names_row ? "<th scope=\"row\"" + number + ">" : "<td" + number + ">");
    content(cell);
    add(names_row ? "</th>" : "</td>");
  }

  void content(const Cell& cell) {
    if (const auto mark = sign(cell.mark); !mark.empty())
      add("<span aria-hidden=\"true\">" + std::string(mark) + "</span> ");
    const auto text = escaped(cell.text);
    add(cell.kind == Cell::Kind::literal ? "<code>" + text + "</code>" : text);
  }

  void evidence(const AuditReport& report) {
    add("<section aria-labelledby=\"evidence\"><h2 id=\"evidence\">" + escaped(words::phrases::audit_save) +
        "</h2>\n<ul>\n");
    piece(report_name, "application/json", words::phrases::audit_enclosed_report, as_bytes(report.json));
    for (const auto& each : report.pieces) piece(each.name, each.type, each.what, *each.content);
    add("</ul></section>\n");
  }

  /// The reader (enclosed.cpp) looks for these very words; nothing that was escaped can hold them.
  void piece(std::string_view name, std::string_view type, std::string_view what, BytesView content) {
    add("<li><a download=\"" + std::string(name) + "\" href=\"data:" + std::string(type) + ";base64,");
    add(base::to_base64(content));
    add("\">" + escaped(name) + "</a>: " + escaped(what) + "</li>\n");
  }

  std::string text_;
};

}  // namespace

Bytes html_form(const AuditReport& report) {
  return to_bytes(Page().write(report));
}

}  // namespace weighmaster::audit
