"""Many assignments in a sentence, and as a rope: how many hold together all the way, and what the others lack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from samsyn.assignments import thread
from samsyn.assignments.models import State
from samsyn.assignments.queries.overviews import Sums
from samsyn.assignments.rules.years import said_year
from samsyn.core.thread import Rope, RopeLink, rope
from samsyn.core.thread import State as Mark
from samsyn.core.words import capitalised, in_words, listed

# How a gap is said: in a sentence, and as a heading of its own.
NOUNS: Mapping[str, str | Promise] = {
    "time": gettext_lazy("time"),
    "mandate": gettext_lazy("mandate"),
    "evaluation": gettext_lazy("evaluation"),
    "dialogue": gettext_lazy("a planned dialogue"),
    "outcome": gettext_lazy("a close"),
}
# The links that all strands hang in: the knot, and where everybody stands.
LEARNING = 4


def sentence(sums: Sums) -> str:
    """ "Seventeen assignments at six schools. Ten hold together all the way, seven lack something. Mostly it is time." """
    parts = [_where(sums), _how(sums), _mostly(sums)]
    return " ".join(capitalised(part) for part in parts if part)


def _where(sums: Sums) -> str:
    number = {"number": in_words(sums.total)}
    what = ngettext("one assignment", "%(number)s assignments", sums.total) % number
    places = []
    if sums.schools > 1 or (sums.schools and sums.for_all):
        schools = {"number": in_words(sums.schools)}
        places.append(ngettext("at one school", "at %(number)s schools", sums.schools) % schools)
    if sums.for_all:
        for_all = {"number": in_words(sums.for_all)}
        places.append(
            ngettext(
                "one for the whole organiser", "%(number)s for the whole organiser", sums.for_all
            )
            % for_all
        )
    if sums.for_all and not sums.schools:
        return _("%(what)s for the whole organiser.") % {"what": what}
    if sums.for_all:
        return _("%(what)s, %(where)s.") % {"what": what, "where": listed(_split(sums, places))}
    return f"{what} {places[0]}." if places else f"{what}."


def _split(sums: Sums, places: list[str]) -> list[str]:
    """With some for the whole organiser, the number at the schools is said as well."""
    return [f"{_count(sums.total - sums.for_all)} {places[0]}", *places[1:]]


def _count(number: int) -> str:
    return npgettext("assignments", "one", "%(number)s", number) % {"number": in_words(number)}


def _how(sums: Sums) -> str:
    if sums.total == sums.drafts:
        return ngettext("It is not agreed yet.", "None is agreed yet.", sums.total)
    if sums.total == sums.whole:
        return ngettext(
            "It holds together all the way.", "All hold together all the way.", sums.total
        )
    if sums.total == sums.something:
        words = ngettext("It lacks %(what)s.", "All lack %(what)s.", sums.total)
        return words % {"what": _what(sums)}
    clauses = [clause for clause in (_whole(sums), _lacking(sums), _drafts(sums)) if clause]
    return (listed(clauses) if len(clauses) > 2 else ", ".join(clauses)) + "."


def _whole(sums: Sums) -> str:
    number = {"number": in_words(sums.whole)}
    words = ngettext(
        "one holds together all the way", "%(number)s hold together all the way", sums.whole
    )
    return words % number if sums.whole else ""


def _lacking(sums: Sums) -> str:
    words = ngettext("one lacks %(what)s", "%(number)s lack %(what)s", sums.something)
    number = {"number": in_words(sums.something), "what": _what(sums)}
    return words % number if sums.something else ""


def _what(sums: Sums) -> str:
    """By name where one alone lacks something, or all lack the same."""
    kinds = [str(NOUNS[gap]) for gap, count in sums.gaps.items() if count]
    return listed(kinds) if sums.something == 1 or len(kinds) == 1 else _("something")


def _drafts(sums: Sums) -> str:
    words = ngettext("one is not agreed yet", "%(number)s are not agreed yet", sums.drafts)
    return words % {"number": in_words(sums.drafts)} if sums.drafts else ""


def _mostly(sums: Sums) -> str:
    """Nothing where all lack the same, or each gap is as common as the others."""
    most = max(sums.gaps.values())
    common = [gap for gap, count in sums.gaps.items() if count == most]
    kinds = [gap for gap, count in sums.gaps.items() if count]
    if sums.something < 2 or len(kinds) < 2 or len(common) > 1:
        return ""
    return _("Mostly it is %(what)s.") % {"what": NOUNS[common[0]]}


def said_gaps(gaps: Iterable[str]) -> str:
    """Time and mandate are missing"""
    what = capitalised(listed([str(NOUNS[gap]) for gap in gaps]))
    return _("%(what)s missing") % {"what": what} if what else ""


def rope_of(assignments: Sequence[thread.Listed], sums: Sums, year: int, now: datetime) -> Rope:
    """A strand for each in the list's order, from the knot of the school year; drafts are still to be gone."""
    marks = [thread.states(one, now) for one in assignments]
    missing = [
        frozenset(index + 1 for index, mark in enumerate(states) if mark is Mark.MISSING)
        for states in marks
    ]
    drafts = [index for index, one in enumerate(assignments) if one.state == State.DRAFT]
    return rope(_links(sums, year), missing, now=LEARNING, ahead=frozenset(drafts))


def _links(sums: Sums, year: int) -> list[RopeLink]:
    number = {"number": in_words(sums.total)}
    all_of_them = ngettext("one assignment", "%(number)s assignments", sums.total) % number
    return [
        RopeLink(said_year(year), all_of_them),
        _agreement_link(sums),
        _gap_link(_("Time"), sums, "time"),
        _gap_link(_("Mandate"), sums, "mandate"),
        RopeLink(_("Learning"), _under_way(sums)),
        _gap_link(_("Dialogue"), sums, "dialogue"),
        _outcome_link(sums),
    ]


def _gap_link(title: str, sums: Sums, gap: str) -> RopeLink:
    return RopeLink(title, _lack(sums.gaps[gap]) or _none(sums), lacks=sums.gaps[gap] > 0)


def _lack(count: int) -> str:
    return ngettext("%(count)s lacks", "%(count)s lack", count) % {"count": count} if count else ""


def _none(sums: Sums) -> str:
    return _("nobody lacks") if sums.total > sums.drafts else _("not agreed yet")


def _agreement_link(sums: Sums) -> RopeLink:
    title = _("Assignment")
    if sums.gaps["evaluation"]:
        note = _("%(count)s without evaluation") % {"count": sums.gaps["evaluation"]}
        return RopeLink(title, note, lacks=True)
    if sums.drafts:
        return RopeLink(title, _("%(count)s not agreed") % {"count": sums.drafts})
    return RopeLink(title, _("all agreed"))


def _under_way(sums: Sums) -> str:
    if sums.under_way == sums.total:
        return _("under way in all")
    if not sums.under_way:
        return _("not under way yet")
    return _("under way in %(count)s") % {"count": sums.under_way}


def _outcome_link(sums: Sums) -> RopeLink:
    title, ended = _("How did it turn out?"), sums.gaps["outcome"]
    if ended:
        return RopeLink(title, _lack(ended), lacks=True)
    return RopeLink(title, _evaluated(sums.evaluated))


def _evaluated(count: int) -> str:
    if not count:
        return _("none evaluated yet")
    return ngettext("one evaluated", "%(number)s evaluated", count) % {"number": count}


def title_of(places: Sequence[tuple[str, str]]) -> str:
    """By where the reader leads: in a municipality, at schools."""
    if len(places) == 1 and places[0][0].count("/") == 2:
        return _("The assignments in %(place)s") % {"place": places[0][1]}
    return _("The assignments at %(places)s") % {"places": listed([place[1] for place in places])}


def said_count(count: int) -> str:
    number = {"number": in_words(count)}
    return capitalised(ngettext("one assignment", "%(number)s assignments", count) % number)
