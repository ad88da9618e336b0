"""A round from its making to its reopening: who is asked, what is frozen, and what can no longer be changed."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.core.rules import RuleBroken
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Event, Person
from samsyn.organisations.roles import Role
from samsyn.surveys import queries
from samsyn.surveys.actions.rounds import (
    add_late,
    close_due_rounds,
    close_round,
    extend_round,
    open_due_rounds,
    reopen_round,
    schedule_round,
    take_back_round,
)
from samsyn.surveys.actions.settling import (
    Chosen,
    add_reminder,
    choose_audience,
    choose_mode,
    choose_times,
)
from samsyn.surveys.models import (
    AudienceKind,
    Invitation,
    Mailing,
    Mode,
    Response,
    Round,
    RoundState,
)
from samsyn.surveys.queries.audience import headcount, newcomers
from samsyn.surveys.tests.asking import later, make_draft, make_open, make_people, make_survey
from tests.cast import Cast, actor, make_cast, make_duty, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def names(round: Round) -> set[str]:
    return set(Invitation.objects.filter(round=round).values_list("name", flat=True))


def test_a_new_round_has_the_usual_audience_words_and_days(cast: Cast) -> None:
    round = make_draft(cast)

    assert (round.state, round.mode, round.sender) == (RoundState.DRAFT, Mode.ANONYMOUS, cast.anna)
    assert [m.kind for m in Mailing.objects.filter(round=round)] == [
        "invitation",
        "reminder",
        "reminder",
    ]
    assert timezone.localtime(round.opens_at).hour == 8
    assert timezone.localtime(round.closes_at).hour == 16
    assert Event.objects.filter(kind="round.made", matter_id=round.pk).count() == 1


def test_the_audience_is_the_sentence_within_reach(cast: Cast) -> None:
    """Cecilia’s organiser has no agreement with the university."""
    round = make_draft(cast)

    assert {one.duty.name for one in headcount(round).people} == {
        "Bo Bok",
        "Lena Lind",
        "Rut Rönn",
        "Hedda Hassel",
        "Dag Druva",
    }


def test_protected_identity_is_neither_counted_nor_asked(cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(protected_identity=True)
    round = make_open(cast)

    assert "Bo Bok" not in {one.duty.name for one in headcount(round).people}
    assert "Bo Bok" not in names(round)


def test_opening_freezes_whom_it_asks(cast: Cast) -> None:
    round = make_open(cast)
    make_people(cast.bjorkskolan, Role.PRINCIPAL, 2)

    assert (round.state, round.invited_count) == (RoundState.OPEN, 5)
    assert Invitation.objects.filter(round=round).count() == 5


def test_one_excepted_by_name_is_not_asked(cast: Cast) -> None:
    round = make_draft(cast)
    choose_audience(actor=actor(cast.anna), round=round, chosen=Chosen(without=[str(cast.rut.pk)]))

    opened = schedule_and_open(cast, round)

    assert names(opened) == {"Bo Bok", "Lena Lind", "Hedda Hassel", "Dag Druva"}


def schedule_and_open(cast: Cast, round: Round) -> Round:
    Round.objects.filter(pk=round.pk).update(opens_at=timezone.now())
    return schedule_round(actor=actor(cast.anna), round=round)


def test_blocks_of_the_register_are_made_at_the_opening(cast: Cast) -> None:
    make_people(cast.bjorkskolan, Role.FIRST_TEACHER, 6)
    make_people(cast.alskolan, Role.PRINCIPAL, 5)
    round = make_draft(cast)
    choose_mode(actor=actor(cast.anna), round=round, mode=Mode.ANONYMOUS, register_by="role")

    opened = schedule_and_open(cast, round)

    assert [(block["label"], block["size"]) for block in opened.register_blocks] == [
        ("Förstelärare och lektorer", 8),
        ("Rektorer, skolchefer och utvecklingsledare", 8),
    ]
    lena = Invitation.objects.get(round=opened, person=cast.lena)
    assert lena.block == 0
    assert opened.shown_by == ["register"]


def test_it_waits_for_its_hour_and_can_be_taken_back_until_then(cast: Cast) -> None:
    round = make_draft(cast)
    scheduled = schedule_round(actor=actor(cast.anna), round=round)
    assert (scheduled.state, open_due_rounds()) == (RoundState.SCHEDULED, 0)

    with pytest.raises(RuleBroken, match="Inbjudningarna är på väg ut"):
        choose_mode(actor=actor(cast.anna), round=round, mode=Mode.NAMED)
    take_back_round(actor=actor(cast.anna), round=round)
    choose_mode(actor=actor(cast.anna), round=round, mode=Mode.NAMED)

    schedule_round(actor=actor(cast.anna), round=round)
    assert open_due_rounds(round.opens_at) == 1
    with pytest.raises(RuleBroken, match="Inbjudningarna har redan gått ut"):
        take_back_round(actor=actor(cast.anna), round=round)


def test_nothing_promised_is_changed_once_it_is_open(cast: Cast) -> None:
    round = make_open(cast)

    with pytest.raises(RuleBroken, match="Det som lovades då går inte att ändra"):
        choose_mode(actor=actor(cast.anna), round=round, mode=Mode.NAMED)
    with pytest.raises(RuleBroken, match="Det som lovades då går inte att ändra"):
        choose_audience(actor=actor(cast.anna), round=round, chosen=Chosen(roles=[]))


def test_nobody_to_ask_opens_nothing(cast: Cast) -> None:
    round = make_draft(cast, audience={"roles": []})

    with pytest.raises(RuleBroken, match="Ingen skulle få inbjudan"):
        schedule_round(actor=actor(cast.anna), round=round)


def test_a_survey_with_a_fault_opens_nothing(cast: Cast) -> None:
    round = make_draft(cast)
    round.survey.questions.all().delete()

    with pytest.raises(RuleBroken, match="Enkäten kan inte öppnas än"):
        schedule_round(actor=actor(cast.anna), round=round)


@pytest.mark.parametrize(
    ("reminders", "why"),
    [
        ([1], "Låt det gå minst två dagar"),
        ([5, 6], "Låt det gå minst två dagar"),
        ([30], "innan enkäten stänger"),
        ([3, 6, 9, 12], "högst tre gånger"),
    ],
)
def test_reminders_are_few_and_apart(cast: Cast, reminders: list[int], why: str) -> None:
    round = make_draft(cast)
    days = [later(days=1 + n) for n in reminders]

    with pytest.raises(RuleBroken, match=why):
        choose_times(
            actor=actor(cast.anna),
            round=round,
            opens_at=later(days=1),
            closes_at=later(days=19),
            reminders=days,
        )


def test_fewer_reminders_leave_the_texts_of_the_others(cast: Cast) -> None:
    round = make_draft(cast)
    Mailing.objects.filter(round=round, kind="reminder").update(subject="Min egen")

    choose_times(
        actor=actor(cast.anna),
        round=round,
        opens_at=later(days=1),
        closes_at=later(days=19),
        reminders=[later(days=9)],
    )

    assert list(Mailing.objects.filter(round=round).values_list("kind", "subject")) == [
        ("invitation", "Karriärtjänster"),
        ("reminder", "Min egen"),
    ]


def test_an_open_link_is_anonymous_and_has_an_address(cast: Cast) -> None:
    round = make_draft(cast)
    round = choose_audience(
        actor=actor(cast.anna), round=round, chosen=Chosen(kind=AudienceKind.LINK)
    )

    assert len(round.open_token or "") == 16
    with pytest.raises(RuleBroken, match="Med en öppen länk är ingen känd"):
        choose_mode(actor=actor(cast.anna), round=round, mode=Mode.NAMED)


def test_who_came_since_is_asked_late_and_joins_a_block(cast: Cast) -> None:
    round = make_open(cast)
    ny = make_person("Ny Nyberg", cast.organiser)
    make_duty(ny, Role.PRINCIPAL, cast.alskolan)

    people = newcomers(round)
    added = add_late(actor=actor(cast.anna), round=round, people=people)
    again = add_late(actor=actor(cast.anna), round=round, people=people)

    assert ([one.duty.name for one in people], added, again) == (["Ny Nyberg"], 1, 0)
    assert [i.is_late for i in Invitation.objects.filter(person=ny)] == [True]
    assert Round.objects.get(pk=round.pk).invited_count == 6


def test_it_closes_at_its_hour_unless_it_was_extended(cast: Cast) -> None:
    round = make_open(cast)
    Round.objects.filter(pk=round.pk).update(opens_at=later(days=-9), closes_at=later(hours=-1))
    Response.objects.create(round=round, respondent="x", answers={"role": [0]})
    extend_round(actor=actor(cast.anna), round=round, closes_at=later(hours=1))
    assert close_due_rounds() == []

    Round.objects.filter(pk=round.pk).update(closes_at=later(hours=-1))

    assert close_due_rounds() == [round]
    assert Round.objects.get(pk=round.pk).tabulation is not None


def test_reopening_withdraws_what_was_shown(cast: Cast) -> None:
    round = make_open(cast)
    close_round(actor=actor(cast.anna), round=round)
    Round.objects.filter(pk=round.pk).update(released_at=timezone.now())

    reopen_round(actor=actor(cast.anna), round=round, closes_at=later(days=2))

    reopened = Round.objects.get(pk=round.pk)
    assert (reopened.state, reopened.tabulation, reopened.closed_at, reopened.released_at) == (
        RoundState.OPEN,
        None,
        None,
        None,
    )
    assert reopened.reopened_count == 1


def test_a_round_from_a_file_is_not_opened_again(cast: Cast) -> None:
    round = make_open(cast)
    close_round(actor=actor(cast.anna), round=round)
    Round.objects.filter(pk=round.pk).update(mode=Mode.IMPORTED)

    with pytest.raises(RuleBroken, match="Svaren kom från en fil"):
        reopen_round(actor=actor(cast.anna), round=round, closes_at=later(days=2))


def test_every_step_is_told_without_names(cast: Cast) -> None:
    round = make_open(cast)
    extend_round(actor=actor(cast.anna), round=round, closes_at=later(days=30))
    close_round(actor=actor(cast.anna), round=round)

    facts: dict[str, Any] = dict(
        Event.objects.filter(matter_id=round.pk).values_list("kind", "facts")
    )
    assert set(facts) == {
        "round.made",
        "round.scheduled",
        "round.opened",
        "round.extended",
        "round.closed",
    }
    assert facts["round.opened"] == {"invited": 5, "mode": "anonymous"}
    assert round.opens_at is not None
    assert round.opens_at <= timezone.now()


def due(round: Round, **over: Any) -> None:
    schedule_round(actor=SYSTEM, round=round)
    Round.objects.filter(pk=round.pk).update(opens_at=later(hours=-1), **over)


def test_whose_hour_to_open_passed_with_all_its_time_is_a_draft_again(cast: Cast) -> None:
    """The worker was down until it should have closed: nobody was asked, and its sender hears of it."""
    round = make_draft(cast)
    due(round, closes_at=later(minutes=10))

    assert open_due_rounds() == 0

    round.refresh_from_db()
    assert (round.state, Invitation.objects.count()) == (RoundState.DRAFT, 0)
    (told,) = mail.outbox
    assert told.to == ["anna.ask@samsyn.example"]
    assert "Enkäten behöver vara öppen i minst en timme." in told.body
    assert f"/enkater/omgang/{round.pk}/inbjudan/" in told.body
    assert Event.objects.filter(kind="round.not_opened", matter_id=round.pk).count() == 1


def test_what_is_no_longer_sound_at_its_hour_is_not_opened(cast: Cast) -> None:
    round = make_draft(cast)
    due(round)
    round.survey.questions.all().delete()

    assert open_due_rounds() == 0

    assert Round.objects.get(pk=round.pk).state == RoundState.DRAFT
    assert "Enkäten kan inte öppnas än" in mail.outbox[0].body


@pytest.mark.parametrize("newcomers_count", [0, 2])
def test_the_sender_is_told_when_the_number_has_changed(cast: Cast, newcomers_count: int) -> None:
    round = make_draft(cast)
    due(round)
    make_people(cast.bjorkskolan, Role.PRINCIPAL, newcomers_count)

    assert open_due_rounds() == 1

    said = [told.body for told in mail.outbox]
    assert len(said) == (1 if newcomers_count else 0)
    assert all("7 personer har fått inbjudan" in one for one in said)
    assert all("skulle få frågan var de 5." in one for one in said)


def test_one_that_fails_keeps_no_other_from_closing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = make_survey(cast.university)
    broken, sound = (make_open(cast, survey=survey) for _each in range(2))
    Round.objects.update(opens_at=later(days=-9), closes_at=later(hours=-1))
    tabulate = queries.tabulate_round

    def fall(round: Round) -> Any:
        return 1 / 0 if round.pk == broken.pk else tabulate(round)

    monkeypatch.setattr(queries, "tabulate_round", fall)

    assert close_due_rounds() == [sound]

    monkeypatch.undo()
    assert close_due_rounds() == [broken]


def test_what_follows_the_closing_is_asked_for_with_it_or_not_at_all(cast: Cast) -> None:
    round = make_open(cast)

    def fall(_round_id: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        close_round(actor=actor(cast.anna), round=round, then=fall)

    assert Round.objects.get(pk=round.pk).state == RoundState.OPEN


def test_a_reminder_missed_while_it_was_closed_does_not_leave_when_it_opens_again(
    cast: Cast,
) -> None:
    round = make_open(cast)
    first, second = Mailing.objects.filter(round=round, kind="reminder")
    close_round(actor=actor(cast.anna), round=round)
    Mailing.objects.filter(pk=first.pk).update(due_at=later(hours=-1))

    reopen_round(actor=actor(cast.anna), round=round, closes_at=later(days=20))

    assert list(Mailing.objects.filter(round=round, kind="reminder")) == [second]


def test_one_more_reminder_is_planned_between_the_others(cast: Cast) -> None:
    round = make_open(cast)
    anna = actor(cast.anna)

    with pytest.raises(RuleBroken, match="minst två dagar"):
        add_reminder(actor=anna, round=round, due_at=later(days=8))
    added = add_reminder(actor=anna, round=round, due_at=later(days=4))

    assert added.subject == "Påminnelse: Karriärtjänster"
    with pytest.raises(RuleBroken, match="högst tre gånger"):
        add_reminder(actor=anna, round=round, due_at=later(days=11))


def test_who_was_asked_at_another_address_is_not_asked_late(cast: Cast) -> None:
    round = make_open(cast)
    Person.objects.filter(pk=cast.bo.pk).update(email="bo.ny@skola.example")

    added = add_late(actor=actor(cast.anna), round=round, address="bo.ny@skola.example")

    assert added == 0
