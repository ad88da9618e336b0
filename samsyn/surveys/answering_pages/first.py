"""What the first page tells: who reads, what Samsyn knows, quotes, changing one’s mind, how long."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.core.words import in_words, listed
from samsyn.surveys.answering import shortest_and_longest
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import WRITTEN, RegisterBy
from samsyn.surveys.queries.answering import Told

# More names than this are no names to a reader.
MOST_READERS = 3


def facts_of(told: Told, questionnaire: Questionnaire) -> dict[str, object]:
    rows = [
        (_("Who reads the answers?"), _readers(told, questionnaire)),
        (_("What does Samsyn know of me?"), _known(told)),
        (pgettext("first page", "What I write myself?"), _quotes(told, questionnaire)),
        (_("Can I change my mind?"), _changing(told)),
        (_("How long?"), _until(told)),
    ]
    return {
        "rows": [row for row in rows if row[1]],
        "minutes": _minutes(questionnaire),
        "heading": _("Your answers carry your name")
        if told.is_named
        else _("Your answers are anonymous"),
        "meaning": _meaning(told),
    }


def _minutes(questionnaire: Questionnaire) -> str:
    shortest, number = shortest_and_longest(questionnaire)
    if shortest < number:
        words = {"shortest": in_words(shortest), "longest": in_words(number)}
        return _("It takes about %(shortest)s to %(longest)s minutes.") % words
    return ngettext("It takes about a minute.", "It takes about %s minutes.", number).replace(
        "%s", in_words(number)
    )


def _meaning(told: Told) -> str:
    if told.is_named:
        return _("Those who made the survey see that the answers are yours.")
    return _("Nobody can see what you have answered, not even we who made the survey.")


def _names(told: Told) -> str:
    if 0 < len(told.readers) <= MOST_READERS:
        words = {"names": listed(told.readers), "organisation": told.organisation}
        return _("%(names)s at %(organisation)s") % words
    return _("Those who make surveys at %s") % told.organisation


def _readers(told: Told, questionnaire: Questionnaire) -> str:
    words = {"names": _names(told), "threshold": in_words(questionnaire.threshold)}
    if told.is_named:
        return (
            _(
                "%(names)s, who see which answers are yours. Your principal, head of schools and"
                " municipality see only results of groups where at least %(threshold)s have answered."
            )
            % words
        )
    return (
        _(
            "%(names)s, when the survey has closed. Your principal, head of schools and municipality"
            " see only results of groups where at least %(threshold)s have answered."
        )
        % words
    )


def _known(told: Told) -> str:
    if told.is_named:
        return _("Your name, your address, and what you answer.")
    if told.is_open_link:
        return _(
            "Nothing. The link is the same for all, and the answers are kept without name and time."
        )
    return " ".join(
        [
            _("That your link has been used, so that you are spared reminders."),
            _("The answers are kept apart, without name, time and link."),
            *_following(told),
        ]
    )


def _following(told: Told) -> list[str]:
    """What of the register is kept with the answer."""
    what = {
        RegisterBy.ROLE: _("your role"),
        RegisterBy.ORGANISER: _("your organiser"),
        RegisterBy.BOTH: _("your role and your organiser"),
    }.get(RegisterBy(told.register_by))
    if what is None:
        return []
    return [
        _("What follows them is %(what)s, put together to groups of at least %(threshold)s.")
        % {"what": what, "threshold": in_words(told.questionnaire.threshold)}
    ]


def _quotes(told: Told, questionnaire: Questionnaire) -> str:
    if not any(question.kind in WRITTEN for question in questionnaire.questions):
        return ""
    if told.is_named:
        return _("May be quoted in the report, without your name. Do not name others or schools.")
    return _("May be quoted word for word in the report. So write no names of people or schools.")


def _changing(told: Told) -> str:
    if told.is_named:
        return _(
            "Yes, until the survey closes. Each part is saved when you leave it, and you can go on"
            " later, on another device too, with the same link."
        )
    return _(
        "You can pause and change. The draft lies in this browser until you send it in. An answer"
        " that is sent in cannot be taken back: nobody knows which one is yours."
    )


def _until(told: Told) -> str:
    kept = " ".join(
        [
            _("The answers are kept to compare between years."),
            _("When the survey has closed, its results can be shared with all who were asked."),
        ]
    )
    if told.closes_at is None:
        return kept
    return f"{closing_words(told)} {kept}"


def closing_words(told: Told) -> str:
    if told.closes_at is None:
        return ""
    local = timezone.localtime(told.closes_at)
    return _("The survey closes on %(day)s at %(time)s.") % {
        "day": date_format(local, "l j F"),
        "time": date_format(local, "H.i"),
    }
