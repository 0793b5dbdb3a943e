"""The forms of the private part of a meeting."""

from typing import Any

from ouzel.web.desk import fields
from ouzel.web.desk.governance.decisions import CASTING, KINDS
from ouzel.web.desk.governance.fields import CountField, One, PoundsField
from ouzel.web.desk.governance.forms import Dated, Ruled
from ouzel.web.desk.governance.papers import FileForm
from ouzel.web.desk.governance.parties import PartiesField

Shape = fields.Shape


class ItemForm(Dated):
    """What a private item really is about."""

    few: tuple[str, ...] = ("on",)

    title = fields.ShapeField(Shape.LINE, label="What it is about")
    presenter = fields.ShapeField(Shape.LINE, label="Who presents it", required=False)
    text = fields.TextField(Shape.TEXT, label="What is asked of the meeting", required=False)
    parties = PartiesField(required=False)
    why = fields.ShapeField(
        Shape.LINE, label="Why it is written again", required=False,
        help_text="It stays private. Both versions are kept.",
    )  # fmt: skip

    def __init__(self, *args: Any, closed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not closed:
            del self.fields["why"]


class KeepForm(Dated):
    """Somebody is kept from a private item."""

    person = One(label="Who")
    reason = fields.TextField(
        Shape.TEXT, label="The reason", help_text="It stays private. Who runs the meeting reads it."
    )


class LetBackForm(Dated):
    """Somebody is no longer kept from a private item."""

    reason = fields.TextField(
        Shape.TEXT, label="The reason", help_text="It stays private. Who runs the meeting reads it."
    )


LATE = fields.TextField(
    Shape.TEXT, label="Why it comes after papers were due", required=False,
    help_text="Everybody reads this with the meeting, and not what the paper is about.",
)  # fmt: skip


class PaperForm(FileForm):
    """A private paper."""

    few: tuple[str, ...] = ("late", "on")

    title = fields.ShapeField(Shape.LINE, label="Title of the paper")
    late = LATE


class VersionForm(FileForm):
    """A further version of a private paper."""

    few: tuple[str, ...] = ("late", "on")

    why = fields.ShapeField(Shape.LINE, label="What changed")
    late = LATE


class DecideForm(Ruled):
    """A decision taken in private: what everybody may read, and the whole."""

    more = "Votes, dissent and more"

    few: tuple[str, ...] = (
        "votes_for",
        "votes_against",
        "abstentions",
        "casting",
        "options",
        "dissent",
        "on",
        "irregular",
    )

    body = One(label="The body that decided")
    kind = fields.Select(label="Kind of decision", choices=KINDS)
    title = fields.ShapeField(Shape.LINE, label="Title that everybody reads")
    text = fields.TextField(Shape.TEXT, label="What everybody may read of it")
    whole_title = fields.ShapeField(Shape.LINE, label="Title in private")
    whole_text = fields.TextField(Shape.TEXT, label="What was decided, in full")
    whole_reasons = fields.TextField(Shape.TEXT, label="Reasons, in full", required=False)
    pence = PoundsField(label="What it commits, in pounds", required=False, help_text="It stays in private")
    method = fields.Radios(
        label="How", choices=[("consensus", "Agreed without a vote"), ("vote", "By a vote")], initial="consensus"
    )
    votes_for = CountField(label="Votes for", required=False)
    votes_against = CountField(label="Votes against", required=False)
    abstentions = CountField(label="Abstentions", required=False)
    casting = fields.Select(label="Casting vote of the chair", choices=CASTING, required=False)
    dissent = fields.ShapeField(Shape.LINE, label="Dissent", required=False)

    def clean(self) -> dict[str, Any]:
        """A vote has its numbers."""
        got = super().clean()
        for name in ("votes_for", "votes_against"):
            if got.get("method") == "vote" and got.get(name) is None and name not in self.errors:
                self.add_error(name, "A vote was taken: give the number, 0 if nobody did")
        return got


class ActionForm(Dated):
    """Something asked for in private."""

    body = One(label="The body that asks for it")
    text = fields.TextField(Shape.TEXT, label="What everybody may read of it")
    whole = fields.TextField(Shape.TEXT, label="What is to be done, in full")
    owner = fields.ShapeField(Shape.LINE, label="Who does it", help_text="A name or a post")
    due = fields.DayField(label="Due by", required=False)


class MinutesForm(Dated):
    """Private minutes."""

    few: tuple[str, ...] = ("why", "on")

    text = fields.TextField(Shape.TEXT, label="Private minutes", help_text="In Markdown", strip=False)
    why = fields.ShapeField(Shape.LINE, label="Why a further version is needed", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].rows = 30  # type: ignore[attr-defined]


class ApproveForm(Ruled):
    """A later meeting approves private minutes."""

    meeting = One(label="The meeting that approves them")


class ReleaseForm(Dated):
    """Something private becomes public."""

    why = fields.TextField(Shape.TEXT, label="Why it is made public", help_text="Everybody reads it")
