"""The grid of rights in words: who may do what."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.organisations.access import GRID, Can
from samsyn.organisations.roles import Role

# Every right says itself; a test keeps the list complete. In the order of the page.
WORDS: dict[Can, str | Promise] = {
    Can.ORGANISATION_VIEW: _("See schools and organisations"),
    Can.PERSON_VIEW: _("See who works where"),
    Can.PROTECTED_PERSON_VIEW: _("See the page of a person with protected identity"),
    Can.PERSON_INVITE: _("Invite people to Samsyn"),
    Can.PERSON_EDIT: _("Enter and correct people and their duties"),
    Can.PERSON_VOUCH: _("Vouch that a new address is the same person's"),
    Can.DELEGATE: _("Let a deputy act in one's own duty"),
    Can.ROSTER_EDIT: pgettext_lazy("right", "Read in a roster"),
    Can.ORGANISATION_EDIT: _("Add and change schools"),
    Can.COOPERATION_EDIT: _("Make and end agreements between organisations"),
    Can.SURVEY_VIEW: _("See surveys"),
    Can.SURVEY_EDIT: _("Make surveys and read in responses"),
    Can.RESULT_VIEW: _("See results of closed rounds"),
    Can.CODING_VIEW: _("See coded answers"),
    Can.CODING_EDIT: _("Code answers and read in coded answers"),
    Can.REPORT_EDIT: _("Write reports and issue editions"),
    Can.EDITION_READ: _("Read issued reports"),
    Can.ASSIGNMENT_VIEW: _("Read what is open of agreed assignments"),
    Can.ASSIGNMENT_EDIT: _("Write and agree on an assignment, as one of the two"),
    Can.DIALOGUE_HOLD: _("Hold dialogues and read their notes, as one of the two"),
    Can.ASSIGNMENT_OVERVIEW: _("See which assignments there are and what they lack"),
    Can.POST_VIEW: _("See career posts"),
    Can.POST_EDIT: _("Enter and change career posts"),
    Can.TERMS_EDIT: _("Set the terms of the school year and write templates"),
    Can.IMPORT: _("Upload files"),
    Can.GRID_VIEW: _("Read this page"),
    Can.LOG_VIEW: _("Read what has happened"),
    Can.FAULTS_VIEW: _("See reported faults"),
}


@dataclass(frozen=True)
class GridRow:
    words: str
    # Every role's name, and whether it has the right.
    holders: tuple[tuple[str, bool], ...]


def roles() -> list[str]:
    return [str(role.label) for role in Role]


def rows() -> list[GridRow]:
    return [
        GridRow(str(words), tuple((str(role.label), can in GRID[role]) for role in Role))
        for can, words in WORDS.items()
    ]
