"""The log has words of its own for everything that is recorded: nobody reads a kind such as `round.opened`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from samsyn.organisations.events import words_of

PACKAGE = Path(__file__).resolve().parent.parent / "samsyn"
# The names of our own modules are none.
KIND = re.compile(r"(?!samsyn\.)[a-z][a-z_]*\.[a-z_]+")
# All that is said by `tell` happens to a dialogue.
SHORT = "tell"


def trees() -> Iterator[ast.Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "demo"} & set(path.parts):
            yield ast.parse(path.read_text())


def imports(tree: ast.Module, name: str) -> bool:
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return any(alias.name == name for node in found for alias in node.names)


def words_in(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def recorded() -> set[str]:
    """Whatever looks like a kind in a file that records, wherever it stands: some are chosen before they are recorded."""
    found: set[str] = set()
    for tree in trees():
        if imports(tree, "record"):
            found.update(word for word in words_in(tree) if KIND.fullmatch(word))
        if imports(tree, SHORT):
            found.update(f"dialogue.{word}" for word in _told(tree))
    return found


def _told(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == SHORT:
            yield from words_in(node.args[0])


def test_every_kind_that_is_recorded_has_its_words() -> None:
    kinds = recorded()

    assert {"round.opened", "survey.built", "dialogue.planned", "log.cleared"} <= kinds
    assert {kind for kind in kinds if words_of(kind) == kind} == set()
