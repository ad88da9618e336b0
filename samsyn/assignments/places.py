"""How a place is said in a sentence: at a school, but in a municipality."""

from django.utils.translation import gettext as _

from samsyn.organisations.models import Organisation


def said_where(place: Organisation) -> str:
    return said_at(place.name, is_school=place.parent_id is not None)


def said_at(name: str, *, is_school: bool) -> str:
    """ "at Strandskolan", "in Älvsunda kommun" """
    words = _("at %(place)s") if is_school else _("in %(place)s")
    return words % {"place": name}
