"""A round’s pages in one language: kept in the process and filled in, since hundreds answer in the same minute.

A question that nobody has touched yet looks the same for everybody and is made once; one with an answer, a fault or an
earlier answer in its text is made anew. All escaping is the templates’.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.core.versions import Version
from samsyn.surveys.answering import (
    Answers,
    Fields,
    Shown,
    Written,
    in_language,
    piped_codes,
    shown,
)
from samsyn.surveys.answering.marks import words_of
from samsyn.surveys.answering.reading import depends_on_page
from samsyn.surveys.answering.shown import all_hold, asks_nothing
from samsyn.surveys.answering_pages.first import facts_of
from samsyn.surveys.answering_pages.items import Item, Page, field_id, item
from samsyn.surveys.drafts import QuestionDraft, Questionnaire, SectionDraft
from samsyn.surveys.queries.answering import Told

# Stands in a kept page where something varies: random, so that no text holds it.
GAP = f"gap-{secrets.token_hex(16)}"


@dataclass(frozen=True)
class Fault:
    """A line of the error summary."""

    id: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Step:
    """A line of the list of sections."""

    title: str
    is_done: bool
    is_here: bool


@dataclass
class Asked:
    told: Told
    language: str
    _blank: dict[tuple[str, bool], str] = field(default_factory=dict)
    _frames: dict[tuple[Any, ...], list[str]] = field(default_factory=dict)

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return in_language(self.told.questionnaire, self.language)

    @cached_property
    def known(self) -> dict[str, QuestionDraft]:
        return {question.code: question for question in self.questionnaire.questions}

    @property
    def title(self) -> str:
        return self.questionnaire.title if self.language != self.own_language else self.told.title

    @property
    def own_language(self) -> str:
        return self.told.questionnaire.languages[0]

    @property
    def has_review(self) -> bool:
        """One page is read over where it is written, and has the button that sends it in; several have a page for it."""
        return len(self.questionnaire.sections) > 1

    def first(self, *, sealed: str, has_begun: bool) -> str:
        key = ("first", has_begun)
        return self._filled(key, [escape(sealed)], "first", self._first_words, has_begun)

    def _first_words(self, has_begun: bool) -> dict[str, Any]:
        return {
            "facts": facts_of(self.told, self.questionnaire),
            "has_begun": has_begun,
            "sealed": GAP,
            "decline_url": "" if self.told.is_open_link else decline_url(),
        }

    def receipt(self, *, sealed: str, is_counted_before: bool) -> str:
        key = ("receipt", is_counted_before)
        return self._filled(
            key, [escape(sealed)], "receipt", self._receipt_words, is_counted_before
        )

    def _receipt_words(self, is_counted_before: bool) -> dict[str, Any]:
        return {"is_counted_before": is_counted_before, "sealed": GAP}

    def _filled(
        self, key: tuple[Any, ...], gaps: list[str], name: str, words: Any, *given: Any
    ) -> str:
        if key not in self._frames:
            if len(self._frames) > 200:
                self._frames.clear()
            self._frames[key] = self.page(name, **words(*given)).split(GAP)
        frame = self._frames[key]
        pieces = [part for pair in zip(frame, gaps, strict=False) for part in pair]
        return "".join([*pieces, frame[-1]])

    def page(self, name: str, **more: Any) -> str:
        context = {"told": self.told, "title": self.title, "language": self.language, **more}
        context["questionnaire"] = self.questionnaire
        return render_to_string(f"surveys/answering/{name}.html", context)

    def section(
        self,
        number: int,
        written: Written,
        *,
        sealed: str = "",
        saved: str = "",
        faults: Mapping[str, str] | None = None,
        brought: frozenset[str] = frozenset(),
        versions: Sequence[Version] = (),
    ) -> str:
        here = shown(self.questionnaire, written.answers)
        top = self.notes(number, faults or {}, brought, here.answers, versions)
        questions = self.questions(number, written, here, faults or {})
        gaps = [escape(saved), escape(sealed), top, questions]
        key = ("section", number, here.sections)
        return self._filled(key, gaps, "section", self._section_words, number, here)

    def _section_words(self, number: int, here: Shown) -> dict[str, Any]:
        steps = self.steps(number, here)
        place = next(at for at, step in enumerate(steps, 1) if step.is_here)
        section = self.questionnaire.sections[number]
        return {
            "section": section,
            "number": number,
            "introduction": "" if piped_codes(section.introduction) else section.introduction,
            "steps": steps,
            "place": place,
            "next": steps[place].title if place < len(steps) else "",
            "is_last": not self.has_review,
            "gap": GAP,
        }

    def steps(self, number: int, here: Shown) -> list[Step]:
        """With the sections that concern this person; sending in is the last where there are several."""
        numbers = sorted({*here.sections, number} - {len(self.questionnaire.sections)})
        titles = {at: self.questionnaire.sections[at].title for at in numbers}
        if self.has_review or number == len(self.questionnaire.sections):
            titles[len(self.questionnaire.sections)] = ""
        return [Step(title, at < number, at == number) for at, title in titles.items()]

    def notes(
        self,
        number: int,
        faults: Mapping[str, str],
        brought: frozenset[str],
        answers: Answers,
        versions: Sequence[Version],
    ) -> str:
        """What stands above the questions: two versions, faults, that there is more now, an introduction that varies."""
        section = self.questionnaire.sections[number]
        page = Page(section, self.known, answers)
        varies = page.say(section.introduction) if piped_codes(section.introduction) else ""
        if not (faults or brought or varies or versions):
            return ""
        return render_to_string(
            "surveys/answering/_notes.html",
            {
                "faults": listed_faults(section, page, faults),
                "brought": brought,
                "said": varies,
                "both": {"versions": versions},
            },
        )

    def versions(self, number: int, *, stored: Written, mine: Written) -> list[Version]:
        """Of the section's questions those that are answered in two ways."""
        section = self.questionnaire.sections[number]
        page = Page(section, self.known, mine.answers)
        return [
            Version(
                page.say(question.text),
                "\n".join(words_of(question, stored)) or _("No answer"),
                "\n".join(words_of(question, mine)) or _("No answer"),
            )
            for question in section.questions
            if stored.fields(question) != mine.fields(question)
        ]

    def questions(
        self, number: int, written: Written, here: Shown, faults: Mapping[str, str]
    ) -> str:
        section = self.questionnaire.sections[number]
        page = Page(section, self.known, here.answers)
        return "".join(
            self._question(question, page, written, here, faults)
            for question in section.questions
            if question.code in here.questions or may_show(question, page)
        )

    def _question(
        self,
        question: QuestionDraft,
        page: Page,
        written: Written,
        here: Shown,
        faults: Mapping[str, str],
    ) -> str:
        is_folded = question.code not in here.questions
        fields = written.fields(question)
        if fields or says_earlier(question) or is_faulty(question, faults):
            return rendered(item(question, page, fields, faults, is_folded=is_folded))
        key = (question.code, is_folded)
        if key not in self._blank:
            self._blank[key] = rendered(item(question, page, {}, {}, is_folded=is_folded))
        return self._blank[key]

    def review(
        self, written: Written, *, sealed: str, saved: str, has_changed: bool = False
    ) -> str:
        here = shown(self.questionnaire, written.answers)
        number = len(self.questionnaire.sections)
        steps = self.steps(number, here)
        return self.page(
            "review",
            number=number,
            steps=steps,
            place=len(steps),
            parts=self.parts(written),
            sealed=sealed,
            saved=saved,
            has_changed=has_changed,
        )

    def parts(self, written: Written) -> "list[tuple[int, str, list[tuple[str, list[str]]]]]":
        """Number, title, and each question with its answer in words, also what cannot stand yet."""
        here = shown(self.questionnaire, written.answers)
        found = []
        for number in here.sections:
            section = self.questionnaire.sections[number]
            page = Page(section, self.known, here.answers)
            lines = [
                (page.say(question.text), words_of(question, written))
                for question in section.questions
                if question.code in here.questions and not asks_nothing(question)
            ]
            found.append((number, section.title, lines))
        return found

    def own_file(self, written: Written) -> str:
        return render_to_string(
            "surveys/answering/own.txt", {"title": self.title, "parts": self.parts(written)}
        )


def render_section(
    questionnaire: Questionnaire,
    number: int,
    answers: Answers,
    language: str,
    typed: Mapping[str, Fields] | None = None,
    faults: Mapping[str, str] | None = None,
) -> SafeString:
    """The questions of a section as a respondent with these answers sees them, without the page around: for previews."""
    local = in_language(questionnaire, language)
    here = shown(local, answers)
    section = local.sections[number]
    page = Page(section, {question.code: question for question in local.questions}, here.answers)
    written = Written(answers, typed or {})
    return mark_safe(  # noqa: S308 - joined of what the templates have escaped
        "".join(
            rendered(
                item(
                    question,
                    page,
                    written.fields(question),
                    faults or {},
                    is_folded=question.code not in here.questions,
                )
            )
            for question in section.questions
            if question.code in here.questions or may_show(question, page)
        )
    )


def decline_url() -> str:
    """Below the personal link; the page is that of the reminders."""
    try:
        return reverse("answering:decline", kwargs={"token": "x"}).rpartition("/x/")[2]
    except NoReverseMatch:
        return ""


def rendered(thing: Item) -> str:
    return render_to_string("surveys/answering/_question.html", {"item": thing})


def may_show(question: QuestionDraft, page: Page) -> bool:
    """Whether answers on this page decide: then it is there, folded away."""
    here = {other.code for other in page.section.questions}
    elsewhere = [one for one in question.show_if if one.question not in here]
    on_page = depends_on_page(question, page.section.questions)
    return on_page and all_hold(elsewhere, page.known, page.answers)


def says_earlier(question: QuestionDraft) -> bool:
    texts = [question.text, question.help, *question.options, *(row.label for row in question.rows)]
    return any("{" in text and piped_codes(text) for text in texts)


def is_faulty(question: QuestionDraft, faults: Mapping[str, str]) -> bool:
    return any(name.split(".")[1] == question.code for name in faults)


def listed_faults(section: SectionDraft, page: Page, faults: Mapping[str, str]) -> Sequence[Fault]:
    """In the order of the page, each with what it is about."""
    labels = {}
    for question in section.questions:
        labels[f"a.{question.code}"] = page.say(question.text)
        labels |= {f"a.{question.code}.{row.code}": page.say(row.label) for row in question.rows}
        labels |= {
            f"t.{question.code}.{option.code}": page.say(option.label)
            for option in question.choices
        }
    return [
        Fault(field_id(name), label, faults[name])
        for name, label in labels.items()
        if name in faults
    ]
