"""What holds for every template and built file: nothing inline, nothing from another host, no unknown icon."""

import json
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
BUILT = PACKAGE / "static/built"
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}


def places(pattern: str) -> list[str]:
    """In what is written to the page: `{% include … with one=row %}` is no attribute."""
    return [
        f"{path.relative_to(PACKAGE)}: {match.group(0)}"
        for path in TEMPLATES
        for match in re.finditer(pattern, re.sub(r"{%.*?%}", "", path.read_text()))
    ]


def test_no_template_has_an_inline_style() -> None:
    assert places(r"\sstyle=|<style") == []


def test_no_template_has_an_inline_script_or_handler() -> None:
    # hx-on is a handler too: htmx would have to evaluate it.
    assert places(r"<script(?![^>]*\ssrc=)|\son[a-z]+=|\shx-on|javascript:") == []


def test_no_template_is_above_120_lines() -> None:
    long = [str(path) for path in TEMPLATES if path.read_text().count("\n") > 120]

    assert long == [], "Move a part into an include."


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    listed = PACKAGE.parent / "frontend/icons.json"
    if not listed.exists():
        pytest.skip("An installed package has no list of icons.")
    known = set(json.loads(listed.read_text()))
    named = {
        match.group(1)
        for path in TEMPLATES
        for match in re.finditer(r'{% icon "([a-z0-9-]+)"', path.read_text())
    }

    assert named - known == set(), "Add the Lucide name to frontend/icons.json."


@pytest.mark.parametrize("name", ["samsyn.css", "samsyn.js", "htmx.min.js", "icons.svg"])
def test_built_files_name_no_other_host(name: str) -> None:
    path = BUILT / name
    if not path.exists():
        pytest.skip("The front end is not built.")

    assert set(re.findall(r"https?://[\w./-]+", path.read_text())) - NAMESPACES == set()


def test_lock_file_holds_no_addresses() -> None:
    path = PACKAGE.parent / "frontend/package-lock.json"
    if not path.exists():
        pytest.skip("An installed package has no lock file.")

    assert "http" not in path.read_text()
