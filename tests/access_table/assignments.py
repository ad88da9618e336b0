"""Who may visit: career posts, assignments, their dialogues and logs."""

from collections.abc import Callable
from typing import Any

from tests.access_table.people import cast
from tests.access_table.rows import ELSEWHERE, ORGANISER, READERS, UNIVERSITY, Row, own, pk
from tests.world import World

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
