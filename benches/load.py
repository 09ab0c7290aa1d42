"""A load for a store: many records made from few real ones, the same for the same seed.

    demarche extract news/ > real.jsonl
    python3 benches/load.py real.jsonl 100000 | demarche merge - --store load.sqlite

Each record is a copy of a real one under a name of its own, with another date of publication, in which half of the
people are exchanged for others: in their ids, their names, their mentions and the quotes that show what they did. The
others are made of the given names and surnames of the real ones; few of them come often and many seldom, as in news.
Offsets are left as they are, so the quotes of a load cannot be verified. Needs Python 3.9 and nothing else.
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


def people(record):
    """The people of a record that have a given name and a surname."""
    named = [(e["id"], e["name"]) for e in record["entities"] if e["type"] == "person" and " " in e["name"]]
    return [(id, name) for id, name in named if len(name.split()[-1]) > 3]


def template(record):
    """The record as JSON, cut where a copy differs: texts, and (person, which form of the name) between them."""
    record = dict(record, id="\0id", date="\0date", sha256="\0sha256")
    text = json.dumps(record, ensure_ascii=False)
    forms = {'"\\u0000id"': (None, "id"), '"\\u0000date"': (None, "date"), '"\\u0000sha256"': (None, "sha256")}
    for number, (id, name) in enumerate(people(record)):
        forms.setdefault(json.dumps(id, ensure_ascii=False), (number, "slug"))
        forms.setdefault(name, (number, "name"))
        forms.setdefault(name.split()[-1], (number, "surname"))
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    pieces = re.split(f"({pattern})", text)
    return [forms.get(piece, piece) if i % 2 else piece for i, piece in enumerate(pieces)]


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
            cast.append({"slug": json.dumps(id, ensure_ascii=False), "name": name, "surname": name.split()[-1]})
        id = f"load-{number:07}"
        own = {
            "id": json.dumps(id),
            "date": json.dumps(str(FIRST_DAY + datetime.timedelta(choose.randrange(DAYS)))),
            "sha256": json.dumps(hashlib.sha256(f"{seed} {id}".encode()).hexdigest()),
        }
        yield "".join(
            piece if isinstance(piece, str) else (own if piece[0] is None else cast[piece[0]])[piece[1]]
            for piece in pieces
        )


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
