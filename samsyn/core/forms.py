"""How every form of the product is drawn: templates core/form/*.html through Django's own form rendering."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.forms import BaseForm, Form, HiddenInput, UUIDField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.core.models import uuid7
from samsyn.core.rules import RuleBroken
from samsyn.core.versions import Stale, VersionedForm

Result = TypeVar("Result")
# As PostgreSQL numbers it and SQLite names it.
UNIQUE_VIOLATIONS = {"23505", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"}


class FormRenderer(TemplatesSetting):
    """Named in settings as FORM_RENDERER, so that `{{ form }}` gives the error summary and the fields."""

    form_template_name = "core/form/_form.html"
    field_template_name = "core/form/_field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        if template_name == "django/forms/widgets/select.html":
            return _drawn_select(context["widget"])
        return super().render(template_name, context, request)


def _drawn_select(widget: dict[str, Any]) -> SafeString:
    """As Django's own templates draw it, of which each option would be two; a sentence has a hundred options."""
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        format_html_join("", "{}", ((_drawn_group(*group),) for group in widget["optgroups"])),
    )


def _drawn_group(name: str | None, options: list[dict[str, Any]], _index: int) -> SafeString:
    drawn = mark_safe("".join(map(_drawn_option, options)))  # noqa: S308 - each part is escaped
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn


def _drawn_option(one: dict[str, Any]) -> str:
    """Without `format_html`, which takes three times as long."""
    attrs = flatatt(one["attrs"]) if one["attrs"] else ""
    value, label = conditional_escape(one["value"]), conditional_escape(one["label"])
    return f'\n  <option value="{value}"{attrs}>{label}</option>'


class OnceForm(Form):
    """A form that makes something new carries its key from the first showing on: sent twice, it makes it once."""

    key = UUIDField(widget=HiddenInput, initial=uuid7, required=False)

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid7()


def attempt(form: BaseForm, action: Callable[..., Result], **arguments: Any) -> Result | None:
    """What the action returns; or None, with the broken rule's sentence as an error of the form."""
    try:
        return action(**arguments)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.sentence)
        if isinstance(broken, Stale) and isinstance(form, VersionedForm):
            form.show_both(broken.row)
        return None
    except IntegrityError as error:
        if not _is_taken(error):
            raise
        # The rules had asked, but somebody else was between the question and the writing.
        form.add_error(
            None, _("Somebody saved the same at the same moment. See what is there now.")
        )
        return None


def _is_taken(error: IntegrityError) -> bool:
    names = {getattr(error.__cause__, name, "") for name in ("sqlstate", "sqlite_errorname")}
    return not UNIQUE_VIOLATIONS.isdisjoint(names)
