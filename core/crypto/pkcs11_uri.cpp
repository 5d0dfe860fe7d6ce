#include "crypto/pkcs11_uri.h"

#include <array>
#include <filesystem>
#include <set>

#include "base/limits.h"
#include "base/number.h"
#include "crypto/percent.h"

namespace weighmaster::crypto {
namespace {

using base::Code;
using base::fail;
using base::Result;

constexpr std::string_view scheme = "pkcs11:";
constexpr std::string_view letters_and_digits =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// RFC 3986's unreserved marks, and what RFC 7512 lets stand beside them in the path and in the query.
constexpr std::string_view path_marks = "-._~:[]@!$'()*+,=&";
constexpr std::string_view query_marks = "-._~:[]@!$'()*+,=/?|";

tl::unexpected<base::Error> faulty(std::string_view attribute, std::string why) {
  return fail(Code::token_uri, std::string(attribute), std::move(why));
}

bool stands(char c, std::string_view marks) {
  return letters_and_digits.find(c) != std::string_view::npos || marks.find(c) != std::string_view::npos;
}

Result<Bytes> decode(std::string_view name, std::string_view text, std::string_view marks) {
  for (const char c : text) {
    if (c == '%' || stands(c, marks)) continue;
    return faulty(name, "a character in it has to be percent-encoded");
  }
  auto value = percent_decode(text);
  if (!value) return faulty(name, "a percent sign in it has no two hexadecimal digits behind it");
  if (name != "id" && as_text(*value).find('\0') != std::string_view::npos) {
    return faulty(name, "it holds a NUL");
  }
  return std::move(*value);
}

template <class Number>
std::optional<Number> number_up_to(std::string_view text, Number most) {
  const auto number = base::whole_number<Number>(text);
  return number && *number <= most ? number : std::nullopt;
}

std::optional<Pkcs11Uri::Version> version(std::string_view text) {
  const auto dot = text.find('.');
  const auto major = number_up_to(text.substr(0, dot), 255U);
  const auto minor = dot == text.npos ? std::optional(0U) : number_up_to(text.substr(dot + 1), 255U);
  if (!major || !minor) return std::nullopt;
  return Pkcs11Uri::Version{*major, *minor};
}

struct TypeName {
  std::string_view name;
  Pkcs11Uri::Type type;
};
constexpr auto type_names = std::to_array<TypeName>({
    {"public", Pkcs11Uri::Type::public_key},
    {"private", Pkcs11Uri::Type::private_key},
    {"cert", Pkcs11Uri::Type::certificate},
    {"secret-key", Pkcs11Uri::Type::secret_key},
    {"data", Pkcs11Uri::Type::data},
});

using Text = std::optional<std::string> Pkcs11Uri::*;
struct TextAttribute {
  std::string_view name;
  Text member;
};
constexpr auto path_texts = std::to_array<TextAttribute>({
    {"token", &Pkcs11Uri::token},
    {"manufacturer", &Pkcs11Uri::manufacturer},
    {"serial", &Pkcs11Uri::serial},
    {"model", &Pkcs11Uri::model},
    {"library-manufacturer", &Pkcs11Uri::library_manufacturer},
    {"library-description", &Pkcs11Uri::library_description},
    {"slot-manufacturer", &Pkcs11Uri::slot_manufacturer},
    {"slot-description", &Pkcs11Uri::slot_description},
    {"object", &Pkcs11Uri::object},
});
constexpr auto query_texts = std::to_array<TextAttribute>({
    {"module-path", &Pkcs11Uri::module_path},
    {"module-name", &Pkcs11Uri::module_name},
    {"pin-source", &Pkcs11Uri::pin_source},
});

template <std::size_t Count>
Text text_member(const std::array<TextAttribute, Count>& known, std::string_view name) {
  for (const auto& each : known) {
    if (each.name == name) return each.member;
  }
  return nullptr;
}

/// An attribute, and its value still encoded.
struct Attribute {
  std::string_view name;
  std::string_view encoded;
};

Result<void> take_number(Pkcs11Uri& uri, std::string_view name, std::string_view text) {
  if (name == "slot-id") {
    uri.slot_id = number_up_to(text, ~std::uint64_t{0});
    if (!uri.slot_id) return faulty(name, "it is not a whole number");
  } else {
    uri.library_version = version(text);
    if (!uri.library_version) return faulty(name, "it is not a version such as 2.6");
  }
  return {};
}

Result<void> take_type(Pkcs11Uri& uri, std::string_view text) {
  for (const auto& each : type_names) {
    if (each.name == text) uri.type = each.type;
  }
  if (!uri.type) return faulty("type", "it is none of public, private, cert, secret-key and data");
  return {};
}

Result<void> take_path(Pkcs11Uri& uri, const Attribute& attribute) {
  const auto& name = attribute.name;
  const auto member = text_member(path_texts, name);
  if (member == nullptr && name != "id" && name != "type" && name != "slot-id" && name != "library-version") {
    return faulty(name, "there is no such attribute");
  }
  auto value = decode(name, attribute.encoded, path_marks);
  if (!value) return fail(std::move(value.error()));
  if (name == "id") {
    uri.id = std::move(*value);
    return {};
  }
  const auto text = as_text(*value);
  if (name == "type") return take_type(uri, text);
  if (member == nullptr) return take_number(uri, name, text);
  uri.*member = std::string(text);
  return {};
}

/// A piece of a PIN that holds an “&” can stand where a name should: unknown names are not repeated.
Result<void> take_query(Pkcs11Uri& uri, const Attribute& attribute) {
  const auto member = text_member(query_texts, attribute.name);
  if (member == nullptr && attribute.name != "pin-value") {
    return faulty({}, "behind “?” is another name than module-path, module-name, pin-source and pin-value");
  }
  auto value = decode(attribute.name, attribute.encoded, query_marks);
  if (!value) return fail(std::move(value.error()));
  if (member != nullptr) {
    uri.*member = std::string(as_text(*value));
  } else {
    uri.pin_value = Secret(std::move(*value));
  }
  return {};
}

using Take = Result<void> (*)(Pkcs11Uri&, const Attribute&);

Result<void> take_all(Pkcs11Uri& uri, std::string_view text, char separator, Take take) {
  std::set<std::string_view> seen;
  while (!text.empty()) {
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    const auto equals = part.find('=');
    if (equals == 0 || equals == part.npos) return faulty({}, "a part of it is no NAME=VALUE");
    const Attribute attribute{part.substr(0, equals), part.substr(equals + 1)};
    if (auto taken = take(uri, attribute); !taken) return taken;
    if (!seen.insert(attribute.name).second) return faulty(attribute.name, "it is there twice");
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
    if (text.empty()) return faulty({}, "nothing follows its last “" + std::string(1, separator) + "”");
  }
  return {};
}

void append(std::string& text, std::string_view name, BytesView value, bool all_escaped = false) {
  if (text.size() > scheme.size()) text += ';';
  text.append(name).append("=");
  for (const auto byte : value) {
    const char c = static_cast<char>(byte);
    text += !all_escaped && stands(c, path_marks) ? std::string(1, c) : percent_escape(byte);
  }
}

}  // namespace

Result<Pkcs11Uri> Pkcs11Uri::parse(std::string_view text) {
  if (!text.starts_with(scheme)) return faulty({}, "it does not begin with “pkcs11:”");
  if (text.size() > base::limits::pkcs11_uri_bytes) return faulty({}, "it is too long");
  text.remove_prefix(scheme.size());
  const auto question = text.find('?');
  Pkcs11Uri uri;
  auto taken = take_all(uri, text.substr(0, question), ';', take_path);
  if (taken && question != text.npos) {
    taken = take_all(uri, text.substr(question + 1), '&', take_query);
  }
  if (!taken) return fail(std::move(taken.error()));
  if (uri.module_path && !std::filesystem::path(*uri.module_path).is_absolute()) {
    return faulty("module-path", "it is not an absolute path");
  }
  if (uri.pin_value && uri.pin_source) return faulty("pin-value", "pin-source is there too");
  return uri;
}

std::string Pkcs11Uri::path_text() const {
  std::string text(scheme);
  for (const auto& each : path_texts) {
    if (const auto& value = this->*each.member) append(text, each.name, as_bytes(*value));
  }
  if (library_version) {
    append(text, "library-version",
           as_bytes(std::to_string(library_version->major) + "." + std::to_string(library_version->minor)));
  }
  if (slot_id) append(text, "slot-id", as_bytes(std::to_string(*slot_id)));
  if (id) append(text, "id", *id, true);
  for (const auto& each : type_names) {
    if (type == each.type) append(text, "type", as_bytes(each.name));
  }
  return text;
}

}  // namespace weighmaster::crypto
