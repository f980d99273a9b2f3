"""What import-linter cannot see: see its contracts in pyproject.toml for the floors themselves."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "annotator"
SOURCES = sorted(PACKAGE.rglob("*.py"))

THIRD_PARTY = {
    "domain": set[str](),
    "analysis": {"rensa"},
    "operations": {"distributed", "rapidfuzz"},
    "__main__.py": set[str](),
    "__init__.py": set[str](),
    "settings.py": {"platformdirs"},
    "cli": {"click"},
    "formats": {"charset_normalizer", "pypdfium2", "python_calamine", "striprtf", "trafilatura", "xlsxwriter"},
    "store": {"sqlite_utils"},
    "nlp": {"spacy", "numpy", "thinc", "sklearn", "scipy"},
    "ui": {"rapidfuzz", "PySide6", "shiboken6", "click", "lucide", "fontpkg_inter", "fontpkg_noto_serif"},
}
"""What each room may take from the package index, by import name."""

POSIX_ONLY = {"fcntl", "grp", "posix", "pwd", "resource", "syslog", "termios", "tty"}
SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA|ATTACH|DROP) \w")
LAZY = {"spacy", "numpy", "thinc", "sklearn", "scipy", "rensa", "distributed"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level names that the import statements anywhere in ``tree`` name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def at_start(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run when the module is imported, without those for the type checker."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]


def test_the_rooms_are_those_that_we_know() -> None:
    assert {room_of(path) for path in SOURCES} <= set(THIRD_PARTY)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_room_takes_only_its_own_packages(path: Path) -> None:
    foreign = set(imported(parsed(path))) - set(sys.stdlib_module_names) - {"annotator"}
    assert foreign <= THIRD_PARTY[room_of(path)]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_works_on_one_system_only(path: Path) -> None:
    assert not POSIX_ONLY & set(imported(parsed(path)))


@pytest.mark.parametrize("path", [path for path in SOURCES if room_of(path) == "nlp"], ids=name_of)
def test_spacy_is_imported_inside_functions(path: Path) -> None:
    tree = parsed(path)
    heavy = {
        name for node in at_start(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for name in imported(node)
    }
    assert not LAZY & heavy


@pytest.mark.parametrize("path", [path for path in SOURCES if room_of(path) != "store"], ids=name_of)
def test_sql_is_written_in_the_store_only(path: Path) -> None:
    texts = (node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant))
    assert [text for text in texts if isinstance(text, str) and SQL.match(text)] == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_are_opened_with_their_encoding(path: Path) -> None:
    """Text is UTF-8 on every system, never what the locale says."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in {"read_text", "write_text"}:
                assert "encoding" in {keyword.arg for keyword in node.keywords}, f"line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_speaks_of_one_machine(path: Path) -> None:
    assert not re.search(r"/work/|/root/|/home/|/tmp/", path.read_text(encoding="utf-8"))


def test_the_checks_can_fail() -> None:
    tree = ast.parse("import spacy.tokens\nif TYPE_CHECKING:\n    import numpy\ndef f():\n    import thinc\n")
    names = {name for node in at_start(tree) if isinstance(node, ast.Import) for name in imported(node)}
    assert names == {"spacy"}
    assert set(imported(tree)) == {"spacy", "numpy", "thinc"}
    assert SQL.match("\n  SELECT id FROM document")
    assert not SQL.match("Select all")
