#include "signing/key_signer.h"

namespace weighmaster::signing {

base::Result<Material> KeySigner::material(const base::Task& /*task*/) {
  return Material{signature::Method::key, key_.public_key(), {}};
}

base::Result<Bytes> KeySigner::sign(BytesView encoding, const base::Task& /*task*/) {
  return key_.sign(encoding);
}

}  // namespace weighmaster::signing
