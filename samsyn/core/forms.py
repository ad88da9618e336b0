"""How every form of the product is drawn: templates core/form/*.html through Django's own form rendering."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting

from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, VersionedForm

Result = TypeVar("Result")


class FormRenderer(TemplatesSetting):
    """Named in settings as FORM_RENDERER, so that `{{ form }}` gives the error summary and the fields."""

    form_template_name = "core/form/_form.html"
    field_template_name = "core/form/_field.html"


def attempt(form: BaseForm, action: Callable[..., Result], **arguments: Any) -> Result | None:
    """What the action returns; or None, with the broken rule's sentence as an error of the form."""
    try:
        return action(**arguments)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.sentence)
        if isinstance(broken, Stale) and isinstance(form, VersionedForm):
            form.show_both(broken.row)
        return None
