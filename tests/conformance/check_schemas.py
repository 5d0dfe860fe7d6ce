#!/usr/bin/env python3
"""Holds signature files against the JSON schemas of the OMS specification.

    check_schemas.py SCHEMAS BUNDLE...

Prints "FILE: ok", or "FILE: PLACE: what is wrong" for the first fault, a line each. Exit code 1 if one is wrong.
"""
import base64
import json
import pathlib
import sys

import jsonschema
import referencing

schemas = {path.name.split(".")[0]: json.loads(path.read_text()) for path in pathlib.Path(sys.argv[1]).glob("*.json")}
registry = referencing.Registry().with_resources(
    (schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas.values())


def faults(name: str, document: object) -> list[str]:
    validator = jsonschema.Draft202012Validator(schemas[name], registry=registry)
    return [f"{name} {error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def check(path: str) -> list[str]:
    try:
        bundle = json.loads(pathlib.Path(path).read_text())
    except json.JSONDecodeError as error:
        return [f"no JSON: {error}"]
    return faults("bundle", bundle) or faults("statement", json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"])))


wrong = False
for path in sys.argv[2:]:
    found = check(path)
    wrong = wrong or bool(found)
    print(f"{path}: {found[0] if found else 'ok'}")
sys.exit(1 if wrong else 0)
