"""What the page of an invitation shows: the audience as a sentence, counted, with what small groups lead to."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.words import capitalised, in_words, listed, uncapitalised
from samsyn.organisations.access import Actor
from samsyn.organisations.roles import Role
from samsyn.surveys.letters import Letter, Reader
from samsyn.surveys.models import AudienceKind, Mailing, MailingKind, Round, RoundState
from samsyn.surveys.queries import audience
from samsyn.surveys.queries.mailings import letter_of
from samsyn.surveys.rules.audience import Headcount, Reason, SmallGroup, small_groups
from samsyn.surveys.rules.rounds import said_hour

NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Excepted:
    """Why some get no invitation, and how many."""

    count: int
    text: str
    note: str = ""


@dataclass(frozen=True)
class SmallNotice:
    title: str
    text: str


@dataclass(frozen=True)
class Preview:
    """A mail as one person gets it, what varies marked."""

    letter: Letter
    reader: Reader
    subject: SafeString
    paragraphs: list[SafeString]


@dataclass(frozen=True)
class InvitingPage:
    round: Round
    heads: Headcount
    day: date
    roles: str
    places: str
    without: str
    addresses_count: int
    questions: list[tuple[str, str]]
    mailings: list[Mailing]
    preview: Preview
    now: datetime

    @property
    def is_register(self) -> bool:
        return self.round.audience_kind == AudienceKind.REGISTER

    @property
    def is_list(self) -> bool:
        return self.round.audience_kind == AudienceKind.ADDRESSES

    @property
    def is_link(self) -> bool:
        return self.round.audience_kind == AudienceKind.LINK

    @property
    def is_scheduled(self) -> bool:
        return self.round.state == RoundState.SCHEDULED

    @property
    def open_address(self) -> str:
        return audience.open_address(self.round) if self.round.open_token else ""

    @property
    def invited(self) -> int:
        return self.addresses_count if self.is_list else self.heads.total.invited

    @property
    def exceptions(self) -> list[Excepted]:
        said = {
            Reason.NAMED: (_("are excepted by name"), _("by you or a colleague")),
            Reason.NO_ADDRESS: (_("have no e-mail address"), _("in the register")),
        }
        counts = ((reason, self.heads.excepted_for(reason)) for reason in Reason)
        return [Excepted(count, *said[reason]) for reason, count in counts if count]

    @property
    def exceptions_title(self) -> str:
        count = self.heads.total.excepted
        return ngettext("One is excepted", "%(count)s are excepted", count) % {
            "count": capitalised(in_words(count))
        }

    @property
    def doubled(self) -> str:
        count = self.heads.doubled
        return ngettext(
            "One has two duties, gets one invitation and is counted where the duty is greatest.",
            "%(count)s have two duties. They get one invitation and are counted where the duty is greatest.",
            count,
        ) % {"count": capitalised(in_words(count))}

    @property
    def small(self) -> list[SmallNotice]:
        if not self.is_register:
            return []
        threshold = self.round.survey.threshold
        groups = small_groups(self.heads.invited, threshold)
        by_role = "role" in self.round.register_by
        return [_small_notice(group, threshold, by_role=by_role) for group in groups]

    @property
    def threshold(self) -> str:
        return in_words(self.round.survey.threshold)

    @property
    def opens(self) -> str:
        return said_hour(self.round.opens_at) if self.round.opens_at else ""

    @property
    def opens_day(self) -> str:
        at = self.round.opens_at
        return date_format(at, "j F") if at else ""

    @property
    def is_now(self) -> bool:
        return self.round.opens_at is not None and self.round.opens_at <= self.now

    @property
    def closes(self) -> str:
        return said_hour(self.round.closes_at) if self.round.closes_at else ""

    @property
    def reminders(self) -> str:
        hours = [said_hour(m.due_at) for m in self.mailings if m.kind == MailingKind.REMINDER]
        return listed(hours)


def inviting_page(actor: Actor, round: Round) -> InvitingPage:
    heads = audience.headcount(round)
    mailings = audience.mailings_of(round)
    return InvitingPage(
        round=round,
        heads=heads,
        day=audience.audience_day(round),
        roles=_roles(round.audience.get("roles", [])),
        places=_places(round),
        without=_without(round),
        addresses_count=len(audience.addresses_of(round)),
        questions=audience.single_choices(round),
        mailings=mailings,
        preview=letter_preview(mailings[0]),
        now=timezone.now(),
    )


def letter_preview(mailing: Mailing) -> Preview:
    reader = audience.first_reader(mailing.round)
    letter = letter_of(mailing, mailing.round)
    return Preview(
        letter, reader, letter.marked(letter.subject, reader), letter.marked_paragraphs(reader)
    )


def _roles(roles: list[str]) -> str:
    words = [str(Role(role).label) for role in roles]
    if len(words) < 2:
        return "".join(words) or _("nobody yet")
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _places(round: Round) -> str:
    places = audience.chosen_places(round)
    if len(places) <= NAMED_AT_MOST:
        return listed([place.name for place in places])
    return _("%(count)s organisations") % {"count": in_words(len(places))}


def _without(round: Round) -> str:
    count = len(round.audience.get("without", ()))
    if not count:
        return _("nobody")
    return ngettext("one person", "%(number)s people", count) % {"number": in_words(count)}


def _small_notice(group: SmallGroup, threshold: int, *, by_role: bool) -> SmallNotice:
    """What it leads to; said as a condition while it is not chosen that results may be shown by role."""
    title = ngettext("%(they)s are one", "%(they)s are %(count)s", group.count) % {
        "they": group.they,
        "count": in_words(group.count),
    }
    said = {
        "number": in_words(threshold),
        "joins": group.joins or _("the smallest of the other groups"),
    }
    if group.count < threshold:
        text = _(
            "They are counted together with %(joins)s, so that none of them can be recognised."
        )
    else:
        text = _(
            "If fewer than %(number)s of them answer, they are counted together with %(joins)s, and then neither group is shown by itself."
        )
    text %= said
    return SmallNotice(
        title,
        text
        if by_role
        else _("Where results are shown by role: %(text)s") % {"text": uncapitalised(text)},
    )
