"""Articles in, by whatever way, and the same graph out."""

import itertools
import os
import signal
import threading

import demarche
import numpy
import pandas
import polars
import pytest


def test_the_graph_is_that_of_the_program_byte_for_byte(graph, root):
    assert graph.export("jsonld") == (root / "output/graph.jsonld").read_text(encoding="utf-8")


def test_one_thread_or_several_give_the_same_graph(graph, articles):
    one = demarche.build(articles, jobs=1).export("jsonld")
    assert one == demarche.build(sorted(articles.iterdir(), reverse=True), jobs=3).export("jsonld") == graph.export("jsonld")


def test_dictionaries_texts_and_tables_are_read_as_files_are(graph, articles):
    texts = {path.stem: path.read_text(encoding="utf-8") for path in articles.iterdir()}
    rows = [{"id": id, "text": text, "date": id[:10]} for id, text in texts.items()]
    expected = [str(act) for act in graph.acts()]
    for given in (rows, iter(rows), tuple(rows), pandas.DataFrame(rows), polars.DataFrame(rows)):
        assert [str(act) for act in demarche.build(given).acts()] == expected
    of_texts = demarche.build(texts=texts, date="2025-08-17")
    assert [document.id for document in of_texts.documents()] == sorted(texts)
    assert [str(act) for act in of_texts.acts()] == expected


def test_values_of_tables_are_read_as_what_they_mean(paris):
    frame = pandas.DataFrame(
        {
            "id": [7, 8],
            "text": [paris, paris.replace("met", "criticized")],
            "date": [pandas.Timestamp("2025-08-18"), pandas.NaT],
            "title": ["Talks", float("nan")],
            "words": numpy.array([14, 15]),
        }
    )
    one, other = demarche.build(frame).documents()
    assert (one.id, one.date, one.title, one.fields) == ("7", "2025-08-18", "Talks", {"words": 14})
    assert (other.id, other.date, other.title) == ("8", None, None)


def test_fields_may_have_other_names_and_one_article_may_be_given_alone(paris):
    [document] = demarche.build({"body": paris, "key": "a"}, fields={"text": "body", "id": "key"}).documents()
    assert document.id == "a"
    [document] = demarche.build(texts=paris, fields={"text": "body"}, date="2025-08").documents()
    assert (document.id, document.date) == ("article-1", "2025-08")


def test_records_come_one_by_one_in_order_and_give_the_same_graph(graph, articles):
    records = list(demarche.extract(articles))
    assert [record.id for record in records] == sorted(path.stem for path in articles.iterdir())
    again = [demarche.Record.from_json(record.to_json()) for record in records]
    assert again == records
    assert demarche.Graph.from_records(again).export("jsonld") == graph.export("jsonld")
    record = records[0]
    act = record.relations[0]
    assert record.entity(act.source).name and act.evidence.text
    with pytest.raises(KeyError):
        record.entity("nobody")


def test_a_stream_without_end_is_read_as_far_as_it_is_asked_for(paris):
    numbers = itertools.count()
    stream = ({"id": f"n-{number}", "text": paris} for number in numbers)
    records = demarche.extract(stream, jobs=1)
    assert [next(records).id for _ in range(3)] == ["n-0", "n-1", "n-2"]
    records.close()
    assert next(numbers) < 2000


def test_what_is_wrong_with_one_article_is_told_and_the_others_are_read(paris):
    given = [{"id": "a", "text": paris}, {"id": "b"}, {"id": "c", "text": paris + " Again."}]
    with pytest.warns(demarche.LostArticleWarning, match="article 2: has no field `text`"):
        graph = demarche.build(given)
    assert [document.id for document in graph.documents()] == ["a", "c"]
    with pytest.raises(demarche.FormatError, match="article 2: has no field `text`"):
        demarche.build(given, on_error="raise")
    # Where nothing is left to be read, that is an error.
    with pytest.warns(demarche.LostArticleWarning, match="article 2"), pytest.raises(demarche.FormatError, match="article 1"):
        demarche.build([{"id": "b"}, {"text": " "}])


def test_a_warning_points_at_the_line_that_asked(paris):
    with pytest.warns(demarche.ArticleWarning, match="is no date") as told:
        demarche.build({"text": paris, "date": "some day"})
    assert told[0].filename == __file__


def test_a_path_that_is_none_is_an_error_that_names_it(tmp_path):
    with pytest.raises(demarche.FileError, match="there is no such file or folder") as raised:
        demarche.build(tmp_path / "none.txt")
    assert raised.value.path == str(tmp_path / "none.txt")
    assert isinstance(raised.value, OSError)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "give either"),
        ({"news": "a.txt", "texts": "b"}, "give either"),
        ({"news": ["a.txt", {"text": "b"}]}, "cannot be mixed"),
        ({"news": [{"text": "a"}, 7]}, "dictionary with 'text'"),
        ({"news": ["First paragraph.\nSecond paragraph."]}, "texts="),
    ],
)
def test_what_is_no_news_is_refused(arguments, message):
    with pytest.raises(TypeError, match=message):
        demarche.build(**arguments)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_confidence": 2.0}, "from 0 to 1"),
        ({"date": "yesterday"}, "a date is written as"),
        ({"format": "xlsx"}, "xlsx"),
        ({"fields": {"body": "text"}}, "no field 'body'"),
        ({"encoding": "klingon"}, "klingon"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, message, paris):
    with pytest.raises(ValueError, match=message):
        demarche.build(texts=paris, **options)


def test_known_actors_get_their_identifiers_and_rulings_hold(tmp_path, paris):
    table = tmp_path / "known.tsv"
    table.write_text("name\tidentifiers\nEmmanuel Macron\twikidata:Q3052772\n", encoding="utf-8")
    known = demarche.build(texts=paris, known=table)
    assert "wikidata:Q3052772" in next(e for e in known.entities() if e.name == "Emmanuel Macron").identifiers
    texts = {"a": "Marshal Kim met Xi Jinping in Beijing.", "b": "Kim Jong Un met Vladimir Putin in Moscow."}
    apart, one = (demarche.build(texts=texts, rulings=rulings) for rulings in (None, {"same_as": [["Kim Jong Un", "Kim"]]}))
    assert len(one.entities()) == len(apart.entities()) - 1
    with pytest.warns(demarche.ArticleWarning, match="no article calls anybody 'Nobody At All'"):
        apart.merge(rulings={"keep-apart": [["Nobody At All", "Kim Jong Un"]]})
    with pytest.raises(demarche.FormatError, match="at least|two different"):
        demarche.build(texts=texts, rulings={"same_as": [["Kim"]]})


def test_less_sure_facts_can_be_left_out(articles, graph):
    surest = demarche.build(articles, min_confidence=0.9)
    assert 0 < len(surest.acts()) < len(graph.acts())
    assert all(act.confidence >= 0.9 for act in surest.acts())


@pytest.fixture
def ctrl_c():
    """Python answers Ctrl-C as it does at a terminal: what is started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_a_reading_of_articles_from_python(paris, ctrl_c):
    def many():
        for number in range(10_000):
            if number == 100:
                ctrl_c()
            yield {"id": str(number), "text": paris}

    with pytest.raises(KeyboardInterrupt):
        demarche.build(many())


def test_ctrl_c_ends_a_reading_of_files_that_waits(tmp_path, ctrl_c):
    pipe = tmp_path / "news.jsonl"
    os.mkfifo(pipe)
    # Nobody ever writes to it.
    threading.Timer(0.2, ctrl_c).start()
    with pytest.raises(KeyboardInterrupt):
        demarche.build(pipe)


def test_other_threads_go_on_while_articles_are_read(tmp_path, paris):
    pipe = tmp_path / "news.txt"
    os.mkfifo(pipe)
    # The reading ends only when this thread has written: it could not if the interpreter were held.
    writer = threading.Thread(target=lambda: pipe.write_text(paris, encoding="utf-8"))
    writer.start()
    graph = demarche.build(pipe)
    writer.join()
    assert len(graph.acts()) == 1
