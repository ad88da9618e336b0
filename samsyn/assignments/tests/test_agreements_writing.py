"""An assignment is written, commented, agreed and changed on its pages."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from samsyn.assignments.actions.agreeing import agree
from samsyn.assignments.actions.comments import make_comment
from samsyn.assignments.actions.writing import write_text
from samsyn.assignments.models import (
    Assignment,
    State,
)
from samsyn.assignments.tests.agreeing import (
    address,
    autosave,
    delegate,
    fields,
    make_terms,
    page,
    propose,
    row,
    said,
    say_yes,
    signed_in,
    words,
)
from samsyn.core.versions import revision_of
from tests.cast import (
    Cast,
    actor,
    make_assignment,
    make_post,
)

pytestmark = pytest.mark.django_db


def test_a_part_is_written_without_script(cast: Cast, draft: Assignment) -> None:
    bo, place = signed_in(cast.bo), address("part-edit", draft, "mandate")

    opened = said(bo.get(place))
    answer = bo.post(place, fields(row(draft, "mandate")))

    assert "Vad får karriärläraren bestämma och leda utan att fråga?" in words(opened)
    assert answer.headers["Location"] == address("assignment", draft) + "#mandate"
    assert row(draft, "mandate").text == "Leder ämneslaget"
    shown = words(page(cast.rut, draft))
    clock = date_format(timezone.localtime(row(draft, "mandate").written_at), "G.i")
    assert f"Mandat Bo Bok skrev kl. {clock}" in shown


def test_the_part_alone_is_sent_to_a_page_that_opens_it_in_place(
    cast: Cast, draft: Assignment
) -> None:
    html = said(
        signed_in(cast.bo).get(
            address("part-edit", draft, "mandate"), headers={"HX-Request": "true"}
        )
    )

    assert html.strip().startswith("{#") is False
    assert "<html" not in html
    assert html.count("<textarea") == 1
    assert "data-autosave" in html


def test_two_who_wrote_the_same_part_see_both_texts(cast: Cast, draft: Assignment) -> None:
    read = row(draft, "mandate")
    write_text(actor=actor(cast.rut), assignment=draft, part="mandate", text="Ruts text")

    html = said(signed_in(cast.bo).post(address("part-edit", draft, "mandate"), fields(read)))

    shown = words(html)
    assert "Ruts text" in shown
    assert "Leder ämneslaget" in shown
    assert row(draft, "mandate").text == "Ruts text"
    assert f'value="{revision_of(row(draft, "mandate"))}"' in html


def test_what_is_written_is_saved_on_the_way(cast: Cast, draft: Assignment) -> None:
    first = autosave(cast.bo, draft, "mandate", text="Le").json()
    again = autosave(cast.bo, draft, "mandate", text="Leder", revision=first["revision"])

    saved = again.json()
    assert row(draft, "mandate").text == "Leder"
    assert saved["revision"] == revision_of(row(draft, "mandate"))
    assert re.fullmatch(r"\d{1,2}\.\d\d", saved["at"])


def test_a_text_whose_answer_was_lost_is_saved_once(cast: Cast, draft: Assignment) -> None:
    """The page sends it again with the revision it knows."""
    read = revision_of(row(draft, "mandate"))

    answers = [autosave(cast.bo, draft, "mandate", revision=read) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert draft.versions.get().revision == 1


def test_saving_over_what_somebody_else_wrote_says_so(cast: Cast, draft: Assignment) -> None:
    read = revision_of(row(draft, "mandate"))
    write_text(actor=actor(cast.rut), assignment=draft, part="mandate", text="Ruts text")

    answer = autosave(cast.bo, draft, "mandate", revision=read)

    assert answer.status_code == 409
    assert answer.json()["theirs"] == "Ruts text"
    assert row(draft, "mandate").text == "Ruts text"


@pytest.mark.parametrize(
    ("part", "over", "sentence"),
    [
        (
            "mandate",
            {"text": "x" * 8001},
            "Texten har 8001 tecken och får ha högst 8000. Korta den.",
        ),
        ("time", {"hours": "60"}, "Skriv mellan 0 och 40 timmar i veckan. Här står det 60."),
        ("time", {"hours": "många"}, "Fyll i ett tal."),
        (
            "time",
            {"hours": "20", "unit": "percent"},
            "Skriv timmar i veckan. Huvudmannen har inte angett hur många timmar en heltid undervisar det här "
            "läsåret, så procent går inte att räkna om.",
        ),
        (
            "activities",
            {"activities": ["dances"]},
            "Välj ett giltigt alternativ. dances finns inte bland tillgängliga alternativ.",
        ),
        ("mandate", {"audience": "9"}, ""),
    ],
)
def test_what_cannot_be_saved_says_why(
    cast: Cast, draft: Assignment, part: str, over: dict[str, Any], sentence: str
) -> None:
    answer = autosave(cast.bo, draft, part, **over)
    page = signed_in(cast.bo).post(
        address("part-edit", draft, part), fields(row(draft, part), **over)
    )

    told = answer.json()["sentence"]
    assert answer.status_code == 422
    assert told == sentence or not sentence
    assert page.status_code == 200
    assert told in words(page.content.decode())
    assert row(draft, part).is_empty


def test_percent_is_counted_by_the_organisers_hours(cast: Cast, draft: Assignment) -> None:
    make_terms(draft)

    autosave(cast.bo, draft, "time", hours="20", unit="percent", text="Två lektioner mindre")
    draft.refresh_from_db()

    assert (row(draft, "time").hours, draft.hours) == (Decimal("3.5"), Decimal("3.5"))
    assert "3,5 timmar i veckan" in words(page(cast.rut, draft))


@pytest.mark.parametrize("percent", ["101", "-1"])
def test_percent_has_its_bounds(cast: Cast, draft: Assignment, percent: str) -> None:
    make_terms(draft)

    answer = autosave(cast.bo, draft, "time", hours=percent, unit="percent")

    assert answer.json() == {"sentence": "Skriv mellan 0 och 100 procent."}


def test_without_terms_only_hours_can_be_given_and_it_says_why(
    cast: Cast, draft: Assignment
) -> None:
    without = page(cast.bo, draft, "part-edit", "time")
    make_terms(draft)
    with_terms = page(cast.bo, draft, "part-edit", "time")

    assert ("så procent går inte att räkna om" in without, 'name="unit"' in without) == (
        True,
        False,
    )
    assert 'name="unit"' in with_terms


def test_activities_are_chosen_and_said(cast: Cast, draft: Assignment) -> None:
    autosave(cast.bo, draft, "activities", activities=["visits", "supervises"], text="Och annat")

    html = page(cast.rut, draft)

    assert "<li>Gör klassrumsbesök</li>" in html
    assert "<li>Handleder andra lärare</li>" in html


def test_there_is_no_other_part(cast: Cast, draft: Assignment) -> None:
    answer = signed_in(cast.bo).get(address("part-edit", draft, "wages"))

    assert answer.status_code == 404


def test_a_comment_with_markup_is_text(cast: Cast, draft: Assignment) -> None:
    bo = signed_in(cast.bo)
    bo.post(
        address("comment-add", draft, "time"), {"text": "<script>alert(1)</script> <b>Räcker</b>?"}
    )

    html = page(cast.rut, draft)

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;Räcker&lt;/b&gt;?" in html
    assert "<script>alert" not in html


def test_what_is_written_is_text_in_changes_too(cast: Cast, agreed: Assignment) -> None:
    write_text(actor=actor(cast.bo), assignment=agreed, part="mandate", text="<img src=x> text")

    assert "<ins>&lt;img src=x&gt;</ins>" in page(cast.bo, agreed)


def test_a_comment_is_settled_and_that_is_undone(cast: Cast, draft: Assignment) -> None:
    comment = make_comment(actor=actor(cast.bo), assignment=draft, part="time", text="Räcker det?")
    rut = signed_in(cast.rut)

    answer = rut.post(address("comment-resolve", draft, comment.pk))
    settled = said(rut.get(answer.headers["Location"]))
    rut.post(address("comment-reopen", draft, comment.pk))

    assert "1 avklarad" in words(settled)
    assert "1 avklarad" not in words(page(cast.rut, draft))


def test_comments_are_between_the_two(cast: Cast, agreed: Assignment) -> None:
    make_comment(actor=actor(cast.bo), assignment=agreed, part="mandate", text="Räcker det?")

    assert "Räcker det?" in words(page(cast.rut, agreed))
    assert "Räcker det?" not in words(page(cast.hedda, agreed))


def test_a_comment_of_another_assignment_is_not_found(cast: Cast, draft: Assignment) -> None:
    other = make_assignment(make_post(cast.lena, cast.bjorkskolan), cast.rut)
    comment = make_comment(actor=actor(cast.lena), assignment=other, part="time", text="Hej")

    answer = signed_in(cast.bo).post(address("comment-resolve", draft, comment.pk))

    assert answer.status_code == 404


def test_both_say_yes_on_the_page(cast: Cast, draft: Assignment) -> None:
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder")

    say_yes(cast.bo, draft)
    waiting = words(page(cast.bo, draft))
    say_yes(cast.rut, draft)

    draft.refresh_from_db()
    assert "Godkänt av dig, väntar på Rut" in waiting
    assert "Jag godkänner" not in waiting
    assert draft.state == State.IN_FORCE
    assert "Överens Bo Bok, " in words(page(cast.rut, draft))
    assert "Överenskommet" in words(page(cast.tora, draft))


def test_a_yes_to_an_old_text_is_told_what_changed(cast: Cast, draft: Assignment) -> None:
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder")
    read = draft.versions.get().revision
    write_text(actor=actor(cast.rut), assignment=draft, part="effect", text="Fler resonerar")

    answer = say_yes(cast.bo, draft, read)

    assert answer.status_code == 409
    assert "Rut Rönn ändrade ”Förväntad effekt för eleverna” kl." in words(said(answer))
    assert "Fler resonerar" in words(said(answer))


def test_whoever_lost_a_yes_reads_why(cast: Cast, draft: Assignment) -> None:
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder")
    say_yes(cast.rut, draft)
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder allt")

    assert "Ditt godkännande gällde den tidigare texten." in words(page(cast.rut, draft))
    say_yes(cast.rut, draft)
    assert "Ditt godkännande" not in words(page(cast.rut, draft))


def test_a_change_is_seen_by_its_author_alone_until_it_is_shared(
    cast: Cast, agreed: Assignment
) -> None:
    write_text(actor=actor(cast.bo), assignment=agreed, part="mandate", text="mandate: ny")

    own, other, staff = (page(who, agreed) for who in (cast.bo, cast.rut, cast.tora))

    assert "mandate: <del>text</del><ins>ny</ins>" in own
    assert "Bara du ser ändringen tills du delar den." in words(own)
    assert (
        ["ny</ins>" in html for html in (other, staff)],
        ["mandate: text" in html for html in (other, staff)],
    ) == ([False, False], [True, True])


def test_a_proposal_shows_word_by_word_what_it_changes(cast: Cast, agreed: Assignment) -> None:
    propose(cast.bo, agreed, "mandate: ny text")

    html = page(cast.rut, agreed)

    assert "mandate: <ins>ny</ins> text" in html
    assert "Bo har föreslagit en ändring" in words(html)
    assert "väntar på dig" in words(html)
    assert html.count("button primary") == 1
    assert "mandate: <ins>" not in page(cast.tora, agreed)


def test_a_proposal_is_said_no_to_with_a_reason(cast: Cast, agreed: Assignment) -> None:
    propose(cast.bo, agreed, "mandate: ny text")
    rut, place = signed_in(cast.rut), address("change-decline", agreed)

    read = {"version": agreed.versions.get(state="shared").pk}
    empty = rut.post(place, {**read, "answer": ""})
    rut.post(place, {**read, "answer": "Vi tar det i dialogen."})

    assert empty.status_code == 200
    assert agreed.versions.filter(state="declined").count() == 1
    assert "Vi tar det i dialogen." in words(page(cast.bo, agreed, "versions"))


def test_sharing_while_the_others_proposal_waits_is_refused(cast: Cast, agreed: Assignment) -> None:
    propose(cast.rut, agreed, "mandate: Ruts")
    write_text(actor=actor(cast.bo), assignment=agreed, part="effect", text="Bos")

    answer = signed_in(cast.bo).post(address("change-share", agreed))

    assert answer.status_code == 409
    assert "Ett förslag från Rut Rönn väntar redan på svar. Din text är kvar" in words(said(answer))
    assert agreed.versions.get(state="writing").parts.get().text == "Bos"


def test_a_proposal_is_shared_taken_back_and_gone_on_with(cast: Cast, agreed: Assignment) -> None:
    bo = signed_in(cast.bo)
    write_text(actor=actor(cast.bo), assignment=agreed, part="mandate", text="Ny")

    bo.post(address("change-share", agreed))
    bo.post(address("change-withdraw", agreed))
    taken_back = agreed.versions.get(state="withdrawn")
    bo.post(address("change-again", agreed), {"version": taken_back.pk})

    assert agreed.versions.get(state="writing").parts.get().text == "Ny"
    bo.post(address("change-drop", agreed))
    assert agreed.versions.filter(state="writing").count() == 0


def test_nothing_is_begun_when_nothing_is_changed(cast: Cast, agreed: Assignment) -> None:
    signed_in(cast.bo).post(
        address("part-edit", agreed, "mandate"), fields(text="mandate: text", audience="2")
    )

    assert agreed.versions.count() == 1


def test_a_deputys_yes_says_for_whom(cast: Cast, draft: Assignment) -> None:
    delegate(cast, 0)
    write_text(actor=actor(cast.bo), assignment=draft, part="mandate", text="Leder")
    version = draft.versions.get()
    agree(actor=actor(cast.lena), version=version, revision=version.revision)

    assert "Lena Lind för rektor Rut Rönn" in words(page(cast.bo, draft))
