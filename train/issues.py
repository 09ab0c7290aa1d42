#!/usr/bin/env python3
"""Fits the weights of data/issues.toml: issues.py

Learned from are tests/gold/issues.jsonl over the articles of tests/gold/dev, and issues.jsonl beside this program over
articles of text/ and spans/, whose entities `demarche extract` finds. Both have a line {"issue": …, "topics": [[article,
topic], …]} for each issue. The features are those of src/issues, told there; so are the constants. Needs numpy alone; words
come from models/reader.pack.
"""
import itertools, json, pathlib, re, struct, subprocess, sys
from collections import Counter, defaultdict

import numpy as np

import check

ROOT = pathlib.Path(__file__).parent.parent
TABLE = (ROOT / "data/issues.toml").read_text()
SKIPPED, BARE = (set(re.findall(r'"(.*?)"', re.search(name + r" = \[(.*?)\n\]", TABLE, re.S).group(1))) for name in ("skipped", "bare"))
FIRST_WORD, HALF_RARE, LEAST_RARITY = 1996, 3000, 0.2
# Log-odds of an affair: below the first no topics are compared, above the second nothing more is told.
LEAST, GREATEST = -5, 6


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
        pieces = re.findall(r"[^\W_]+", re.sub(r"['’‘]s\b", "", phrase))
        names = {piece.lower() for piece in pieces if piece[0].isupper() or piece.isdigit()}
        self.stems = [stem(w) for w in self.words]
        self.named = np.array([w in names for w in self.words])
        self.bare = np.array([w in BARE or s in BARE for w, s in zip(self.words, self.stems)])
        self.vague = float((self.bare & ~self.named).all())
        self.rarity = np.array([WORDS.rarity(s) for s in self.stems])
        self.rows = np.array([WORDS.direction(w) for w in self.words])
        self.common = {s for s, named in zip(self.stems, self.named) if not named}
        self.names = {s for s, named in zip(self.stems, self.named) if named}
        self.quoted = {stem(w) for quote in quotes for w in read(quote)}
        self.row = direction(sorted({w for quote in quotes for w in read(quote)}))
        self.places = [(text.find(q), text.find(q) + len(q)) for q in quotes]
        self.early = 600 / (600 + min(a for a, _ in self.places))


def mark_places(topics):
    """How many topics of each article share a topic's words; and how much earlier than these it is told."""
    for _, here in itertools.groupby(sorted(topics.values(), key=lambda t: t.article), lambda t: t.article):
        here = list(here)
        count = Counter(s for t in here for s in t.common)
        mean = sum(t.early for t in here) / len(here)
        for t in here:
            t.early -= mean
            t.main = max(count[s] for s in t.common or t.stems) / len(here)


def alike(a, b):
    words = a.rows @ b.rows.T
    words[np.array([[x == y for y in b.stems] for x in a.stems])] = 1

    def covers(own, other):
        if not own.any() or not other.any():
            return 0, 0
        part, x, y = words[np.ix_(own, other)], a.rarity[own], b.rarity[other]
        return (part.max(1) * x).sum() / x.sum(), (part.max(0) * y).sum() / y.sum()

    every, common = covers(a.rarity > 0, b.rarity > 0), covers(~a.named, ~b.named)
    kinds = words[np.ix_(a.bare, b.bare)]
    return sum(every) / 2, max(every), sum(common) / 2 if min(common) > 0 else 0, max(0, kinds.max()) if kinds.size else 0


def quoted(a, b):
    rarity = dict(zip(a.stems, a.rarity))
    return sum(r for s, r in rarity.items() if s in b.quoted) / sum(rarity.values())


def within(a, b):
    apart = min(max(0, max(x[0], y[0]) - min(x[1], y[1])) for x in a.places for y in b.places)
    # What a list tells of in the same words is told apart.
    listed = any(x == y for x in a.places for y in b.places)
    return [*alike(a, b), 0 if listed else 100 / (100 + apart), max(quoted(a, b), quoted(b, a)), 1 / (1 + min(len(a.words), len(b.words))),
            a.early + b.early, a.vague * b.early + b.vague * a.early]


def across(a, b, affair):
    others = a.names and b.names and not a.names & b.names
    return [*alike(a, b)[:2], min(a.main, b.main), a.row @ b.row, a.vague * b.main + b.vague * a.main, float(bool(others)), affair]


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


class Articles:
    """Articles of one annotation: names of each, its topics, and their issues."""

    def __init__(self, path, articles):
        """`articles`: for each its text, the names in it, and pairs of a topic and a quote."""
        self.issue = {tuple(t): n for n, line in enumerate(open(path, encoding="utf-8")) for t in json.loads(line)["topics"]}
        self.names, self.topics = {}, {}
        for ident, (text, names, facts) in articles.items():
            quotes = defaultdict(dict)
            for topic, quote in facts:
                if (ident, topic) in self.issue:
                    quotes[topic][quote] = None
            if quotes:
                self.names[ident] = names
                self.topics.update({(ident, t): Topic(ident, t, list(q), text) for t, q in quotes.items()})
        mark_places(self.topics)
        self.pairs = list(itertools.combinations(self.topics, 2))

    def same(self, pair):
        return self.issue[pair[0]] == self.issue[pair[1]]

    def affairs(self):
        """The features of each two articles that have a name in common."""
        count = Counter(name for article in self.names.values() for name in article)
        tells = {name: 1 / (1 + 20 * n / len(self.names)) for name, n in count.items()}
        of = {a: [t for t in self.topics.values() if t.article == a] for a in self.names}
        rows = {a: sum(t.row for t in topics) for a, topics in of.items()}
        topics = {a: direction(sorted({w for t in here for w in t.words})) for a, here in of.items()}
        stems = {a: {s for t in here for s in t.common} for a, here in of.items()}
        rare = lambda stems: sum(WORDS.rarity(s) for s in stems)

        def affair(a, b):
            both, (x, y) = self.names[a] & self.names[b], (sum(tells[n] for n in self.names[x]) for x in (a, b))
            told, least = sum(tells[n] for n in both), min(rare(stems[a]), rare(stems[b]))
            return [told / min(x, y), told / max(x, y), np.log2(1 + len(both)), rows[a] @ rows[b] / np.linalg.norm(rows[a]) / np.linalg.norm(rows[b]),
                    topics[a] @ topics[b], rare(stems[a] & stems[b]) / least if least else 0]

        return {frozenset(p): affair(*p) for p in itertools.combinations(sorted(self.names), 2) if self.names[p[0]] & self.names[p[1]]}


def annotated():
    for path in sorted((ROOT / "tests/gold/dev").glob("*.json")):
        gold = json.loads(path.read_text())
        facts = [(f["topic"], f["evidence"]) for f in gold["relations"] + gold["positions"] if f.get("topic")]
        yield gold["id"], (path.with_suffix(".txt").read_text(), {e["id"] for e in gold["entities"]}, facts)


def trained():
    wanted = sorted({t[0] for line in open(ROOT / "train/issues.jsonl", encoding="utf-8") for t in json.loads(line)["topics"]})
    paths = [check.text_path(ident) for ident in wanted]
    found = subprocess.run(["demarche", "extract", *paths], check=True, stdout=subprocess.PIPE, encoding="utf-8")
    records = {record["id"]: record for record in map(json.loads, found.stdout.rstrip("\n").split("\n"))}
    for ident, sentences in check.sentences(wanted).items():
        text, facts = pathlib.Path(check.text_path(ident)).read_text(), []
        for line in open(ROOT / "train/spans" / f"{ident}.tsv", encoding="utf-8"):
            number, relation, _, *words = line.rstrip("\n").split("\t")
            places = [None if word == "-" else check.place(word, int(number), sentences) for word in words[:4]]
            if places[3] is None or relation.endswith("?"):
                continue
            start, words = sentences[int(number)]
            here = [p for p in places if p and start <= p[0] < start + len(words)]
            topic = text[places[3][0]:places[3][1]]
            facts.append((topic, text[min(p[0] for p in here):max(p[1] for p in here)]))
        yield ident, (text, {e["name"] for e in records[ident]["entities"]}, facts)


def show(part, names, weights):
    print(f"[{part}]", *(f"{n} = {w:.2f}" for n, w in zip([*names, "base"], weights)), sep="\n")


def main():
    sets = [Articles(ROOT / "tests/gold/issues.jsonl", dict(annotated())), Articles(ROOT / "train/issues.jsonl", dict(trained()))]
    rows, right = [], []
    for s in sets:
        for a, b in s.pairs:
            if a[0] == b[0]:
                rows.append(within(s.topics[a], s.topics[b]))
                right.append(s.same((a, b)))
    show("within", ["words", "covered", "common", "kinds", "near", "quoted", "short", "early", "vague"], logistic(rows, right, 1))

    rows, right = [], []
    for s in sets:
        s.of = s.affairs()
        shared = {frozenset((a[0], b[0])) for a, b in s.pairs if s.same((a, b))}
        rows += s.of.values()
        right += [p in shared for p in s.of]
    odds = logistic(rows, right, 10)
    show("affair", ["names", "both_names", "count", "texts", "topics", "shared"], odds)

    rows, right = [], []
    for s in sets:
        odds_of = {p: min(np.dot(odds[:-1], x) + odds[-1], GREATEST) for p, x in s.of.items()}
        for a, b in s.pairs:
            affair = odds_of.get(frozenset((a[0], b[0])), LEAST) if a[0] != b[0] else LEAST
            if affair > LEAST:
                rows.append(across(s.topics[a], s.topics[b], affair))
                right.append(s.same((a, b)))
    show("across", ["words", "covered", "main", "quotes", "vague", "apart", "affair"], logistic(rows, right, 1))


main()
