#include "ui/views/log_page.h"

#include "base/encoding.h"
#include "ui/models/text.h"
#include "ui/views/facts_form.h"

namespace weighmaster::ui {
namespace {

using Face = FactsForm::Face;

/// A text of several lines from outside, each made visible by itself.
/// Quoted, so that no line of it passes for one of ours.
QString shownLines(std::string_view text, std::size_t mostLines) {
  QStringList lines;
  for (std::size_t at = 0; at < text.size() && static_cast<std::size_t>(lines.size()) < mostLines;) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines += QStringLiteral("> ") + shown(text.substr(at, end - at), 500);
    at = end + 1;
  }
  return lines.join(u'\n');
}

}  // namespace

LogPage::LogPage(QWidget* parent) : Page(parent), form_(addForm(tr("Log entry"))) {}

void LogPage::setReport(const ReportPtr& report) {
  form_->clear();
  if (report && !report->log.empty()) {
    setLine(
        tr("A public record that this signature was made, kept in a log that nobody can rewrite unseen."));
    for (const auto& facts : report->log) showEntry(facts);
  } else if (report && report->method && *report->method != signature::Method::sigstore) {
    setLine(tr("Signatures made with a key or a certificate of one's own have no public record."));
  } else {
    setLine(tr("There is no public record with this signature."));
  }
  if (!report) return;
  for (const auto& facts : report->timestamps) showTimestamp(facts);
}

void LogPage::showTimestamp(const verdict::TimestampFacts& facts) {
  form_->addHeading(tr("Timestamp"));
  form_->addOutcome(tr("Made by an authority that is known here"), facts.outcome);
  form_->add(tr("Authority"), shown(facts.authority));
  form_->add(tr("Certificate"), shown(facts.certificate));
  if (!facts.info) return;
  form_->add(tr("Time"), bothTimes(facts.info->time));
  form_->add(tr("Accuracy"), accuracyText(*facts.info));
  form_->add(tr("Policy"), shown(facts.info->policy), Face::monospace);
  form_->add(tr("Serial number"), own(facts.info->serial_number), Face::monospace);
}

QString accuracyText(const crypto::TimestampInfo& info) {
  if (!info.accuracy) return {};
  return LogPage::tr("± %1 s").arg(std::chrono::duration<double>(*info.accuracy).count());
}

void LogPage::showEntry(const verdict::LogFacts& facts) {
  const auto& entry = facts.entry;
  form_->add(tr("Log"), facts.base_url.empty() ? tr("not known to this computer") : shown(facts.base_url));
  form_->add(tr("Log ID"), own(base::to_hex(entry.log_id)), Face::monospace);
  form_->add(tr("Index in the whole log"), grouped(entry.log_index), Face::monospace);
  if (entry.proof) form_->add(tr("Index in this tree"), grouped(entry.proof->log_index), Face::monospace);
  if (entry.integrated_time) form_->add(tr("Taken in"), bothTimes(*entry.integrated_time));
  form_->add(tr("Kind of entry"), shown(entry.kind + " " + entry.version));
  form_->addOutcome(tr("About this very signature"), facts.binding);
  form_->addOutcome(tr("Promise of the log (SET)"), facts.promise);
  form_->addOutcome(tr("Inclusion in the tree"), facts.inclusion);
  form_->addOutcome(tr("Checkpoint signed by the log"), facts.checkpoint);
  for (const auto& witness : facts.witnesses) {
    form_->add(tr("Cosigned as (not checked)"), shown(witness));
  }
  if (entry.proof) showProof(facts, *entry.proof);
  form_->addHeading(tr("The record, as the log keeps it"));
  form_->add(tr("Body"), shown(as_text(entry.body), 4000), Face::monospace);
}

void LogPage::showProof(const verdict::LogFacts& facts, const signature::InclusionProof& proof) {
  form_->addHeading(tr("Inclusion proof, %1 steps").arg(proof.hashes.size()));
  form_->add(tr("Tree size"), grouped(proof.tree_size), Face::monospace);
  form_->add(tr("Root"), own(base::to_hex(proof.root_hash)), Face::monospace);
  form_->add(tr("From entry to root"), proofText(facts), Face::monospace);
  form_->add(tr("Checkpoint"), shownLines(proof.checkpoint, 40), Face::monospace);
}

QString proofText(const verdict::LogFacts& facts) {
  if (!facts.leaf) return {};
  QStringList lines{LogPage::tr("this entry %1").arg(shortDigest(*facts.leaf))};
  for (const auto& step : facts.proof_steps) {
    const auto side = step.sibling_is_left ? LogPage::tr("left") : LogPage::tr("right");
    lines += LogPage::tr("with %1 on the %2 gives %3")
                 .arg(shortDigest(step.sibling), side, shortDigest(step.result));
  }
  return lines.join(u'\n');
}

}  // namespace weighmaster::ui
