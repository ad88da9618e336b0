import io
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from samsyn.config.files import file_storage
from samsyn.core.files import RandomName, UploadField, download

HEAD = (
    b"--edge\r\n"
    b'Content-Disposition: form-data; name="file"; filename="svar.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\n"
)
TAIL = b"\r\n--edge--\r\n"


class TableForm(forms.Form):
    file = UploadField(extensions=("csv", "xlsx"))


class Sent(io.RawIOBase):
    """A request's body of any size, made as it is read."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.head, self.tail = io.BytesIO(HEAD), io.BytesIO(TAIL)

    def readable(self) -> bool:
        return True

    def read(self, amount: int = -1) -> bytes:
        if found := self.head.read(amount):
            return found
        amount = min(amount, self.left)
        self.left -= amount
        return b"a" * amount if amount else self.tail.read()


def request_with(size: int) -> WSGIRequest:
    return RequestFactory().request(
        **{
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=edge",
            "CONTENT_LENGTH": str(size + len(HEAD) + len(TAIL)),
            "wsgi.input": Sent(size),
        }
    )


def test_two_hundred_megabytes_are_refused_with_a_sentence_and_kept_nowhere() -> None:
    request = request_with(200_000_000)

    form = TableForm(request.POST, request.FILES)

    assert form.errors["file"] == ["Filen är 190,7\xa0MB. Det går att ladda upp högst 60,0\xa0MB."]
    (file,) = request.FILES.values()
    assert isinstance(file, UploadedFile)
    assert file.read() == b""


def test_what_is_within_the_limit_comes_through_whole(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 3_000_000
    request = request_with(3_000_000)

    form = TableForm(request.POST, request.FILES)

    assert form.is_valid()
    assert len(form.cleaned_data["file"].read()) == 3_000_000


def test_a_flood_is_cut_off() -> None:
    request = request_with(10_000_000_000)

    assert not request.FILES
    assert request.environ["wsgi.input"].left > 9_999_000_000


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("svar.csv", b"nr;svar\n1;a\n", None),
        ("svar.csv", "nr;svar\n".encode("utf-16"), None),
        ("SVAR.XLSX", b"PK\x03\x04rest", None),
        ("svar.exe", b"MZ", "Den här filen går inte att använda här. Den ska vara: CSV, XLSX."),
        ("svar.csv", b"MZ\0\0", "Filen heter .csv men är något annat. Spara den på nytt."),
        ("svar.csv", b"PK\x03\x04", "Filen heter .csv men är något annat. Spara den på nytt."),
        ("svar.csv", b"%PDF-1.7", "Filen heter .csv men är något annat. Spara den på nytt."),
        ("svar.xlsx", b"nr;svar", "Filen heter .xlsx men är något annat. Spara den på nytt."),
        ("svar.csv", b"", "Filen är tom."),
        ("svar", b"nr", "Den här filen går inte att använda här. Den ska vara: CSV, XLSX."),
    ],
)
def test_a_file_is_judged_by_its_name_and_its_content(
    name: str, content: bytes, fault: str | None
) -> None:
    form = TableForm({}, MultiValueDict({"file": [SimpleUploadedFile(name, content, "text/csv")]}))

    assert form.errors.get("file", [None]) == [fault]


def test_a_file_that_is_missing_is_asked_for() -> None:
    assert TableForm({}).errors["file"] == ["Välj en fil."]


def test_files_are_kept_under_names_nobody_guesses() -> None:
    name = RandomName("imports")

    places = {name(None, "../../etc/passwd") for _time in range(2)}  # type: ignore[arg-type]

    assert len(places) == 2
    assert all(place.startswith("imports/") and len(place) == 40 for place in places)


def test_files_are_given_back_as_attachments_only() -> None:
    response = download(b"<script>", "råd.html", content_type="text/html")

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''r%C3%A5d.html")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_files_are_kept_in_a_folder_or_in_a_bucket() -> None:
    assert file_storage("")["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert file_storage("s3://skolor/samsyn?endpoint=https://s3.example&region=sto")["OPTIONS"] == {
        "bucket_name": "skolor",
        "location": "samsyn",
        "endpoint_url": "https://s3.example",
        "region_name": "sto",
        "default_acl": "private",
        "file_overwrite": False,
    }
    with pytest.raises(ImproperlyConfigured):
        file_storage("https://s3.example/skolor")
