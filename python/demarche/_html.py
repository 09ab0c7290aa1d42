"""What notebooks show. Whatever comes from articles is text there, and nothing else."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, Iterable, List, Sequence

#: The most characters of a cell.
CELL = 200


def text(value: Any) -> str:
    """A value as text of an element."""
    return escape(str(value))


def table(headings: Sequence[str], rows: Iterable[Dict[str, Any]], more: int) -> str:
    """Rows as a table, and how many more there are."""
    head = "".join(f"<th>{text(name)}</th>" for name in headings)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{_cell(row[name])}</td>' for name in headings) + "</tr>"
        for row in rows
    )
    rest = f"<p>and {more:,} more</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    shown = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text(shown if len(shown) <= CELL else shown[: CELL - 1] + "…")


def fact(words: str, quotes: Iterable[Sequence[str]]) -> str:
    """A fact, and under it its quotes, each with where it stands."""
    cited = "".join(
        f'<blockquote style="margin:0.2em 0 0.4em 1em">“{text(quote)}”<br><small>{text(where)}</small></blockquote>'
        for quote, where in quotes
    )
    return f"<div>{text(words)}{cited}</div>"


def answer(head: List[str], groups: Iterable[Sequence[Any]]) -> str:
    """An answer: what is said first, then groups of facts under their headings."""
    parts = [f"<p><b>{text(head[0])}</b></p>" if head else ""]
    parts += [f"<p>{text(line)}</p>" for line in head[1:]]
    for heading, facts in groups:
        parts.append((f"<p><b>{text(heading)}</b></p>" if heading else "") + "".join(facts))
    return f"<div>{''.join(parts)}</div>"


def page(html: str, caption: str) -> str:
    """A page in a frame of its own, whose program sees nothing of the notebook."""
    return (
        f'<iframe sandbox="allow-scripts allow-popups" style="width:100%;height:36em;border:1px solid #ccc" '
        f'title="{escape(caption)}" srcdoc="{escape(html)}"></iframe><p><small>{text(caption)}</small></p>'
    )
