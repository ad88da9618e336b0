"""The sentences about numbers that a report freezes, in the language that is active when it does."""

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.surveys.models import QuestionKind
from samsyn.surveys.queries import OptionResult, QuestionResult, ResultPage


def percent_text(percent: int | None) -> str:
    return "–" if percent is None else _("%(number)s%%") % {"number": percent}


def count_text(count: int | None) -> str:
    return _("not shown") if count is None else str(localize(count))


def answers_text(count: int | None) -> str:
    if count is None:
        return _("not shown")
    return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": localize(count)}


def respondents_text(result: ResultPage) -> str:
    """How many answered, of how many."""
    if not result.invited_count:
        return answers_text(result.respondents)
    sentence = (
        _("%(answers)s of about %(invited)s invited, %(percent)s.")
        if result.invited_is_approximate
        else _("%(answers)s of %(invited)s invited, %(percent)s.")
    )
    return sentence % {
        "answers": answers_text(result.respondents),
        "invited": localize(result.invited_count),
        "percent": percent_text(result.rate),
    }


def base_text(question: QuestionResult) -> str:
    """Of whom the percentages are, and how many options each could choose."""
    share = _("Share of %(base)s respondents") % {"base": count_text(question.base)}
    if question.kind != QuestionKind.MULTIPLE:
        return f"{share}."
    allowed = _("several answers could be chosen")
    if question.max_choices:
        allowed = _("at most %(most)s answers could be chosen") % {
            "most": apnumber(question.max_choices)
        }
    return f"{share}, {allowed}."


def shown_text(shown: int, all_of_them: int) -> str:
    if shown >= all_of_them:
        return ""
    return _("The %(shown)s most common of %(all)s.") % {
        "shown": apnumber(shown),
        "all": apnumber(all_of_them),
    }


def chart_alt(options: Sequence[OptionResult]) -> str:
    bars = "; ".join(f"{option.label}: {percent_text(option.percent)}" for option in options)
    return _("Bar chart. %(bars)s.") % {"bars": bars}


def finding_text(question: QuestionResult) -> str:
    """The most chosen option, from the totals of everybody."""
    place = question.order(by_size=True)[0]
    option = question.options[place]
    return _(
        "%(percent)s answer “%(option)s” to the question “%(question)s” That is %(count)s of %(base)s."
    ) % {
        "percent": capfirst(percent_text(option.percent)),
        "option": option.label,
        "question": question.text,
        "count": count_text(option.count),
        "base": count_text(question.base),
    }
