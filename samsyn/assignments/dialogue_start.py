"""What dialogues put on the start pages of their two: to prepare, to approve, and the steps they have agreed.

A step's own words stand there, since nobody else sees the page. They are for pages only: never for mail.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.assignments.models import Dialogue, NextStep
from samsyn.assignments.queries.next_steps import News, Turn
from samsyn.assignments.queries.waiting import mine_of
from samsyn.assignments.rules.dialogues import ZONE
from samsyn.assignments.rules.moments import said_clock
from samsyn.core.panels import Item
from samsyn.organisations.access import Actor

SHOWN = 10


def dialogues_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    found = mine_of(actor, thing).talks.waiting_for(actor, timezone.localdate())
    for dialogue in found.to_approve[:SHOWN]:
        yield _to_approve(actor, dialogue)
    for dialogue in found.to_prepare[:SHOWN]:
        yield _to_prepare(actor, dialogue)


def _to_approve(actor: Actor, dialogue: Dialogue) -> Item:
    return Item(
        title=_("Approve the notes of the dialogue %(day)s") % {"day": _day(dialogue)},
        text=_("You and %(name)s approve each for yourself.") % {"name": _other(actor, dialogue)},
        url=reverse("assignments:dialogue", args=[dialogue.pk]),
        act=_("Read and approve"),
        on=timezone.localdate(dialogue.ended_at),
    )


def _to_prepare(actor: Actor, dialogue: Dialogue) -> Item:
    return Item(
        title=_("Prepare the dialogue with %(name)s") % {"name": _other(actor, dialogue)},
        text=_(
            "Four questions, each for yourself. Nobody else sees what you write before both are done."
        ),
        url=reverse("assignments:dialogue", args=[dialogue.pk]),
        act=_("Prepare"),
        on=dialogue.starts_at.astimezone(ZONE).date(),
        note=_("at %(clock)s") % {"clock": said_clock(dialogue.starts_at)},
    )


def steps_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    """The actor's own; the other's are among what is new."""
    for step in mine_of(actor, thing).steps.own[:SHOWN]:
        yield Item(
            title=step.text,
            text=_said(actor, step),
            url=reverse("assignments:dialogue-step-done", args=[step.dialogue_id, step.pk]),
            act=_("It is done"),
            send=(("act", "done"), ("next", "start")),
            other=(_("Go to the dialogue"), _dialogue_url(step)),
            on=step.due_on,
        )


def steps_of_the_other(actor: Actor, thing: object) -> Iterator[Item]:
    """When one was agreed on, is due or is done: for the days after that, and then no more."""
    for news in mine_of(actor, thing).steps.news[:SHOWN]:
        yield Item(
            title=f"{news.step.person.given_name}: {news.step.text}",
            text=_told(news),
            url=_dialogue_url(news.step),
            act=_("Go to the dialogue"),
            on=news.on,
        )


def _told(news: News) -> str:
    step = news.step
    words = {"due": date_format(step.due_on or news.on, "j F"), "day": _day(step.dialogue)}
    if news.turn is Turn.DONE:
        return _("It is done. You agreed on it in the dialogue %(day)s.") % words
    return _("To be done by %(due)s. You agreed on it in the dialogue %(day)s.") % words


def _said(actor: Actor, step: NextStep) -> str:
    words = {"name": _other(actor, step.dialogue), "day": _day(step.dialogue)}
    return _("Agreed with %(name)s in the dialogue %(day)s.") % words


def _dialogue_url(step: NextStep) -> str:
    return reverse("assignments:dialogue", args=[step.dialogue_id]) + "#steps"


def _day(dialogue: Dialogue) -> str:
    return date_format(dialogue.starts_at.astimezone(ZONE), "j F")


def _other(actor: Actor, dialogue: Dialogue) -> str:
    holder = dialogue.assignment.holder
    other = dialogue.counterpart if actor.person_id == holder.pk else holder
    return other.given_name if other else ""
