"""What a coordinator writes about a round: whom it asks, how, with which words and when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from samsyn.core.forms import OnceForm
from samsyn.core.versions import VersionedForm
from samsyn.organisations.forms.people import DateInput
from samsyn.organisations.models import Organisation
from samsyn.surveys.actions.settling import Chosen
from samsyn.surveys.addresses import as_lines, read_file, read_pasted
from samsyn.surveys.faults import Fault
from samsyn.surveys.models import AudienceKind, Mailing, Mode, RegisterBy, Round
from samsyn.surveys.rules.audience import ROLES

TEXT_MAX = 4_000
REMINDERS = ("first", "second", "third")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MomentField(forms.DateTimeField):
    """By the clock on the wall. A year that is far away is a slip of the finger, with which no calendar reckons."""

    widget = MomentInput
    default_validators = [
        MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), _("Look at the year again.")),
        MaxValueValidator(datetime(2200, 1, 1, tzinfo=UTC), _("Look at the year again.")),
    ]

    def to_python(self, value: Any) -> datetime | None:
        """Of two nights in the year an hour is missing or comes twice."""
        try:
            found: datetime | None = super().to_python(value)
        except forms.ValidationError as wrong:
            if wrong.code != "ambiguous_timezone":
                raise
            sentence = _("The clocks are changed that night. Choose another hour.")
            raise forms.ValidationError(sentence, code=wrong.code) from wrong
        return found


class Ticks(forms.CheckboxSelectMultiple):
    """Sent with none ticked it is an answer as well."""


class RoundForm(OnceForm):
    title = forms.CharField(
        label=_("What is the round called?"),
        help_text=_("Those who are asked read it, for instance “Career posts 2026”."),
        max_length=200,
    )


class DayForm(VersionedForm):
    title = _("Which day counts?")
    on = forms.DateField(
        label=_("On which day do they have the post?"),
        help_text=_("Those whose post begins or ends on that day are in."),
        widget=DateInput(),
    )

    def __init__(self, *args: Any, round: Round, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=round, initial={"on": day}, **kwargs)

    def chosen(self) -> Chosen:
        return Chosen(on=self.cleaned_data["on"].isoformat())


class AudienceForm(VersionedForm):
    """One part of the sentence, which stands in the audience under the name of its field."""

    part: str

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        initial = {self.part: round.audience.get(self.part, [])}
        super().__init__(*args, row=round, initial=initial, **kwargs)

    def chosen(self) -> Chosen:
        return Chosen(**{self.part: self.cleaned_data[self.part]})


class RolesForm(AudienceForm):
    title, part = _("Which roles?"), "roles"
    roles = forms.MultipleChoiceField(
        label=_("Who is asked?"),
        choices=[(role.value, role.label) for role in ROLES],
        widget=Ticks,
    )


class PlacesForm(AudienceForm):
    title, part = _("Where?"), "organisations"
    organisations = forms.MultipleChoiceField(
        label=_("Where do they work?"),
        help_text=_("With none chosen, all are asked."),
        required=False,
        widget=Ticks,
    )

    def __init__(self, *args: Any, places: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].choices = [(str(place.pk), place.name) for place in places]  # type: ignore[attr-defined]  # a MultipleChoiceField


class AddressesForm(VersionedForm):
    title = _("Which addresses?")
    pasted = forms.CharField(
        label=_("Paste the addresses, one on each line"),
        help_text=_("With or without a name: “Elin Norberg &lt;elin@example.se&gt;”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_("CSV or XLSX with a column “e-post” and, if you like, a column “namn”."),
        required=False,
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        lines = "\n".join(as_lines(round.audience.get("addresses", ())))
        super().__init__(*args, row=round, initial={"pasted": lines}, **kwargs)
        self.faults: list[Fault] = []
        self.rows: list[dict[str, str]] = []

    def clean(self) -> dict[str, Any]:
        written: dict[str, Any] = super().clean() or {}
        file = written.get("file")
        if file is not None:
            self.rows, self.faults = read_file(file, file.name)
        else:
            self.rows, self.faults = read_pasted(written.get("pasted", ""))
        if not self.rows and not self.faults:
            raise forms.ValidationError(
                _("Paste one address at least, or choose a file."), code="empty"
            )
        if self.faults:
            raise forms.ValidationError(
                _("Nothing is saved yet: mend the rows that stand above and save again."),
                code="rows",
            )
        return written

    def chosen(self) -> Chosen:
        return Chosen(kind=AudienceKind.ADDRESSES, addresses=self.rows)


class ModeForm(VersionedForm):
    """Two full sentences, and what follows the answer."""

    mode = forms.ChoiceField(
        label=_("Anonymous or with names?"),
        choices=[(Mode.ANONYMOUS, _("Anonymous")), (Mode.NAMED, _("With names"))],
        widget=forms.RadioSelect,
    )
    register_by = forms.ChoiceField(
        label=_("What of the register follows the answer?"),
        help_text=_(
            "It is told on the first page. Small groups are put together before anybody is asked."
        ),
        choices=[(one.value, one.label) for one in RegisterBy],
        widget=forms.RadioSelect,
        required=False,
    )
    shown_by = forms.MultipleChoiceField(
        label=_("By which answers shall results be shown in groups?"),
        help_text=_("Crossed with each other. The more you choose, the more groups are too small."),
        required=False,
        widget=Ticks,
    )

    def __init__(
        self, *args: Any, round: Round, questions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        initial = {
            "mode": round.mode,
            "register_by": round.register_by,
            "shown_by": round.shown_by,
        }
        super().__init__(*args, row=round, initial=initial, **kwargs)
        self.fields["shown_by"].choices = questions  # type: ignore[attr-defined]  # a MultipleChoiceField
        if not questions:
            del self.fields["shown_by"]
        if round.audience_kind != AudienceKind.REGISTER:
            del self.fields["register_by"]
        if round.audience_kind == AudienceKind.LINK:
            self.fields["mode"].choices = [(Mode.ANONYMOUS, _("Anonymous"))]  # type: ignore[attr-defined]  # a ChoiceField

    def arguments(self) -> dict[str, Any]:
        written = self.cleaned_data
        return {
            "mode": written["mode"],
            "register_by": written.get("register_by", ""),
            "shown_by": written.get("shown_by", []),
            "revision": written["revision"],
        }


class TimesForm(VersionedForm):
    title = _("When?")
    opens_at = MomentField(label=_("When are the invitations sent?"))
    first = MomentField(
        label=_("First reminder"),
        help_text=_("Only to those who have neither answered nor said no."),
        required=False,
    )
    second = MomentField(label=_("Second reminder"), required=False)
    third = MomentField(label=_("Third reminder"), required=False)
    closes_at = MomentField(label=_("When does the survey close?"))

    def __init__(
        self, *args: Any, round: Round, reminders: Sequence[datetime], **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = dict(zip(REMINDERS, reminders, strict=False))
        initial |= {"opens_at": round.opens_at, "closes_at": round.closes_at}
        super().__init__(*args, row=round, initial=initial, **kwargs)
        self.asks_by_mail = round.audience_kind != AudienceKind.LINK
        if not self.asks_by_mail:
            self.fields["opens_at"].label = _("When does the survey open?")
            for name in REMINDERS:
                del self.fields[name]

    def arguments(self) -> dict[str, Any]:
        written = self.cleaned_data
        hours = [written[name] for name in REMINDERS if written.get(name)]
        reminders = hours if self.asks_by_mail else None
        return {
            "opens_at": written["opens_at"],
            "closes_at": written["closes_at"],
            "reminders": reminders,
            "revision": written["revision"],
        }


class LetterForm(VersionedForm):
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Your words"),
        help_text=_(
            "{förnamn} and {stänger} are exchanged for each person’s first name and the closing. What you promise, the link, the closing and how to say no are added by themselves."
        ),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args: Any, mailing: Mailing, **kwargs: Any) -> None:
        initial = {"subject": mailing.subject, "text": mailing.text}
        super().__init__(*args, row=mailing, initial=initial, **kwargs)


class ClosingForm(forms.Form):
    closes_at = MomentField(label=_("When?"))


class ReminderForm(forms.Form):
    due_at = MomentField(label=_("When?"))


class LateForm(forms.Form):
    """An address; or everybody who has come since, where nothing is written."""

    email = forms.EmailField(label=_("Which address?"), max_length=254)
    name = forms.CharField(label=_("What is the name?"), max_length=200, required=False)

    def __init__(self, *args: Any, is_all: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_all = is_all
        self.fields["email"].required = not is_all

    def written(self) -> dict[str, str]:
        if self.is_all:
            return {}
        return {"address": self.cleaned_data["email"].lower(), "name": self.cleaned_data["name"]}


class BounceForm(forms.Form):
    email = forms.EmailField(
        label=_("Which address did a mail come back from?"),
        help_text=_("Then no reminder goes there."),
        max_length=254,
    )


class AgainForm(forms.Form):
    invitation = forms.UUIDField(widget=forms.HiddenInput)
    email = forms.EmailField(max_length=254)
