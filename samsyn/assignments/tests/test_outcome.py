"""How it turned out, on its pages: who reads what and when, what it rests on, and the years of a post in a row."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions.following import (
    add_evidence,
    close_outcome,
    enter_log,
    write_outcome,
)
from samsyn.assignments.models import (
    Assignment,
    Audience,
    CareerPost,
    Evidence,
    LogEntry,
    Outcome,
    PartText,
    State,
)
from samsyn.core.models import uuid7
from samsyn.organisations.models import Delegation
from samsyn.organisations.roles import Role
from samsyn.surveys.tests.making import make_closed_round
from tests.cast import Cast, actor, make_agreed, make_duty, make_post


def around_today() -> dict[str, date]:
    today = timezone.localdate()
    return {"starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=200)}


@pytest.fixture
def assignment(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, **around_today())


def where(name: str, assignment: Assignment, *more: Any) -> str:
    return reverse(f"assignments:{name}", args=[assignment.pk, *more])


def log(cast: Cast, assignment: Assignment, **over: Any) -> LogEntry:
    fields = {
        "key": uuid7(),
        "done_on": timezone.localdate(),
        "activity": "visits",
        "minutes": 30,
        "note": "Sex av tjugo",
        "with_whom": "Siv Sund",
        **over,
    }
    return enter_log(actor=actor(cast.bo), assignment=assignment, **fields)


def written(cast: Cast, assignment: Assignment, **over: Any) -> Outcome:
    fields = {"seen": "Fler resonerar", "carries_on": "Tavlan används", **over}
    return write_outcome(actor=actor(cast.bo), assignment=assignment, **fields)


def close(cast: Cast, assignment: Assignment) -> None:
    revision = Outcome.objects.get(assignment=assignment).revision
    for who in (cast.bo, cast.rut):
        close_outcome(actor=actor(who), assignment=assignment, revision=revision)


def status(client_for: Any, who: Any, url: str) -> int:
    return int(client_for(who).get(url).status_code)


def test_expected_effect_stands_beside_what_is_seen(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    written(cast, assignment)

    for who in (cast.bo, cast.rut):
        page = client_for(who).get(where("outcome", assignment)).content.decode()

        assert "effect: text" in page
        assert "Fler resonerar" in page


def test_either_writes_and_the_second_sees_what_the_first_wrote(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    url = where("outcome-write", assignment)
    sent = {"revision": "", "carries_on": "", "audience": "1"}

    first = client_for(cast.bo).post(url, {**sent, "seen": "Fler resonerar"})
    second = client_for(cast.rut).post(url, {**sent, "seen": "Färre frågar"})

    assert (first.status_code, second.status_code) == (302, 200)
    page = second.content.decode()
    assert "Fler resonerar" in page
    assert "Färre frågar" in page
    assert Outcome.objects.get().seen == "Fler resonerar"


def test_until_both_have_closed_it_only_the_two_read(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    written(cast, assignment, audience=Audience.ORGANISER)
    url = where("outcome", assignment)

    for who in (cast.lena, cast.tora, cast.hedda, cast.dag, cast.adam, cast.cecilia):
        assert status(client_for, who, url) == 404
    close(cast, assignment)

    for who in (cast.lena, cast.tora, cast.hedda, cast.dag):
        assert status(client_for, who, url) == 200
    assert status(client_for, cast.cecilia, url) == 404


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.TWO, set()),
        (Audience.STAFF, {"lena", "hedda"}),
        (Audience.ORGANISER, {"lena", "hedda", "elsewhere"}),
    ],
)
def test_it_is_read_by_those_it_is_for(
    client_for: Any, cast: Cast, assignment: Assignment, audience: Audience, readers: set[str]
) -> None:
    written(cast, assignment, audience=audience)
    close(cast, assignment)
    cast.tora.duties.update(organisation=cast.alskolan)
    people = {"lena": cast.lena, "hedda": cast.hedda, "elsewhere": cast.tora}

    seen = {
        name
        for name, who in people.items()
        if status(client_for, who, where("outcome", assignment)) == 200
    }

    assert seen == readers


def test_a_closed_expected_effect_is_not_shown_with_an_open_outcome(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    PartText.objects.filter(version__assignment=assignment).update(audience=Audience.TWO)
    written(cast, assignment, audience=Audience.STAFF)
    close(cast, assignment)

    page = client_for(cast.lena).get(where("outcome", assignment)).content.decode()

    assert "effect: text" not in page
    assert "Den förväntade effekten är inte öppen för dig." in page


def test_closing_says_whom_it_waits_for_and_an_old_page_closes_nothing(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    old = written(cast, assignment).revision
    written(cast, assignment, seen="Nytt")
    url = where("outcome-close", assignment)

    refused = client_for(cast.rut).post(url, {"revision": old}, follow=True).content.decode()
    closed = client_for(cast.rut).post(url, {"revision": old + 1}, follow=True).content.decode()

    assert "Det ändrades efter att du öppnade det." in refused
    assert "Det väntar på Bo Bok." in closed
    assignment.refresh_from_db()
    assert assignment.state == State.IN_FORCE


def test_a_deputy_sees_the_sum_and_the_outcome_and_no_line_of_the_log(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    log(cast, assignment, note="Bara mitt")
    today = timezone.localdate()
    Delegation.objects.create(
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.tora,
        starts_on=today,
        ends_on=today,
    )
    client = client_for(cast.tora)

    page = client.get(reverse("assignments:assignment", args=[assignment.pk])).content.decode()

    assert client.get(where("outcome", assignment)).status_code == 200
    assert "Bara mitt" not in page
    assert client.get(where("log-of", assignment)).status_code == 404


def test_evidence_is_shown_to_both_without_whom_the_work_was_with(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    log(cast, assignment, note="Bara mitt")
    shown = log(cast, assignment, file=SimpleUploadedFile("besok.pdf", b"%PDF-1.7"))
    client = client_for(cast.bo)
    form = {"kind": "log", "log-entry": str(shown.pk), "log-says": ""}
    assert client.post(where("evidence-add", assignment), form).status_code == 302
    evidence = Evidence.objects.get()

    for who in (cast.bo, cast.rut):
        client = client_for(who)
        page = client.get(where("outcome", assignment)).content.decode()
        file = client.get(where("evidence-file", assignment, evidence.pk))

        assert "Sex av tjugo" in page
        assert "besok.pdf" in page
        assert "Bara mitt" not in page
        assert "Siv Sund" not in page
        assert b"".join(file.streaming_content) == b"%PDF-1.7"
        assert file["Content-Disposition"] == 'attachment; filename="besok.pdf"'


def test_the_counterpart_is_not_offered_the_log_and_cannot_name_a_line(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    entry = log(cast, assignment)
    client = client_for(cast.rut)

    page = client.get(where("evidence-add", assignment))
    answer = client.post(
        where("evidence-add", assignment), {"kind": "log", "log-entry": str(entry.pk)}
    )

    assert list(page.context["forms"]) == ["file"]
    assert "Sex av tjugo" not in page.content.decode()
    assert (answer.status_code, Evidence.objects.count()) == (200, 0)


def test_evidence_of_another_assignment_is_not_reached(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    other = make_agreed(make_post(cast.lena, cast.bjorkskolan), cast.rut, **around_today())
    theirs = add_evidence(
        actor=actor(cast.lena),
        assignment=other,
        kind="file",
        file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
    )
    client = client_for(cast.bo)

    assert client.get(where("evidence-file", assignment, theirs.pk)).status_code == 404
    assert client.get(where("evidence-file", other, theirs.pk)).status_code == 404
    for name in ("evidence-remove", "evidence-restore"):
        assert client.post(where(name, assignment, theirs.pk)).status_code == 404
    assert Evidence.objects.get().removed_at is None


def test_a_file_that_lies_about_itself_is_no_evidence(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    answer = client_for(cast.rut).post(
        where("evidence-add", assignment),
        {"kind": "file", "file-file": SimpleUploadedFile("prov.png", b"<html>", "image/png")},
    )

    assert "Filen heter .png men är något annat. Spara den på nytt." in answer.content.decode()
    assert Evidence.objects.count() == 0


def test_evidence_is_taken_away_and_put_back(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    entry = log(cast, assignment)
    evidence = add_evidence(
        actor=actor(cast.bo), assignment=assignment, kind="log", log_entry=entry
    )
    client = client_for(cast.rut)

    gone = client.post(where("evidence-remove", assignment, evidence.pk), follow=True)
    assert gone.context["evidence"] == []
    assert "Underlaget är borttaget." in gone.content.decode()
    back = client.post(where("evidence-restore", assignment, evidence.pk), follow=True)

    assert [shown.evidence for shown in back.context["evidence"]] == [evidence]


def test_a_result_leads_only_those_there_who_may_see_it(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    make_duty(cast.rut, Role.COORDINATOR, cast.organiser)
    round = make_closed_round(cast.organiser, 6, 6, 6)
    client = client_for(cast.rut)
    client.post(
        where("evidence-add", assignment), {"kind": "result", "result-finding": f"{round.pk}:q1"}
    )
    question = reverse("surveys:question", args=[round.pk, "q1"])

    for who, is_link in ((cast.rut, True), (cast.bo, False)):
        page = client_for(who).get(where("outcome", assignment)).content.decode()

        assert "Alla svarar ”Ett”" in page
        assert (question in page) is is_link


def test_queries_do_not_grow_with_evidence(
    client_for: Any, cast: Cast, assignment: Assignment, django_assert_num_queries: Any
) -> None:
    def add() -> None:
        entry = log(cast, assignment)
        add_evidence(actor=actor(cast.bo), assignment=assignment, kind="log", log_entry=entry)

    client = client_for(cast.bo)
    add()
    client.get(where("outcome", assignment))
    with django_assert_num_queries(12):
        client.get(where("outcome", assignment))
    add()
    add()

    with django_assert_num_queries(12):
        client.get(where("outcome", assignment))


def make_years(cast: Cast, count: int) -> CareerPost:
    """As many posts in a row as years, Lena's before and Bo's last; every year but the last closed."""
    post: CareerPost | None = None
    for year in range(2026 - count + 1, 2027):
        holder = cast.bo if year == 2026 else cast.lena
        post = make_post(holder, cast.bjorkskolan, after=post, starts_on=date(year, 8, 1))
        assignment = make_agreed(post, cast.rut, year=year, title=f"År {year}", **around_today())
        if year < 2026:
            write_outcome(actor=actor(cast.lena), assignment=assignment, seen=f"Gav {year}")
            for who in (cast.lena, cast.rut):
                revision = Outcome.objects.get(assignment=assignment).revision
                close_outcome(actor=actor(who), assignment=assignment, revision=revision)
    assert post is not None
    return post


def test_the_next_holder_reads_what_came_before(client_for: Any, cast: Cast) -> None:
    post = make_years(cast, 3)

    page = client_for(cast.bo).get(reverse("assignments:post-years", args=[post.pk]))

    years = [row.year for row in page.context["years"]]
    assert [
        (year.assignment.year, year.outcome.seen if year.outcome else "") for year in years
    ] == [(2024, "Gav 2024"), (2025, "Gav 2025"), (2026, "")]
    assert all(year.effect for year in years)


def test_what_was_between_the_two_stays_with_them(client_for: Any, cast: Cast) -> None:
    post = make_years(cast, 2)
    first = Assignment.objects.get(year=2025)
    Outcome.objects.update(audience=Audience.TWO)
    PartText.objects.filter(version__assignment=first).update(audience=Audience.TWO)

    page = client_for(cast.bo).get(reverse("assignments:post-years", args=[post.pk]))

    (year, _now) = [row.year for row in page.context["years"]]
    assert (year.effect, year.outcome) == (None, None)
    assert "Gav 2025" not in page.content.decode()


def test_years_are_asked_for_at_once(
    client_for: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    post = make_years(cast, 3)
    single = make_post(cast.bo, cast.bjorkskolan, starts_on=date(2026, 8, 2))
    written(cast, make_agreed(single, cast.rut, year=2026, **around_today()))
    client = client_for(cast.bo)
    client.get(reverse("assignments:post-years", args=[single.pk]))

    for one in (single, post):
        with django_assert_num_queries(13):
            client.get(reverse("assignments:post-years", args=[one.pk]))


def test_posts_in_a_circle_are_read_once(client_for: Any, cast: Cast) -> None:
    post = make_years(cast, 2)
    CareerPost.objects.exclude(pk=post.pk).update(after=post)

    page = client_for(cast.bo).get(reverse("assignments:post-years", args=[post.pk]))

    assert [row.year.assignment.year for row in page.context["years"]] == [2025, 2026]


@pytest.mark.parametrize(("who", "crumb"), [("bo", "Mitt uppdrag"), ("rut", "Bo Bok")])
def test_the_years_lead_back_to_where_the_reader_came_from(
    client_for: Any, cast: Cast, who: str, crumb: str
) -> None:
    post = make_post(cast.bo, cast.bjorkskolan)
    address = reverse("assignments:post-years", args=[post.pk])

    page = client_for(getattr(cast, who)).get(address).content.decode()

    assert f">{crumb}</a>" in page.partition("<main")[0].partition('class="top"')[2]
