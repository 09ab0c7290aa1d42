"""A load for a store: many records made from few real ones, the same for the same seed.

    demarche extract news/ > real.jsonl
    python3 benches/load.py real.jsonl 100000 | demarche merge - --store load.sqlite

Each record is a copy of a real one under a name and an address of its own, with another date of publication, in which
half of the people are exchanged for others: in their ids, their names, their mentions and the quotes that show what they
did. The others are made of the given names and surnames of the real ones; few of them come often and many seldom, as in
news.
Offsets are left as they are, so the quotes of a load cannot be verified; where the records carry their texts (extract
--keep-text), quotes and sentences are looked for in the text of the copy. Needs Python 3.9 and nothing else.
"""

import argparse
import datetime
import hashlib
import json
import random
import re
import sys

FIRST_DAY = datetime.date(2015, 1, 1)
DAYS = 4000


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def inside(text):
    """A text as it stands inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def people(record):
    """The people of a record that have a given name and a surname."""
    named = [(e["id"], e["name"]) for e in record["entities"] if e["type"] == "person" and " " in e["name"]]
    return [(id, name) for id, name in named if len(name.split()[-1]) > 3]


def template(record):
    """The record as JSON, cut where a copy differs: texts, and (person, which form of the name) between them."""
    record = dict(record, id="\0id", date="\0date", sha256="\0sha256")
    # Two texts of one address are versions of one article.
    if record.get("url"):
        record["url"] = "\0url"
    text = json.dumps(record, ensure_ascii=False)
    forms = {f'"\\u0000{name}"': (None, name) for name in ("id", "date", "url", "sha256")}
    for number, (id, name) in enumerate(people(record)):
        forms.setdefault(json.dumps(id, ensure_ascii=False), (number, "slug"))
        forms.setdefault(inside(name), (number, "name"))
        forms.setdefault(inside(name.split()[-1]), (number, "surname"))
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    pieces = re.split(f"({pattern})", text)
    return [forms.get(piece, piece) if i % 2 else piece for i, piece in enumerate(pieces)]


def in_text(record):
    """A copy that has a text, with the digest of that and its quotes where the text has them."""
    text = record["text"]
    record["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    record["sentences"] = [0] + [found.end() for found in re.finditer(r"[.!?”]\s+", text) if found.end() < len(text)]

    def place(value):
        if isinstance(value, list):
            for inner in value:
                place(inner)
        elif isinstance(value, dict):
            if {"start", "end", "text"} <= value.keys():
                places = [found.start() for found in re.finditer(re.escape(value["text"]), text)]
                start = min(places, key=lambda start: abs(start - value["start"]), default=value["start"])
                value["start"], value["end"] = start, start + len(value["text"])
            for name, inner in value.items():
                if name != "text":
                    place(inner)

    for name in ("entities", "offices", "relations", "positions", "attributions"):
        place(record.get(name, []))
    return json.dumps(record, ensure_ascii=False)


def copies(real, count, seed):
    choose = random.Random(seed)
    names = sorted({name for record in real for _, name in people(record)})
    given = sorted({name.split()[0] for name in names})
    family = sorted({name.split()[-1] for name in names})
    others = [f"{first} {last}" for first in given for last in family]
    choose.shuffle(others)
    templates = [(template(record), people(record)) for record in real]
    for number in range(count):
        pieces, persons = templates[number % len(templates)]
        cast = []
        for id, name in persons:
            if choose.random() < 0.5:
                name = others[int(len(others) * choose.random() ** 4)]
                id = slug(name)
            surname = inside(name.split()[-1])
            cast.append({"slug": json.dumps(id, ensure_ascii=False), "name": inside(name), "surname": surname})
        id = f"load-{number:07}"
        own = {
            "id": json.dumps(id),
            "date": json.dumps(str(FIRST_DAY + datetime.timedelta(choose.randrange(DAYS)))),
            "url": json.dumps(f"https://example.org/{id}"),
            "sha256": json.dumps(hashlib.sha256(f"{seed} {id}".encode()).hexdigest()),
        }
        line = "".join(
            piece if isinstance(piece, str) else (own if piece[0] is None else cast[piece[0]])[piece[1]]
            for piece in pieces
        )
        yield line if "text" not in real[number % len(real)] else in_text(json.loads(line))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", help="real records, as demarche extract writes them")
    parser.add_argument("count", type=int, help="how many records to make")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with open(args.records, encoding="utf-8") as lines:
        real = [json.loads(line) for line in lines if line.strip()]
    for line in copies(real, args.count, args.seed):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
