"""How the log of events says what happens to logs and outcomes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "log.entered": _("added a line to the log of an assignment"),
    "log.changed": _("changed a line in the log of an assignment"),
    "log.removed": _("took a line out of the log of an assignment"),
    "log.restored": _("put a line back in the log of an assignment"),
    "log.cleared": _("erased a line that was taken out of a log"),
    "outcome.written": _("wrote how an assignment turned out"),
    "outcome.evidence_added": _("added evidence of how an assignment turned out"),
    "outcome.evidence_removed": _("took away evidence of how an assignment turned out"),
    "outcome.evidence_restored": _("put back evidence of how an assignment turned out"),
    "outcome.evidence_cleared": _("erased evidence that was taken away"),
    "outcome.closed_by_one": _("closed how an assignment turned out, as one of the two"),
    "outcome.closed": _("closed how an assignment turned out, as the second of the two"),
}
