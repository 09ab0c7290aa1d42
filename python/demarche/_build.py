"""Articles to records, and to graphs."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, Optional, Union

from . import _demarche
from ._errors import ArticleWarning
from ._graph import Graph, _ruled
from ._read import Given, News, OnError, StrPath, Texts, reader, warn, work
from .records import Record

#: The most names of articles that a warning lists.
LISTED = 8


def build(
    news: Optional[News] = None,
    *,
    texts: Optional[Texts] = None,
    jobs: Optional[int] = None,
    date: Optional[str] = None,
    min_confidence: float = 0.0,
    known: Union[None, StrPath, Iterable[StrPath]] = None,
    rulings: Union[None, StrPath, Mapping[str, Any]] = None,
    format: Optional[str] = None,
    fields: Mapping[str, str] = {},
    encoding: Optional[str] = None,
    progress: Optional[bool] = None,
    on_error: OnError = "warn",
) -> Graph:
    """Builds the graph of articles.

    >>> import demarche
    >>> graph = demarche.build(texts="French President Emmanuel Macron met German Chancellor Friedrich Merz in Paris.")
    >>> print(graph.ask("Did Macron meet Merz?").said)
    Yes.

    :param news: files and folders (text, JSON Lines, web pages, feeds, mail, Word documents, also compressed); or articles as
        dictionaries with ``text`` and, where known, ``id``, ``date``, ``title``, ``url`` and ``publisher``; or a table of
        pandas or polars with such columns
    :param texts: in place of these plain texts: one, several, or by their ids
    :param jobs: articles that are read at the same time; by default the number of processor cores
    :param date: date of articles that tell none themselves
    :param min_confidence: leave out facts that are less sure than this, from 0 to 1
    :param known: tables of actors that you know, who get their names and identifiers from them
    :param rulings: who is who, as for :meth:`Graph.merge`
    :param format: what all files are (``text``, ``jsonl``, ``json``, ``html``, ``markdown``, ``feed``, ``mail``, ``docx``, ``pdf``),
        whatever their names and first bytes say
    :param fields: other names of the fields of articles: ``{"text": "body", "title": "headline"}``
    :param encoding: the encoding of all files, where it is not UTF-8 and not told by them
    :param progress: whether to show how far the reading is; by default on a terminal and in a notebook
    :param on_error: ``"warn"`` passes over an article that cannot be read with a :class:`LostArticleWarning`; ``"raise"``
        ends there. Where no article can be read, the first error is raised in either case.
    """
    given = Given(news, texts, fields)
    reads = reader(
        jobs=jobs,
        date=date,
        min_confidence=min_confidence,
        known=known,
        format=format,
        fields=fields,
        encoding=encoding,
    )
    job = _demarche.Job.build(reads, given.paths)
    native = None
    for _, native in work(job, given, progress, on_error):
        pass
    tell_replacing(native.replacing() if native is not None else [])
    graph = Graph(native)
    return graph if rulings is None else _ruled(graph, (), rulings)


def extract(
    news: Optional[News] = None,
    *,
    texts: Optional[Texts] = None,
    jobs: Optional[int] = None,
    date: Optional[str] = None,
    min_confidence: float = 0.0,
    known: Union[None, StrPath, Iterable[StrPath]] = None,
    format: Optional[str] = None,
    fields: Mapping[str, str] = {},
    encoding: Optional[str] = None,
    progress: Optional[bool] = None,
    on_error: OnError = "warn",
) -> Iterator[Record]:
    """Reads articles one after another: what each says, in their order, while the next are read.

    Takes what :func:`build` takes. However many articles there are, few are kept in memory.

    >>> import demarche
    >>> [record] = demarche.extract(texts={"monday": "Macron met Merz in Paris."})
    >>> record.relations[0].relation
    'met'
    """
    given = Given(news, texts, fields)
    reads = reader(
        jobs=jobs,
        date=date,
        min_confidence=min_confidence,
        known=known,
        format=format,
        fields=fields,
        encoding=encoding,
    )
    job = _demarche.Job.extract(reads, given.paths)
    return _records(work(job, given, progress, on_error))


def _records(told: Iterator[Any]) -> Iterator[Record]:
    for kind, value in told:
        if kind == "record":
            yield Record.from_json(value)


def tell_replacing(names: Any) -> None:
    """Warns of articles that have taken the place of an earlier text."""
    if names:
        more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
        have, their = ("article has", "its") if len(names) == 1 else ("articles have", "their")
        warn(
            f"{len(names):,} {have} taken the place of an earlier text with {their} id or address: "
            f"{', '.join(names[:LISTED])}{more}",
            ArticleWarning,
        )
