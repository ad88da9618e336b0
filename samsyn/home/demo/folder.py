"""The demo's folder: whose it is at the moment, whether it is filled, and how to begin anew."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = {"secret-key", "lock"}
# Counted up when the demo's own data change: a folder filled by an earlier Samsyn is filled anew.
EDITION = "3"


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """True while this process alone has the folder; False if another demo already has it."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_filled(folder: Path) -> bool:
    mark = _mark(folder)
    return mark.exists() and mark.read_text() == EDITION


def mark_filled(folder: Path) -> None:
    """Said last of all: a first start that was interrupted begins anew."""
    _mark(folder).write_text(EDITION)


def empty(folder: Path) -> None:
    """Everything but the key, which the running settings have already read, and the lock, which is held."""
    for path in folder.iterdir():
        if path.name in KEPT:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _mark(folder: Path) -> Path:
    return folder / "filled"
