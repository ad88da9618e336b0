"""Which mail somebody wants: one question for each topic."""

from typing import Any

from django import forms

from samsyn.notifications.models import Frequency, Topic
from samsyn.notifications.rules import FREQUENCIES


class ChoicesForm(forms.Form):
    def __init__(self, *args: Any, wants: dict[Topic, Frequency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=[(how.value, how.label) for how in FREQUENCIES[topic]],
                widget=forms.RadioSelect,
                initial=wants[topic],
            )

    @property
    def wants(self) -> dict[Topic, Frequency]:
        return {Topic(name): Frequency(how) for name, how in self.cleaned_data.items()}
