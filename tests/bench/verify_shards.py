"""The reference's library verifies what its program does not: verify_shards.py MODEL SIGNATURE KEY SHARD_SIZE."""
import sys

import model_signing

model, signature, key, shard_size = sys.argv[1:]
hashing = model_signing.hashing.Config().use_shard_serialization(shard_size=int(shard_size))
model_signing.verifying.Config().use_elliptic_key_verifier(public_key=key).set_hashing_config(hashing).verify(
    model, signature
)
