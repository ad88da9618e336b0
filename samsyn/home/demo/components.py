"""The made-up content of /demo/components, where every part is shown in every state."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.core import thread
from samsyn.core.doors import public
from samsyn.core.dumbbell import Dumbbell, DumbbellRow, Group, dumbbell
from samsyn.core.thread import State

DONE, HERE, COMING, MISSING = State.DONE, State.HERE, State.COMING, State.MISSING
COLOURS = [
    "ground",
    "surface",
    "ink",
    "ink-2",
    "edge",
    "line",
    "action",
    "thread",
    "error",
    "warning",
    "success",
    "notice",
    "action-tint",
    "group-a",
    "group-b",
    "action-strong",
    "error-tint",
    "warning-tint",
    "success-tint",
    "notice-tint",
]


class ExampleForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is the assignment called?"), max_length=80)
    follow_up_on = forms.DateField(
        label=gettext_lazy("When will you follow up?"),
        help_text=gettext_lazy("A day when both of you are at school."),
    )
    description = forms.CharField(
        label=gettext_lazy("What is to be different for the pupils?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    school = forms.ChoiceField(
        label=gettext_lazy("At which school?"),
        choices=[("", ""), ("s", "Strandskolan"), ("b", "Björkbackens skola")],
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("How much time is needed?"),
        choices=[("1", gettext_lazy("One hour a week")), ("3", gettext_lazy("Three hours a week"))],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("What can others ask about?"),
        choices=[("m", gettext_lazy("Mathematics")), ("b", gettext_lazy("Assessment"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    roster = forms.FileField(label=gettext_lazy("Which file shall be read?"), required=False)
    told = forms.BooleanField(label=gettext_lazy("The colleagues know about it"), required=False)


class ExampleFilter(forms.Form):
    by = forms.ChoiceField(
        label=gettext_lazy("Which assignments"),
        choices=[("any", gettext_lazy("lack something")), ("all", gettext_lazy("exist"))],
    )
    school = forms.ChoiceField(
        label=gettext_lazy("School"),
        choices=[("", gettext_lazy("all schools")), ("s", "Strandskolan")],
        required=False,
    )


@public("Made-up content only, and routed in the demo alone.")
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "home/components.html", examples(request.GET.get("page", "")))


def examples(page: str) -> dict[str, Any]:
    """Everything the page shows; `page` is the step chosen in the long list."""
    return {
        "crumbs": [("Älvsunda", "/"), (_("The demo"), "/"), (_("The parts"), "")],
        "form": ExampleForm({"follow_up_on": "31 november", "title": "Elever som resonerar"}),
        "filter": ExampleFilter({"by": "any", "school": ""}),
        "steps": thread.steps(chain()),
        "rope": example_rope(),
        "year": thread.year(example_year()),
        "rows": ROWS,
        "chart": example_chart(),
        "long_list": Paginator(range(1, 341), 50).get_page(page),
        "colours": COLOURS,
        "whole": thread.pieces([DONE] * 2, goes_on=True),
    }


ROWS = (
    (
        "Läsa mellan raderna",
        "Tove Hedlund",
        "Tid",
        (DONE, DONE, DONE, MISSING, DONE, HERE, COMING, COMING),
    ),
    (
        "Särskilda anpassningar",
        "Hanna Marklund",
        "Dialog",
        (DONE, DONE, DONE, DONE, DONE, HERE, MISSING, COMING),
    ),
    (
        "Skriva i alla ämnen",
        "Ali Rezaei",
        "Tid och mandat",
        (DONE, DONE, DONE, MISSING, MISSING, HERE, COMING, COMING),
    ),
    (
        "Introduktion av nya lärare",
        "Göran Lidman",
        "",
        (DONE, DONE, DONE, DONE, DONE, DONE, HERE, COMING),
    ),
)


def chain() -> list[thread.Step]:
    return [
        thread.Step(DONE, _("Target picture"), "Älvsunda kommun, juni 2026"),
        thread.Step(DONE, _("Development area"), "Resonemang i matematik, åk 7–9"),
        thread.Step(DONE, _("Assignment"), "Överenskommet 3 september"),
        thread.Step(MISSING, _("Time is missing"), "Ingen nedsättning är avtalad."),
        thread.Step(DONE, _("Mandate"), "Berättat för alla lärare 14 september"),
        thread.Step(HERE, _("Colleagues’ learning"), "Här är du: 4 av 8 träffar hållna"),
        thread.Step(COMING, _("Follow-up dialogue"), "Välj tid i veckan"),
        thread.Step(COMING, _("How did it turn out?"), "Maj 2027"),
    ]


def example_rope() -> thread.Rope:
    lacking = {0: {3}, 1: {1}, 5: {6}, 8: {3, 4}, 11: {3}, 12: {3}, 15: {3}}
    links = [
        thread.RopeLink(_("Target picture"), "beslutad i juni"),
        thread.RopeLink(_("Development area"), "1 saknar", lacks=True),
        thread.RopeLink(_("Assignment"), "alla överens"),
        thread.RopeLink(_("Time"), "5 saknar", lacks=True),
        thread.RopeLink(_("Mandate"), "1 saknar", lacks=True),
        thread.RopeLink(_("Learning"), "pågår i alla"),
        thread.RopeLink(_("Dialogue"), "1 saknar", lacks=True),
        thread.RopeLink(_("Outcome"), "maj 2027"),
    ]
    return thread.rope(links, [frozenset(lacking.get(number, ())) for number in range(17)], now=5)


def example_year() -> list[thread.YearPart]:
    return [
        thread.YearPart(
            DONE, "Träff 1", "fre 18 sep, Älvsunda", "Introduktion, område och uppdrag"
        ),
        thread.YearPart(DONE, "Kartlägg skolan", "", "alla 28 har lämnat in"),
        thread.YearPart(
            DONE, "Träff 2", "tors 5 nov, digital", "Redovisning av kollegialt lärande"
        ),
        thread.YearPart(HERE, "Observera ett samtal", "", "19 av 28, till 1 dec"),
        thread.YearPart(COMING, "Träff 3", "fre 4 dec, digital", "Ledarskapets kommunikation"),
        thread.YearPart(COMING, "Filma kartan", "", "öppnar 7 dec"),
        thread.YearPart(COMING, "Träff 4", "tors 11 feb, Granåsen", "Filmad utvecklingskarta"),
        thread.YearPart(COMING, "Skriv nätverksplan", "", "öppnar 15 feb"),
        thread.YearPart(COMING, "Träff 5", "tis 20 apr, digital", "Slutredovisning"),
    ]


def example_chart() -> Dumbbell:
    numbers = [
        ("Undervisar", 85, 80),
        ("Handleder andra lärare", 70, 55),
        ("Skolutvecklande uppdrag i ett ämne", 62, 47),
        ("Är drivande i sitt arbetslag", 28, 42),
        ("Leder konferenser", 3, 0),
    ]
    rows = [
        DumbbellRow(label, a, b, strong=index == 1) for index, (label, a, b) in enumerate(numbers)
    ]
    return dumbbell(
        rows,
        a=Group("skolchefer och rektorer", "53 svar"),
        b=Group("förstelärare och lektorer", "95 svar"),
    )
