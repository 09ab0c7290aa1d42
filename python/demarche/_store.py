"""Graphs that are kept, and grow."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, List, Mapping, Optional, Tuple, Union

from . import _demarche
from ._answers import Results
from ._ask import Asked
from ._build import tell_replacing
from ._graph import Graph
from ._read import Given, News, OnError, StrPath, Texts, listed, reader, work
from .records import Record


@dataclass(frozen=True)
class Added:
    """What became of articles that went into a store."""

    #: Articles that were read, that were in the store before, and that could not be read.
    read: int
    known: int
    lost: int


class Store(Asked):
    """A graph in an SQLite database, which grows and is asked without being read as a whole.

    Any number of programs may read it while one writes.
    """

    def __init__(self, native: _demarche.Store, path: str) -> None:
        """Use :meth:`open`."""
        self._native = native
        self.path = path

    @classmethod
    def open(cls, path: StrPath, *, create: bool = True) -> Store:
        """Opens a store, and makes it where there is none.

        :param create: whether to make one; without it, one that may not be written can be read
        """
        return cls(_demarche.Store.open(os.fspath(path), create), os.fspath(path))

    def add(
        self,
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
    ) -> Added:
        """Adds articles, given as to :func:`demarche.build`.

        Those that are in the store already, as this version with these options reads them, are passed over. They go in some
        dozens at a time: a run that is cut short loses nothing that went in, and goes on there when it is started again.
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
        job = _demarche.Job.grow(reads, self._native, _name(known, min_confidence), given.paths)
        before = 0
        replacing: List[str] = []
        for kind, value in work(job, given, progress, on_error):
            if kind == "end":
                before, replacing = value
        tell_replacing(replacing)
        return Added(job.progress()[0], before, job.lost())

    def merge(self, *parts: Union[Graph, Record]) -> None:
        """Adds all that graphs and records say."""
        graphs = [part._native for part in parts if isinstance(part, Graph)]
        records = [part.to_json() for part in parts if isinstance(part, Record)]
        if len(graphs) + len(records) != len(parts):
            raise TypeError("a store takes graphs and records; articles go in with add")
        self._native.merge(graphs, records)

    def forget(self, *documents: str) -> int:
        """Takes articles out by their ids, in all their versions, with all that only they say; gives how many."""
        return self._native.forget(list(documents))

    def newest(self) -> Optional[str]:
        """The latest date of an article."""
        return self._native.newest()

    def graph(self) -> Graph:
        """The graph of all that is in the store."""
        return Graph(self._native.graph())

    def query(self, sparql: str, *, timeout: Optional[float] = 60.0, limit: Optional[int] = 1_000_000) -> Results:
        """Asks in SPARQL, as :meth:`Graph.query` does, for which all of the store is read."""
        return self.graph().query(sparql, timeout=timeout, limit=limit)

    def __repr__(self) -> str:
        return f"<demarche.Store: {self.path}>"

    def _part_of_acts(self, *conditions: Optional[str]) -> Tuple[_demarche.Graph, bool]:
        return self._native.acts(*conditions), False

    def _part_of_positions(self, actor: Optional[str], topic: Optional[str]) -> Tuple[_demarche.Graph, bool]:
        return self._native.positions(actor, topic), False

    def _part_of_offices(self, holder: Optional[str], of: Optional[str], title: Optional[str]) -> _demarche.Graph:
        return self._native.offices(holder, of, title)

    def _answer(self, question: str) -> str:
        return self._native.ask(question)


def _name(known: Any, min_confidence: float) -> str:
    """What reads, in a word that changes with anything that may make it read otherwise, as the program calls itself."""
    native = Path(_demarche.__file__).read_bytes()
    name = f"demarche {_demarche.__version__} {_checksum(native)}"
    name += "".join(f", known {_checksum(text.encode())}" for _, text in listed(known))
    return name + (f", confidence {min_confidence}" if min_confidence > 0 else "")


def _checksum(data: bytes) -> str:
    return f"{len(data)}-{zlib.crc32(data):08x}"
