"""Pages that say how things stand, where there is nothing to answer: not yet, no longer, or done already."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.surveys.answering import Written
from samsyn.surveys.answering_pages import Asked
from samsyn.surveys.queries.answering import Visit


def instead_of_first(visit: Visit, asked: Asked) -> str:
    """Empty where the survey can be answered."""
    if visit.is_coming:
        return _not_yet(visit, asked)
    if not visit.is_open:
        return _closed(visit, asked)
    if visit.answered_on is not None:
        return _answered(visit, asked)
    return ""


def _not_yet(visit: Visit, asked: Asked) -> str:
    lead = ""
    if visit.opens_at is not None:
        local = timezone.localtime(visit.opens_at)
        lead = _("It opens on %(day)s at %(time)s. Open the link again then.") % {
            "day": date_format(local, "l j F"),
            "time": date_format(local, "H.i"),
        }
    return asked.page("sentence", heading=_("The survey is not open yet"), lead=lead)


def _closed(visit: Visit, asked: Asked) -> str:
    if visit.answered_on is not None:
        lead = _("Your answers came in before, and are counted.")
    elif visit.is_named and visit.draft:
        lead = _kept(asked)
    else:
        lead = _("It can no longer be answered.")
    return asked.page(
        "sentence",
        heading=_closed_words(asked),
        lead=lead,
        lines=_of_results(asked),
        result_token=asked.told.result_token,
        may_download=_may_download(visit),
    )


def _of_results(asked: Asked) -> list[str]:
    if asked.told.result_token:
        return [_("The results are shared with all who were asked.")]
    if asked.told.may_be_shared:
        return [_("If the results are shared with all who were asked, you find them by this link.")]
    return []


def _closed_words(asked: Asked) -> str:
    if asked.told.closes_at is None or asked.told.closes_at > timezone.now():
        return _("The survey has closed")
    local = timezone.localtime(asked.told.closes_at)
    return _("The survey closed on %(day)s at %(time)s") % {
        "day": date_format(local, "j F"),
        "time": date_format(local, "H.i"),
    }


def _kept(asked: Asked) -> str:
    if asked.told.sender:
        return (
            _("Your answers are saved but not sent in. Ask %s to open the survey again.")
            % asked.told.sender
        )
    return _("Your answers are saved but not sent in.")


def _may_download(visit: Visit) -> bool:
    return visit.is_named and visit.response is not None


def _answered(visit: Visit, asked: Asked) -> str:
    if not visit.is_named:
        return asked.page(
            "sentence",
            heading=_("Your answers are in"),
            lead=_(
                "Thank you. Nobody knows which ones are yours, so they can be neither shown nor"
                " changed."
            ),
        )
    lead = _("You can change them until the survey closes.")
    if visit.draft:
        lead = _("You have changed something since, which is saved but not sent in.")
    return asked.page(
        "sentence",
        heading=_("Your answers are in"),
        lead=lead,
        may_change=True,
        may_download=_may_download(visit),
    )


def closed_and_overtaken(asked: Asked, mine: Written) -> str:
    """It closed, and what this page says is another than what was saved since from another: that one stands."""
    return asked.page(
        "sentence",
        heading=_("The survey closed while you were writing"),
        lead=_kept(asked),
        lines=[
            _(
                "What you wrote here is not saved, since this part was changed in another window or"
                " on another device. Below is all of it, to copy if you want to keep it."
            )
        ],
        parts=asked.parts(mine),
    )


def closed_meanwhile(visit: Visit, asked: Asked, written: Written) -> str:
    """The survey closed while somebody was answering. Nothing of what was written is thrown away."""
    heading = _("The survey closed while you were writing")
    if visit.is_named:
        return asked.page("sentence", heading=heading, lead=_kept(asked))
    lead = _("Your answers are not sent in, and are kept nowhere but here and in this browser.")
    line = _("Below is all that you wrote, to copy if you want to keep it.")
    if asked.told.sender:
        line += " " + _("If you want to answer, ask %s to open the survey again.") % (
            asked.told.sender
        )
    return asked.page(
        "sentence", heading=heading, lead=lead, lines=[line], parts=asked.parts(written)
    )
