"""What the tests read: the two articles of the repository, and their graph, built by the installed wheel."""

from pathlib import Path

import demarche
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def articles(root: Path) -> Path:
    """The folder of the two articles."""
    return root / "articles"


@pytest.fixture(scope="session")
def graph(articles: Path) -> demarche.Graph:
    """Their graph."""
    return demarche.build(articles)


@pytest.fixture
def paris() -> str:
    """An article of one sentence."""
    return "French President Emmanuel Macron met German Chancellor Friedrich Merz in Paris on Monday."
