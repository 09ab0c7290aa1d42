"""What goes wrong, with the messages of the program."""

from __future__ import annotations

from typing import Optional


class Error(Exception):
    """What goes wrong in Demarche: the message says what, where, and what to do.

    ``path`` and ``line`` (from 1) tell the place in a file, where there is one.
    """

    path: Optional[str] = None
    line: Optional[int] = None


class FileError(Error, OSError):
    """A file cannot be read or written."""


class FormatError(Error, ValueError):
    """A file, a record or an article is not what it should be."""


class QueryError(Error, ValueError):
    """A question, a query or an option that makes no sense."""


class UnknownNameError(QueryError, LookupError):
    """A question has a name that the graph does not know; the message proposes the nearest."""


class ArticleWarning(UserWarning):
    """Something to know of an article, or of a file that was passed over: a date that is none, mended letters."""


class LostArticleWarning(ArticleWarning):
    """An article that could not be read. The others are."""


_KINDS = {"file": FileError, "format": FormatError, "query": QueryError, "name": UnknownNameError}


def exception(kind: str, message: str, path: Optional[object], line: Optional[int]) -> Error:
    """The exception for an error of the native part."""
    error = _KINDS[kind](message)
    error.path = None if path is None else str(path)
    error.line = line
    return error
