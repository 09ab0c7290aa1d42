"""The package as a whole: its versions, its examples, how it tells of progress."""

import io
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import demarche
import nbformat
import pytest
from demarche import _progress
from nbclient import NotebookClient


def test_the_wheel_is_tested_and_not_the_folder_beside_it(root):
    assert root not in Path(demarche.__file__).parents or "site-packages" in demarche.__file__
    assert (Path(demarche.__file__).parent / "py.typed").exists()


def test_its_version_is_that_of_the_program(root):
    [package] = [read(root / "Cargo.toml")["package"]]
    assert demarche.__version__ == package["version"]


def test_it_is_built_of_what_the_program_is_built_of(root):
    def locked(path):
        return {(package["name"], package["version"]) for package in read(path)["package"]}

    # Otherwise it might answer otherwise, and would share nothing with a build of the program.
    new = {name for name, _ in locked(root / "python/Cargo.lock") - locked(root / "Cargo.lock")}
    assert all(name.startswith("pyo3") or name in ("demarche-python", "target-lexicon") for name in new), new


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def readme(root):
    """The ten lines of Python in the README."""
    [block] = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return block


def test_the_lines_of_the_readme_run(root, tmp_path):
    (tmp_path / "lines.py").write_text(readme(root), encoding="utf-8")
    (tmp_path / "articles").symlink_to(root / "articles")
    ran = subprocess.run(
        [sys.executable, "lines.py"], cwd=tmp_path, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert "Volodymyr Zelenskyy" in ran.stdout and not ran.stderr


def test_the_lines_of_the_readme_and_the_package_have_types(root, tmp_path):
    (tmp_path / "lines.py").write_text(readme(root), encoding="utf-8")
    for arguments in (["lines.py"], ["-p", "demarche"]):
        # The second run takes from the first what both need.
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache", *arguments]
        checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout


def test_the_stub_of_the_native_part_is_right():
    checked = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "demarche._demarche"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_the_examples_in_the_docstrings_hold():
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--doctest-modules", "--pyargs", "demarche", "-p", "no:cacheprovider"],
        capture_output=True, text=True, check=False, cwd=os.path.dirname(demarche.__file__),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout


def test_the_notebook_runs_and_ends_with_a_chart(root):
    path = root / "examples/positions.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "it is kept without outputs"
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [data for cell in notebook.cells for output in cell.get("outputs", []) for data in output.get("data", {})]
    assert "image/png" in shown and shown.count("text/html") >= 2


def test_a_notebook_tells_of_progress_where_it_is_asked_for():
    notebook = nbformat.v4.new_notebook()
    source = "from demarche import _progress\n_progress.PATIENCE = _progress.EVERY = 0\nimport demarche\n"
    source += "g = demarche.build(texts=['Macron met Merz.'] * 40)"
    notebook.cells = [nbformat.v4.new_code_cell(source)]
    NotebookClient(notebook, timeout=120).execute()
    # The last of it is that the bar is gone.
    [output] = notebook.cells[0].outputs
    assert output.output_type == "display_data" and output.data["text/html"] == ""


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def watched(monkeypatch):
    """A function that sets where errors go, with no waiting before a bar is shown."""

    def watch(stream):
        monkeypatch.setattr(_progress, "sys", SimpleNamespace(stderr=stream, modules={}))
        return stream

    monkeypatch.setattr(_progress, "PATIENCE", 0)
    monkeypatch.setattr(_progress, "EVERY", 0)
    return watch


def show(shown):
    bar = _progress.Progress(shown, 400)
    bar.update(1, 100)
    bar.update(1200, 400)
    bar.close()


def test_a_terminal_shows_how_far_it_is_and_is_left_clean(watched):
    terminal = watched(Terminal())
    show(None)
    first, second, end = terminal.getvalue().split("\r\x1b[K")[1:]
    assert first.startswith("████████░░░") and "1 article," in first
    assert second.startswith("█" * 30 + " 1,200 articles, 0:00") and end == ""


def test_nothing_is_shown_where_nobody_looks_or_where_it_is_not_wanted(watched):
    terminal, file = watched(Terminal()), io.StringIO()
    show(False)
    assert terminal.getvalue() == ""
    watched(file)
    show(None)
    assert file.getvalue() == ""
