"""What changes in surveys, by noun."""

from samsyn.surveys.actions.answering import (
    mark_opened,
    save_draft,
    store_anonymous_answer,
    store_named_answer,
    store_open_answer,
)
from samsyn.surveys.actions.groupings import make_grouping, remove_grouping
from samsyn.surveys.actions.importing import import_questionnaire, import_responses
from samsyn.surveys.actions.moves import follow_move
from samsyn.surveys.actions.rounds import close_round

__all__ = [
    "close_round",
    "follow_move",
    "import_questionnaire",
    "import_responses",
    "make_grouping",
    "mark_opened",
    "remove_grouping",
    "save_draft",
    "store_anonymous_answer",
    "store_named_answer",
    "store_open_answer",
]
