"""An organiser's templates: written, changed, put aside and taken out again."""

from uuid import UUID

from django.db import transaction

from samsyn.assignments.models import Template
from samsyn.assignments.queries.terms import has_template_called
from samsyn.assignments.rules.agreements import check_key
from samsyn.assignments.rules.terms import check_template_name, check_template_parts
from samsyn.core.models import uuid7
from samsyn.core.versions import check_is_latest
from samsyn.organisations.access import Actor
from samsyn.organisations.events import record
from samsyn.organisations.models import Organisation


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    controller: Organisation,
    name: str,
    parts: dict[str, str],
    template: Template | None = None,
    key: UUID | None = None,
    revision: str = "",
) -> Template:
    """A new one, once for its key; or another text of one that is there. Assignments already begun keep theirs."""
    # Two who write under one name wait for each other here.
    controller = Organisation.objects.select_for_update(of=("self",)).get(pk=controller.pk)
    if template is None and key:
        made = Template.objects.filter(pk=key).first()
        if made:
            check_key(is_same=made.controller_id == controller.pk)
            return made
    check_template_parts(parts)
    taken = has_template_called(controller.pk, name, but=template.pk if template else None)
    check_template_name(name, taken)
    if template is None:
        template = Template(pk=key or uuid7(), controller=controller)
    else:
        template = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
        check_is_latest(template, revision)
        if (template.name, template.parts) == (name, parts):
            return template
    template.name, template.parts = name, parts
    template.save()
    record("template.saved", actor=actor, matter=template, controller=controller)
    return template


@transaction.atomic
def archive_template(*, actor: Actor, template: Template, is_archived: bool = True) -> Template:
    """Put aside: nothing begins from it until it is taken out again."""
    template = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if template.is_archived != is_archived:
        template.is_archived = is_archived
        template.save(update_fields=["is_archived", "changed_at"])
        kind = "template.archived" if is_archived else "template.restored"
        record(kind, actor=actor, matter=template, controller=template.controller)
    return template
