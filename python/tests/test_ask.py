"""Questions to a graph, and the tables that answers become."""

import typing

import demarche
import pytest
from demarche import _answers, _demarche


def test_positions_are_small_frozen_objects_with_their_quotes(graph):
    [first, *_] = found = graph.positions(actor="Zelensky", topic="security guarantees", stance="against")
    assert (first.holder, first.stance, first.on, first.since) == (
        "Volodymyr Zelenskyy", "against", "security guarantees", "2025-08-17",
    )  # fmt: skip
    assert first.sources[0].quote.startswith("Zelenskyy on Sunday rejected the idea")
    assert str(first) == "Volodymyr Zelenskyy against idea of Russia offering his country security guarantees"
    assert len({*found}) == len(found) == 2
    with pytest.raises(AttributeError):
        first.stance = "for"
    assert graph.positions(actor="Zelensky", phrases=True)[0].issue is None


def test_quotes_stand_where_they_are_said_to(graph, articles):
    texts = {path.stem: path.read_text(encoding="utf-8") for path in articles.iterdir()}
    sources = [source for fact in (*graph.acts(), *graph.positions(), *graph.offices()) for source in fact.sources]
    assert sources
    for source in sources:
        assert texts[source.document][source.start : source.end] == source.quote


def test_acts_and_offices_are_found_by_what_they_are(graph):
    met = graph.acts(relation="met", status="occurred")
    assert {act.target for act in met} == {"Vladimir Putin", "Volodymyr Zelenskyy"}
    assert all(act.relation == "met" and "CONSULT" in act.plover for act in met)
    assert graph.acts(source="Putin", relation="met", status="occurred"), "of a meeting either side"
    [office] = graph.offices(title="prime minister")
    assert (office.holder, office.of, office.status, office.words) == (
        "Keir Starmer", "United Kingdom", "current", "Keir Starmer, prime minister of United Kingdom",
    )  # fmt: skip
    assert len(graph.acts(since="2025-08-17", until="2025")) == len(graph.acts())


def test_a_name_that_is_not_known_is_told_with_the_nearest(graph):
    with pytest.raises(demarche.UnknownNameError, match="no office holder 'Mertz'; did you mean 'Friedrich Merz'"):
        graph.offices(holder="Mertz")
    assert issubclass(demarche.UnknownNameError, (LookupError, ValueError))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda graph: graph.acts(relation="liked"), "'liked' is not known; it is one of met"),
        (lambda graph: graph.positions(stance="pro"), "'pro' is not known; it is one of for"),
        (lambda graph: graph.acts(on="Monday"), "'Monday' is no date"),
        (lambda graph: graph.query("SELECT"), "1:7|line 1|expected"),
        (lambda graph: graph.query("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"), "SERVICE"),
        (lambda graph: graph.ask("Blue or seven the?"), "not of a kind that can be read"),
        (lambda graph: graph.export("yaml"), "format 'yaml' is not known"),
    ],
)
def test_questions_that_make_no_sense_are_refused(graph, ask, message):
    with pytest.raises(demarche.QueryError, match=message):
        ask(graph)


def test_a_question_in_english_is_answered_with_its_quotes(graph):
    yes = graph.ask("Has Zelensky refused to cede Donbas?")
    assert (yes.said, yes.verdict, bool(yes)) == ("Yes.", "yes", True)
    assert yes.caveat == "The articles leave room for doubt: “reportedly”."
    assert yes.facts[0].words == "Volodymyr Zelenskyy rejected: cede the Donbas region"
    who = graph.ask("Who rejected Russian security guarantees?")
    assert who.names == ("Volodymyr Zelenskyy",) and who.verdict is None
    assert "Volodymyr Zelenskyy" in str(who) and "“Zelenskyy on Sunday rejected" in str(who)
    unsaid = graph.ask("Did Macron meet Putin?")
    assert (unsaid.said, unsaid.verdict, bool(unsaid)) == ("The graph does not say.", "unsaid", False)
    unknown = graph.ask("Did Macron meet Bismarck?")
    assert unknown.verdict == "unsaid" and "Bismarck" in (unknown.why or "")


def test_sparql_gives_rows_truth_or_turtle(graph):
    found = graph.query(
        "SELECT ?act ?who ?sure { ?act :relation :met ; :status :occurred ; :source/schema:name ?who ; :confidence ?sure }"
    )
    assert found.columns == ("act", "who", "sure") and len(found) == len(graph.acts(relation="met", status="occurred"))
    assert isinstance(found[0]["act"], demarche.IRI) and isinstance(found[0]["sure"], float)
    assert list(found.to_pandas()["who"]) == [row["who"] for row in found]
    yes = graph.query('ASK { ?someone schema:name "Donald Trump" }')
    no = graph.query('ASK { ?someone schema:name "Nobody" }')
    assert (yes.truth, bool(yes), no.truth, bool(no)) == (True, True, False, False)
    turtle = graph.query("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }", limit=3)
    assert turtle.more and turtle and turtle.turtle and turtle.turtle.count(" a ") == 3
    assert not graph.query("SELECT ?s { ?s a :Nothing }")


def test_issues_entities_and_documents_are_listed(graph, articles):
    labels = {issue.label: issue for issue in graph.issues()}
    assert len(labels["security guarantees"].topics) > 5
    trump = next(entity for entity in graph.entities() if entity.name == "Donald Trump")
    assert trump.kind == "person" and trump.mentions > 5 and len(trump.documents) == 2
    assert [document.id for document in graph.documents()] == sorted(path.stem for path in articles.iterdir())


def test_a_timeline_has_each_change_of_a_stance():
    texts = [
        {"id": "2025-01-10", "date": "2025-01-10", "text": "Emmanuel Macron rejected the ceasefire in Gaza."},
        {"id": "2025-03-10", "date": "2025-03-10", "text": "Emmanuel Macron supported the ceasefire in Gaza."},
    ]
    steps = demarche.build(texts).timeline(actor="Macron", phrases=True)
    assert [(step.since, step.stance, step.change) for step in steps] == [
        ("2025-01-10", "against", None),
        ("2025-03-10", "for", "against"),
    ]


def test_answers_become_tables(graph):
    found = graph.positions(topic="security guarantees")
    frame = found.to_pandas()
    assert len(frame) == len(found) and list(frame["holder"]) == [position.holder for position in found]
    assert frame["quotes"][0] == [source.quote for source in found[0].sources] and "sources" not in frame
    quotes = found.to_pandas(sources=True)
    assert len(quotes) == sum(len(position.sources) for position in found) and quotes["start"].dtype == "int64"
    other = found.to_polars()
    assert other.columns == list(frame.columns) and other["holder"].to_list() == list(frame["holder"])
    assert isinstance(found[:2], demarche.Rows) and found[:2].to_dicts() == found.to_dicts()[:2]
    nothing = graph.acts(source="Putin", relation="visited", status="denied")
    assert not nothing and "quotes" in nothing.to_pandas() and nothing.to_polars().columns == list(nothing.to_pandas().columns)


def test_the_words_of_the_types_are_those_of_the_library():
    pairs = {
        "RELATIONS": _answers.RelationKind, "ACT_STATUSES": _answers.ActStatus, "ENTITY_KINDS": _answers.EntityKind,
        "OFFICE_STATUSES": _answers.OfficeStatus,
    }  # fmt: skip
    for name, words in pairs.items():
        assert set(getattr(_demarche, name)) == set(typing.get_args(words)), name
    drawn = {"svg", "png", "pdf"}
    assert {*_demarche.FORMATS, *drawn} == set(typing.get_args(demarche._graph.Format))


def test_notebooks_show_what_was_found_and_nothing_of_an_article_is_markup(graph):
    answer = graph.ask("Who rejected Russian security guarantees?")._repr_html_()
    assert "<b>Volodymyr Zelenskyy</b>" in answer and "“Zelenskyy on Sunday rejected" in answer
    assert "<td" in graph.acts()[:3]._repr_html_() and "and" not in graph.offices()[:1]._repr_html_().split("</table>")[1]
    shown = graph._repr_html_()
    assert shown.startswith("<iframe sandbox") and "2 articles" in shown
    evil = "<script>alert(1)</script>"
    quote = demarche.records.Quote(0, len(evil), evil)
    record = demarche.Record(
        id=evil,
        date=None,
        title=evil,
        entities=(demarche.records.Entity("a", "person", evil, (quote,)),),
        offices=(),
        relations=(demarche.records.Relation("a", "rejected", None, evil, "occurred", None, "REJECT", 1.0, quote),),
        positions=(demarche.records.Position("a", evil, "against", None, 1.0, quote),),
    )
    hostile = demarche.Graph.from_records([record])
    [act], [position] = hostile.acts(), hostile.positions(phrases=True)
    assert act.source == evil == position.sources[0].quote
    shown = [hostile, hostile.acts(), hostile.positions(phrases=True), act, position]
    assert all("<script" not in page._repr_html_() for page in shown)
    assert "script&amp;gt;" not in act._repr_html_(), "it is escaped once"


def test_a_position_that_was_given_up_tells_since_when_and_by_which_words():
    told = {"2025-03-03": "Turkey opposes the sale of jets to Greece.", "2025-07-07": "Turkey no longer opposes the sale of jets to Greece."}
    graph = demarche.build([{"id": day, "date": day, "text": text} for day, text in told.items()])
    [over] = graph.positions(actor="Turkey", stance="against", phrases=True)
    assert over.ended == "2025-07-07"
    assert "no longer opposes" in over.ended_by[0].quote
    assert graph.positions(phrases=True).to_dicts()[0]["ended_by"] == [str(over.ended_by[0])]
