#include "signing/persistent_witness.h"

namespace weighmaster::signing {

base::Result<void> PersistentWitness::attest(const signature::Envelope& envelope, const Material& material,
                                             Evidence& evidence, const base::Task& task) {
  while (true) {
    auto said = witness_->attest(envelope, material, evidence, task);
    if (said || evidence.entry_withheld || task.stopped() || !once_more_(said.error())) return said;
  }
}

}  // namespace weighmaster::signing
