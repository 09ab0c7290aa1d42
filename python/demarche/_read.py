"""Articles in: what can be given, and reading them while Python looks in."""

from __future__ import annotations

import inspect
import json
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Iterator, List, Literal, Mapping, Optional, Tuple, Type, Union

from . import _demarche
from ._errors import ArticleWarning, Error, FormatError, LostArticleWarning
from ._progress import Progress

if TYPE_CHECKING:
    import pandas
    import polars

    Frame = Union[pandas.DataFrame, polars.DataFrame]

StrPath = Union[str, "os.PathLike[str]"]
#: Articles: files and folders of them, or dictionaries with ``text`` and, where known, ``id``, ``date``, ``title``, ``url`` and
#: ``publisher``, or tables with such columns.
News = Union[StrPath, Mapping[str, Any], Iterable[StrPath], Iterable[Mapping[str, Any]], "Frame"]
#: Texts: one, several, or by their ids.
Texts = Union[str, Iterable[str], Mapping[str, str]]
#: What is done about an article that cannot be read.
OnError = Literal["warn", "raise"]

#: Seconds that are waited for at once: so quickly is Ctrl-C seen.
MOMENT = 0.1


class Given:
    """What was given: paths, or articles as JSON."""

    def __init__(self, news: Optional[News], texts: Optional[Texts], fields: Mapping[str, str]) -> None:
        #: Paths, where these were given.
        self.paths: Optional[List[str]] = None
        self.articles: Iterator[str] = iter(())
        #: How many articles there are, where that is known.
        self.number: Optional[int] = None
        if (news is None) == (texts is None):
            raise TypeError("give either files, folders and articles, or texts=")
        if texts is not None:
            name, id = fields.get("text", "text"), fields.get("id", "id")
            many = [texts] if isinstance(texts, str) else texts
            self.number = _number(many)
            if isinstance(many, Mapping):
                self.articles = (_json({id: key, name: text}) for key, text in many.items())
            else:
                self.articles = (_json({name: text}) for text in many)
        elif isinstance(news, (str, os.PathLike)):
            self.paths = [_path(news)]
        elif isinstance(news, Mapping):
            self.articles, self.number = iter([_json(news)]), 1
        else:
            self._of_many(news)

    def _of_many(self, news: Any) -> None:
        self.number = _number(news)
        if hasattr(news, "iter_rows"):
            many: Iterator[Any] = news.iter_rows(named=True)
        elif hasattr(news, "to_dict") and hasattr(news, "columns"):
            many = iter(news.to_dict("records"))
        else:
            many = iter(news)
        first = next(many, None)
        if isinstance(first, (str, os.PathLike)):
            self.paths = [_path(first), *map(_path, many)]
        elif first is not None:
            self.articles = _jsons(first, many)


def _number(many: Any) -> Optional[int]:
    try:
        return len(many)
    except TypeError:
        return None


def _jsons(first: Any, rest: Iterator[Any]) -> Iterator[str]:
    yield _json(first)
    for article in rest:
        yield _json(article)


def _path(path: Any) -> str:
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"paths and other articles cannot be mixed: {path!r:.80}")
    text = os.fspath(path)
    if not isinstance(text, str):
        raise TypeError("a path is text")
    if "\n" in text or len(text) > 1000:
        raise TypeError("this is a text and no path; texts are given as texts=[…]")
    return text


def _json(article: Any) -> str:
    if not isinstance(article, Mapping):
        raise TypeError(f"an article is a dictionary with 'text': {article!r:.80}")
    # What tables have where a value is missing is no value.
    values = {str(name): value for name, value in article.items() if not _missing(value)}
    return json.dumps(values, default=_jsonable)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value) or type(value).__name__ in ("NaTType", "NAType")


def _jsonable(value: Any) -> Any:
    for way in ("isoformat", "tolist"):
        if hasattr(value, way):
            return getattr(value, way)()
    return str(value)


def listed(paths: Optional[Union[StrPath, Iterable[StrPath]]]) -> List[Tuple[str, str]]:
    """Tables of a user's with their paths."""
    if paths is None:
        return []
    return [(os.fspath(path), read_text(path)) for path in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]


def read_text(path: StrPath) -> str:
    """The text of a file."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError(f"{os.fspath(path)}: not UTF-8; convert the file to it") from None


def reader(
    *,
    jobs: Optional[int] = None,
    date: Optional[str] = None,
    min_confidence: float = 0.0,
    known: Union[None, StrPath, Iterable[StrPath]] = None,
    format: Optional[str] = None,
    fields: Mapping[str, str] = {},
    encoding: Optional[str] = None,
) -> _demarche.Reader:
    """What reads, by the options that the functions have in common."""
    pairs = [f"{field}={name}" for field, name in fields.items()]
    made = _demarche.Reader(jobs or 0, min_confidence, listed(known), date, format, pairs, encoding)
    for note in made.notes:
        warn(note, ArticleWarning)
    return made


def warn(message: str, category: Type[Warning]) -> None:
    """Warns whoever called the package."""
    here = os.path.dirname(__file__)
    level, frame = 1, inspect.currentframe()
    while frame is not None and os.path.dirname(frame.f_code.co_filename) == here:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)


def work(
    job: _demarche.Job, given: Given, progress: Optional[bool], on_error: OnError
) -> Iterator[Tuple[str, Any]]:
    """Hands articles to a job and takes out what comes of them, until the end, which is the last that is given.

    Where nothing at all could be read, the first loss is raised.
    """
    total = given.number if given.paths is None else _demarche.total_bytes(given.paths)
    bar = Progress(progress, total)
    lost: List[Error] = []
    # As long as nothing is read, the first loss may be an error, and no warning.
    unread = True
    handing = given.paths is None
    try:
        while True:
            while handing and job.wants():
                article = next(given.articles, None)
                job.give(article)
                handing = article is not None
            told = job.wait(MOMENT)
            articles, bytes = job.progress()
            unread = unread and articles == 0
            if not unread:
                _tell(lost)
            bar.update(articles, articles if given.paths is None else bytes)
            if told is None:
                continue
            kind, value = told
            if kind == "note":
                warn(value, ArticleWarning)
            elif kind == "lost":
                if on_error == "raise":
                    raise value
                lost.append(value)
            elif kind == "end":
                # Articles that a store has already count as read.
                known = value[0] if isinstance(value, tuple) else 0
                first = lost.pop(0) if unread and lost and not known else None
                _tell(lost)
                if first is not None:
                    raise first
                yield kind, value
                return
            else:
                yield kind, value
    finally:
        job.cancel()
        bar.close()


def _tell(lost: List[Error]) -> None:
    while lost:
        warn(str(lost.pop(0)), LostArticleWarning)


def rulings(given: Union[None, StrPath, Mapping[str, Any]]) -> Optional[Tuple[str, str]]:
    """Rulings as TOML, with the path that they are from."""
    if given is None:
        return None
    if isinstance(given, (str, os.PathLike)):
        return os.fspath(given), read_text(given)
    lines = [f"{kind.replace('_', '-')} = {json.dumps(pairs, ensure_ascii=False)}" for kind, pairs in given.items()]
    return "rulings", "\n".join(lines)
