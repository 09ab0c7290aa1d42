"""A component of spaCy that tells what a text says.

>>> nlp = spacy.blank("en")                          # doctest: +SKIP
>>> nlp.add_pipe("demarche")                         # doctest: +SKIP
>>> doc = nlp("Macron met Merz in Paris.")           # doctest: +SKIP
>>> [str(act) for act in doc._.acts]                 # doctest: +SKIP
['Emmanuel Macron met Friedrich Merz (in Paris)']

``doc._.acts``, ``doc._.positions`` and ``doc._.offices`` are lists as a graph of this text alone gives them, and
``doc._.record`` is the record. ``demarche.spacy.spans`` finds the words of a fact in the document. What the pipeline itself
has found is not used: the text is analysed by Demarche's own model.
"""

from __future__ import annotations

import hashlib
import os
from typing import List, Optional

from spacy.language import Language
from spacy.tokens import Doc, Span

from ._answers import Fact
from ._graph import Graph
from ._read import reader
from .records import Record

NAMES = ("record", "acts", "positions", "offices")


class Component:
    """Reads each document as one article of no date."""

    def __init__(self, min_confidence: float) -> None:
        self._min_confidence = min_confidence
        self._begin()
        for name in NAMES:
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=None)

    def _begin(self) -> None:
        self._reader, self._process = reader(jobs=1, min_confidence=self._min_confidence), os.getpid()

    def __call__(self, doc: Doc) -> Doc:
        """Adds what the text says to the document."""
        if os.getpid() != self._process:
            # Threads do not come along into a process that was split off.
            self._begin()
        if doc.text.strip():
            record, native = self._reader.read("document", doc.text)
            graph = Graph(native)
            doc._.record = Record.from_json(record)
            doc._.acts, doc._.positions, doc._.offices = graph.acts(), graph.positions(phrases=True), graph.offices()
        else:
            doc._.record = None
            doc._.acts, doc._.positions, doc._.offices = [], [], []
        return doc


@Language.factory("demarche", default_config={"min_confidence": 0.0}, assigns=[f"doc._.{name}" for name in NAMES])
def make(nlp: Language, name: str, min_confidence: float) -> Component:
    """The component, for ``nlp.add_pipe("demarche")``."""
    return Component(min_confidence)


def spans(doc: Doc, fact: Fact) -> Optional[List[Span]]:
    """The words of the document that show a fact; none where its text was mended when it was read, so that places differ."""
    record: Record = doc._.record
    if hashlib.sha256(doc.text.encode()).hexdigest() != record.sha256:
        return None
    found = [doc.char_span(source.start, source.end, alignment_mode="expand") for source in fact.sources]
    return [span for span in found if span is not None]
