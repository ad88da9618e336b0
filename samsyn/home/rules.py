"""What can be searched for."""

from django.utils.translation import gettext as _

from samsyn.core.rules import RuleBroken
from samsyn.home.stems import words_of

LETTERS_MAX = 100
WORDS_MAX = 8


def check_search(text: str) -> tuple[str, ...]:
    """The words of what somebody wrote, each once."""
    if len(text) > LETTERS_MAX:
        raise RuleBroken(
            _("Write at most %(count)s letters: a few words are enough.") % {"count": LETTERS_MAX},
            field="q",
        )
    words = tuple(dict.fromkeys(words_of(text)))
    if not words:
        raise RuleBroken(
            _("Write a word with letters or digits, such as a name or a subject."), field="q"
        )
    if len(words) > WORDS_MAX:
        raise RuleBroken(
            _("Write at most %(count)s words: all of them have to be found in the same place.")
            % {"count": WORDS_MAX},
            field="q",
        )
    return words
