"""How activity follows a reorganisation: no line, price or posting changes; totals are shown with whoever comes after.

No figure of activity is given here: previews and proofs are public, figures of activity are not. Who may see them asks
`answers.moving` what would move.
"""

from collections.abc import Iterable
from datetime import date

from ouzel.activity.knowing import known_on
from ouzel.activity.models import AgreementRow, PricingRun
from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion
from ouzel.reorganisation.following import Total

SLUG = "activity"
TOTALS = "totals of activity"
PAID = "how activity is paid"


class ActivityFollower:
    """Lines keep the payer they had; on later bases they are with the bodies that their units belong to."""

    slug = SLUG
    title = "Activity"

    def consequences(self, expansion: Expansion) -> Iterable[Consequence]:
        """For each body that ends: where totals are shown from then on, and agreements on payment that end with it."""
        ending = _ending(expansion)
        if not ending:
            return
        if _totals_known(expansion.state.known_at):
            for code, (heirs, path) in ending.items():
                if heirs:
                    yield Consequence(
                        SLUG, code, _name(expansion, code), TOTALS, code, heirs,
                        "As they were, totals stay with the body that paid. On any later basis they are with the "
                        "bodies that their practices and areas belong to. Lines and accounts stay as they are.", path,
                    )  # fmt: skip
        day = expansion.state.day
        rows = known_on(AgreementRow.objects.all(), expansion.state.known_at).filter(
            commissioner__in=ending, valid__contains=day
        )
        for row in rows.exclude(mechanism="activity").order_by("commissioner", "provider"):
            heirs, path = ending[row.commissioner]
            yield Consequence(
                SLUG, f"{row.provider} and {row.commissioner}", _name(expansion, row.commissioner), PAID,
                row.mechanism, "activity",
                f"The agreement is with a body that ends. Activity for {heirs or 'whoever comes after'} is paid for "
                "line by line until an agreement with it is recorded.", path,
            )  # fmt: skip

    def choices(self, expansion: Expansion) -> Iterable[Choice]:
        """None."""
        return ()

    def totals(self, expansion: Expansion, *, enacted: bool) -> Iterable[Total]:
        """None: what is shown here is public, and kept in proofs that a later run must not contradict."""
        return ()

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing: lines and postings stay as they are."""

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Nothing."""

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        """None: totals are worked out anew on each basis."""
        return ()


def _totals_known(known_at: date | None) -> bool:
    """Whether totals had been worked out by a day (None: by now)."""
    runs = PricingRun.objects.filter(summary__whole=True)
    return (runs if known_at is None else runs.filter(on__lte=known_at)).exists()


def _ending(expansion: Expansion) -> dict[str, tuple[str, str]]:
    """The bodies that the plan closes on its day, with the codes of their heirs and the change that says so."""
    day = expansion.state.day
    heirs: dict[str, list[str]] = {}
    paths: dict[str, str] = {}
    for said, path in zip(expansion.assertions, expansion.paths, strict=True):
        if said.attribute is Attribute.LIFESPAN and said.until == day:
            heirs.setdefault(said.subject, [])
            paths[said.subject] = path
    for said in expansion.assertions:
        if said.attribute is Attribute.SUCCESSOR and said.subject in heirs and said.start == day:
            heirs[said.subject].append(said.value)
    return {code: (", ".join(sorted(those)), paths[code]) for code, those in sorted(heirs.items())}


def _name(expansion: Expansion, code: str) -> str:
    return expansion.state.names.get(code, code)
