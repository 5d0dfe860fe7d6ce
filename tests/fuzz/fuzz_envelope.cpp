#include <nlohmann/json.hpp>

#include "base/json.h"
#include "fuzz.h"
#include "known_key.h"
#include "signature/envelope.h"

using namespace weighmaster;
using fuzz::must;
using signature::Envelope;

/// What is signed holds type and payload whole, with their true lengths; and nobody signs for a key without
/// it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json({data, size}, "fuzz");
  if (!json) return 0;
  const auto envelope = base::JsonObject::from(*json, "fuzz").and_then(Envelope::parse);
  if (!envelope) return 0;
  const std::string payload(as_text(envelope->unverified_payload()));
  const auto& type = envelope->payload_type();
  must(as_text(envelope->pre_authentication_encoding()) == "DSSEv1 " + std::to_string(type.size()) + " " +
                                                               type + " " + std::to_string(payload.size()) +
                                                               " " + payload,
       "the encoding is that of DSSE");
  must(!envelope->signature().empty(), "there is a signature");
  must(!envelope->open(fuzz::known_key()), "nobody signs without the key");
  return 0;
}
