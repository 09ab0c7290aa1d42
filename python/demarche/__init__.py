"""Knowledge graphs from political news: who met, proposed or rejected what, and who stands where, each fact with the sentence
that shows it.

>>> import demarche
>>> graph = demarche.build(texts={"2025-08-18": "French President Emmanuel Macron met German Chancellor Friedrich Merz."})
>>> [str(act) for act in graph.acts()]
['Emmanuel Macron met Friedrich Merz']
>>> graph.offices(title="chancellor")[0].sources[0].quote
'German Chancellor Friedrich Merz'

Articles go into :func:`build` or, one by one, through :func:`extract`; a :class:`Store` keeps a graph that grows. A
:class:`Graph` is asked for acts, positions and offices, in English and in SPARQL, and written in a dozen formats.
"""

from . import records
from ._answers import (
    IRI,
    Act,
    Answer,
    AnswerRow,
    Difference,
    Document,
    Entity,
    Fact,
    Issue,
    Office,
    OtherStance,
    Position,
    Results,
    Source,
    Step,
)
from ._build import build, extract
from ._demarche import __version__
from ._errors import (
    ArticleWarning,
    Error,
    FileError,
    FormatError,
    LostArticleWarning,
    QueryError,
    UnknownNameError,
)
from ._graph import Graph
from ._rows import Rows
from ._store import Added, Store
from .records import Record

__all__ = [
    "IRI",
    "Act",
    "Added",
    "Answer",
    "AnswerRow",
    "ArticleWarning",
    "Difference",
    "Document",
    "Entity",
    "Error",
    "Fact",
    "FileError",
    "FormatError",
    "Graph",
    "Issue",
    "LostArticleWarning",
    "Office",
    "OtherStance",
    "Position",
    "QueryError",
    "Record",
    "Results",
    "Rows",
    "Source",
    "Step",
    "Store",
    "UnknownNameError",
    "__version__",
    "build",
    "extract",
    "records",
]
