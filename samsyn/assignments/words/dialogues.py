"""How the log says what has happened to dialogues: that they were, never what was said."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "dialogue.planned": _("planned a dialogue"),
    "dialogue.moved": _("moved a dialogue"),
    "dialogue.cancelled": _("cancelled a dialogue"),
    "dialogue.prepared": _("prepared a dialogue"),
    "dialogue.begun": _("began a dialogue"),
    "dialogue.ended": _("ended a dialogue"),
    "dialogue.approved_by_one": _("approved the notes of a dialogue"),
    "dialogue.approved": _("approved the notes of a dialogue as the second of two"),
    "dialogue.broken_off": _("broke off a dialogue"),
    "dialogue.released_by_one": _("released a dialogue, which both have to"),
    "dialogue.released": _("released a dialogue as the second of two"),
    "dialogue.release_taken_back": _("took the release of a dialogue back"),
    "dialogue.opened": _("opened a dialogue"),
    "dialogue.refused": _("tried to open a dialogue, and was turned away"),
    "dialogue.taken_out": _("took a dialogue out as a file"),
    "dialogue.deletion_set": _("set an earlier day for a dialogue to be deleted"),
    "dialogue.deleted": _("deleted a dialogue on its day"),
    "step.done": _("did what was agreed in a dialogue"),
    "step.reopened": _("opened an agreed step again"),
}
