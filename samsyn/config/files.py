"""Where uploaded and made files are kept: a folder, or S3-compatible storage for more than one machine."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured


def file_storage(url: str) -> dict[str, Any]:
    """For `s3://bucket/folder?endpoint=https://…&region=…`; nothing means the folder MEDIA_ROOT.

    The keys come as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which the client reads by itself.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured("SAMSYN_FILES_URL has to begin with s3:// and name a bucket.")
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "endpoint_url": asked.get("endpoint"),
            "region_name": asked.get("region"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
