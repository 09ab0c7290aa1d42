#!/usr/bin/env python3
"""Fits the weights of data/issues.toml: issues.py ISSUES.jsonl FOLDER...

ISSUES.jsonl has a line {"issue": …, "topics": [[article, topic], …]} for each issue; the folders hold the articles of their
topics, NAME.txt with NAME.json. The weights that are there come from tests/gold/issues.jsonl and tests/gold/dev. The
features are those of src/issues, told there. Needs numpy alone; words come from models/reader.pack.
"""
import datetime, itertools, json, pathlib, re, struct, sys
from collections import Counter

import numpy as np

ROOT = pathlib.Path(__file__).parent.parent
SKIPPED = re.search(r"skipped = \[(.*?)\]", (ROOT / "data/issues.toml").read_text(), re.S).group(1)
SKIPPED = set(re.findall(r'"(.*?)"', SKIPPED))
FIRST_WORD, HALF_RARE, LEAST_RARITY = 1996, 3000, 0.2


class Words:
    """What src/reader/words.rs knows."""

    def __init__(self, path):
        file = path.read_bytes()[12:]
        size = struct.unpack("<I", file[:4])[0]
        header, data = json.loads(file[4:4 + size]), file[4 + size:]
        at = 0
        for tensor in header["tensors"]:
            rows, columns, whole = tensor["rows"], tensor["columns"], tensor.get("bytes", False)
            if tensor["name"] == "encoder.pieces":
                scales = np.frombuffer(data, "<f4", rows, at)
                self.table = np.frombuffer(data, "i1", rows * columns, at + 4 * rows).reshape(rows, columns) * scales[:, None]
            at += rows * 4 + rows * columns if whole else rows * columns * 4
        self.numbers = {piece: number for number, piece in enumerate(header["pieces"])}
        self.mean = self.table[FIRST_WORD:].mean(0)
        self.known = {}

    def cut(self, word):
        out, rest = [], word
        while rest:
            for end in range(len(rest), 0, -1):
                piece = rest[:end] if len(rest) == len(word) else "##" + rest[:end]
                if piece in self.numbers:
                    out.append(self.numbers[piece])
                    rest = rest[end:]
                    break
            else:
                return [self.numbers["[UNK]"]]
        return out

    def direction(self, word):
        if word not in self.known:
            row = sum(self.table[n] - self.mean for n in self.cut(word))
            self.known[word] = row / max(np.linalg.norm(row), 1e-9)
        return self.known[word]

    def rarity(self, word):
        pieces = self.cut(word)
        if len(pieces) > 1:
            return 1.0
        place = pieces[0] - FIRST_WORD
        return max(LEAST_RARITY, place / (place + HALF_RARE)) if place > 0 else LEAST_RARITY


WORDS = Words(ROOT / "models/reader.pack")


def stem(word):
    if word.endswith("ies") and len(word) >= 6:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("us", "ss", "is")) and len(word) >= 4 else word


def read(text):
    words = re.findall(r"[^\W_]+", re.sub(r"['’‘]s\b", "", text.lower()))
    return [w for w in words if w not in SKIPPED] or words


def direction(words):
    row = sum((WORDS.rarity(stem(w)) * WORDS.direction(w) for w in words), np.zeros(WORDS.table.shape[1]))
    return row / max(np.linalg.norm(row), 1e-9)


class Topic:
    def __init__(self, article, phrase, quotes, text):
        self.article, self.words = article, read(phrase)
        self.stems = [stem(w) for w in self.words]
        self.rarity = np.array([WORDS.rarity(s) for s in self.stems])
        self.rows = np.array([WORDS.direction(w) for w in self.words])
        self.quoted = {stem(w) for quote in quotes for w in read(quote)}
        self.row = direction(sorted({w for quote in quotes for w in read(quote)}))
        self.places = [(text.find(q), text.find(q) + len(q)) for q in quotes]


def covers(a, b):
    alike = a.rows @ b.rows.T
    alike[np.array([[x == y for y in b.stems] for x in a.stems])] = 1
    return (alike.max(1) * a.rarity).sum() / a.rarity.sum(), (alike.max(0) * b.rarity).sum() / b.rarity.sum()


def quoted(a, b):
    rarity = dict(zip(a.stems, a.rarity))
    return sum(r for s, r in rarity.items() if s in b.quoted) / sum(rarity.values())


def within(a, b):
    both = covers(a, b)
    apart = min(max(0, max(x[0], y[0]) - min(x[1], y[1])) for x in a.places for y in b.places)
    return [sum(both) / 2, max(both), 100 / (100 + apart), max(quoted(a, b), quoted(b, a)), 1 / (1 + min(len(a.words), len(b.words)))]


def logistic(rows, right, ridge):
    rows, right = np.array(rows), np.array(right, float)
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    rows = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    held = ridge * np.eye(rows.shape[1])
    held[-1, -1] = 0
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        weights -= np.linalg.solve((rows * (p * (1 - p))[:, None]).T @ rows + held, rows.T @ (p - right) + held @ weights)
    return np.r_[weights[:-1] / spread, weights[-1] - (weights[:-1] * middle / spread).sum()]


def main():
    issue = {tuple(t): n for n, line in enumerate(open(sys.argv[1], encoding="utf-8")) for t in json.loads(line)["topics"]}
    articles, topics = {}, {}
    for path in sorted(p for folder in sys.argv[2:] for p in pathlib.Path(folder).glob("*.json")):
        gold, text = json.loads(path.read_text()), path.with_suffix(".txt").read_text()
        quotes = {}
        for fact in gold["relations"] + gold["positions"]:
            if fact.get("topic") and (gold["id"], fact["topic"]) in issue:
                quotes.setdefault(fact["topic"], dict())[fact["evidence"]] = None
        if quotes:
            articles[gold["id"]] = gold
            topics.update({(gold["id"], t): Topic(gold["id"], t, list(q), text) for t, q in quotes.items()})
    pairs = list(itertools.combinations(topics, 2))
    same = [p for p in pairs if p[0][0] == p[1][0]]
    weights = logistic([within(topics[a], topics[b]) for a, b in same], [issue[a] == issue[b] for a, b in same], 3)
    print("[within]", *(f"{n} = {w:.2f}" for n, w in zip(["words", "covered", "near", "quoted", "short", "base"], weights)), sep="\n")

    names = {a: {e["id"] for e in gold["entities"]} for a, gold in articles.items()}
    count = Counter(name for article in names.values() for name in article)
    tells = {name: 1 / (1 + 20 * n / len(articles)) for name, n in count.items()}
    rows = {a: sum(t.row for t in topics.values() if t.article == a) for a in articles}
    rows = {a: row / np.linalg.norm(row) for a, row in rows.items()}
    day = {a: datetime.date.fromisoformat(gold["date"]).toordinal() if len(gold.get("date") or "") == 10 else None for a, gold in articles.items()}

    def affair(a, b):
        least = min(sum(tells[n] for n in names[x]) for x in (a, b))
        apart = abs(day[a] - day[b]) if day[a] and day[b] else 365
        return [sum(tells[n] for n in names[a] & names[b]) / least, rows[a] @ rows[b], apart / (apart + 365)]

    shared = {frozenset((a[0], b[0])) for a, b in pairs if issue[a] == issue[b]}
    of = {frozenset(p): affair(*p) for p in itertools.combinations(sorted(articles), 2)}
    odds = logistic(list(of.values()), [p in shared for p in of], 30)
    print("[affair]", *(f"{n} = {w:.2f}" for n, w in zip(["names", "texts", "days", "base"], odds)), sep="\n")

    other = [p for p in pairs if p[0][0] != p[1][0]]
    of = {p: float(np.clip(np.dot(odds[:-1], x) + odds[-1], -6, 6)) for p, x in of.items()}

    def across(a, b):
        both = covers(topics[a], topics[b])
        return [weights[0] * sum(both) / 2 + weights[1] * max(both), of[frozenset((a[0], b[0]))]]

    found = logistic([across(a, b) for a, b in other], [issue[a] == issue[b] for a, b in other], 3)
    print("[across]", *(f"{n} = {w:.2f}" for n, w in zip(["meaning", "affair", "base"], found)), sep="\n")


main()
