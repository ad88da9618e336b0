"""Django on a database of its own, or the filled one that the environment names. Imported before anything of the product."""

import os
import tempfile

if "SAMSYN_DEMO" not in os.environ:
    os.environ.setdefault("SAMSYN_TESTING", "1")
    os.environ.setdefault("SAMSYN_DATA", tempfile.mkdtemp(prefix="samsyn-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")

import django

django.setup()
