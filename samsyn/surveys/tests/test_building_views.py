"""The pages a survey is built on, by forms and buttons alone."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.core.versions import revision_of
from samsyn.organisations.access import SYSTEM
from samsyn.surveys.actions.building import make_survey
from samsyn.surveys.drafts import ConditionDraft, QuestionDraft, Questionnaire, SectionDraft
from samsyn.surveys.models import Question, Survey
from samsyn.surveys.queries import questionnaire_of
from samsyn.surveys.tests.making import make_closed_round
from samsyn.surveys.tests.test_building import A, B, C
from tests.cast import Cast, actor

SMALL = Questionnaire(
    "",
    "Liten",
    background="q1",
    sections=(SectionDraft("Ett", questions=(A, B)), SectionDraft("Två", questions=(C,))),
)


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return make_survey(
        actor=actor(cast.anna), organisation=cast.university, title="Liten", questionnaire=SMALL
    )


@pytest.fixture
def anna(client: Client, cast: Cast) -> Client:
    assert cast.anna.user is not None
    client.force_login(cast.anna.user)
    return client


def address(survey: Survey, name: str = "build", **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={"pk": survey.pk, **more})


def read(survey: Survey) -> Questionnaire:
    return questionnaire_of(Survey.objects.get(pk=survey.pk))


def question(survey: Survey, code: str) -> QuestionDraft:
    found = read(survey).question(code)
    assert found is not None
    return found


def order(survey: Survey) -> list[list[str]]:
    return [[q.code for q in section.questions] for section in read(survey).sections]


def written(survey: Survey, code: str, **over: Any) -> dict[str, Any]:
    """What the editor of the question sends."""
    row = Question.objects.get(survey=survey, code=code)
    fields = {"text": row.text, "help": row.help, "kind": row.kind, "revision": revision_of(row)}
    options = [(option.code, option.label) for option in row.options.all()]
    lists = {
        "option_code": [code for code, _label in options],
        "option_label": [label for _code, label in options],
    }
    return {**fields, "required": "no", "as_list": "no", **lists, **over}


def step(client: Client, survey: Survey, act: str, **more: Any) -> str:
    answer = client.post(address(survey, "build-step"), {"act": act, **more})
    assert answer.status_code == 302
    return str(answer.headers["Location"]).removeprefix(address(survey))


@pytest.mark.django_db
def test_a_survey_is_made_empty_from_a_template_and_as_a_copy(
    anna: Client, cast: Cast, survey: Survey
) -> None:
    for title, start, count in (
        ("Tom", "", 0),
        ("Möte", "template:traffutvardering", 7),
        ("Kopia", f"survey:{survey.pk}", 3),
    ):
        anna.post(
            reverse("surveys:make"),
            {"title": title, "organisation": cast.university.pk, "start": start},
        )
        made = Survey.objects.get(title=title)
        assert len(read(made).questions) == count
    assert Survey.objects.get(title="Kopia").lineage != survey.lineage


@pytest.mark.django_db
def test_questions_and_parts_are_added_moved_copied_and_removed(
    anna: Client, survey: Survey
) -> None:
    first, second = (section.key for section in read(survey).sections)

    assert step(anna, survey, f"add {first}") == "?fraga=q4#q-q4"
    assert step(anna, survey, "up q4") == "#q-q4"
    assert step(anna, survey, "down q2", open="q2") == "?fraga=q2#q-q2"
    assert order(survey) == [["q1", "q4"], ["q2", "q3"]]
    step(anna, survey, "place q3", section=0, place=1)
    step(anna, survey, "copy q1")
    step(anna, survey, "to q4", to=second)
    assert order(survey) == [["q1", "q5", "q3"], ["q2", "q4"]]
    step(anna, survey, "remove q5")
    step(anna, survey, f"part-up {second}")
    assert order(survey) == [["q2", "q4"], ["q1", "q3"]]
    step(anna, survey, "add-part")
    step(anna, survey, f"part-remove {first}")
    assert order(survey) == [["q2", "q4"], []]


@pytest.mark.django_db
def test_undo_says_what_it_took_back(anna: Client, survey: Survey) -> None:
    step(anna, survey, "remove q2")
    number = survey.edits.get().number

    page = anna.post(address(survey, "build-undo"), {"number": number}, follow=True)

    assert "Ångrat: Tog bort fråga 2." in page.content.decode()
    assert order(survey) == [["q1", "q2"], ["q3"]]


@pytest.mark.django_db
def test_a_question_is_edited_whole(anna: Client, survey: Survey) -> None:
    data = written(
        survey,
        "q1",
        text="Vilka\nroller?",
        required="yes",
        as_list="yes",
        option_code=["a2", "a1", "a3"],
        option_label=["Rektor", "  Lärare  ", "Annat"],
        option_text=["a3"],
        option_paste="- Skolchef\n\n- Lektor\n",
        act="done",
    )

    answer = anna.post(address(survey, "build-question", code="q1"), data)

    assert answer.headers["Location"] == address(survey) + "#q-q1"
    after = question(survey, "q1")
    assert (after.text, after.required, after.as_list) == ("Vilka roller?", True, True)
    assert [(o.code, o.label, o.takes_text) for o in after.choices] == [
        ("a2", "Rektor", False),
        ("a1", "Lärare", False),
        ("a3", "Annat", True),
        ("a4", "Skolchef", False),
        ("a5", "Lektor", False),
    ]


@pytest.mark.django_db
def test_the_same_answer_twice_is_refused_and_what_was_written_stands_there(
    anna: Client, survey: Survey
) -> None:
    data = written(survey, "q1", text="Nytt", option_label=["Lärare", "lärare"])

    answer = anna.post(address(survey, "build-question", code="q1"), data)

    assert answer.status_code == 422
    said = answer.content.decode()
    assert "”lärare” står två gånger. Skriv om det ena, eller ta bort det." in said
    assert ">Nytt</textarea>" in said
    assert question(survey, "q1") == A


@pytest.mark.django_db
def test_another_kind_and_a_condition(anna: Client, survey: Survey) -> None:
    data = written(
        survey,
        "q3",
        kind="scale",
        if_count=1,
        if_question_0="q1",
        if_test_0="any",
        if_options_0=["a2"],
    )

    anna.post(address(survey, "build-question", code="q3"), data)

    after = question(survey, "q3")
    assert (after.kind, after.lowest, after.highest) == ("scale", Decimal(1), Decimal(5))
    assert after.show_if == (ConditionDraft("q1", "any", ("a2",)),)
    page = anna.get(address(survey)).content.decode()
    assert '<b class="build-names">Rektor</b>' in page


@pytest.mark.django_db
def test_for_whom_a_question_is_shown_leads_to_where_it_is_changed(
    anna: Client, survey: Survey
) -> None:
    data = written(survey, "q3", if_count=1, if_question_0="q1", if_options_0=["a2"])
    anna.post(address(survey, "build-question", code="q3"), data)

    listed = anna.get(address(survey)).content.decode()
    opened = anna.get(address(survey) + "?fraga=q3&villkor").content.decode()

    assert 'href="?fraga=q3&amp;villkor#q-q3"><b class="build-names">Rektor</b>' in listed
    first = opened.split('<select id="if-0"')[1].split(">")[0]
    assert "autofocus" in first
    assert "autofocus" not in opened.split('class="build-text"')[1].split(">")[0]
    assert opened.count("autofocus") == 1


@pytest.mark.django_db
def test_the_minutes_are_a_span_where_the_role_decides_what_is_asked(
    anna: Client, survey: Survey
) -> None:
    before = anna.get(address(survey)).content.decode()
    long = written(survey, "q2", if_count=1, if_question_0="q1", if_options_0=["a2"])
    anna.post(address(survey, "build-question", code="q2"), long)
    after = anna.get(address(survey)).content.decode()

    assert "Omkring 2 minuter att svara på." in before
    assert "Omkring 1–2 minuter att svara på, beroende på svaret på fråga 1." in after


@pytest.mark.django_db
def test_english_texts_stand_beside_the_swedish(anna: Client, survey: Survey) -> None:
    texts = {"title": "Liten", "background": "q1", "english": "on"}
    anna.post(address(survey, "build-survey"), texts)
    data = written(survey, "q1", en_text="Role?", option_en_a1="Teacher", option_en_a2="")

    anna.post(address(survey, "build-question", code="q1"), data)

    after = question(survey, "q1")
    assert read(survey).languages == ("sv", "en")
    assert after.translations == {"en": {"text": "Role?"}}
    assert [o.translations for o in after.choices] == [{"en": {"label": "Teacher"}}, {}]


@pytest.mark.django_db
def test_what_to_see_to_stands_first_with_a_way_to_mend_it(anna: Client, survey: Survey) -> None:
    anna.post(address(survey, "build-survey"), {"title": "Liten", "background": ""})
    row = written(survey, "q1", text="Hur är din roll och skola?")
    anna.post(address(survey, "build-question", code="q1"), row)

    page = anna.get(address(survey)).content.decode()

    assert "Två saker att se över innan omgången öppnar" in page
    assert "frågar om två saker på en gång, roll och skola." in page
    assert 'value="split q1">Dela frågan' in page
    assert 'href="?enkat#survey">Bestäm grupper' in page
    anna.post(address(survey, "build-survey"), {"title": "Liten", "background": "-"})
    assert (read(survey).background, read(survey).groups_settled) == ("", True)


@pytest.mark.django_db
def test_an_answered_survey_is_corrected_and_carried_on_in_a_new_version(
    anna: Client, cast: Cast
) -> None:
    old = make_closed_round(cast.university, 6, 6).survey
    data = {"kind": "text", "text": "Varför det?", "help": ""}

    anna.post(address(old, "build-question", code="q2"), data)
    refused = anna.post(address(old, "build-step"), {"act": "remove q2"}, follow=True)
    made = anna.post(address(old, "make-version"))

    assert "Gör en ny version om du vill ändra frågor och svar." in refused.content.decode()
    new = Survey.objects.get(version=2)
    assert made.headers["Location"] == address(new)
    assert order(new) == order(old)
    page = anna.get(address(old, "survey")).content.decode()
    assert "<del>Varför?</del> <ins>Varför det?</ins>" in page
    assert "Version 2" in page


@pytest.mark.django_db
def test_the_preview_shows_the_question_for_a_role_and_may_stand_in_our_frame(
    anna: Client, survey: Survey
) -> None:
    hidden = replace(C, show_if=(ConditionDraft("q1", "any", ("a2",)),))
    made = make_survey(
        actor=SYSTEM,
        organisation=survey.organisation,
        title="Andra",
        questionnaire=replace(
            SMALL, sections=(SMALL.sections[0], replace(SMALL.sections[1], questions=(hidden,)))
        ),
    )
    where = address(made, "build-preview")

    teacher = anna.get(where, {"fraga": "q3", "som": "0"})
    head = anna.get(where, {"fraga": "q3", "som": "1"})

    says = "Frågan visas inte för den som har svarat så."
    assert (says in teacher.content.decode(), says in head.content.decode()) == (True, False)
    assert teacher.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in teacher.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in anna.get(address(made)).headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_preview_shows_one_question_by_itself_with_earlier_answers_in_it(
    anna: Client, survey: Survey
) -> None:
    data = written(survey, "q2", text="Varför {q1}?", if_count=1, if_question_0="q1")
    anna.post(address(survey, "build-question", code="q2"), data | {"if_options_0": ["a2"]})

    page = anna.get(address(survey, "build-preview"), {"fraga": "q2", "som": "1"}).content.decode()
    first = anna.get(address(survey, "build-preview"), {"fraga": "q1"}).content.decode()

    assert "Varför Rektor?" in page
    assert "Roll?" not in page
    assert "Del 1 av 2: Ett" in page
    assert ("Roll?" in first, "Varför" in first) == (True, False)
    frame = anna.get(address(survey) + "?fraga=q2").content.decode()
    # A place in the address would take the caret of who is writing.
    assert "#" not in frame.split('<iframe src="')[1].split('"')[0]


@pytest.mark.django_db
def test_a_question_that_is_not_written_yet_has_a_name_in_the_preview(
    anna: Client, survey: Survey
) -> None:
    step(anna, survey, "add")

    page = anna.get(address(survey, "build-preview"), {"fraga": "q4"}).content.decode()

    assert "En fråga utan text" in page


@pytest.mark.django_db
def test_a_trial_goes_through_the_parts_and_keeps_nothing(anna: Client, survey: Survey) -> None:
    where = address(survey, "build-preview")
    first = anna.get(where, {"hela": ""}).content.decode()
    sealed = first.split('name="page" value="')[1].split('"')[0]

    second = anna.post(where, {"section": 0, "page": sealed, "a.q1": "1"}).content.decode()
    sealed = second.split('name="page" value="')[1].split('"')[0]
    last = anna.post(where, {"section": 1, "page": sealed, "a.q3": "4"}).content.decode()

    assert "Del 1 av 2: Ett" in first
    assert "Del 2 av 2: Två" in second
    assert "Här slutar enkäten" in last


@pytest.mark.django_db
def test_questions_are_taken_from_a_template_under_codes_that_are_free(
    anna: Client, survey: Survey
) -> None:
    where = address(survey, "build-fetch") + "?fran=template:behov"

    anna.post(where, {"question": ["takes_part", "obstacle"], "section": 1})
    anna.post(where, {"question": ["takes_part", "obstacle"], "section": 1})

    assert order(survey) == [["q1", "q2"], ["q3", "takes_part", "obstacle", "q4", "q5"]]
    assert question(survey, "q5").show_if == (ConditionDraft("q4", "any", ("a2", "a3")),)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.django_db
def test_the_page_asks_as_much_of_many_questions_as_of_one(
    anna: Client, survey: Survey, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        step(anna, survey, "add")

    with django_assert_num_queries(19):
        anna.get(address(survey))


@pytest.mark.parametrize(
    ("before", "query", "has_caret"),
    [
        ("", "?enkat", True),
        ("?enkat", "?enkat", False),
        ("?fraga=q3#q-q3", "?fraga=q3", False),
        ("?fraga=q30", "?fraga=q3", True),
    ],
)
@pytest.mark.django_db
def test_what_is_opened_gets_the_caret_once(
    anna: Client, survey: Survey, before: str, query: str, has_caret: bool
) -> None:
    current = {"HX-Current-URL": f"http://testserver{address(survey)}{before}"}

    page = anna.get(address(survey) + query, headers=current).content.decode()

    assert ("autofocus" in page) == has_caret
