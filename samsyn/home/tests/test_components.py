import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from samsyn.home.demo.components import components
from samsyn.organisations.access import NOBODY


def page(language: str, query: str = "") -> str:
    request = RequestFactory().get(f"/demo/components{query}")
    vars(request).update(user=AnonymousUser(), actor=NOBODY)
    with translation.override(language):
        html: str = components(request).content.decode()
    return html


@pytest.mark.parametrize(("language", "title"), [("sv", "Delarna"), ("en", "The parts")])
def test_components_are_shown_in_both_languages(language: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in page(language)


def test_components_show_every_mark_of_the_thread() -> None:
    html = page("sv")

    for mark in ("knot", "ring", "point", "hairs", "stitches", "strands"):
        assert f'class="{mark}"' in html


def test_components_never_write_a_decimal_comma_into_a_drawing() -> None:
    drawings = re.findall(
        r"\s(?:d|x|y|x1|x2|y1|y2|cx|cy|width|height|points)=\"[^\"]*\"", page("sv")
    )

    assert [value for value in drawings if "," in value] == []


def test_error_summary_links_to_fields_that_exist() -> None:
    html = page("sv")
    summary = html[html.index("error-summary") : html.index('class="fields"')]

    targets = re.findall(r'href="#([^"]+)"', summary)

    assert targets == ["id_follow_up_on", "id_school", "id_scope_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_long_list_keeps_its_step() -> None:
    assert "51–100 av 340" in page("sv", "?page=2")
