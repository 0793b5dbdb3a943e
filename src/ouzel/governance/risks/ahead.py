"""Looks at a risk on days before a plan takes effect that was enacted ahead; as for actions (`action_log.ahead`)."""

from collections.abc import Sequence
from datetime import date

from ouzel.core.actors import Actor
from ouzel.governance.carrying.ledger import MADE, again
from ouzel.governance.models import Carried, Risk, RiskReview

KEPT = ("owner", "likelihood", "impact", "inherent", "target", "controls", "gaps", "assurances")


def standing_on(risk: Risk, on: date) -> tuple[RiskReview, list[RiskReview]]:
    """The look on which a risk stands on a day, and the rows by which plans that are ahead then handed it over."""
    found = list(risk.reviews.select_related("body").order_by("number"))
    later = [look.pk for look in found if look.on > on]
    planned = set(Carried.objects.filter(table="riskreview", did=MADE, row__in=later).values_list("row", flat=True))
    ahead: list[RiskReview] = []
    while len(found) > 1 and found[-1].pk in planned:
        ahead.insert(0, found.pop())
    return (found[-1], ahead) if found[-1].on <= on else ((*found, *ahead)[-1], [])


def hand_over_again(after: RiskReview, ahead: Sequence[RiskReview], *, by: Actor) -> None:
    """Write hand-overs again behind a look that came before them, with the scores that it gave."""
    kept = {name: getattr(after, name) for name in KEPT}
    for number, each in enumerate(ahead, start=after.number + 1):
        row = RiskReview.objects.create(
            risk=after.risk, number=number, on=each.on, body=each.body, state=each.state, text=each.text, by=str(by),
            **kept,
        )  # fmt: skip
        again(each, row)
