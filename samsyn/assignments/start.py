"""What assignments put on start pages: what waits to be agreed, answered, begun or closed, and what was just agreed.

Dialogues with their steps, and what is about to go wrong, come from modules of their own through the same door.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.assignments.agreement_page import change_between
from samsyn.assignments.dialogue_start import (
    dialogues_waiting,
    steps_of_the_other,
    steps_waiting,
)
from samsyn.assignments.differences import Run
from samsyn.assignments.models import (
    Assignment,
    Comment,
    Outcome,
    Part,
    State,
    Version,
    VersionState,
)
from samsyn.assignments.queries.lapses import lapses_waiting
from samsyn.assignments.queries.waiting import (
    Waiting,
    answered_since,
    in_page_order,
    mine_of,
    waiting_in,
)
from samsyn.assignments.rules.agreements import Side, agreed_at, side_of
from samsyn.assignments.rules.lapses import should_be_agreed_by
from samsyn.assignments.rules.moments import said_day
from samsyn.assignments.standing import called
from samsyn.core.panels import Item
from samsyn.core.words import in_words, listed
from samsyn.organisations.access import Actor

# Of an unchanged stretch as much as shows where the change stands.
AROUND = 60
MARKS = {"gone": "<del>{}</del>{}", "new": "<ins>{}</ins>{}", "same": "{}{}"}
NEW_FOR = timedelta(days=14)
# The last weeks of an assignment are when it is still remembered how it turned out.
CLOSED_WITHIN = timedelta(days=30)


def all_waiting(actor: Actor, thing: object) -> Iterator[Item]:
    """Asks only for what there is some of: most people have no assignment, and few a change that waits."""
    mine = mine_of(actor, thing)
    if mine.two:
        yield from waiting(actor, mine)
    yield from dialogues_waiting(actor, mine)
    yield from steps_waiting(actor, mine)
    yield from lapses_waiting(actor, mine)


def all_new(actor: Actor, thing: object) -> Iterator[Item]:
    mine = mine_of(actor, thing)
    if mine.has("answers"):
        yield from new(actor, mine)
    yield from steps_of_the_other(actor, mine)


def waiting(actor: Actor, thing: object) -> Iterator[Item]:
    mine, today = mine_of(actor, thing), timezone.localdate()
    found = waiting_in(actor, mine)
    for one in mine.two:
        side = side_of(actor, one)
        if side is not None:
            yield from _of_one(found, one, side, today)


def _of_one(found: Waiting, one: Assignment, side: Side, today: date) -> Iterator[Item]:
    shared = found.shared.get(one.pk)
    if one.state == State.DRAFT:
        yield from _draft(one, shared, side, today)
    elif shared and not agreed_at(shared, side):
        yield _proposal(found, one, shared, side, today)
    if own := found.own.get(one.pk):
        yield _unshared(one, own)
    theirs = [c for c in found.comments.get(one.pk, ()) if c.author_id == _other(one, side)]
    if theirs:
        yield _comments(one, theirs, side, today)
    if one.state == State.IN_FORCE:
        yield from _to_close(one, found.outcomes.get(one.pk), side, today)


def _url(one: Assignment, part: str = "") -> str:
    return reverse("assignments:assignment", args=[one.pk]) + (f"#{part}" if part else "")


def _other(one: Assignment, side: Side) -> object:
    return one.counterpart_id if side is Side.HOLDER else one.holder_id


def _name(one: Assignment, side: Side) -> str:
    """Of the other one."""
    return called(one.counterpart if side is Side.HOLDER else one.holder)


def _since(moment: datetime | None, today: date) -> str:
    day = timezone.localdate(moment) if moment else today
    return _("since %(day)s") % {"day": said_day(day)} if day < today else ""


def _draft(one: Assignment, draft: Version | None, side: Side, today: date) -> Iterator[Item]:
    """Four weeks after its start it is a lapse, which says the same."""
    if draft is None or agreed_at(draft, side) or should_be_agreed_by(one.starts_on) <= today:
        return
    name = {"name": _name(one, side), "title": one.title}
    has_yes = agreed_at(draft, side.other)
    yield Item(
        title=_("Say yes to “%(title)s”, or what is left") % name
        if has_yes
        else _("Write “%(title)s” ready") % name,
        text=_("%(name)s has said yes. You read it, and answer.") % name
        if has_yes
        else _("You and %(name)s write in the same text. It holds when both have said yes.") % name,
        url=_url(one),
        act=_("Read and answer") if has_yes else _("Go on writing"),
        on=max(one.starts_on, today),
        note=_begun(one, today),
    )


def _begun(one: Assignment, today: date) -> str:
    return _("began %(day)s") % {"day": said_day(one.starts_on)} if one.starts_on < today else ""


def _proposal(found: Waiting, one: Assignment, new: Version, side: Side, today: date) -> Item:
    parts = in_page_order(found.parts.get(new.pk, {}))
    names = [str(Part(part.part).label).lower() for part in parts]
    holds = found.holds.get(one.pk, {})
    changed = [change_between(holds.get(part.part), part) for part in parts]
    return Item(
        title=_("Answer %(name)s’s change of %(parts)s")
        % {"name": _name(one, side), "parts": listed(names)},
        text=one.title,
        quote=format_html_join("", "<p>{}</p>", ((q,) for c in changed for q in _quotes(c))),
        url=reverse("assignments:agree", args=[one.pk]),
        act=_("Say yes to the change"),
        send=(("version", str(new.pk)), ("revision", str(new.revision))),
        other=(_("Read all of it and answer"), _url(one, parts[0].part if parts else "")),
        on=today,
        note=_since(new.shared_at, today),
    )


def _quotes(change: object) -> Iterator[SafeString]:
    for name in ("text", "activities", "time", "audience"):
        runs: list[Run] = getattr(change, name)
        if any(run.kind != "same" for run in runs):
            yield quoted(runs, "" if name == "text" else ", ")


def quoted(runs: list[Run], between: str = "") -> SafeString:
    """The changed words with a little of what stands around them; of what stands in a list the changed alone."""
    shown = [
        (run.kind, run.text if between or run.kind != "same" else _shortened(runs, index))
        for index, run in enumerate(runs)
        if not between or run.kind != "same"
    ]
    return format_html_join(between, "{}", ((_marked(kind, text),) for kind, text in shown))


def _marked(kind: str, text: str) -> SafeString:
    """What is struck or new takes no space along into its mark."""
    words = text.rstrip()
    return format_html(MARKS[kind], words, text[len(words) :])


def _shortened(runs: list[Run], index: int) -> str:
    """An unchanged stretch keeps the end before a change and the beginning after one."""
    text = runs[index].text
    is_first, is_last = index == 0, index == len(runs) - 1
    if len(text) <= AROUND * (1 if is_first or is_last else 2):
        return text
    start, end = text[:AROUND].rsplit(" ", 1)[0], text[-AROUND:].partition(" ")[2]
    if is_first:
        return f"… {end}"
    return f"{start} …" if is_last else f"{start} … {end}"


def _unshared(one: Assignment, own: Version) -> Item:
    return Item(
        title=_("Share your change of “%(title)s”") % {"title": one.title},
        text=_("You alone see it until you share it. The agreed text holds meanwhile."),
        url=_url(one),
        act=_("Go on writing"),
    )


def _comments(one: Assignment, theirs: list[Comment], side: Side, today: date) -> Item:
    first = theirs[0]
    name = {"name": _name(one, side), "number": in_words(len(theirs))}
    title = ngettext(
        "%(name)s has written a comment",
        "%(name)s has written %(number)s comments",
        len(theirs),
    )
    where = f"{Part(first.part).label}, {one.title}"
    return Item(
        title=title % name,
        text=where,
        quote=format_html("<p>{}</p>", Truncator(first.text).words(30, truncate=" …")),
        url=_url(one, first.part),
        act=_("Read and answer"),
        on=today,
        note=_since(first.created_at, today),
    )


def _to_close(one: Assignment, outcome: Outcome | None, side: Side, today: date) -> Iterator[Item]:
    has_closed = outcome is not None and getattr(outcome, f"{side}_closed_at") is not None
    waits = outcome is not None and getattr(outcome, f"{side.other}_closed_at") is not None
    if has_closed or not (waits or today >= one.ends_on - CLOSED_WITHIN):
        return
    name = {"name": _name(one, side), "title": one.title}
    yield Item(
        title=_("How did “%(title)s” turn out?") % name,
        text=_("%(name)s has closed it. You read it, and close it too.") % name
        if waits
        else _("You and %(name)s write what is seen of the effect you expected.") % name,
        url=reverse("assignments:outcome", args=[one.pk]),
        act=_("Read and close") if waits else _("Write how it turned out"),
        on=max(one.ends_on, today),
    )


def new(actor: Actor, thing: object) -> Iterator[Item]:
    if actor.person_id is None:
        return
    for version in answered_since(actor, timezone.now() - NEW_FOR):
        side = side_of(actor, version.assignment)
        if side is not None:
            yield _answered(version, side)


def _answered(version: Version, side: Side) -> Item:
    one = version.assignment
    name = {"name": _name(one, side), "title": one.title, "number": version.number}
    if version.state == VersionState.DECLINED:
        return Item(
            title=_("%(name)s said no to your change of “%(title)s”.") % name,
            text=Truncator(version.answer).words(30, truncate=" …"),
            url=_url(one),
            act=_("Read the text"),
            on=timezone.localdate(version.changed_at),
        )
    return Item(
        title=_("“%(title)s” holds.") % name
        if version.number == 1
        else _("“%(title)s” holds as you changed it.") % name,
        text=_("You and %(name)s have both said yes.") % name,
        url=_url(one),
        act=_("Read the text"),
        on=timezone.localdate(version.in_force_at),
    )
