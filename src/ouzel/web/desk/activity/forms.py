"""The forms of activity at the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ouzel.activity.faults import Taking
from ouzel.activity.gate.policy import DEFAULT, Policy, policies, policy
from ouzel.activity.readers import FORMATS, Format, format_named
from ouzel.activity.readers.mapping import read_mapping
from ouzel.activity.store.manifests import Protocol
from ouzel.core.errors import ContentError
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.forms import Drawn

Shape = fields.Shape
MAPPING_MOST = 1_000_000  # bytes of a mapping file
TAKINGS = [
    ("refuse-any", "Any error refuses the file"),
    ("refuse-from", "So many errors refuse the file"),
    ("take-and-list", "It is taken whatever errors it has, and they are listed"),
]
PROTOCOLS = [
    ("", "What is usual for this kind of file"),
    (Protocol.NET, "Each record replaces the one of the same identifier"),
    (Protocol.BULK, "The file replaces whole months of the provider"),
]


class Folded(Drawn):
    """A form some of whose fields few need."""

    few: tuple[str, ...] = ()

    @property
    def main(self) -> list[forms.BoundField]:
        """What most need."""
        return [bound for bound in self if bound.name not in self.few]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What few need."""
        return [bound for bound in self if bound.name in self.few]

    @property
    def rest_is_open(self) -> bool:
        """Whether something stands in what few need, or is wrong with it."""
        return self.is_bound and any(self.messages(b) or b.name in self.changed_data for b in self.rest)


class CheckForm(Folded):
    """A file to be checked, and by which rules. `bodies`: providers of whom one is asked for; none: it is not asked."""

    few: tuple[str, ...] = ("layout", "mapping", "policy")

    file = fields.FileField(
        most=settings.FILE_UPLOAD_MAX_MEMORY_SIZE, label="The file",
        help_text="CSV (also packed with gzip) or Parquet, with its headings",
    )  # fmt: skip
    taking = fields.Radios(label="What errors mean", choices=TAKINGS, initial="refuse-any")
    limit = fields.NumberField(
        label="How many errors refuse the file", help_text="Only where so many errors refuse it", required=False
    )
    layout = fields.Select(
        label="What kind of file it is", required=False,
        help_text="Leave it, and it is told by its headings",
        choices=[("", "Tell it by its headings"), *((slug, words.capital(f.name)) for slug, f in FORMATS.items())],
    )  # fmt: skip
    mapping = fields.FileField(
        most=MAPPING_MOST, label="A mapping file", required=False,
        help_text="For a layout of your own: a .toml file that says which column is what",
    )  # fmt: skip
    policy = fields.Select(
        label="What is done with what tells of patients", required=False,
        choices=[(name, each.words) for name, each in policies().items()], initial=DEFAULT,
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Sequence[str] = (), refused: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refused = refused
        self.fields["file"].error_messages["required"] = "Choose a file"
        if len(bodies) > 1:
            self.fields["body"] = fields.Select(label="Whose file it is", choices=[(code, code) for code in bodies])

    def clean(self) -> dict[str, Any]:
        """What holds between fields; a file that came and was too large is not one that was left out."""
        got = self.cleaned_data
        if self.refused and "file" in self.errors:
            self.errors["file"] = self.error_class([self.refused])
        if got.get("taking") == "refuse-from" and not got.get("limit") and "limit" not in self.errors:
            self.add_error("limit", "Give the number of errors that refuse the file")
        if got.get("mapping") and got.get("layout"):
            self.add_error("mapping", "A kind of file is chosen already. Leave one of them out")
        return got

    @property
    def said_taking(self) -> Taking:
        """What errors mean for the file."""
        got = self.cleaned_data
        return Taking(got["limit"]) if got["taking"] == "refuse-from" else Taking.parse(got["taking"])

    @property
    def said_policy(self) -> Policy:
        """What is done at the gate."""
        return policy(self.cleaned_data["policy"] or DEFAULT)

    def said_layout(self) -> Format | None:
        """The layout chosen or described; None: it is told by the headings. ContentError for a mapping file."""
        got = self.cleaned_data
        if got.get("mapping"):
            try:
                text = got["mapping"].read().decode()
            except UnicodeDecodeError:
                raise ContentError("the mapping file is not text in UTF-8", field="mapping") from None
            return read_mapping(text, file=got["mapping"].name)
        return format_named(got["layout"]) if got.get("layout") else None


class LoadForm(CheckForm):
    """A file to be taken."""

    few = (*CheckForm.few, "provider", "submitted", "protocol")

    provider = fields.ShapeField(
        Shape.CODE, label="Code of the provider", required=False,
        help_text="Only where no column of the file says whose it is, such as RC9",
    )  # fmt: skip
    submitted = fields.DayField(
        label="The day the file was made", required=False,
        help_text="Only where the file does not say it. Later files replace earlier ones, in whatever order they come.",
    )  # fmt: skip
    protocol = fields.Select(label="What it replaces", choices=PROTOCOLS, required=False)
    without_places = fields.Tick(
        label="Take it though no postcode directory is loaded: addresses of patients are lost", required=False
    )

    def __init__(self, *args: Any, placed: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if placed:
            del self.fields["without_places"]
        self.fields["layout"].choices = [  # type: ignore[attr-defined]
            ("", "Tell it by its headings"),
            *((slug, words.capital(each.name)) for slug, each in FORMATS.items() if each.loads),
        ]

    def clean(self) -> dict[str, Any]:
        """A file made on a day that is to come was not."""
        from ouzel.core.permissions import today

        got = super().clean()
        if got.get("submitted") and got["submitted"] > today():
            self.add_error("submitted", ValidationError("That day is still to come. Give the day the file was made"))
        return got


class WhyForm(Drawn):
    """A reason."""

    why = fields.TextField(Shape.TEXT, label="The reason", help_text="It is kept in the audit trail")
