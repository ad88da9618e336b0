"""The wheel asks for the same libraries as the checkout: requirements/run.in, pinned as in run.txt."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"


def wanted() -> list[str]:
    """Each direct requirement of run.in at the version that run.txt pins it to."""
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (REQUIREMENTS / "run.txt").read_text(), re.M))
    lines = (REQUIREMENTS / "run.in").read_text().split()
    asked = re.findall(r"^([a-z0-9-]+)(\[[a-z,]+\])?", "\n".join(lines), re.M)
    return [f"{name}{extras}=={pins[name]}" for name, extras in asked]


class CustomMetadataHook(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = wanted()
