#!/usr/bin/env python3
"""Makes the program's model from what train.py wrote: pack.py DIR [FOLDER …] --out ../models/reader.pack

Fits the certainty on the articles that were left out of training, prints figures on them for the
weights as they were trained and in the whole numbers that the program computes with, and writes the file that
`src/reader/model.rs` describes.
"""
import argparse
import json
import math
import os
import struct
import zlib

import numpy as np
import torch
from transformers import AutoModel

import examples
from examples import OFFICE, RELATIONS, ROLES
from network import Network, quantized
from train import HERE, encoder_folder, ends, figures, predict

MAGIC = b"DMRREAD\x02"
MOST_WEIGHT = 63
WINDOW = examples.WINDOW + 2
# What `src/reader/found.rs` and `src/extract/act/learned.rs` tell: a trigger's least probability, an act's least certainty.
TELLING, LEAST = 0.2, 0.25
FOLDS = 5


def load(folder, encoder=None):
    """The network that train.py wrote to `folder`, with its features and all that was saved; `encoder` is the folder of the
    one that it began from."""
    saved = torch.load(os.path.join(folder, "reader.pt"), weights_only=False, map_location="cpu")
    encoder = AutoModel.from_pretrained(encoder or encoder_folder(), add_pooling_layer=False)
    encoder.encoder.layer = encoder.encoder.layer[: saved["layers"]]
    features = examples.Features([])
    features.tags, features.deprels, features.paths = (saved["features"][k] for k in ("tags", "deprels", "paths"))
    features.index()
    network = Network(encoder, len(features.tags), len(features.deprels))
    network.load_state_dict(saved["network"])
    return network.eval(), features, saved


class Writer:
    def __init__(self):
        self.tensors, self.data = [], []

    def floats(self, name, values):
        values = np.ascontiguousarray(values.detach().numpy(), dtype="<f4")
        values = values.reshape(-1, values.shape[-1])
        self.tensors.append({"name": name, "rows": values.shape[0], "columns": values.shape[1]})
        self.data.append(values.tobytes())

    def bytes(self, name, values, most):
        values = values.detach().numpy().astype("f4")
        scales = np.maximum(np.abs(values).max(1, keepdims=True), 1e-12) / most
        whole = np.rint(values / scales).astype("i1")
        self.tensors.append({"name": name, "rows": values.shape[0], "columns": values.shape[1], "bytes": True})
        self.data += [scales.astype("<f4").tobytes(), whole.tobytes()]

    def layer(self, name, weight, bias):
        self.bytes(name + ".weight", weight, MOST_WEIGHT)
        self.floats(name + ".bias", bias)

    def linear(self, name, module):
        bias = module.bias if module.bias is not None else torch.zeros(module.out_features)
        self.layer(name, module.weight, bias)

    def norm(self, name, module):
        self.floats(name + ".gain", module.weight)
        self.floats(name + ".shift", module.bias)


def write(path, network, features, pieces, certainty):
    w = Writer()
    e = network.encoder
    w.bytes("encoder.pieces", e.embeddings.word_embeddings.weight, 127)
    kind = e.embeddings.token_type_embeddings.weight[0]
    w.floats("encoder.positions", e.embeddings.position_embeddings.weight[:WINDOW] + kind)
    w.norm("encoder.embedded", e.embeddings.LayerNorm)
    for k, layer in enumerate(e.encoder.layer):
        own = layer.attention.self
        # The likeness of query and key is divided by the root of their length here already.
        scale = 1 / math.sqrt(own.attention_head_size)
        weight = torch.cat([own.query.weight * scale, own.key.weight, own.value.weight])
        bias = torch.cat([own.query.bias * scale, own.key.bias, own.value.bias])
        w.layer(f"encoder.{k}.attention", weight, bias)
        w.linear(f"encoder.{k}.merge", layer.attention.output.dense)
        w.norm(f"encoder.{k}.attended", layer.attention.output.LayerNorm)
        w.linear(f"encoder.{k}.widen", layer.intermediate.dense)
        w.linear(f"encoder.{k}.narrow", layer.output.dense)
        w.norm(f"encoder.{k}.finished", layer.output.LayerNorm)
    for name in ("tag", "deprel", "kind", "entity", "relation", "distance", "path"):
        w.floats(name, getattr(network, name).weight)
    w.linear("trigger.0", network.trigger[0])
    w.linear("trigger.1", network.trigger[-1])
    w.linear("status.0", network.status[0])
    w.linear("status.1", network.status[-1])
    w.linear("role_of_trigger", network.role_of_trigger)
    w.linear("role_of_word", network.role_of_word)
    w.linear("query", network.query)
    w.linear("key", network.key)
    w.linear("role.0", network.role[1])
    w.linear("role.1", network.role[3])
    for name in ("link_distance", "link_apart", "link_likeness"):
        w.floats(name, getattr(network, name).weight)
    for name in ("link_of", "link_to", "link_query", "link_key"):
        w.linear(name, getattr(network, name))
    w.linear("mention.0", network.mention[0])
    w.linear("mention.1", network.mention[-1])
    w.linear("link.0", network.link[1])
    w.linear("link.1", network.link[3])
    w.linear("first.0", network.first[0])
    w.linear("first.1", network.first[2])
    header = json.dumps(
        {
            "layers": len(e.encoder.layer),
            "relations": RELATIONS,
            "tags": features.tags,
            "deprels": features.deprels,
            "paths": features.paths,
            "pieces": pieces,
            "certainty": certainty,
            "tensors": w.tensors,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    body = struct.pack("<I", len(header)) + header + b"".join(w.data)
    with open(path, "wb") as out:
        out.write(MAGIC + struct.pack("<I", zlib.crc32(body)) + body)
    print(f"{path}: {os.path.getsize(path) / 1e6:.1f} MB")


def judged(found, items):
    """For each act found whether it is in the annotation, and whether its ends and status are right too."""
    gold = {(w.article.id, a.trigger, a.relation): a for w in items for a in w.acts}
    out = []
    for act in found:
        a = gold.get((act["window"].article.id, act["trigger"], act["relation"]))
        got = ends(act)
        whole = (
            a is not None
            and bool(got[0] & a.ends[0])
            and (not (a.ends[1] or a.ends[2]) or any(got[m] & a.ends[m] for m in (1, 2)))
        )
        out.append((act, got, a, whole))
    return out


def parts(act, got):
    odds = lambda p: math.log(min(max(p, 0.001), 0.999) / (1 - min(max(p, 0.001), 0.999)))
    best = lambda m: max((act["roles"][w][m] for w in got[m]), default=0.0)
    thing = max(best(1), best(2))
    return [odds(act["p"]), odds(best(0)), odds(thing if thing else 0.5), odds(max(act["status"]))]


def fit_certainty(rows):
    """A logistic function by Newton's method: whether ends and status of an act are right too."""
    told = [r for r in rows if not (r[2] is not None and r[2].optional)]
    one_hot = lambda row: [float(row[0]["relation"] == k) for k in range(len(RELATIONS))]
    x = np.array([[1.0] + parts(r[0], r[1]) + one_hot(r) for r in told])
    # What few acts tell of a relation is not taken at its word.
    held = np.array([0.1] * (x.shape[1] - len(RELATIONS)) + [5.0] * len(RELATIONS))
    y = np.array([float(r[3] and max(range(4), key=lambda s: r[0]["status"][s]) == r[2].status) for r in told])

    def fit(x, y):
        weights = np.zeros(x.shape[1])
        for _ in range(30):
            p = 1 / (1 + np.exp(-x @ weights))
            gradient = x.T @ (y - p) - held * weights
            curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(held)
            weights += np.linalg.solve(curvature, gradient)
        return weights

    # What is printed of an article was fitted on others.
    names = sorted({r[0]["window"].article.id for r in told})
    fold = np.array([names.index(r[0]["window"].article.id) % FOLDS for r in told])
    p = np.zeros(len(told))
    for k in range(FOLDS):
        p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ fit(x[fold != k], y[fold != k])))
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        within = (p >= low) & (p < high)
        if within.any():
            print(f"  certainty {low} to {min(high, 1)}: {within.sum()} acts, right {y[within].mean():.3f}, told {p[within].mean():.3f}")
    for relation, name in enumerate(RELATIONS[:OFFICE]):
        own = [row for row, sure in zip(told, p) if row[0]["relation"] == relation and sure > LEAST]
        print(f"  {name}: {len(own)} told, {sum(row[3] for row in own)} right")
    weights = [round(float(w), 4) for w in fit(x, y)]
    names = ("bias", "trigger", "source", "object", "status")
    return dict(zip(names, weights)) | {"relations": weights[len(names):]}


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("folder")
    ap.add_argument("folders", nargs="*")
    ap.add_argument("--out", default=os.path.join(HERE, "..", "models", "reader.pack"))
    args = ap.parse_args()
    network, features, saved = load(args.folder)
    cutter = examples.Pieces(encoder_folder())
    pieces = sorted(cutter.tokenizer.get_vocab().items(), key=lambda x: x[1])
    assert [k for _, k in pieces] == list(range(len(pieces)))
    folders = args.folders or [HERE, os.path.join(HERE, "..", "tests", "gold", "dev")]
    trained = set(saved["articles"])
    left = [a for a in examples.load(folders) if examples.held_out(a)]
    assert not trained & {a.id for a in left}
    items = [w for a in left for w in examples.windows(a, cutter)]
    pad = cutter.tokenizer.pad_token_id
    print(f"{len(left)} articles left out, as trained:")
    figures(network, items, features, pad)
    found = [a for a in predict(network, items, features, pad, TELLING) if a["relation"] != OFFICE]
    rows = judged(found, items)
    certainty = fit_certainty(rows)
    write(args.out, network, features, [p for p, _ in pieces], certainty)
    print("in whole numbers:")
    figures(quantized(network), items, features, pad)


if __name__ == "__main__":
    main()
