"""Files of answers and shared results, as people meet them."""

import io
import json
import os
import tempfile
from collections.abc import Callable
from datetime import timedelta

import polars as pl
import pyreadstat
import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from samsyn.core.jobs import work_off
from samsyn.core.tables import read_table
from samsyn.organisations.access import SYSTEM
from samsyn.organisations.models import Event, Person
from samsyn.surveys.actions import exports
from samsyn.surveys.actions.releasing import release_round
from samsyn.surveys.actions.rounds import reopen_round
from samsyn.surveys.drafts import QuestionDraft, SectionDraft, options_of
from samsyn.surveys.models import AnswerFile, Mode, Response, Round
from samsyn.surveys.tests.every_kind import make_every_kind
from samsyn.surveys.tests.making import make_closed_round, make_open_round
from samsyn.surveys.tests.test_views import text_of
from tests.cast import Cast, actor

SignIn = Callable[[Person], Client]


def page(round: Round, rest: str = "filer/") -> str:
    return f"/enkater/omgang/{round.pk}/{rest}"


def made(client: Client, round: Round, format: str, content: str = "unnamed") -> bytes:
    address = page(round, f"filer/{content}.{format}")
    assert client.post(address).status_code == 302
    work_off()
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a FileResponse


def test_csv_holds_words_and_no_formula(cast: Cast, client_for: SignIn) -> None:
    questions = (
        QuestionDraft("role", "single", "Roll?", choices=options_of(("Lärare", "Rektor", "Annan"))),
        QuestionDraft("q1", "single", "Vad?", choices=options_of(("=1+1", "Två", "Tre"))),
    )
    round = make_closed_round(
        cast.university, 12, 8, 0, sections=(SectionDraft("Del", "", questions),)
    )

    content = made(client_for(cast.anna), round, "csv")

    table = read_table(io.BytesIO(content), "svar.csv")
    assert content.startswith(b"\xef\xbb\xbfgrupp;q1\r\n")
    assert sorted({tuple(row.values.values()) for row in table.rows}) == [
        ("Lärare", "'=1+1"),
        ("Rektor och Annan", "'=1+1"),
    ]


def test_excel_has_a_sheet_of_codes(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)

    book = load_workbook(io.BytesIO(made(client_for(cast.anna), round, "xlsx")))

    answers, codes = book.worksheets
    assert [sheet.title for sheet in book.worksheets] == ["Svar", "Koder"]
    assert answers.max_row == 101
    assert ("time", "Har du tid?", 1, "Ja") in list(codes.iter_rows(values_only=True))


def test_spss_has_labels_for_columns_and_codes(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)
    content = made(client_for(cast.anna), round, "sav")

    handle, name = tempfile.mkstemp(suffix=".sav")
    os.write(handle, content)
    frame, facts = pyreadstat.read_sav(name, output_format="polars")

    assert len(frame) == 100
    assert facts.column_names_to_labels["time"] == "Har du tid?"
    assert facts.variable_value_labels["time"] == {1.0: "Ja", 2.0: "Nej"}
    assert facts.variable_value_labels["worth"][-1.0] == "Vet inte"


def test_parquet_and_json_hold_every_row(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)
    client = client_for(cast.anna)

    frame = pl.read_parquet(io.BytesIO(made(client, round, "parquet")))
    read = json.loads(made(client, round, "json"))

    assert frame["time"].value_counts(sort=True)["time"].cast(pl.String).to_list() == ["Nej", "Ja"]
    assert len(read["rows"]) == 100
    assert [one["name"] for one in read["variables"]] == frame.columns
    assert {"question": "role", "why": "står i raderna som grupp"} in read["left_out"]


def test_a_file_of_names_is_for_the_own_organisation(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 9, 9)
    client = client_for(cast.anna)

    assert client.post(page(round, "filer/named.csv")).status_code == 403
    Round.objects.filter(pk=round.pk).update(mode=Mode.NAMED)
    assert made(client, round, "csv", "named").startswith(b"\xef\xbb\xbfnamn;epost;")


def test_the_network_lead_may_take_texts_but_no_rows(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)
    client = client_for(cast.nils)

    assert client.post(page(round, "filer/unnamed.csv")).status_code == 403
    content = made(client, round, "csv", "texts").decode("utf-8-sig")
    assert content.splitlines()[:2] == ["fraga;text;svar", "why;Varför?;För att det behövs."]


def test_the_page_offers_asks_after_and_gives(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 9, 9)
    client = client_for(cast.anna)
    assert "Skapa SPSS-fil" in text_of(client.get(page(round)).content)

    client.post(page(round, "filer/unnamed.sav"))
    client.post(page(round, "filer/unnamed.sav"))

    assert "Filen skapas" in text_of(client.get(page(round)).content)
    assert AnswerFile.objects.count() == 1
    work_off()
    assert "Filen skapas" not in text_of(client.get(page(round, "filer/del/")).content)
    assert Event.objects.filter(kind="round.file_taken").count() == 2


def test_a_round_that_opens_again_withdraws_its_files(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 9, 9)
    Round.objects.filter(pk=round.pk).update(mode=Mode.ANONYMOUS)
    client = client_for(cast.anna)
    made(client, round, "csv")
    closes_at = timezone.now() + timedelta(days=1)

    reopen_round(actor=actor(cast.anna), round=round, closes_at=closes_at)

    assert client.get(page(round, "filer/unnamed.csv")).status_code == 302
    assert exports.throw_files_away() == 1
    assert AnswerFile.objects.count() == 0


def test_a_file_is_thrown_away_after_a_day(cast: Cast, client_for: SignIn) -> None:
    made(client_for(cast.anna), make_closed_round(cast.university, 9, 9), "csv")

    assert exports.throw_files_away() == 0
    assert exports.throw_files_away(timezone.now() + exports.KEPT) == 1


def test_too_few_answers_make_no_file_and_say_why(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 2, 1)
    client = client_for(cast.anna)

    client.post(page(round, "filer/unnamed.csv"))
    work_off()

    text = text_of(client.get(page(round)).content)
    assert "Färre än 5 har svarat, så deras svar visas ingenstans." in text


@pytest.mark.parametrize(("format", "start"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
def test_the_codebook_is_a_document(
    cast: Cast, client_for: SignIn, format: str, start: bytes
) -> None:
    round = make_every_kind(cast.university)

    assert made(client_for(cast.nils), round, format, "codebook").startswith(start)
    assert Event.objects.filter(kind="round.file_taken").count() == 0


def test_the_codebook_is_there_before_the_answers_are(cast: Cast, client_for: SignIn) -> None:
    round = make_open_round(cast.university)
    client = client_for(cast.anna)

    text = text_of(client.get(page(round)).content)

    assert "Det finns inga svar att hämta än" in text
    assert "Skapa PDF-fil" in text
    assert "Skapa SPSS-fil" not in text
    client.post(page(round, "filer/unnamed.csv"))
    assert AnswerFile.objects.count() == 0
    assert made(client, round, "pdf", "codebook").startswith(b"%PDF-")


def test_a_codebook_of_an_earlier_questionnaire_is_nobodys(cast: Cast, client_for: SignIn) -> None:
    round = make_every_kind(cast.university)
    client = client_for(cast.anna)
    made(client, round, "docx", "codebook")

    round.survey.save(update_fields=["changed_at"])

    assert client.get(page(round, "filer/codebook.docx")).status_code == 302
    assert exports.throw_files_away() == 1


def test_who_may_take_no_rows_is_told_where_the_tables_are(cast: Cast, client_for: SignIn) -> None:
    questions = (
        QuestionDraft("role", "single", "Roll?", choices=options_of(("Lärare", "Rektor", "Annan"))),
        QuestionDraft("q1", "single", "Vad?", choices=options_of(("Ett", "Två", "Tre"))),
    )
    round = make_closed_round(
        cast.university, 12, 8, 0, sections=(SectionDraft("Del", "", questions),)
    )

    text = text_of(client_for(cast.nils).get(page(round)).content)

    assert "Svar rad för rad är för dem som gör enkäter här." in text
    assert "Skapa Word-fil" in text


def test_shared_results_are_read_without_an_account(
    cast: Cast, client: Client, client_for: SignIn
) -> None:
    round = make_closed_round(cast.university, 9, 9)
    client_for(cast.anna).post(page(round, "dela/"), {"act": "share"})
    round.refresh_from_db()
    address = f"/svara/resultat/{round.release_token}/"
    visitor = Client()

    text = text_of(visitor.get(address).content)

    assert "Resultatet av Enkät 1 18 svar." in text
    assert "Tack, alla som svarade." in text
    assert "Ett 100 % 18" in text
    assert "Efter Roller" in text
    assert "Lärare 9 svar" in text_of(visitor.get(f"{address}?by=roller").content)
    assert visitor.get(f"{address}?by=roll%00er").status_code == 200
    assert visitor.get("/svara/resultat/%00/").status_code == 404
    client_for(cast.anna).post(page(round, "dela/"), {"act": "stop"})
    gone = visitor.get(address)
    assert gone.status_code == 404
    assert "Resultatet visas inte nu" in text_of(gone.content)


def test_shared_results_offer_only_groups_that_can_be_shown(cast: Cast) -> None:
    round = release_round(actor=SYSTEM, round=make_closed_round(cast.university, 9, 2, 1))
    address = f"/svara/resultat/{round.release_token}/"
    visitor = Client()

    pages = [visitor.get(f"{address}{query}") for query in ("", "?by=roller", "?by=role")]

    assert [page.context["groupings"] for page in pages] == [[], [], []]
    assert [page.context["by"] for page in pages] == ["", "", ""]
    assert "Efter Roller" not in text_of(pages[0].content)


def test_shared_results_of_every_kind_stand_with_their_groups(cast: Cast) -> None:
    round = release_round(actor=SYSTEM, round=make_every_kind(cast.university))

    text = text_of(Client().get(f"/svara/resultat/{round.release_token}/?by=roller").content)

    assert "100 svar av 120 inbjudna, 83 %." in text
    assert "Jag vet vad som väntas 34 % 33 % 33 % 0 %" in text
    assert "25 personer har skrivit något." in text
    assert "För att det behövs." not in text


def test_shared_results_are_withdrawn_when_the_round_opens_again(
    cast: Cast, client: Client
) -> None:
    round = make_closed_round(cast.university, 9, 9)
    Round.objects.filter(pk=round.pk).update(mode=Mode.ANONYMOUS)
    round = release_round(actor=SYSTEM, round=round)
    address = f"/svara/resultat/{round.release_token}/"
    assert client.get(address).status_code == 200
    closes_at = timezone.now() + timedelta(days=1)

    reopen_round(actor=actor(cast.anna), round=round, closes_at=closes_at)

    assert client.get(address).status_code == 404


def test_what_too_few_answered_is_not_shared(cast: Cast, client_for: SignIn) -> None:
    round = make_closed_round(cast.university, 2, 1)

    client_for(cast.anna).post(page(round, "dela/"), {"act": "share"})

    round.refresh_from_db()
    assert round.released_at is None
    assert Response.objects.count() == 3
