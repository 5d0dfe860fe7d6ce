"""What sigstore-python says of bundles: a JSON list of cases on standard input, their answers on standard output."""

import json
import sys
from pathlib import Path

from sigstore.hashes import Hashed
from sigstore.models import Bundle, ClientTrustConfig, TrustedRoot
from sigstore.verify import Verifier, policy
from sigstore_models.common.v1 import HashAlgorithm


def trusted_root(path: str) -> TrustedRoot:
    text = Path(path).read_text()
    if "trustedRoot" in json.loads(text):
        return ClientTrustConfig.from_json(text).trusted_root
    return TrustedRoot.from_file(path)


def answer(case: dict, roots: dict) -> str:
    """ "yes", or why not."""
    try:
        root = roots.setdefault(case["root"], None) or trusted_root(case["root"])
        roots[case["root"]] = root
        bundle = Bundle.from_json(Path(case["bundle"]).read_text())
        expected = policy.Identity(identity=case["identity"], issuer=case["issuer"])
        verifier = Verifier(trusted_root=root)
        if case["kind"] == "statement":
            verifier.verify_dsse(bundle, expected)
        elif case.get("digest"):
            digest = bytes.fromhex(case["digest"])
            verifier.verify_artifact(Hashed(algorithm=HashAlgorithm.SHA2_256, digest=digest), bundle, expected)
        else:
            verifier.verify_artifact(Path(case["artifact"]).read_bytes(), bundle, expected)
    except Exception as error:  # whatever keeps it from a yes is a no
        return f"no: {type(error).__name__}: {error}"
    return "yes"


known_roots: dict = {}
print(json.dumps([answer(case, known_roots) for case in json.load(sys.stdin)]))
