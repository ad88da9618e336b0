"""A questionnaire as a structure file that LimeSurvey 4 and later opens, and what of it cannot be carried over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samsyn.surveys.answering import piped_codes
from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
    Test,
    Translations,
)
from samsyn.surveys.limesurvey.expressions import relevance_of
from samsyn.surveys.limesurvey.names import Name, is_five, names_of, other_of
from samsyn.surveys.limesurvey.notes import Note, Notes
from samsyn.surveys.limesurvey.tables import Tables
from samsyn.surveys.limesurvey.texts import marked, with_their_braces
from samsyn.surveys.limesurvey.theirs import attributes_of, lost_of, points_of, type_of

SURVEY = "100000"
SETTINGS = {
    "active": "N",
    "anonymized": "N",
    "format": "G",
    "savetimings": "N",
    "datestamp": "N",
    "ipaddr": "N",
    "refurl": "N",
    "allowsave": "Y",
    "allowprev": "Y",
    "allowregister": "N",
    "autoredirect": "N",
    "listpublic": "N",
    "publicstatistics": "N",
    "showwelcome": "Y",
    "showprogress": "Y",
    "showgroupinfo": "B",
    "showqnumcode": "X",
    "shownoanswer": "N",
    "showxquestions": "N",
}
# Whose answer can stand in a later text there.
SAYABLE = frozenset({"single", "scale", "number", "date", "short", "text"})


def write_lss(questionnaire: Questionnaire) -> tuple[bytes, tuple[Note, ...]]:
    writer = _Writer(questionnaire, names_of(questionnaire))
    writer.survey()
    for place, section in enumerate(questionnaire.sections, 1):
        writer.section(section, place)
    return writer.tables.document(questionnaire.languages), writer.notes.all()


@dataclass
class _Writer:
    questionnaire: Questionnaire
    names: Mapping[str, Name]
    notes: Notes = field(default_factory=Notes)
    tables: Tables = field(default_factory=Tables)

    def _in(self, text: str, translations: Translations, name: str) -> dict[str, str]:
        """By language; where a language says nothing, the first one's."""
        first, *rest = self.questionnaire.languages
        said = {one: translations.get(one, {}).get(name) or text for one in rest}
        return {language: self._marked(one) for language, one in {first: text, **said}.items()}

    def _marked(self, text: str) -> str:
        return with_their_braces(marked(text), self._sayable)

    def _sayable(self, code: str) -> str | None:
        question = self.questionnaire.question(code)
        return self.names[code].code if question and question.kind in SAYABLE else None

    def survey(self) -> None:
        draft = self.questionnaire
        self.tables.add(
            "surveys",
            sid=SURVEY,
            language=draft.languages[0],
            additional_languages=" ".join(draft.languages[1:]),
            **SETTINGS,
        )
        titles = self._in(draft.title, draft.translations, "title")
        introductions = self._in(draft.introduction, draft.translations, "introduction")
        thanks = self._in(draft.thanks, draft.translations, "thanks")
        for language in draft.languages:
            self.tables.add(
                "surveys_languagesettings",
                surveyls_survey_id=SURVEY,
                surveyls_language=language,
                surveyls_title=titles[language],
                surveyls_description="",
                surveyls_welcometext=introductions[language],
                surveyls_endtext=thanks[language],
            )
        if draft.method or draft.background or draft.groupings or draft.groups_note:
            self.notes.add(
                "", _("How results are shown by groups, and how the survey was made, stays here.")
            )

    def section(self, section: SectionDraft, place: int) -> None:
        self.tables.add(
            "groups",
            gid=place,
            sid=SURVEY,
            group_order=place,
            randomization_group="",
            grelevance=self._relevance(section, section.title),
        )
        titles = self._in(section.title, section.translations, "title")
        said = self._in(section.introduction, section.translations, "introduction")
        for language, title in titles.items():
            self.tables.add(
                "group_l10ns",
                id=self.tables.key(),
                gid=place,
                group_name=title,
                description=said[language],
                language=language,
            )
        self._say_unsayable(section.title, (section.introduction,))
        for order, question in enumerate(section.questions, 1):
            self.question(question, place, order)

    def _relevance(self, thing: SectionDraft | QuestionDraft, code: str) -> str:
        for one in thing.show_if:
            asked = self.questionnaire.question(one.question)
            is_in_parts = asked is not None and asked.kind in {"matrix", "ranking"}
            if asked is None:
                self.notes.add(code, _("The condition on a question that is gone is left out."))
            elif is_in_parts and one.test != Test.ANSWERED:
                self.notes.add(
                    code, _("The condition goes along, but cannot be read back in here.")
                )
        return relevance_of(thing.show_if, self.questionnaire, self.names)

    def question(self, question: QuestionDraft, gid: int, order: int) -> None:
        name, qid, other = self.names[question.code], self.tables.key(), other_of(question)
        self.tables.add(
            "questions",
            qid=qid,
            parent_qid=0,
            sid=SURVEY,
            gid=gid,
            type=type_of(question),
            title=name.code,
            preg="",
            other="Y" if other else "N",
            mandatory="Y" if question.required else "N",
            encrypted="N",
            question_order=order,
            scale_id=0,
            same_default=0,
            relevance=self._relevance(question, question.code),
        )
        helps = self._in(question.help, question.translations, "help")
        for language, text in self._in(question.text, question.translations, "text").items():
            self._text(qid, language, text, helps[language])
        self._inner(question, name, qid, gid)
        for attribute, value in attributes_of(question, name):
            self._attribute(qid, attribute, value)
        self._in_languages(question, qid, other)
        self.notes.extend(Note(question.code, one) for one in lost_of(question, name))
        labels = [o.label for o in question.choices] + [row.label for row in question.rows]
        self._say_unsayable(question.code, (question.text, question.help, *labels))

    def _say_unsayable(self, code: str, texts: Iterable[str]) -> None:
        for earlier in (one for text in texts for one in piped_codes(text)):
            if self.questionnaire.question(earlier) and self._sayable(earlier) is None:
                self.notes.add(
                    code, _("The answer to “%s” cannot stand in a text there.") % earlier
                )

    def _text(self, qid: int, language: str, text: str, help: str = "") -> None:
        self.tables.add(
            "question_l10ns",
            id=self.tables.key(),
            qid=qid,
            question=text,
            help=help,
            language=language,
        )

    def _attribute(self, qid: int, attribute: str, value: object, language: str = "") -> None:
        self.tables.add(
            "question_attributes", qid=qid, attribute=attribute, value=value, language=language
        )

    def _in_languages(self, question: QuestionDraft, qid: int, other: OptionDraft | None) -> None:
        if question.kind == "number" and question.unit:
            for language, text in self._in(question.unit, question.translations, "unit").items():
                self._attribute(qid, "suffix", text, language)
        if other:
            for language, text in self._in(other.label, other.translations, "label").items():
                self._attribute(qid, "other_replace_text", text, language)

    def _inner(self, question: QuestionDraft, name: Name, qid: int, gid: int) -> None:
        """Rows, boxes and points, each in its table."""
        other = other_of(question)
        choices = [option for option in question.choices if option is not other]
        labels = [(name.options[o.code], o.label, o.translations) for o in choices]
        rows = [(name.rows[row.code], row.label, row.translations) for row in question.rows]
        if question.kind == "multiple":
            labels, rows = [], labels
        if question.kind == "scale" and not is_five(question):
            labels = list(points_of(question))
        for order, (code, label, translations) in enumerate(rows, 1):
            self._subquestion(qid, gid, order, code, self._in(label, translations, "label"))
        for order, (code, label, translations) in enumerate(labels, 1):
            self._answer(qid, order, code, self._in(label, translations, "label"))

    def _subquestion(
        self, parent: int, gid: int, order: int, code: str, said: Mapping[str, str]
    ) -> None:
        qid = self.tables.key()
        self.tables.add(
            "subquestions",
            qid=qid,
            parent_qid=parent,
            sid=SURVEY,
            gid=gid,
            type="T",
            title=code,
            other="N",
            mandatory="N",
            encrypted="N",
            question_order=order,
            scale_id=0,
            same_default=0,
            relevance="1",
        )
        for language, text in said.items():
            self._text(qid, language, text)

    def _answer(self, qid: int, order: int, code: str, said: Mapping[str, str]) -> None:
        aid = self.tables.key()
        self.tables.add(
            "answers", aid=aid, qid=qid, code=code, sortorder=order, assessment_value=0, scale_id=0
        )
        for language, text in said.items():
            self.tables.add(
                "answer_l10ns", id=self.tables.key(), aid=aid, answer=text, language=language
            )
