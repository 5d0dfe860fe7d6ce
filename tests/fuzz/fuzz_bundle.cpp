#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "fuzz.h"
#include "signature/bundle.h"

using namespace weighmaster;
using fuzz::must;
using signature::Bundle;
using signature::Method;

namespace {

void check(const Bundle& bundle) {
  const auto* certificates = bundle.certificates();
  must((bundle.method() == Method::key) == (certificates == nullptr), "the material is the method's");
  must(bundle.method() != Method::sigstore || !bundle.log_entries().empty(), "keyless bundles are in a log");
  must(bundle.method() != Method::certificate || bundle.log_entries().empty(),
       "others' certificates are not");
  must((bundle.envelope() == nullptr) != (bundle.message() == nullptr), "one thing was signed");
  must(!bundle.signature().empty(), "there is a signature");
  must(bundle.log_entries().size() <= base::limits::log_entries, "log entries are capped");
  must(bundle.timestamps().size() <= base::limits::timestamps, "timestamps are capped");
  if (certificates == nullptr) return;
  must(!certificates->certificates.empty(), "there is a leaf");
  must(certificates->certificates.size() <= base::limits::certificates, "certificates are capped");
}

}  // namespace

/// What is read keeps the rules of its method, and reads the same from other JSON text with the same meaning.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bool candidate = signature::looks_like_bundle({data, size});
  must(!candidate || as_text({data, size}).find('{') != std::string_view::npos, "a candidate is an object");
  const auto bundle = Bundle::parse({data, size});
  if (!bundle) return 0;
  check(*bundle);
  const auto json = base::parse_json({data, size}, "fuzz");
  must(json.has_value(), "a bundle is JSON");
  const auto again = Bundle::parse(as_bytes(json->dump(1)));
  must(again.has_value(), "it can be read again");
  must(again->method() == bundle->method(), "the method is the same");
  must(again->signature() == bundle->signature(), "the signature is the same");
  if (bundle->envelope() == nullptr) {
    must(*again->message() == *bundle->message(), "the file that is meant is the same");
    return 0;
  }
  must(again->envelope()->pre_authentication_encoding() == bundle->envelope()->pre_authentication_encoding(),
       "what is signed is the same");
  return 0;
}
