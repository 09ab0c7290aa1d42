"""From annotated articles to what the network sees: pieces of words, features of the tree, and acts by word numbers.

Every article is analysed by `demarche analyse`, so that the network is trained on the tokens, trees and mentions that it
will see in the program. Whatever is computed here (windows, features, paths, buckets) is computed again by `src/reader`,
and must stay the same there.
"""
import hashlib
import os
from array import array
from collections import Counter
from dataclasses import dataclass, field

import check
import check_actors

# The last one is no act: the words of a post, with its holder as source and what it belongs to as target.
RELATIONS = (
    "met visited proposed demanded agreed supported rejected criticized threatened sanctioned attacked aided "
    "cooperated yielded protested mobilized coerced for against conditional office"
).split()
OFFICE = RELATIONS.index("office")
ROLES = ["source", "target", "topic", "reporter"]
STATUSES = "opmd"
# The four statuses of a post stand in the places of those of an act: current, former, elect, acting.
POSTS = "cfea"
KINDS = ["", "Name", "Demonym", "Description", "Pronoun", "FirstPerson"]
# 7 is a mention of nobody known.
TYPES = ["", "Person", "Country", "Region", "City", "Organization", "Group"]
UNRESOLVED = 7
# Types of what a word mentions, as ACTORS.md has them; the class behind them is none.
MENTIONED = "pcrtog"
# Mentions before one among which it may find what it means, and words behind it, for a pronoun that comes first.
LOOK_BACK, LOOK_AHEAD = 100, 30

# Pieces of a window without its two marks. A longer sentence is cut.
WINDOW = 254
# Pieces of one word that are read; the rest of a longer one is left out.
MOST_PIECES = 6
# Words on either side of a trigger among which its ends are looked for.
REACH = 60
# Arcs of a path that has a name of its own.
LONGEST_PATH = 5
# Paths with an embedding of their own; the first stands for all others.
PATHS = 1400


@dataclass
class Act:
    trigger: int
    relation: int
    status: int
    optional: bool
    ends: list = field(default_factory=lambda: [set() for _ in ROLES])


@dataclass
class Mention:
    head: int
    type: int
    keys: tuple  # whom it means; several where it means several


@dataclass
class Article:
    id: str
    words: list
    lemmas: list
    tags: list
    deprels: list
    heads: list
    sentences: list
    kinds: list
    types: list
    entities: list  # of each word, the engine's numbers of what it mentions
    acts: list
    mentions: list = None  # None where the second layer is not there
    soft: dict = None  # what a teacher makes of it (label.py), where nobody has annotated it


@dataclass
class Window:
    """A run of whole sentences: words `first..first + len(starts)` of an article."""

    article: Article
    first: int
    pieces: list  # with [CLS] and [SEP]
    starts: list  # the place of each word's first piece
    acts: list


def head_of(d, start, end):
    """The token that heads the characters `start..end`: the one with the largest part of the tree among them."""
    inside = [i for i, t in enumerate(d["tokens"]) if t[0] < end and t[1] > start]
    if not inside:
        return None
    among = set(inside)
    size = Counter()
    for i in inside:
        at, steps = i, 0
        while at in among and steps < 60:
            size[at] += 1
            above = d["tokens"][at][7]
            if above == at:
                break
            at, steps = above, steps + 1
    tops = [
        i
        for i in inside
        if (d["tokens"][i][7] not in among or d["tokens"][i][7] == i) and d["tokens"][i][4] not in ("Punct", "Space")
    ]
    return max(tops, key=lambda i: (size[i], -i)) if tops else inside[0]


def article(d, annotated, actors):
    """An analysed article with its acts; several lines of one trigger and relation are one act."""
    n = len(d["tokens"])
    kinds, types, entities = [0] * n, [0] * n, [()] * n
    for m in d["mentions"]:
        entity = m["ent"] if m["ent"] is not None else (m["mem"][0] if m["mem"] else None)
        entities[m["h"]] = (m["ent"],) if m["ent"] is not None else tuple(m["mem"])
        kinds[m["h"]] = KINDS.index(m["k"])
        types[m["h"]] = UNRESOLVED if entity is None else TYPES.index(d["entities"][entity]["type"])
    acts = {}
    for a in annotated:
        if a["trigger"] is None or a["source"] is None:
            continue
        trigger, relation = head_of(d, *a["trigger"]), RELATIONS.index(a["relation"])
        status = STATUSES.index(a["status"][0])
        act = acts.setdefault((trigger, relation), Act(trigger, relation, status, a["optional"]))
        act.optional &= a["optional"]
        for ends, role in zip(act.ends, ROLES):
            if a[role] is not None:
                ends.add(head_of(d, *a[role]))
    column = lambda k: [t[k] for t in d["tokens"]]
    out = Article(
        d["id"],
        column(2),
        column(3),
        column(5),
        column(6),
        column(7),
        d["sents"],
        kinds,
        types,
        entities,
        list(acts.values()),
    )
    if actors is not None:
        second_layer(out, d, *actors)
    return out


def second_layer(a, d, mentions, types, offices):
    """Puts the mentions of the second layer into an article, and its offices beside the acts."""
    heads = {}
    # Of two with one head, the longer.
    for start, end, keys in sorted(mentions, key=lambda m: m[1] - m[0]):
        head = head_of(d, start, end)
        if head is not None:
            heads[head] = Mention(head, MENTIONED.index(types.get(keys[0], "g")), tuple(keys))
    a.mentions = [heads[h] for h in sorted(heads)]
    posts = {}
    for start, end, holder, of, status in offices:
        title = head_of(d, start, end)
        if title is None:
            continue
        act = posts.setdefault(title, Act(title, OFFICE, POSTS.index(status), False))
        sentence = next(k for k, (begin, stop) in enumerate(a.sentences) if begin <= title < stop)
        # Whoever is meant stands by the title: in its own sentence, else the nearest before.
        for ends, key, farthest in ((act.ends[0], holder, 0), (act.ends[1], of, 2)):
            near = [
                m.head
                for m in a.mentions
                if key in m.keys and a.sentences[max(0, sentence - farthest)][0] <= m.head < a.sentences[sentence][1]
            ]
            own = [h for h in near if h >= a.sentences[sentence][0]] or near[-1:]
            if own:
                ends.add(min(own, key=lambda h: (abs(h - title), h)))
    a.acts += [x for x in posts.values() if x.ends[0]]


def load(folders):
    """The annotated articles of `folders`, each with text/ID.txt (or ID.txt) and spans/ID.tsv, sorted by id."""
    out = []
    for folder in folders:
        check.HERE = folder
        ids = sorted(f[:-4] for f in os.listdir(os.path.join(folder, "spans")))
        ids = [i for i in ids if os.path.exists(check.text_path(i))]
        seen = {d["id"]: d for d in check.analyses([check.text_path(i) for i in ids])}
        for i in ids:
            d = seen[i]
            sentences = {
                n: (d["tokens"][a][0], d["text"][d["tokens"][a][0] : d["tokens"][b - 1][1]])
                for n, (a, b) in enumerate(d["sents"], 1)
            }
            acts, faults = check.read(i, sentences)
            actors = None
            if os.path.exists(os.path.join(folder, "actors", i + ".tsv")):
                *actors, others = check_actors.read(i, sentences)
                faults += others
            if faults:
                print(f"{i}: {len(faults)} faults, the first {faults[0]}", flush=True)
            out.append(article(d, acts, actors))
    return sorted(out, key=lambda a: a.id)


def held_out(a, share=10):
    """Whether an article is left out of training: one in `share`, by the digest of its id."""
    return int(hashlib.md5(a.id.encode()).hexdigest(), 16) % share == 0


def path(a, trigger, word):
    """The way from `trigger` to `word` through the tree: labels up, then labels down."""
    up, at = [trigger], trigger
    for _ in range(LONGEST_PATH):
        above = a.heads[at]
        if above == at:
            break
        up.append(above)
        at = above
    down, at = [], word
    for _ in range(LONGEST_PATH):
        if at in up:
            top = up.index(at)
            if top + len(down) > LONGEST_PATH:
                return None
            return "^".join(a.deprels[w] for w in up[:top]) + "|" + ">".join(reversed(down))
        down.append(a.deprels[at])
        above = a.heads[at]
        if above == at:
            break
        at = above
    return None


def bucket(distance):
    """The number of a distance in words: exact up to five, then by powers; behind the trigger 12 more."""
    size = abs(distance)
    step = size if size < 6 else 6 + sum(size >= limit for limit in (9, 14, 22, 34, 52))
    return (12 if distance >= 0 else 0) + step


def apart(a, b):
    """The number of a distance in sentences."""
    return sum(b - a >= limit for limit in (1, 2, 3, 4, 6, 10, 20))


def likeness(a, word, other):
    """How two words that mention somebody are alike on the face of it, a bit for each: the same word or lemma; somebody the engine
    gives to both; nobody it gives to both, though it knows whom each means; two proper names."""
    low = lambda words, w: words[w].lower()
    same = low(a.words, word) == low(a.words, other) or low(a.lemmas, word) == low(a.lemmas, other)
    own, others = a.entities[word], a.entities[other]
    shared = bool(set(own) & set(others))
    proper = a.tags[word] in ("Nnp", "Nnps") and a.tags[other] in ("Nnp", "Nnps")
    return same + 2 * shared + 4 * bool(own and others and not shared) + 8 * proper


class Features:
    """Numbers of tags, labels and paths; 0 is whatever is not among them."""

    def __init__(self, articles):
        self.tags = sorted({t for a in articles for t in a.tags})
        self.deprels = sorted({t for a in articles for t in a.deprels})
        seen = Counter()
        for a in articles:
            for act in a.acts:
                for w in range(max(0, act.trigger - 25), min(len(a.words), act.trigger + 26)):
                    seen[path(a, act.trigger, w)] += 1
        del seen[None]
        self.paths = [p for p, _ in sorted(seen.items(), key=lambda x: (-x[1], x[0]))[: PATHS - 1]]
        self.index()

    def index(self):
        self.seen = {}
        number = lambda names: {name: k + 1 for k, name in enumerate(names)}
        self.tag, self.deprel, self.path = number(self.tags), number(self.deprels), number(self.paths)

    def word(self, a, w):
        return [self.tag.get(a.tags[w], 0), self.deprel.get(a.deprels[w], 0), a.kinds[w], a.types[w]]

    def way(self, a, trigger, word):
        if abs(word - trigger) > REACH:
            return 0
        return self.path.get(path(a, trigger, word), 0)

    def ways(self, window, trigger, near):
        """The numbers of the ways from a trigger to the words `near` it, all counted in a window."""
        key = (window.article.id, window.first, trigger)
        if key not in self.seen:
            way = lambda at: self.way(window.article, window.first + trigger, window.first + at)
            self.seen[key] = array("h", map(way, near))
        return self.seen[key]


class Pieces:
    """Pieces of words, as the encoder's own tokenizer cuts them."""

    def __init__(self, folder):
        from transformers import AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.known = {}

    def of(self, word):
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False)[:MOST_PIECES]
            self.known[word] = ids or [self.tokenizer.unk_token_id]
        return self.known[word]


def windows(a, pieces):
    """The article in windows of whole sentences, as many as fit."""
    out = []
    words, total = [], 0

    def close():
        nonlocal words, total
        if words:
            ids, starts = [pieces.tokenizer.cls_token_id], []
            for _, cut in words:
                starts.append(len(ids))
                ids += cut
            ids.append(pieces.tokenizer.sep_token_id)
            first, last = words[0][0], words[-1][0]
            acts = [x for x in a.acts if first <= x.trigger <= last]
            out.append(Window(a, first, ids, starts, acts))
        words, total = [], 0

    for begin, end in a.sentences:
        cut = [(w, pieces.of(a.words[w])) for w in range(begin, end)]
        size = sum(len(c) for _, c in cut)
        if total + size > WINDOW:
            close()
        for w, c in cut:
            if total + len(c) > WINDOW:
                close()  # a sentence longer than a window goes on in the next one
            words.append((w, c))
            total += len(c)
    close()
    return out
