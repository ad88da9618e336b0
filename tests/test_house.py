"""The seven rules of the house (docs/architecture.md). A failure says what to do, and an exception that is no longer needed fails too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent / "samsyn"
APPS = [name.removeprefix("samsyn.") for name in settings.LOCAL_APPS]
LAYERS = ["views", "forms", "actions", "queries", "rules", "models"]
FORBIDDEN = {"utils", "helpers", "services", "managers", "signals", "common", "misc"}
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
}
# Modules outside actions that write, each with its reason.
WRITERS = {
    "organisations/events.py": "record() is the row every action writes",
    "core/documents/word.py": "saves a document to memory, not a row",
    "surveys/qr.py": "draws a picture into memory, not a row",
}


def modules(app: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / app).rglob("*.py")):
        if "migrations" not in path.parts and "tests" not in path.parts:
            yield path, ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer(path: Path, app: str) -> str:
    """The layer a file belongs to: its name, or the name of the package it is split into."""
    first = path.relative_to(ROOT / app).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("app", APPS)
def test_rule_1_an_app_imports_only_apps_above_it(app: str) -> None:
    below = set(APPS[APPS.index(app) + 1 :])

    wrong = [
        f"{where(path)} imports {name}"
        for path, tree in modules(app)
        for name in imported(tree)
        if name.startswith("samsyn.") and name.split(".")[1] in below
    ]

    assert wrong == [], "Move the concept up, or let the lower app register a panel."


@pytest.mark.parametrize("app", APPS)
def test_rule_1_foreign_keys_point_upwards(app: str) -> None:
    below = set(APPS[APPS.index(app) + 1 :])

    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model is not None
        and not isinstance(field.related_model, str)
        and field.related_model._meta.app_label in below
    ]

    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_rule_1_no_reverse_accessor_reaches_down(app: str) -> None:
    below = set(APPS[APPS.index(app) + 1 :])
    accessors = {
        relation.get_accessor_name()
        for model in apps.get_app_config(app).get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label in below
    } - {None}
    if not accessors:
        return
    pattern = re.compile(rf"\.({'|'.join(map(str, accessors))})\.(all|filter|count|exists|first)\(")

    wrong = [where(path) for path, _ in modules(app) if pattern.search(path.read_text())]

    assert wrong == []


def test_rule_1_analysis_knows_neither_django_nor_the_apps() -> None:
    wrong = [
        f"{where(path)} imports {name}"
        for path, tree in modules("analysis")
        for name in imported(tree)
        if name.split(".")[0] == "django"
        or (name.startswith("samsyn.") and not name.startswith("samsyn.analysis"))
    ]

    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_rule_2_no_file_is_a_bag(app: str) -> None:
    wrong = [where(path) for path, _ in modules(app) if path.stem in FORBIDDEN]

    assert wrong == [], "Say what the functions are for and put them in one of the six files."


@pytest.mark.parametrize("app", APPS)
def test_rule_3_layers_import_one_way(app: str) -> None:
    wrong = []
    for path, tree in modules(app):
        if layer(path, app) not in LAYERS:
            continue
        before = LAYERS[: LAYERS.index(layer(path, app))]
        wrong += [
            f"{where(path)} imports {name}"
            for name in imported(tree)
            if name.startswith(f"samsyn.{app}.") and name.split(".")[2] in before
        ]

    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_rule_3_rules_touch_no_database(app: str) -> None:
    wrong = [
        where(path)
        for path, _ in modules(app)
        if layer(path, app) == "rules" and re.search(r"\.objects\b|django\.db\b", path.read_text())
    ]

    assert wrong == []


def written(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        source = ast.unparse(node.func)
        if (node.func.attr in WRITES and not source.startswith(("super()", "self."))) or (
            node.func.attr == "update" and ".objects" in source
        ):
            yield f"line {node.lineno}: {source}"


@pytest.mark.parametrize("app", APPS)
def test_rule_4_only_actions_write(app: str) -> None:
    wrong = [
        f"{where(path)} {call}"
        for path, tree in modules(app)
        if layer(path, app) != "actions" and where(path) not in WRITERS
        for call in written(tree)
    ]

    assert wrong == [], "Write an action: one transaction, one event."


def test_rule_4_no_writer_is_excepted_in_vain() -> None:
    stale = [name for name in WRITERS if not list(written(ast.parse((ROOT / name).read_text())))]

    assert stale == []


@pytest.mark.parametrize("app", APPS)
def test_rule_5_views_fetch_only_what_the_actor_sees(app: str) -> None:
    wrong = [
        f"{where(path)}: {match.group(0)}"
        for path, _ in modules(app)
        if layer(path, app) in {"views", "forms"}
        for match in re.finditer(
            r"\.objects\b(?!\.visible_to)|get_object_or_404|get_list_or_404", path.read_text()
        )
    ]

    assert wrong == [], "Use access.fetch(...), visible_to(actor) or a query of the app."


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        else:
            yield here, entry


def test_rule_6_every_address_names_its_right_or_its_reason() -> None:
    wrong = [
        address
        for address, entry in patterns(get_resolver())
        if getattr(entry.callback, "door", None) is None
    ]

    assert wrong == [], "Mark the view with @needs(Can…), @own(reason) or @public(reason)."


def test_rule_7_nothing_calls_the_edges() -> None:
    edges = {"notifications", "integrations", "privacy", "home"} & set(APPS)

    assert edges == set(APPS[-len(edges) :]), "The edges stand last in LOCAL_APPS."


def functions() -> Iterator[tuple[str, int]]:
    for path in ROOT.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{where(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_above_sixty_lines_and_no_file_above_five_hundred() -> None:
    long_functions = [name for name, lines in functions() if lines > 60]
    long_files = [
        where(path)
        for path in ROOT.rglob("*.py")
        if "migrations" not in path.parts and path.read_text().count("\n") > 500
    ]

    assert (long_functions, long_files) == ([], [])
