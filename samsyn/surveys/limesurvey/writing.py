"""A questionnaire as a structure file that LimeSurvey 4 and later opens, and what of it cannot be carried over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.surveys.answering import piped_codes
from samsyn.surveys.columns import ends
from samsyn.surveys.drafts import (
    OptionDraft,
    QuestionDraft,
    Questionnaire,
    SectionDraft,
    Test,
    Translations,
)
from samsyn.surveys.limesurvey.expressions import relevance_of
from samsyn.surveys.limesurvey.names import UNSURE, Name, is_five, names_of, other_of
from samsyn.surveys.limesurvey.notes import Note, Notes
from samsyn.surveys.limesurvey.texts import marked, with_their_braces

# The first version whose texts stand in tables of their own; LimeSurvey brings older ones up to date itself.
DB_VERSION = "415"
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
TYPES = {
    "single": "L",
    "multiple": "M",
    "matrix": "F",
    "ranking": "R",
    "number": "N",
    "date": "D",
    "short": "S",
    "text": "T",
    "block": "X",
}
# Whose answer can stand in a later text there.
SAYABLE = frozenset({"single", "scale", "number", "date", "short", "text"})


def write_lss(questionnaire: Questionnaire) -> tuple[bytes, tuple[Note, ...]]:
    writer = _Writer(questionnaire, names_of(questionnaire))
    writer.survey()
    for place, section in enumerate(questionnaire.sections, 1):
        writer.section(section, place)
    return writer.document(), writer.notes.all()


@dataclass
class _Writer:
    questionnaire: Questionnaire
    names: Mapping[str, Name]
    notes: Notes = field(default_factory=Notes)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    # The last key given to a question, a subquestion or an answer.
    last: int = 0

    def _row(self, table: str, **fields: object) -> None:
        row = {name: str(value) for name, value in fields.items()}
        self.tables.setdefault(table, []).append(row)

    def _key(self) -> int:
        self.last += 1
        return self.last

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

    # --- The survey and its sections ---------------------------------------------------------------

    def survey(self) -> None:
        draft = self.questionnaire
        self._row(
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
            self._row(
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
        self._row(
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
            self._row(
                "group_l10ns",
                id=self._key(),
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

    # --- Questions ---------------------------------------------------------------------------------

    def question(self, question: QuestionDraft, gid: int, order: int) -> None:
        name, qid, other = self.names[question.code], self._key(), other_of(question)
        self._row(
            "questions",
            qid=qid,
            parent_qid=0,
            sid=SURVEY,
            gid=gid,
            type=_type(question),
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
        for attribute, value in _attributes(question, name):
            self._attribute(qid, attribute, value)
        self._in_languages(question, qid, other)
        self.notes.extend(Note(question.code, one) for one in _lost(question, name))
        labels = [o.label for o in question.choices] + [row.label for row in question.rows]
        self._say_unsayable(question.code, (question.text, question.help, *labels))

    def _say_unsayable(self, code: str, texts: Iterable[str]) -> None:
        for earlier in (one for text in texts for one in piped_codes(text)):
            if self.questionnaire.question(earlier) and self._sayable(earlier) is None:
                self.notes.add(
                    code, _("The answer to “%s” cannot stand in a text there.") % earlier
                )

    def _text(self, qid: int, language: str, text: str, help: str = "") -> None:
        self._row(
            "question_l10ns", id=self._key(), qid=qid, question=text, help=help, language=language
        )

    def _attribute(self, qid: int, attribute: str, value: object, language: str = "") -> None:
        self._row(
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
            labels = list(_points(question))
        for order, (code, label, translations) in enumerate(rows, 1):
            self._subquestion(qid, gid, order, code, self._in(label, translations, "label"))
        for order, (code, label, translations) in enumerate(labels, 1):
            self._answer(qid, order, code, self._in(label, translations, "label"))

    def _subquestion(
        self, parent: int, gid: int, order: int, code: str, said: Mapping[str, str]
    ) -> None:
        qid = self._key()
        self._row(
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
        aid = self._key()
        self._row(
            "answers", aid=aid, qid=qid, code=code, sortorder=order, assessment_value=0, scale_id=0
        )
        for language, text in said.items():
            self._row("answer_l10ns", id=self._key(), aid=aid, answer=text, language=language)

    # --- The file ----------------------------------------------------------------------------------

    def document(self) -> bytes:
        languages = "".join(
            f"  <language>{one}</language>\n" for one in self.questionnaire.languages
        )
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n',
            f" <LimeSurveyDocType>Survey</LimeSurveyDocType>\n <DBVersion>{DB_VERSION}</DBVersion>\n",
            f" <languages>\n{languages} </languages>\n",
            *(_table(name, self.tables[name]) for name in sorted(self.tables)),
            "</document>\n",
        ]
        return "".join(lines).encode()


def _table(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    fields = "".join(f"   <fieldname>{field}</fieldname>\n" for field in rows[0])
    written = "".join(f"   <row>\n{_fields(row)}   </row>\n" for row in rows)
    return f" <{name}>\n  <fields>\n{fields}  </fields>\n  <rows>\n{written}  </rows>\n </{name}>\n"


def _fields(row: Mapping[str, str]) -> str:
    return "".join(f"    <{name}><![CDATA[{_kept(row[name])}]]></{name}>\n" for name in row)


def _kept(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


def _type(question: QuestionDraft) -> str:
    if question.kind == "scale":
        return "5" if is_five(question) else "L"
    return "!" if question.kind == "single" and question.as_list else TYPES[question.kind]


def _points(question: QuestionDraft) -> Iterable[tuple[str, str, Translations]]:
    low, high = ends(question)
    words = {low: "low_label", high: "high_label"}
    for point in range(low, high + 1):
        word = words.get(point, "")
        said = getattr(question, word) if word else ""
        translations = {
            language: {"label": f"{point} – {texts[word]}"}
            for language, texts in question.translations.items()
            if texts.get(word)
        }
        yield str(point), f"{point} – {said}" if said else str(point), translations
    if question.unsure_label:
        translations = {
            language: {"label": texts["unsure_label"]}
            for language, texts in question.translations.items()
            if texts.get("unsure_label")
        }
        yield UNSURE, question.unsure_label, translations


def _attributes(question: QuestionDraft, name: Name) -> Iterable[tuple[str, object]]:
    if question.kind in {"multiple", "ranking"}:
        alone = [name.options[o.code] for o in question.choices if o.is_exclusive]
        yield from _given(
            min_answers=question.min,
            max_answers=question.max,
            exclude_all_others=";".join(alone) if question.kind == "multiple" else None,
        )
    if question.kind == "number":
        yield from _given(
            min_num_value_n=question.lowest,
            max_num_value_n=question.highest,
            num_value_int_only=None if question.decimals else 1,
        )
    if question.kind in {"short", "text"}:
        yield from _given(maximum_chars=question.max_length)
    if question.kind == "date":
        yield "date_format", "yyyy-mm-dd"


def _given(**values: object) -> Iterable[tuple[str, object]]:
    for name, value in values.items():
        if value is not None and value != "":
            yield name, f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _lost(question: QuestionDraft, name: Name) -> Iterable[str]:
    if name.code != question.code:
        yield _("Its code is “%s” there.") % name.code
    codes = {**name.options, **name.rows}
    changed = [f"{ours} → {theirs}" for ours, theirs in codes.items() if _differs(ours, theirs)]
    if changed:
        yield _("Codes that differ there: %s.") % ", ".join(changed)
    other = other_of(question)
    if any(option.takes_text and option is not other for option in question.choices):
        yield _("Only one answer can have a line to write on there.")
    if other is not None and other is not question.choices[-1]:
        yield _("“%s” comes last there.") % other.label
    exclusive = [option for option in question.choices if option.is_exclusive]
    if exclusive and (question.kind != "multiple" or other in exclusive):
        yield _("“%s” is an answer like the others there.") % exclusive[0].label
    if question.kind == "scale" and not is_five(question):
        yield _("The scale is a choice of one there.")
    if question.kind == "number" and question.decimals == 1:
        yield _("The number of decimals is not limited there.")


def _differs(ours: str, theirs: str) -> bool:
    return theirs != ours and (ours, theirs) != ("other", "-oth-")
