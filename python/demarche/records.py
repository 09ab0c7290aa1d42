"""What one article says: the record that ``extract`` gives of each.

The ends of facts are ids of entities of the same record. Offsets count code points of the article's text, as Python's
strings do.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Dict, Mapping, Optional, Tuple

from ._answers import ActStatus, EntityKind, OfficeStatus, RelationKind, Stance, frozen

__all__ = ["Attribution", "Entity", "Office", "Position", "Quote", "Record", "Relation", "Speaker"]


@dataclass(frozen=True)
class Quote:
    """Words of the article, and where they stand in it."""

    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Entity:
    """An actor or place, with every place where the article names or describes it."""

    id: str
    kind: EntityKind
    name: str
    mentions: Tuple[Quote, ...]
    #: Identifiers, such as ``wikidata:Q212`` and ``iso3166:UA``.
    same_as: Tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Office:
    """Somebody holds a post."""

    holder: str
    title: str
    of: Optional[str]
    status: OfficeStatus
    confidence: float
    evidence: Quote


@dataclass(frozen=True)
class Relation:
    """An act: what an actor did, said they would do, or was said to do."""

    source: str
    relation: RelationKind
    target: Optional[str]
    topic: Optional[str]
    status: ActStatus
    #: The source that the text names for it, when it is neither the article nor the actor.
    reported_by: Optional[str]
    #: PLOVER category.
    plover: str
    confidence: float
    evidence: Quote
    #: Lemma of the topic's head word.
    topic_head: Optional[str] = None
    #: Where the text gives a place and a date (ISO 8601, as fine as is known).
    place: Optional[str] = None
    date: Optional[str] = None


@dataclass(frozen=True)
class Position:
    """A stance of an actor on a topic."""

    holder: str
    topic: str
    stance: Stance
    reported_by: Optional[str]
    confidence: float
    evidence: Quote
    #: Lemma of the topic's head word.
    topic_head: Optional[str] = None


@dataclass(frozen=True)
class Speaker:
    """Who says something: the words, and the entity that they name, if any."""

    entity: Optional[str]
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Attribution:
    """A reported statement: who says what, and how."""

    source: Optional[Speaker]
    cue: Quote
    content: Tuple[Quote, ...]
    stance: Optional[str] = None


@dataclass(frozen=True)
class Record:
    """What one article says, with its entry in a catalogue."""

    id: str
    date: Optional[str]
    title: Optional[str]
    entities: Tuple[Entity, ...]
    offices: Tuple[Office, ...]
    relations: Tuple[Relation, ...]
    positions: Tuple[Position, ...]
    attributions: Tuple[Attribution, ...] = ()
    #: When the text was last changed.
    modified: Optional[str] = None
    url: Optional[str] = None
    publisher: Optional[str] = None
    #: What else its entry tells.
    fields: Mapping[str, Any] = field(default_factory=dict)
    #: Whether the text says that it corrects what stood before.
    corrects: bool = False
    #: Whether the id only says where the article stood among others.
    numbered: bool = False
    #: SHA-256 of the text.
    sha256: str = ""
    #: A sketch of the text, by which its copies are known.
    sketch: Any = None

    def entity(self, id: str) -> Entity:
        """The entity of an id.

        Raises ``KeyError`` where there is none.
        """
        for entity in self.entities:
            if entity.id == id:
                return entity
        raise KeyError(id)

    def to_json(self) -> str:
        """The record as a line that ``demarche extract`` writes, and ``merge`` reads."""
        return json.dumps(_plain(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """The record of such a line.

        Raises ``FormatError`` where it is none.
        """
        from ._errors import FormatError

        try:
            values = json.loads(text)
            made: Record = _made(cls, values)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FormatError(f"not a record: {error}") from None
        return made


_QUOTED = {"evidence": Quote, "cue": Quote, "mentions": Quote, "content": Quote}
_PARTS = {"entities": Entity, "offices": Office, "relations": Relation, "positions": Position, "attributions": Attribution}
#: Names that files and objects do not share.
_RENAMED = {"type": "kind"}


def _made(kind: Any, values: Dict[str, Any]) -> Any:
    parts: Dict[str, Any] = {}
    for name, value in values.items():
        name = _RENAMED.get(name, name)
        made = _PARTS.get(name) if kind is Record else _QUOTED.get(name)
        if kind is Attribution and name == "source":
            made = Speaker
        if name in ("fields", "sketch"):
            parts[name] = value
        elif made is None or value is None:
            parts[name] = frozen(value)
        elif isinstance(value, list):
            parts[name] = tuple(_made(made, item) for item in value)
        else:
            parts[name] = _made(made, value)
    if kind in (Office, Relation, Position):
        parts.setdefault("confidence", 1.0)
    return kind(**parts)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    back = {new: old for old, new in _RENAMED.items()}
    values: Dict[str, Any] = {}
    for known in fields(value):
        item = getattr(value, known.name)
        # What need not be said is not said, as in the program's own lines.
        if item != _default(known) or known.name in ("date", "title"):
            values[back.get(known.name, known.name)] = _plain(item)
    return values


def _default(known: Any) -> Any:
    if known.default_factory is not MISSING:
        return known.default_factory()
    return known.default
