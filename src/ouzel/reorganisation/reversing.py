"""Reversal: what an enactment said is taken back from a day on, while nothing was built on it. Nothing is deleted."""

from datetime import date

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actions import new_edition
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.register.answers import Moment
from ouzel.register.deriving import rederive
from ouzel.register.models import Publication
from ouzel.register.retiring import retire
from ouzel.reorganisation import proof, steps
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.following import followers
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Enactment, Proposal
from ouzel.reorganisation.preview import compared
from ouzel.reorganisation.proving import enactment_of
from ouzel.reorganisation.publicly import told
from ouzel.reorganisation.queries import plan_of
from ouzel.reorganisation.reading import state_of
from ouzel.reorganisation.register_follows import Turnover, turnover


@transaction.atomic
def reverse(*, proposal: Proposal, by: Actor, why: str, on: date) -> Enactment:
    """Undo an enactment by its compensating plan: on every date the answers are again those from before it.

    From `on` the world knows of the reversal; what was known while the plan stood is still answered. ContentError
    lists what was built on the enactment since, and nothing is done.
    """
    held = steps.ready(proposal=proposal, state=State.REVERSED, by=by, on=on)
    locks.take(locks.Lock.REGISTER)
    enactment = enactment_of(held)
    plan = plan_of(held, version=enactment.version)
    # As it was before: the state of the edition that the enactment changed.
    before = Moment(plan.effective, enactment.known_from, enactment.edition_id - 1)
    expansion = expand(plan, state_of(plan, moment=before))
    built = [words for follower in followers() for words in follower.dependants(expansion)]
    if built:
        more = f"; and {len(built) - 10} more" if len(built) > 10 else ""
        raise ContentError(
            f"{held.slug} cannot be reversed, because this was built on it: {'; '.join(built[:10])}{more}",
            right="Take these back first, or amend the plan with a further one",
        )
    edition = new_edition(kind="enact", by=by, note=f"{held.slug} reversed: {why}")
    publication = Publication.objects.select_for_update().get(pk=enactment.publication_id)
    since = on if on > publication.published else None  # on the very day it was known, it was never known
    touched = retire(publication, edition, by=by, why=f"{held.slug} reversed: {why}", on=since)
    rederive(edition=edition, touched=touched)
    for follower in followers():
        follower.undo(expansion, edition=edition, by=by)
    report = proof.report(
        expansion, known_from=str(on), edition=edition.number, text_sha256=enactment.version.sha256,
        by=told(str(by), State.REVERSED),
        totals=compared(
            [t for f in followers() for t in f.totals(expansion, enacted=True)],
            [t for f in followers() for t in f.totals(expansion, enacted=False)],
        ),
        checks=("Nothing was built on the enactment since.",),
        turnover={
            what: Turnover(joined=moved.gone, gone=moved.joined, left_open=-moved.left_open)
            for what, moved in turnover(expansion).items()
        },
    )  # fmt: skip
    undone = Enactment.objects.create(
        proposal=held, version=enactment.version, edition=edition, publication=publication, reverses=enactment,
        effective=plan.effective, known_from=on, by=str(by), proof=report, sha256=proof.digest(report),
    )  # fmt: skip
    audit.record(
        by=by, action=steps.Action.PROOF_KEPT, subject=f"proposal {held.slug}",
        detail={"edition": edition.number, "reverses": enactment.edition_id, "proof": undone.sha256},
    )  # fmt: skip
    steps.take(proposal=held, state=State.REVERSED, by=by, on=on, note=why)
    return undone
