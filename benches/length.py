#!/usr/bin/env python3
"""Seconds of processor time and the peak of memory that `demarche extract` takes for one document, by its length.

Needs:  cargo build --release
Run:    python3 benches/length.py [--program PROGRAM] [--most BYTES] [--limit SECONDS] [SHAPE...]

Each shape is a text of 1 KB, 10 KB and so on up to `--most`, made with a fixed seed: `news` of the sentences of the two
articles, the others of what is hard on a reader of texts. What grows in step with the length has the same figure in every
row of "ms a KB"; a run is stopped after `--limit` seconds, and longer texts of its shape are not tried.
"""

import argparse
import itertools
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = 20250817
WORDS = "talks plan offer war peace troops security guarantees border ceasefire summit aid sanctions deal".split()
TITLES = "President Minister General Senator Chancellor Ambassador Governor".split()
VERBS = "met rejected proposed backed criticized threatened said visited".split()
PUNCTUATION = ".,;:!?()[]{}'\"“”‘’«»–—…-/%$#@&*"


def sentences():
    """The sentences of the two articles."""
    text = " ".join(path.read_text() for path in sorted((ROOT / "articles").glob("*.txt")))
    return [s for s in re.split(r"(?<=[.”\"])\s+(?=[A-Z“\"])", re.sub(r"\s+", " ", text)) if len(s) > 20]


def name(rng):
    """A name that nobody has."""
    part = lambda: "".join(rng.choice(c) for c in ("bdfgklmnprstvz", "aeiou", "lmnrst", "aeiou", "kmnrsv"))
    return f"{part().title()} {part().title()}"


def news(rng):
    """Paragraphs of three sentences each."""
    known = sentences()
    while True:
        yield " ".join(rng.choice(known) for _ in range(3)) + "\n\n"


def paragraph(rng):
    """The same sentences in one paragraph."""
    known = sentences()
    while True:
        yield rng.choice(known) + " "


def unstopped(rng):
    """One paragraph without a full stop."""
    known = sentences()
    while True:
        yield re.sub(r"[.!?]", "", rng.choice(known)) + " "


def words(rng):
    """One sentence of nouns."""
    while True:
        yield rng.choice(WORDS) + " "


def listing(rng):
    """One sentence that lists people."""
    yield "The president met "
    while True:
        yield name(rng) + ", "


def people(rng):
    """A sentence for each of many people."""
    while True:
        yield f"{rng.choice(TITLES)} {name(rng)} {rng.choice(VERBS)} {name(rng)} on Monday. He praised the plan.\n"


def surname(rng):
    """One surname with other first names, and on its own."""
    while True:
        yield f"{name(rng).split()[0]} Ivanov {rng.choice(VERBS)} the plan. Ivanov said he would meet Mr. Ivanov.\n"


def namesake(rng):
    """One person, named again and again."""
    while True:
        yield f"President Petr Ivanov {rng.choice(VERBS)} the plan. Ivanov said the president backed it.\n"


def pronouns(rng):
    """One name and then pronouns and descriptions alone."""
    yield "President Petr Ivanov met Chancellor Anna Berg of Germany.\n"
    while True:
        yield f"He {rng.choice(VERBS)} her plan, and the two leaders said they would meet. The president rejected it. "


def quotes(rng):
    """Quotation marks alone, each a token."""
    while True:
        yield '" '


def glued_quotes(rng):
    """Quotation marks without a space."""
    while True:
        yield '"'


def open_quotes(rng):
    """Quotations that open and never close, paragraph by paragraph."""
    while True:
        yield f"“He {rng.choice(VERBS)} the plan, Ivanov said. “We will not go.\n"


def nested(rng):
    """Quotations in quotations."""
    while True:
        yield f"{name(rng)} said: “"


def reports(rng):
    """Reports in reports, in one sentence."""
    while True:
        yield f"{name(rng)} said that "


def clauses(rng):
    """Relative clauses in relative clauses."""
    yield "The president met "
    while True:
        yield f"the minister who {rng.choice(VERBS)} "


def chain(rng):
    """Noun phrases in noun phrases."""
    yield "He rejected "
    while True:
        yield f"the {rng.choice(WORDS)} of "


def conjuncts(rng):
    """Verbs in a row, all of one subject."""
    yield "President Petr Ivanov "
    while True:
        yield f"{rng.choice(VERBS)} {name(rng)} and "


def lines(rng):
    """A word a line."""
    while True:
        yield rng.choice(WORDS) + "\n"


def token(rng):
    """One word."""
    while True:
        yield rng.choice("abcdefghij")


def brackets(rng):
    """One word with as many brackets behind it as it has letters."""
    for opened in itertools.count(1):
        yield "a" if opened % 2 else ")"


def hyphens(rng):
    """One word of many, joined by hyphens."""
    while True:
        yield rng.choice(WORDS) + "-"


def junk(rng):
    """Punctuation in all combinations, without white space."""
    while True:
        yield rng.choice(PUNCTUATION)


def spaces(rng):
    """White space with a word here and there."""
    while True:
        yield " " * 200 + rng.choice(WORDS)


def combining(rng):
    """Letters under heaps of accents, and letters of four bytes."""
    while True:
        yield "e" + "\u0301" * rng.randrange(40) + rng.choice(["🙂", "𝔄", "ﷺ", "\u202e", "\u200d", " "])


SHAPES = [
    news, paragraph, unstopped, words, listing, people, surname, namesake, pronouns, quotes, glued_quotes, open_quotes,
    nested, reports, clauses, chain, conjuncts, lines, token, brackets, hyphens, junk, spaces, combining,
]


def text(shape, size):
    """A text of this shape, of `size` bytes or just under."""
    out, length = [], 0
    for piece in shape(random.Random(SEED)):
        length += len(piece.encode())
        if length > size:
            break
        out.append(piece)
    if shape is brackets:
        out.sort(reverse=True)
    return "".join(out).rstrip() + ".\n"


def run(program, path, limit):
    """Processor seconds, peak of memory in MB, exit code and what was said."""
    stop = lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            [program, "extract", "-j", "1", path], stdout=subprocess.DEVNULL, stderr=told, preexec_fn=stop
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        message = told.read().decode(errors="replace").strip().replace("\n", " ")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode, message


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "target" / "release" / "demarche")
    parser.add_argument("--most", type=int, default=1_000_000, help="longest text in bytes")
    parser.add_argument("--limit", type=int, default=60, help="processor seconds after which a run is stopped")
    parser.add_argument("shape", nargs="*", metavar="SHAPE", help=", ".join(shape.__name__ for shape in SHAPES))
    options = parser.parse_args()
    chosen = [shape for shape in SHAPES if not options.shape or shape.__name__ in options.shape]
    print(f"{'shape':14} {'KB':>7} {'seconds':>8} {'ms a KB':>8} {'MB':>6}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.txt"
        for shape in chosen:
            for size in (1000 * 10**i for i in itertools.count()):
                if size > options.most:
                    break
                path.write_text(text(shape, size))
                seconds, megabytes, code, message = run(options.program, path, options.limit)
                row = f"{shape.__name__:14} {size / 1000:7.0f} {seconds:8.2f} {seconds / size * 1e6:8.2f} {megabytes:6.0f}"
                print(row + (f"  exit {code}: {message[:120]}" if code or message else ""), flush=True)
                if code:
                    break


if __name__ == "__main__":
    sys.exit(main())
