"""A roster from file to duties: what it says, what is wrong with it, and that it is read in once and whole."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samsyn.core.tables import write_xlsx
from samsyn.organisations import imports
from samsyn.organisations.actions.imports import (
    apply_now,
    check_import,
    decide_line,
    start_import,
    upload_import,
)
from samsyn.organisations.imports import Plan, plan_from_json
from samsyn.organisations.models import (
    AddressChange,
    Duty,
    Event,
    Import,
    ImportState,
    Organisation,
    Person,
)
from samsyn.organisations.roles import Role
from samsyn.organisations.rules.roster import (
    EXAMPLE,
    HEADINGS,
    RowWrong,
    extent_of,
    is_personal_identity_number,
    role_of,
)
from tests.cast import Cast, actor, make_duty

HEAD = (
    "personid;förnamn;efternamn;e-post;roll;skolenhetskod;omfattning;startdatum;slutdatum;skyddad"
)
SIV = "7;Siv;Sund;siv@samsyn.example;lärare;99010001;80;2026-08-10;;nej"


def make_roster(
    cast: Cast,
    *rows: str,
    head: str = HEAD,
    encoding: str = "utf-8",
    target: Organisation | None = None,
) -> Import:
    roster = imports.kind("roster")
    assert roster is not None
    content = "\n".join([head, *rows]).encode(encoding)
    file = SimpleUploadedFile("personal.csv", content)
    whole = target or cast.organiser
    imported = upload_import(actor=actor(cast.adam), kind=roster, target=whole, file=file)
    return check_import(imported_id=imported.pk)


def plan_of(imported: Import) -> Plan:
    return plan_from_json(imported.plan)


def said(imported: Import) -> list[tuple[str, str, str]]:
    return [(line.state, line.title, line.text) for line in plan_of(imported).lines]


def only_wrong(imported: Import) -> tuple[int | None, str, str]:
    (line,) = plan_of(imported).lines
    assert line.state == "wrong"
    return line.row, line.column, line.text


def read_in(cast: Cast, imported: Import, **answers: str) -> Import:
    for key, code in answers.items():
        imported = decide_line(actor=actor(cast.adam), imported=imported, key=key, code=code)
    return apply_now(actor=actor(cast.adam), imported=imported)


def decide(cast: Cast, imported: Import, key: str, code: str) -> Import:
    imported = decide_line(actor=actor(cast.adam), imported=imported, key=key, code=code)
    return check_import(imported_id=imported.pk)


def test_a_new_person_is_made_with_the_duty_and_no_account(cast: Cast) -> None:
    imported = make_roster(cast, SIV)
    assert [state for state, _name, _text in said(imported)] == ["new"]
    assert not Person.objects.filter(external_id="7").exists()

    read_in(cast, imported)

    siv = Person.objects.get(external_id="7")
    duty = siv.duties.get()
    assert (siv.name, siv.email, siv.user, siv.controller) == (
        "Siv Sund",
        "siv@samsyn.example",
        None,
        cast.organiser,
    )
    assert (duty.role, duty.organisation, duty.extent, duty.starts_on, duty.ends_on) == (
        Role.TEACHER,
        cast.bjorkskolan,
        80,
        date(2026, 8, 10),
        None,
    )
    assert mail.outbox == []


def test_a_roster_for_one_school_is_refused(cast: Cast) -> None:
    imported = make_roster(cast, SIV, target=cast.bjorkskolan)

    assert imported.state == ImportState.REFUSED
    assert imported.sentence == (
        "Personallistan läses in för en hel huvudman, inte för en enda skola."
    )


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV))

    again = make_roster(cast, SIV)

    assert (plan_of(again).unchanged, plan_of(again).lines) == (1, ())
    before = Event.objects.exclude(kind__startswith="import").count()
    read_in(cast, again)
    assert Event.objects.exclude(kind__startswith="import").count() == before


def test_two_who_read_in_the_same_file_read_it_in_once(cast: Cast) -> None:
    first, second = make_roster(cast, SIV), make_roster(cast, SIV)

    read_in(cast, first)
    second = read_in(cast, second)

    assert (second.state, plan_of(second).unchanged) == (ImportState.READY, 1)
    assert Person.objects.filter(external_id="7").count() == 1
    assert Duty.objects.filter(person__external_id="7").count() == 1


def test_changes_are_told_with_what_was_before(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV))

    imported = make_roster(cast, SIV.replace(";80;", ";50;").replace("Sund", "Sol"))
    (line,) = plan_of(imported).lines
    read_in(cast, imported)

    assert (line.state, line.title) == ("changed", "Siv Sol")
    assert "<del>80 %</del> <ins>50 %</ins>" in line.html
    assert Duty.objects.get(person__external_id="7").extent == 50
    changed = Event.objects.get(kind="person.changed")
    assert changed.facts == {"source": "roster", "fields": ["family_name"]}


def test_whoever_is_missing_is_kept_until_somebody_says_otherwise(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV, SIV.replace("7;Siv", "8;Ulf").replace("siv@", "ulf@")))

    imported = make_roster(cast, SIV)
    ((state, name, _text),) = said(imported)
    assert (state, name, plan_of(imported).waiting({})) == ("ended", "Ulf Sund", 1)
    (line,) = plan_of(imported).lines
    kept = read_in(cast, imported, **{line.key: "keep"})
    assert (kept.state, Duty.objects.get(person__external_id="8").ends_on) == ("applied", None)

    read_in(cast, make_roster(cast, SIV), **{line.key: "end"})

    assert Duty.objects.get(person__external_id="8").ends_on == timezone.localdate()
    assert plan_of(make_roster(cast, SIV)).lines == ()


def test_people_entered_by_hand_are_not_missing_but_are_recognised(cast: Cast) -> None:
    row = "31;Bo;Bok;bo.bok@samsyn.example;förstelärare;99010001;100;2020-08-01;;nej"

    imported = make_roster(cast, row)
    ((state, name, _text),) = said(imported)
    read_in(cast, imported)

    assert (state, name) == ("changed", "Bo Bok")
    cast.bo.refresh_from_db()
    assert (cast.bo.external_id, cast.bo.duties.count()) == ("31", 1)


@pytest.mark.parametrize(("answer", "roles"), [("confirm", [Role.PRINCIPAL]), ("skip", [])])
def test_a_new_principal_is_confirmed_first(cast: Cast, answer: str, roles: list[Role]) -> None:
    imported = make_roster(cast, SIV.replace("lärare", "rektor"))
    assert plan_of(imported).waiting({}) == 1

    read_in(cast, imported, **{"2": answer})

    assert [duty.role for duty in Duty.objects.filter(person__external_id="7")] == roles


def test_a_changed_address_waits_for_the_old_one(cast: Cast) -> None:
    row = "31;Bo;Bok;bo.bok@samsyn.example;förstelärare;99010001;100;2020-08-01;;nej"
    read_in(cast, make_roster(cast, row))
    mail.outbox.clear()

    moved = row.replace("bo.bok@", "bo@")
    read_in(cast, make_roster(cast, moved))

    cast.bo.refresh_from_db()
    change = AddressChange.objects.get()
    assert (cast.bo.email, change.new_email) == ("bo.bok@samsyn.example", "bo@samsyn.example")
    assert [message.to for message in mail.outbox] == [["bo.bok@samsyn.example"]]
    assert plan_of(make_roster(cast, moved)).unchanged == 1


def test_lifting_protection_is_confirmed_and_raising_it_is_not(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV))
    read_in(cast, make_roster(cast, SIV.replace(";nej", ";ja")))
    assert Person.objects.get(external_id="7").protected_identity

    imported = make_roster(cast, SIV)

    assert plan_of(imported).waiting({}) == 1


SEVEN = SIV.replace("99010001", "9901001")


def test_a_code_with_a_lost_digit_is_mended_by_a_button(cast: Cast) -> None:
    imported = make_roster(cast, SEVEN)
    (line,) = plan_of(imported).lines
    assert (line.state, line.choices[0].code) == ("wrong", "school_unit_code=99010001")

    imported = decide(cast, imported, line.key, line.choices[0].code)
    assert [state for state, _name, _text in said(imported)] == ["new"]
    read_in(cast, imported)

    assert Duty.objects.get(person__external_id="7").organisation == cast.bjorkskolan


def test_a_written_address_mends_a_clash(cast: Cast) -> None:
    imported = make_roster(cast, SIV, SIV.replace("7;Siv", "8;Ulf"))
    (wrong, _new) = plan_of(imported).lines
    assert "Siv Sund" in wrong.text

    imported = decide(cast, imported, wrong.key, "email=ulf@samsyn.example")

    assert [state for state, _name, _text in said(imported)] == ["new", "new"]


def test_another_organisers_school_and_person_are_unknown_here(cast: Cast) -> None:
    there = make_roster(cast, SIV.replace("99010001", "99020001"))
    nowhere = make_roster(cast, SIV.replace("99010001", "99030001"))
    taken = make_roster(cast, SIV.replace("siv@", "cecilia.ceder@"))

    texts = [only_wrong(one)[2] for one in (there, nowhere)]
    assert texts[0].replace("99020001", "") == texts[1].replace("99030001", "")
    assert "Granskolan" not in texts[0]
    assert "Cecilia" not in only_wrong(taken)[2].replace("cecilia.ceder@", "")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("lärare", "vaktmästare"), "roll"),
        (("lärare", "koordinator"), "roll"),
        (("99010001", ""), "skolenhetskod"),
        (("99010001", "Björkskolan"), "skolenhetskod"),
        ((";80;", ";0;"), "omfattning"),
        ((";80;", ";120;"), "omfattning"),
        ((";80;", ";mycket;"), "omfattning"),
        (("2026-08-10;", "2026-08-10;2026-06-30"), "slutdatum"),
        (("2026-08-10", "10/8"), "startdatum"),
        (("siv@samsyn.example", "siv"), "e-post"),
        (("siv@samsyn.example", ""), "e-post"),
        (("Siv;", ";"), "förnamn"),
        (("7;Siv", ";Siv"), "personid"),
        (("7;Siv", "19811228-9874;Siv"), "personid"),
        ((";nej", ";kanske"), "skyddad"),
    ],
)
def test_a_wrong_cell_is_told_with_row_and_column(
    cast: Cast, change: tuple[str, str], column: str
) -> None:
    imported = make_roster(cast, SIV.replace(*change))

    row, where, sentence = only_wrong(imported)
    assert (row, where) == (2, column)
    assert sentence.endswith(".")
    assert read_in(cast, imported, **{"*wrong": "skip"}).state == ImportState.APPLIED
    assert not Person.objects.filter(external_id="7").exists()


@pytest.mark.parametrize(
    "second", [SIV, SIV.replace("Sund", "Sol").replace("99010001", "99010002")]
)
def test_a_doubled_or_contradicting_row_is_wrong(cast: Cast, second: str) -> None:
    imported = make_roster(cast, SIV, second)

    assert [(line.row, line.state) for line in plan_of(imported).lines] == [
        (3, "wrong"),
        (2, "new"),
    ]


def test_two_duties_of_one_person_are_two_rows(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV, SIV.replace("99010001", "99010002")))

    assert Duty.objects.filter(person__external_id="7").count() == 2


def test_markup_and_formulas_in_names_stay_text(cast: Cast, client_for: Callable[..., Any]) -> None:
    imported = make_roster(cast, SIV.replace("Siv", "<b>Siv</b>").replace("Sund", "=1+1"))

    page = client_for(cast.adam).get(f"/import/roster/{imported.pk}/").content.decode()
    read_in(cast, imported)

    assert "&lt;b&gt;Siv&lt;/b&gt; =1+1" in page
    assert Person.objects.get(external_id="7").name == "<b>Siv</b> =1+1"


def test_windows_1252_and_commas_are_read(cast: Cast) -> None:
    imported = make_roster(
        cast,
        SIV.replace("Siv", "Åsa").replace(";", ","),
        head=HEAD.replace(";", ","),
        encoding="cp1252",
    )

    assert [name for _state, name, _text in said(imported)] == ["Åsa Sund"]


def test_the_example_file_is_right_but_for_its_schools() -> None:
    assert EXAMPLE[0] == tuple(names[0] for names in HEADINGS.values())
    assert {len(row) for row in EXAMPLE} == {len(HEADINGS)}


def test_a_spreadsheet_is_read_like_a_csv(cast: Cast) -> None:
    roster = imports.kind("roster")
    assert roster is not None
    rows = [HEAD.split(";"), SIV.split(";")]
    file = SimpleUploadedFile("personal.xlsx", write_xlsx(rows))

    imported = upload_import(actor=actor(cast.adam), kind=roster, target=cast.organiser, file=file)
    imported = check_import(imported_id=imported.pk)

    assert [name for _state, name, _text in said(imported)] == ["Siv Sund"]


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (HEAD.replace("omfattning", "omfatning"), "omfatning"),
        (HEAD.replace("personid;", ""), "rader"),
        (HEAD.replace("roll", "roll2"), "roll2"),
        (";".join(f"k{number}" for number in range(160)), "160"),
    ],
)
def test_a_file_with_wrong_headings_is_refused_whole(cast: Cast, head: str, named: str) -> None:
    imported = make_roster(cast, SIV, head=head)

    assert (imported.state, imported.sentence.endswith(".")) == (ImportState.REFUSED, True)
    if named != "rader":
        assert named in imported.sentence


def test_a_fault_half_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = make_roster(cast, SIV, SIV.replace("7;Siv", "8;Ulf").replace("siv@", "ulf@"))
    before = Person.objects.count()
    start_import(actor=actor(cast.adam), imported=imported)
    Person.objects.create(
        controller=cast.other_organiser,
        given_name="Ulf",
        family_name="Ny",
        email="ulf@samsyn.example",
    )

    imported = apply_now(actor=actor(cast.adam), imported=imported)

    assert imported.state == ImportState.READY
    assert Person.objects.count() == before + 1
    assert [line.state for line in plan_of(imported).lines] == ["wrong", "new"]


def test_no_event_holds_a_name_or_an_address(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV))
    read_in(cast, make_roster(cast, SIV.replace("Sund", "Sol").replace("siv@", "sol@")))

    told = " ".join(str(facts) for facts in Event.objects.values_list("facts", flat=True))
    assert not any(word in told for word in ("Siv", "Sund", "Sol", "samsyn.example"))


def test_an_ended_duty_may_come_back_as_a_new_one(cast: Cast) -> None:
    read_in(cast, make_roster(cast, SIV))
    yesterday = timezone.localdate() - timedelta(days=1)
    Duty.objects.filter(person__external_id="7").update(ends_on=yesterday, starts_on="2020-01-01")

    imported = make_roster(cast, SIV)
    read_in(cast, imported)

    assert Duty.objects.filter(person__external_id="7").count() == 2


def test_ten_rows_and_one_ask_the_same_number_of_times(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    make_duty(cast.bo, Role.TEACHER, cast.alskolan)
    rows = [SIV.replace("7;Siv", f"{n};Siv").replace("siv@", f"siv{n}@") for n in range(50)]

    with django_assert_max_num_queries(30):
        make_roster(cast, *rows)


@pytest.mark.parametrize(("text", "extent"), [("", 100), ("80 %", 80), ("80%", 80), ("75,0", 75)])
def test_extents_are_read_as_people_write_them(text: str, extent: int) -> None:
    assert extent_of(text) == extent


@pytest.mark.parametrize("text", ["nan", "inf", "1e2", "-5", "33,3", "101"])
def test_an_impossible_extent_is_wrong(text: str) -> None:
    with pytest.raises(RowWrong):
        extent_of(text)


def test_a_misspelt_role_has_its_likely_mend() -> None:
    with pytest.raises(RowWrong) as found:
        role_of("förstelerare", "organiser")
    assert found.value.mend == "förstelärare"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("8112289874", True), ("19811228-9874", True), ("8112289873", False), ("1001", False)],
)
def test_a_personal_identity_number_is_recognised(text: str, is_one: bool) -> None:
    assert is_personal_identity_number(text) is is_one
