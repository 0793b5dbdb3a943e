"""A sheet of bodies, seats and people: what it would do and what is wrong by its line; then loaded, all or nothing."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict

from ouzel.activity.gate.uploads import refused_upload
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission
from ouzel.governance.seats.sheet_rows import RECORDS
from ouzel.governance.seats.sheets import Line, Loaded, load_sheet, look_at_sheet
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import handed, sent, told, told_by_line
from ouzel.web.desk.governance.bodies import LIST
from ouzel.web.desk.governance.door import go, governance, plainly, show
from ouzel.web.desk.governance.forms import Known
from ouzel.web.desk.working import actor

KEEP = Permission.BODIES_KEEP
LARGEST = 1_000_000  # bytes
MOST = 50  # problems told at once
COUNTED = {
    "bodies": "body", "seats": "seat", "people": "person", "appointments": "appointment", "deputies": "deputy",
    "powers": "power",
}  # fmt: skip
LEAD = (
    "Bodies, seats, people, appointments, deputies and who may decide what: many at once.",
    "What it would do is shown first. Then it is loaded whole, or not at all.",
)


class SheetField(forms.CharField):
    """The lines of a sheet, as they are: what is wrong is told by their numbers."""

    shown = "text"
    rows = 16

    def prepare_value(self, value: Any) -> str:
        """The lines."""
        return value or ""


class SheetForm(Known):
    """A sheet, as a file or as text."""

    keeps_file = True  # as lines, so that nobody is told to choose it again

    file = fields.FileField(
        most=LARGEST, label="The sheet, as a file", required=False,
        help_text="CSV or TOML. Its lines are then shown below, where they can be mended.",
    )  # fmt: skip
    text = SheetField(label="Its lines", required=False, strip=False, help_text="Or write or paste them here")

    def __init__(self, *args: Any, refused: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refused = refused
        self.fields["source"].help_text = "For lines that do not say so themselves. Such as: minutes of 16 March 2021"
        self.fields["on"].help_text = "For lines that do not say so themselves"
        self.order_fields(["file", "text", "source", "on"])

    def clean_file(self) -> str:
        """The lines of the file; empty where none was handed in."""
        file = self.cleaned_data["file"]
        if self.refused:
            raise ValidationError("The file must be smaller than 1 MB")
        if not file:
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError("This is not text in UTF-8. Save it as CSV in UTF-8") from None

    def clean(self) -> dict[str, Any]:
        """The file goes before what stood in the lines."""
        got = super().clean()
        got["text"] = (got.get("file") or got.get("text") or "").replace("\r\n", "\n")
        if not got["text"].strip() and "file" not in self.errors:
            self.add_error("file", "Choose a file, or write its lines below")
        return got


@governance(KEEP)
def load(request: HttpRequest) -> HttpResponse:
    """Look at what a sheet would do; then load it."""
    form = SheetForm(sent(request), handed(request), refused=refused_upload(request))
    looked: tuple[Line, ...] = ()
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        form = _with(form, request.POST, got["text"])
        said = {"text": got["text"], "known": got["on"], "source": got["source"], "by": actor(request),
                "file": f"sheet.{_kind(got['text'])}"}  # fmt: skip
        try:
            looked = look_at_sheet(**said)
            wrong = [text for line in looked if line.problem for text in told_by_line(line.problem)]
            if "load" in request.POST and not wrong:
                return go(request, "bodies", said=_told(load_sheet(**said)))
        except ContentError as error:
            wrong = told_by_line(error)
        except PermissionDenied as denied:
            wrong = [str(denied)]
        if wrong:
            more = [f"And {len(wrong) - MOST} more lines are wrong"] if len(wrong) > MOST else []
            form.add_error("text", ValidationError([plainly(text, {}) for text in wrong[:MOST]] + more))
    return show(
        request, "sheet", form=form, looked=looked, above=[LIST], records=RECORDS, told=_problem, title="Load a sheet",
        new=sum(line.changes for line in looked), wrong=sum(line.problem is not None for line in looked), lead=LEAD,
    )  # fmt: skip


def _with(form: SheetForm, sent: QueryDict, text: str) -> SheetForm:
    """The form with the lines in it, whether they came as a file or not, so that they can be mended and sent again."""
    data = sent.copy()
    data["text"] = text
    again = SheetForm(data)
    again.is_valid()
    return again


def _kind(text: str) -> str:
    """TOML has tables; all else is read as CSV."""
    return "toml" if any(line.lstrip().startswith("[") for line in text.splitlines()) else "csv"


def _told(done: Loaded) -> str:
    said = [words.count(number, one, many) for many, one in COUNTED.items() if (number := getattr(done, many))]
    return f"Loaded: {words.listed(said)}."


def _problem(line: Line) -> str:
    return plainly(" ".join(told(line.problem)), {}) if line.problem else ""
