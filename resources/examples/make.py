#!/usr/bin/env python3
"""Makes the example model and signs it with a key that is thrown away.

    python3 -m venv .venv && .venv/bin/pip install model-signing==1.1.1
    .venv/bin/python resources/examples/make.py

The model's bytes are the same each time; the key, and so publisher.pem and model.sig, are new each time.
The reference implementation signs, not this project: so the example is a check of reading, too.
"""
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE / "tiny-classifier"

WORDS = """a all and any bad best book boring bright broken but calm clear cold dark dull easy empty end fair fine
flat fresh funny gentle good great happy hard heavy honest kind late light long lost loud lovely mean neat never
new nice not old plain poor quick quiet rich rude sad safe sharp short sick silly slow small smart soft sour
story strange strong sweet tense thin tired true ugly very warm weak well wild wise wrong young""".split()
HIDDEN = 32
LABELS = ["negative", "positive"]

CARD = """# tiny-classifier

An example model that comes with Weighmaster, so that there is something to verify. It has the shape of a small
text classifier (words, one hidden layer, two labels). Its weights are pseudo-random: it was never trained, and
what it answers means nothing.

Its signature, `model.sig`, was made with a key that was thrown away afterwards. The public half is
`publisher.pem`, beside this folder.
"""


def safetensors(tensors: dict[str, tuple[list[int], list[float]]]) -> bytes:
    """The file format: length of the header (64 bits, little-endian), header in JSON, the tensors' bytes."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, (shape, values) in sorted(tensors.items()):
        piece = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(piece)]}
        data += piece
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def weights() -> bytes:
    source = random.Random(20250503)

    def layer(*shape: int) -> tuple[list[int], list[float]]:
        count = 1
        for size in shape:
            count *= size
        return list(shape), [source.uniform(-0.1, 0.1) for _ in range(count)]

    return safetensors({
        "embedding.weight": layer(len(WORDS), HIDDEN),
        "hidden.weight": layer(HIDDEN, HIDDEN),
        "hidden.bias": layer(HIDDEN),
        "classifier.weight": layer(len(LABELS), HIDDEN),
        "classifier.bias": layer(len(LABELS)),
    })


def write_model() -> None:
    MODEL.mkdir(exist_ok=True)
    config = {
        "model_type": "tiny-classifier",
        "vocab_size": len(WORDS),
        "hidden_size": HIDDEN,
        "id2label": {str(number): label for number, label in enumerate(LABELS)},
        "torch_dtype": "float32",
    }
    tokenizer = {
        "version": "1.0",
        "model": {"type": "WordLevel", "vocab": {word: number for number, word in enumerate(WORDS)}, "unk_token": "a"},
        "pre_tokenizer": {"type": "Whitespace"},
    }
    (MODEL / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    (MODEL / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2) + "\n")
    (MODEL / "README.md").write_text(CARD)
    (MODEL / "model.safetensors").write_bytes(weights())


def sign() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    (HERE / "publisher.pem").write_bytes(key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    signature = MODEL / "model.sig"
    signature.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        private = pathlib.Path(folder) / "key.pem"
        private.write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        subprocess.run(
            [sys.executable, "-m", "model_signing", "sign", "key", "--private_key", private,
             "--signature", signature.name, "."],
            check=True, cwd=MODEL)


if __name__ == "__main__":
    write_model()
    sign()
