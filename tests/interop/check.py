"""Loads the files of one graph with rdflib, PyLD, pyshacl, networkx and pandas, and compares what they find; runs the code of
docs/series.md on its events.

    python tests/interop/check.py FOLDER articles|gold|hostile

`tests/interop/run` makes the folder. Everything has an IRI, so equal graphs are equal sets of triples.
"""

import csv
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import networkx
import pandas
import pyshacl
import rdflib
from pyld import jsonld


def no_network(url, options):
    raise SystemExit(f"the file asks for {url}")


def triples(text, form):
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=text, format=form)
    return {tuple(term.n3() for term in quad[:3]) for quad in graph.quads()}


def same_triples(folder):
    text = lambda name: (folder / name).read_text(encoding="utf-8")
    expand = lambda name: jsonld.to_rdf(json.loads(text(name)), {"format": "application/n-quads"})
    found = {
        "oxjsonld": triples(text("oxjsonld.nq"), "nquads"),
        "PyLD": triples(expand("jsonld"), "nquads"),
        "jsonld.js": triples(text("jsonldjs.nq"), "nquads"),
        "rdflib": triples(text("jsonld"), "json-ld"),
        "Turtle": triples(text("turtle"), "turtle"),
        "N-Quads": triples(text("nquads"), "nquads"),
    }
    first = found["oxjsonld"]
    assert first and not any(term.startswith("_:") for triple in first for term in triple)
    for name, these in found.items():
        print(f"{name}: {len(these)} triples")
        for mark, lines in (("only there", these - first), ("missing there", first - these)):
            for line in sorted(lines)[:5]:
                print(f"  {mark}: {' '.join(line)[:300]}")
    assert all(these == first for these in found.values()), "the triples differ"
    compact = triples(expand("jsonld-compact"), "nquads")
    assert compact and compact < first, "the compact form says something of its own"
    print(f"compact: {len(compact)} of them")


def shapes(folder, name):
    data = rdflib.Graph().parse(folder / "turtle", format="turtle")
    check = lambda graph: pyshacl.validate(graph, shacl_graph="data/shapes.ttl")
    conforms, _, report = check(data)
    assert conforms, report
    print("conforms to data/shapes.ttl")
    # That the shapes do refuse is seen on the small graph.
    if name != "articles":
        return
    own = rdflib.Namespace("https://w3id.org/demarche/ns#")
    act = next(data.subjects(rdflib.RDF.type, own.Act))
    data.remove((act, own.relation, None))
    assert not check(data)[0], "an act without a relation conforms"
    print("and an act without a relation does not")


def tables(folder):
    nodes, edges = (pandas.read_csv(folder / f"csv-{name}", keep_default_na=False) for name in ("nodes", "edges"))
    assert nodes["Id"].is_unique and edges["Id"].is_unique and (nodes["Id"] == nodes[":ID"]).all()
    assert edges["Source"].isin(nodes["Id"]).all() and edges["Target"].isin(nodes["Id"]).all()
    assert edges["confidence"].between(0, 1).all() and edges["Weight"].dtype == "int64"
    for column in [*nodes.select_dtypes("str"), *edges.select_dtypes("str")]:
        values = nodes[column] if column in nodes else edges[column]
        assert not values.astype(str).str.lstrip().str.startswith(("=", "+", "-", "@")).any(), column
    graph = networkx.read_graphml(folder / "graphml")
    assert graph.is_directed() and len(graph) == len(nodes) and graph.number_of_edges() == len(edges)
    by_id = {row.Id: row for row in edges.itertuples()}
    multi = graph.edges(keys=True, data=True) if graph.is_multigraph() else []
    assert multi, "there are no parallel edges"
    for source, target, key, data in multi:
        row = by_id[key]
        assert (source, target) == (row.Source, row.Target)
        assert type(data["weight"]) is int and type(data["confidence"]) is float
        assert data["weight"] == row.Weight and abs(data["confidence"] - row.confidence) < 1e-9
    entries = json.loads((folder / "jsonld").read_text(encoding="utf-8"))["@graph"]
    of = lambda kind: [entry for entry in entries if kind in entry["type"]]
    ends = sum(("target" in act) + ("topic" in act) for act in of("Act"))
    expected = ends + len(of("Position")) + sum("of" in office for office in of("Membership"))
    assert len(edges) == expected, (len(edges), expected)
    print(f"{len(nodes)} nodes and {len(edges)} edges in networkx and pandas")


def events(folder):
    with (folder / "events").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    frame = pandas.read_csv(folder / "events", sep="\t", dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == rows and frame["event_id"].is_unique
    assert not any(None in row or None in row.values() for row in rows), "a row has more or fewer values than the header"
    assert frame["quad"].isin(list("1234")).all() and frame["cameo_root"].str.fullmatch(r"\d\d").all()
    assert frame["confidence"].astype(float).between(0, 1).all()
    entries = json.loads((folder / "jsonld").read_text(encoding="utf-8"))["@graph"]
    shown = {evidence["id"] for entry in entries if "Act" in entry["type"] for evidence in entry["evidence"]}
    assert set(frame["event_id"]) == shown, "events and evidence of acts differ"
    print(f"{len(rows)} events in csv and pandas")


def series(folder):
    """Runs the Python of docs/series.md, and compares what its two ways find."""
    blocks = re.findall(r"```python\n(.*?)```", Path("docs/series.md").read_text(encoding="utf-8"), re.DOTALL)
    plain, with_pandas = (compile(block, "docs/series.md", "exec") for block in blocks)
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "output").mkdir()
        shutil.copy(folder / "events", Path(work) / "output/events.tsv")
        shutil.copy("data/events/weights.tsv", work)
        os.chdir(work)
        try:
            exec(plain, {})
            exec(with_pandas, {})
            tables = [pandas.read_csv(f"{name}.csv").to_numpy().tolist() for name in ("series", "series-pandas")]
            dyads = [pandas.read_csv(f"{name}.csv").to_numpy().tolist() for name in ("dyads", "dyads-pandas")]
        finally:
            os.chdir(home)
    close = lambda a, b: all(abs(x - y) < 0.002 if isinstance(x, float) else x == y for x, y in zip(a, b))
    assert tables[0] and len(tables[0]) == len(tables[1]) and all(map(close, *tables)), tables
    # A kind of which there is nothing has no column in pandas.
    assert len(dyads[0]) == len(dyads[1]) and all(a[:2] == b[:2] for a, b in zip(*dyads)), dyads
    print(f"{len(tables[0])} months of dyads, {len(dyads[0])} dyads, the same in both ways of docs/series.md")


def main():
    folder, name = Path(sys.argv[1]), sys.argv[2]
    jsonld.set_document_loader(no_network)
    same_triples(folder)
    # Dates of hostile texts are no dates.
    if name != "hostile":
        shapes(folder, name)
    tables(folder)
    events(folder)
    if name == "gold":
        series(folder)


if __name__ == "__main__":
    main()
