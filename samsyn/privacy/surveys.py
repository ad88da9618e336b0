"""What surveys store about a person. Of an anonymous survey there is no answer to show: nobody knows which it is."""

from django.utils.translation import gettext_lazy as _

from samsyn.privacy.sources import Source

_TRACE = _("Shows who did what, so that faults can be found and misuse seen.")
_WHEN, _SURVEY = _("When"), _("Survey")

SOURCES = [
    Source(
        "surveys.Invitation",
        "person",
        _("Surveys you have been asked to answer"),
        _("So that you are asked once, and not reminded when you have answered."),
        (
            ("round.title", _SURVEY),
            ("email", _("E-mail address")),
            ("opened_on", _("Opened")),
            ("answered_on", _("Answered on")),
            ("declined_on", _("Did not want to be reminded")),
        ),
    ),
    Source(
        "surveys.Response",
        "invitation__person",
        _("What you have answered in your name"),
        _("So that those who asked can read it. The link in the invitation leads to it."),
        (("round.title", _SURVEY), ("answers", _("Answers"))),
    ),
    Source(
        "surveys.Round",
        "sender",
        _("Surveys that are sent in your name"),
        _("So that who is asked knows whom to answer."),
        (("title", _SURVEY), ("opens_at", _("Opens")), ("closes_at", _("Closes"))),
    ),
    Source(
        "surveys.SurveyEdit",
        "person",
        _("Steps you have taken in building surveys"),
        _("So that a step can be undone."),
        (("created_at", _WHEN), ("survey.title", _SURVEY), ("done", _("What"))),
    ),
    Source(
        "surveys.WordingChange",
        "person",
        _("Words you have corrected in surveys"),
        _TRACE,
        (("created_at", _WHEN), ("survey.title", _SURVEY), ("before", _("Before"))),
    ),
]
