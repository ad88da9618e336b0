"""Files of 100 000 responses in every format: time from the stored answers to the finished file, and peak memory.

Each format is made in a process of its own on the same database, so that its peak memory is its own. Bars: CSV in 3 s, and
all under 500 MB.
"""

import os
import subprocess
import sys
import time

import product  # noqa: F401 - sets up Django
from bench_import_responses import make_round
from bench_result_page import make_answers
from measure import line, peak_megabytes

from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions import import_responses
from samsyn.surveys.answer_files.writers import written
from samsyn.surveys.models import FILE_FORMATS, FileContent, Round
from samsyn.surveys.queries.exports import rows_for

RESPONSES = 100_000


def make_one(format: str) -> None:
    round = Round.objects.select_related("survey__organisation").get(code="run2014")
    start, before = time.perf_counter(), time.process_time()
    rows = rows_for(round, FileContent.UNNAMED)
    read = time.perf_counter()
    made = written(rows, format, lambda done, total: None)
    done = time.perf_counter()
    assert len(rows.frame) == RESPONSES
    line(
        f"export: {RESPONSES:,} responses, {len(rows.variables)} columns, {format}",
        f"{done - start:.1f} s (reading {read - start:.1f}), of which processor"
        f" {time.process_time() - before:.1f} s, {peak_megabytes():.0f} MB,"
        f" file {len(made) / 1e6:.1f} MB",
    )


def main() -> None:
    round, _questionnaire = make_round()
    import_responses(actor=SYSTEM, round=round, answers=make_answers(RESPONSES))
    for format in FILE_FORMATS[FileContent.UNNAMED]:
        subprocess.run([sys.executable, __file__, format], check=True, env=os.environ)


if __name__ == "__main__":
    make_one(sys.argv[1]) if len(sys.argv) > 1 else main()
