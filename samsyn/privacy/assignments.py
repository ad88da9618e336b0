"""What posts, assignments, dialogues and logs store about a person, and what of it is shown to them.

Own words come along. Sealed texts do not: that they exist is said, and that the two take them out at the dialogue.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.privacy.sources import Source

_TRACE = _("Shows who did what, so that faults can be found and misuse seen.")
_AGREED = _("So that the two of you know what is agreed, and colleagues know whom to ask.")
_SEALED = _(
    "The text is sealed. You read it and take it out at the dialogue; it is not in the file."
)
_FROM, _TO, _WHEN, _WHERE = _("From"), _("To"), _("When"), _("Where")
_STATE, _PART, _POINT = _("State"), _("Part"), _("Point")
_CONTROLLER = ("controller.name", _("Who answers for the record"))
_AT_SCHOOL = ("assignment.place.name", _WHERE)
_DIALOGUE: tuple[tuple[str, str | Promise], ...] = (
    ("starts_at", _WHEN),
    ("minutes", _("Minutes")),
    ("where", _WHERE),
    ("state", _STATE),
    ("delete_on", _("Is taken away")),
)

_AGREEMENTS = [
    Source(
        "assignments.CareerPost",
        "holder",
        _("Your career posts"),
        _("Your post is what your assignments are given in."),
        (
            ("role", _("As")),
            ("place.name", _WHERE),
            ("starts_on", _FROM),
            ("ends_on", _TO),
            ("teaching_percent", _("Percent teaching")),
            ("grant_category", _("State grant")),
            _CONTROLLER,
        ),
        "-starts_on",
    ),
    Source(
        "assignments.Assignment",
        "holder",
        _("Your assignments"),
        _AGREED,
        (
            ("title", _("Assignment")),
            ("place.name", _WHERE),
            ("starts_on", _FROM),
            ("ends_on", _TO),
            ("state", _STATE),
            ("ask_about", _("What you can be asked about")),
            ("ask_when", _("When you can be asked")),
            _CONTROLLER,
        ),
        "-starts_on",
    ),
    Source(
        "assignments.Assignment",
        "counterpart",
        _("Assignments that you agree on with others"),
        _AGREED,
        (("place.name", _WHERE), ("starts_on", _FROM), ("ends_on", _TO), ("state", _STATE)),
        "-starts_on",
    ),
    Source(
        "assignments.Assignment",
        "begun_by",
        _("Assignments that you have begun"),
        _TRACE,
        (("created_at", _WHEN), ("place.name", _WHERE)),
    ),
    Source(
        "assignments.Version",
        "author",
        _("Texts of assignments that you have begun"),
        _TRACE,
        (("created_at", _WHEN), _AT_SCHOOL, ("number", _("Version")), ("state", _STATE)),
    ),
    Source(
        "assignments.Version",
        "holder_agreed_by",
        _("What you have agreed to as career teacher"),
        _TRACE,
        (("holder_agreed_at", _WHEN), _AT_SCHOOL, ("number", _("Version"))),
    ),
    Source(
        "assignments.Version",
        "counterpart_agreed_by",
        _("What you have agreed to as counterpart"),
        _TRACE,
        (("counterpart_agreed_at", _WHEN), _AT_SCHOOL, ("number", _("Version"))),
    ),
    Source(
        "assignments.Version",
        "counterpart_agreed_for",
        _("What a deputy has agreed to in your place"),
        _TRACE,
        (("counterpart_agreed_at", _WHEN), _AT_SCHOOL, ("number", _("Version"))),
    ),
    Source(
        "assignments.PartText",
        "written_by",
        _("Parts of assignments that you have written"),
        _TRACE,
        (("written_at", _WHEN), ("version.assignment.place.name", _WHERE), ("part", _PART)),
    ),
    Source(
        "assignments.Comment",
        "author",
        _("Your comments on assignments"),
        _("So that the two of you can talk the assignment over."),
        (
            ("created_at", _WHEN),
            ("part", _PART),
            ("text", _("Text")),
            ("resolved_at", _("Settled")),
        ),
    ),
    Source(
        "assignments.Comment",
        "resolved_by",
        _("Comments that you have settled"),
        _TRACE,
        (("resolved_at", _WHEN), ("part", _PART)),
    ),
]

_DIALOGUES = [
    Source(
        "assignments.Dialogue",
        "assignment__holder",
        _("Dialogues about your assignments"),
        _SEALED,
        _DIALOGUE,
        "-starts_at",
    ),
    Source(
        "assignments.Dialogue",
        "counterpart",
        _("Dialogues that you hold with others"),
        _SEALED,
        _DIALOGUE,
        "-starts_at",
    ),
    Source(
        "assignments.Dialogue",
        "planned_by",
        _("Dialogues that you have planned"),
        _TRACE,
        (("created_at", _WHEN), ("starts_at", _("Planned for"))),
    ),
    Source(
        "assignments.Preparation",
        "person",
        _("Your preparations for dialogues"),
        _SEALED,
        (("dialogue.starts_at", _("Dialogue")), ("point", _POINT), ("done_at", _("Done"))),
    ),
    Source(
        "assignments.Note",
        "writer",
        _("Notes of dialogues that you have written"),
        _SEALED,
        (("dialogue.starts_at", _("Dialogue")), ("point", _POINT), ("written_at", _WHEN)),
    ),
    Source(
        "assignments.NextStep",
        "person",
        _("Your next steps"),
        _SEALED,
        (("dialogue.starts_at", _("Dialogue")), ("due_on", _("By when")), ("done_at", _("Done"))),
    ),
]

_FOLLOWING = [
    Source(
        "assignments.LogEntry",
        "assignment__holder",
        _("Your log"),
        _("Shows you how the time goes. Your counterpart sees the sum, nobody else anything."),
        (
            ("done_on", _WHEN),
            ("activity", _("Activity")),
            ("with_whom", _("With whom")),
            ("minutes", _("Minutes")),
            ("note", _("Note")),
            ("filename", _("File")),
        ),
        "-done_on",
    ),
    Source(
        "assignments.Outcome",
        "assignment__holder",
        _("How your assignments turned out"),
        _("So that those who come after can read what your work gave."),
        (
            ("assignment.title", _("Assignment")),
            ("seen", _("What is seen")),
            ("carries_on", _("What goes on")),
            ("audience", _("Who reads it")),
        ),
    ),
    Source(
        "assignments.Outcome",
        "written_by",
        _("Outcomes that you wrote in last"),
        _TRACE,
        (("changed_at", _WHEN), _AT_SCHOOL),
    ),
    Source(
        "assignments.Outcome",
        "holder_closed_by",
        _("Outcomes that you have closed as career teacher"),
        _TRACE,
        (("holder_closed_at", _WHEN), _AT_SCHOOL),
    ),
    Source(
        "assignments.Outcome",
        "counterpart_closed_by",
        _("Outcomes that you have closed as counterpart"),
        _TRACE,
        (("counterpart_closed_at", _WHEN), _AT_SCHOOL),
    ),
    Source(
        "assignments.Evidence",
        "added_by",
        _("Evidence that you have added"),
        _TRACE,
        (
            ("created_at", _WHEN),
            ("kind", _("Kind")),
            ("says", _("What it says")),
            ("filename", _("File")),
        ),
    ),
]

SOURCES = [*_AGREEMENTS, *_DIALOGUES, *_FOLLOWING]
