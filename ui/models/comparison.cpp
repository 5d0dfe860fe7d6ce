#include "ui/models/comparison.h"

#include <QCoreApplication>
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "trust/differing_places.h"
#include "ui/models/text.h"
#include "words/letters.h"

namespace weighmaster::ui {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("comparison", text);
}

/// One letter with its name, or "nothing".
QString firstLetterOf(std::string_view letters) {
  if (letters.empty()) return translated("nothing");
  return own(words::spelled(base::first_letter(letters)));
}

constexpr std::size_t mostShown = 4096;

/// Where the bytes of a part stand in the text as it is shown.
Stretch stretchOf(std::string_view text, std::size_t at, std::size_t length) {
  const auto begin = shown(text.substr(0, at), mostShown).size();
  return {begin, shown(text.substr(0, at + length), mostShown).size() - begin};
}

bool isShownWhole(std::string_view text) {
  return shown(text, mostShown) == shown(text, mostShown + 1);
}

QString spelledOut(std::string_view expected, std::string_view found,
                   const std::vector<trust::DifferingPlace>& places) {
  if (places.empty()) return {};
  if (const auto said = words::letters_that_differ(expected, found); !said.empty()) return say(said);
  const auto& first = places.front();
  return translated("The first letter that differs: %1 where you expect %2.")
      .arg(firstLetterOf(first.found), firstLetterOf(first.expected));
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
    return compareTexts(near.name, signer.identity->name);
  }
  return compareTexts(near.issuer, signer.identity->issuer);
}

std::string fingerprintText(const crypto::Certificate& certificate) {
  return certificate.subject() + ", SHA-256 " + certificate.fingerprint().hex();
}

}  // namespace

Comparison compareTexts(std::string_view expected, std::string_view found) {
  Comparison comparison;
  comparison.expected = shown(expected, mostShown);
  comparison.found = shown(found, mostShown);
  const auto places = trust::differing_places(expected, found);
  comparison.spelledOut = spelledOut(expected, found, places);
  if (!isShownWhole(expected) || !isShownWhole(found)) return comparison;
  for (const auto& place : places) {
    comparison.expectedMarks += stretchOf(expected, place.expected_at, place.expected.size());
    comparison.foundMarks += stretchOf(found, place.found_at, place.found.size());
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
    case base::Code::look_alike_issuer:
    case base::Code::look_alike_model:
      return compareTexts(finding.detail, finding.subject);
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
    return compareTexts(fingerprintText(roots->anchors.front()),
                        fingerprintText(signer.chain.back().certificate));
  }
  const auto* key = std::get_if<trust::ExpectedKeys>(&report.expectation);
  if (key && !key->any_of.empty() && !signer.key_hint.empty()) {
    return compareTexts(key->any_of.front().hint(), signer.key_hint);
  }
  return std::nullopt;
}

}  // namespace weighmaster::ui
