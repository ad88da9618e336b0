"""From `samsyn demo` to the printed sign-in lines: the first time, which fills the demo, and the second."""

import tempfile
import time
from pathlib import Path

from measure import line

from tools import demo as demos


def start_seconds(folder: Path) -> float:
    before = time.perf_counter()
    with demos.running(folder):
        return time.perf_counter() - before


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        line("first start, filled with the made-up region", f"{start_seconds(Path(name)):.1f} s")
        line("second start", f"{start_seconds(Path(name)):.1f} s")
