"""What the scripts in this folder share: folding of names, the hand-kept lists, how English uses a word."""

import csv
import gzip
import importlib
import importlib.util
import json
import pathlib
import re
import unicodedata

DATA = pathlib.Path(__file__).resolve().parents[1]
LETTERS = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d", "Đ": "D", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "ə": "a", "Ə": "A", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "&": " and ",
}
DROPPED = "'’‘ʼʻʿʾ`´ʹ′.,"
SPACES = "-‐‑‒–—/"


def rows(path):
    """Lines of a table, as lists of fields."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


WORDS = dict(rows(DATA / "gazetteer/words.tsv"))


def fold(name):
    """As `demarche::lexicon::fold` does: plain letters, no apostrophes or stops, spaces for hyphens."""
    out = []
    for c in name:
        if c in DROPPED:
            continue
        if c in SPACES:
            out.append(" ")
        elif c in LETTERS:
            out.append(LETTERS[c])
        else:
            out += [d for d in unicodedata.normalize("NFKD", c) if not unicodedata.combining(d)]
    words = "".join(out).split()
    for i, word in enumerate(words[:-1]):
        if word[0].isupper() and WORDS.get(word.lower()):
            words[i] = WORDS[word.lower()]
    return " ".join(words)


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")


def package(name):
    """The folder of an installed package; its code is not run."""
    return pathlib.Path(importlib.util.find_spec(name).origin).parent


class English:
    """How often English has a word, by case: log probabilities of spaCy's lookup tables."""

    def __init__(self):
        path = package("spacy_lookups_data") / "data/en_lexeme_prob.json.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            self.table = json.load(file)

    def prob(self, word):
        return self.table.get(word, -30.0)

    def is_word(self, word):
        """Whether English has it more often in lower case than as a name."""
        return self.prob(word.lower()) > max(self.prob(word), -16.0) or self.prob(word.lower()) > -10.5


CYRILLIC = dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьъыэюяё", (
    "a b v g g d e ye zh z i i yi y k l m n o p r s t u f kh ts ch sh shch   y e yu ya e".replace("   ", " _ _ ").split())))
UKRAINIAN = CYRILLIC | {"г": "h", "и": "y"}


def romanize(name, language):
    """A name as English texts write it: letters of the Cyrillic alphabet in the usual spelling, others as they are."""
    table = UKRAINIAN if language == "uk_UA" else CYRILLIC
    return "".join(table.get(c, c).replace("_", "") for c in name.lower()) if re.search("[а-яґєії]", name.lower()) else name


def faker_people():
    """Given names by gender ("F", "M") and surnames, in Latin letters or romanized, of all languages that faker has."""
    given, surnames = {}, set()
    root = package("faker") / "providers/person"
    for folder in sorted(root.iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider = importlib.import_module(f"faker.providers.person.{folder.name}").Provider
        for field, gender in (("male", "M"), ("men", "M"), ("female", "F"), ("women", "F")):
            for name in getattr(provider, f"first_names_{field}", None) or ():
                if (name := fold(romanize(name, folder.name))).isascii() and name.isalpha():
                    given.setdefault(name.capitalize(), set()).add(gender)
        for field in ("last_names", "last_names_male", "last_names_female"):
            for name in getattr(provider, field, None) or ():
                if (name := fold(romanize(name, folder.name))).isascii() and name.isalpha():
                    surnames.add(name.capitalize())
    return given, surnames


def write(path, comments, lines):
    """A table sorted by its first field, case left aside; lines are tuples of fields, those of one key in order."""
    lines = sorted(dict.fromkeys(lines), key=lambda line: line[0].lower())
    text = "".join(f"# {c}\n" for c in comments) + "".join("\t".join(line) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(lines)} lines, {len(text.encode()) / 1e6:.2f} MB")
