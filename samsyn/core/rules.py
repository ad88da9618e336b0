"""The one exception for what the matter itself does not allow."""


class RuleBroken(Exception):
    """Carries a whole sentence for the person: what happened, what is kept, what to do."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.field = field
