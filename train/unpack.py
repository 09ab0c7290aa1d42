#!/usr/bin/env python3
"""Takes a packed model apart again, so that training can go on from it: unpack.py [PACK] --out DIR

Writes DIR/reader.pt for `train.py --start`. The weights are those of the pack, in 7 and 8 bits.
"""
import argparse
import json
import math
import os
import struct
import zlib

import numpy as np
import torch
import torch.nn.functional as F

from pack import MAGIC
from train import HERE

# Linear layers by their names in the pack and in the network.
LAYERS = {
    "trigger.0": "trigger.0",
    "trigger.1": "trigger.3",
    "status.0": "status.0",
    "status.1": "status.2",
    "role_of_trigger": "role_of_trigger",
    "role_of_word": "role_of_word",
    "query": "query",
    "key": "key",
    "role.0": "role.1",
    "role.1": "role.3",
    "link_of": "link_of",
    "link_to": "link_to",
    "link_query": "link_query",
    "link_key": "link_key",
    "mention.0": "mention.0",
    "mention.1": "mention.3",
    "link.0": "link.1",
    "link.1": "link.3",
    "first.0": "first.0",
    "first.1": "first.2",
}
TABLES = (
    "tag deprel kind entity relation distance path link_distance link_apart link_likeness"
).split()
# Numbers of a head of attention, and the encoder's positions.
HEAD, POSITIONS = 32, 512


def read(path):
    """The header of a pack, and its tensors by name."""
    data = open(path, "rb").read()
    body = data[len(MAGIC) + 4 :]
    if not data.startswith(MAGIC) or struct.unpack("<I", data[len(MAGIC) : len(MAGIC) + 4])[0] != zlib.crc32(body):
        raise SystemExit(f"{path}: no model of this version, or cut short")
    (length,) = struct.unpack("<I", body[:4])
    header = json.loads(body[4 : 4 + length])
    tensors, at = {}, 4 + length
    for t in header["tensors"]:
        rows, columns = t["rows"], t["columns"]
        if t.get("bytes"):
            scales = np.frombuffer(body, "<f4", rows, at)
            values = np.frombuffer(body, "i1", rows * columns, at + 4 * rows).reshape(rows, columns)
            value, at = values * scales[:, None], at + 4 * rows + rows * columns
        else:
            value, at = np.frombuffer(body, "<f4", rows * columns, at).reshape(rows, columns), at + 4 * rows * columns
        tensors[t["name"]] = torch.tensor(value.astype("f4"))
    return header, tensors


def network(header, tensors):
    """The tensors as the network names them."""
    out = {}

    def layer(name, weight, bias):
        out[name + ".weight"], out[name + ".bias"] = weight, bias

    def norm(name, packed):
        layer(name, tensors[packed + ".gain"][0], tensors[packed + ".shift"][0])

    out["encoder.embeddings.word_embeddings.weight"] = tensors["encoder.pieces"]
    positions = tensors["encoder.positions"]
    # Behind the longest window there are none.
    out["encoder.embeddings.position_embeddings.weight"] = F.pad(positions, (0, 0, 0, POSITIONS - len(positions)))
    # What the first kind of text adds is in the positions already.
    out["encoder.embeddings.token_type_embeddings.weight"] = torch.zeros(2, tensors["encoder.positions"].shape[1])
    norm("encoder.embeddings.LayerNorm", "encoder.embedded")
    for k in range(header["layers"]):
        mine, theirs = f"encoder.{k}.", f"encoder.encoder.layer.{k}."
        weights = tensors[mine + "attention.weight"].chunk(3)
        biases = tensors[mine + "attention.bias"][0].chunk(3)
        for part, weight, bias in zip(("query", "key", "value"), weights, biases):
            scale = math.sqrt(HEAD) if part == "query" else 1.0
            layer(theirs + "attention.self." + part, weight * scale, bias * scale)
        for packed, name in (
            ("merge", "attention.output.dense"),
            ("widen", "intermediate.dense"),
            ("narrow", "output.dense"),
        ):
            layer(theirs + name, tensors[f"{mine}{packed}.weight"], tensors[f"{mine}{packed}.bias"][0])
        norm(theirs + "attention.output.LayerNorm", mine + "attended")
        norm(theirs + "output.LayerNorm", mine + "finished")
    for name in TABLES:
        out[name + ".weight"] = tensors[name]
    for packed, name in LAYERS.items():
        layer(name, tensors[packed + ".weight"], tensors[packed + ".bias"][0])
    del out["role_of_word.bias"], out["link_to.bias"]
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("pack", nargs="?", default=os.path.join(HERE, "..", "models", "reader.pack"))
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    header, tensors = read(args.pack)
    os.makedirs(args.out, exist_ok=True)
    features = {name: header[name] for name in ("tags", "deprels", "paths")}
    saved = {"network": network(header, tensors), "features": features, "layers": header["layers"], "articles": []}
    torch.save(saved, os.path.join(args.out, "reader.pt"))


if __name__ == "__main__":
    main()
