"""How the log says what has happened to career posts, school years and templates."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "post.made": _("entered a career post"),
    "post.changed": _("changed a career post"),
    "post.ended": _("ended a career post"),
    "terms.set": _("settled a school year"),
    "template.saved": _("wrote a template"),
    "template.archived": _("put a template aside"),
    "template.restored": _("took a template out again"),
}
