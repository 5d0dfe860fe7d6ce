#!/usr/bin/env python3
"""trust.py KEYS FOLDER: writes what a client has to know of the stack: trusted root, signing configs, trust configs.

The ports come from the environment; see ports.sh.
"""
import base64
import datetime
import hashlib
import json
import os
import pathlib
import re
import sys
from typing import Any

Json = dict[str, Any]
KEYS, FOLDER = (pathlib.Path(word) for word in sys.argv[1:3])
# Before the first signature, whatever the clocks say.
SINCE = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
VALID = {"start": SINCE.strftime("%Y-%m-%dT%H:%M:%SZ")}
P256 = "PKIX_ECDSA_P256_SHA_256"


def url(service: str, path: str = "") -> str:
    return f"http://127.0.0.1:{os.environ[service + '_PORT']}{path}"


def pem(name: str) -> list[bytes]:
    blocks = re.findall(r"-----BEGIN [A-Z ]+-----(.*?)-----END", (KEYS / name).read_text(), re.DOTALL)
    return [base64.b64decode(block) for block in blocks]


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def log(address: str, key: bytes, details: str, log_id: bytes) -> Json:
    return {
        "baseUrl": address,
        "hashAlgorithm": "SHA2_256",
        "publicKey": {"rawBytes": base64_of(key), "keyDetails": details, "validFor": VALID},
        "logId": {"keyId": base64_of(log_id)},
    }


def p256_log(address: str, name: str) -> Json:
    key = pem(name)[0]
    return log(address, key, P256, hashlib.sha256(key).digest())


def rekor_2() -> Json:
    """Its id is the whole key hash of a C2SP signed note: SHA-256(name, newline, 0x01, Ed25519 key)."""
    key = pem("rekor2.pub")[0]
    return log(url("REKOR2"), key, "PKIX_ED25519", hashlib.sha256(b"127.0.0.1\n\x01" + key[-32:]).digest())


def authority(address: str, name: str) -> Json:
    return {
        "subject": {"organization": "test.local", "commonName": f"test-{name}-root"},
        "uri": address,
        "certChain": {"certificates": [{"rawBytes": base64_of(der)} for der in pem(f"{name}-chain.pem")]},
        "validFor": VALID,
    }


def service(address: str, version: int = 1) -> Json:
    return {"url": address, "majorApiVersion": version, "validFor": VALID, "operator": "test.local"}


def signing_config(log_service: Json, timestamps: bool = True) -> Json:
    return {
        "mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
        "caUrls": [service(url("FULCIO"))],
        "oidcUrls": [service(url("OIDC"))],
        "rekorTlogUrls": [log_service],
        "rekorTlogConfig": {"selector": "ANY"},
        "tsaUrls": [service(url("TSA", "/api/v1/timestamp"))] if timestamps else [],
        "tsaConfig": {"selector": "ANY"},
    }


def write(name: str, value: Json) -> None:
    (FOLDER / name).write_text(json.dumps(value, indent=1))


ROOT = {
    "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    "tlogs": [rekor_2(), p256_log(url("REKOR1"), "rekor1.pub")],
    "certificateAuthorities": [authority(url("FULCIO"), "fulcio")],
    "ctlogs": [p256_log(url("CT", "/test"), "ct.pub")],
    "timestampAuthorities": [authority(url("TSA", "/api/v1/timestamp"), "tsa")],
}
CONFIGS = {
    "rekor2": signing_config(service(url("REKOR2"), 2)),
    "rekor1": signing_config(service(url("REKOR1"))),
    # The log's promise is the only source of time.
    "rekor1-only": signing_config(service(url("REKOR1")), timestamps=False),
}

write("trusted_root.json", ROOT)
write("signing_config.v0.2.json", CONFIGS["rekor2"])
for config_name, config in CONFIGS.items():
    write(f"{config_name}.json", {
        "mediaType": "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
        "trustedRoot": ROOT,
        "signingConfig": config,
    })
