"""What can be asked of a graph, and of a store."""

from __future__ import annotations

from typing import Optional

from . import _demarche
from ._answers import (
    Act,
    ActStatus,
    Answer,
    Office,
    Position,
    RelationKind,
    Stance,
    answered,
    listed,
)
from ._rows import Rows


class Asked:
    """Questions. Names are found by any form that an article uses, without regard to case and accents; one that the graph
    does not know is an :class:`~demarche.UnknownNameError`, which proposes the nearest. Dates are ``2025``, ``2025-08`` or
    ``2025-08-17``."""

    def acts(
        self,
        *,
        source: Optional[str] = None,
        relation: Optional[RelationKind] = None,
        target: Optional[str] = None,
        topic: Optional[str] = None,
        status: Optional[ActStatus] = None,
        on: Optional[str] = None,
        since: Optional[str] = None,
        until: Optional[str] = None,
        place: Optional[str] = None,
        reporter: Optional[str] = None,
        document: Optional[str] = None,
        min_confidence: float = 0.0,
    ) -> Rows[Act]:
        """Who did what, by date; acts of unknown date come last.

        :param source: who did it; of those who met, agreed or cooperated, either one
        :param target: whom it was done to or with, or where the actor went
        :param topic: words of the topic; where no topic has them, those that mean the same
        :param on: on this day, or in this month or year; an act whose date the articles do not tell is taken for the day of
            the first that tells it
        :param since: then or later
        :param until: then or earlier
        :param reporter: whom the articles name as their source for it
        :param document: the id of an article that tells it
        :param min_confidence: the least confidence, from 0 to 1
        """
        part, meaning = self._part_of_acts(
            source, relation, target, topic, status, on or since, on or until, place, reporter, document
        )
        found = part.acts(
            source, relation, target, topic, status, on, since, until, place, reporter, document, min_confidence, meaning
        )
        return listed(Act, found)

    def positions(
        self,
        *,
        actor: Optional[str] = None,
        topic: Optional[str] = None,
        stance: Optional[Stance] = None,
        on: Optional[str] = None,
        since: Optional[str] = None,
        until: Optional[str] = None,
        reporter: Optional[str] = None,
        phrases: bool = False,
    ) -> Rows[Position]:
        """Who is for or against what.

        Of a graph they are told by issue, those of most articles first, and a position that articles of several affairs tell
        is there for each; with ``phrases``, and of a store always, each stands once.

        :param topic: words of the topic; narrower ones are found by way of it
        :param on: told on this day, or in this month or year
        :param since: told then or later
        :param until: told then or earlier
        :param reporter: whom the articles name as their source for it
        """
        part, whole = self._part_of_positions(actor, topic)
        form = "phrases" if phrases or not whole else "issues"
        return listed(Position, part.positions(actor, topic, stance, on, since, until, reporter, form, whole))

    def offices(
        self,
        *,
        holder: Optional[str] = None,
        of: Optional[str] = None,
        title: Optional[str] = None,
        on: Optional[str] = None,
    ) -> Rows[Office]:
        """Who holds, held or will hold which post.

        :param of: the country, body or person that it belongs to
        :param title: words of the title
        :param on: held at this time, as far as an article says so
        """
        return listed(Office, self._part_of_offices(holder, of, title).offices(holder, of, title, on))

    def ask(self, question: str) -> Answer:
        """Answers a question in English, with every sentence that shows it.

        "No" is said only where an article denies it; what no article says is not known. Dates without a year and words like
        yesterday count from the newest article. A question of a kind that cannot be read is a
        :class:`~demarche.QueryError`, with near ones that can.
        """
        return answered(question, self._answer(question))

    def _part_of_acts(
        self,
        source: Optional[str],
        relation: Optional[str],
        target: Optional[str],
        topic: Optional[str],
        status: Optional[str],
        since: Optional[str],
        until: Optional[str],
        place: Optional[str],
        reporter: Optional[str],
        document: Optional[str],
    ) -> "tuple[_demarche.Graph, bool]":
        raise NotImplementedError

    def _part_of_positions(self, actor: Optional[str], topic: Optional[str]) -> "tuple[_demarche.Graph, bool]":
        raise NotImplementedError

    def _part_of_offices(self, holder: Optional[str], of: Optional[str], title: Optional[str]) -> _demarche.Graph:
        raise NotImplementedError

    def _answer(self, question: str) -> str:
        raise NotImplementedError
