"""Who may visit which address: the product's rights as one table, read by tests/test_access_table.py.

`ok` are let in, `unseen` have the right elsewhere but do not see this object (404), all others are turned away (403),
and nobody is sent to sign in unless the address is public. Tests of views say what is shown; this says to whom.
"""

from tests.access_table.assignments import AGREEMENTS, DIALOGUES, FOLLOWING, OVERVIEWS, POSTS
from tests.access_table.people import (
    ACCOUNTS,
    ADDRESSES,
    HOME,
    IMPORTS,
    MFA,
    NOTIFICATIONS,
    ORGANISATIONS,
    PEOPLES,
    PRIVACY,
)
from tests.access_table.rows import PEOPLE, Row
from tests.access_table.surveys import CODING, REPORTS, SURVEYS

TABLE: dict[str, Row] = {
    **HOME,
    **ACCOUNTS,
    **MFA,
    **ORGANISATIONS,
    **PEOPLES,
    **ADDRESSES,
    **IMPORTS,
    **SURVEYS,
    **CODING,
    **REPORTS,
    **OVERVIEWS,
    **POSTS,
    **FOLLOWING,
    **AGREEMENTS,
    **PRIVACY,
    **DIALOGUES,
    **NOTIFICATIONS,
}

__all__ = ["PEOPLE", "TABLE", "Row"]
