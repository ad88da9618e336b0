"""Who may visit: signing in, people and schools, what is stored of oneself, start pages."""

from collections.abc import Callable
from typing import Any

from tests.access_table.rows import (
    ALL,
    ELSEWHERE,
    LEADERS,
    ORGANISER,
    READERS,
    UNIVERSITY,
    Row,
    own,
    pk,
    public,
)
from tests.world import World


def imported(world: World) -> dict[str, Any]:
    return {"kind": "roster", "pk": world.imported.pk}


def entrance(**over: Any) -> Row:
    """For whoever is not signed in; the others are sent on to their start page."""
    return Row(**{"ok": ALL, "answer": 302, "nobody": 200, **over})


def fresh(**over: Any) -> Row:
    """Asks once more who is there, where signing in was not just now."""
    return own(**{"answer": 302, "is_page": False, **over})


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
