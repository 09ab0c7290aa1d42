"""Compares the triples that PyLD finds in a graph.jsonld with those that oxjsonld finds.

    pip install pyld rdflib
    cargo run -q --example export_gold -- jsonld > graph.jsonld
    cargo run -q --example jsonld_triples -- graph.jsonld > graph.nq
    python tests/interop/jsonld.py graph.jsonld graph.nq

Both are brought into the same form by rdflib; there are no blank nodes, so equal graphs are equal sets.
No network: the context stands in the file, and a loader of remote contexts is an error.
"""

import json
import sys

import rdflib
from pyld import jsonld


def no_network(url, options):
    raise SystemExit(f"the file asks for {url}")


def triples(nquads):
    graph = rdflib.ConjunctiveGraph()
    graph.parse(data=nquads, format="nquads")
    return {tuple(term.n3() for term in triple) for triple in graph}


def main():
    jsonld.set_document_loader(no_network)
    with open(sys.argv[1], encoding="utf-8") as file:
        ours = triples(jsonld.to_rdf(json.load(file), {"format": "application/n-quads"}))
    with open(sys.argv[2], encoding="utf-8") as file:
        theirs = triples(file.read())
    for mark, lines in (("only PyLD", ours - theirs), ("only oxjsonld", theirs - ours)):
        for line in sorted(lines):
            print(f"{mark}: {' '.join(line)}")
    blank = sum(any(term.startswith("_:") for term in triple) for triple in ours)
    print(f"{len(ours)} triples by PyLD, {len(theirs)} by oxjsonld, {len(ours & theirs)} the same, {blank} with blank nodes")
    return 0 if ours == theirs and ours and not blank else 1


if __name__ == "__main__":
    sys.exit(main())
