"""What is done with a page that is sent in: kept, and answered with the next, the one before, or the receipt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.surveys import actions
from samsyn.surveys.actions.answering import Outcome, Seen
from samsyn.surveys.answering import Written, faults_of, read_section, shown
from samsyn.surveys.answering.marks import (
    Filled,
    Mark,
    digest,
    filled,
    is_overtaken,
    mark_of,
    new_mark,
    whole,
)
from samsyn.surveys.answering.reading import Read
from samsyn.surveys.answering_pages import Asked
from samsyn.surveys.queries.answering import Visit
from samsyn.surveys.sealing import Sheaf, new_sheaf, seal, unseal
from samsyn.surveys.views.answering import standing

PLAIN = "text/plain; charset=utf-8"


class Overtaken(Exception):
    """Another page has written other answers to the same section since this one was made."""

    def __init__(self, mine: Written) -> None:
        self.mine = mine


@dataclass
class Step:
    """One page of one answer. A named answer’s other pages lie in its draft, an anonymous one’s came with the page."""

    visit: Visit
    asked: Asked
    posted: dict[str, list[str]]
    number: int
    sheaf: Sheaf
    # Of a page of a named answer.
    mark: Mark | None = None
    saved: str = ""

    @property
    def written(self) -> Written:
        return self.sheaf.written

    @property
    def review_number(self) -> int:
        return len(self.asked.questionnaire.sections)

    def read(self) -> Read:
        """What stands on the page becomes part of what is written."""
        if self.number >= self.review_number:
            return Read(self.written, {}, frozenset())
        found = read_section(self.asked.questionnaire, self.number, self.posted, self.written)
        if self.visit.is_named:
            found = self._compared(found)
        self.sheaf = replace(self.sheaf, written=found.written)
        return found

    def _compared(self, found: Read) -> Read:
        """With the page’s name at the section, where it writes something else than what stands there."""
        mine, stored = self.filled(self.number, found.written), self.filled(self.number)
        if mine == stored:
            return found
        if self.mark and is_overtaken(self.mark, self.number, stored, self.written):
            if digest(mine) == self.mark.made_of and self.asked.has_review:
                # Nothing was written on this page: what came since stands, and is read over before it is sent in.
                return Read(self.written, {}, frozenset())
            raise Overtaken(found.written)
        page = self.mark.page if self.mark else ""
        pages = {**self.written.pages, str(self.number): page}
        return replace(found, written=replace(found.written, pages=pages))

    @property
    def is_as_made(self) -> bool:
        """Whether what the page was made of still stands."""
        return self.mark is None or self.mark.made_of == digest(self.filled(self.number))

    def filled(self, number: int, written: Written | None = None) -> Filled:
        """Of a section, or of the whole where it is read over."""
        questionnaire, written = self.asked.questionnaire, written or self.written
        if number >= self.review_number:
            return whole(questionnaire, written)
        return filled(questionnaire.sections[number].questions, written)

    def keep(self, number: int) -> None:
        """A named answer is saved whenever a page is left; of an anonymous one the server keeps nothing."""
        invitation_id = self.visit.invitation_id
        if not self.visit.is_named or invitation_id is None:
            return
        # What was sent in and has not been changed since is no draft.
        if self.visit.draft is not None or self.visit.response != self.written.to_json():
            actions.save_draft(
                invitation_id=invitation_id,
                answers=self.written.to_json(),
                section=number,
                seen=self.seen,
            )
        self.saved = _("Saved %s") % date_format(timezone.localtime(), "H.i")

    @property
    def seen(self) -> Seen:
        return Seen(self.visit.draft_changed_at, self.visit.response)

    def sealed(self) -> str:
        """What an anonymous page carries."""
        if self.visit.is_named:
            return ""
        return seal(self.visit.invitation_id or self.visit.round_id, self.sheaf)

    def carried(self, number: int, *, is_asking: bool = False) -> str:
        if not self.visit.is_named:
            return self.sealed()
        return str(new_mark(digest(self.filled(number)), is_asking=is_asking))

    def show(self, number: int, **more: Any) -> HttpResponse:
        carried = self.carried(number)
        if number >= self.review_number:
            page = self.asked.review(self.written, sealed=carried, saved=self.saved, **more)
        else:
            page = self.asked.section(
                number, self.written, sealed=carried, saved=self.saved, **more
            )
        return HttpResponse(page)

    def ask_which(self, mine: Written) -> HttpResponse:
        """Both versions of what differs, above what was written on the page; nothing of it is saved yet."""
        page = self.asked.section(
            self.number,
            mine,
            sealed=self.carried(self.number, is_asking=True),
            versions=self.asked.versions(self.number, stored=self.written, mine=mine),
        )
        return HttpResponse(page)

    def sections(self) -> tuple[int, ...]:
        return shown(self.asked.questionnaire, self.written.answers).sections


def sent(request: HttpRequest, visit: Visit, asked: Asked) -> HttpResponse:
    step = _step(request, visit, asked)
    go, _dot, rest = request.POST.get("go", "next").partition(".")
    if go == "download":
        return _download(step)
    if not visit.is_open:
        return _too_late(step)
    if visit.answered_on is not None and not visit.is_named:
        step.read()
        return _receipt(step, is_counted_before=True)
    try:
        return STEPS.get(go, _next)(step, rest)
    except Overtaken as overtaken:
        return step.ask_which(overtaken.mine)


def _step(request: HttpRequest, visit: Visit, asked: Asked) -> Step:
    posted: dict[str, list[str]] = dict(request.POST.lists())
    carried, most = request.POST.get("page", ""), len(asked.questionnaire.sections)
    number = min(_number(request.POST.get("section", "")), most)
    if visit.is_named:
        kept = visit.draft if visit.draft is not None else visit.response
        sheaf = Sheaf("", Written.from_json(kept or {}))
        return Step(visit, asked, posted, number, sheaf, mark_of(carried))
    link = visit.invitation_id or visit.round_id
    sheaf = (carried and unseal(link, carried)) or new_sheaf()
    return Step(visit, asked, posted, number, sheaf)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0


def _begin(step: Step, _rest: str) -> HttpResponse:
    numbers = step.sections()
    number = step.visit.draft_section or 0 if step.visit.draft is not None else 0
    may_go = number in numbers or (number == step.review_number and step.asked.has_review)
    return step.show(number if may_go else next(iter(numbers), 0))


def _next(step: Step, _rest: str) -> HttpResponse:
    if step.number >= step.review_number:
        return _send(step, "")
    return _read_on(step, sends=not step.asked.has_review)


def _look(step: Step, _rest: str) -> HttpResponse:
    """The Enter key on the page that has the button for sending in: an answer is sent in by that alone."""
    return _read_on(step, sends=False)


def _read_on(step: Step, *, sends: bool) -> HttpResponse:
    found = step.read()
    if found.faults or found.pending:
        step.keep(step.number)
        return step.show(step.number, faults=found.faults, brought=found.pending)
    after = [number for number in step.sections() if number > step.number]
    if not after and sends:
        return _send(step, "")
    number = after[0] if after else step.review_number
    step.keep(number)
    return step.show(number)


def _back(step: Step, _rest: str) -> HttpResponse:
    step.read()
    before = [number for number in step.sections() if number < step.number]
    step.keep(before[-1] if before else step.number)
    if before:
        return step.show(before[-1])
    return HttpResponse(step.asked.first(sealed=step.sealed(), has_begun=True))


def _to(step: Step, rest: str) -> HttpResponse:
    """From reading over to one of the sections."""
    number = _number(rest)
    numbers = step.sections()
    return step.show(number if number in numbers else next(iter(numbers), 0))


def _save(step: Step, _rest: str) -> HttpResponse:
    """The page saves itself while one writes: nothing to show. It writes over nothing, and chooses for nobody."""
    try:
        step.read()
    except Overtaken:
        return _not_saved()
    if step.mark and step.mark.is_asking:
        return _not_saved()
    step.keep(step.number)
    return HttpResponse(step.saved, content_type=PLAIN)


def _not_saved() -> HttpResponse:
    return HttpResponse(_("Not saved"), content_type=PLAIN, status=HTTPStatus.CONFLICT)


def _mine(step: Step, _rest: str) -> HttpResponse:
    """Of two versions the one on the page."""
    step.read()
    step.keep(step.number)
    return step.show(step.number)


def _stored(step: Step, _rest: str) -> HttpResponse:
    """Of two versions the one that was saved before."""
    return step.show(step.number)


def _resume(step: Step, _rest: str) -> HttpResponse:
    """An anonymous draft that this browser has kept, with what stood in the page’s fields."""
    step.read()
    return step.show(step.number)


def _drop(step: Step, rest: str) -> HttpResponse:
    """One choice less, where too many were made and no script asks which."""
    code, _dot, value = rest.rpartition(".")
    name = f"a.{code}"
    step.posted[name] = [one for one in step.posted.get(name, []) if one != value]
    step.read()
    step.keep(step.number)
    return step.show(step.number)


def _send(step: Step, _rest: str) -> HttpResponse:
    if step.number >= step.review_number and not step.is_as_made:
        return step.show(step.review_number, has_changed=True)
    wrong = faults_of(step.asked.questionnaire, step.written)
    if wrong:
        number = min(wrong)
        step.keep(number)
        return step.show(number, faults=wrong[number])
    outcome = _store(step)
    if outcome == Outcome.CLOSED:
        return _too_late(step)
    return _receipt(step, is_counted_before=outcome == Outcome.ALREADY)


def _store(step: Step) -> Outcome:
    visit = step.visit
    answers = shown(step.asked.questionnaire, step.written.answers).answers
    if visit.invitation_id is None:
        return actions.store_open_answer(
            round_id=visit.round_id, page=step.sheaf.number, answers=answers
        )
    if visit.is_named:
        return actions.store_named_answer(
            round_id=visit.round_id,
            invitation_id=visit.invitation_id,
            answers=answers,
            seen=step.seen,
        )
    return actions.store_anonymous_answer(
        round_id=visit.round_id,
        invitation_id=visit.invitation_id,
        block=visit.block,
        answers=answers,
    )


def _receipt(step: Step, *, is_counted_before: bool) -> HttpResponse:
    page = step.asked.receipt(sealed=step.sealed(), is_counted_before=is_counted_before)
    return HttpResponse(page)


def _too_late(step: Step) -> HttpResponse:
    """What was written is kept and said: in the draft of a named answer, on the page of an anonymous one."""
    if step.visit.is_coming or not step.posted.get("section"):
        return HttpResponse(standing.instead_of_first(step.visit, step.asked))
    try:
        step.read()
        step.keep(step.number)
        page = standing.closed_meanwhile(step.visit, step.asked, step.written)
    except Overtaken as overtaken:
        page = standing.closed_and_overtaken(step.asked, overtaken.mine)
    return HttpResponse(page)


def _download(step: Step) -> HttpResponse:
    """The respondent’s own: a named answer as it is stored, an anonymous one from the receipt alone."""
    kept = step.visit.response if step.visit.is_named else step.written.answers
    text = step.asked.own_file(Written.from_json(kept or {}))
    # The name of the file.
    name = _("my-answers")
    return HttpResponse(
        text,
        content_type=PLAIN,
        headers={"Content-Disposition": f'attachment; filename="{name}.txt"'},
    )


STEPS: dict[str, Callable[[Step, str], HttpResponse]] = {
    "begin": _begin,
    "next": _next,
    "look": _look,
    "back": _back,
    "to": _to,
    "save": _save,
    "mine": _mine,
    "stored": _stored,
    "resume": _resume,
    "drop": _drop,
    "send": _send,
}
