"""The shipped report of 2014 as PDF and as Word: seconds, size and peak memory. The first chart warms the drawing engine."""

import time
from collections.abc import Callable
from statistics import median

import product  # noqa: F401 - sets up Django
from django.core.management import call_command
from django.utils import timezone
from measure import line, peak_megabytes, seconds

from samsyn.core.documents.charts import bars_svg
from samsyn.core.documents.parts import Document
from samsyn.core.documents.pdf import pdf
from samsyn.core.documents.word import word
from samsyn.reports.documents import document_of
from samsyn.reports.queries import frozen_content
from samsyn.reports.tests.world import make_shipped_report
from tests.cast import make_organisation


def drawn_anew(make: Callable[[Document], bytes], document: Document) -> bytes:
    bars_svg.cache_clear()
    return make(document)


def main() -> None:
    call_command("migrate", verbosity=0)
    report = make_shipped_report(make_organisation())
    content = frozen_content(report, number=1, on=timezone.localdate())
    document = document_of(content)

    start = time.perf_counter()
    size = len(pdf(document))
    line("report to PDF, the first in its process", f"{time.perf_counter() - start:.2f} s")
    line(
        "report to PDF",
        f"median {median(seconds(lambda: drawn_anew(pdf, document))):.2f} s, {size // 1000} kB",
    )
    size = len(word(document))
    line(
        "report to Word",
        f"median {median(seconds(lambda: drawn_anew(word, document))):.2f} s, {size // 1000} kB",
    )
    line("peak memory", f"{peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
