"""How every form of the product is drawn: templates core/form/*.html through Django's own form rendering."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Named in settings as FORM_RENDERER, so that `{{ form }}` gives the error summary and the fields."""

    form_template_name = "core/form/_form.html"
    field_template_name = "core/form/_field.html"
