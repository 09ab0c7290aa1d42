"""Runs the worked queries in rdflib and in Demarche, and compares the rows.

    python tests/interop/queries.py DEMARCHE FOLDER

FOLDER holds a graph as `jsonld` and as `nquads`; `tests/interop/run` makes it. rdflib reads the N-Quads and has an
engine of its own. Queries ask the union of all graphs unless they say GRAPH, in Demarche by itself and in rdflib by its
setting. Every column is compared, types of literals included, and the order of the rows.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import rdflib


def cell(term):
    """A term as SPARQL 1.1 Query Results JSON has it."""
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ("uri", str(term))
    datatype = term.datatype if term.datatype != rdflib.XSD.string else None
    return ("literal", str(term), str(datatype) if datatype else None, term.language)


def in_rdflib(dataset, query):
    result = dataset.query(query)
    return [str(v) for v in result.vars], [[cell(term) for term in row] for row in result]


def in_demarche(program, graph, path):
    run = subprocess.run([program, "query", graph, "--file", path, "--json"], stdout=subprocess.PIPE)
    assert run.returncode in (0, 1), f"{path}: exit code {run.returncode}"
    answer = json.loads(run.stdout)
    names = answer["head"]["vars"]

    def of(binding):
        if binding is None or binding["type"] == "uri":
            return binding and ("uri", binding["value"])
        return ("literal", binding["value"], binding.get("datatype"), binding.get("xml:lang"))

    rows = [[of(row.get(name)) for name in names] for row in answer["results"]["bindings"]]
    assert (run.returncode == 0) == bool(rows), f"{path}: exit code {run.returncode} with {len(rows)} rows"
    return names, rows


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    # Literals stay as they are written: 0.90 and 0.9 are two terms.
    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(folder / "nquads", format="nquads")
    queries = sorted(Path("data/queries").glob("*.rq"))
    assert len(queries) >= 10, "the worked queries are missing"
    found = 0
    for path in queries:
        start = time.perf_counter()
        theirs = in_rdflib(dataset, path.read_text(encoding="utf-8"))
        seconds = time.perf_counter() - start
        ours = in_demarche(program, folder / "jsonld", path)
        assert ours[0] == theirs[0], f"{path}: columns {ours[0]} here, {theirs[0]} in rdflib"
        if ours[1] != theirs[1]:
            key = lambda row: [str(value) for value in row]
            here, there = sorted(ours[1], key=key), sorted(theirs[1], key=key)
            for mark, rows, others in (("only here", here, there), ("only in rdflib", there, here)):
                for row in [row for row in rows if row not in others][:5]:
                    print(f"  {mark}: {row}")
            print(f"  {len(here)} rows here, {len(there)} in rdflib")
            raise SystemExit(f"{path}: " + ("the order differs" if here == there else "the rows differ"))
        found += bool(ours[1])
        print(f"{path.name}: the same {len(ours[1])} rows (rdflib: {seconds:.1f} s)")
    assert found >= len(queries) // 2, "most queries find nothing"


if __name__ == "__main__":
    main()
