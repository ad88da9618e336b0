"""The documents say what is so: every setting, every link, and decisions of less than a page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def test_production_names_every_setting() -> None:
    settings = (ROOT / "samsyn/config/settings.py").read_text()
    told = (ROOT / "docs/production.md").read_text()

    asked = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))

    assert {name for name in asked if f"`{name}`" not in told} == set()
    assert set(re.findall(r"`(SAMSYN_[A-Z_]+)`", told)) - asked == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document_links_lead_somewhere(path: Path) -> None:
    broken = [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()]

    assert broken == []


def test_decision_is_less_than_a_page() -> None:
    long = [
        path.name
        for path in (ROOT / "docs/adr").glob("*.md")
        if len(path.read_text().split()) > 400
    ]

    assert long == []
