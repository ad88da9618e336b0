import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_example_for_researchers_runs_without_django_and_prints_what_it_says() -> None:
    page = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```.*?```text\n(.*?)```", page, re.DOTALL)
    assert found is not None
    example, expected = found.groups()

    # A process of its own: in this one pytest has already loaded Django.
    ran = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-c",
            example + "import sys\nassert 'django' not in sys.modules\n",
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (ran.stderr, ran.stdout) == ("", expected)
