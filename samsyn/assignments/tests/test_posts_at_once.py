"""Two press at the same moment where posts are entered and a year begun. Needs a database that lets them: PostgreSQL."""

from datetime import date

import pytest
from django.db import connection

from samsyn.assignments.actions.posts import make_post
from samsyn.assignments.actions.templates import save_template
from samsyn.assignments.actions.years import begin_year
from samsyn.assignments.models import Assignment, CareerPost, Template
from samsyn.core.models import uuid7
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.actions.moves import move_school_unit
from samsyn.organisations.models import Event
from samsyn.organisations.tests.test_two_at_once import at_once
from tests.cast import actor, make_cast
from tests.cast import make_post as cast_post

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is one memory"),
]


def test_a_post_sent_twice_at_once_is_entered_once() -> None:
    cast = make_cast()
    rut, key = actor(cast.rut), uuid7()

    def enter() -> None:
        make_post(
            actor=rut,
            holder=cast.bo,
            place=cast.bjorkskolan,
            role="first_teacher",
            starts_on=date(2026, 8, 10),
            ends_on=None,
            teaching_percent=80,
            key=key,
        )

    broken = at_once(*[enter] * 4)

    assert (broken, CareerPost.objects.count()) == ([], 1)
    assert Event.objects.filter(kind="post.made").count() == 1


def test_a_year_begun_twice_at_once_is_begun_once() -> None:
    cast = make_cast()
    posts = [cast_post(cast.bo, cast.bjorkskolan), cast_post(cast.lena, cast.bjorkskolan)]
    rut = actor(cast.rut)

    def begin(order: list[CareerPost]) -> None:
        begin_year(actor=rut, place=cast.bjorkskolan, year=2026, posts=order)

    broken = at_once(*[lambda: begin(posts), lambda: begin(posts[::-1])] * 2)

    assert (broken, Assignment.objects.count()) == ([], 2)
    assert Event.objects.filter(kind="assignment.begun").count() == 2


def test_a_template_sent_twice_at_once_is_written_once() -> None:
    cast = make_cast()
    dag, key = actor(cast.dag), uuid7()

    def write() -> None:
        save_template(actor=dag, controller=cast.organiser, name="Mentor", parts={}, key=key)

    broken = at_once(*[write] * 4)

    assert (broken, Template.objects.count()) == ([], 1)


def test_a_school_moved_twice_at_once_is_moved_once() -> None:
    cast = make_cast()

    def move() -> None:
        move_school_unit(actor=SYSTEM, school_unit=cast.bjorkskolan, organiser=cast.other_organiser)

    broken = at_once(move, move)

    cast.bjorkskolan.refresh_from_db()
    assert (broken, cast.bjorkskolan.parent) == ([], cast.other_organiser)
    assert Event.objects.filter(kind="school.moved").count() == 2
