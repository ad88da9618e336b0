"""What came of the assignments: dialogues, logs and outcomes."""

from datetime import date, timedelta

from samsyn.assignments.models import (
    Activity,
    Assignment,
    Dialogue,
    DialogueState,
    Evidence,
    EvidenceKind,
    LogEntry,
    NextStep,
    Note,
    Outcome,
    State,
)
from samsyn.home.demo.national import texts
from samsyn.home.demo.national.dealing import Dealer


def add_this_year(deal: Dealer, assignment: Assignment) -> None:
    held_on = assignment.starts_on + timedelta(days=50)
    if held_on < deal.today and deal.percent(60):
        add_held(deal, assignment, held_on)
    if deal.percent(70):
        add_planned(deal, assignment)
    until = min(deal.today, assignment.ends_on)
    if until > assignment.starts_on and deal.percent(70):
        add_log(deal, assignment, until, deal.rng.randint(1, 12))


def add_last_year(deal: Dealer, assignment: Assignment) -> None:
    if deal.percent(60):
        add_held(deal, assignment, assignment.starts_on + timedelta(days=50))
    last = add_log(deal, assignment, assignment.ends_on, deal.rng.randint(2, 8))
    if deal.percent(70):
        add_outcome(deal, assignment, last)
    else:
        assignment.state = State.ENDED


def add_held(deal: Dealer, assignment: Assignment, day: date) -> None:
    at = assignment.last_dialogue_at = deal.at(day)
    dialogue = deal.add(
        Dialogue(
            assignment=assignment,
            counterpart=assignment.counterpart,
            planned_by=assignment.holder,
            starts_at=at,
            state=DialogueState.APPROVED,
            begun_at=at,
            ended_at=at + timedelta(minutes=40),
            revision=4,
            holder_approved_at=at,
            counterpart_approved_at=at,
            delete_on=day + timedelta(days=730),
        )
    )
    for point, text in texts.POINTS.items():
        deal.add(
            Note(dialogue=dialogue, point=point, text=text, writer=assignment.holder, written_at=at)
        )
    due_on = day + timedelta(days=90)
    deal.add(
        NextStep(
            dialogue=dialogue,
            text=deal.rng.choice(texts.STEPS),
            person=deal.rng.choice((assignment.holder, assignment.counterpart)),
            due_on=due_on,
            done_at=at if due_on < deal.today else None,
        )
    )


def add_planned(deal: Dealer, assignment: Assignment) -> None:
    assignment.next_dialogue_at = deal.at(deal.days_on(deal.today, 2, 50))
    deal.add(
        Dialogue(
            assignment=assignment,
            counterpart=assignment.counterpart,
            planned_by=assignment.counterpart,
            starts_at=assignment.next_dialogue_at,
        )
    )


def add_log(deal: Dealer, assignment: Assignment, until: date, count: int) -> LogEntry:
    """One row of the log after the other, and their sum with the assignment. Returns the last."""
    days = (until - assignment.starts_on).days
    codes = assignment.activity_codes.strip("|").split("|")
    for _ in range(count):
        entry = LogEntry(
            assignment=assignment,
            done_on=assignment.starts_on + timedelta(days=deal.rng.randint(0, days)),
            activity=deal.rng.choice(codes) or Activity.OTHER,
            with_whom=deal.rng.choice(texts.WITH_WHOM),
            minutes=deal.rng.choice((15, 30, 45, 60, 90)),
        )
        deal.add(entry)
        assignment.logged_minutes += entry.minutes
        assignment.logged_on = max(assignment.logged_on or entry.done_on, entry.done_on)
    return entry


def add_outcome(deal: Dealer, assignment: Assignment, entry: LogEntry) -> None:
    """Closed by both in June, with a row of the log as its evidence."""
    at = deal.at(assignment.ends_on)
    assignment.state, assignment.evaluated_at = State.EVALUATED, at
    outcome = deal.add(
        Outcome(
            assignment=assignment,
            seen=texts.SEEN,
            carries_on=texts.CARRIES_ON,
            written_by=assignment.holder,
            revision=3,
            holder_closed_at=at,
            holder_closed_by=assignment.holder,
            counterpart_closed_at=at,
            counterpart_closed_by=assignment.counterpart,
        )
    )
    deal.add(
        Evidence(
            outcome=outcome, kind=EvidenceKind.LOG, log_entry=entry, added_by=assignment.holder
        )
    )
