"""The sentences that stand at a field: what to do, never what the system lacks."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.core.words import in_words
from samsyn.surveys.drafts import QuestionDraft
from samsyn.surveys.models import QuestionKind


def required(question: QuestionDraft) -> str:
    if question.kind == QuestionKind.SCALE:
        return _scale(question)
    if question.kind == QuestionKind.MATRIX:
        return _row(question)
    if question.kind in {QuestionKind.SHORT, QuestionKind.TEXT}:
        return _("Write an answer.")
    if question.kind == QuestionKind.NUMBER:
        return _("Write a number.")
    if question.kind == QuestionKind.DATE:
        return _("Give a date.")
    if question.kind == QuestionKind.RANKING:
        return _("Rank at least one.")
    if question.kind == QuestionKind.MULTIPLE:
        return _("Choose at least one answer.")
    return _("Choose an answer.")


def _scale(question: QuestionDraft) -> str:
    ends = {
        "low": plain(Decimal(1) if question.lowest is None else question.lowest),
        "high": plain(Decimal(5) if question.highest is None else question.highest),
        "unsure": question.unsure_label,
    }
    if question.unsure_label:
        return _("Choose %(low)s–%(high)s or %(unsure)s.") % ends
    return _("Choose %(low)s–%(high)s.") % ends


def _row(question: QuestionDraft) -> str:
    """Of a matrix, whose options often are figures, and one of them who can’t say."""
    points = [option.label for option in question.choices if not option.is_exclusive]
    apart = [option.label for option in question.choices if option.is_exclusive]
    if not all(point.isdecimal() for point in points) or len(points) < 2 or len(apart) > 1:
        return _("Choose an answer.")
    ends = {"low": points[0], "high": points[-1], "unsure": "".join(apart)}
    if apart:
        return _("Choose %(low)s–%(high)s or %(unsure)s.") % ends
    return _("Choose %(low)s–%(high)s.") % ends


def plain(number: Decimal) -> str:
    """As it is written in the language, without the zeros of the database."""
    text = f"{number:f}"
    return number_format(Decimal(text.rstrip("0").rstrip(".") if "." in text else text))


def unknown() -> str:
    return _("Choose among the answers on the page.")


def exclusive(label: str) -> str:
    return _("“%s” cannot be chosen together with others. Keep it, or the others.") % label


def too_many(count: int, most: int) -> str:
    return ngettext(
        "You have chosen %(count)s. Choose %(most)s at most: take away one.",
        "You have chosen %(count)s. Choose %(most)s at most: take away %(over)s.",
        count - most,
    ) % {"count": in_words(count), "most": in_words(most), "over": in_words(count - most)}


def too_few(count: int, least: int) -> str:
    return _("Choose at least %(least)s. So far you have %(count)s.") % {
        "least": in_words(least),
        "count": in_words(count),
    }


def same_rank(rank: int) -> str:
    return _("Two have the place %s. Give each a place of its own.") % rank


def gap(rank: int) -> str:
    return _("Nothing has the place %s. Give the places in order, from 1.") % rank


def no_number(decimals: int) -> str:
    if not decimals:
        return _("Write a whole number, in figures.")
    return ngettext(
        "Write a number in figures, with %s decimal at most.",
        "Write a number in figures, with %s decimals at most.",
        decimals,
    ) % in_words(decimals)


def out_of_range(question: QuestionDraft, number: Decimal) -> str:
    low, high = question.lowest, question.highest
    if low is not None and high is not None and not low <= number <= high:
        return _("Write a number from %(low)s to %(high)s.") % {
            "low": plain(low),
            "high": plain(high),
        }
    if low is not None and number < low:
        return _("Write a number that is %s or more.") % plain(low)
    if high is not None and number > high:
        return _("Write a number that is %s or less.") % plain(high)
    return ""


def no_date() -> str:
    return _("Give a date: year, month and day, such as 2026-12-04.")


def too_long(length: int, most: int) -> str:
    return _("The text has %(length)s characters; %(most)s fit. Shorten it.") % {
        "length": number_format(length, force_grouping=True),
        "most": number_format(most, force_grouping=True),
    }
