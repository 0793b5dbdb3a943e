"""The forms of needs assessments, strategies and plans."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ouzel.governance.reference.aims import aims, kinds_of_strategy, statuses
from ouzel.web.desk import fields
from ouzel.web.desk.activity.forms import Folded
from ouzel.web.desk.governance.bodies import SinceForm
from ouzel.web.desk.governance.fields import One
from ouzel.web.desk.governance.forms import Dated, Known

Shape = fields.Shape


class AmountField(forms.CharField):
    """A figure, with or without decimals."""

    shown = "line"

    def to_python(self, value: Any) -> Any:
        """The figure; None where nothing is written."""
        text = str(value or "").strip().replace(",", "")
        try:
            found = Decimal(text) if text else None
        except InvalidOperation:
            raise ValidationError("Give a figure, such as 62.5") from None
        if found is not None and not found.is_finite():
            raise ValidationError("Give a figure, such as 62.5")
        return found


class StrategyForm(Folded):
    """A strategy, plan or assessment."""

    few: tuple[str, ...] = ("place", "until", "slug")

    title = fields.ShapeField(Shape.LINE, label="Title")
    kind = fields.Select(label="What it is", choices=[(kind.slug, kind.name) for kind in kinds_of_strategy().values()])
    body = One(label="The body that sets it")
    since = fields.DayField(label="From the day")
    place = fields.ShapeField(Shape.LINE, label="The place it is for", required=False, help_text="Such as Luton")
    until = fields.DayField(label="The first day after it", required=False)
    slug = fields.ShapeField(Shape.SLUG, label="Name in addresses", required=False)


class VersionForm(Known):
    """A version of the text."""

    few: tuple[str, ...] = ("why", "adopted", "decision")

    text = fields.TextField(Shape.TEXT, label="Text", strip=False, help_text="In Markdown")
    why = fields.ShapeField(Shape.LINE, label="What is new in it", required=False, help_text="Needed after the first")
    adopted = fields.DayField(label="The day it was adopted", required=False)
    decision = fields.ShapeField(Shape.LINE, label="The decision", required=False, help_text="Such as D-2021-0007")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["on"]
        self.fields["text"].rows = 20  # type: ignore[attr-defined]


class PriorityForm(SinceForm):
    """A priority."""

    few: tuple[str, ...] = ("slug", "until", "on")

    title = fields.ShapeField(Shape.LINE, label="Title")
    text = fields.TextField(Shape.TEXT, label="What is meant to get better", required=False)
    aims = fields.Ticks(
        label="Aims that it serves", required=False, choices=[(a.slug, a.name) for a in aims().values()]
    )
    slug = fields.ShapeField(
        Shape.SLUG, label="Name in addresses", required=False, help_text="That of one that is there changes it"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["title", "text", "aims", "since", "source"])


class OwnerForm(SinceForm):
    """Who answers for a priority."""

    priority = fields.Select(label="Priority")
    owner = fields.ShapeField(Shape.LINE, label="Who answers for it", help_text="A name or a post")
    body = One(label="For which body", required=False)


class HandForm(Known):
    """Somebody else answers for a priority."""

    held = One(label="Who answers for it now")
    owner = fields.ShapeField(Shape.LINE, label="Who answers for it from then on", help_text="A name or a post")
    body = One(label="For which body", required=False)
    day = fields.DayField(label="From the day")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["held", "owner", "body", "day", "source"])


class EndOwnerForm(Known):
    """Somebody answers for a priority no more."""

    held = One(label="Who answers for it now")
    day = fields.DayField(label="The first day they no longer do")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["held", "day", "source"])


class EndPriorityForm(Known):
    """A priority is one no more."""

    priority = fields.Select(label="Priority")
    day = fields.DayField(label="The first day it is no longer one")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["priority", "day", "source"])


class ProgressForm(Known):
    """How a priority goes."""

    few: tuple[str, ...] = ("measure", "value", "target", "unit", "meeting", "on")

    priority = fields.Select(label="Priority")
    status = fields.Radios(label="How it goes", choices=list(statuses().items()))
    text = fields.TextField(Shape.TEXT, label="In words")
    measure = fields.ShapeField(Shape.LINE, label="What is measured", required=False)
    value = AmountField(label="The figure", required=False)
    target = AmountField(label="Its target", required=False)
    unit = fields.ShapeField(Shape.LINE, label="Its unit", required=False)
    meeting = fields.Select(label="The meeting that looked", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = "As of the day"


class EndForm(Dated):
    """It is in force no more."""

    why = fields.TextField(Shape.TEXT, label="Why it ends", help_text="It is kept in the audit trail")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = "The first day it is no longer in force"
