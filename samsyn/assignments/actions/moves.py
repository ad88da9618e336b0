"""Career posts and assignments go with their school to another organiser; with a merger all that the organiser had."""

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.assignments.models import Assignment, CareerPost, Template, YearTerms
from samsyn.assignments.queries.terms import has_template_called
from samsyn.core.rules import RuleBroken
from samsyn.organisations.models import Organisation
from samsyn.organisations.moves import Move


def follow_move(move: Move) -> None:
    """Called in the move's transaction. The two of an assignment stay the two, and their dialogues theirs."""
    now = timezone.now()
    for model in (CareerPost, Assignment):
        moved = model._default_manager.filter(place__in=list(move.places))
        moved.update(controller=move.into, changed_at=now)
    if move.is_merger:
        _take_what_was_the_organisers(move)


def _take_what_was_the_organisers(move: Move) -> None:
    gone, into, now = move.gone, move.into, timezone.now()
    _check_no_post_twice(gone, into)
    for model in (CareerPost, Assignment):
        model._default_manager.filter(place=gone).update(
            place=into, controller=into, changed_at=now
        )
        model._default_manager.filter(controller=gone).update(controller=into, changed_at=now)
    settled = YearTerms.objects.filter(controller=into).values("year")
    YearTerms.objects.filter(controller=gone).exclude(year__in=settled).update(controller=into)
    for template in Template.objects.filter(controller=gone):
        _take_template(template, into, gone.name)


def _check_no_post_twice(gone: Organisation, into: Organisation) -> None:
    there = CareerPost.objects.filter(place=into)
    for post in CareerPost.objects.filter(place=gone).select_related("holder"):
        if there.filter(holder=post.holder_id, role=post.role, starts_on=post.starts_on).exists():
            raise RuleBroken(
                _("%(name)s has the same career post at both. Change one of them first.")
                % {"name": post.holder.said_name}
            )


def _take_template(template: Template, into: Organisation, former: str) -> None:
    if has_template_called(into.pk, template.name):
        template.name = f"{template.name[:60]} ({former[:40]} {template.pk.hex[-6:]})"
    template.controller = into
    template.save(update_fields=["name", "controller", "changed_at"])
