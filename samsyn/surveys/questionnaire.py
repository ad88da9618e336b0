"""A questionnaire as a file: reads YAML into frozen values, or says what is wrong on which line.

The format is docs/questionnaire-format.md and questionnaire.schema.json. Touches no database.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from samsyn.surveys.drafts import Questionnaire
from samsyn.surveys.faults import Fault, Faulty, is_text, shortened
from samsyn.surveys.questionnaire_faults import Place, inner_faults
from samsyn.surveys.questionnaire_values import from_document

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_EVENTS = 100_000
SCHEMA = Path(__file__).with_name("questionnaire.schema.json")


def read_questionnaire(content: bytes) -> Questionnaire:
    """Raises Faulty with every fault that was found, each with its line."""
    document, lines = _load(content)
    errors = sorted(_validator().iter_errors(document), key=lambda error: list(error.path))
    if errors:
        raise Faulty(_schema_fault(error, lines) for error in errors[:200])
    questionnaire = from_document(document)
    faults = [
        Fault(sentence, _line_of(place, lines), _place_in_words(place), value)
        for place, value, sentence in inner_faults(questionnaire)
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
            if "0-9" in str(wanted):
                return _("This should be a number.")
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
