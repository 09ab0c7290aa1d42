"""Graphs as files, in other programs, and held against their articles."""

import os
import pickle
import shutil

import demarche
import networkx
import pytest


def test_a_graph_is_written_by_the_ending_of_the_name_and_read_back(graph, tmp_path):
    for name in ("a.jsonld", "a.ttl", "a.nq", "a.graphml", "a.tsv", "a.cypher", "a.html", "a.dot"):
        graph.write(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert demarche.Graph.read(tmp_path / "a.jsonld").export("turtle") == (tmp_path / "a.ttl").read_text(encoding="utf-8")
    graph.write(tmp_path / "nodes.csv", "csv-nodes", bom=True)
    assert (tmp_path / "nodes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(demarche.QueryError, match="the ending tells no format"):
        graph.write(tmp_path / "graph.xyz")


def test_a_file_is_replaced_as_a_whole_or_not_at_all(graph, tmp_path):
    path = tmp_path / "graph.jsonld"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(demarche.QueryError):
        graph.write(path, base="no iri")
    assert path.read_text(encoding="utf-8") == "before" and os.listdir(tmp_path) == ["graph.jsonld"]
    graph.write(path, base="https://example.org/kg/")
    assert "https://example.org/kg/" in path.read_text(encoding="utf-8") and os.listdir(tmp_path) == ["graph.jsonld"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_mask()
    with pytest.raises(demarche.FileError, match="cannot be written"):
        graph.write(tmp_path / "none" / "graph.jsonld")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_pictures_are_drawn_by_graphviz(graph, tmp_path):
    graph.write(tmp_path / "graph.svg", positions=True, top=5)
    assert "<svg" in (tmp_path / "graph.svg").read_text(encoding="utf-8")


def test_without_graphviz_a_picture_is_refused_with_what_to_do(graph, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(demarche.FileError, match="apt install graphviz"):
        graph.write(tmp_path / "graph.png")
    assert not list(tmp_path.iterdir())


def test_merging_is_a_union_in_any_order(graph, articles):
    one, other = (demarche.build(path) for path in sorted(articles.iterdir()))
    union = graph.export("jsonld")
    for merged in (one | other, other.merge(one, one), demarche.Graph().merge(other, one), demarche.Graph.merge(one, other)):
        assert merged.export("jsonld") == union
    with pytest.raises(TypeError):
        one | 7


def test_graphs_are_pickled(graph):
    assert pickle.loads(pickle.dumps(graph)).export("jsonld") == graph.export("jsonld")
    act = graph.acts()[0]
    assert pickle.loads(pickle.dumps(act)) == act


def test_records_stores_and_folders_are_read_and_a_bad_record_costs_itself(graph, articles, tmp_path):
    lines = [record.to_json() for record in demarche.extract(articles)]
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join([lines[0], '{"entities": 7}', lines[1]]), encoding="utf-8")
    with pytest.warns(demarche.LostArticleWarning, match="records.jsonl:2"):
        read = demarche.Graph.read(records)
    assert read.export("jsonld") == graph.export("jsonld")
    graph.write(tmp_path / "graph.jsonld")
    demarche.Store.open(tmp_path / "news.sqlite").merge(graph)
    again = demarche.Graph.read(tmp_path, tmp_path / "news.sqlite", tmp_path / "graph.jsonld")
    assert again.export("jsonld") == graph.export("jsonld")
    with pytest.raises(demarche.FormatError, match="article.txt"):
        article = tmp_path / "article.txt"
        article.write_text("No graph.", encoding="utf-8")
        demarche.Graph.read(article)
    with pytest.raises(demarche.FileError, match="there is no such file"):
        demarche.Graph.read(tmp_path / "none.jsonld")
    with pytest.raises(demarche.FormatError, match="not a record"):
        demarche.Record.from_json("{}")


def test_quotes_are_held_against_their_articles(graph, articles):
    assert graph.verify(articles) == []
    texts = {path.stem: path.read_text(encoding="utf-8") for path in articles.iterdir()}
    first, second = sorted(texts)
    found = graph.verify(texts={first: texts[first].replace("Zelenskyy", "Somebody else")})
    assert {difference.kind for difference in found} == {"quote", "changed", "missing"}
    quote = next(difference for difference in found if difference.kind == "quote")
    assert quote.article == first and "the graph quotes" in str(quote) and quote.found != quote.quote
    assert found[-1].article == second


def test_networkx_and_rdflib_have_all_of_it(graph):
    net = graph.to_networkx()
    assert isinstance(net, networkx.MultiDiGraph) and len(net) == len(graph.entities()) + len(_topics(graph))
    assert any(data["label"] == "met" for _, _, data in net.edges(data=True))
    triples = graph.to_rdflib()
    assert len(triples) == len(graph.query("SELECT * { ?s ?p ?o }"))


def _topics(graph):
    return graph.query("SELECT DISTINCT ?t { ?t a skos:Concept MINUS { ?t a :Issue } }")


def test_a_graph_says_what_is_in_it(graph):
    assert repr(graph).startswith("<demarche.Graph: 2 articles, ") and "actors and places" in repr(graph)
    assert repr(demarche.Graph()) == (
        "<demarche.Graph: 0 articles, 0 actors and places, 0 topics, 0 acts, 0 positions, 0 offices>"
    )
