"""The forms of what the rules of who pays are made of: the rules of a year, a small table, and taking one back."""

from typing import Any

from django.core.exceptions import ValidationError

from ouzel.activity.references import tables, years
from ouzel.activity.rules.tables import TABLES
from ouzel.core.errors import ContentError
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.forms import Drawn

Shape = fields.Shape
LOADABLE = [("", "Choose one"), *((each.slug, words.capital(each.words)) for each in TABLES.values() if not each.fixed)]


class ReferenceForm(Drawn):
    """A small file. `refused`: why one that came was not taken."""

    def __init__(self, *args: Any, refused: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refused = refused
        self.fields["file"].error_messages["required"] = "Choose a file"

    def clean(self) -> dict[str, Any]:
        """A file that came and was far too large is not one that was left out."""
        if self.refused and "file" in self.errors:
            most = self.fields["file"].most  # type: ignore[attr-defined]
            self.errors["file"] = self.error_class([f"The file must be smaller than {most // 1_000_000} MB"])
        return self.cleaned_data

    def refuse(self, error: ContentError) -> None:
        """Say what was refused: beside the field where it was said here, else beside the file, with its line."""
        own = error.field in self.fields and error.line is None and (not error.file or error.field == "published")
        line = f"Line {error.line:,}" if error.line is not None else ""
        place = [each for each in (line, error.field) if each and not own]
        found = f" (found “{error.value}”)" if error.value else ""
        text = f"{', '.join(place)}: {error.problem}" if place else words.capital(error.problem)
        text = f"{text}{found}{'. ' + error.right if error.right else ''}"
        self.add_error(error.field if own else "file", ValidationError(text))


class RulesForm(ReferenceForm):
    """The rules of a year."""

    file = fields.FileField(most=years.MOST, label="The file of rules", help_text="A .toml file, of one year")
    published = fields.DayField(
        label="The day they became known", required=False, help_text="Leave it empty, and it is the day the file says",
    )  # fmt: skip


class TableForm(ReferenceForm):
    """One of the small tables."""

    table = fields.Select(label="Which table", choices=LOADABLE)
    file = fields.FileField(
        most=tables.MOST, label="The file", help_text="CSV in UTF-8, with the columns of the table as headings"
    )
    effective = fields.DayField(
        label="The first day it is for", help_text="It holds until the next one loaded begins"
    )  # fmt: skip
    published = fields.DayField(label="The day it became known")
    source = fields.ShapeField(
        Shape.LINE, label="Who says so", help_text="Such as: NHS England, prescribed services 2025/26, version 2"
    )


class TakeBackForm(Drawn):
    """Why a release is taken back, and from which day it is known not to hold."""

    why = fields.TextField(Shape.TEXT, label="The reason", help_text="It is kept in the audit trail")
    on = fields.DayField(
        label="The day from which it is known not to hold", required=False,
        help_text="Leave it empty for today. Whoever asks as known before that day still finds it.",
    )  # fmt: skip
