"""Lists of what was found, as tables."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Sequence, SupportsIndex, TypeVar, Union, overload

from . import _html

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T")

#: The most rows that a notebook shows.
SHOWN = 20

#: What a table has in place of sources: of each fact its articles and quotes, or of each quote where it stands.
OF_FACTS = ("documents", "quotes")
OF_QUOTES = ("document", "document_date", "start", "end", "quote")


class Rows(List[T]):
    """A list of what was found, which becomes a table where pandas or polars is installed: see :meth:`to_pandas`."""

    def __init__(self, items: Iterable[T] = (), columns: Sequence[str] = ()) -> None:
        super().__init__(items)
        #: The columns that a table of them has; ``sources`` stands for several.
        self.columns = tuple(columns)

    @overload
    def __getitem__(self, place: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Rows[T]: ...
    def __getitem__(self, place: Union[SupportsIndex, slice]) -> Union[T, Rows[T]]:
        if isinstance(place, slice):
            return type(self)(list.__getitem__(self, place), self.columns)
        return list.__getitem__(self, place)

    def to_dicts(self, sources: bool = False) -> List[Dict[str, Any]]:
        """A dictionary for each, with ``documents`` and ``quotes`` in place of its sources.

        With ``sources``, a dictionary for each quote that shows it: ``document``, ``document_date``, ``start``, ``end`` (code
        points of the article's text) and ``quote``.
        """
        return [row for item in self for row in as_dicts(item, self.columns, sources)]

    def to_pandas(self, sources: bool = False) -> pandas.DataFrame:
        """The rows of :meth:`to_dicts` as a table of pandas, which must be installed.

        Dates stay text, since they are as fine as is known: ``2025``, ``2025-08`` or ``2025-08-17``.
        """
        import pandas

        return pandas.DataFrame(self.to_dicts(sources), columns=self._headings(sources))

    def to_polars(self, sources: bool = False) -> polars.DataFrame:
        """The rows of :meth:`to_dicts` as a table of polars, which must be installed."""
        import polars

        rows = self.to_dicts(sources)
        return polars.DataFrame({name: [row[name] for row in rows] for name in self._headings(sources)}, strict=False)

    def _headings(self, sources: bool) -> List[str]:
        in_place = OF_QUOTES if sources else OF_FACTS
        headings: List[str] = []
        for column in self.columns:
            headings.extend(in_place if column == "sources" else (column,))
        return headings

    def _repr_html_(self) -> str:
        return _html.table(self._headings(False), self[:SHOWN].to_dicts(), len(self) - SHOWN)


def columns(kind: type) -> List[str]:
    """The columns of a table of such objects."""
    return [field.name for field in fields(kind)]


def as_dicts(item: Any, names: Sequence[str], sources: bool) -> List[Dict[str, Any]]:
    """The rows that one object is."""
    row = {name: plain(item[name] if isinstance(item, dict) else getattr(item, name)) for name in names}
    if "sources" not in row:
        return [row]
    shown = item.sources
    if not sources:
        in_place = {"documents": [source.document for source in shown], "quotes": [source.quote for source in shown]}
        return [_replaced(row, in_place)]
    rows = []
    for source in shown:
        values = (source.document, source.date, source.start, source.end, source.quote)
        rows.append(_replaced(row, dict(zip(OF_QUOTES, values))))
    return rows


def plain(value: Any) -> Any:
    """A value as a cell of a table: lists for tuples, words for objects."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return str(value) if hasattr(value, "__dataclass_fields__") else value


def _replaced(row: Dict[str, Any], in_place: Dict[str, Any]) -> Dict[str, Any]:
    out: Dict[str, Any] = {}
    for name, value in row.items():
        out.update(in_place if name == "sources" else {name: value})
    return out
