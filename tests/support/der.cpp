#include "support/der.h"

#include <openssl/objects.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace weighmaster::tests {
namespace {

constexpr std::uint8_t integer = 0x02;
constexpr std::uint8_t octet_string = 0x04;
constexpr std::uint8_t object_identifier = 0x06;
constexpr std::uint8_t sequence = 0x30;
constexpr std::uint8_t set = 0x31;

}  // namespace

Bytes der(std::uint8_t tag, BytesView content) {
  Bytes out{tag};
  if (content.size() < 128) {
    out.push_back(static_cast<std::uint8_t>(content.size()));
  } else if (content.size() < 256) {
    out.insert(out.end(), {0x81, static_cast<std::uint8_t>(content.size())});
  } else {
    out.insert(out.end(), {0x82, static_cast<std::uint8_t>(content.size() >> 8U),
                           static_cast<std::uint8_t>(content.size() & 0xffU)});
  }
  out.insert(out.end(), content.begin(), content.end());
  return out;
}

Bytes der(std::uint8_t tag, const Elements& elements) {
  Bytes content;
  for (const auto& element : elements) content.insert(content.end(), element.begin(), element.end());
  return der(tag, BytesView(content));
}

Bytes der_sequence(const Elements& elements) {
  return der(sequence, elements);
}

Bytes der_set(const Elements& elements) {
  return der(set, elements);
}

Bytes der_oid(const std::string& dotted) {
  const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> object(OBJ_txt2obj(dotted.c_str(), 1),
                                                                         ASN1_OBJECT_free);
  if (!object) {
    std::fprintf(stderr, "test DER: no object identifier: %s\n", dotted.c_str());
    std::abort();
  }
  return der(object_identifier, BytesView(OBJ_get0_data(object.get()), OBJ_length(object.get())));
}

Bytes der_integer(std::uint64_t number) {
  Bytes bytes;
  for (unsigned i = 8; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
  return der_integer(BytesView(bytes));
}

Bytes der_integer(BytesView big_endian) {
  while (big_endian.size() > 1 && big_endian.front() == 0) big_endian = big_endian.subspan(1);
  Bytes content = to_bytes(big_endian);
  if (content.empty() || content.front() >= 0x80) content.insert(content.begin(), 0);
  return der(integer, BytesView(content));
}

Bytes der_octets(BytesView content) {
  return der(octet_string, content);
}

}  // namespace weighmaster::tests
