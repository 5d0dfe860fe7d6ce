"""The reference's library signs and verifies in shards, which its program does not:
reference_shards.py sign|verify MODEL SIGNATURE KEY SHARD_SIZE. It verifies only shards that it signed itself."""
import sys

import model_signing

verb, model, signature, key, shard_size = sys.argv[1:]
hashing = model_signing.hashing.Config().use_shard_serialization(shard_size=int(shard_size))
if verb == "sign":
    signing = model_signing.signing.Config().use_elliptic_key_signer(private_key=key).set_hashing_config(hashing)
    signing.sign(model, signature)
else:
    verifying = model_signing.verifying.Config().use_elliptic_key_verifier(public_key=key).set_hashing_config(hashing)
    verifying.verify(model, signature)
