"""Telegram stays inside `bot/telegram`."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]


def imported(module: Path) -> set[str]:
    """Return the top-level packages a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_only_the_telegram_package_imports_telegram() -> None:
    modules = [path for name in ("bot", "index", "corpus") for path in (ROOT / name).rglob("*.py")]
    users = {path.relative_to(ROOT).parent for path in modules if "telegram" in imported(path)}
    assert users == {Path("bot/telegram")}
