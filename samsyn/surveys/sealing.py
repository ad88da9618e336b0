"""What is written so far of an anonymous answer travels with the page, locked: the server keeps nothing of it.

Locked so that nobody else who gets hold of the page reads it, and tied to the link so that it is sent in by no other.
"""

import json
import secrets
import zlib
from dataclasses import dataclass
from uuid import UUID

from cryptography.fernet import InvalidToken

from samsyn.core.sealed import lock
from samsyn.surveys.answering import Written

PURPOSE = "surveys.answering"


@dataclass(frozen=True)
class Sheaf:
    """The pages of one answer. The number is random, and tells two answers by the same open link apart."""

    number: str
    written: Written


def new_sheaf() -> Sheaf:
    return Sheaf(secrets.token_urlsafe(12), Written())


def seal(link: UUID, sheaf: Sheaf) -> str:
    said = json.dumps([link.hex, sheaf.number, sheaf.written.to_json()], separators=(",", ":"))
    return lock(PURPOSE).encrypt(zlib.compress(said.encode(), 1)).decode()


def unseal(link: UUID, sealed: str) -> Sheaf | None:
    """None for what was not sealed here, or for another link."""
    try:
        said = json.loads(zlib.decompress(lock(PURPOSE).decrypt(sealed.encode())))
    except InvalidToken:
        return None
    mine, number, kept = said
    return Sheaf(number, Written.from_json(kept)) if mine == link.hex else None
