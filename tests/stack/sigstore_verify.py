#!/usr/bin/env python3
"""sigstore_verify.py ROOT BUNDLE IDENTITY ISSUER: what the package `sigstore` says of a bundle with an envelope.

Its command line would compare the envelope's subject with the digest of one file, which a model is not.
"""
import pathlib
import sys

from sigstore.errors import VerificationError
from sigstore.models import Bundle, TrustedRoot
from sigstore.verify import Verifier
from sigstore.verify.policy import Identity

root, bundle, identity, issuer = sys.argv[1:5]
try:
    Verifier(trusted_root=TrustedRoot.from_file(root)).verify_dsse(
        Bundle.from_json(pathlib.Path(bundle).read_bytes()), Identity(identity=identity, issuer=issuer))
except VerificationError as error:
    sys.exit(f"refused: {error}")
print("verified")
