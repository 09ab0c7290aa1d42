"""Graphs: read, written, merged, held against their articles, and asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Literal, Mapping, Optional, Tuple, Union, cast

from . import _demarche, _html
from ._answers import (
    Difference,
    Document,
    Entity,
    Issue,
    Results,
    Stance,
    Step,
    issues,
    listed,
    made,
    results,
)
from ._ask import Asked
from ._errors import ArticleWarning, Error, FileError, LostArticleWarning, QueryError
from ._read import Given, News, StrPath, Texts, reader, rulings, warn, work
from ._read import listed as tables
from ._rows import Rows, columns
from .records import Record

if TYPE_CHECKING:
    import networkx
    import rdflib

#: The formats that a graph is written in; the last three are drawn by Graphviz, where it is installed.
Format = Literal[
    "dot", "jsonld", "jsonld-compact", "turtle", "nquads", "graphml", "csv-nodes", "csv-edges", "events", "cypher", "html",
    "svg", "png", "pdf",
]  # fmt: skip

#: What the ending of a file's name says of its format.
_ENDINGS = {
    ".dot": "dot",
    ".gv": "dot",
    ".jsonld": "jsonld",
    ".ttl": "turtle",
    ".nq": "nquads",
    ".graphml": "graphml",
    ".tsv": "events",
    ".cypher": "cypher",
    ".html": "html",
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
}
_DRAWN = ("svg", "png", "pdf")

#: The most acts and positions that a notebook draws.
_SHOWN = 300

_NO_GRAPHVIZ = (
    "Graphviz, which draws svg, png and pdf, is not on the path; get it with 'apt install graphviz', 'brew install graphviz' "
    "or from https://graphviz.org/download, or write dot and draw it elsewhere"
)


class Graph(Asked):
    """What articles say: who did what to whom, who holds which office, who is for and against what, each fact with the words
    that show it. A graph is never changed; :meth:`merge` makes another one."""

    def __init__(self, native: Optional[_demarche.Graph] = None) -> None:
        """An empty graph. Others come from :func:`demarche.build`, :meth:`read` and :meth:`from_records`."""
        self._native = _demarche.Graph.from_records([]) if native is None else native

    @classmethod
    def read(cls, *paths: StrPath) -> Graph:
        """The union of saved graphs (``graph.jsonld``, or a folder with one), stores, and records as ``extract`` writes them.

        A record that is none is warned of, and the others are read.
        """
        if not paths:
            raise TypeError("give the path of a graph, a store or a file of records")
        native, lost = _demarche.Graph.read([os.fspath(path) for path in paths])
        for message in lost:
            warn(message, LostArticleWarning)
        return cls(native)

    @classmethod
    def from_records(cls, records: Iterable[Record]) -> Graph:
        """The graph of what single articles say."""
        return cls(_demarche.Graph.from_records([record.to_json() for record in records]))

    def merge(self, *others: Graph, rulings: Union[None, StrPath, Mapping[str, Any]] = None) -> Graph:
        """The union with other graphs, whatever their order and grouping; ``one | other`` is the same.

        :param rulings: who is who, which is kept with the graph: a TOML file, or as a dictionary
            ``{"same_as": [["Kim Jong Un", "Marshal Kim"]], "keep_apart": [["George Bush", "George W. Bush"]]}``
        """
        return _ruled(self, others, rulings)

    def __or__(self, other: Graph) -> Graph:
        return self.merge(other) if isinstance(other, Graph) else NotImplemented

    def write(
        self,
        path: StrPath,
        format: Optional[Format] = None,
        *,
        base: Optional[str] = None,
        bom: bool = False,
        one_a_day: bool = False,
        actors: Union[None, StrPath, Iterable[StrPath]] = None,
        top: Optional[int] = 60,
        positions: bool = False,
        focus: Iterable[str] = (),
    ) -> None:
        """Writes the graph to a file, which is replaced as a whole or not at all.

        :param format: by default what the ending of the name says: ``.jsonld``, which :meth:`read` reads, ``.ttl``, ``.nq``,
            ``.graphml``, ``.tsv`` (events), ``.cypher``, ``.html``, ``.dot``, ``.svg``, ``.png``, ``.pdf``
        :param base: a namespace for the graph's own nodes, for RDF
        :param bom: begin comma-separated tables with a byte order mark, for Excel
        :param one_a_day: count events of a day, pair of actors, category and status once
        :param actors: dictionaries in PETRARCH's format, whose codes go before others in events
        :param top: edges of a picture, those of most evidence; none for all
        :param positions: who is for and against what, in a picture
        :param focus: names of actors in the middle of a picture
        """
        path = Path(path)
        kind = format or _ENDINGS.get(path.suffix.lower())
        if kind is None:
            known = ", ".join(sorted(_ENDINGS))
            raise QueryError(f"{path}: the ending tells no format; name one with format=, or end the name with one of {known}")
        options = (base, bom, one_a_day, tables(actors), top, positions, list(focus))
        if kind in _DRAWN:
            _replace(path, lambda new: _draw(self._bytes("dot", *options), kind, new))
        else:
            _replace(path, lambda new: self._native.export(kind, os.fspath(new), *options))

    def export(
        self,
        format: Format,
        *,
        base: Optional[str] = None,
        one_a_day: bool = False,
        actors: Union[None, StrPath, Iterable[StrPath]] = None,
        top: Optional[int] = 60,
        positions: bool = False,
        focus: Iterable[str] = (),
    ) -> str:
        """The graph in a format that is text, with the options of :meth:`write`."""
        if format in _DRAWN:
            raise QueryError(f"'{format}' is drawn into a file; use write")
        return self._bytes(format, base, False, one_a_day, tables(actors), top, positions, list(focus)).decode()

    def verify(
        self,
        news: Optional[News] = None,
        *,
        texts: Optional[Texts] = None,
        fields: Mapping[str, str] = {},
        encoding: Optional[str] = None,
        progress: Optional[bool] = None,
    ) -> Rows[Difference]:
        """Cuts every quote again from its article, and gives each that is another: of a graph that holds, none.

        The articles are given as to :func:`demarche.build`.
        """
        given = Given(news, texts, fields)
        reads = reader(jobs=1, fields=fields, encoding=encoding)
        job = _demarche.Job.verify(self._native, reads, given.paths)
        found = []
        for kind, value in work(job, given, progress, "warn"):
            if kind == "difference":
                found.append(_difference(value))
        return Rows(found, columns(Difference))

    def timeline(self, *, actor: Optional[str] = None, topic: Optional[str] = None, phrases: bool = False) -> Rows[Step]:
        """How positions changed: for each actor and issue, or topic with ``phrases``, the stances one after the other."""
        form = "phrase-timeline" if phrases else "timeline"
        return listed(Step, self._native.positions(actor, topic, None, None, None, None, None, form, True))

    def issues(self) -> Rows[Issue]:
        """The questions on which actors take sides, and what the articles call them."""
        return issues(self._native.issues())

    def entities(self) -> Rows[Entity]:
        """The actors and places, by id."""
        return listed(Entity, self._native.entities())

    def documents(self) -> Rows[Document]:
        """The articles, by id."""
        return Rows([Document(**values) for values in json.loads(self._native.documents())], columns(Document))

    def query(self, sparql: str, *, timeout: Optional[float] = 60.0, limit: Optional[int] = 1_000_000) -> Results:
        """Asks in SPARQL 1.1. Prefixes of the Turtle file need not be declared.

        :param timeout: the seconds after which it is given up; none for never
        :param limit: the most rows or triples
        """
        return results(*self._native.query(sparql, timeout, limit))

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The graph for networkx, which must be installed: actors, places and topics, joined by acts, positions and offices.

        Attributes are those of the GraphML file.
        """
        import networkx

        net = networkx.parse_graphml(self.export("graphml"), force_multigraph=True)
        return cast("networkx.MultiDiGraph[str]", net)

    def to_rdflib(self) -> rdflib.Graph:
        """The triples of the graph for rdflib, which must be installed."""
        import rdflib

        return rdflib.Graph().parse(data=self.export("turtle"), format="turtle")

    def _repr_html_(self) -> str:
        core, facts = self._native.core(_SHOWN)
        caption = repr(self).strip("<>")
        if facts > _SHOWN:
            caption += f"; drawn are the {_SHOWN} of {facts:,} acts and positions that most quotes show"
        return _html.page(Graph(core).export("html"), caption)

    def __repr__(self) -> str:
        names = ("article", "actor and place", "topic", "act", "position", "office")
        counted = [
            f"{number:,} {name if number == 1 else 'actors and places' if 'actor' in name else name + 's'}"
            for number, name in zip(self._native.counts(), names)
        ]
        return f"<demarche.Graph: {', '.join(counted)}>"

    def __reduce__(self) -> Tuple[Any, Tuple[str]]:
        return _of_jsonld, (self.export("jsonld"),)

    def _bytes(self, format: str, *options: Any) -> bytes:
        written = self._native.export(format, None, *options)
        assert written is not None
        return written

    def _part_of_acts(self, *conditions: Optional[str]) -> Tuple[_demarche.Graph, bool]:
        return self._native, True

    def _part_of_positions(self, actor: Optional[str], topic: Optional[str]) -> Tuple[_demarche.Graph, bool]:
        return self._native, True

    def _part_of_offices(self, holder: Optional[str], of: Optional[str], title: Optional[str]) -> _demarche.Graph:
        return self._native

    def _answer(self, question: str) -> str:
        return self._native.ask(question)


def _of_jsonld(text: str) -> Graph:
    return Graph(_demarche.Graph.from_jsonld(text))


def _ruled(graph: Graph, others: Iterable[Graph], given: Union[None, StrPath, Mapping[str, Any]]) -> Graph:
    native, idle = _demarche.Graph.merge([graph._native, *(other._native for other in others)], rulings(given))
    for name in idle:
        warn(f"no article calls anybody '{name}' in full, so what is ruled about it has no effect yet", ArticleWarning)
    return Graph(native)


def _replace(path: Path, write: Any) -> None:
    """Has a new file written beside ``path``, and puts it in its place when it is whole."""
    try:
        handle, new = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise FileError(f"{path}: cannot be written ({error.strerror})") from None
    os.close(handle)
    try:
        write(Path(new))
        # A file of one's own has the rights that files have, and not those of a temporary one.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(new, 0o666 & ~mask)
        os.replace(new, path)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise


def _draw(dot: bytes, kind: str, path: Path) -> None:
    if shutil.which("dot") is None:
        raise FileError(_NO_GRAPHVIZ)
    # Twice the points of a screen, so that small letters can be read.
    finer = ["-Gdpi=144"] if kind == "png" else []
    drawn = subprocess.run(["dot", f"-T{kind}", *finer, "-o", os.fspath(path)], input=dot, capture_output=True, check=False)
    if drawn.returncode != 0:
        raise Error(f"Graphviz cannot draw the graph: {drawn.stderr.decode(errors='replace').strip()}")


def _difference(text: str) -> Difference:
    return made(Difference, json.loads(text))
