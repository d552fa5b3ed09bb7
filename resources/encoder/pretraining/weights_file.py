"""Writes and reads encoder.bin: magic KENC, u32 format, u32 header length, JSON header, float16 tensors (little endian).

The TypeScript side of the same format is src-shared/learning/encoder/weights.ts.
"""
import hashlib
import json
import os
import struct

import numpy as np

MAGIC, FORMAT, PREFIX = b"KENC", 1, 12


def write(path, tensors, architecture, trained, side=128, looks=2):
    """Writes `tensors` (name -> float array) with a header that describes them; returns the version, from a hash of the data.

    `looks`: 2 if the app is to look at the middle of each photo as well (src-shared/learning/encoder/looks.ts).
    """
    listed, data = [], bytearray()
    for name, tensor in tensors.items():
        half = np.ascontiguousarray(tensor, dtype="<f2")
        if not np.isfinite(half).all():
            raise ValueError(f"{name}: expected finite float16 values, got overflow or NaN")
        listed.append({"name": name, "shape": list(half.shape), "offset": len(data), "length": half.nbytes})
        data += half.tobytes()
        data += b"\0" * (-len(data) % 8)
    version = f"kindred-{hashlib.sha256(bytes(data)).hexdigest()[:10]}"
    header = {"name": "kindred-encoder", "version": version, "looks": looks, "input": side, "dim": architecture["head"]["filters"],
              "architecture": architecture, "tensors": listed, "trained": trained}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(PREFIX + len(text)) % 8)
    with open(f"{path}.new", "wb") as file:
        file.write(MAGIC + struct.pack("<II", FORMAT, len(text)) + text + data)
    os.replace(f"{path}.new", path)
    return version


def read(path):
    """(header, {name: float16 array}) of a file that `write` made."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:4] != MAGIC:
        raise ValueError(f"{path}: expected a file that starts with {MAGIC}, got {content[:4]}")
    version, length = struct.unpack("<II", content[4:PREFIX])
    if version != FORMAT:
        raise ValueError(f"{path}: expected format {FORMAT}, got {version}")
    header = json.loads(content[PREFIX:PREFIX + length])
    start = PREFIX + length
    return header, {t["name"]: np.frombuffer(content, "<f2", t["length"] // 2, start + t["offset"]).reshape(t["shape"])
                    for t in header["tensors"]}
