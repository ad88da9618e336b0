"""Import of 100 000 responses from CSV: reading and checking the file, storing, and closing the round.

Synthetic: roles and choices of the survey of 2014 are drawn with a fixed seed; no row describes a person.
"""

import csv
import io
import random
import time
from pathlib import Path

import product  # noqa: F401 - sets up Django
from django.core.management import call_command
from measure import line, peak_megabytes

from samsyn.core.tables import read_table
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Kind, Organisation
from samsyn.surveys.actions import import_questionnaire, import_responses
from samsyn.surveys.answers import COMMAND_BYTES, read_answers
from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.models import Round
from samsyn.surveys.queries import sheets_of, stored_answers
from samsyn.surveys.questionnaire import read_questionnaire

RESPONSES = 100_000
FILE = Path("samsyn/surveys/demo/run2014/questionnaire.yaml")


def make_organisation() -> Organisation:
    organisation = Organisation(kind=Kind.UNIVERSITY, name="Mittskogs universitet")
    organisation.path = f"/{organisation.pk.hex}/"
    organisation.save(force_insert=True)
    return organisation


def make_file(questionnaire: Questionnaire, responses: int) -> io.BytesIO:
    rng = random.Random(2014)
    options = {question.code: question.options for question in questionnaire.questions}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["respondent_id", "role", "q1", "q2"])
    for number in range(responses):
        q1 = rng.sample(options["q1"], rng.randint(3, 9))
        q2 = rng.sample(options["q2"], rng.randint(3, 5))
        writer.writerow([number, rng.choice(options["role"]), ";".join(q1), ";".join(q2)])
    return io.BytesIO(text.getvalue().encode())


def make_round() -> tuple[Round, Questionnaire]:
    call_command("migrate", verbosity=0)
    questionnaire = read_questionnaire((Path(__file__).parents[1] / FILE).read_bytes())
    import_questionnaire(
        actor=SYSTEM, organisation=make_organisation(), questionnaire=questionnaire
    )
    return Round.objects.get(code="run2014"), questionnaire


def main() -> None:
    round, questionnaire = make_round()
    file = make_file(questionnaire, RESPONSES)
    before = peak_megabytes()
    start = time.perf_counter()
    table = read_table(file, "responses.csv", bytes_max=COMMAND_BYTES)
    read = read_answers(
        table, sheets_of(round.survey_id), stored_answers(round), is_closed=round.is_closed
    )
    checked = time.perf_counter()
    assert (len(read.new), read.faults) == (RESPONSES, ())
    import_responses(actor=SYSTEM, round=round, answers=read.new)
    done = time.perf_counter()
    assert round.responses.count() == RESPONSES
    name = f"import: {RESPONSES:,} responses"
    line(f"{name}, read and checked", f"{checked - start:.1f} s")
    line(f"{name}, stored and closed", f"{done - checked:.1f} s")
    line(f"{name}, in all", f"{done - start:.1f} s, {RESPONSES / (done - start):,.0f} rows/s")
    line(
        "import: peak memory, of which while importing",
        f"{peak_megabytes():.0f} MB, {peak_megabytes() - before:.0f} MB",
    )


if __name__ == "__main__":
    main()
