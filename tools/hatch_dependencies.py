"""The wheel asks for the same libraries as the checkout: requirements/run.in, pinned as in run.txt."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"


# A library may be pinned once for older Pythons and once for newer ones: scipy==1.17.1 ; python_full_version < '3.12'
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)( ; [^\\\n]+)?", re.MULTILINE)


def wanted() -> list[str]:
    """Each direct requirement of run.in at the versions that run.txt pins it to."""
    pins = PIN.findall((REQUIREMENTS / "run.txt").read_text())
    lines = (REQUIREMENTS / "run.in").read_text().split()
    asked = re.findall(r"^([a-z0-9-]+)(\[[a-z,]+\])?", "\n".join(lines), re.MULTILINE)
    return [
        f"{name}{extras}=={version}{marker.rstrip()}"
        for name, extras in asked
        for pinned, version, marker in pins
        if pinned == name
    ]


class CustomMetadataHook(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = wanted()
