#!/usr/bin/env python3
"""How well mentions are put together: coreference.py [--in FOLDER] [ID …]

FOLDER holds actors/ID.tsv (ACTORS.md) and the text as text/ID.txt or ID.txt. Each annotated mention is given whom the program takes
the word at its head to mean; one that the program has not stands alone. Prints precision, recall and F1 of MUC, B-cubed and
CEAF with phi4 over all mentions, and the mean of the three F1 (CoNLL). ANALYSIS names the program, `demarche analyse`
unless it is set; with `demarche analyse --rules` the figures are those of the rules alone.
"""
import os
import sys
from collections import Counter, defaultdict

import numpy as np

os.environ.setdefault("ANALYSIS", "demarche analyse")
import check
import check_actors
from examples import head_of


def assignment(gain):
    """The pairs of rows and columns, one to one, with the greatest sum: the Hungarian method."""
    rows, columns = gain.shape
    if rows > columns:
        return [(i, j) for j, i in assignment(gain.T)]
    cost = gain.max() - gain
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    of, way = np.zeros(columns + 1, dtype=int), np.zeros(columns + 1, dtype=int)
    for i in range(1, rows + 1):
        of[0], j = i, 0
        least, used = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=bool)
        while True:
            used[j] = True
            row = of[j]
            free = ~used[1:]
            current = cost[row - 1] - u[row] - v[1:]
            better = free & (current < least[1:])
            least[1:][better], way[1:][better] = current[better], j
            nearest = int(np.argmin(np.where(free, least[1:], np.inf))) + 1
            step = least[nearest]
            u[of[used]] += step
            v[used] -= step
            least[~used] -= step
            j = nearest
            if of[j] == 0:
                break
        while j:
            of[j], j = of[way[j]], way[j]
    return [(of[j] - 1, j - 1) for j in range(1, columns + 1) if of[j]]


def clusters(labels):
    out = defaultdict(set)
    for mention, label in enumerate(labels):
        out[label].add(mention)
    return list(out.values())


def muc(key, other):
    """Links of `key` that `other` has, and all of them."""
    of = {m: k for k, c in enumerate(other) for m in c}
    return sum(len(c) - len({of[m] for m in c}) for c in key), sum(len(c) - 1 for c in key)


def b_cubed(key, other):
    of = {m: c for c in other for m in c}
    return sum(len(c & of[m]) / len(c) for c in key for m in c), sum(map(len, key))


def ceaf(key, other):
    gain = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in other] for a in key])
    return sum(gain[i, j] for i, j in assignment(gain)), len(key)


def main():
    args = check.folder(sys.argv[1:])
    ids = args or sorted(f[:-4] for f in os.listdir(os.path.join(check.HERE, "actors")))
    totals = {"MUC": Counter(), "B-cubed": Counter(), "CEAF": Counter()}
    count = 0
    for d in check.analyses([check.text_path(i) for i in ids]):
        sents = {
            n: (d["tokens"][a][0], d["text"][d["tokens"][a][0] : d["tokens"][b - 1][1]])
            for n, (a, b) in enumerate(d["sents"], 1)
        }
        mentions, _, _, faults = check_actors.read(d["id"], sents)
        if faults:
            print(f"{d['id']}: {len(faults)} faults, the first {faults[0]}")
        means = {m["h"]: m["ent"] if m["ent"] is not None else tuple(m["mem"]) or None for m in d["mentions"]}
        gold, found = [], []
        for start, end, keys in sorted(mentions):
            head = head_of(d, start, end)
            gold.append(tuple(sorted(keys)))
            own = means.get(head)
            found.append(own if own is not None else ("alone", len(found)))
        count += len(gold)
        key, other = clusters(gold), clusters(found)
        for name, measure in (("MUC", muc), ("B-cubed", b_cubed), ("CEAF", ceaf)):
            if key:
                for side, (hits, of) in (("r", measure(key, other)), ("p", measure(other, key))):
                    totals[name][side] += hits
                    totals[name][side + "n"] += of
    print(f"{len(ids)} articles, {count} mentions")
    means = []
    for name, t in totals.items():
        p, r = t["p"] / max(1e-9, t["pn"]), t["r"] / max(1e-9, t["rn"])
        means.append(2 * p * r / max(1e-9, p + r))
        print(f"{name:8} precision {p:.3f} recall {r:.3f} F1 {means[-1]:.3f}")
    print(f"CoNLL    {sum(means) / 3:.3f}")


if __name__ == "__main__":
    main()
