"""The way of a file: uploaded, checked, answered, read in once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.core.jobs import JobFailed, work_off
from samsyn.core.models import Progress
from samsyn.core.rules import RuleBroken
from samsyn.core.tables import BrokenFile, read_table
from samsyn.organisations import imports
from samsyn.organisations.access import Can
from samsyn.organisations.actions.imports import (
    apply_import,
    check_again,
    check_import,
    decide_line,
    discard_import,
    start_import,
    upload_import,
)
from samsyn.organisations.imports import (
    Choice,
    ImportKind,
    Plan,
    PlanLine,
    make_plan,
    new,
    old,
    plan_from_json,
)
from samsyn.organisations.models import Event, Import, ImportState
from tests.cast import Cast, actor

SKIP = Choice("skip", "Hoppa över raden")


def names_check(imported: Import) -> Plan:
    """A small kind for the tests: one name a row; "fel" is wrong, and may be mended or skipped."""
    lines = []
    with imported.file.open("rb") as file:
        for row in read_table(file, imported.filename).rows:
            mended = imported.decisions.get(f"{row.number}", "")
            name = mended.partition("=")[2] or row.values["namn"]
            wrong = name == "fel"
            choices = (Choice("namn=", "Skriv rätt namn", "text"), SKIP) if wrong else ()
            state = "wrong" if wrong else "new"
            lines.append(
                PlanLine(f"{row.number}", row.number, "namn", state, name, "", name, choices)
            )
    return make_plan(len(lines), 0, lines)


def names_apply(by: Any, imported: Import, decisions: imports.Decisions) -> dict[str, Any]:
    plan = plan_from_json(imported.plan)
    if any(line.title == "krock" for line in plan.lines):
        raise RuleBroken("Namnet krockar.")
    return {"names": plan.count("new")}


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> ImportKind:
    kind = ImportKind(
        code="names",
        title="Läs in namn",
        right=Can.ROSTER_EDIT,
        extensions=(".csv",),
        template="core/parts/_empty.html",
        check=names_check,
        apply=names_apply,
        done_url=lambda imported: "/",
        example=(("namn",), ("Anna",)),
    )
    monkeypatch.setitem(imports._kinds, "names", kind)
    return kind


def make_import(cast: Cast, kind: ImportKind, text: str = "namn\nAnna\n") -> Import:
    imported = upload_import(
        actor=actor(cast.adam),
        kind=kind,
        target=cast.organiser,
        file=SimpleUploadedFile("namn.csv", text.encode()),
    )
    return check_import(imported_id=imported.pk)


def read_in(cast: Cast, imported: Import) -> Import:
    start_import(actor=actor(cast.adam), imported=imported)
    return apply_import(actor=actor(cast.adam), imported_id=imported.pk)


def test_a_file_without_questions_is_read_in_once(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names)
    assert imported.state == ImportState.READY

    read_in(cast, imported)
    again = read_in(cast, imported)

    assert (again.state, again.result, again.plan["lines"]) == ("applied", {"names": 1}, [])
    assert list(Event.objects.values_list("kind", flat=True)) == [
        "import.applied",
        "import.uploaded",
    ]


def test_nobody_waits_for_a_check_that_broke_down(cast: Cast, names: ImportKind) -> None:
    imported = upload_import(
        actor=actor(cast.adam),
        kind=names,
        target=cast.organiser,
        file=SimpleUploadedFile("namn.csv", b"namnet\nAnna\n"),
    )

    with pytest.raises(JobFailed, match="KeyError"):
        work_off()

    imported.refresh_from_db()
    assert (imported.state, imported.sentence) == (
        ImportState.REFUSED,
        "Något gick fel hos oss. Ingenting ur filen är inläst.",
    )


def test_the_file_is_erased_once_it_has_served(
    cast: Cast, names: ImportKind, django_capture_on_commit_callbacks: Any
) -> None:
    imported = make_import(cast, names)
    storage, name = imported.file.storage, str(imported.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        read_in(cast, imported)

    assert not storage.exists(name)


def test_a_wrong_row_waits_until_it_is_skipped(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names, "namn\nfel\nAnna\n")
    with pytest.raises(RuleBroken, match="1"):
        start_import(actor=actor(cast.adam), imported=imported)

    imported = decide_line(actor=actor(cast.adam), imported=imported, key="2", code="skip")

    assert read_in(cast, imported).state == ImportState.APPLIED


def test_a_mended_cell_has_the_file_checked_again(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names, "namn\nfel\n")

    imported = decide_line(actor=actor(cast.adam), imported=imported, key="2", code="namn=Bo")
    assert imported.state == ImportState.CHECKING
    imported = check_import(imported_id=imported.pk)

    assert [line.title for line in plan_from_json(imported.plan).lines] == ["Bo"]


def test_one_answer_can_be_given_to_all_of_a_state(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names, "namn\n" + "fel\n" * 300)
    plan = plan_from_json(imported.plan)
    assert (len(plan.lines), plan.waiting({})) == (200, 300)

    imported = decide_line(actor=actor(cast.adam), imported=imported, key="*wrong", code="skip")

    assert plan.waiting(imported.decisions) == 0


def test_an_answer_that_is_not_offered_is_refused(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names)

    for key, code in (("2", "skip"), ("99", "skip"), ("*ended", "keep")):
        with pytest.raises(RuleBroken):
            decide_line(actor=actor(cast.adam), imported=imported, key=key, code=code)


def test_a_rule_broken_while_reading_in_leaves_nothing(cast: Cast, names: ImportKind) -> None:
    imported = read_in(cast, make_import(cast, names, "namn\nkrock\n"))

    assert (imported.state, imported.sentence) == (ImportState.READY, "Namnet krockar.")
    assert not Event.objects.filter(kind="import.applied").exists()


def test_what_changed_since_the_check_is_shown_again(
    cast: Cast, names: ImportKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = make_import(cast, names)
    Import.objects.filter(pk=imported.pk).update(plan=make_plan(1, 1, []).to_json())

    imported = read_in(cast, imported)

    assert (imported.state, imported.plan["facts"]) == (
        ImportState.READY,
        {"lines": {"new": 1}, "asking": {}},
    )
    assert imported.sentence != ""


def test_a_right_lost_before_the_job_runs_reads_in_nothing(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names)
    start_import(actor=actor(cast.adam), imported=imported)

    imported = apply_import(actor=actor(cast.cecilia), imported_id=imported.pk)

    assert (imported.state, imported.result) == (ImportState.READY, {})


def test_a_broken_file_says_why(cast: Cast, names: ImportKind) -> None:
    imported = make_import(cast, names, "")

    assert (imported.state, imported.sentence != "") == (ImportState.REFUSED, True)
    with pytest.raises(BrokenFile):
        names_check(imported)


def test_a_file_of_another_kind_is_not_stored(cast: Cast, names: ImportKind) -> None:
    with pytest.raises(RuleBroken):
        upload_import(
            actor=actor(cast.adam),
            kind=names,
            target=cast.organiser,
            file=SimpleUploadedFile("namn.exe", b"MZ"),
        )
    assert not Import.objects.exists()


def test_a_file_too_large_is_refused_at_its_field(
    cast: Cast, names: ImportKind, client_for: Any, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    upload = reverse("organisations:import-upload", args=["names", cast.organiser.pk])
    file = SimpleUploadedFile("namn.csv", b"namn\n" + b"Anna\n" * 500_000)

    page = client_for(cast.adam).post(upload, {"file": file}).content.decode()

    assert "Filen är 2,4\xa0MB. Det går att ladda upp högst 976,6\xa0kB." in page
    assert not Import.objects.exists()


def test_a_file_put_aside_keeps_nothing(cast: Cast, names: ImportKind) -> None:
    imported = discard_import(actor=actor(cast.adam), imported=make_import(cast, names))

    assert (imported.state, imported.plan["lines"]) == (ImportState.DISCARDED, [])
    with pytest.raises(RuleBroken):
        check_again(actor=actor(cast.adam), imported=imported)


def test_sentences_mark_what_was_and_what_comes_and_nothing_else() -> None:
    line = PlanLine("1", 1, "", "new", "", "", f"{old('1 <b>')} {new('2')} \ue000 x")

    assert line.html == "<del>1 &lt;b&gt;</del> <ins>2</ins>  x"
    assert line.text == "1 <b> 2  x"


def test_the_one_who_waits_sees_how_far_the_file_has_come(
    cast: Cast, names: ImportKind, client_for: Any
) -> None:
    imported = upload_import(
        actor=actor(cast.adam),
        kind=names,
        target=cast.organiser,
        file=SimpleUploadedFile("namn.csv", b"namn\nAnna\n"),
    )
    Progress.objects.create(matter_id=imported.pk, done_count=5000, total_count=100_000)
    here = reverse("organisations:import-progress", args=["names", imported.pk])

    shown = client_for(cast.adam).get(here).content.decode()

    assert 'max="100000" value="5000"' in shown


def test_the_pages_lead_from_upload_to_result(
    cast: Cast, names: ImportKind, client_for: Any
) -> None:
    client = client_for(cast.adam)
    upload = reverse("organisations:import-upload", args=["names", cast.organiser.pk])
    file = SimpleUploadedFile("namn.csv", b"namn\nfel\nAnna\n")

    answer = client.post(upload, {"file": file})
    imported = Import.objects.get()
    here = reverse("organisations:import", args=["names", imported.pk])
    assert answer.headers["Location"] == here
    assert reverse("organisations:import-progress", args=["names", imported.pk]) in (
        client.get(here).content.decode()
    )
    check_import(imported_id=imported.pk)
    assert "HX-Redirect" in client.get(here + "lage/").headers
    assert "disabled" in client.get(here).content.decode()

    answer = client.post(here + "svar/", {"answer": "2 skip"})
    assert answer.headers["Location"] == here + "#line-2"
    assert client.post(here + "las-in/").headers["Location"] == here
    apply_import(actor=actor(cast.adam), imported_id=imported.pk)
    page = client.get(here).content.decode()

    assert "namn.csv" in page
    assert client.get(reverse("organisations:imports")).status_code == 200
    assert client.get(reverse("organisations:import-example", args=["names"])).status_code == 200


def test_a_stranger_never_meets_a_file(cast: Cast, names: ImportKind, client_for: Any) -> None:
    imported = make_import(cast, names)
    here = reverse("organisations:import", args=["names", imported.pk])
    upload = reverse("organisations:import-upload", args=["names", cast.organiser.pk])

    assert client_for(cast.cecilia).get(here).status_code == 403
    # Anna reads in files, but not rosters and not here.
    for address in (here, upload, here + "lage/"):
        assert client_for(cast.anna).get(address).status_code in {403, 404}
    assert client_for(cast.anna).post(here + "svar/", {"answer": "2 skip"}).status_code == 404
    assert client_for(cast.anna).get(reverse("organisations:imports")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_files_asks_the_same_number_of_times(
    cast: Cast, names: ImportKind, client_for: Any, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        make_import(cast, names)
    client = client_for(cast.adam)
    client.get(reverse("organisations:imports"))

    with django_assert_num_queries(11):
        client.get(reverse("organisations:imports"))
