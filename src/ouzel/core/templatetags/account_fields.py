"""Fields of the pages of sign-in, as the design system wants them."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The field's input with the classes of the design system, tied to its hint and its error; no placeholder."""
    field.field.widget.attrs.pop("placeholder", None)  # a hint that vanishes while one types helps nobody
    described = [f"{field.auto_id}_helptext"] if field.help_text else []
    attrs: dict[str, str | bool] = {"class": "nhsuk-input"}
    if field.errors:
        attrs |= {"class": "nhsuk-input nhsuk-input--error", "aria-invalid": "true"}
        described.append(f"{field.auto_id}_error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)
