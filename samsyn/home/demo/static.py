"""Static files with hashed names, compressed: several seconds of work, so it is done only when one of them changed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect(folder: Path) -> None:
    mark = folder / "static-collected"
    now = digest()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(now)


def digest() -> str:
    total = hashlib.sha256()
    for path in sorted(sources()):
        found = path.stat()
        total.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return total.hexdigest()


def sources() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
