"""Which event is about what, to whom it is told, what is proposed to those who have chosen nothing, and links in mail."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.core import signing

from samsyn.assignments.calendar import Method
from samsyn.notifications.models import Frequency, Topic

# An event is stamped when it is written and seen when its transaction commits, so a later one may be seen first.
# No transaction of the product takes nearly as long as this; what is read again within it is told once (Told).
OVERLAP = timedelta(hours=1)
# As many events as one run takes on, so that after a long stop each run is short.
AT_A_TIME = 500
# A lapse is of one school year, so what was told of it need not be known for longer than that and its summer.
KEPT = timedelta(days=500)
# A step that nobody has ticked is reminded of on its day; after a week without a worker it is no news.
STEP_REMINDED_FOR = timedelta(days=7)

PROPOSED = {
    Topic.AGREEMENT: Frequency.AT_ONCE,
    Topic.COMMENTS: Frequency.DAILY,
    Topic.DIALOGUES: Frequency.AT_ONCE,
    Topic.CALENDAR: Frequency.AT_ONCE,
    Topic.REMINDERS: Frequency.DAILY,
    Topic.LAPSES: Frequency.DAILY,
}
_ALL = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.NEVER)
# A reminder is of the morning by nature, and a calendar's invitation of the moment.
FREQUENCIES = {
    Topic.AGREEMENT: _ALL,
    Topic.COMMENTS: _ALL,
    Topic.DIALOGUES: _ALL,
    Topic.CALENDAR: (Frequency.AT_ONCE, Frequency.NEVER),
    Topic.REMINDERS: (Frequency.DAILY, Frequency.NEVER),
    Topic.LAPSES: (Frequency.DAILY, Frequency.NEVER),
}

# What is told of at all. Everything else that is recorded is for the list of what has happened.
TOPICS = {
    "assignment.begun": Topic.AGREEMENT,
    "assignment.agreed_by_one": Topic.AGREEMENT,
    "assignment.yes_cleared": Topic.AGREEMENT,
    "assignment.in_force": Topic.AGREEMENT,
    "assignment.taken_over": Topic.AGREEMENT,
    "assignment.ended": Topic.AGREEMENT,
    "assignment.shortened": Topic.AGREEMENT,
    "proposal.shared": Topic.AGREEMENT,
    "proposal.declined": Topic.AGREEMENT,
    "proposal.withdrawn": Topic.AGREEMENT,
    "outcome.closed_by_one": Topic.AGREEMENT,
    "outcome.closed": Topic.AGREEMENT,
    "comment.made": Topic.COMMENTS,
    "dialogue.planned": Topic.DIALOGUES,
    "dialogue.moved": Topic.DIALOGUES,
    "dialogue.cancelled": Topic.DIALOGUES,
    "dialogue.prepared": Topic.DIALOGUES,
    "dialogue.ended": Topic.DIALOGUES,
    "dialogue.approved_by_one": Topic.DIALOGUES,
    "dialogue.approved": Topic.DIALOGUES,
    "dialogue.released_by_one": Topic.DIALOGUES,
    "dialogue.released": Topic.DIALOGUES,
    "dialogue.deletion_set": Topic.DIALOGUES,
}
# What goes to the calendars of both, also of the one who did it; of all else one knows what one did oneself.
CALENDAR_METHODS: dict[str, Method] = {
    "dialogue.planned": "REQUEST",
    "dialogue.moved": "REQUEST",
    "dialogue.cancelled": "CANCEL",
}

_SALT = "samsyn.notifications.unsubscribe"


def token_for(person_id: UUID, topics: Collection[str]) -> str:
    """For the link that turns mail off without signing in; it holds as long as the person does."""
    return signing.dumps([str(person_id), *sorted(topics)], salt=_SALT)


def person_and_topics(token: str) -> tuple[UUID, list[Topic]] | None:
    """None for a link that is forged."""
    try:
        person_id, *topics = signing.loads(token, salt=_SALT)
        return UUID(person_id), [Topic(topic) for topic in topics]
    except (signing.BadSignature, ValueError):
        return None
