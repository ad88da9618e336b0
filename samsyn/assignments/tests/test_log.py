"""The log's pages: who sees them, what they offer, what a phone sends, and files that are not what they say."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from samsyn.assignments.actions.following import enter_log
from samsyn.assignments.models import Assignment, Dialogue, LogEntry, YearTerms
from samsyn.core.models import uuid7
from samsyn.organisations.models import Delegation
from samsyn.organisations.roles import Role
from tests.cast import Cast, actor, make_agreed, make_duty, make_post

LOG = reverse("assignments:log")


def around_today() -> dict[str, date]:
    today = timezone.localdate()
    return {"starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=200)}


@pytest.fixture
def assignment(cast: Cast) -> Assignment:
    return make_agreed(make_post(cast.bo, cast.bjorkskolan), cast.rut, **around_today())


def log(cast: Cast, assignment: Assignment, **over: Any) -> LogEntry:
    fields = {
        "key": uuid7(),
        "done_on": timezone.localdate(),
        "activity": "visits",
        "minutes": 30,
        **over,
    }
    return enter_log(actor=actor(cast.bo), assignment=assignment, **fields)


def address(assignment: Assignment) -> str:
    return reverse("assignments:log-of", args=[assignment.pk])


def taps(**over: Any) -> dict[str, Any]:
    """What the form sends when only its usual answers are tapped."""
    return {
        "key": str(uuid7()),
        "day": timezone.localdate().isoformat(),
        "length": "30",
        "kind": "supervises",
        **over,
    }


def test_three_taps_are_a_line_in_the_log(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    client = client_for(cast.bo)

    answer = client.post(address(assignment), taps())

    entry = LogEntry.objects.get()
    assert (entry.minutes, entry.activity, entry.done_on) == (
        30,
        "supervises",
        timezone.localdate(),
    )
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{address(assignment)}?rad={entry.pk}",
    )
    page = client.get(answer["Location"]).content.decode()
    assert "I loggen: 30 min, Handledning" in page


def test_sent_from_two_tabs_and_again_later_it_is_one_line(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    client, sent = client_for(cast.bo), taps()

    answers = {client.post(address(assignment), sent)["Location"] for _ in range(3)}

    assert (len(answers), LogEntry.objects.count()) == (1, 1)


def test_a_script_is_answered_in_few_words(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    client, asks = client_for(cast.bo), {"headers": {"Accept": "application/json"}}

    kept = client.post(address(assignment), taps(), **asks)
    refused = client.post(address(assignment), taps(minutes="0"), **asks)

    assert kept.json() == {"url": f"{address(assignment)}?rad={LogEntry.objects.get().pk}"}
    assert (refused.status_code, refused.json()) == (
        422,
        {"errors": ["Skriv hur många minuter det tog: minst 5."]},
    )


def test_what_is_written_goes_before_what_is_tapped(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)

    client_for(cast.bo).post(
        address(assignment),
        taps(done_on=yesterday.isoformat(), minutes="75", activity="examines", with_whom="Amina"),
    )

    entry = LogEntry.objects.get()
    assert (entry.done_on, entry.minutes, entry.activity, entry.with_whom) == (
        yesterday,
        75,
        "examines",
        "Amina",
    )


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"minutes": "0"}, "Skriv hur många minuter det tog: minst 5."),
        ({"length": ""}, "Välj hur lång tid det tog."),
        ({"day": ""}, "Välj en dag."),
        ({"kind": ""}, "Välj vad du har gjort."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_is_kept(
    client_for: Any, cast: Cast, assignment: Assignment, over: dict[str, str], sentence: str
) -> None:
    answer = client_for(cast.bo).post(address(assignment), taps(note="Ämneslaget", **over))

    page = answer.content.decode()
    assert sentence in page
    assert 'value="Ämneslaget"' in page
    assert LogEntry.objects.count() == 0


def test_a_day_to_come_is_said_at_its_field(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = client_for(cast.bo).post(address(assignment), taps(done_on=tomorrow.isoformat()))

    assert "har inte varit än. Logga det när det är gjort." in page.content.decode()


def test_a_note_with_markup_is_text(client_for: Any, cast: Cast, assignment: Assignment) -> None:
    client = client_for(cast.bo)
    client.post(address(assignment), taps(note="<script>alert(1)</script>", with_whom="<b>A</b>"))

    page = client.get(LOG).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>A</b>" not in page


def test_dialogues_held_today_come_first_and_are_logged_once(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
    for hours, state in ((0, "held"), (1, "planned"), (2, "cancelled"), (24, "held")):
        Dialogue.objects.create(
            assignment=assignment,
            counterpart=cast.rut,
            starts_at=noon - timedelta(hours=hours),
            state=state,
        )
    client = client_for(cast.bo)

    known = client.get(LOG).context["suggestions"]
    assert [(s.minutes, s.with_whom) for s in known] == [(40, "Rut Rönn")]
    for _ in range(2):
        client.post(
            address(assignment),
            taps(key=str(known[0].key), length="40", kind="other", note="Dialog"),
        )

    assert LogEntry.objects.count() == 1
    assert client.get(LOG).context["suggestions"] == []


def test_what_is_done_the_same_way_twice_is_offered_as_one_tap(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    client = client_for(cast.bo)
    log(cast, assignment, activity="talks", with_whom="Ämneslaget", minutes=75)
    assert client.get(LOG).context["suggestions"] == []
    log(cast, assignment, activity="talks", with_whom="Ämneslaget", minutes=75)

    answer = client.get(LOG)

    (usual,) = answer.context["suggestions"]
    assert (usual.activity, usual.with_whom, usual.minutes) == ("talks", "Ämneslaget", 75)
    assert "Lägg till 1 tim 15 min" in answer.content.decode()
    assert answer.context["form"].kinds()[0].value == "talks"


def test_with_two_assignments_one_chooses(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    make_duty(cast.bo, Role.FIRST_TEACHER, cast.alskolan)
    other = make_agreed(
        make_post(cast.bo, cast.alskolan), cast.rut, title="På Alskolan", **around_today()
    )

    page = client_for(cast.bo).get(LOG).content.decode()

    assert "För vilket uppdrag?" in page
    assert address(assignment) in page
    assert address(other) in page


def test_with_no_assignment_the_page_says_when_there_will_be_a_log(
    client_for: Any, cast: Cast
) -> None:
    page = client_for(cast.tora).get(LOG).content.decode()

    assert "Du har inget uppdrag som gäller." in page


def test_the_log_is_the_career_teachers_alone(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    entry = log(cast, assignment, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    start = timezone.localdate()
    Delegation.objects.create(
        duty=cast.rut.duties.get(role=Role.PRINCIPAL),
        deputy=cast.tora,
        starts_on=start,
        ends_on=start,
    )
    for who in (cast.rut, cast.tora, cast.lena, cast.hedda, cast.cecilia):
        client = client_for(who)
        for name in ("log-entry", "log-file"):
            assert client.get(reverse(f"assignments:{name}", args=[entry.pk])).status_code == 404
        for name in ("log-remove", "log-restore"):
            assert client.post(reverse(f"assignments:{name}", args=[entry.pk])).status_code == 404
        assert client.get(address(assignment)).status_code == 404
        assert client.post(address(assignment), taps()).status_code == 404
    assert LogEntry.objects.kept().count() == 1


def test_the_sum_is_set_against_the_weeks_that_have_passed(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    YearTerms.objects.create(
        controller=cast.organiser,
        year=assignment.year,
        starts_on=timezone.localdate() - timedelta(days=27),
        ends_on=timezone.localdate() + timedelta(days=252),
        teaching_weeks=40,
        full_time_hours=18,
    )
    log(cast, assignment, minutes=720)
    log(cast, assignment, minutes=90)

    page = client_for(cast.bo).get(LOG).content.decode()

    assert "13 tim 30 min av 12 tim" in page
    assert "4 undervisningsveckor sedan" in page
    assert "Det är 1 tim 30 min mer än avsatt." in page


def test_months_are_summed_and_one_is_shown(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(starts_on=date(2026, 1, 1))
    assignment.refresh_from_db()
    for day, minutes in ((date(2026, 2, 27), 30), (date(2026, 2, 28), 45), (date(2026, 3, 1), 60)):
        log(cast, assignment, done_on=day, minutes=minutes)

    answer = client_for(cast.bo).get(f"{address(assignment)}?manad=2026-02")

    assert [(m.code, m.minutes) for m in answer.context["months"]] == [
        ("2026-03", 60),
        ("2026-02", 75),
    ]
    assert [entry.minutes for entry in answer.context["entries"]] == [45, 30]


@pytest.mark.parametrize("asked", ["manad=x", "manad=%00", "rad=1", "rad=%00&manad=2026-13"])
def test_what_no_link_asks_for_is_answered_with_the_log(
    client_for: Any, cast: Cast, assignment: Assignment, asked: str
) -> None:
    assert client_for(cast.bo).get(f"{address(assignment)}?{asked}").status_code == 200


def test_queries_do_not_grow_with_lines(
    client_for: Any, cast: Cast, assignment: Assignment, django_assert_num_queries: Any
) -> None:
    client = client_for(cast.bo)
    log(cast, assignment, note="1", activity="talks")
    client.get(address(assignment))
    with django_assert_num_queries(13):
        client.get(address(assignment))
    for note in ("2", "3"):
        log(cast, assignment, note=note)

    with django_assert_num_queries(13):
        client.get(address(assignment))


def test_taken_away_with_one_press_and_put_back_with_another(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    entry, client = log(cast, assignment, note="8B"), client_for(cast.bo)

    gone = client.post(reverse("assignments:log-remove", args=[entry.pk]), follow=True)
    assert "Borttaget: 30 min, Klassrumsbesök" in gone.content.decode()
    assert list(gone.context["entries"]) == []
    assert client.get(reverse("assignments:log-entry", args=[entry.pk])).status_code == 404
    back = client.post(reverse("assignments:log-restore", args=[entry.pk]), follow=True)

    assert list(back.context["entries"]) == [entry]


def test_a_line_is_put_right_and_the_second_tab_sees_what_the_first_saved(
    client_for: Any, cast: Cast, assignment: Assignment
) -> None:
    entry, client = log(cast, assignment), client_for(cast.bo)
    where = reverse("assignments:log-entry", args=[entry.pk])
    read = client.get(where).context["form"].initial
    sent = {
        "revision": read["revision"],
        "done_on": entry.done_on.isoformat(),
        "activity": "talks",
        "with_whom": "",
        "note": "",
    }

    assert client.post(where, {**sent, "minutes": 45}).status_code == 302
    second = client.post(where, {**sent, "minutes": 60})

    assert "Någon annan sparade det här medan du skrev." in second.content.decode()
    assert LogEntry.objects.get().minutes == 45


def bomb() -> bytes:
    """A megabyte of nothing in a kilobyte."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 1_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.7"),
        ("tavla.png", b"\x89PNG\r\n\x1a\n"),
        ("IMG_0001.jpeg", b"\xff\xd8\xff\xe0"),
        ("bild.JPG", b"\xff\xd8\xff\xe0"),
        ("möte.pptx", b"PK\x03\x04"),
        ("bomb.docx", bomb()),
    ],
)
def test_a_file_comes_back_as_it_was_and_is_never_opened(
    client_for: Any, cast: Cast, assignment: Assignment, name: str, content: bytes
) -> None:
    client = client_for(cast.bo)

    client.post(address(assignment), taps(file=SimpleUploadedFile(name, content, "text/html")))

    entry = LogEntry.objects.get()
    answer = client.get(reverse("assignments:log-file", args=[entry.pk]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


TYPES = "PDF, PNG, JPG, JPEG, DOCX, XLSX, PPTX"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "tavla.png",
            b"<html><script>alert(1)</script>",
            "Filen heter .png men är något annat. Spara den på nytt.",
        ),
        ("plan.pdf", b"MZ\x90", "Filen heter .pdf men är något annat. Spara den på nytt."),
        ("plan.docx", b"%PDF-1.7", "Filen heter .docx men är något annat. Spara den på nytt."),
        (
            "sida.html",
            b"<html>",
            f"Den här filen går inte att använda här. Den ska vara: {TYPES}.",
        ),
        (
            "bild.svg",
            b"<svg/>",
            f"Den här filen går inte att använda här. Den ska vara: {TYPES}.",
        ),
        ("tom.pdf", b"", "Filen är tom."),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_and_nothing_is_kept(
    client_for: Any, cast: Cast, assignment: Assignment, name: str, content: bytes, sentence: str
) -> None:
    answer = client_for(cast.bo).post(
        address(assignment), taps(file=SimpleUploadedFile(name, content, "image/png"))
    )

    assert sentence in answer.content.decode()
    assert LogEntry.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(
    client_for: Any, cast: Cast, assignment: Assignment, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000

    answer = client_for(cast.bo).post(
        address(assignment), taps(file=SimpleUploadedFile("a.pdf", b"%PDF" + b"0" * 2_000))
    )

    assert "Det går att ladda upp högst 1000\xa0byte." in answer.content.decode()
    assert LogEntry.objects.count() == 0
