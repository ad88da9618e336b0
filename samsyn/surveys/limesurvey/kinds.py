"""Each of LimeSurvey's types of question as questions of ours. One of theirs may become several, or none."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from samsyn.surveys.drafts import QuestionDraft
from samsyn.surveys.limesurvey.choices import (
    GENDER,
    YES_NO,
    fixed,
    multiple,
    ranking,
    single,
    ticked,
)
from samsyn.surveys.limesurvey.lines import cells, five, plainly
from samsyn.surveys.limesurvey.making import Maker, Reading, numbered, own_options
from samsyn.surveys.limesurvey.source import Asked
from samsyn.surveys.limesurvey.statements import (
    CHANGE,
    YES_UNSURE_NO,
    dual,
    matrix,
    matrix_of,
)


def _table(asked: Asked, reading: Reading) -> Iterable[QuestionDraft]:
    is_ticked = asked.attribute("multiflexible_checkbox") == "1"
    return ticked(asked, reading) if is_ticked else cells("number")(asked, reading)


_MAKERS: Mapping[str, Maker] = {
    "L": single,
    "!": single,
    "O": single,
    "M": multiple,
    "P": multiple,
    "Y": fixed(YES_NO),
    "G": fixed(GENDER),
    "F": matrix,
    "H": matrix,
    "A": matrix_of(lambda reading: numbered(5)),
    "B": matrix_of(lambda reading: numbered(10)),
    "C": matrix_of(lambda reading: own_options(reading, YES_UNSURE_NO)),
    "E": matrix_of(lambda reading: own_options(reading, CHANGE)),
    "1": dual,
    "R": ranking,
    "5": five,
    "N": plainly("number"),
    "K": cells("number"),
    ":": _table,
    "D": plainly("date"),
    "S": plainly("short"),
    "Q": cells("short"),
    ";": cells("short"),
    "T": plainly("text"),
    "U": plainly("text"),
    "X": plainly("block"),
}


def questions_of(asked: Asked, reading: Reading) -> list[QuestionDraft]:
    """Said is also what is left out."""
    make = _MAKERS.get(asked.type)
    if make is None:
        reading.notes.add(asked.code, _left_out(asked.type))
        return []
    made = list(make(asked, reading))
    _say_what_is_left(asked, reading)
    return made


def _left_out(type: str) -> str:
    if type == "*":
        return _("An equation is no question here. It is left out.")
    if type == "|":
        return _("Files cannot be answered with here. The question is left out.")
    if type == "I":
        return _("The language is chosen on every page here. The question is left out.")
    return _("Questions of this type (%s) are left out.") % (type[:10] or "?")


def _left_attributes() -> Sequence[tuple[str, str]]:
    return (
        ("array_filter", _("Its rows were filtered by an earlier answer. Here all are shown.")),
        (
            "array_filter_exclude",
            _("Its rows were filtered by an earlier answer. Here all are shown."),
        ),
        ("em_validation_q", _("Its own check of the answer is left out.")),
        ("em_validation_sq", _("Its own check of the answer is left out.")),
        ("min_num_value", _("Its own check of the answer is left out.")),
        ("max_num_value", _("Its own check of the answer is left out.")),
        ("equals_num_value", _("Its own check of the answer is left out.")),
        ("date_min", _("Its first and last day are left out.")),
        ("date_max", _("Its first and last day are left out.")),
        ("prefix", _("The text before the line is left out.")),
        ("random_group", _("The order by chance is left out.")),
        ("equation", _("The equation is left out.")),
    )


def _say_what_is_left(asked: Asked, reading: Reading) -> None:
    for name, sentence in _left_attributes():
        if asked.attribute(name):
            reading.notes.add(asked.code, sentence)
    if asked.row.get("preg", "").strip():
        reading.notes.add(asked.code, _("Its own check of the answer is left out."))
    if asked.attribute("hidden") == "1":
        reading.notes.add(asked.code, _("It was hidden. Here it is asked."))
    if asked.attribute("numbers_only") == "1":
        reading.notes.add(asked.code, _("Only numbers could be written. Here any text can."))
    _say_of_order(asked, reading)


def _say_of_order(asked: Asked, reading: Reading) -> None:
    """Newer versions write “normal” where the order is that of the file."""
    order = asked.attribute("answer_order")
    if asked.attribute("random_order") not in {"", "0"} or order == "random":
        reading.notes.add(asked.code, _("The order by chance is left out."))
    if asked.attribute("alphasort") == "1" or order == "alphabetical":
        reading.notes.add(
            asked.code, _("The answers stood by the alphabet. Here they stand as in the file.")
        )
