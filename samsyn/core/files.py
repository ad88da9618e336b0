"""Files from strangers: stopped at the limit, judged by name and content, kept under random names, given back as attachments."""

import io
import secrets
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.db.models import Model
from django.http import FileResponse, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Above this many times the limit the connection is cut; below it the rest is read away, so that the page can say why.
_PATIENCE = 20
_LOOK_AT = 4096
_STARTS = {
    "pdf": (b"%PDF-",),
    "xlsx": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
}
_TEXTS = frozenset({"csv", "tsv", "txt", "json", "yaml", "yml", "lss"})
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class LimitHandler(FileUploadHandler):
    """First of the handlers: what is above the limit reaches neither memory nor disk.

    The form then gets an empty file that says how large it was, which UploadField refuses with a sentence.
    """

    received = 0
    announced = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.announced = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if max(self.received, self.announced) > settings.UPLOAD_MAX_BYTES * _PATIENCE:
            raise StopUpload(connection_reset=True)
        return raw_data if self.received <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if self.received <= settings.UPLOAD_MAX_BYTES:
            return None
        return UploadedFile(io.BytesIO(), name=self.file_name, size=file_size)


class UploadField(forms.FileField):
    """A file of one of the types named. The only file field that forms of the product use."""

    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("The file is empty."),
        "missing": gettext_lazy("The file did not come through whole. Choose it again."),
    }

    def __init__(self, *, extensions: Iterable[str], **options: Any) -> None:
        self.extensions = tuple(extensions)
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(f".{name}" for name in self.extensions)

    def to_python(self, data: Any) -> Any:
        file = cast(UploadedFile[Any] | None, super().to_python(data))
        if file is not None:
            fault = upload_fault(file, self.extensions)
            if fault:
                raise forms.ValidationError(fault)
        return file


def upload_fault(file: UploadedFile[Any], extensions: Iterable[str]) -> str:
    """Why the file is not taken, or nothing. Neither its name nor what the browser calls its type is believed."""
    size, limit = file.size or 0, settings.UPLOAD_MAX_BYTES
    if size > limit:
        return _("The file is %(size)s. The most that can be uploaded is %(limit)s.") % {
            "size": filesizeformat(size),
            "limit": filesizeformat(limit),
        }
    extension = extension_of(file.name or "")
    if extension not in extensions:
        names = ", ".join(name.upper() for name in extensions)
        return _("This file cannot be used here. It has to be: %(types)s.") % {"types": names}
    if not _looks_like(extension, file):
        return _("The file is called .%(type)s but is something else. Save it anew.") % {
            "type": extension
        }
    return ""


def extension_of(filename: str) -> str:
    return PurePath(filename).suffix.lower().lstrip(".")


def _looks_like(extension: str, file: UploadedFile[Any]) -> bool:
    file.seek(0)
    start: bytes = file.read(_LOOK_AT)
    file.seek(0)
    if extension in _TEXTS:
        return start.startswith(_UTF_16) or (b"\0" not in start and not _is_binary(start))
    return start.startswith(_STARTS[extension])


def _is_binary(start: bytes) -> bool:
    return any(start.startswith(known) for known in _STARTS.values())


@deconstructible
class RandomName:
    """`upload_to=RandomName("imports")`: nobody guesses the place, and no name from outside becomes a path."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, _row: Model, _filename: str) -> str:
        return f"{self.folder}/{secrets.token_hex(16)}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RandomName) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


def download(
    content: bytes | Any, filename: str, *, content_type: str = ""
) -> HttpResponse | FileResponse:
    """Always an attachment, never shown inline: what others made must not run under our name."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    response = FileResponse(
        file,
        as_attachment=True,
        filename=filename,
        content_type=content_type or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
