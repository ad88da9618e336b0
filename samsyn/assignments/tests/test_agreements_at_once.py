"""The two press kl. the same moment. Needs a database that lets them: PostgreSQL."""

from typing import Any

import pytest
from django.db import connection

from samsyn.assignments.actions.agreeing import agree, share_version, withdraw
from samsyn.assignments.actions.agreements import begin_assignment
from samsyn.assignments.actions.writing import begin_change, write_part
from samsyn.assignments.models import Assignment
from samsyn.organisations.models import Event
from samsyn.organisations.tests.test_two_at_once import at_once
from tests.cast import actor, make_agreed, make_assignment, make_cast, make_post

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory"),
]


def test_both_say_yes_at_once_and_one_version_is_in_force() -> None:
    cast = make_cast()
    bo, rut = actor(cast.bo), actor(cast.rut)
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    write_part(actor=bo, version=draft.versions.get(), part="mandate", text="Leder")
    version = draft.versions.get()

    broken = at_once(
        *[lambda: agree(actor=bo, version=version, revision=version.revision)] * 2,
        *[lambda: agree(actor=rut, version=version, revision=version.revision)] * 2,
    )

    assert (broken, [(v.state, v.number) for v in draft.versions.all()]) == ([], [("in_force", 1)])
    assert Event.objects.filter(kind="assignment.in_force").count() == 1


def test_a_yes_and_a_change_at_once_never_agree_on_what_was_not_read() -> None:
    cast = make_cast()
    bo, rut = actor(cast.bo), actor(cast.rut)
    draft = make_assignment(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    write_part(actor=bo, version=draft.versions.get(), part="mandate", text="Leder")
    version = draft.versions.get()
    agree(actor=bo, version=version, revision=version.revision)

    broken = at_once(
        lambda: agree(actor=rut, version=version, revision=version.revision),
        lambda: write_part(actor=bo, version=version, part="mandate", text="Bestämmer"),
    )

    after = draft.versions.get()
    texts = (after.state, after.parts.get(part="mandate").text)
    assert (broken, texts) in [([], ("in_force", "Leder")), ([], ("shared", "Bestämmer"))]


def test_two_share_their_changes_at_once_and_one_waits() -> None:
    cast = make_cast()
    bo, rut = actor(cast.bo), actor(cast.rut)
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    changes = {}
    for who in (bo, rut):
        changes[who] = begin_change(actor=who, assignment=agreed)
        write_part(actor=who, version=changes[who], part="mandate", text=who.name)

    broken = at_once(
        lambda: share_version(actor=bo, version=changes[bo]),
        lambda: share_version(actor=rut, version=changes[rut]),
    )

    states = sorted(agreed.versions.values_list("state", flat=True))
    assert (broken, states) == ([], ["in_force", "shared", "writing"])


def test_a_proposal_taken_back_and_said_yes_to_at_once_is_one_of_them() -> None:
    cast = make_cast()
    bo, rut = actor(cast.bo), actor(cast.rut)
    agreed = make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut)
    change = begin_change(actor=bo, assignment=agreed)
    write_part(actor=bo, version=change, part="mandate", text="Bestämmer")
    proposal = share_version(actor=bo, version=change)

    broken = at_once(
        lambda: agree(actor=rut, version=proposal, revision=proposal.revision),
        lambda: withdraw(actor=bo, version=proposal),
    )

    states = sorted(agreed.versions.values_list("state", flat=True))
    assert broken == []
    assert states in [["in_force", "superseded"], ["in_force", "withdrawn"]]


def test_begun_by_both_at_once_it_is_begun_once() -> None:
    cast = make_cast()
    post = make_post(cast.bo, cast.bjorkskolan)
    year = make_assignment(make_post(cast.lena, cast.bjorkskolan), cast.rut).year
    fields: dict[str, Any] = {
        "post": post,
        "place": post.place,
        "year": year,
        "counterpart": cast.rut,
    }

    broken = at_once(
        *[
            lambda who=who: begin_assignment(actor=actor(who), title="Läsa mer", **fields)
            for who in (cast.bo, cast.rut)
        ]
    )

    assert (broken, Assignment.objects.filter(post=post).count()) == ([], 1)
