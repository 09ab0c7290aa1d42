"""What a graph answers: small objects that never change."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, Dict, Iterator, List, Literal, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union

from . import _html
from ._rows import Rows, columns

#: What an actor did: seventeen relations, which together cover PLOVER.
RelationKind = Literal[
    "met", "visited", "proposed", "demanded", "agreed", "supported", "rejected", "criticized", "threatened", "sanctioned",
    "attacked", "aided", "cooperated", "yielded", "protested", "mobilized", "coerced",
]  # fmt: skip
#: Whether an act happened, is planned, may happen, or is denied.
ActStatus = Literal["occurred", "planned", "possible", "denied"]
#: Whether an office is held, was held, will be, or is held for the time being.
OfficeStatus = Literal["current", "former", "elect", "acting"]
#: On which side somebody is.
Stance = Literal["for", "against", "conditional"]
#: What an actor or place is.
EntityKind = Literal["person", "country", "region", "city", "organization", "group"]
#: Whether something is so, as far as the articles tell.
Verdict = Literal["yes", "no", "both", "formerly", "conditional", "unsaid"]

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """The words of an article that show something."""

    #: The article's id.
    document: str
    #: Its date, ISO 8601, where known.
    date: Optional[str]
    #: First code point of the quote in the article's text, and the first after it.
    start: int
    end: int
    #: The words.
    quote: str
    #: Date of the act that the words tell of, where they give one.
    act_date: Optional[str] = None

    def __str__(self) -> str:
        return f"“{self.quote}” ({self.document})"


class _Fact:
    """A fact with the words that show it."""

    words: str
    sources: Tuple[Source, ...]

    def __str__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        reporter = getattr(self, "reporter", None)
        return _html.fact(self.words, [(source.quote, _where(source, reporter)) for source in self.sources])


def _where(source: Source, reporter: Optional[str]) -> str:
    where = source.document
    # Many an id begins with the date already.
    if source.date and source.date not in source.document:
        where += f", {source.date}"
    if source.act_date and source.act_date != source.date:
        where += f", of {source.act_date} by its words"
    return where if reporter is None else f"{where}, reported by {reporter}"


@dataclass(frozen=True)
class Act(_Fact):
    """Somebody did something, said they would, or was said to."""

    #: A short sentence of it.
    words: str
    #: Its id in the graph.
    id: str
    #: Name and id of the actor.
    source: str
    source_id: str
    relation: RelationKind
    #: Name and id of the other actor, or of the place visited.
    target: Optional[str]
    target_id: Optional[str]
    #: Phrase and id of the topic.
    topic: Optional[str]
    topic_id: Optional[str]
    status: ActStatus
    #: Date of the act, ISO 8601 at the granularity known, where the texts give one.
    date: Optional[str]
    #: The earliest and the latest date of an article that tells it.
    first: Optional[str]
    last: Optional[str]
    #: Names and ids of the places where it took place.
    places: Tuple[str, ...]
    place_ids: Tuple[str, ...]
    #: Name and id of the source that the texts name for it, if not the article itself or the actor.
    reporter: Optional[str]
    reporter_id: Optional[str]
    #: PLOVER categories.
    plover: Tuple[str, ...]
    #: How sure, from 0 to 1.
    confidence: float
    #: In how many articles it stands that are no copies of each other.
    independent_documents: int
    #: The words that show it.
    sources: Tuple[Source, ...]
    #: The words asked for, where no topic has them and this one was found by what it means.
    alike: Optional[str] = None


@dataclass(frozen=True)
class OtherStance:
    """Another stance of the same actor on the same topic. A later one never undoes an earlier one."""

    stance: Stance
    #: The earliest and the latest day for which the texts say so.
    since: Optional[str]
    last: Optional[str]
    #: Name of the source that the text gives for it.
    reporter: Optional[str]

    def __str__(self) -> str:
        return self.stance if self.since is None else f"{self.stance}, {self.since}"


@dataclass(frozen=True)
class Position(_Fact):
    """Somebody is for or against something."""

    #: A short sentence of it.
    words: str
    #: Its id in the graph.
    id: str
    #: Name and id of whoever holds it.
    holder: str
    holder_id: str
    stance: Stance
    #: Phrase and id of the topic.
    topic: str
    topic_id: str
    #: The earliest and the latest day for which the texts say so: of the act that shows it, else of the article.
    since: Optional[str]
    last: Optional[str]
    #: Name and id of the source that the text gives for it, if not the article itself or the holder.
    reporter: Optional[str]
    reporter_id: Optional[str]
    #: How sure, from 0 to 1.
    confidence: float
    #: In how many articles it stands that are no copies of each other.
    independent_documents: int
    #: The words that show it.
    sources: Tuple[Source, ...]
    #: The issue that the topic is part of where the sources tell of it; none where it was asked by phrases.
    issue: Optional[str] = None
    #: The topic asked for, where this one is narrower and was found by way of it alone.
    narrower_than: Optional[str] = None
    #: The words asked for, where no topic has them and this one was found by what it means.
    alike: Optional[str] = None
    #: The holder's other stances on the topic.
    others: Tuple[OtherStance, ...] = ()
    #: The day by which the holder is told to have given it up, where no later text tells that they hold it, and the words that
    #: tell so.
    ended: Optional[str] = None
    ended_by: Tuple[Source, ...] = ()

    @property
    def on(self) -> str:
        """What it is on: the issue where it is known, else the topic."""
        return self.topic if self.issue is None else self.issue


@dataclass(frozen=True)
class Step:
    """A stance on an issue for as long as the texts say the same."""

    #: Name and id of whoever holds it.
    holder: str
    holder_id: str
    #: The issue, or the topic's phrase.
    topic: str
    stance: Stance
    #: The first day on which the texts say so, and the last before they say something else.
    since: Optional[str]
    last: Optional[str]
    #: The stance before, where it was another.
    change: Optional[Stance]
    #: Name of the source that the texts name for it, where all name the same.
    reporter: Optional[str]
    #: The words that show it, by date.
    sources: Tuple[Source, ...]

    def __str__(self) -> str:
        return f"{self.holder} {self.stance} {self.topic}" + (f" since {self.since}" if self.since else "")


@dataclass(frozen=True)
class Office(_Fact):
    """Somebody holds, held or will hold a post."""

    #: A short sentence of it.
    words: str
    #: Its id in the graph.
    id: str
    #: Name and id of whoever holds it.
    holder: str
    holder_id: str
    #: The title in lower case.
    title: str
    #: Name and id of the country, body or person that it belongs to.
    of: Optional[str]
    of_id: Optional[str]
    status: OfficeStatus
    #: The earliest and the latest date of an article that says so.
    first: Optional[str]
    last: Optional[str]
    #: How sure, from 0 to 1.
    confidence: float
    #: In how many articles it stands that are no copies of each other.
    independent_documents: int
    #: The words that show it.
    sources: Tuple[Source, ...]
    #: Of a post that is held: the earliest date of an article that tells of it as held before.
    ended: Optional[str] = None


#: Something that a graph says.
Fact = Union[Act, Position, Office]


@dataclass(frozen=True)
class Issue:
    """A question on which actors take sides, and what it is called in the articles."""

    label: str
    #: Label of the issue that it is a part of.
    broader: Optional[str]
    #: Its topics: pairs of article and phrase.
    topics: Tuple[Tuple[str, str], ...]

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Entity:
    """An actor or place."""

    id: str
    kind: EntityKind
    name: str
    #: All other names and descriptions in the articles.
    aliases: Tuple[str, ...]
    #: Identifiers, such as ``wikidata:Q212`` and ``iso3166:UA``.
    identifiers: Tuple[str, ...]
    #: How often it is named.
    mentions: int
    #: The articles that name it.
    documents: Tuple[str, ...]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Document:
    """An article, but for its text."""

    id: str
    date: Optional[str]
    title: Optional[str]
    url: Optional[str]
    publisher: Optional[str]
    modified: Optional[str]
    #: What else its entry told.
    fields: Mapping[str, Any]
    #: SHA-256 of the text, by which it is known again.
    sha256: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True)
class Difference:
    """Where a graph and the articles that it was made from do not agree."""

    #: ``quote``: the text at the place of a quote is another; ``changed``: the article is another; ``missing``: it was not given.
    kind: Literal["quote", "changed", "missing"]
    article: str
    #: What the graph has, and where.
    quote: Optional[str]
    start: Optional[int]
    end: Optional[int]
    #: What the article has there; none when it ends before.
    found: Optional[str]
    #: The difference in words.
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class AnswerRow:
    """One thing that was asked for, with what the graph says of it."""

    #: An actor, place, topic, title or date; empty where facts alone were asked for.
    name: str
    facts: Tuple[Fact, ...]

    def __str__(self) -> str:
        return self.name or "; ".join(map(str, self.facts))


@dataclass(frozen=True)
class Answer:
    """The answer to a question in English."""

    question: str
    #: The answer in a few words, where it is no list alone.
    said: Optional[str]
    #: Whether it is so, where that was asked.
    verdict: Optional[Verdict]
    #: What is to be said of it beside: that it is only reported, or left in doubt.
    caveat: Optional[str]
    #: Why nothing can be said, where a name is not known.
    why: Optional[str]
    #: How often, where that was asked.
    count: Optional[int]
    #: How the rows are to be read, where they are no plain answer.
    note: Optional[str]
    #: What was asked for; for a verdict, the facts that show it.
    rows: Tuple[AnswerRow, ...]
    #: Where nothing was found: what comes near.
    near: Tuple[Fact, ...]
    #: Acts by which somebody gave up what the rows tell of them.
    given_up: Tuple[Fact, ...]

    def __bool__(self) -> bool:
        """Whether the graph says anything of what was asked."""
        return bool(self.rows)

    def __iter__(self) -> Iterator[AnswerRow]:
        return iter(self.rows)

    @property
    def names(self) -> Tuple[str, ...]:
        """The names that were asked for."""
        return tuple(row.name for row in self.rows if row.name)

    @property
    def facts(self) -> Tuple[Fact, ...]:
        """The facts of all rows."""
        return tuple(fact for row in self.rows for fact in row.facts)

    def __str__(self) -> str:
        """The answer as the program prints it, with its quotes."""
        lines = [line for line in (self.said, self.caveat, self.note, self.why) if line]
        for heading, facts in self._groups():
            lines += [heading] if heading else []
            for fact in facts:
                lines.append(f"{'  ' if heading else ''}{fact.words}")
                for source in fact.sources:
                    where = _where(source, getattr(fact, "reporter", None))
                    lines += [f"    “{source.quote}”", f"    {where}"]
        return "\n".join(lines)

    def _groups(self) -> List[Tuple[str, Sequence[Fact]]]:
        groups: List[Tuple[str, Sequence[Fact]]] = [(row.name, row.facts) for row in self.rows]
        groups += [("What comes near:", self.near)] if self.near else []
        groups += [("It was given up:", self.given_up)] if self.given_up else []
        return groups

    def _repr_html_(self) -> str:
        head = [line for line in (self.said, self.caveat, self.note, self.why) if line]
        groups = [(heading, [fact._repr_html_() for fact in facts]) for heading, facts in self._groups()]
        return _html.answer([f"{self.question}", *head], groups)


class IRI(str):
    """The name of a thing in RDF."""


class Results(Rows[Dict[str, Any]]):
    """What a query in SPARQL found.

    To ``SELECT`` rows, each a dictionary of what is bound; values are :class:`IRI`, numbers, truths or text. To ``ASK``
    ``truth``, to ``CONSTRUCT`` and ``DESCRIBE`` ``turtle``.
    """

    truth: Optional[bool] = None
    turtle: Optional[str] = None
    #: Whether there is more than the limit.
    more: bool = False

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return len(self) > 0 if self.truth is None and self.turtle is None else bool(self.truth or self.turtle)


def results(kind: str, text: str, more: bool) -> Results:
    """The results of a query as the native part has them."""
    if kind == "rows":
        table = json.loads(text)
        names = table["head"]["vars"]
        rows = [{name: _value(row.get(name)) for name in names} for row in table["results"]["bindings"]]
        found = Results(rows, names)
    else:
        found = Results()
        if kind == "truth":
            found.truth = text == "true"
        else:
            found.turtle = text
    found.more = more
    return found


_INTEGERS = ("integer", "nonNegativeInteger", "int", "long")
_XSD = "http://www.w3.org/2001/XMLSchema#"


def _value(term: Optional[Dict[str, str]]) -> Any:
    if term is None:
        return None
    value = term["value"]
    if term["type"] == "uri":
        return IRI(value)
    kind = term.get("datatype", "").replace(_XSD, "")
    try:
        if kind in _INTEGERS:
            return int(value)
        if kind in ("decimal", "double", "float"):
            return float(value)
    except ValueError:
        # A type is only what the graph says.
        return value
    return value == "true" if kind == "boolean" else value


def made(kind: Type[T], values: Dict[str, Any]) -> T:
    """An object of what the native part says of it."""
    special = {"sources": Source, "ended_by": Source, "others": OtherStance}
    parts: Dict[str, Any] = {}
    for name, value in values.items():
        if name in special:
            parts[name] = tuple(made(special[name], item) for item in value)
        else:
            parts[name] = frozen(value)
    return kind(**parts)


def frozen(value: Any) -> Any:
    """Lists as tuples."""
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value


def listed(kind: Type[T], text: str) -> Rows[T]:
    """A list of such objects, of what the native part says."""
    return Rows([made(kind, values) for values in json.loads(text)], columns(kind))


def issues(text: str) -> Rows[Issue]:
    """Issues, of what the native part says."""
    found = [Issue(item["issue"], item["broader"], frozen(item["topics"])) for item in json.loads(text)]
    return Rows(found, columns(Issue))


_FACTS: Dict[str, Type[Any]] = {"act": Act, "position": Position, "office": Office}


def answered(question: str, text: str) -> Answer:
    """An answer, of what the native part says."""
    told = json.loads(text)

    def facts(values: List[Dict[str, Dict[str, Any]]]) -> Tuple[Fact, ...]:
        return tuple(made(_FACTS[kind], value) for item in values for kind, value in item.items())

    rows = tuple(AnswerRow(row["name"], facts(row["facts"])) for row in told["rows"])
    plain = {field.name: told[field.name] for field in fields(Answer) if field.name in told}
    plain.update(rows=rows, near=facts(told["near"]), given_up=facts(told["given_up"]))
    return Answer(question=question, **plain)
