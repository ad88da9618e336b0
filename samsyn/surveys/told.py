"""How the log says what happened to rounds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "round.made": _("made a round"),
    "round.audience_chosen": _("chose whom a round asks"),
    "round.mode_chosen": _("chose what ties answers to a person"),
    "round.times_chosen": _("chose when a round is open"),
    "round.scheduled": _("had invitations sent"),
    "round.taken_back": _("took invitations back before they were sent"),
    "round.opened": _("opened a round"),
    "round.late_added": _("invited somebody afterwards"),
    "round.extended": _("moved the closing of a round"),
    "round.closed": _("closed a round"),
    "round.reopened": _("opened a round again and withdrew its results"),
    "round.file_taken": _("had answers made into a file"),
    "round.released": _("shared a round’s results with those who were asked"),
    "round.unreleased": _("stopped sharing a round’s results"),
    "mailing.written": _("changed the text of a mail"),
    "mailing.moved": _("moved a reminder"),
    "mailing.posted": _("sent a round’s mail"),
    "mailing.returned": _("noted a mail that came back"),
}
