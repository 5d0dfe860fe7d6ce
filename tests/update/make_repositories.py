#!/usr/bin/env python3
"""Makes TUF repositories with python-tuf, good ones and hostile ones, and asks python-tuf's own client about each.

    make_repositories.py FOLDER

Writes FOLDER/<story>/root.json (the root to begin with), FOLDER/<story>/<step>/ (what the repository serves then:
metadata, and targets under targets/) and FOLDER/expected.json: for each story the answers of python-tuf's client,
which goes through the steps with one cache, at the fixed time NOW: "ok" or the name of its exception.
"""
import copy
import json
import pathlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib import parse

from securesystemslib.formats import encode_canonical
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api import exceptions
from tuf.api.metadata import (DelegatedRole, Delegations, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets,
                              Timestamp)
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

NOW = datetime(2026, 6, 1, 12, 0, 0, tzinfo=timezone.utc)
LATER = NOW + timedelta(days=365)
EARLIER = NOW - timedelta(days=1)
CONTENT = b"what the target says"
TOP = ("root", "timestamp", "snapshot", "targets")


class Repository:
    """One repository over time. Change its members, then step()."""

    def __init__(self, story: str, keys: Callable[[], CryptoSigner] = CryptoSigner.generate_ecdsa,
                 consistent: bool = True) -> None:
        self.folder = OUT / story
        self.steps = 0
        self.signers: dict[str, list[CryptoSigner]] = {}
        self.files: dict[str, bytes] = {}
        self.roots: dict[int, bytes] = {}
        self.contents: dict[str, bytes] = {}
        self.with_hashes = False
        # Changes of the dictionary before it is signed, and of the bytes after, by role.
        self.before: dict[str, Callable[[dict], None]] = {}
        self.after: dict[str, Callable[[bytes], bytes]] = {}
        self.root = Root(1, expires=LATER, consistent_snapshot=consistent)
        self.timestamp = Timestamp(1, expires=LATER)
        self.snapshot = Snapshot(1, expires=LATER)
        self.targets = {"targets": Targets(1, expires=LATER)}
        for role in TOP:
            self.add_key(role, keys())
        self.add_target("file.txt", CONTENT)
        self.publish_root()
        self.folder.mkdir(parents=True)
        (self.folder / "root.json").write_bytes(self.roots[1])

    def add_key(self, role: str, signer: CryptoSigner, delegator: str | None = None) -> None:
        self.signers.setdefault(role, []).append(signer)
        holder = self.targets[delegator].delegations if delegator else self.root
        (holder.roles[role].keyids.append(signer.public_key.keyid) if delegator
         else holder.add_key(signer.public_key, role))
        holder.keys[signer.public_key.keyid] = signer.public_key

    def rotate(self, role: str) -> None:
        for signer in self.signers.pop(role):
            self.root.revoke_key(signer.public_key.keyid, role)
        self.add_key(role, CryptoSigner.generate_ecdsa())

    def add_target(self, name: str, content: bytes, role: str = "targets") -> None:
        self.targets[role].targets[name] = TargetFile.from_data(name, content, ["sha256", "sha512"])
        self.contents[name] = content

    def delegate(self, delegator: str, name: str, terminating: bool = False, paths: list[str] | None = None,
                 prefixes: list[str] | None = None) -> None:
        parent = self.targets[delegator]
        if parent.delegations is None:
            parent.delegations = Delegations({}, {})
        if paths is None and prefixes is None:
            paths = ["*"]
        parent.delegations.roles[name] = DelegatedRole(name, [], 1, terminating, paths, prefixes)
        self.targets.setdefault(name, Targets(1, expires=LATER))
        if name in self.signers:
            key = self.signers[name][0].public_key
            parent.delegations.roles[name].keyids.append(key.keyid)
            parent.delegations.keys[key.keyid] = key
        else:
            self.add_key(name, CryptoSigner.generate_ed25519(), delegator)

    def serialise(self, role: str, signed: Any, signers: list[CryptoSigner] | None = None) -> bytes:
        """Signed as it stands, whether or not python-tuf would let it be made."""
        content = signed.to_dict()
        self.before.get(role, lambda _: None)(content)
        message = encode_canonical(strip_fractions(content)).encode()
        signatures = [signer.sign(message).to_dict() for signer in (signers or self.signers[role])]
        document = {"signatures": signatures, "signed": content}
        return self.after.get(role, lambda data: data)(json.dumps(document, ensure_ascii=False, indent=1).encode())

    def publish_root(self, *more: CryptoSigner, only: list[CryptoSigner] | None = None) -> None:
        self.roots[self.root.version] = self.serialise("root", self.root, only or self.signers["root"] + list(more))

    def next_root(self, *more: CryptoSigner, only: list[CryptoSigner] | None = None) -> None:
        self.root.version += 1
        self.publish_root(*more, only=only)

    def bump(self, *roles: str) -> None:
        for role in roles:
            part = {"timestamp": self.timestamp, "snapshot": self.snapshot}.get(role) or self.targets[role]
            part.version += 1

    def meta(self, version: int, data: bytes) -> MetaFile:
        return MetaFile.from_data(version, data, ["sha256"]) if self.with_hashes else MetaFile(version)

    def step(self, change: Callable[[dict[str, bytes]], None] = lambda _: None) -> None:
        """Writes what is served from now on."""
        self.steps += 1
        files = {f"{version}.root.json": data for version, data in self.roots.items()}
        files["root.json"] = self.roots[max(self.roots)]
        for role, targets in self.targets.items():
            data = self.serialise(role, targets)
            self.snapshot.meta[f"{role}.json"] = self.meta(targets.version, data)
            files[self.name(role, targets.version)] = data
        data = self.serialise("snapshot", self.snapshot)
        self.timestamp.snapshot_meta = self.meta(self.snapshot.version, data)
        files[self.name("snapshot", self.snapshot.version)] = data
        files["timestamp.json"] = self.serialise("timestamp", self.timestamp)
        for name, content in self.contents.items():
            where, slash, base = name.rpartition("/")
            files[f"targets/{name}"] = content
            for role in self.targets.values():
                for digest in (role.targets[name].hashes.values() if name in role.targets else ()):
                    files[f"targets/{where}{slash}{digest}.{base}"] = content
        change(files)
        for name, data in files.items():
            path = self.folder / str(self.steps) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def name(self, role: str, version: int) -> str:
        prefix = f"{version}." if self.root.consistent_snapshot else ""
        return f"{prefix}{parse.quote(role, '')}.json"


def strip_fractions(value: Any) -> Any:
    """For signing what cannot be signed."""
    if isinstance(value, float):
        return int(value)
    if isinstance(value, dict):
        return {name: strip_fractions(member) for name, member in value.items()}
    return [strip_fractions(element) for element in value] if isinstance(value, list) else value


STORIES: dict[str, Callable[[Repository], None]] = {}


def story(function: Callable[[Repository], None]) -> Callable[[Repository], None]:
    STORIES[function.__name__] = function
    return function


# Good repositories


@story
def plain(repo: Repository) -> None:
    repo.step()
    repo.step()
    repo.bump("targets", "snapshot", "timestamp")
    repo.step()


@story
def with_hashes(repo: Repository) -> None:
    repo.with_hashes = True
    repo.step()
    repo.bump("targets", "snapshot", "timestamp")
    repo.step()


@story
def root_rotation(repo: Repository) -> None:
    repo.step()
    for _ in range(3):
        old = repo.signers["root"]
        repo.rotate("root")
        repo.next_root(*old)
    repo.bump("timestamp")
    repo.step()


@story
def root_rotation_without_end(repo: Repository) -> None:
    for _ in range(260):
        repo.next_root()
    repo.step()


@story
def all_keys_rotate(repo: Repository) -> None:
    repo.step()
    for role in ("timestamp", "snapshot", "targets"):
        repo.rotate(role)
    repo.next_root()
    repo.bump("targets", "snapshot", "timestamp")
    repo.step()


@story
def timestamp_recovers_from_fast_forward(repo: Repository) -> None:
    repo.timestamp.version = 9999
    repo.step()
    repo.rotate("timestamp")
    repo.next_root()
    repo.timestamp.version = 1
    repo.step()


@story
def snapshot_recovers_from_fast_forward(repo: Repository) -> None:
    repo.snapshot.version = 9999
    repo.step()
    repo.rotate("snapshot")
    repo.rotate("timestamp")
    repo.next_root()
    repo.snapshot.version = 1
    repo.bump("timestamp")
    repo.step()


@story
def targets_recover_from_fast_forward(repo: Repository) -> None:
    repo.targets["targets"].version = 9999
    repo.step()
    repo.rotate("snapshot")
    repo.next_root()
    repo.targets["targets"].version = 1
    repo.bump("snapshot", "timestamp")
    repo.step()


@story
def threshold_two_of_three(repo: Repository) -> None:
    for _ in range(2):
        repo.add_key("snapshot", CryptoSigner.generate_ecdsa())
    repo.root.roles["snapshot"].threshold = 2
    repo.next_root()
    repo.signers["snapshot"].pop()
    repo.step()
    repo.signers["snapshot"].pop()
    repo.bump("snapshot", "timestamp")
    repo.step()


@story
def expired_roots_on_the_way(repo: Repository) -> None:
    repo.root.expires = EARLIER
    repo.publish_root()
    (repo.folder / "root.json").write_bytes(repo.roots[1])
    repo.next_root()
    repo.root.expires = LATER
    repo.next_root()
    repo.step()


@story
def unknown_members(repo: Repository) -> None:
    repo.before["root"] = lambda signed: signed.update({"x-number": 1, "x-\u00e9": ["\"\\\u0001\u007f", None, True, {}]})
    repo.next_root()
    repo.step()


@story
def empty_signatures(repo: Repository) -> None:
    repo.add_key("root", CryptoSigner.generate_ecdsa())

    def empty_last(data: bytes) -> bytes:
        document = json.loads(data)
        document["signatures"][-1]["sig"] = ""
        return json.dumps(document).encode()

    repo.after["root"] = empty_last
    repo.next_root()
    repo.step()


@story
def key_of_an_unknown_kind(repo: Repository) -> None:
    def add(signed: dict) -> None:
        signed["keys"]["new"] = {"keytype": "lattice", "scheme": "lattice-1", "keyval": {"public": "abc"}}
        signed["roles"]["targets"]["keyids"].append("new")

    repo.before["root"] = add
    repo.next_root()
    repo.step()


@story
def same_version_other_content(repo: Repository) -> None:
    repo.step()
    repo.bump("snapshot")
    repo.step()


@story
def no_delegations_needed(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.step()


# Roots


@story
def root_not_signed_by_the_old(repo: Repository) -> None:
    repo.rotate("root")
    repo.next_root()
    repo.step()


@story
def root_not_signed_by_itself(repo: Repository) -> None:
    old = repo.signers["root"]
    repo.rotate("root")
    repo.next_root(only=old)
    repo.step()


@story
def root_skips_a_version(repo: Repository) -> None:
    repo.root.version = 3
    repo.publish_root()
    repo.roots[2] = repo.roots.pop(3)
    repo.step()


@story
def root_repeats_its_version(repo: Repository) -> None:
    repo.roots[2] = repo.roots[1]
    repo.step()


@story
def root_expired(repo: Repository) -> None:
    repo.step()
    repo.root.expires = EARLIER
    repo.next_root()
    repo.step()


@story
def root_of_too_many_bytes(repo: Repository) -> None:
    repo.after["root"] = lambda data: data + b" " * 600_000
    repo.next_root()
    repo.step()


@story
def root_tampered_with(repo: Repository) -> None:
    repo.after["root"] = lambda data: data.replace(b'"consistent_snapshot": true', b'"consistent_snapshot": false')
    repo.next_root()
    repo.step()


def root_change(name: str, change: Callable[[dict], None]) -> None:
    def tell(repo: Repository) -> None:
        repo.before["root"] = change
        repo.next_root()
        repo.step()

    STORIES[name] = tell


root_change("threshold_zero", lambda signed: signed["roles"]["timestamp"].update(threshold=0))
root_change("threshold_negative", lambda signed: signed["roles"]["timestamp"].update(threshold=-1))
root_change("threshold_absurd", lambda signed: signed["roles"]["timestamp"].update(threshold=2**62))
root_change("threshold_as_text", lambda signed: signed["roles"]["timestamp"].update(threshold="1"))
root_change("threshold_out_of_reach", lambda signed: signed["roles"]["timestamp"].update(threshold=2))
root_change("role_without_keys", lambda signed: signed["roles"]["timestamp"].update(keyids=[]))
root_change("key_id_twice_in_a_role",
            lambda signed: signed["roles"]["timestamp"].update(keyids=signed["roles"]["timestamp"]["keyids"] * 2))
root_change("role_missing", lambda signed: signed["roles"].pop("snapshot"))
root_change("role_too_many", lambda signed: signed["roles"].update(mirrors=signed["roles"]["timestamp"]))
root_change("version_as_text", lambda signed: signed.update(version="2"))
root_change("version_with_a_fraction", lambda signed: signed.update(version=2.0))
root_change("another_specification", lambda signed: signed.update(spec_version="2.0.0"))
root_change("another_type", lambda signed: signed.update(_type="targets"))
root_change("expiry_with_an_offset", lambda signed: signed.update(expires="2027-06-01T12:00:00+00:00"))
root_change("a_fraction_somewhere", lambda signed: signed.update({"x-fraction": 0.5}))


# One key, several names


@story
def one_key_under_two_ids(repo: Repository) -> None:
    signer = repo.signers["snapshot"][0]
    twin = CryptoSigner(signer._private_key, copy.deepcopy(signer.public_key))
    twin.public_key.keyid = "another-name"
    repo.add_key("snapshot", twin)
    repo.root.roles["snapshot"].threshold = 2
    repo.next_root()
    repo.step()


@story
def two_signatures_by_one_key(repo: Repository) -> None:
    repo.add_key("snapshot", CryptoSigner.generate_ecdsa())
    repo.root.roles["snapshot"].threshold = 2
    repo.next_root()
    repo.signers["snapshot"][1] = repo.signers["snapshot"][0]
    repo.step()


@story
def key_id_that_is_no_hash(repo: Repository) -> None:
    signer = repo.signers["snapshot"][0]
    repo.root.revoke_key(signer.public_key.keyid, "snapshot")
    signer.public_key.keyid = "the one in the vault"
    repo.signers["snapshot"] = []
    repo.add_key("snapshot", signer)
    repo.next_root()
    repo.step()


# Going back, standing still, mixing


@story
def timestamp_goes_back(repo: Repository) -> None:
    repo.bump("timestamp")
    repo.step()
    repo.timestamp.version = 1
    repo.step()


@story
def snapshot_goes_back(repo: Repository) -> None:
    repo.bump("snapshot")
    repo.step()
    repo.snapshot.version = 1
    repo.bump("timestamp")
    repo.step()


@story
def targets_go_back(repo: Repository) -> None:
    repo.bump("targets")
    repo.step()
    repo.targets["targets"].version = 1
    repo.bump("snapshot", "timestamp")
    repo.step()


@story
def a_role_disappears(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.step()
    repo.targets["targets"].delegations = None
    del repo.targets["A"], repo.snapshot.meta["A.json"]
    repo.bump("targets", "snapshot", "timestamp")
    repo.step()


def expiry(role: str) -> None:
    def tell(repo: Repository) -> None:
        repo.step()
        part = {"timestamp": repo.timestamp, "snapshot": repo.snapshot}.get(role) or repo.targets[role]
        part.expires = EARLIER
        repo.bump("targets", "snapshot", "timestamp")
        repo.step()

    STORIES[f"{role}_expired"] = tell


expiry("timestamp")
expiry("snapshot")
expiry("targets")


@story
def expires_this_moment(repo: Repository) -> None:
    repo.timestamp.expires = NOW
    repo.step()


@story
def expires_a_second_later(repo: Repository) -> None:
    repo.timestamp.expires = NOW + timedelta(seconds=1)
    repo.step()


@story
def snapshot_of_another_version(repo: Repository) -> None:
    repo.step(lambda files: files.update(
        {"1.snapshot.json": resigned(repo, files["1.snapshot.json"], "snapshot", version=2)}))


@story
def targets_of_another_version(repo: Repository) -> None:
    repo.step(lambda files: files.update(
        {"1.targets.json": resigned(repo, files["1.targets.json"], "targets", version=2)}))


@story
def snapshot_of_another_hash(repo: Repository) -> None:
    repo.with_hashes = True
    repo.step(lambda files: files.update({"1.snapshot.json": files["1.snapshot.json"].replace(b"\n", b"\t", 1)}))


@story
def targets_of_another_length(repo: Repository) -> None:
    repo.with_hashes = True
    repo.step(lambda files: files.update({"1.targets.json": files["1.targets.json"][:-1] + b" }"}))


@story
def targets_not_in_the_snapshot(repo: Repository) -> None:
    repo.before["snapshot"] = lambda signed: signed["meta"].pop("targets.json")
    repo.step()


@story
def hash_of_an_unknown_kind(repo: Repository) -> None:
    repo.before["snapshot"] = lambda signed: signed["meta"]["targets.json"].update(hashes={"crc32": "00000000"})
    repo.step()


def resigned(repo: Repository, data: bytes, role: str, **change: Any) -> bytes:
    metadata = Metadata.from_bytes(data)
    for name, value in change.items():
        setattr(metadata.signed, name, value)
    return repo.serialise(role, metadata.signed)


# Bytes that are no metadata


def instead(name: str, role: str, change: Callable[[bytes], bytes]) -> None:
    def tell(repo: Repository) -> None:
        repo.after[role] = change
        repo.step()

    STORIES[name] = tell


instead("timestamp_that_is_html", "timestamp", lambda _: b"<html><b>Verified</b></html>")
instead("timestamp_that_is_empty", "timestamp", lambda _: b"")
instead("timestamp_of_too_many_bytes", "timestamp", lambda data: data + b" " * 20_000)
instead("timestamp_cut_off", "timestamp", lambda data: data[:-20])
instead("timestamp_with_a_name_twice", "timestamp",
        lambda data: data.replace(b'"signed":', b'"signed": {"version": 7}, "signed":'))
instead("signature_that_is_no_hex", "timestamp", lambda data: data.replace(b'"sig": "', b'"sig": "zz'))
instead("signatures_missing", "timestamp", lambda data: data.replace(b'"signatures"', b'"signature"'))
instead("snapshot_not_signed", "snapshot", lambda data: json.dumps(
    {"signatures": [], "signed": json.loads(data)["signed"]}).encode())


@story
def timestamp_that_is_a_snapshot(repo: Repository) -> None:
    repo.step(lambda files: files.update({"timestamp.json": files["1.snapshot.json"]}))


@story
def nothing_there(repo: Repository) -> None:
    repo.step(lambda files: files.pop("timestamp.json"))


# Targets


@story
def target_with_other_content(repo: Repository) -> None:
    repo.step(lambda files: files.update(
        {name: b"x" * len(CONTENT) for name in files if name.startswith("targets/")}))


@story
def target_that_is_longer(repo: Repository) -> None:
    repo.step(lambda files: files.update({name: CONTENT + b"x" for name in files if name.startswith("targets/")}))


@story
def target_that_is_shorter(repo: Repository) -> None:
    repo.step(lambda files: files.update({name: CONTENT[:-1] for name in files if name.startswith("targets/")}))


@story
def target_that_is_not_listed(repo: Repository) -> None:
    del repo.targets["targets"].targets["file.txt"]
    repo.step()


@story
def target_that_is_gone(repo: Repository) -> None:
    repo.step(lambda files: [files.pop(name) for name in list(files) if name.startswith("targets/")])


@story
def target_delegated(repo: Repository) -> None:
    """As drawn: targets → A (*.doc, *.md), B (releases/*/*); B → C (releases/x/*), D (releases/y/*.zip)."""
    repo.delegate("targets", "A", paths=["*.doc", "*.md"])
    repo.delegate("targets", "B", paths=["releases/*/*"])
    repo.delegate("B", "C", paths=["releases/x/*"])
    repo.delegate("B", "D", paths=["releases/y/*.zip"])
    for role, name in {"A": "README.md", "C": "releases/x/x_v1", "D": "releases/y/y.zip"}.items():
        repo.add_target(name, name.encode(), role)
    repo.add_target("releases/z/z.zip", b"not delegated to D", "D")
    repo.step()


@story
def target_by_hash_prefix(repo: Repository) -> None:
    repo.delegate("targets", "low", prefixes=list("01234567"), terminating=True)
    repo.delegate("targets", "high", prefixes=list("89abcdef"), terminating=True)
    for name in ("one", "two", "three", "four", "a/b"):
        import hashlib
        first = hashlib.sha256(name.encode()).hexdigest()[0]
        repo.add_target(name, name.encode(), "low" if first < "8" else "high")
    repo.step()


@story
def target_behind_a_terminating_role(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.delegate("targets", "B")
    repo.delegate("A", "C", terminating=True)
    repo.delegate("A", "D")
    repo.delegate("C", "E")
    repo.add_target("in-b", b"b", "B")
    repo.add_target("in-e", b"e", "E")
    repo.step()


@story
def target_in_a_circle(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.delegate("targets", "B")
    repo.delegate("B", "C")
    repo.delegate("C", "D")
    repo.delegate("D", "B")
    repo.step()


@story
def target_by_two_ways(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.delegate("targets", "B")
    repo.delegate("B", "C")
    repo.delegate("A", "C", paths=["*.py"])
    repo.add_target("x.txt", b"x", "C")
    repo.step()


@story
def target_too_far_away(repo: Repository) -> None:
    before = "targets"
    for number in range(40):
        repo.delegate(before, f"r{number:02}")
        before = f"r{number:02}"
    repo.add_target("near", b"near", "r31")
    repo.add_target("far", b"far", "r32")
    repo.step()


@story
def delegated_role_with_wrong_key(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.add_target("in-a", b"a", "A")
    repo.signers["A"] = [CryptoSigner.generate_ed25519()]
    repo.step()


@story
def delegated_role_named_like_a_top_one(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.before["targets"] = lambda signed: signed["delegations"]["roles"][0].update(name="timestamp")
    repo.step()


@story
def delegated_role_with_paths_and_prefixes(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.before["targets"] = lambda signed: signed["delegations"]["roles"][0].update(path_hash_prefixes=["0"])
    repo.step()


@story
def delegated_role_expired(repo: Repository) -> None:
    repo.delegate("targets", "A")
    repo.add_target("in-a", b"a", "A")
    repo.targets["A"].expires = EARLIER
    repo.step()


@story
def roles_with_odd_names(repo: Repository) -> None:
    for name in ("?", "#", "/up", "../up", "..", "a b", "caf\u00e9"):
        repo.delegate("targets", name)
    repo.step()


@story
def targets_that_lead_out(repo: Repository) -> None:
    for name in ("../up", "/etc/passwd", "a/../../up", "a//b", "./a", "a\\b", "a\nb"):
        repo.targets["targets"].targets[name] = TargetFile.from_data(name, CONTENT, ["sha256"])
    repo.step()


WITH_OTHER_SETTINGS = {
    "keys_ed25519": (CryptoSigner.generate_ed25519, True),
    "keys_rsa_pss": (CryptoSigner.generate_rsa, True),
    "keys_rsa_pkcs1": (lambda: CryptoSigner.generate_rsa(scheme="rsa-pkcs1v15-sha256"), True),
    "not_consistent": (CryptoSigner.generate_ecdsa, False),
}


class FolderFetcher(FetcherInterface):
    def __init__(self) -> None:
        self.folder = pathlib.Path()

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = self.folder / parse.urlparse(url.replace("?", "%3F")).path.lstrip("/")
        if not path.is_file():
            raise exceptions.DownloadHTTPError("not there", 404)
        yield path.read_bytes()


def ask_python_tuf(folder: pathlib.Path) -> list[str]:
    """Refreshes and downloads at each step, with one cache."""
    fetcher = FolderFetcher()
    answers = []
    with tempfile.TemporaryDirectory() as cache:
        for step in sorted(path for path in folder.iterdir() if path.is_dir()):
            fetcher.folder = step
            try:
                client = Updater(cache, "http://repository/", cache, "http://repository/targets/", fetcher=fetcher,
                                 bootstrap=(folder / "root.json").read_bytes())
                client._trusted_set.reference_time = NOW
                client.refresh()
                target = client.get_targetinfo("file.txt")
                if target is None:
                    raise KeyError("file.txt")
                client.download_target(target, str(pathlib.Path(cache) / "target"))
                answers.append("ok")
            except Exception as error:  # noqa: BLE001: whatever it is, it is a refusal
                answers.append(type(error).__name__)
    return answers


def main() -> None:
    for name, tell in STORIES.items():
        tell(Repository(name))
    for name, (keys, consistent) in WITH_OTHER_SETTINGS.items():
        plain(Repository(name, keys, consistent))
    expected = {folder.name: ask_python_tuf(folder) for folder in sorted(OUT.iterdir())}
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1))


OUT = pathlib.Path(sys.argv[1])
if __name__ == "__main__":
    shutil.rmtree(OUT, ignore_errors=True)
    main()
