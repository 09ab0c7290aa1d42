#!/usr/bin/env python3
"""How far two annotations of the same articles agree: agreement.py FOLDER_A FOLDER_B [ID …]

Both folders hold spans/ID.tsv; the texts stand in FOLDER_A. Optional acts of either side count neither for nor against
it where the other has none. Prints, each way taken together as F1: acts by trigger and relation; of those that both have,
how often source, target, topic (heads within each other) and status agree.
"""
import os
import sys

import check


def load(folder, ids, sentences, texts):
    out = {}
    for i in ids:
        check.HERE = folder
        acts, faults = check.read(i, sentences[i])
        if faults:
            print(f"{folder}: {i}: {len(faults)} faults")
        out[i] = [a for a in acts if a["trigger"]]
    return out


def overlap(a, b):
    return a is None and b is None or a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def main():
    one, two = sys.argv[1:3]
    spans = lambda folder: {f[:-4] for f in os.listdir(os.path.join(folder, "spans")) if f.endswith(".tsv")}
    ids = sys.argv[3:] or sorted(spans(one) & spans(two))
    check.HERE = one
    sentences = check.sentences(ids)
    a, b = (load(folder, ids, sentences, one) for folder in (one, two))
    hits = need_a = need_b = 0
    same = {k: 0 for k in ("source", "target", "topic", "status")}
    pairs = 0
    for i in ids:
        key = lambda act: (act["trigger"], act["relation"])
        keys_a, keys_b = {key(x) for x in a[i]}, {key(x) for x in b[i]}
        both = keys_a & keys_b
        need_a += len({key(x) for x in a[i] if not x["optional"]} | both)
        need_b += len({key(x) for x in b[i] if not x["optional"]} | both)
        hits += len(both)
        for k in both:
            xs, ys = [x for x in a[i] if key(x) == k], [y for y in b[i] if key(y) == k]
            pairs += 1
            for part in ("source", "target", "topic"):
                same[part] += any(overlap(x[part], y[part]) for x in xs for y in ys)
            same["status"] += any(x["status"] == y["status"] for x in xs for y in ys)
    p, r = hits / max(1, need_b), hits / max(1, need_a)
    print(f"{len(ids)} articles; acts by trigger and relation: {hits} in both, {need_a} and {need_b} in all, F1 {2*p*r/max(1e-9,p+r):.3f}")
    print("of these the same: " + ", ".join(f"{k} {v / max(1, pairs):.3f}" for k, v in same.items()))


if __name__ == "__main__":
    main()
