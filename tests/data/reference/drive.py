"""Runs many jobs of the reference implementation in one process.

Standard input: a JSON list of jobs; standard output: a JSON list of answers in the same order, null where a job went
well, else what the reference said.

A job: op ("sign", "verify"), method ("key", "certificate"; to sign also "pkcs11-key", "pkcs11-certificate"), model,
signature, hash ("sha256", "blake2", "blake3"; for "verify" absent: taken from the signature), shard_size (absent: whole
files), and what the method takes: private_key, pkcs11_uri, public_key, signing_certificate, certificate_chain (a list).
"""

import json
import logging
import pathlib
import sys

from model_signing import hashing, signing, verifying


def hashing_config(job):
    config = hashing.Config()
    options = {"hashing_algorithm": job["hash"]}
    if "shard_size" in job:
        options["shard_size"] = job["shard_size"]
        config.use_shard_serialization(**options)
    else:
        config.use_file_serialization(**options)
    signature = pathlib.Path(job["signature"])
    if signature.parent == pathlib.Path(job["model"]):
        config.set_ignored_paths(paths=[signature], ignore_git_paths=True)
    return config


def certificates(job):
    return {
        "signing_certificate": pathlib.Path(job["signing_certificate"]),
        "certificate_chain": [pathlib.Path(path) for path in job["certificate_chain"]],
    }


def sign(job):
    config = signing.Config().set_hashing_config(hashing_config(job))
    if job["method"] == "key":
        config.use_elliptic_key_signer(private_key=job["private_key"])
    elif job["method"] == "certificate":
        config.use_certificate_signer(private_key=job["private_key"], **certificates(job))
    elif job["method"] == "pkcs11-key":
        config.use_pkcs11_signer(pkcs11_uri=job["pkcs11_uri"])
    else:
        config.use_pkcs11_certificate_signer(pkcs11_uri=job["pkcs11_uri"], **certificates(job))
    config.sign(pathlib.Path(job["model"]), pathlib.Path(job["signature"]))


def verify(job):
    config = verifying.Config()
    if "hash" in job:
        config.set_hashing_config(hashing_config(job))
    if job["method"] == "key":
        config.use_elliptic_key_verifier(public_key=job["public_key"])
    else:
        config.use_certificate_verifier(certificate_chain=job["certificate_chain"])
    config.verify(pathlib.Path(job["model"]), pathlib.Path(job["signature"]))


def answer(job):
    try:
        (sign if job["op"] == "sign" else verify)(job)
    except Exception as error:  # whatever it is, it is the answer
        return f"{type(error).__name__}: {error}"
    return None


logging.disable(logging.CRITICAL)
json.dump([answer(job) for job in json.load(sys.stdin)], sys.stdout)
