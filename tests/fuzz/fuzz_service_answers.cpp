#include "base/limits.h"
#include "fuzz.h"
#include "signing/services/fulcio.h"
#include "signing/services/rekor.h"

using namespace weighmaster;
using fuzz::must;

/// What services of keyless signing answer. An entry that is read can be written into a bundle and read back;
/// of a certificate that is read it can be asked whom it names.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView answer{data, size};
  if (const auto entry = signing::rekor_1_entry(answer)) {
    must(entry->kind == "dsse" && entry->version == "0.0.1", "it is of the kind that is asked for");
    must(entry->promise.has_value() && entry->proof.has_value(), "it has promise and proof");
    must(entry->proof->hashes.size() <= base::limits::inclusion_hashes, "hashes are capped");
    must(!entry->body.empty(), "it has a body");
  }
  if (const auto certificate = signing::issued_certificate(answer)) {
    const auto identity = signing::certified_identity(*certificate);
    must(!identity || certificate->alternative_names().size() == 1, "one name");
    must(crypto::Certificate::from_der(certificate->der()).has_value(), "it reads again");
  }
  return 0;
}
