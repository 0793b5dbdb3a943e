"""One line explained: who pays, how much and why. The reason for looking is asked first, and kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from ouzel.activity.explaining import explain
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission
from ouzel.engine.activity_lines import LineRef
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.activity.door import activity, place, show
from ouzel.web.desk.door import sent
from ouzel.web.desk.forms import Drawn
from ouzel.web.desk.views.plans import refuse
from ouzel.web.desk.working import actor

Shape = fields.Shape


class LineField(fields.ShapeField):
    """A line by its load and row."""

    def clean(self, value: Any) -> LineRef | None:
        """The line."""
        text = super().clean(value)
        try:
            found = LineRef.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(words.capital(str(error))) from None
        if found is not None and (found.load >= 2**31 or found.row >= 2**32):
            raise ValidationError("There is no such line: no load or row has so high a number")
        return found


class LineForm(Drawn):
    """Which line, and why it is read."""

    line = LineField(
        Shape.LINE, label="The line", help_text="The load, a hyphen and the row of the file, such as 12-345"
    )
    why = fields.ShapeField(
        Shape.LINE, label="Why you look at it",
        help_text="A line is about a patient, though without a name. The reason is kept in the audit trail.",
    )  # fmt: skip


@activity(Permission.ACTIVITY_LINES)
def line(request: HttpRequest) -> HttpResponse:
    """Explain a line. It is asked for by POST, so that the reason and the line stand in no address."""
    form = LineForm(sent(request))
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = explain(form.cleaned_data["line"], by=actor(request), why=form.cleaned_data["why"], store=place())
        except ContentError as error:
            refuse(form, error, at="line")
    return show(
        request, "line", form=form, found=found, year=found.rules.replace("/", "-") if found else "",
        opening=found.words.split("\n\n")[0].splitlines() if found else (), told_amount=_amount,
    )  # fmt: skip


def _amount(amount: int | None) -> str:
    """Ten-thousandths of a penny as pounds, with as much of a penny as there is."""
    if amount is None:
        return ""
    pence, rest = divmod(abs(amount), 10_000)
    text = f"£{pence // 100:,}.{pence % 100:02d}" + (f"{rest:04d}".rstrip("0") if rest else "")
    return f"{words.MINUS}{text}" if amount < 0 else text
