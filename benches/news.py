#!/usr/bin/env python3
"""Any number of articles, made from a folder of articles: JSON Lines on standard output.

Each made article is 4 to 12 paragraphs drawn at random from the folder's, so its words, names and
sentences are those of real news, and no two articles are the same. One seed gives the same bytes on every machine.
It measures time and memory; what such a graph says is nobody's news.

    python3 benches/news.py articles/ 10000 | demarche extract - > records.jsonl
"""

import argparse
import datetime
import json
import pathlib
import random
import sys

FIRST_DAY = datetime.date(2020, 1, 1)


def texts(folder):
    """The texts of all articles under `folder`, in the order of the files' names."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8")
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)["text"]


def paragraphs(folder):
    """Their paragraphs, without headings and the like."""
    found = [line.strip() for text in texts(folder) for line in text.splitlines() if len(line.split()) >= 8]
    if not found:
        sys.exit(f"{folder}: no *.txt or *.jsonl with paragraphs of eight words or more")
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", help="articles, as *.txt or *.jsonl")
    arguments.add_argument("count", type=int, help="how many articles to make")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--days", type=int, default=365, help="days over which they are spread")
    options = arguments.parse_args()

    drawn = random.Random(options.seed)
    pool = paragraphs(options.folder)
    for number in range(options.count):
        text = "\n\n".join(drawn.choice(pool) for _ in range(drawn.randint(4, 12)))
        date = FIRST_DAY + datetime.timedelta(days=number * options.days // options.count)
        line = {"id": f"made-{number:08}", "date": date.isoformat(), "text": text}
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()
