#include "scan_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "base/file.h"
#include "base/text.h"
#include "painter.h"
#include "verdict/report_json.h"
#include "words/phrases.h"

namespace weighmaster::terminal {
namespace {

using base::Json;
using base::visible;
using verdict::Verdict;
using words::ScanRow;

// The columns, in characters; the model is the last one and never cut.
constexpr std::size_t verdict_width = 27;
constexpr std::size_t signer_width = 36;
constexpr std::size_t size_width = 9;
constexpr std::size_t time_width = 9;

/// Counted as UTF-8 goes, one place for each character.
std::string padded(std::string text, std::size_t width) {
  std::size_t length = 0;
  for (const char byte : text) length += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
  if (length < width) text.append(width - length, ' ');
  return text + " ";
}

std::string_view mark(Verdict verdict) {
  switch (words::tone(verdict)) {
    case words::Tone::good:
      return "✓ ";
    case words::Tone::neutral:
      return "– ";
    case words::Tone::caution:
      return "? ";
    case words::Tone::bad:
      return "✗ ";
  }
  return {};
}

std::string signer_text(const ScanRow& row) {
  return visible(words::fill(row.signer.value), signer_width);
}

std::string time_text(std::chrono::milliseconds took) {
  std::ostringstream text;
  text.precision(1);
  text << std::fixed << static_cast<double>(took.count()) / 1000 << " s";
  return text.str();
}

/// The verdict alone says what there is to say of a good model, and of one without a signature.
bool needs_reason(Verdict verdict) {
  return verdict != Verdict::trusted && verdict != Verdict::unsigned_;
}

std::size_t count_not_checked(const ScanAnswer& answer) {
  return static_cast<std::size_t>(
      std::count_if(answer.rows.begin(), answer.rows.end(), [](const auto& row) { return !row; }));
}

std::vector<verdict::Ending> endings(const ScanAnswer& answer) {
  std::vector<verdict::Ending> all;
  for (const auto& row : answer.rows) {
    if (row) all.push_back(row->ending);
  }
  return all;
}

std::string summary(const ScanAnswer& answer) {
  const auto count = answer.rows.size();
  std::string text = words::grouped(count) + (count == 1 ? " model" : " models");
  std::string_view before = ": ";
  const auto add = [&](std::size_t many, std::string_view what) {
    if (many == 0) return;
    text.append(before).append(words::grouped(many)).append(" ").append(what);
    before = ", ";
  };
  for (const auto& [verdict, many] : words::count_verdicts(endings(answer))) add(many, words::title(verdict));
  add(count_not_checked(answer), words::phrases::scan_not_checked);
  return text;
}

void add_row(const ScanRow& row, Json& model) {
  model["name"] = row.name.empty() ? Json() : Json(row.name);
  model["verdict"] = verdict::name(row.ending.verdict);
  model["exit_code"] = row.ending.exit_code;
  model["method"] = row.method ? Json(signature::name(*row.method)) : Json();
  model["identity"] =
      row.identity ? Json{{"name", row.identity->name}, {"issuer", row.identity->issuer}} : Json();
  model["size"] = row.size ? Json(*row.size) : Json();
  model["bytes_hashed"] = row.bytes_hashed;
  model["checked_at"] = base::to_rfc3339(row.checked_at);
  model["took_ms"] = row.took.count();
  model["findings"] = verdict::to_json(row.findings);
}

Json json(const model::FoundModel& found, const std::optional<ScanRow>& row) {
  Json model{{"model", base::utf8(found.path)},
             {"label", found.label},
             {"layout", model::name(found.layout)},
             {"checked", row.has_value()}};
  if (row) add_row(*row, model);
  return model;
}

}  // namespace

verdict::ScanScope ScanAnswer::scope() const {
  verdict::ScanScope scope{{}, found.findings, found.left_out};
  for (std::size_t place = 0; place < rows.size(); ++place) {
    if (!rows[place]) scope.not_checked.push_back(found.models[place].path);
  }
  return scope;
}

void ScanTable::add_heading() {
  if (has_heading_) return;
  has_heading_ = true;
  out_ << Painter(colour_).heading(padded("Verdict", verdict_width) + padded("Signer", signer_width) +
                                   padded("Size", size_width) + padded("Time", time_width) + "Model")
       << '\n';
}

void ScanTable::add(const model::FoundModel& model, const ScanRow& row) {
  const auto verdict = row.ending.verdict;
  if (quiet_ && row.ending.exit_code == 0) return;
  add_heading();
  const auto state = padded(std::string(mark(verdict)) + std::string(words::title(verdict)), verdict_width);
  out_ << Painter(colour_).in(words::tone(verdict), state) << padded(signer_text(row), signer_width)
       << padded(row.size ? base::format_size(*row.size) : "–", size_width)
       << padded(time_text(row.took), time_width) << visible(model.label) << '\n';
  if (needs_reason(verdict)) out_ << "    " << words::fill(row.reason) << '\n';
  out_ << std::flush;
}

void ScanTable::end(const ScanAnswer& answer) {
  const auto& found = answer.found;
  for (std::size_t place = 0; place < answer.rows.size(); ++place) {
    if (answer.rows[place]) continue;
    add_heading();
    out_ << padded("– " + std::string(words::phrases::scan_not_checked), verdict_width)
         << visible(found.models[place].label) << '\n';
  }
  for (const auto& left_out : found.left_out) {
    if (quiet_) break;
    out_ << "Left out, it is " << words::title(left_out.reason) << ": " << visible(base::utf8(left_out.path))
         << '\n';
  }
  for (const auto& finding : found.findings) {
    out_ << words::fill(words::what_is_so(finding)) << '\n';
    if (const auto todo = words::fill(words::what_to_do(finding.code)); !todo.empty())
      out_ << "    " << todo << '\n';
  }
  out_ << summary(answer) << '\n';
  if (answer.report && !answer.report_error) out_ << "Report  " << visible(answer.report->file) << '\n';
}

Json scan_json(const ScanAnswer& answer) {
  Json models = Json::array();
  for (std::size_t place = 0; place < answer.rows.size(); ++place)
    models.push_back(json(answer.found.models[place], answer.rows[place]));
  Json left_out = Json::array();
  for (const auto& each : answer.found.left_out)
    left_out.push_back({{"path", base::utf8(each.path)}, {"reason", model::name(each.reason)}});
  Json verdicts = Json::object();
  for (const auto& [verdict, count] : words::count_verdicts(endings(answer)))
    verdicts[std::string(verdict::name(verdict))] = count;
  Json json{{"schema", verdict::report_schema_version},
            {"exit_code", answer.exit_code},
            {"verdicts", std::move(verdicts)},
            {"not_checked", count_not_checked(answer)},
            {"models", std::move(models)},
            {"left_out", std::move(left_out)},
            {"findings", verdict::to_json(answer.found.findings)}};
  if (answer.report_error) {
    const auto& error = *answer.report_error;
    json["report_error"] = {{"code", base::name(error.code)},
                            {"subject", error.subject},
                            {"detail", error.detail},
                            {"what", words::fill(words::what_is_so(error))}};
  } else if (answer.report) {
    tell_report_file(*answer.report, json);
  }
  return json;
}

}  // namespace weighmaster::terminal
