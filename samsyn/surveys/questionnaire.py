"""A questionnaire as a file: reads YAML into frozen values, or says what is wrong on which line.

The format is docs/questionnaire-format.md and questionnaire.schema.json. Touches no database.
"""

import functools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from samsyn.surveys.drafts import (
    GroupDraft,
    GroupingDraft,
    QuestionDraft,
    Questionnaire,
    RoundDraft,
    SectionDraft,
    options_of,
)
from samsyn.surveys.faults import Fault, Faulty, is_text, shortened

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_EVENTS = 100_000
SCHEMA = Path(__file__).with_name("questionnaire.schema.json")

Place = tuple[str | int, ...]


def read_questionnaire(content: bytes) -> Questionnaire:
    """Raises Faulty with every fault that was found, each with its line."""
    document, lines = _load(content)
    errors = sorted(_validator().iter_errors(document), key=lambda error: list(error.path))
    if errors:
        raise Faulty(_schema_fault(error, lines) for error in errors[:200])
    questionnaire = _from_document(document)
    faults = [
        Fault(sentence, _line_of(place, lines), _place_in_words(place), value)
        for place, value, sentence in _inner_faults(questionnaire)
    ]
    if faults:
        raise Faulty(faults)
    return questionnaire


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


class _Loader(yaml.SafeLoader):
    """Text stays text: of the bare words only true, false, null and whole numbers mean something else."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[0-9]{1,9}$", "0123456789"),
    ("merge", r"^<<$", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def _load(content: bytes) -> tuple[Any, dict[Place, int]]:
    if len(content) > MAX_BYTES:
        raise Faulty([Fault(_("The file is larger than a questionnaire can be (1 MB)."))])
    try:
        text = content.decode("utf-8-sig")
        _check_shape(text)
        node = yaml.compose(text, Loader=_Loader)
        lines = dict(_lines(node)) if node is not None else {}
        return yaml.load(text, Loader=_Loader), lines  # noqa: S506 - _Loader is a SafeLoader
    except UnicodeDecodeError as error:
        raise Faulty([Fault(_("The file is not text in UTF-8."))]) from error
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        sentence = _("The file cannot be read as YAML here. Look at the indentation and at quotes.")
        raise Faulty([Fault(sentence, row)]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise Faulty([Fault(_("The file cannot be read as YAML."))]) from error


def _check_shape(text: str) -> None:
    """Refuses what would make a small file large (aliases) or exhaust the stack (depth), before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        row = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Faulty([Fault(_("Anchors and aliases (& and *) may not be used."), row)])
        if getattr(event, "tag", None):
            raise Faulty([Fault(_("The file cannot be read as YAML."), row)])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or count > MAX_EVENTS:
            raise Faulty([Fault(_("The file is nested deeper or longer than it can be."), row)])


def _lines(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """The line of every value; a key that stands twice is refused."""
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and not is_text(node.value):
        row = node.start_mark.line + 1
        raise Faulty([Fault(_("The file holds signs that are no text."), row)])
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _lines(child, (*place, index))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            row = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.value in seen or key.value == "<<":
                raise Faulty([Fault(_("The same key stands twice, or is no word."), row)])
            seen.add(key.value)
            yield from _lines(child, (*place, key.value))
            yield (*place, key.value), row


def _line_of(place: Place, lines: Mapping[Place, int]) -> int | None:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def _place_in_words(place: Place) -> str:
    """("sections", 0, "questions", 2) as "sections 1, questions 3": people count from one."""
    words: list[str] = []
    for step in place:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)


def _schema_fault(error: ValidationError, lines: Mapping[Place, int]) -> Fault:
    place = tuple(error.absolute_path)
    value = "" if isinstance(error.instance, dict | list) else shortened(str(error.instance))
    return Fault(_schema_sentence(error), _line_of(place, lines), _place_in_words(place), value)


def _schema_sentence(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [key for key in wanted if key not in instance]
            return _("“%(keys)s” is missing here.") % {"keys": ", ".join(missing)}
        case "additionalProperties":
            known = error.schema["properties"] if isinstance(error.schema, dict) else {}
            unknown = [str(key) for key in instance if key not in known]
            return _("“%(keys)s” is not part of the format.") % {"keys": ", ".join(unknown)}
        case "type":
            return _type_sentence(str(wanted))
        case "enum":
            return _("Write one of these: %(words)s.") % {"words": ", ".join(wanted)}
        case "pattern":
            if "A-Z" in str(wanted):
                return _("A code has only the letters a–z, digits, - and _.")
            return _("An option stands on one line and has no semicolon.")
        case "minItems" | "minLength":
            return _("There is too little here.")
        case "maxItems" | "maxLength":
            return _("There is more here than there is room for (%(limit)s).") % {"limit": wanted}
        case "minimum":
            return _("The number is too small: %(limit)s at least.") % {"limit": wanted}
        case "maximum":
            return _("The number is too large: %(limit)s at most.") % {"limit": wanted}
    return _("This cannot be understood.")


def _type_sentence(wanted: str) -> str:
    return {
        "string": _("This should be text. Put it in quotes if it looks like a number."),
        "integer": _("This should be a whole number."),
        "boolean": _("Write true or false."),
        "array": _("This should be a list."),
        "object": _("This should be keys with values."),
    }[wanted]


def _from_document(document: Mapping[str, Any]) -> Questionnaire:
    survey = dict(document["survey"])
    for key in ("introduction", "method", "groups_note"):
        survey[key] = survey.get(key, "").strip()
    return Questionnaire(
        **survey,
        sections=tuple(_section(section) for section in document["sections"]),
        groupings=tuple(_grouping(grouping) for grouping in document.get("groupings", [])),
        round=_round(document["round"]) if "round" in document else None,
    )


def _section(section: Mapping[str, Any]) -> SectionDraft:
    return SectionDraft(
        title=section["title"],
        introduction=section.get("introduction", "").strip(),
        questions=tuple(_question(question) for question in section["questions"]),
    )


def _question(question: Mapping[str, Any]) -> QuestionDraft:
    given = dict(question)
    choices = options_of(given.pop("options", ()))
    return QuestionDraft(**given, choices=choices)


def _grouping(grouping: Mapping[str, Any]) -> GroupingDraft:
    groups = (GroupDraft(group["label"], tuple(group["options"])) for group in grouping["groups"])
    return GroupingDraft(grouping["code"], grouping["name"], tuple(groups))


def _round(round: Mapping[str, Any]) -> RoundDraft:
    invited = round.get("invited", {})
    return RoundDraft(
        code=round["code"],
        title=round["title"],
        invited_count=invited.get("count"),
        invited_is_approximate=invited.get("approximate", False),
        collected=round.get("collected", ""),
    )


InnerFault = tuple[Place, str, str]


def _inner_faults(questionnaire: Questionnaire) -> Iterator[InnerFault]:
    """What a schema cannot say: what must differ, and what must be found elsewhere in the file."""
    codes = Counter(question.code for question in questionnaire.questions)
    for number, section in enumerate(questionnaire.sections):
        for index, question in enumerate(section.questions):
            place: Place = ("sections", number, "questions", index)
            if codes[question.code] > 1:
                yield (*place, "code"), question.code, _("Two questions have this code.")
            if question.code == "respondent_id":
                yield (*place, "code"), question.code, _("This code is kept for the respondent.")
            yield from ((place, value, said) for value, said in _question_faults(question))
    yield from _background_faults(questionnaire)
    grouping_codes = [grouping.code for grouping in questionnaire.groupings]
    for number, grouping in enumerate(questionnaire.groupings):
        if grouping_codes.count(grouping.code) > 1:
            yield ("groupings", number), grouping.code, _("Two groupings have this code.")
        for value, said in _grouping_faults(grouping, _background(questionnaire)):
            yield ("groupings", number), value, said


def _question_faults(question: QuestionDraft) -> Iterator[tuple[str, str]]:
    if question.kind == "text":
        if question.options or question.min or question.max:
            yield question.code, _("A free-text question has no options, min or max.")
        return
    if not question.options:
        yield question.code, _("A choice question needs options.")
    for label in _twice(question.options):
        yield label, _("The option stands twice.")
    if question.kind == "single" and (question.min or question.max):
        yield question.code, _("A question with one choice has no min or max.")
    if (question.min or 1) > (question.max or 200) or (question.min or 0) > len(question.options):
        yield question.code, _("min is greater than max or than the number of options.")


def _background(questionnaire: Questionnaire) -> QuestionDraft | None:
    for question in questionnaire.questions:
        if question.code == questionnaire.background and question.kind == "single":
            return question
    return None


def _background_faults(questionnaire: Questionnaire) -> Iterator[InnerFault]:
    if questionnaire.background and _background(questionnaire) is None:
        said = _("The background question must be one of the questions, with one choice.")
        yield ("survey", "background"), questionnaire.background, said
    if questionnaire.groupings and not questionnaire.background:
        said = _("Groups are made of the answers to a background question. Say which one it is.")
        yield ("groupings",), "", said


def _grouping_faults(
    grouping: GroupingDraft, background: QuestionDraft | None
) -> Iterator[tuple[str, str]]:
    for label in _twice([group.label for group in grouping.groups]):
        yield label, _("Two groups have this name.")
    options = [option for group in grouping.groups for option in group.options]
    for label in _twice(options):
        yield label, _("The option stands in two groups.")
    known = background.options if background else ()
    for label in dict.fromkeys(options):
        if background and label not in known:
            yield label, _("The background question has no such option.")


def _twice(values: Sequence[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
