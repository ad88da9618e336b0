"""How the log says what has happened to assignments, their texts and comments."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "assignment.begun": _("began an assignment"),
    "assignment.changed": _("changed what an assignment is called or is about"),
    "assignment.yes_cleared": _("changed a text that had been said yes to"),
    "assignment.agreed_by_one": _("said yes to an assignment"),
    "assignment.in_force": _("said yes as the second of two: the assignment is agreed"),
    "assignment.taken_over": _("took over an assignment as counterpart"),
    "assignment.ended": _("ended an assignment"),
    "assignment.shortened": _("ended a post, and its assignment the same day"),
    "assignment.draft_removed": _("threw an empty draft of an assignment away"),
    "proposal.shared": _("proposed a change of an assignment"),
    "proposal.declined": _("said no to a change of an assignment"),
    "proposal.withdrawn": _("took a proposed change back"),
    "comment.made": _("wrote a comment"),
    "comment.resolved": _("settled a comment"),
    "comment.reopened": _("opened a comment again"),
}
