"""Runs every benchmark, each in a process of its own so that its peak memory is its own."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    failed = []
    for path in sorted(HERE.glob("bench_*.py")):
        if not names or path.stem.removeprefix("bench_") in names:
            print(f"\n{path.stem.removeprefix('bench_').replace('_', ' ')}", flush=True)
            if subprocess.run([sys.executable, str(path)], cwd=HERE.parent, check=False).returncode:
                failed.append(path.stem)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
