"""What is done with a page that is sent in: kept, and answered with the next, the one before, or the receipt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.surveys import actions
from samsyn.surveys.actions.answering import Outcome
from samsyn.surveys.answering import Written, faults_of, read_section, shown
from samsyn.surveys.answering.reading import Read
from samsyn.surveys.answering_pages import Asked
from samsyn.surveys.queries.answering import Visit
from samsyn.surveys.sealing import Sheaf, new_sheaf, seal, unseal
from samsyn.surveys.views.answering import standing


@dataclass
class Step:
    """One page of one answer. A named answer’s other pages lie in its draft, an anonymous one’s came with the page."""

    visit: Visit
    asked: Asked
    posted: dict[str, list[str]]
    number: int
    sheaf: Sheaf
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
        self.sheaf = replace(self.sheaf, written=found.written)
        return found

    def keep(self, number: int) -> None:
        """A named answer is saved whenever a page is left; of an anonymous one the server keeps nothing."""
        invitation_id = self.visit.invitation_id
        if not self.visit.is_named or invitation_id is None:
            return
        actions.save_draft(
            invitation_id=invitation_id,
            answers=self.written.to_json(),
            section=number,
            is_begun=self.visit.begun_on is not None,
        )
        self.saved = _("Saved %s") % date_format(timezone.localtime(), "H.i")

    def sealed(self) -> str:
        if self.visit.is_named:
            return ""
        return seal(self.visit.invitation_id or self.visit.round_id, self.sheaf)

    def show(self, number: int, **more: Any) -> HttpResponse:
        if number >= self.review_number:
            page = self.asked.review(self.written, sealed=self.sealed(), saved=self.saved)
        else:
            page = self.asked.section(
                number, self.written, sealed=self.sealed(), saved=self.saved, **more
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
    return STEPS.get(go, _next)(step, rest)


def _step(request: HttpRequest, visit: Visit, asked: Asked) -> Step:
    posted: dict[str, list[str]] = dict(request.POST.lists())
    number = _number(request.POST.get("section", ""))
    if visit.is_named:
        kept = visit.draft if visit.draft is not None else visit.response
        sheaf = Sheaf("", Written.from_json(kept or {}))
    else:
        sealed = request.POST.get("page", "")
        link = visit.invitation_id or visit.round_id
        sheaf = (sealed and unseal(link, sealed)) or new_sheaf()
    most = len(asked.questionnaire.sections)
    return Step(visit, asked, posted, min(number, most), sheaf)


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
    found = step.read()
    if found.faults or found.pending:
        step.keep(step.number)
        return step.show(step.number, faults=found.faults, brought=found.pending)
    after = [number for number in step.sections() if number > step.number]
    if not after and not step.asked.has_review:
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
    """The page saves itself while one writes: nothing to show."""
    step.read()
    step.keep(step.number)
    return HttpResponse(step.saved, content_type="text/plain; charset=utf-8")


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
            round_id=visit.round_id, invitation_id=visit.invitation_id, answers=answers
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
    if not step.visit.is_coming:
        step.read()
        if step.posted.get("section"):
            step.keep(step.number)
            page = standing.closed_meanwhile(step.visit, step.asked, step.written)
            return HttpResponse(page)
    return HttpResponse(standing.instead_of_first(step.visit, step.asked))


def _download(step: Step) -> HttpResponse:
    """The respondent’s own: a named answer as it is stored, an anonymous one from the receipt alone."""
    kept = step.visit.response if step.visit.is_named else step.written.answers
    text = step.asked.own_file(Written.from_json(kept or {}).answers)
    # The name of the file.
    name = _("my-answers")
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.txt"'},
    )


STEPS: dict[str, Callable[[Step, str], HttpResponse]] = {
    "begin": _begin,
    "next": _next,
    "back": _back,
    "to": _to,
    "save": _save,
    "resume": _resume,
    "drop": _drop,
    "send": _send,
}
