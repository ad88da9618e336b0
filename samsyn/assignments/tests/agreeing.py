"""What tests of assignments do and read again and again: as a person, on a page."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from samsyn.assignments.actions.agreeing import share_version
from samsyn.assignments.actions.writing import begin_change, write_part
from samsyn.assignments.models import (
    Assignment,
    Audience,
    Part,
    YearTerms,
)
from samsyn.core.versions import revision_of
from samsyn.organisations.models import Delegation, Person
from samsyn.organisations.roles import Role
from tests.cast import (
    Cast,
    actor,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AUTOSAVE = {"X-Autosave": "1"}


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend=BACKEND)
    return client


def open_to(assignment: Assignment, **audiences: Audience) -> None:
    parts = assignment.versions.get(state="in_force").parts
    for part, audience in audiences.items():
        parts.filter(part=part).update(audience=audience)


def lose(assignment: Assignment, part: str) -> None:
    parts = assignment.versions.get(state="in_force").parts
    parts.filter(part=part).update(text="", hours=None)
    Assignment.objects.filter(pk=assignment.pk).update(hours=None)


def delegate(cast: Cast, days: int) -> None:
    today = timezone.localdate()
    Delegation.objects.create(
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.lena,
        starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=days),
    )


def fields(row: Any = None, **over: Any) -> dict[str, Any]:
    return {
        "text": "Leder ämneslaget",
        "audience": "2",
        "revision": revision_of(row) if row else "none",
        **over,
    }


def row(assignment: Assignment, part: str) -> Any:
    return assignment.versions.get().parts.get(part=part)


def autosave(who: Person, assignment: Assignment, part: str, **over: Any) -> Any:
    written = fields(row(assignment, part), **over)
    client = signed_in(who)
    return client.post(address("part-edit", assignment, part), written, headers=AUTOSAVE)


def make_terms(assignment: Assignment) -> None:
    YearTerms.objects.create(
        controller=assignment.controller,
        year=assignment.year,
        starts_on=date(assignment.year, 8, 17),
        ends_on=date(assignment.year + 1, 6, 11),
        teaching_weeks=36,
        full_time_hours=Decimal("17.5"),
    )


def say_yes(who: Person, assignment: Assignment, revision: int | None = None) -> Any:
    version = assignment.versions.get(state="shared")
    seen = version.revision if revision is None else revision
    form = {"version": version.pk, "revision": seen}
    return signed_in(who).post(address("agree", assignment), form)


def propose(who: Person, assignment: Assignment, text: str) -> None:
    change = begin_change(actor=actor(who), assignment=assignment)
    write_part(actor=actor(who), version=change, part="mandate", text=text)
    share_version(actor=actor(who), version=change)


def address(name: str, assignment: Assignment, *more: Any) -> str:
    return reverse(f"assignments:{name}", args=[assignment.pk, *more])


def page(person: Person, assignment: Assignment, name: str = "assignment", *more: Any) -> str:
    answer = signed_in(person).get(address(name, assignment, *more))
    assert answer.status_code == 200
    return said(answer)


def said(answer: Any) -> str:
    return str(answer.content.decode())


def words(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(strip_tags(main).split())


def texts(html: str) -> set[str]:
    """The parts whose text stands on the page."""
    return {part for part in Part.values if f"{part}: text" in html}
