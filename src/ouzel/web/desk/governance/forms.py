"""What the forms of governance share: the day something was done, and the reason for going on all the same."""

from typing import Any

from ouzel.core.permissions import today
from ouzel.web.desk import fields
from ouzel.web.desk.activity.forms import Folded

Shape = fields.Shape


class Dated(Folded):
    """A form about something done on a day: today, unless something is written down later."""

    few: tuple[str, ...] = ("on",)

    on = fields.DayField(
        label="The day this was done", help_text="Give another day only to write down what happened earlier"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"on": today(), **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """What is done is not done on a day to come."""
        got: dict[str, Any] = super().clean() or self.cleaned_data
        if got.get("on") and got["on"] > today():
            self.add_error("on", "That day is still to come")
        return got


def foremost(form: Folded, *names: str) -> None:
    """Fields that few need, and this time everybody: they stand among the others."""
    form.few = tuple(name for name in form.few if name not in names)


class Ruled(Dated):
    """A form about something that rules are kept for: what is not kept is refused, or recorded with the reason."""

    few: tuple[str, ...] = ("on", "irregular")

    irregular = fields.TextField(
        Shape.TEXT, label="Why it is done although a rule is not kept", required=False,
        help_text="Only where a rule is not kept. Everybody reads it with the meeting.",
    )  # fmt: skip


class Why(Dated):
    """A reason that everybody reads."""

    why = fields.TextField(Shape.TEXT, label="The reason", help_text="Everybody reads it")


class Known(Dated):
    """A form about a fact: since when it is known, and where it is from."""

    source = fields.ShapeField(
        Shape.LINE,
        label="Where this is from",
        help_text="Such as: minutes of 16 March 2021, or a letter of appointment",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = "Known since"
