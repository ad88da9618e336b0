"""How mail says what has happened. Never a word of a dialogue, a comment or a note; of the protected nothing at all."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.assignments.models import Part
from samsyn.assignments.queries.lapses import Lapse
from samsyn.assignments.rules.moments import said_clock
from samsyn.core.words import one_line
from samsyn.notifications.models import Topic
from samsyn.notifications.queries import Matter, Reminder
from samsyn.organisations.models import Event

Words = str | Promise


@dataclass(frozen=True)
class Line:
    """A mail's subject and sentence, or one line of the morning's mail, and the page it leads to."""

    subject: str
    text: str
    url: str


# By kind: the subject, and the sentence.
SENTENCES: dict[str, tuple[Words, Words]] = {
    "assignment.begun": (
        gettext_lazy("An assignment is begun: %(title)s"),
        gettext_lazy(
            "%(who)s has begun the assignment “%(title)s” at %(place)s. Read it, write in it and comment on it; it holds "
            "when both of you have said yes."
        ),
    ),
    "assignment.agreed_by_one": (
        gettext_lazy("Waits for your yes: %(title)s"),
        gettext_lazy(
            "%(who)s has said yes to the assignment “%(title)s”. It holds when you have said yes as well."
        ),
    ),
    "assignment.yes_cleared": (
        gettext_lazy("Changed after a yes: %(title)s"),
        gettext_lazy(
            "%(who)s has changed the text of “%(title)s” after a yes was given, so that yes no longer counts. Read it "
            "and say yes anew."
        ),
    ),
    "assignment.in_force": (
        gettext_lazy("Agreed: %(title)s"),
        gettext_lazy("The assignment “%(title)s” is agreed by both of you and holds from now."),
    ),
    "assignment.taken_over": (
        gettext_lazy("Taken over: %(title)s"),
        gettext_lazy(
            "%(who)s has taken over the assignment “%(title)s” and is now your counterpart."
        ),
    ),
    "assignment.ended": (
        gettext_lazy("Ended: %(title)s"),
        gettext_lazy("%(who)s has ended the assignment “%(title)s”."),
    ),
    "assignment.shortened": (
        gettext_lazy("Ends earlier: %(title)s"),
        gettext_lazy(
            "The post ends, and with it the assignment “%(title)s” at %(place)s: its last day is %(last_day)s. Dialogues "
            "planned for later are cancelled."
        ),
    ),
    "proposal.shared": (
        gettext_lazy("A change is proposed: %(title)s"),
        gettext_lazy(
            "%(who)s proposes a change of the assignment “%(title)s”. What was agreed holds until you have answered."
        ),
    ),
    "proposal.declined": (
        gettext_lazy("The change was declined: %(title)s"),
        gettext_lazy(
            "%(who)s has said no to your change of “%(title)s”. What was agreed still holds. The answer stands on the page."
        ),
    ),
    "proposal.withdrawn": (
        gettext_lazy("The change was taken back: %(title)s"),
        gettext_lazy(
            "%(who)s has taken back the change of “%(title)s”. There is nothing for you to answer."
        ),
    ),
    "outcome.closed_by_one": (
        gettext_lazy("Waits for your yes: how it turned out"),
        gettext_lazy(
            "%(who)s has said yes to what is written of how “%(title)s” turned out. It is closed when you have as well."
        ),
    ),
    "outcome.closed": (
        gettext_lazy("Closed: %(title)s"),
        gettext_lazy("How “%(title)s” turned out is closed by both of you."),
    ),
    "comment.made": (
        gettext_lazy("A comment: %(title)s"),
        gettext_lazy("%(who)s has commented on the part “%(part)s” in “%(title)s”."),
    ),
    "dialogue.planned": (
        gettext_lazy("Dialogue on %(when)s"),
        gettext_lazy("%(who)s has planned a dialogue between the two of you: %(when)s%(where)s."),
    ),
    "dialogue.moved": (
        gettext_lazy("Moved: the dialogue is on %(when)s"),
        gettext_lazy("%(who)s has moved the dialogue between the two of you to %(when)s%(where)s."),
    ),
    "dialogue.cancelled": (
        gettext_lazy("Cancelled: the dialogue on %(when)s"),
        gettext_lazy(
            "The dialogue between the two of you on %(when)s is cancelled. What you have prepared is kept."
        ),
    ),
    "dialogue.prepared": (
        gettext_lazy("Prepared: the dialogue on %(when)s"),
        gettext_lazy(
            "%(who)s has prepared the dialogue on %(when)s. You see each other’s when you are done as well."
        ),
    ),
    "dialogue.ended": (
        gettext_lazy("Read the notes of the dialogue"),
        gettext_lazy(
            "The dialogue on %(when)s has ended, and its notes wait for a yes from both of you."
        ),
    ),
    "dialogue.approved_by_one": (
        gettext_lazy("Waits for your yes: the notes of the dialogue"),
        gettext_lazy(
            "%(who)s has said yes to the notes of the dialogue on %(when)s. Read them and say yes as well."
        ),
    ),
    "dialogue.approved": (
        gettext_lazy("The notes of the dialogue are approved"),
        gettext_lazy("The notes of the dialogue on %(when)s are approved by both of you."),
    ),
    "dialogue.released_by_one": (
        gettext_lazy("May your next counterpart read the dialogue?"),
        gettext_lazy(
            "%(who)s wants the next counterpart to be able to read the dialogue of %(when)s. That takes a yes from both of "
            "you; without yours nobody gets to read it."
        ),
    ),
    "dialogue.released": (
        gettext_lazy("A dialogue is open to the next counterpart"),
        gettext_lazy(
            "The dialogue of %(when)s can now be read by the counterpart of today as well, as both have said."
        ),
    ),
    "dialogue.deletion_set": (
        gettext_lazy("A dialogue is deleted sooner"),
        gettext_lazy(
            "%(who)s has set %(delete_on)s as the day on which the dialogue of %(when)s is deleted. Take the text out before "
            "then, if you want to keep it."
        ),
    ),
    "prepare": (
        gettext_lazy("Dialogue tomorrow"),
        gettext_lazy(
            "Tomorrow you have a dialogue: %(when)s%(where)s. Write down what you want to say at each point beforehand."
        ),
    ),
    "step": (
        gettext_lazy("A step of yours is due"),
        gettext_lazy(
            "A step that you agreed on in the dialogue of %(when)s is due. Tick it when it is done."
        ),
    ),
}


def line_of(event: Event, matter: Matter) -> Line:
    part = event.facts.get("part", "")
    return _line(
        event.kind,
        matter,
        who=event.actor.said_name if event.actor else "Samsyn",
        part=Part(part).label if part in Part.values else "",
    )


def line_of_reminder(reminder: Reminder) -> Line:
    return _line(reminder.kind, reminder.matter, who="", part="")


def line_of_lapse(lapse: Lapse) -> Line:
    if Matter(lapse.assignment).is_protected:
        return _protected(lapse.url)
    text = f"{lapse.title}. {lapse.text}"
    return Line(one_line(lapse.title), one_line(text), settings.BASE_URL + lapse.url)


def _line(kind: str, matter: Matter, **facts: Any) -> Line:
    url = _page_of(matter)
    if matter.is_protected:
        return _protected(url)
    subject, text = SENTENCES[kind]
    words = {
        "title": matter.assignment.title,
        "place": matter.assignment.place.name,
        "last_day": date_format(matter.assignment.ends_on, "j F Y"),
        "when": _when(matter),
        "where": _where(matter),
        "delete_on": _deleted_on(matter),
        **facts,
    }
    return Line(one_line(subject % words), one_line(text % words), settings.BASE_URL + url)


def _protected(url: str) -> Line:
    return Line(
        _("Something new in Samsyn"),
        _("Something concerns you in Samsyn. Sign in and read it there."),
        settings.BASE_URL + url,
    )


def _page_of(matter: Matter) -> str:
    if matter.dialogue:
        return reverse("assignments:dialogue", args=[matter.dialogue.pk])
    return reverse("assignments:assignment", args=[matter.assignment.pk])


def _when(matter: Matter) -> str:
    if matter.dialogue is None:
        return ""
    at = timezone.localtime(matter.dialogue.starts_at)
    return _("%(day)s at %(clock)s") % {
        "day": date_format(at, "l j F"),
        "clock": said_clock(at),
    }


def _deleted_on(matter: Matter) -> str:
    day = matter.dialogue.delete_on if matter.dialogue else None
    return date_format(day, "j F Y") if day else ""


def _where(matter: Matter) -> str:
    return f", {matter.dialogue.where}" if matter.dialogue and matter.dialogue.where else ""


def why(topic: Topic) -> str:
    if topic in {Topic.DIALOGUES, Topic.CALENDAR}:
        return _("You get this because you are one of the two of the dialogue.")
    return _(
        "You get this because you are one of the two of the assignment, or act in the place of one."
    )


def said_of_several(lines: list[Line]) -> list[Line]:
    """The same thing said several times, as three comments on one part, is said once with its number."""
    count: dict[Line, int] = {}
    for line in lines:
        count[line] = count.get(line, 0) + 1
    return [_counted(line, number) for line, number in count.items()]


def _counted(line: Line, number: int) -> Line:
    if number == 1:
        return line
    times = ngettext("(%(number)s time)", "(%(number)s times)", number) % {"number": number}
    return Line(line.subject, f"{line.text} {times}", line.url)


def subject_of_morning(lines: list[Line]) -> str:
    return lines[0].subject if len(lines) == 1 else _("This morning in Samsyn")
