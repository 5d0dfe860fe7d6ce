#include "signature/fulcio.h"

#include <array>

#include "base/text.h"

namespace weighmaster::signature {
namespace {

using base::Code;
using base::fail;
using base::Result;

struct Known {
  int number;
  std::string_view label;
};

constexpr int issuer_v1 = 1;
constexpr int issuer_v2 = 8;

/// 7 is no extension: it marks a name among the subject's alternative names.
constexpr auto known_extensions = std::to_array<Known>({
    {issuer_v1, "Issuer (old form)"},
    {2, "GitHub workflow trigger"},
    {3, "GitHub workflow commit"},
    {4, "GitHub workflow name"},
    {5, "GitHub workflow repository"},
    {6, "GitHub workflow branch or tag"},
    {issuer_v2, "Issuer"},
    {9, "Build instructions"},
    {10, "Build instructions digest"},
    {11, "Runner environment"},
    {12, "Source repository"},
    {13, "Source repository digest"},
    {14, "Source repository branch or tag"},
    {15, "Source repository number"},
    {16, "Source repository owner"},
    {17, "Source repository owner number"},
    {18, "Top-level build instructions"},
    {19, "Top-level build instructions digest"},
    {20, "Build trigger"},
    {21, "Build run"},
    {22, "Source repository visibility at signing"},
    {23, "Deployment environment"},
});

std::string oid(int number) {
  return "1.3.6.1.4.1.57264.1." + std::to_string(number);
}

/// The text of an extension's content, or nothing where it is none.
std::optional<std::string> decode(int number, const Bytes& content) {
  auto text = number < issuer_v2 ? std::string(as_text(content)) : crypto::der_utf8_string(content);
  if (!text || !base::is_utf8(*text)) return std::nullopt;
  return text;
}

/// The issuer by one of its two extensions: nothing where it is absent, empty where it is no text.
std::optional<std::string> issuer_by(const crypto::Certificate& certificate, int number) {
  const auto content = certificate.extension(oid(number));
  if (!content) return std::nullopt;
  return decode(number, *content).value_or(std::string{});
}

}  // namespace

std::vector<FulcioExtension> fulcio_extensions(const crypto::Certificate& certificate) {
  std::vector<FulcioExtension> extensions;
  for (const auto& [number, label] : known_extensions) {
    const auto content = certificate.extension(oid(number));
    if (!content) continue;
    if (auto text = decode(number, *content)) extensions.push_back({oid(number), label, std::move(*text)});
  }
  return extensions;
}

Result<std::string> fulcio_issuer(const crypto::Certificate& certificate) {
  const auto old_form = issuer_by(certificate, issuer_v1);
  const auto new_form = issuer_by(certificate, issuer_v2);
  if (old_form && new_form && *old_form != *new_form) {
    return fail(Code::issuer_contradicts, *new_form, *old_form);
  }
  const auto& issuer = new_form ? new_form : old_form;
  if (!issuer || issuer->empty()) return fail(Code::identity_missing, {}, "the certificate names no issuer");
  return *issuer;
}

}  // namespace weighmaster::signature
