"""Django on a database of its own, for the benchmarks that need the product. Imported before anything of it."""

import os
import tempfile

os.environ.setdefault("SAMSYN_TESTING", "1")
os.environ.setdefault("SAMSYN_DATA", tempfile.mkdtemp(prefix="samsyn-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")

import django

django.setup()
