"""The file of a row: kept under the row's key, with what it was called in the row alone."""

from django.core.files.base import File
from django.db import transaction

from samsyn.assignments.models import Evidence, LogEntry


def keep_file(row: LogEntry | Evidence, file: File[bytes]) -> None:
    """Is saved with the row by whoever calls. Never opened here."""
    before = row.file.name if row.file else ""
    row.filename = (file.name or "").rpartition("/")[2][-200:]
    row.file.save(row.filename, file, save=False)
    drop_file(row, before)


def drop_file(row: LogEntry | Evidence, name: str | None) -> None:
    """Once the transaction holds: a file does not come back when it is rolled back."""
    if name:
        storage = row.file.storage
        transaction.on_commit(lambda: storage.delete(name))
