"""Who may visit: surveys, coded answers and reports."""

from typing import Any

from samsyn.surveys.rules.links import link_token
from tests.access_table.rows import ALL, ELSEWHERE, READERS, Row, pk, public
from tests.world import World


def survey_part(world: World) -> dict[str, Any]:
    return {"pk": world.survey.pk, "key": world.survey.sections.all()[0].pk}


def edition(world: World) -> dict[str, Any]:
    return {"pk": world.report.pk, "number": 1}


def block(world: World) -> dict[str, Any]:
    return {"pk": world.report.pk, "block_pk": world.block.pk}


def personal_link(world: World) -> dict[str, Any]:
    return {"token": link_token(world.asked.invitations.get().pk)}


SURVEY_READERS, OTHERS = "anna nils", "stranger"

SURVEYS = {
    "answering:personal": public(place=personal_link, is_page=False),
    "answering:released": public(
        place=lambda world: {"token": "forged"}, answer=404, is_page=False
    ),
    "answering:open": public(place=lambda world: {"open_token": "oppen"}, is_page=False),
    "answering:decline": public(place=personal_link, is_page=False),
    "surveys:surveys": Row(ok="anna nils stranger"),
    "surveys:survey": Row(ok=SURVEY_READERS, unseen=OTHERS, place=pk("survey")),
    "surveys:grouping-make": Row(ok="anna", unseen=OTHERS, place=pk("survey")),
    "surveys:grouping-remove": Row(
        ok="anna",
        unseen=OTHERS,
        place=pk("survey", code="role-group"),
        method="post",
        answer=302,
    ),
    "surveys:make": Row(ok="anna stranger"),
    "surveys:to-limesurvey": Row(ok="anna", unseen=OTHERS, place=pk("survey")),
    "surveys:lss": Row(ok="anna", unseen=OTHERS, place=pk("survey"), is_page=False),
    "surveys:make-version": Row(
        ok="anna", unseen=OTHERS, place=pk("survey"), method="post", answer=302
    ),
    "surveys:build": Row(ok="anna", unseen=OTHERS, place=pk("survey")),
    "surveys:build-question": Row(
        ok="anna",
        unseen=OTHERS,
        place=pk("survey", code="q1"),
        method="post",
        answer=422,
        is_page=False,
    ),
    "surveys:build-section": Row(
        ok="anna", unseen=OTHERS, place=survey_part, method="post", answer=422, is_page=False
    ),
    "surveys:build-survey": Row(
        ok="anna", unseen=OTHERS, place=pk("survey"), method="post", answer=422, is_page=False
    ),
    "surveys:build-step": Row(
        ok="anna",
        unseen=OTHERS,
        place=pk("survey"),
        method="post",
        form={"act": "add"},
        answer=302,
    ),
    "surveys:build-undo": Row(
        ok="anna", unseen=OTHERS, place=pk("survey"), method="post", answer=302
    ),
    "surveys:build-fetch": Row(ok="anna", unseen=OTHERS, place=pk("survey")),
    "surveys:build-preview": Row(ok="anna", unseen=OTHERS, place=pk("survey"), is_page=False),
    "surveys:round-make": Row(ok="anna", unseen=OTHERS, place=pk("survey")),
    "surveys:inviting": Row(ok="anna", unseen=OTHERS, place=pk("draft")),
    "surveys:inviting-names": Row(ok="anna", unseen=OTHERS, place=pk("draft")),
    "surveys:inviting-part": Row(ok="anna", unseen=OTHERS, place=pk("draft", part="roller")),
    "surveys:inviting-kind": Row(
        ok="anna",
        unseen=OTHERS,
        place=pk("draft"),
        method="post",
        form={"kind": "link"},
        answer=302,
    ),
    "surveys:take-back": Row(
        ok="anna", unseen=OTHERS, place=pk("draft"), method="post", answer=302
    ),
    "surveys:open-code": Row(
        ok="anna", unseen=OTHERS, place=pk("asked", format="svg"), is_page=False
    ),
    "surveys:letter": Row(ok="anna", unseen=OTHERS, place=pk("draft", number=0)),
    "surveys:letter-trial": Row(
        ok="anna", unseen=OTHERS, place=pk("draft", number=0), method="post", answer=302
    ),
    "surveys:following": Row(ok="anna", unseen=OTHERS, place=pk("asked")),
    "surveys:round-extend": Row(ok="anna", unseen=OTHERS, place=pk("asked")),
    "surveys:round-close": Row(ok="anna", unseen=OTHERS, place=pk("asked")),
    # Its answers came from a file: it has none to collect again.
    "surveys:round-reopen": Row(
        ok="anna", unseen=OTHERS, place=pk("round"), answer=404, is_page=False
    ),
    "surveys:reminder-add": Row(ok="anna", unseen=OTHERS, place=pk("asked")),
    "surveys:reminder-move": Row(ok="anna", unseen=OTHERS, place=pk("asked", number=1)),
    "surveys:round-addresses": Row(ok="anna", unseen=OTHERS, place=pk("asked")),
    "surveys:address-again": Row(
        ok="anna", unseen=OTHERS, place=pk("asked"), method="post", answer=302
    ),
    "surveys:round-late": Row(ok="anna", unseen=OTHERS, place=pk("asked")),
    "surveys:round": Row(ok=SURVEY_READERS, unseen=OTHERS, place=pk("round")),
    "surveys:question": Row(ok=SURVEY_READERS, unseen=OTHERS, place=pk("round", code="q1")),
    "surveys:years": Row(ok=SURVEY_READERS, unseen=OTHERS, place=pk("survey", code="q1")),
    "surveys:answer-files": Row(ok=SURVEY_READERS, unseen=OTHERS, place=pk("round")),
    "surveys:answer-files-part": Row(
        ok=SURVEY_READERS, unseen=OTHERS, place=pk("round"), is_page=False
    ),
    # Asked for by POST; a file that nobody has asked for leads back to the page.
    "surveys:answer-file": Row(
        ok="anna",
        unseen=OTHERS,
        place=pk("round", content="unnamed", format="csv"),
        answer=302,
        is_page=False,
    ),
    "surveys:release": Row(ok="anna", unseen=OTHERS, place=pk("round")),
    "surveys:round-file": Row(
        ok=SURVEY_READERS, unseen=OTHERS, place=pk("round", format="json"), is_page=False
    ),
}

CODING = {
    "coding:codebook": Row(ok=SURVEY_READERS, unseen=OTHERS, place=pk("codebook")),
}

REPORTS = {
    "reports:reports": Row(ok=ALL),
    "reports:report-new": Row(ok="anna stranger"),
    "reports:report": Row(ok="anna", unseen=OTHERS, place=pk("report")),
    "reports:report-edit": Row(ok="anna", unseen=OTHERS, place=pk("report")),
    "reports:block-add": Row(ok="anna", unseen=OTHERS, place=pk("report")),
    "reports:block-edit": Row(ok="anna", unseen=OTHERS, place=block),
    "reports:block-move": Row(
        ok="anna", unseen=OTHERS, place=block, method="post", form={"step": 1}, answer=302
    ),
    "reports:block-remove": Row(ok="anna", unseen=OTHERS, place=block, method="post", answer=302),
    "reports:block-restore": Row(ok="anna", unseen=OTHERS, place=block, method="post", answer=302),
    "reports:edition-issue": Row(ok="anna", unseen=OTHERS, place=pk("report")),
    "reports:edition": Row(ok=READERS, unseen=ELSEWHERE, place=edition),
    "reports:edition-files": Row(ok=READERS, unseen=ELSEWHERE, place=edition, is_page=False),
    "reports:edition-files-again": Row(
        ok="anna", unseen=OTHERS, place=edition, method="post", answer=302
    ),
    "reports:edition-pdf": Row(ok=READERS, unseen=ELSEWHERE, place=edition, is_page=False),
    "reports:edition-word": Row(ok=READERS, unseen=ELSEWHERE, place=edition, is_page=False),
}
