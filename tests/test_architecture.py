"""The rules that keep the tree in order, read off the syntax trees."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "bot": {"corpus", "index", "bot"},
}
MODULES = [path for package in ALLOWED for path in sorted((ROOT / package).rglob("*.py"))]
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@each_module
def test_imports_go_from_bot_to_index_to_corpus(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.partition(".")[0] for name in imported(path)} & ALLOWED.keys()
    assert ours <= ALLOWED[package]


@each_module
def test_packages_are_not_imported_by_their_bare_names(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert not plain & ALLOWED.keys()


@each_module
def test_only_bot_telegram_knows_telegram(path: Path) -> None:
    if "telegram" not in path.relative_to(ROOT).parts:
        assert not [name for name in imported(path) if name.partition(".")[0] == "telegram"]


@each_module
def test_answering_and_index_know_no_chat_and_no_environment(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    core = (
        parts[0] == "index" and parts[-1] not in {"__main__.py", "settings.py", "means.py"}
    ) or (parts[:2] == ("bot", "answering") and parts[-1] != "calibration.py")
    if core:
        names = set(imported(path))
        assert not {n for n in names if n.startswith(("bot.telegram", "bot.settings"))}
        assert "index.settings" not in names
        assert not re.search(
            r"getenv|environ(\[|\.get\b|\.items)", path.read_text(encoding="utf-8")
        )


@each_module
def test_each_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring


@each_module
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{path}:{node.lineno}: a bare except"
            assert not isinstance(node.body[0], ast.Pass), f"{path}:{node.lineno}: except … pass"
