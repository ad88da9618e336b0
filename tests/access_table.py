"""Who may visit which address: the product's rights as one table, read by tests/test_access_table.py.

`ok` are let in, `unseen` have the right elsewhere but do not see this object (404), all others are turned away (403),
and nobody is sent to sign in unless the address is public. Tests of views say what is shown; this says to whom.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samsyn.surveys.rules.links import link_token
from tests.world import World

# Everybody in the cast (tests/cast.py); the stranger has every role at another organiser and another university.
PEOPLE = (
    *("anna", "nils", "bo", "lena", "rut", "tora", "adam", "hedda", "dag", "cecilia"),
    "stranger",
)
ALL = " ".join(PEOPLE)
# Those at the organiser, at the university, and the principals and others who lead.
ORGANISER = "bo lena rut tora adam hedda dag"
UNIVERSITY = "anna nils"
LEADERS = "anna nils rut adam hedda dag cecilia stranger"
ELSEWHERE = "cecilia stranger"


def nowhere(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """`answer` is what those let in get; `nobody` what a visitor without account gets."""

    ok: str = ""
    unseen: str = ""
    place: Callable[[World], Mapping[str, Any]] = nowhere
    method: str = "get"
    form: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    answer: int = 200
    nobody: int = 302
    # False for files, parts of pages and others that nobody opens as a page of its own.
    is_page: bool = True

    def wanted(self, who: str) -> int:
        if who == "nobody":
            return self.nobody
        if who in self.ok.split():
            return self.answer
        return 404 if who in self.unseen.split() else 403


def public(**over: Any) -> Row:
    """The same for everybody, with or without an account."""
    return Row(**{"ok": ALL, "nobody": over.get("answer", 200), **over})


def own(**over: Any) -> Row:
    """For whoever is signed in: about themselves."""
    return Row(**{"ok": ALL, **over})


def pk(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    """The place of one of the world's objects; more keywords are taken as they are."""
    return lambda world: {"pk": getattr(world, name).pk, **more}


def imported(world: World) -> dict[str, Any]:
    return {"kind": "roster", "pk": world.imported.pk}


def survey_part(world: World) -> dict[str, Any]:
    return {"pk": world.survey.pk, "key": world.survey.sections.all()[0].pk}


def edition(world: World) -> dict[str, Any]:
    return {"pk": world.report.pk, "number": 1}


def block(world: World) -> dict[str, Any]:
    return {"pk": world.report.pk, "block_pk": world.block.pk}


def personal_link(world: World) -> dict[str, Any]:
    return {"token": link_token(world.asked.invitations.get().pk)}


def entrance(**over: Any) -> Row:
    """For whoever is not signed in; the others are sent on to their start page."""
    return Row(**{"ok": ALL, "answer": 302, "nobody": 200, **over})


def fresh(**over: Any) -> Row:
    """Asks once more who is there, where signing in was not just now."""
    return own(**{"answer": 302, "is_page": False, **over})


SURVEY_READERS, OTHERS = "anna nils", "stranger"
READERS = f"{UNIVERSITY} {ORGANISER}"

ACCOUNTS = {
    "account_home": own(),
    "account_request_login_code": entrance(),
    "account_confirm_login_code": entrance(nobody=302, is_page=False),
    "account_login": entrance(),
    "account_logout": public(method="post", answer=302),
    "account_signup": entrance(is_page=False),
    "account_inactive": public(is_page=False),
    "account_email": fresh(),
    "account_set_password": fresh(),
    "account_change_password": fresh(),
    "account_reset_password": public(),
    "account_confirm_password_reset_code": entrance(nobody=302, is_page=False),
    "account_complete_password_reset": entrance(nobody=302, is_page=False),
    "account_password_reset_completed": public(is_page=False),
    "account_reauthenticate": fresh(),
    "account_confirm_person": own(is_page=False),
    "account_lost_second_step": public(answer=302, is_page=False),
    "account_stop_reset": public(
        place=lambda world: {"token": "forged"}, answer=404, is_page=False
    ),
    "usersessions_list": own(),
    "account_end_session": own(method="post", place=lambda world: {"pk": 1}, answer=302),
}


def cast(name: str) -> Callable[[World], dict[str, Any]]:
    """The place of one of the cast's people or organisations."""
    return lambda world: {"pk": getattr(world.cast, name).pk}


ORGANISATIONS = {
    "organisations:organisations": own(),
    "organisations:organisation": Row(ok=READERS, unseen=ELSEWHERE, place=cast("bjorkskolan")),
    "organisations:organisation-edit": Row(ok="adam", unseen="stranger", place=cast("bjorkskolan")),
    "organisations:organisation-add": Row(ok="adam", unseen="stranger", place=cast("organiser")),
    "organisations:cooperation-make": Row(ok="adam", unseen="stranger", place=cast("organiser")),
    "organisations:cooperation-end": Row(
        ok="adam anna", unseen="stranger", place=pk("cooperation"), method="post", answer=302
    ),
    "organisations:grid": Row(ok=LEADERS),
    "organisations:events": Row(ok="adam stranger"),
}

PEOPLES = {
    "organisations:people": own(),
    "organisations:person": Row(ok=ORGANISER, unseen=f"{UNIVERSITY} {ELSEWHERE}", place=cast("bo")),
    "organisations:person-add": Row(
        ok="adam",
        unseen="stranger",
        place=lambda world: {"organisation": world.cast.organiser.pk},
    ),
    "organisations:person-edit": Row(ok="adam", unseen="stranger", place=cast("bo")),
    "organisations:duty-add": Row(ok="adam", unseen="stranger", place=cast("bo")),
    "organisations:duty-edit": Row(ok="adam", unseen="stranger", place=pk("bos_duty")),
    "organisations:duty-delegate": Row(ok="rut", unseen="cecilia stranger", place=pk("ruts_duty")),
    "organisations:delegation-end": Row(
        ok="rut", unseen="cecilia stranger", place=pk("delegation"), method="post", answer=302
    ),
    "organisations:person-invite": Row(
        ok="adam", unseen="anna stranger", place=cast("tora"), method="post", answer=302
    ),
    "organisations:invitation-withdraw": Row(
        ok="adam", unseen="anna stranger", place=cast("tora"), method="post", answer=302
    ),
    "organisations:address-vouch": Row(
        ok="rut hedda", unseen="cecilia stranger", place=pk("address"), method="post", answer=302
    ),
}

ADDRESSES = {
    # A link that nobody signed leads nowhere, whoever follows it.
    "organisations:address-answer": public(
        place=lambda world: {"token": "forged"}, answer=404, is_page=False
    ),
}

IMPORTS = {
    "organisations:imports": Row(ok="anna adam stranger"),
    "organisations:import-example": Row(
        ok="anna adam stranger", place=lambda world: {"kind": "roster"}, is_page=False
    ),
    "organisations:import-upload": Row(
        ok="adam",
        unseen="stranger",
        place=lambda world: {"kind": "roster", "target": world.cast.organiser.pk},
    ),
    "organisations:import": Row(ok="adam", unseen="anna stranger", place=imported),
    "organisations:import-progress": Row(
        ok="adam", unseen="anna stranger", place=imported, is_page=False
    ),
    "organisations:import-decide": Row(
        ok="adam", unseen="anna stranger", place=imported, method="post", answer=409
    ),
    "organisations:import-read": Row(
        ok="adam", unseen="anna stranger", place=imported, method="post", answer=409
    ),
    "organisations:import-recheck": Row(
        ok="adam", unseen="anna stranger", place=imported, method="post", answer=302
    ),
    "organisations:import-discard": Row(
        ok="adam", unseen="anna stranger", place=imported, method="post", answer=302
    ),
}

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

PRIVACY = {
    "privacy:own": own(),
    "privacy:own-file": own(is_page=False),
}

NOTIFICATIONS = {
    "notifications:choices": own(),
    # A link that nobody signed leads nowhere, whoever follows it.
    "notifications:unsubscribe": public(
        place=lambda world: {"token": "forged"}, answer=404, is_page=False
    ),
}

HOME = {
    "set_language": public(method="post", form={"language": "en"}, answer=302),
    "home:start": own(),
    "home:search": own(query="?q=bo"),
    "home:about": public(),
    "home:privacy": public(),
    "home:accessibility": public(),
    "home:fault": public(),
    "home:faults": Row(ok="adam stranger"),
    "home:fault-handle": Row(ok="adam stranger", place=pk("fault"), method="post", answer=302),
    "home:health": public(is_page=False),
    "home:robots": public(is_page=False),
    "home:security": public(is_page=False),
}

MFA = {
    "mfa_index": own(),
    "mfa_activate_totp": fresh(),
    "mfa_deactivate_totp": fresh(),
    "mfa_generate_recovery_codes": fresh(),
    "mfa_view_recovery_codes": fresh(),
    "mfa_download_recovery_codes": fresh(),
    "mfa_list_webauthn": own(),
    "mfa_add_webauthn": fresh(),
    "mfa_edit_webauthn": fresh(place=lambda world: {"pk": 1}),
    "mfa_remove_webauthn": fresh(place=lambda world: {"pk": 1}),
    "mfa_reauthenticate": fresh(),
    "mfa_reauthenticate_webauthn": fresh(),
    "mfa_authenticate": entrance(nobody=302, is_page=False),
    "mfa_login_webauthn": public(answer=302, is_page=False),
}

POST_READERS = "rut adam hedda dag"
SETTLERS = "adam hedda dag"


def organiser(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"organiser": world.cast.organiser.pk, **more}


def settled(**over: Any) -> Row:
    """What an organiser settles: its heads, development leads and administrators."""
    return Row(**{"ok": SETTLERS, "unseen": "stranger", "place": organiser(), **over})


POSTS = {
    "assignments:posts": Row(ok=f"{POST_READERS} {ELSEWHERE}"),
    "assignments:post-add": Row(ok=f"{POST_READERS} {ELSEWHERE}"),
    "assignments:post-add-for": Row(
        ok=POST_READERS,
        unseen=ELSEWHERE,
        place=lambda world: {"holder": world.cast.bo.pk},
    ),
    "assignments:post": Row(
        ok=f"bo {POST_READERS}", unseen=f"anna nils lena tora {ELSEWHERE}", place=pk("post")
    ),
    "assignments:post-edit": Row(ok=POST_READERS, unseen=ELSEWHERE, place=pk("post")),
    "assignments:post-end": Row(ok=POST_READERS, unseen=ELSEWHERE, place=pk("post")),
    "assignments:grant": Row(ok=f"{SETTLERS} stranger", answer=302, is_page=False),
    "assignments:grant-year": settled(place=organiser(year=2026)),
    "assignments:grant-file": settled(place=organiser(year=2026, format="csv"), is_page=False),
    "assignments:terms": Row(ok=f"{SETTLERS} stranger", answer=302, is_page=False),
    "assignments:terms-of": settled(),
    "assignments:terms-edit": settled(place=organiser(year=2026)),
    "assignments:templates": Row(ok=f"{SETTLERS} stranger", answer=302, is_page=False),
    "assignments:templates-of": settled(),
    "assignments:template-add": settled(),
    "assignments:template-edit": settled(place=pk("template")),
    "assignments:template-archive": settled(place=pk("template"), method="post", answer=302),
    "assignments:template-restore": settled(place=pk("template"), method="post", answer=302),
    "assignments:year-begin-any": Row(ok=f"rut hedda dag {ELSEWHERE}", answer=302, is_page=False),
    "assignments:year-begin": Row(
        ok="rut hedda dag",
        unseen=ELSEWHERE,
        place=lambda world: {"place": world.cast.bjorkskolan.pk, "year": 2026},
    ),
}


def of_entry(*keys: str) -> Callable[[World], dict[str, Any]]:
    """The place of the assignment that Bo's line of the log is in; more keys are the world's own."""
    return lambda world: {
        "pk": world.entry.assignment_id,
        **{f"{key}_pk": getattr(world, key).pk for key in keys},
    }


def own_log(**over: Any) -> Row:
    """Bo's log is his alone: nobody else sees that it is there."""
    unseen = f"{UNIVERSITY} lena rut tora adam hedda dag {ELSEWHERE}"
    return Row(**{"ok": "bo", "unseen": unseen, "place": pk("entry"), **over})


def written_by_two(**over: Any) -> Row:
    unseen = f"{UNIVERSITY} {ELSEWHERE}"
    return Row(**{"ok": "bo rut", "unseen": unseen, "place": of_entry(), **over})


def read_by_two(**over: Any) -> Row:
    """How it turned out, before both have closed it."""
    unseen = f"{UNIVERSITY} lena tora adam hedda dag {ELSEWHERE}"
    return Row(**{"ok": "bo rut", "unseen": unseen, "place": of_entry(), **over})


FOLLOWING = {
    "assignments:log": own(),
    "assignments:log-of": own_log(place=of_entry()),
    "assignments:log-entry": own_log(),
    "assignments:log-remove": own_log(method="post", answer=302),
    "assignments:log-restore": own_log(method="post", answer=302),
    "assignments:log-file": own_log(is_page=False),
    "assignments:outcome": read_by_two(),
    "assignments:outcome-write": written_by_two(),
    "assignments:outcome-close": written_by_two(method="post", answer=302),
    "assignments:evidence-add": written_by_two(),
    "assignments:evidence-remove": written_by_two(
        place=of_entry("evidence"), method="post", answer=302
    ),
    "assignments:evidence-restore": written_by_two(
        place=of_entry("evidence"), method="post", answer=302
    ),
    "assignments:evidence-file": read_by_two(place=of_entry("evidence"), is_page=False),
    "assignments:post-years": Row(
        ok=f"bo {POST_READERS}", unseen=f"{UNIVERSITY} lena tora {ELSEWHERE}", place=pk("post")
    ),
}


def agreement(**over: Any) -> Row:
    """An agreed text with parts open to the organiser; the university sees none of it."""
    unseen = f"{UNIVERSITY} {ELSEWHERE}"
    return Row(**{"ok": ORGANISER, "unseen": unseen, "place": of_entry(), **over})


def of_part(world: World) -> dict[str, Any]:
    return {"pk": world.entry.assignment_id, "part": "time"}


def of_comment(world: World) -> dict[str, Any]:
    return {"pk": world.entry.assignment_id, "comment": world.comment.pk}


def of_version(world: World) -> dict[str, Any]:
    return {"pk": world.entry.assignment_id, "number": 1}


def of_the_two(**over: Any) -> Row:
    """Those who see the assignment and are not one of the two are turned away; the others do not see it."""
    unseen = f"{UNIVERSITY} {ELSEWHERE}"
    return Row(**{"ok": "bo rut", "unseen": unseen, "place": of_entry(), **over})


# Where nothing is proposed, what one could do with a proposal finds none (404), or says so (409).
AGREEMENTS = {
    "assignments:begin": own(),
    "assignments:assignment": agreement(),
    "assignments:print": agreement(),
    "assignments:part-edit": of_the_two(place=of_part),
    "assignments:comment-add": of_the_two(place=of_part),
    "assignments:comment-resolve": of_the_two(place=of_comment, method="post", answer=302),
    "assignments:comment-reopen": of_the_two(place=of_comment, method="post", answer=302),
    "assignments:agree": of_the_two(method="post", answer=404),
    "assignments:change-share": of_the_two(method="post", answer=404),
    "assignments:change-drop": of_the_two(method="post", answer=404),
    "assignments:change-again": of_the_two(method="post", answer=404),
    "assignments:change-decline": of_the_two(answer=409, is_page=False),
    "assignments:change-withdraw": of_the_two(method="post", answer=409),
    "assignments:facts": of_the_two(),
    "assignments:asking": of_the_two(),
    "assignments:take-over": Row(ok="rut hedda dag", unseen=ELSEWHERE, place=of_entry()),
    "assignments:end": of_the_two(),
    "assignments:remove": of_the_two(method="post", answer=409),
    "assignments:versions": of_the_two(),
    "assignments:version": of_the_two(place=of_version),
}

OVERVIEWS = {
    "assignments:overview": Row(ok="rut hedda dag cecilia stranger"),
    "assignments:mine": own(),
    "assignments:who": own(),
    "assignments:who-at": Row(ok=READERS, unseen=ELSEWHERE, place=cast("bjorkskolan")),
}


def dialogue(**over: Any) -> Row:
    """The two alone: whatever role the others have, nothing is there for them."""
    unseen = f"{UNIVERSITY} lena tora adam hedda dag {ELSEWHERE}"
    return Row(**{"ok": "bo rut", "unseen": unseen, "place": pk("dialogue"), **over})


def in_dialogue(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.dialogue.pk, **more}


def of_step(world: World) -> dict[str, Any]:
    return {"pk": world.dialogue.pk, "step": world.step.pk}


DIALOGUES = {
    "assignments:dialogues": own(),
    "assignments:dialogue-protection": own(),
    "assignments:dialogue-plan": written_by_two(unseen=f"{UNIVERSITY} {ELSEWHERE}"),
    "assignments:dialogue": dialogue(),
    "assignments:dialogue-news": dialogue(is_page=False),
    "assignments:dialogue-taken-out": dialogue(is_page=False),
    "assignments:dialogue-invitation": dialogue(is_page=False),
    "assignments:dialogue-move": dialogue(),
    "assignments:dialogue-deletion": dialogue(),
    "assignments:dialogue-act": dialogue(method="post", form={"act": "end"}, answer=302),
    "assignments:dialogue-prepare": dialogue(method="post", answer=302),
    "assignments:dialogue-note": dialogue(
        place=in_dialogue(point="gives"), answer=302, is_page=False
    ),
    "assignments:dialogue-pen": dialogue(
        place=in_dialogue(point="gives"), method="post", answer=302
    ),
    "assignments:dialogue-step-add": dialogue(method="post"),
    "assignments:dialogue-step": dialogue(place=of_step),
    "assignments:dialogue-step-done": dialogue(place=of_step, method="post", answer=302),
}

TABLE: dict[str, Row] = {
    **HOME,
    **ACCOUNTS,
    **MFA,
    **ORGANISATIONS,
    **PEOPLES,
    **ADDRESSES,
    **IMPORTS,
    **SURVEYS,
    **CODING,
    **REPORTS,
    **OVERVIEWS,
    **POSTS,
    **FOLLOWING,
    **AGREEMENTS,
    **PRIVACY,
    **DIALOGUES,
    **NOTIFICATIONS,
}
