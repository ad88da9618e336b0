"""What the demo and the tests may do without being told: make up a key of their own."""

import secrets
from pathlib import Path


def demo_secret_key(folder: Path) -> str:
    """The key in the demo's own folder, made at first use: never a key that stands in the source."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
