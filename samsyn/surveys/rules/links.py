"""Personal links: made of the invitation’s key and a signature by the settings’ key, so that no database holds them.

Who reads the database alone opens no link; when the secret key is changed, links made with an old one go on working.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

# Eighty bits of signature: the whole link stays within a line of a mail.
SIGNED_BYTES = 10
LENGTH = 35


def link_token(invitation_id: UUID) -> str:
    return _token(invitation_id, settings.SECRET_KEY)


def invitation_of(token: str) -> UUID | None:
    """None where the link was not made here, whether or not there is such an invitation."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        invitation_id = UUID(bytes=base64.urlsafe_b64decode(token + "=")[:16])
    except ValueError:
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (_token(invitation_id, key) for key in keys)
    return invitation_id if any(hmac.compare_digest(one, token) for one in made) else None


def _token(invitation_id: UUID, key: str) -> str:
    signer = hashlib.sha256(f"surveys.links:{key}".encode()).digest()
    signature = hmac.digest(signer, invitation_id.bytes, "sha256")[:SIGNED_BYTES]
    return base64.urlsafe_b64encode(invitation_id.bytes + signature).decode().rstrip("=")
