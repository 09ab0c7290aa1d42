#!/usr/bin/env python3
"""Lets a larger network, trained by `train.py --encoder`, label articles that nobody has annotated: what it makes of
each word, as probabilities, for a smaller one to learn from (`train.py --soft`).

label.py TEACHER_DIR ENCODER_FOLDER ARTICLES.jsonl --out FILE

A line of ARTICLES is an object with `id` and `text`.
"""
import argparse
import json
import os
import tempfile

import numpy
import torch

import check
import examples
import pack
from examples import MENTIONED, RELATIONS
from train import predict, tensors

# What is less likely is left out, and acts below the second are no examples of ends.
LEAST, LEAST_ACT, LEAST_ROLE = 0.02, 0.2, 0.02


def read(lines):
    """The articles of JSON lines, analysed."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for line in lines:
            d = json.loads(line)
            paths.append(os.path.join(folder, d["id"].replace("/", "_") + ".txt"))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write(d["text"])
        return [examples.article(d, [], None) for d in check.analyses(paths)]


@torch.no_grad()
def label(network, a, features, cutter):
    windows = examples.windows(a, cutter)
    pad = cutter.tokenizer.pad_token_id
    mentions = numpy.zeros((len(a.words), len(MENTIONED) + 1), dtype=numpy.float16)
    for k in range(0, len(windows), 16):
        batch = windows[k : k + 16]
        ids, mask, starts, feats, _ = tensors(batch, features, pad)
        told = torch.softmax(network.mention(network.words(ids, mask, starts, feats)), -1)
        for w, p in zip(batch, told):
            mentions[w.first : w.first + len(w.starts)] = p[: len(w.starts)].numpy()
    triggers, acts = [], []
    for act in predict(network, windows, features, pad, LEAST):
        triggers.append((act["trigger"], act["relation"], act["p"]))
        if act["p"] >= LEAST_ACT:
            roles = {w: p for w, p in act["roles"].items() if max(p) >= LEAST_ROLE}
            acts.append((act["trigger"], act["relation"], act["p"], act["status"], roles))
    a.soft = {"triggers": triggers, "acts": acts, "mentions": mentions}


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("teacher")
    ap.add_argument("encoder")
    ap.add_argument("articles")
    ap.add_argument("--out", required=True)
    ap.add_argument("--threads", type=int, default=2)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    network, features, _ = pack.load(args.teacher, args.encoder)
    network.half = True
    cutter = examples.Pieces(args.encoder)
    with open(args.articles, encoding="utf-8") as f:
        articles = read(f)
    for k, a in enumerate(articles, 1):
        label(network, a, features, cutter)
        if k % 100 == 0:
            print(f"{k} of {len(articles)} articles", flush=True)
    told = [act for a in articles for act in a.soft["acts"] if act[2] >= 0.5]
    print(f"{len(articles)} articles with {len(told)} acts that are likelier than not:")
    for relation, name in enumerate(RELATIONS):
        print(f"  {name} {sum(act[1] == relation for act in told)}")
    torch.save(articles, args.out)


if __name__ == "__main__":
    main()
