#include "ui/models/comparison.h"

#include <QCoreApplication>
#include <algorithm>
#include <vector>

#include "ui/models/text.h"
#include "words/letters.h"

namespace weighmaster::ui {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("comparison", text);
}

/// One letter with its name, or "nothing".
QString letterText(const QList<uint>& letters, qsizetype at) {
  if (at >= letters.size()) return translated("nothing more");
  const char32_t letter = letters.at(at);
  return own(words::spelled(QString::fromUcs4(&letter, 1).toStdString()));
}

qsizetype shownLength(const QList<uint>& letters, qsizetype from, qsizetype to) {
  qsizetype length = 0;
  for (auto at = from; at < std::min(to, letters.size()); ++at) {
    const char32_t letter = letters.at(at);
    length += shown(QString::fromUcs4(&letter, 1).toStdString()).size();
  }
  return length;
}

/// The expected identity that is nearest: most letters in common from both ends.
const trust::ExpectedIdentity& nearest(const std::vector<trust::ExpectedIdentity>& expected,
                                       const trust::Identity& found) {
  const auto common = [&](const trust::ExpectedIdentity& one) {
    const auto& a = one.name;
    const auto& b = found.name;
    const auto head = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
    const auto tail = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
    return head + tail;
  };
  return *std::max_element(expected.begin(), expected.end(),
                           [&](const auto& a, const auto& b) { return common(a) < common(b); });
}

std::optional<Comparison> compareIdentity(const trust::ExpectedIdentities& expected,
                                          const verdict::Signer& signer) {
  if (!signer.identity || expected.any_of.empty()) return std::nullopt;
  const auto& near = nearest(expected.any_of, *signer.identity);
  if (!near.has_name(signer.identity->name)) {
    return compareTexts(translated("Identity"), near.name, signer.identity->name);
  }
  return compareTexts(translated("Issuer"), near.issuer, signer.identity->issuer);
}

std::string fingerprintText(const crypto::Certificate& certificate) {
  return certificate.subject() + ", SHA-256 " + certificate.fingerprint().hex();
}

}  // namespace

Comparison compareTexts(const QString& what, std::string_view expected, std::string_view found) {
  Comparison comparison;
  comparison.what = what;
  comparison.expected = shown(expected, 4096);
  comparison.found = shown(found, 4096);
  const auto a = own(expected).toUcs4();
  const auto b = own(found).toUcs4();
  const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  comparison.at = shownLength(a, 0, at);
  comparison.expectedLength = shownLength(a, at, at + 1);
  comparison.foundLength = shownLength(b, at, at + 1);
  if (expected != found) {
    comparison.spelledOut = translated("Character %1 is the first that differs: %2 where you expect %3.")
                                .arg(at + 1)
                                .arg(letterText(b, at), letterText(a, at));
  }
  return comparison;
}

namespace {

/// What a finding sets beside what, where it is of a look-alike.
std::optional<Comparison> compareLookAlike(const base::Finding& finding) {
  switch (finding.code) {
    case base::Code::look_alike_letters:
    case base::Code::look_alike_spelling:
    case base::Code::look_alike_domain:
    case base::Code::look_alike_workflow:
      return compareTexts(translated("Identity"), finding.detail, finding.subject);
    case base::Code::look_alike_issuer:
      return compareTexts(translated("Issuer"), finding.detail, finding.subject);
    case base::Code::look_alike_model:
      return compareTexts(translated("Publisher of the model"), finding.detail, finding.subject);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Comparison> compareSigner(const verdict::Report& report) {
  for (const auto& finding : report.step(verdict::StepId::signer).findings) {
    if (auto alike = compareLookAlike(finding)) return alike;
  }
  if (!report.signer) return std::nullopt;
  const auto& signer = *report.signer;
  if (const auto* identities = std::get_if<trust::ExpectedIdentities>(&report.expectation)) {
    return compareIdentity(*identities, signer);
  }
  const auto* roots = std::get_if<trust::ExpectedRoots>(&report.expectation);
  if (roots && !roots->anchors.empty() && !signer.chain.empty()) {
    return compareTexts(translated("Root certificate"), fingerprintText(roots->anchors.front()),
                        fingerprintText(signer.chain.back().certificate));
  }
  const auto* key = std::get_if<trust::ExpectedKeys>(&report.expectation);
  if (key && !key->any_of.empty() && !signer.key_hint.empty()) {
    return compareTexts(translated("Key"), key->any_of.front().hint(), signer.key_hint);
  }
  return std::nullopt;
}

}  // namespace weighmaster::ui
