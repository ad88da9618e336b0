"""Career posts are entered, changed and ended, and a school year settled: row, event, refusal."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from samsyn.assignments.actions.posts import edit_post, end_post, make_post, set_terms
from samsyn.assignments.models import CareerPost, YearTerms
from samsyn.assignments.queries.posts import terms_for
from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, revision_of
from samsyn.organisations.models import Event
from tests.cast import Cast, actor
from tests.cast import make_post as cast_post

AUGUST = date(2026, 8, 10)


def enter(cast: Cast, **over: Any) -> CareerPost:
    return make_post(
        **{
            "actor": actor(cast.rut),
            "holder": cast.bo,
            "place": cast.bjorkskolan,
            "role": "first_teacher",
            "starts_on": AUGUST,
            "ends_on": date(2028, 6, 30),
            "teaching_percent": 80,
            **over,
        }
    )


def kinds() -> list[str]:
    return list(
        Event.objects.filter(matter_kind__startswith="assignments.").values_list("kind", flat=True)
    )


def test_a_post_is_entered(cast: Cast) -> None:
    post = enter(cast, grant_category="first-teacher-hard")

    event = Event.objects.get()
    assert (post.controller, post.place, post.holder) == (cast.organiser, cast.bjorkskolan, cast.bo)
    assert (event.kind, event.matter_id, event.actor_id) == ("post.made", post.pk, cast.rut.pk)


def test_a_post_sent_twice_is_entered_once(cast: Cast) -> None:
    key = uuid7()

    first, second = enter(cast, key=key), enter(cast, key=key)

    assert first == second
    assert (CareerPost.objects.count(), kinds()) == (1, ["post.made"])


def test_the_same_post_entered_anew_is_refused(cast: Cast) -> None:
    enter(cast)

    with pytest.raises(RuleBroken) as broken:
        enter(cast)

    assert broken.value.sentence == "Personen har redan den karriärtjänsten där från den dagen."
    assert CareerPost.objects.count() == 1


def test_a_post_for_somebody_of_another_organiser_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as broken:
        enter(cast, holder=cast.cecilia)

    assert broken.value.sentence == (
        "Personen har ingen tjänst hos huvudmannen. Be den som sköter personallistan att lägga in tjänsten först."
    )


@pytest.mark.parametrize(
    "over",
    [
        {"ends_on": date(2026, 8, 9)},
        {"teaching_percent": 101},
        {"role": "principal"},
        {"grant_category": "lecturer"},
    ],
)
def test_what_no_post_can_be_is_refused(cast: Cast, over: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        enter(cast, **over)

    assert (CareerPost.objects.count(), kinds()) == (0, [])


def test_a_post_is_not_at_a_university(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        enter(cast, place=cast.university)


def test_a_post_goes_on_only_from_one_of_the_same_organiser(cast: Cast) -> None:
    near = cast_post(cast.lena, cast.alskolan)
    far = cast_post(cast.cecilia, cast.other_school)

    post = enter(cast, after=near)
    with pytest.raises(RuleBroken):
        enter(cast, after=far, starts_on=date(2027, 8, 9))

    assert post.after == near


def change(cast: Cast, post: CareerPost, **over: Any) -> CareerPost:
    return edit_post(
        **{
            "actor": actor(cast.hedda),
            "post": post,
            "role": post.role,
            "starts_on": post.starts_on,
            "ends_on": post.ends_on,
            "teaching_percent": post.teaching_percent,
            **over,
        }
    )


def test_a_post_is_changed(cast: Cast) -> None:
    post = enter(cast)

    change(cast, post, teaching_percent=40, ends_on=None)

    post.refresh_from_db()
    event = Event.objects.get(kind="post.changed")
    assert (post.teaching_percent, post.ends_on) == (40, None)
    assert event.facts == {"fields": ["ends_on", "teaching_percent"]}


def test_saving_without_a_change_records_nothing(cast: Cast) -> None:
    change(cast, enter(cast))

    assert kinds() == ["post.made"]


def test_whoever_saves_second_sees_the_first(cast: Cast) -> None:
    post = enter(cast)
    read = revision_of(post)
    change(cast, post, teaching_percent=70)

    with pytest.raises(Stale):
        change(cast, post, teaching_percent=60, revision=read)

    post.refresh_from_db()
    assert post.teaching_percent == 70


def test_a_post_cannot_begin_after_the_one_that_goes_on_from_it(cast: Cast) -> None:
    first = cast_post(cast.bo, cast.bjorkskolan)
    enter(cast, after=first)

    with pytest.raises(RuleBroken) as broken:
        change(cast, first, starts_on=date(2027, 1, 7))

    assert broken.value.sentence == (
        "En annan karriärtjänst fortsätter den här och började före den dagen."
    )


def test_a_post_is_ended(cast: Cast) -> None:
    post = enter(cast)

    end_post(actor=actor(cast.rut), post=post, ends_on=date(2026, 12, 31))

    post.refresh_from_db()
    assert (post.ends_on, kinds()[0]) == (date(2026, 12, 31), "post.ended")


def test_a_post_does_not_end_before_it_begins(cast: Cast) -> None:
    post = enter(cast)

    with pytest.raises(RuleBroken):
        end_post(actor=actor(cast.rut), post=post, ends_on=date(2026, 8, 9))

    post.refresh_from_db()
    assert post.ends_on == date(2028, 6, 30)


def settle(cast: Cast, **over: Any) -> YearTerms:
    return set_terms(
        **{
            "actor": actor(cast.hedda),
            "controller": cast.organiser,
            "year": 2026,
            "starts_on": AUGUST,
            "ends_on": date(2027, 6, 15),
            "teaching_weeks": 36,
            "full_time_hours": Decimal("18.5"),
            **over,
        }
    )


def test_a_school_year_is_settled_and_settled_anew(cast: Cast) -> None:
    first = settle(cast)
    second = settle(cast, teaching_weeks=35)

    assert (first.pk, terms_for(cast.organiser.pk, 2026)) == (second.pk, second)
    assert (second.teaching_weeks, kinds()) == (35, ["terms.set", "terms.set"])
    assert Event.objects.first().facts == {"year": 2026}  # type: ignore[union-attr]  # it was just made


def test_a_school_year_saved_unchanged_records_nothing(cast: Cast) -> None:
    settle(cast)
    settle(cast)

    assert kinds() == ["terms.set"]


def test_whoever_settles_second_sees_the_first(cast: Cast) -> None:
    read = revision_of(settle(cast))
    settle(cast, teaching_weeks=35)

    with pytest.raises(Stale):
        settle(cast, teaching_weeks=34, revision=read)


def test_nobody_settled_a_year_that_nobody_settled(cast: Cast) -> None:
    settle(cast)

    assert terms_for(cast.organiser.pk, 2025) is None
    assert terms_for(cast.other_organiser.pk, 2026) is None
