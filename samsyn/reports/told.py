"""How the log says what happened to reports."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "report.made": _("began a report"),
    "report.changed": _("changed what a report is called or who publishes it"),
    "report.part_added": _("added a part to a report"),
    "report.part_changed": _("changed a part of a report"),
    "report.part_moved": _("moved a part of a report"),
    "report.part_removed": _("took a part out of a report"),
    "report.part_restored": _("put a part back into a report"),
    "report.edition_issued": _("issued a report"),
    "report.files_asked_for": _("had a report made into files anew"),
    "report.files_made": _("made a report into files"),
    "report.files_failed": _("could not make a report into files"),
}
