"""How the log says what happened to surveys, their rounds and mails."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "survey.made": _("began a survey"),
    "survey.built": _("changed a survey"),
    "survey.step_undone": _("undid a change of a survey"),
    "survey.wording_corrected": _("corrected the wording of a survey that has been answered"),
    "survey.version_made": _("made a new version of a survey"),
    "survey.questionnaire_imported": _("read in a questionnaire"),
    "survey.grouping_made": _("made groups for the results of a survey"),
    "survey.grouping_removed": _("took away groups for the results of a survey"),
    "round.made": _("made a round"),
    "round.responses_imported": _("read in a round’s answers"),
    "round.audience_chosen": _("chose whom a round asks"),
    "round.mode_chosen": _("chose what ties answers to a person"),
    "round.times_chosen": _("chose when a round is open"),
    "round.scheduled": _("had invitations sent"),
    "round.taken_back": _("took invitations back before they were sent"),
    "round.opened": _("opened a round"),
    "round.not_opened": _("could not open a round at its hour"),
    "round.late_added": _("invited somebody afterwards"),
    "round.extended": _("moved the closing of a round"),
    "round.closed": _("closed a round"),
    "round.reopened": _("opened a round again and withdrew its results"),
    "round.file_taken": _("had answers made into a file"),
    "round.released": _("shared a round’s results with those who were asked"),
    "round.unreleased": _("stopped sharing a round’s results"),
    "round.results_told": _("had a mail about a round’s results sent"),
    "mailing.written": _("changed the text of a mail"),
    "mailing.moved": _("moved a reminder"),
    "mailing.added": _("planned one more reminder"),
    "mailing.posted": _("sent a round’s mail"),
    "mailing.sent_again": _("sent an invitation again that had not arrived"),
    "mailing.returned": _("noted a mail that came back"),
}
