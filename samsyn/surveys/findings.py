"""Findings in words, made from totals only: "Six of ten answer ...". Never from the numbers of a group."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samsyn.surveys.models import CHOICES, QuestionKind
from samsyn.surveys.queries import OptionResult, QuestionResult, ResultPage


def finding(question: QuestionResult) -> str:
    """The most chosen option as a sentence, or the mean; "" where nothing may be shown or nobody chose anything."""
    if question.kind not in CHOICES:
        return _of_scale(question)
    top = most_chosen(question, 1)
    if not top:
        return ""
    return _("%(share)s answer “%(option)s”") % {
        "share": share_in_words(top[0].percent or 0),
        "option": top[0].label,
    }


def _of_scale(question: QuestionResult) -> str:
    """From the totals, like every finding."""
    if question.has_statements:
        return _of_statements(question)
    found, ends = question.summary, question.ends
    if found is None or ends is None:
        return ""
    if question.kind == QuestionKind.NUMBER:
        return _("Half of them answer %(number)s or less") % {
            "number": f"{number_format(found.median, 0)} {question.unit}".strip()
        }
    return _("The mean is %(mean)s on a scale from %(low)s to %(high)s") % {
        "mean": number_format(found.mean, 1),
        "low": number_format(ends[0], 0),
        "high": number_format(ends[1], 0),
    }


def _of_statements(question: QuestionResult) -> str:
    known = [(s.summary.mean, s) for s in question.statements if s.summary]
    if not known:
        return ""
    if question.kind == QuestionKind.RANKING:
        first = min(known, key=lambda pair: pair[0])[1]
        return _("“%(option)s” is put highest in the mean") % {"option": first.label}
    first = max(known, key=lambda pair: pair[0])[1]
    return _("They agree the most with “%(statement)s”") % {"statement": first.label}


def page_finding(page: ResultPage) -> str:
    """The finding of the first question that is not about who answered."""
    found = (finding(question) for question in page.questions if not question.is_background)
    return next((sentence for sentence in found if sentence), page.round_title)


def most_chosen(question: QuestionResult, count: int) -> list[OptionResult]:
    shown = [question.options[place] for place in question.order(by_size=True)]
    return [option for option in shown if option.count][:count]


def share_in_words(percent: int) -> str:
    """Whole percent in tenths, with "nearly" and "over" where it is more than one percent off."""
    if percent >= 100:
        return _("Everybody")
    if percent >= 96:
        return _("Nearly everybody")
    if percent < 9:
        return _("%(percent)s percent") % {"percent": percent}
    tenth = (percent + 5) // 10
    words = _tenths()[tenth]
    if percent < tenth * 10 - 1:
        return _("Nearly %(share)s") % {"share": words}
    if percent > tenth * 10 + 1:
        return _("Just over %(share)s") % {"share": words}
    return words[0].upper() + words[1:]


def _tenths() -> dict[int, str]:
    return {
        1: _("one in ten"),
        2: _("two in ten"),
        3: _("three in ten"),
        4: _("four in ten"),
        5: _("half"),
        6: _("six in ten"),
        7: _("seven in ten"),
        8: _("eight in ten"),
        9: _("nine in ten"),
        10: _("ten in ten"),
    }
