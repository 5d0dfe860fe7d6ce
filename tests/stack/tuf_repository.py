#!/usr/bin/env python3
"""A TUF repository that hands out the stack's trusted root and signing config.

    tuf_repository.py TRUST REPOSITORY            makes it, or publishes the next version of what it hands out
    tuf_repository.py TRUST REPOSITORY --rotate   the same, and a new root with another key for timestamps

Its keys lie in REPOSITORY.keys.
"""
import datetime
import pathlib
import shutil
import sys

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

TRUST, REPOSITORY = (pathlib.Path(word) for word in sys.argv[1:3])
KEYS = REPOSITORY.with_suffix(".keys")
ROLES = ("root", "targets", "snapshot", "timestamp")


def expiry() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(days=30)


def signer(role: str) -> CryptoSigner:
    """The role's key: the one that is there, or a new one."""
    file = KEYS / role
    if not file.exists():
        key = generate_private_key(SECP256R1())
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return CryptoSigner(load_pem_private_key(file.read_bytes(), None))


def save(signed: Root | Targets | Snapshot | Timestamp, *names: str) -> None:
    metadata = Metadata(signed)
    metadata.sign(signer(signed.type))
    for name in names:
        metadata.to_file(str(REPOSITORY / name), JSONSerializer(compact=False))


def latest(role: str) -> int:
    return max((int(file.name.split(".")[0]) for file in REPOSITORY.glob(f"*.{role}.json")), default=0)


def first_root() -> Root:
    root = Root(expires=expiry(), consistent_snapshot=True)
    for role in ROLES:
        root.add_key(signer(role).public_key, role)
    return root


def next_root() -> Root:
    """One version later, with another key for timestamps."""
    root = Metadata[Root].from_file(str(REPOSITORY / f"{latest('root')}.root.json")).signed
    root.revoke_key(root.roles["timestamp"].keyids[0], "timestamp")
    (KEYS / "timestamp").unlink()
    root.add_key(signer("timestamp").public_key, "timestamp")
    root.version += 1
    root.expires = expiry()
    return root


def publish(version: int) -> None:
    targets = Targets(version=version, expires=expiry())
    for name in ("trusted_root.json", "signing_config.v0.2.json"):
        target = TargetFile.from_file(name, str(TRUST / name), ["sha256", "sha512"])
        targets.targets[name] = target
        for path in target.get_prefixed_paths():
            shutil.copy(TRUST / name, REPOSITORY / "targets" / path)
    save(targets, f"{version}.targets.json")
    save(Snapshot(version=version, expires=expiry(), meta={"targets.json": MetaFile(version=version)}),
         f"{version}.snapshot.json")
    save(Timestamp(version=version, expires=expiry(), snapshot_meta=MetaFile(version=version)), "timestamp.json")


KEYS.mkdir(exist_ok=True)
(REPOSITORY / "targets").mkdir(parents=True, exist_ok=True)
if latest("root") == 0:
    save(first_root(), "1.root.json")
elif "--rotate" in sys.argv[3:]:
    save(next_root(), f"{latest('root') + 1}.root.json")
publish(latest("targets") + 1)
