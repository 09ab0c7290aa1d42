"""How far long work is, where somebody looks: on a terminal, or in a notebook."""

from __future__ import annotations

import sys
import time
from html import escape
from importlib import import_module
from typing import Any, Optional

#: Seconds before anything is shown, and between two changes of it.
PATIENCE = 0.5
EVERY = 0.1
#: Width of the bar, in characters.
WIDTH = 30


class Progress:
    """A bar that is gone when the work is done.

    ``total`` is what there is to do, in the same unit as ``done``: bytes of files, or articles; none where it is not known.
    """

    def __init__(self, shown: Optional[bool], total: Optional[int]) -> None:
        self._total = total
        self._start = self._last = time.monotonic()
        self._place: Any = None
        self._drawn = False
        self._kind = _kind(shown)

    def update(self, articles: int, done: int) -> None:
        """Shows how many articles were read, and how much is done."""
        now = time.monotonic()
        if self._kind is None or now - self._start < PATIENCE or now - self._last < EVERY:
            return
        self._last = now
        words = f"{articles:,} article{'' if articles == 1 else 's'}, {_clock(now - self._start)}"
        share = None
        if self._total:
            share = min(done / self._total, 1.0)
            if 0.02 < share < 1:
                words += f", {_clock((now - self._start) / share * (1 - share))} left"
        self._show(share, words)

    def close(self) -> None:
        """Takes the bar away."""
        if not self._drawn:
            return
        if self._kind == "terminal":
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        elif self._place is not None:
            self._place.update(_Html(""))

    def _show(self, share: Optional[float], words: str) -> None:
        self._drawn = True
        if self._kind == "terminal":
            full = 0 if share is None else round(share * WIDTH)
            bar = f"{'█' * full}{'░' * (WIDTH - full)} " if share is not None else ""
            sys.stderr.write(f"\r\x1b[K{bar}{words}")
            sys.stderr.flush()
            return
        value = "" if share is None else f' value="{share:.3f}"'
        shown = _Html(f"<progress{value}></progress> {escape(words)}")
        if self._place is None:
            self._place = import_module("IPython.display").display(shown, display_id=True)
        else:
            self._place.update(shown)


class _Html:
    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return ""


def _kind(shown: Optional[bool]) -> Optional[str]:
    if shown is False:
        return None
    # A notebook's kernel has IPython loaded already.
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None and getattr(shell, "kernel", None) is not None:
        return "notebook"
    if shown or (sys.stderr is not None and sys.stderr.isatty()):
        return "terminal"
    return None


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
