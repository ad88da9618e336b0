"""What answering a questionnaire means: what is shown, what a page that is sent in says, and in which language.

Pure: knows neither requests nor the database. The format of what is stored is told in docs/answers.md.
"""

from samsyn.surveys.answering.length import minutes, minutes_by_role, shortest_and_longest
from samsyn.surveys.answering.reading import Read, faults_of, read_section
from samsyn.surveys.answering.said import piped, piped_codes, said
from samsyn.surveys.answering.shown import Shown, holds, keys_of, shown
from samsyn.surveys.answering.texts import in_language
from samsyn.surveys.answering.written import TYPED, UNSURE, Answers, Fields, Written, fields_of

__all__ = [
    "TYPED",
    "UNSURE",
    "Answers",
    "Fields",
    "Read",
    "Shown",
    "Written",
    "faults_of",
    "fields_of",
    "holds",
    "in_language",
    "keys_of",
    "minutes",
    "minutes_by_role",
    "piped",
    "piped_codes",
    "read_section",
    "said",
    "shortest_and_longest",
    "shown",
]
