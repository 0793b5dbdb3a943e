"""The fields of forms at the desk: each reads what people type into the value a plan holds, or says what is wrong.

`shown` is how a field is drawn: line, text, day, code, codes, select, radios, checkbox, checkboxes or file.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from ouzel.reorganisation.plan_file.shapes import Wrong, take
from ouzel.reorganisation.plan_file.tables import Shape
from ouzel.web import words
from ouzel.web.asked import PARTS, DateField, NotADate, from_parts
from ouzel.web.desk.finding import NotFound, code_meant


class Boxes(forms.Widget):
    """Day, month and year, each in a box of its own."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """The texts of the three boxes."""
        return tuple(str(data.get(f"{name}-{part}", "")).strip()[:20] for part in PARTS)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the boxes was sent."""
        return not any(f"{name}-{part}" in data for part in PARTS)


class DayField(forms.Field):
    """A day, from three boxes."""

    shown = "day"
    widget = Boxes

    def to_python(self, value: Any) -> date | None:
        """The day; None where all boxes are empty."""
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        try:
            return from_parts(*value)
        except NotADate as error:
            raise ValidationError(str(error)) from None

    def texts(self, value: Any) -> DateField:
        """What stands in the boxes."""
        if isinstance(value, tuple | list):
            return DateField(*value)
        return DateField.of(value)


class ShapeField(forms.CharField):
    """One value of a plan, typed as text. Empty and not required: `empty`."""

    shown = "line"

    def __init__(
        self, shape: Shape, *, empty: Any = "", tidy: Callable[[str], str] = str.strip, **options: Any
    ) -> None:
        self.shape, self.empty, self.tidy = shape, empty, tidy
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """The value as the plan holds it."""
        text = self.tidy(super().clean(value))
        return taken(self.shape, text) if text else self.empty

    def prepare_value(self, value: Any) -> str:
        """A number without the zeros that it is kept with; everything else as it is."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else "" if value is None else str(value)


class TextField(ShapeField):
    """Text that may have several lines."""

    shown = "text"
    rows = 4


class LinesField(TextField):
    """Several texts: one to a line; or, where one of them has several lines, with an empty line between them."""

    def clean(self, value: Any) -> tuple[Any, ...]:
        """The values in their order."""
        text = forms.CharField.clean(self, value).replace("\r\n", "\n")
        pieces = text.split("\n\n") if "\n\n" in text and self.shape is Shape.TEXT else text.split("\n")
        return tuple(taken(self.shape, piece) for piece in pieces if piece.strip())

    def prepare_value(self, value: Any) -> str:
        """The values as lines."""
        if isinstance(value, str) or value is None:
            return value or ""
        return "".join(f"{v}\n\n" for v in value) if any("\n" in v for v in value) else "\n".join(value)


class CodeWidget(forms.TextInput):
    """A code or a name; and which of several bodies of that name is meant, where that was asked."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was chosen, if it was asked of the text that stands there still; else the text."""
        text = data.get(name)
        chosen = data.get(f"{name}-which")
        return chosen if chosen and data.get(f"{name}-asked") == text else text


class CodeField(forms.CharField):
    """One body, by its code or by its name on a day (`on`, set by the form). `found`: bodies to choose from."""

    shown = "code"
    widget = CodeWidget
    on: date
    found: Sequence[Any] = ()

    def clean(self, value: Any) -> str:
        """Its code."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(taken(Shape.CODE, code_meant(text, on=self.on)))
        except NotFound as error:
            self.found = error.found
            short = f"More than one body matches “{text}”. Choose one below, or give the code"
            raise ValidationError(short if error.found else error.message) from None


class CodesField(forms.CharField):
    """Bodies or units, one to a line, each by its code or by its name on a day (`on`, set by the form)."""

    shown = "codes"
    rows = 5
    widget = forms.Textarea
    on: date

    def clean(self, value: Any) -> tuple[str, ...]:
        """Their codes, in the order of the lines; each once."""
        from ouzel.core.queries import current_edition

        edition = current_edition()
        codes: dict[str, int] = {}
        wrong: list[str] = []
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            for text in _several(line):
                try:
                    code = str(taken(Shape.CODE, code_meant(text, on=self.on, edition=edition)))
                except NotFound as error:
                    wrong.append(f"Line {number}: {error.message}")
                    continue
                except ValidationError as error:
                    wrong.append(f"Line {number}: {error.messages[0]}")
                    continue
                if code in codes:
                    wrong.append(f"Line {number}: {code} stands on line {codes[code]} already. Name each once")
                codes.setdefault(code, number)
        if wrong:
            more = [f"And {len(wrong) - 20} more lines are wrong"] if len(wrong) > 20 else []
            raise ValidationError(wrong[:20] + more)
        return tuple(codes)

    def prepare_value(self, value: Any) -> str:
        """The codes as lines."""
        return value if isinstance(value, str) else "\n".join(value or ())


class Select(forms.ChoiceField):
    """One of a list."""

    shown = "select"


class Radios(forms.ChoiceField):
    """One of a few, all of them in sight."""

    shown = "radios"


class NumberField(forms.IntegerField):
    """A whole number from 1."""

    shown = "line"
    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        wrong = "Give a whole number from 1, such as 100"
        super().__init__(**options)
        self.error_messages |= {"invalid": wrong}
        self.validators += [MinValueValidator(1, wrong), MaxValueValidator(1_000_000_000, wrong)]


class Tick(forms.BooleanField):
    """Yes, or not."""

    shown = "checkbox"


class Ticks(forms.MultipleChoiceField):
    """Some of a few."""

    shown = "checkboxes"


class FileField(forms.FileField):
    """A file handed in; larger than `most` bytes is refused before it is read."""

    shown = "file"

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file."""
        file = super().clean(data, initial)
        if file and file.size > self.most:
            raise ValidationError(f"The file must be smaller than {self.most // 1_000_000} MB")
        return file


def taken(shape: Shape, text: str) -> Any:
    """The value of a text; ValidationError says what is wrong with it and what would be right."""
    try:
        return take(shape, text)
    except Wrong as wrong:
        raise ValidationError(f"{words.capital(wrong.problem)}. {wrong.right}") from None


def number_of(text: str) -> str:
    """A number as people write it, without its commas and its sign of money; `25%` is 0.25."""
    text = text.strip().replace(",", "").removeprefix("£").strip()
    if text.endswith("%") and text[:-1].strip().replace(".", "", 1).isdecimal():
        return f"{(Decimal(text[:-1].strip()) / 100).normalize():f}"
    return text


def _several(line: str) -> list[str]:
    """The codes of a line that has several, or the line itself: names may have commas in them."""
    pieces = [piece.strip() for piece in line.replace(";", ",").replace("\t", " ").split(",") if piece.strip()]
    codes = all(" " not in piece and any(c.isdigit() for c in piece) for piece in pieces)
    return pieces if codes else [line.strip()]


def fits(shape: Shape, text: str) -> bool:
    """Whether a text is of the shape."""
    try:
        take(shape, text)
    except Wrong:
        return False
    return True
