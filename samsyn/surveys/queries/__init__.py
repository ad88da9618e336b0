"""What is read of surveys, by noun."""

from samsyn.surveys.queries.drafts import (
    SAME_OF_QUESTION,
    conditions_from,
    questionnaire_of,
    stored_conditions,
)
from samsyn.surveys.queries.questionnaires import (
    all_groups,
    background_options,
    group_values,
    groupings_of,
    has_answers,
    own_organisations_that_ask,
    questions_of,
    sections_of,
    sheets_of,
    surveys_for,
)
from samsyn.surveys.queries.responses import stored_answers, tabulate_round
from samsyn.surveys.queries.results import (
    GroupResult,
    JoinedValues,
    NamedGroup,
    OptionResult,
    OptionRow,
    QuestionResult,
    ResultPage,
    groups_by,
    groups_of_round,
    joined_in_rounds,
    result_page,
)

__all__ = [
    "SAME_OF_QUESTION",
    "GroupResult",
    "JoinedValues",
    "NamedGroup",
    "OptionResult",
    "OptionRow",
    "QuestionResult",
    "ResultPage",
    "all_groups",
    "background_options",
    "conditions_from",
    "group_values",
    "groupings_of",
    "groups_by",
    "groups_of_round",
    "has_answers",
    "joined_in_rounds",
    "own_organisations_that_ask",
    "questionnaire_of",
    "questions_of",
    "result_page",
    "sections_of",
    "sheets_of",
    "stored_answers",
    "stored_conditions",
    "surveys_for",
    "tabulate_round",
]
