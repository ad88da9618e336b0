"""Logs are read by more people than mail is: a link that opens something by itself is not written out in them."""

import logging
import re

# A signed value: what it says, when it was signed where that counts, and the signature. Looked for where words begin
# only, so that a long address costs no more than its length. And the links of those who answer, which are signed shorter.
_TOKEN = re.compile(r"(?<![\w.-])[\w.-]+(?::[\w-]+)?:[\w-]{40,}|(?<=/svara/)[\w-]{20,}")


class WithoutTokens(logging.Filter):
    """Django logs the address of what it turned away, and some addresses hold the token from somebody's mail."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _TOKEN.search(said):
            record.msg, record.args = _TOKEN.sub("…", said), None
        return True
