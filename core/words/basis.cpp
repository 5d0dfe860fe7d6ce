#include "words/basis.h"

#include <algorithm>
#include <iterator>

#include "base/file.h"
#include "base/text.h"
#include "verdict/deciding_entry.h"
#include "words/letters.h"
#include "words/phrases.h"
#include "words/signer_name.h"
#include "words/words.h"

namespace weighmaster::words {
namespace {

using base::Code;
using base::Effect;
using base::Finding;
using model::IgnoreReason;
using verdict::FileRow;
using verdict::FileState;
using verdict::Outcome;
using verdict::Report;
using verdict::StepId;

constexpr std::size_t names_shown = 3;
constexpr std::size_t findings_shown = 3;

/// Phrases for one, for a few that are all named, and for more.
struct NamePhrases {
  std::string_view one;
  std::string_view many;
  std::string_view more;
};

/// "3 files are not signed: …", or nothing where there are none.
std::vector<Sentence> named(const std::vector<std::string>& names, const NamePhrases& phrases,
                            std::string_view argument = "names") {
  if (names.empty()) return {};
  const std::size_t shown = std::min(names.size(), names_shown);
  Sentence sentence{names.size() == 1       ? phrases.one
                    : shown == names.size() ? phrases.many
                                            : phrases.more,
                    {},
                    {}};
  sentence.arguments.push_back(plain("count", grouped(names.size())));
  sentence.arguments.push_back(plain("more", grouped(names.size() - shown)));
  for (std::size_t i = 0; i < shown; ++i) sentence.arguments.push_back(quoted_name(argument, names[i], 120));
  return {sentence};
}

/// In what way files differ, each way once: the first file stands for all.
std::vector<Sentence> ways_to_differ(const Report& report) {
  std::vector<Sentence> sentences;
  for (const Code code : {Code::content_lfs_pointer, Code::content_web_page, Code::content_empty,
                          Code::content_shorter, Code::content_longer, Code::content_renamed}) {
    for (const auto& row : report.files) {
      const auto found = std::find_if(row.findings.begin(), row.findings.end(),
                                      [&](const Finding& finding) { return finding.code == code; });
      if (found == row.findings.end()) continue;
      sentences.push_back(what_is_so(*found));
      break;
    }
  }
  return sentences;
}

/// A signed name that is not here and one that is here and not signed, where only their writing differs: some
/// systems rewrite names as they store them.
std::vector<Sentence> rewritten_names(const Report& report) {
  for (const auto& row : report.files) {
    for (const auto& finding : row.findings) {
      if (finding.code != Code::content_name_twin) continue;
      return {{phrases::rewritten_name,
               {quoted_name("expected", finding.subject, 120), quoted_name("found", finding.detail, 120)},
               {}}};
    }
  }
  return {};
}

template <class Wanted>
std::vector<std::string> names_of(const Report& report, const Wanted& wanted) {
  std::vector<std::string> names;
  for (const auto& row : report.files) {
    if (wanted(row)) names.push_back(row.name);
  }
  return names;
}

std::vector<std::string> names_in(const Report& report, FileState state) {
  return names_of(report, [&](const FileRow& row) { return row.state == state; });
}

/// What was left out for one of these reasons.
template <class... Reasons>
std::vector<std::string> names_left_out(const Report& report, Reasons... reasons) {
  return names_of(report, [&](const FileRow& row) {
    return row.state == FileState::ignored && ((row.ignored_for == reasons) || ...);
  });
}

void add(std::vector<Sentence>& sentences, std::vector<Sentence> more) {
  sentences.insert(sentences.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
}

/// Said by files_by_name already, or by the absence of a signature itself.
bool said_elsewhere(Code code) {
  return code == Code::content_changed || code == Code::content_missing || code == Code::content_unsigned ||
         code == Code::content_left_out || code == Code::content_not_asked ||
         code == Code::content_from_cache || code == Code::artifact_differs ||
         code == Code::signature_not_found;
}

/// The weighty findings of all steps, worst first, each code once.
std::vector<Finding> weighty(const Report& report) {
  std::vector<Finding> findings;
  for (const auto& step : report.steps) {
    for (const auto& finding : step.findings) {
      const bool again = std::any_of(findings.begin(), findings.end(),
                                     [&](const Finding& other) { return other.code == finding.code; });
      if (base::effect(finding.code) != Effect::none && !said_elsewhere(finding.code) && !again)
        findings.push_back(finding);
    }
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return base::effect(a.code) > base::effect(b.code);
  });
  return findings;
}

bool has(const FileRow& row, Code code) {
  return std::any_of(row.findings.begin(), row.findings.end(),
                     [&](const Finding& finding) { return finding.code == code; });
}

bool has_weighty_finding(const FileRow& row) {
  return std::any_of(row.findings.begin(), row.findings.end(),
                     [](const Finding& finding) { return base::effect(finding.code) != Effect::none; });
}

/// Findings of one name in place of another.
bool compares_names(Code code) {
  static constexpr auto codes = std::to_array<Code>(
      {Code::identity_differs, Code::issuer_differs, Code::look_alike_letters, Code::look_alike_spelling,
       Code::look_alike_domain, Code::look_alike_issuer, Code::look_alike_workflow, Code::look_alike_model});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::vector<Sentence> letters_in(const Finding& finding) {
  if (!compares_names(finding.code)) return {};
  return letters_that_differ(finding.detail, finding.subject);
}

std::string day(base::TimePoint time) {
  return base::to_rfc3339(time).substr(0, 10);
}

Sentence about_entries(const Report& report) {
  const auto& rule = *report.rule;
  if (const auto* entry = verdict::deciding_entry(report)) {
    const bool for_all = entry->models == "*";
    return {for_all ? phrases::by_entry_for_all : phrases::by_entry,
            {quoted_name("models", entry->models), plain("date", day(entry->added))},
            {}};
  }
  auto sentence = counted(rule.entries.size(), phrases::by_other_entry_one, phrases::by_other_entry_many);
  const auto last = std::max_element(rule.entries.begin(), rule.entries.end(),
                                     [](const auto& a, const auto& b) { return a.added < b.added; });
  sentence.arguments.push_back(quoted_name("models", rule.name));
  sentence.arguments.push_back(plain("date", day(last->added)));
  return sentence;
}

}  // namespace

Sentence counted(std::size_t count, std::string_view one, std::string_view many) {
  return {count == 1 ? one : many, {plain("count", grouped(count))}, {}};
}

bool signed_but_left_out(const FileRow& row) {
  return row.state == FileState::not_checked && has(row, Code::content_left_out);
}

bool not_asked(const FileRow& row) {
  return row.state == FileState::not_checked && has(row, Code::content_not_asked);
}

std::vector<Sentence> how_files_stand(const Report& report) {
  using namespace phrases;
  const auto changed_count = report.count(FileState::changed);
  const auto matching = report.count(FileState::matches);
  const auto all = report.count_signed();
  if (!report.statement_is_signed || matching + changed_count == 0) return {};

  const SignerName signer = signer_name(report);
  Sentence sentence;
  if (changed_count > 0) {
    sentence =
        counted(changed_count, signer.pick({changed_by_name_one, changed_by_key_one, changed_by_claim_one}),
                signer.pick({changed_by_name_many, changed_by_key_many, changed_by_claim_many}));
  } else if (matching < all) {
    sentence = counted(matching, signer.pick({some_by_name_one, some_by_key_one, some_by_claim_one}),
                       signer.pick({some_by_name_many, some_by_key_many, some_by_claim_many}));
  } else {
    sentence = counted(matching, signer.pick({all_by_name_one, all_by_key_one, all_by_claim_one}),
                       signer.pick({all_by_name_many, all_by_key_many, all_by_claim_many}));
  }
  sentence.arguments.push_back(plain("all", grouped(all)));
  sentence.arguments.push_back(quoted_name("signer", signer.name));
  return {sentence};
}

std::vector<Sentence> how_file_stands(const Report& report) {
  using namespace phrases;
  const bool matches = report.count(FileState::matches) > 0;
  if (!report.statement_is_signed || (!matches && report.count(FileState::changed) == 0)) return {};
  const SignerName signer = signer_name(report);
  if (report.attestation) {
    const auto text = signer.pick({attested_by_name, attested_by_key, attested_by_claim});
    if (!matches) return {};
    return {{text,
             {quoted_name("signer", signer.name), quoted_name("type", report.attestation->predicate_type)},
             {}}};
  }
  const auto text = matches ? signer.pick({file_by_name, file_by_key, file_by_claim})
                            : signer.pick({other_file_by_name, other_file_by_key, other_file_by_claim});
  return {{text, {quoted_name("signer", signer.name)}, {}}};
}

std::vector<Sentence> files_by_name(const Report& report) {
  using namespace phrases;
  std::vector<Sentence> sentences;
  // One file has no need of its name; nor did what is another file change.
  if (report.content == verdict::Content::model)
    add(sentences,
        named(names_in(report, FileState::changed), {changed_names, changed_names, changed_names_more}));
  const auto missing = names_in(report, FileState::missing);
  const auto unsigned_names = names_in(report, FileState::unsigned_);
  add(sentences, named(missing, {missing_one, missing_many, missing_more}));
  add(sentences, named(unsigned_names, {unsigned_one, unsigned_many, unsigned_more}));
  add(sentences, rewritten_names(report));
  add(sentences, ways_to_differ(report));
  add(sentences, named(names_of(report, not_asked), {not_asked_one, not_asked_many, not_asked_more}));
  const auto signed_left_out = names_of(report, signed_but_left_out);
  add(sentences, named(signed_left_out, {signed_left_out_one, signed_left_out_many, signed_left_out_more}));
  const auto stored = names_of(report, [](const FileRow& row) { return has(row, Code::content_from_cache); });
  add(sentences, named(stored, {from_cache_one, from_cache_many, from_cache_more}));
  // Those with findings that weigh are in the steps' findings.
  const auto unread = names_of(report, [](const FileRow& row) {
    return row.state == FileState::not_checked && !has_weighty_finding(row);
  });
  add(sentences, named(unread, {unread_one, unread_many, unread_more}));
  add(sentences, named(names_left_out(report, IgnoreReason::recorded),
                       {recorded_ignored_one, recorded_ignored_many, recorded_ignored_more}));
  // The signature file does not cover itself: no need to name it.
  add(sentences, named(names_left_out(report, IgnoreReason::asked, IgnoreReason::git),
                       {ignored_one, ignored_many, ignored_more}));
  return sentences;
}

std::vector<Sentence> code_on_loading(const Report& report) {
  const auto count = std::count_if(report.files.begin(), report.files.end(),
                                   [](const FileRow& row) { return row.risk != model::CodeRisk::none; });
  if (count == 0) return {};
  return {counted(static_cast<std::size_t>(count), phrases::can_run_code_one, phrases::can_run_code_many)};
}

std::vector<Sentence> about_letters(const Report& report) {
  const SignerName signer = signer_name(report);
  if (signer.kind == SignerName::Kind::key || base::is_ascii(signer.name)) return {};
  return {{phrases::not_ascii, {}, {}}};
}

std::vector<Sentence> about_rule(const Report& report) {
  if (!report.rule) return {};
  const auto& rule = *report.rule;
  if (!rule.entries.empty()) return {about_entries(report)};
  Sentence sentence{rule.model.empty() ? phrases::by_rule_for_all : phrases::by_rule,
                    {quoted_name("rule", rule.name, 120), quoted_name("policy", rule.file)},
                    {}};
  if (!rule.model.empty()) sentence.arguments.push_back(quoted_name("model", rule.model));
  return {sentence};
}

std::vector<Sentence> about_signer(const Report& report) {
  std::vector<Sentence> sentences;
  const SignerName signer = signer_name(report);
  // Where no file was compared, no sentence about files has named them.
  if (report.signer && report.count(FileState::matches) + report.count(FileState::changed) == 0) {
    using namespace phrases;
    const auto text = signer.pick({signed_by_name, signed_by_key, signed_by_claim});
    sentences.push_back({text, {quoted_name("signer", signer.name)}, {}});
  }
  if (signer.kind == SignerName::Kind::name && report.signer->identity &&
      !report.signer->identity->issuer.empty()) {
    sentences.push_back({phrases::vouched_for, {quoted_name("issuer", report.signer->identity->issuer)}, {}});
  }
  if (report.signed_at) {
    sentences.push_back(
        {phrases::signed_on, {plain("date", base::to_rfc3339(*report.signed_at).substr(0, 10))}, {}});
  }
  return sentences;
}

std::vector<Sentence> weighty_findings(const Report& report, Names names) {
  std::vector<Sentence> sentences;
  const auto findings = weighty(report);
  const std::size_t shown = std::min(findings.size(), findings_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& finding = findings[i];
    sentences.push_back(names == Names::quote ? what_is_so(finding) : what_is_so(finding.code));
    if (names == Names::leave_out) continue;
    for (auto& letters : letters_in(finding)) {
      const bool said = std::any_of(sentences.begin(), sentences.end(),
                                    [&](const Sentence& other) { return fill(other) == fill(letters); });
      if (!said) sentences.push_back(std::move(letters));
    }
  }
  if (const std::size_t rest = findings.size() - shown; rest > 0) {
    sentences.push_back(counted(rest, phrases::more_findings_one, phrases::more_findings_many));
  }
  return sentences;
}

std::vector<Sentence> remarks(const Report& report) {
  std::vector<Sentence> sentences;
  if (report.has(Code::certificate_time_unproven))
    sentences.push_back({phrases::signed_at_unproven_time, {}, {}});
  for (const Code code : {Code::key_hint_differs, Code::content_empty_uncovered}) {
    if (report.has(code)) sentences.push_back(what_is_so(code));
  }
  return sentences;
}

std::vector<Sentence> about_search(const Report& report) {
  std::vector<Sentence> sentences;
  if (!report.looked_in.empty() && report.has(Code::signature_not_found)) {
    Sentence places{phrases::looked_in, {}, {}};
    for (const auto& folder : report.looked_in)
      places.arguments.push_back(quoted_name("places", base::utf8(folder)));
    sentences.push_back(places);
  }
  std::vector<std::string> others;
  for (const auto& other : report.other_signatures) others.push_back(base::utf8(other.path.filename()));
  add(sentences, named(others, {phrases::other_signatures_one, phrases::other_signatures_many,
                                phrases::other_signatures_more}));
  return sentences;
}

bool covers_every_file(const Report& report) {
  const bool in_shards =
      report.statement && report.statement->manifest.serialization().method == manifest::Method::shards;
  const bool left_out = !names_left_out(report, IgnoreReason::recorded, IgnoreReason::asked).empty();
  const bool of_a_model = report.content == verdict::Content::model;
  return of_a_model && !in_shards && !left_out && !report.has(Code::content_empty_uncovered);
}

}  // namespace weighmaster::words
