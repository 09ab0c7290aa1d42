"""The component of spaCy."""

import demarche.spacy
import pytest
import spacy


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("demarche")
    return nlp


def test_a_document_has_what_its_text_says(nlp, paris):
    doc = nlp(paris)
    [act] = doc._.acts
    assert (act.source, act.relation, act.target, act.places) == ("Emmanuel Macron", "met", "Friedrich Merz", ("Paris",))
    assert {office.title for office in doc._.offices} == {"president", "chancellor"} and doc._.positions == []
    [span] = demarche.spacy.spans(doc, act)
    assert span.text == act.sources[0].quote
    assert doc._.record.id == "document"


def test_documents_one_after_another_do_not_see_each_other_and_none_is_too_short(nlp, paris):
    first, empty, second = nlp.pipe([paris, "  ", "Donald Trump rejected the ceasefire."])
    assert [act.relation for act in first._.acts] == ["met"]
    assert empty._.acts == [] and empty._.record is None
    assert [position.stance for position in second._.positions] == ["against"]


def test_places_that_differ_from_the_document_are_not_told(nlp):
    doc = nlp("Ursula von der Leyen met Nicolás Maduro in Caracas.".replace("á", "a\u0301"))
    assert doc._.acts and demarche.spacy.spans(doc, doc._.acts[0]) is None
