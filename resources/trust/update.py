#!/usr/bin/env python3
"""Fetches the trusted roots, the signing configs, and the TUF roots that updates of both begin with, anew from the PyPI package `sigstore`,
and records where they came from.

    resources/trust/update.py [VERSION]

Without a version the newest one is taken. The files are published data, copied byte by byte; SOURCE.json
beside them names package, version, the wheel's digest, each file's digest and the day, and a test compares them.
"""
import datetime
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = "sigstore"
# Where the wheel keeps them: by instance, under a folder named after the address of its repository.
IN_WHEEL = {
    "public-good": "sigstore/_store/https%3A%2F%2Ftuf-repo-cdn.sigstore.dev",
    "staging": "sigstore/_store/https%3A%2F%2Ftuf-repo-cdn.sigstage.dev",
}
# Its name there, and ours.
FILES = {"trusted_root.json": "trusted_root.json", "signing_config.v0.2.json": "signing_config.json",
         "root.json": "tuf_root.json"}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def download(version: str | None, folder: str) -> pathlib.Path:
    wanted = f"{PACKAGE}=={version}" if version else PACKAGE
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
         "--dest", folder, wanted],
        check=True,
    )
    return next(pathlib.Path(folder).glob("*.whl"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(sys.argv[1] if len(sys.argv) > 1 else None, folder)
        source = {
            "package": PACKAGE,
            "version": wheel.name.split("-")[1],
            "wheel": wheel.name,
            "wheel_sha256": sha256(wheel.read_bytes()),
            "taken": datetime.date.today().isoformat(),
            "files": {},
        }
        with zipfile.ZipFile(wheel) as archive:
            for instance, folder_in_wheel in IN_WHEEL.items():
                for name, own_name in FILES.items():
                    content = archive.read(f"{folder_in_wheel}/{name}")
                    target = HERE / instance / own_name
                    target.parent.mkdir(exist_ok=True)
                    target.write_bytes(content)
                    source["files"][f"{instance}/{own_name}"] = {
                        "from": f"{folder_in_wheel}/{name}",
                        "sha256": sha256(content),
                    }
    (HERE / "SOURCE.json").write_text(json.dumps(source, indent=2) + "\n")


if __name__ == "__main__":
    main()
