"""Asks `demarche serve` by tools that others wrote: RDFLib's SPARQLStore, RDFLib's JSON-LD reader, jsonschema.

    python tests/interop/serve.py DEMARCHE GRAPH

GRAPH is that of the two articles. `tests/interop/run` does this.
"""

import json
import subprocess
import sys
import urllib.request

import jsonschema
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

BASE = "https://w3id.org/demarche/id/"
SCHEMA = rdflib.Namespace("https://schema.org/")


def fetch(address, accept="*/*"):
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=120) as response:
        return response.read().decode()


def main():
    program, graph = sys.argv[1:]
    server = subprocess.Popen([program, "serve", graph, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        home = server.stdout.readline().strip()
        merz = rdflib.URIRef(BASE + "entity/friedrich-merz")
        for method in ("GET", "POST", "POST_FORM"):
            for kind in ("xml", "json", "csv", "tsv"):
                store = SPARQLStore(home + "sparql", method=method, returnFormat=kind)
                rows = list(rdflib.Graph(store).query("SELECT ?name { ?p a schema:Person ; schema:name ?name }", initNs={"schema": SCHEMA}))
                assert "Friedrich Merz" in {str(row[0]) for row in rows}, (method, kind, rows)
            remote = rdflib.Graph(SPARQLStore(home + "sparql", method=method))
            assert remote.query("ASK { ?s ?p ?o }").askAnswer is True
            assert str(remote.value(merz, SCHEMA.name)) == "Friedrich Merz"
            described = remote.query(f"DESCRIBE <{merz}>").graph
            assert (merz, rdflib.RDF.type, SCHEMA.Person) in described
        service = rdflib.Graph().parse(data=fetch(home + "sparql", "text/turtle"), format="turtle", publicID=home + "sparql")
        assert len(service) > 10
        print("SPARQLStore: three methods, four formats, and the service description")

        with urllib.request.urlopen(urllib.request.Request(home + "sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
                                                           headers={"Accept": "application/n-triples"}), timeout=120) as response:
            triples = rdflib.Graph().parse(data=response.read().decode(), format="nt")
        for name in ("entity/friedrich-merz", "entity/ukraine"):
            node = rdflib.Graph().parse(data=fetch(home + "id/" + name, "application/ld+json"), format="json-ld")
            assert len(node) > 10
            lacking = [triple for triple in node if triple not in triples]
            assert not lacking, lacking[:5]
        print("JSON-LD of nodes: all of its triples are among those of the graph")

        description = json.loads(fetch(home + "api/openapi.json"))
        schemas = {"components": description["components"]}
        for path, query in {"/api/acts": "", "/api/positions": "", "/api/offices": "", "/api/matrix": "", "/api/actor": "?name=Friedrich+Merz"}.items():
            schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            schema = {"$ref": "#/components/schemas/" + schema["$ref"].rsplit("/", 1)[1], **schemas}
            jsonschema.Draft202012Validator(schema).validate(json.loads(fetch(home[:-1] + path + query)))
        print("JSON: as its description says")
    finally:
        server.terminate()
        server.wait(timeout=60)


if __name__ == "__main__":
    main()
