"""Graphs that are kept and grow."""

import demarche
import pytest


@pytest.fixture
def store(tmp_path):
    return demarche.Store.open(tmp_path / "news.sqlite")


def test_a_store_grows_by_what_is_new_and_has_the_graph_of_all(store, articles, graph):
    first, second = sorted(articles.iterdir())
    assert store.add(first) == demarche.Added(read=1, known=0, lost=0)
    assert store.add(articles) == demarche.Added(read=1, known=1, lost=0)
    assert store.add(articles) == demarche.Added(read=0, known=2, lost=0)
    assert store.graph().export("jsonld") == graph.export("jsonld")
    assert store.newest() == "2025-08-17"
    assert store.add(articles, min_confidence=0.5).read == 2, "other options read otherwise"


def test_a_store_is_asked_as_a_graph_is(store, articles, graph):
    store.add(articles)
    assert store.acts(relation="met", status="occurred") == graph.acts(relation="met", status="occurred")
    assert store.acts(on="2025-08") == graph.acts(on="2025-08")
    assert store.offices(of="Ukraine") == graph.offices(of="Ukraine")
    asked = {"actor": "Zelensky", "topic": "security guarantees"}
    assert store.positions(**asked) == graph.positions(**asked, phrases=True)
    for question in ("Who rejected Russian security guarantees?", "On what do Trump and Putin agree?"):
        assert store.ask(question) == graph.ask(question)
    query = "SELECT ?name { ?p a schema:Person ; schema:name ?name }"
    assert store.query(query) == graph.query(query)
    with pytest.raises(demarche.UnknownNameError, match="no actor 'Bismarck'"):
        store.acts(source="Bismarck")


def test_graphs_and_records_go_in_and_articles_come_out(store, articles, graph):
    first, second = sorted(articles.iterdir())
    store.merge(demarche.build(first), *demarche.extract(second))
    assert store.graph().export("jsonld") == graph.export("jsonld")
    assert store.forget(first.stem) == 1
    assert store.graph().export("jsonld") == demarche.build(second).export("jsonld")
    with pytest.raises(demarche.QueryError, match="nowhere"):
        store.forget("nowhere")
    with pytest.raises(TypeError, match="articles go in with add"):
        store.merge("article.txt")


def test_what_is_lost_is_counted_and_the_rest_goes_in(store, paris):
    with pytest.warns(demarche.LostArticleWarning):
        added = store.add([{"id": "a", "text": paris}, {"id": "b"}])
    assert added == demarche.Added(read=1, known=0, lost=1)
    assert [document.id for document in store.graph().documents()] == ["a"]
    with pytest.warns(demarche.LostArticleWarning):
        assert store.add([{"id": "b"}, {"id": "a", "text": paris}]) == demarche.Added(read=0, known=1, lost=1)


def test_a_later_text_takes_the_place_of_the_one_before_and_that_is_told(store, paris):
    with pytest.warns(demarche.ArticleWarning, match="1 article has taken the place of an earlier text .*: a"):
        store.add([{"id": "a", "text": paris, "date": "2025-08-18"}])
        store.add([{"id": "a", "text": paris.replace("met", "criticized"), "date": "2025-08-19"}])
    assert [act.relation for act in store.acts()] == ["criticized"]


def test_what_is_no_store_is_told(tmp_path):
    with pytest.raises(demarche.FileError):
        demarche.Store.open(tmp_path / "none.sqlite", create=False)
    other = tmp_path / "other.sqlite"
    other.write_text("something else", encoding="utf-8")
    with pytest.raises(demarche.FormatError, match="other.sqlite"):
        demarche.Store.open(other)
