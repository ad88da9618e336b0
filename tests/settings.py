"""The product's settings with the tests' own data folder, chosen before they are read."""

import os
import tempfile

os.environ.setdefault("SAMSYN_TESTING", "1")
if "SAMSYN_DATA" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    # Two processes of tests share no files.
    os.environ["SAMSYN_DATA"] = tempfile.mkdtemp(prefix="samsyn-tests-")

from samsyn.config.settings import *  # noqa: F403 - the environment has to be said first
