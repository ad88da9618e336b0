"""What a survey and its rounds allow by themselves: when results are shown, and in which groups. Other rules by noun."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from samsyn.analysis.blocks import BLANK, Block, CutsBlock, union_of_blocks
from samsyn.core.rules import RuleBroken
from samsyn.surveys.drafts import GroupingDraft, QuestionDraft, Questionnaire


def check_may_show_results(*, is_closed: bool) -> None:
    if not is_closed:
        raise RuleBroken(
            _(
                "The round is still open. Results are shown when it has closed, to everybody at the same"
                " time: otherwise somebody could see how a single answer changes the numbers."
            )
        )


def check_is_read_from_files(*, is_read: bool) -> None:
    """Answers that somebody knows would fill up the threshold, and those of a few could be subtracted from the rest."""
    if not is_read:
        raise RuleBroken(
            _(
                "The round is answered on Samsyn’s pages. Answers from a file are a round of their own."
            )
        )


def check_may_add_responses(*, is_closed: bool) -> None:
    if is_closed:
        raise RuleBroken(_("The round is closed. No more answers can be added."))


def check_may_close(*, is_closed: bool) -> None:
    if is_closed:
        raise RuleBroken(_("The round is closed already."))


def check_same_structure(*, is_same: bool, has_responses: bool) -> None:
    """Stored answers are positions of options, given under a promise of what is shown of them."""
    if has_responses and not is_same:
        raise RuleBroken(
            _(
                "The survey has answers, so its questions, options and groups, and how small groups are"
                " hidden, can no longer be changed."
            )
        )


def has_same_structure(before: Questionnaire, after: Questionnaire) -> bool:
    """Whether stored answers mean the same and are hidden by the same rule: only the survey's texts may differ."""
    return (
        [_structure(question) for question in before.questions]
        == [_structure(question) for question in after.questions]
        and (before.background, before.threshold, before.background_whole)
        == (after.background, after.threshold, after.background_whole)
        and before.sections == after.sections
        and _named_in(before, after) == after.groupings
    )


def is_same_questionnaire(before: Questionnaire, after: Questionnaire) -> bool:
    """Rounds aside, and groupings that were made by hand since."""
    kept = replace(before, groupings=_named_in(before, after), round=None)
    return kept == replace(after, round=None)


def _named_in(before: Questionnaire, after: Questionnaire) -> tuple[GroupingDraft, ...]:
    codes = {grouping.code for grouping in after.groupings}
    return tuple(grouping for grouping in before.groupings if grouping.code in codes)


def _structure(question: QuestionDraft) -> tuple[object, ...]:
    return question.code, question.kind, question.options


def check_same_owner(*, is_same: bool) -> None:
    if not is_same:
        raise RuleBroken(
            _("Another organisation has a survey with this code. Give yours another one.")
        )


def check_round_is_free(*, is_own: bool) -> None:
    if not is_own:
        raise RuleBroken(_("Another survey has a round with this code. Give yours another one."))


def check_groups(groups: Mapping[str, frozenset[int]]) -> None:
    """Named groups of the background question's options, before any round is looked at."""
    if not groups:
        raise RuleBroken(_("Give at least one of the answers a group."))
    seen: set[int] = set()
    for label, options in groups.items():
        if not options or seen & options:
            raise RuleBroken(_("Every answer stands in one group at most: look at “%s”.") % label)
        seen |= options


def check_name_is_free(*, is_taken: bool) -> None:
    """Sent twice, a way of grouping is made once."""
    if is_taken:
        raise RuleBroken(_("The survey has groups with this name already."), field="name")


def check_groups_are_unions(
    groups: Mapping[str, frozenset[int]],
    blocks: Sequence[Block],
    options: Sequence[str] | Mapping[int, str],
) -> None:
    """A group of a closed round holds whole blocks. A round with too few answers has none, and shows nothing."""
    if not blocks:
        return
    for label, values in groups.items():
        try:
            union_of_blocks(values, blocks)
        except CutsBlock as cut:
            raise RuleBroken(
                _(
                    "“%(group)s” cannot be shown: %(inside)s and %(outside)s are always shown together,"
                    " since one of them has too few answers. Put them in the same group."
                )
                % {
                    "group": label,
                    "inside": option_names(cut.values, options),
                    "outside": option_names(cut.missing, options),
                }
            ) from cut


def option_names(
    values: frozenset[int] | Sequence[int], options: Sequence[str] | Mapping[int, str]
) -> str:
    """The options by name, in the order of the questionnaire, no answer last."""
    names = [options[value] for value in sorted(values) if value != BLANK]
    return in_words([*names, *[_("no answer")] * (BLANK in values)])


def in_words(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
