"""Proof after the day: the totals of an enactment counted again in the register as it is."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.register.answers import Moment
from ouzel.reorganisation import steps
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.following import followers
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Enactment, Proposal, Step
from ouzel.reorganisation.preview import compared
from ouzel.reorganisation.proof import digest
from ouzel.reorganisation.queries import plan_of
from ouzel.reorganisation.reading import state_of


@dataclass(frozen=True)
class Deviation:
    """A total that is no longer the one that was proved."""

    what: str
    body: str
    name: str
    proved: str | None
    found: str | None


@dataclass(frozen=True)
class Again:
    """The proof counted again: whether the kept report is as it was written, and which totals have changed since."""

    enactment: Enactment
    intact: bool  # the report still has its hash
    deviations: tuple[Deviation, ...]

    @property
    def holds(self) -> bool:
        """Nothing was altered, and nothing has changed."""
        return self.intact and not self.deviations


def enactment_of(proposal: Proposal) -> Enactment:
    """The enactment of a proposal; ContentError when it was never enacted."""
    found = Enactment.objects.filter(proposal=proposal, reverses=None).select_related("version", "edition").first()
    if found is None:
        raise ContentError(f"{proposal.slug} has not been enacted, so there is no proof", right="See where it stands")
    return found


def again(proposal: Proposal, *, known_at: date | None = None) -> Again:
    """Count the totals of an enactment again, on the plan's day, in the newest edition.

    With `known_at` as it was known then; without, with all that has been published since.
    """
    enactment = enactment_of(proposal)
    plan = plan_of(proposal, version=enactment.version)
    state = state_of(plan, moment=Moment(plan.effective, known_at))
    now = Expansion(plan=plan, state=state)
    found = [total for follower in followers() for total in follower.totals(now, enacted=False)]
    kept = {(row["what"], row["body"]): row for row in enactment.proof["totals"]}
    really = {(row.what, row.body): row for row in compared(found, ())}
    deviations = []
    for key in dict.fromkeys((*kept, *really)):
        proved = kept[key]["after"] if key in kept else None
        row = really.get(key)
        count = f"{row.before.normalize():f}" if row and row.before is not None else None
        if (proved or "0") != (count or "0"):
            name = row.name if row else kept[key]["name"]
            deviations.append(Deviation(*key, name, proved, count))
    return Again(enactment, digest(enactment.proof) == enactment.sha256, tuple(deviations))


@transaction.atomic
def prove(*, proposal: Proposal, by: Actor, on: date) -> Step:
    """Confirm, on or after the plan's day, that the register has what was proved at the enactment.

    ContentError names the totals that differ; the kept report is not touched.
    """
    held = steps.ready(proposal=proposal, state=State.PROVED, by=by, on=on)
    enactment = enactment_of(held)
    if on < enactment.effective:
        raise ContentError(
            f"{held.slug} takes effect on {enactment.effective}", field="on", value=str(on),
            right="It can be proved from that day on",
        )  # fmt: skip
    counted = again(held, known_at=enactment.known_from)
    if not counted.holds:
        words = [f"{d.what} of {d.body}: proved {d.proved or 0}, found {d.found or 0}" for d in counted.deviations]
        raise ContentError(
            "the register no longer has what was proved: " + "; ".join(words[:10] or ["the report was altered"]),
            right="See what changed it since: ouzel change reconcile",
        )
    return steps.take(proposal=held, state=State.PROVED, by=by, on=on, note=f"proof {enactment.sha256}")
