"""What an organiser settles on its pages: the school year and the templates."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from samsyn.assignments.actions.templates import archive_template, save_template
from samsyn.assignments.models import Template, YearTerms
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Event, Person
from tests.cast import Cast, actor

SignIn = Callable[[Person], Client]
WRITTEN = {
    "starts_on": "2026-08-10",
    "ends_on": "2027-06-15",
    "teaching_weeks": "36",
    "full_time_hours": "18,5",
}


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="template.")
        .order_by("at", "id")
        .values_list("kind", flat=True)
    )


def page_of(cast: Cast) -> str:
    return reverse("assignments:terms-edit", args=[cast.organiser.pk, 2026])


def test_a_school_year_is_settled_on_its_page(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.dag)

    answer = client.post(page_of(cast), {**WRITTEN, "revision": "unsettled"}, follow=True)

    terms = YearTerms.objects.get()
    assert (terms.year, terms.full_time_hours) == (2026, Decimal("18.5"))
    assert "Läsåret 2026/27 är sparat." in answer.content.decode()


def test_two_who_settle_the_same_year_see_each_other(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.dag)
    read = client.get(page_of(cast)).context["form"].initial["revision"]
    client.post(page_of(cast), {**WRITTEN, "revision": read})

    answer = client.post(page_of(cast), {**WRITTEN, "teaching_weeks": "35", "revision": read})

    versions = answer.context["form"].versions
    assert [(version.theirs, version.mine) for version in versions] == [("36", "35")]
    assert YearTerms.objects.get().teaching_weeks == 36


def test_weeks_and_hours_of_the_year_before_are_suggested(cast: Cast, client_for: SignIn) -> None:
    YearTerms.objects.create(
        controller=cast.organiser,
        year=2025,
        starts_on=date(2025, 8, 11),
        ends_on=date(2026, 6, 12),
        teaching_weeks=35,
        full_time_hours=Decimal("17.5"),
    )

    initial = client_for(cast.dag).get(page_of(cast)).context["form"].initial

    assert (initial["teaching_weeks"], initial["full_time_hours"]) == (35, Decimal("17.5"))


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"ends_on": "2026-08-01"}, "Den sista dagen kommer före den första."),
        ({"starts_on": "2025-08-10"}, "Läsåret 2026/27 ligger mellan 1 juli och 30 juni."),
        ({"teaching_weeks": "46"}, "Mellan de dagarna är det 45 veckor."),
        ({"full_time_hours": "0"}, "Undervisning på heltid är mer än 0"),
        ({"full_time_hours": "1e999"}, "mindre än eller lika med 40"),
    ],
)
def test_a_school_year_that_cannot_be_is_said(
    cast: Cast, client_for: SignIn, over: dict[str, str], sentence: str
) -> None:
    answer = client_for(cast.dag).post(page_of(cast), {**WRITTEN, **over})

    assert sentence in answer.content.decode()
    assert not YearTerms.objects.exists()


def template(cast: Cast, **over: object) -> Template:
    fields = {"name": "Handledning", "parts": {"mandate": "Leder ämneslaget."}, **over}
    return save_template(actor=actor(cast.dag), controller=cast.organiser, **fields)  # type: ignore[arg-type]  # as given


def test_a_template_is_written_once_for_its_key_and_changed(cast: Cast) -> None:
    key = uuid7()
    first, second = template(cast, key=key), template(cast, key=key)

    template(cast, template=first, parts={"mandate": "Leder två ämneslag."})

    first.refresh_from_db()
    assert first == second
    assert first.parts == {"mandate": "Leder två ämneslag."}
    assert kinds() == ["template.saved", "template.saved"]


def test_a_template_saved_unchanged_records_nothing(cast: Cast) -> None:
    found = template(cast)
    template(cast, template=found)

    assert kinds() == ["template.saved"]


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        (
            {},
            "Det finns redan en mall som heter ”Handledning”. Välj ett annat namn.",
        ),
        ({"name": "Ny", "parts": {"salary": "x"}}, "En mall har uppdragets delar och inga andra."),
        ({"name": "Ny", "parts": {"mandate": "x" * 8_001}}, "En del har högst 8000 tecken."),
        ({"name": "  "}, "En mall behöver ett namn."),
    ],
)
def test_a_template_that_cannot_be_is_refused(
    cast: Cast, over: dict[str, object], sentence: str
) -> None:
    template(cast)

    with pytest.raises(RuleBroken) as broken:
        template(cast, **over)

    assert broken.value.sentence == sentence


def test_a_template_is_put_aside_and_taken_out_again(cast: Cast) -> None:
    found = template(cast)

    archive_template(actor=actor(cast.dag), template=found)
    archive_template(actor=actor(cast.dag), template=found)
    archive_template(actor=actor(cast.dag), template=found, is_archived=False)

    assert kinds() == ["template.saved", "template.archived", "template.restored"]


def test_putting_aside_is_undone_on_the_page_that_follows(cast: Cast, client_for: SignIn) -> None:
    found = template(cast)
    client = client_for(cast.dag)

    answer = client.post(reverse("assignments:template-archive", args=[found.pk]), follow=True)
    restored = client.post(reverse("assignments:template-restore", args=[found.pk]), follow=True)

    assert "”Handledning” är lagd åt sidan" in answer.content.decode()
    assert [one.name for one in answer.context["rows"]] == []
    assert [one.name for one in restored.context["rows"]] == ["Handledning"]


def test_a_template_is_written_on_its_page(cast: Cast, client_for: SignIn) -> None:
    address = reverse("assignments:template-add", args=[cast.organiser.pk])
    fields = {"key": str(uuid7()), "name": "Mentor", "mandate": "<b>Får</b> boka rum."}
    client = client_for(cast.dag)

    client.post(address, fields)
    answer = client.post(address, {"name": "Lång", "mandate": "x" * 100_000})

    assert Template.objects.get().parts == {"mandate": "<b>Får</b> boka rum."}
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["mandate"]


def test_whoever_changes_a_template_second_sees_both(cast: Cast, client_for: SignIn) -> None:
    found = template(cast)
    page = reverse("assignments:template-edit", args=[found.pk])
    client = client_for(cast.dag)
    read = client.get(page).context["form"].initial["revision"]
    client.post(page, {"name": "Handledning", "mandate": "Först.", "revision": read})

    answer = client.post(page, {"name": "Handledning", "mandate": "Sedan.", "revision": read})

    versions = answer.context["form"].versions
    assert [(version.theirs, version.mine) for version in versions] == [("Först.", "Sedan.")]
    found.refresh_from_db()
    assert found.parts == {"mandate": "Först."}


def test_templates_stand_below_the_career_posts_in_the_menu(client_for: Any, cast: Cast) -> None:
    address = reverse("assignments:templates-of", args=[cast.organiser.pk])

    page = client_for(cast.hedda).get(address).content.decode()

    marked = re.findall(r'aria-current="page"[^>]*>(.*?)</a>', page, re.S)
    assert strip_tags(marked[0]).strip() == "Karriärtjänster"
