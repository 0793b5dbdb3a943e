"""Enactment: what was approved becomes what the register says, in one transaction, or nothing does."""

from datetime import date

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actions import new_edition
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition
from ouzel.register.checks import structural
from ouzel.register.deriving import rederive
from ouzel.register.evidence import Authority
from ouzel.register.models import Publication, PublicationState
from ouzel.register.sources import PLANS, SOURCES
from ouzel.register.storing import body_ids, codes_in, store
from ouzel.register.touching import with_dependants
from ouzel.reorganisation import conservation, proof, steps
from ouzel.reorganisation.agreement import difference, said
from ouzel.reorganisation.checking import checked
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.following import Total, followers
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Enactment, Proposal, Step, Version
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.preview import Preview, compared
from ouzel.reorganisation.publicly import told
from ouzel.reorganisation.queries import plan_of
from ouzel.reorganisation.reading import state_of
from ouzel.reorganisation.register_follows import turnover

CHECKS = (
    "The register says everything that the plan says.",
    "Every member belongs where the plan says, wholly and once.",
    "Every total is the one that was worked out before.",
    "No invariant of the register that held before is broken.",
    "What was known before is as it was.",
)


@transaction.atomic
def enact(*, proposal: Proposal, by: Actor, on: date) -> Enactment:
    """Enact the approved plan of a proposal: one edition of the register, one publication, one proof.

    `on` is the day it is done, from which the world knows; the plan takes effect on its own day, past or to come.
    ContentError, and nothing done, when it is not approved, when the register has moved since so that it would come
    to something else, or when anything would be lost.
    """
    approval = _approval(proposal, by=by, on=on)
    held, version = approval.proposal, approval.version
    locks.take(locks.Lock.REGISTER)
    plan = plan_of(held, version=version)
    shown = checked(plan, on=on)
    _check_unmoved(shown, approval)
    before = structural(moment=shown.moment)
    edition = new_edition(kind="enact", by=by, note=f"{held.slug}: {plan.title}")
    publication = _publish(shown.expansion, version, edition, on)
    for follower in followers():
        follower.apply(shown.expansion, edition=edition, by=by)
    conservation.as_said(publication, known=on)
    now = conservation.moment_after(shown.expansion, known=on, edition=edition)
    after = Expansion(plan=plan, state=state_of(plan, moment=now))
    conservation.members_conserved(shown.expansion, after)
    conservation.totals_as_shown(_totals(shown.expansion, enacted=True), _totals(after, enacted=False))
    conservation.no_new_findings(before, structural(moment=now), shown.expansion)
    conservation.past_knowledge_kept(edition, known=on)
    report = proof.report(
        shown.expansion, known_from=str(on), edition=edition.number, text_sha256=version.sha256,
        by=told(str(by), State.ENACTED),
        totals=compared(_totals(shown.expansion, enacted=False), _totals(after, enacted=False)), checks=CHECKS,
        turnover=turnover(shown.expansion),
    )  # fmt: skip
    enactment = Enactment.objects.create(
        proposal=held, version=version, edition=edition, publication=publication, effective=plan.effective,
        known_from=on, by=str(by), proof=report, sha256=proof.digest(report),
    )  # fmt: skip
    audit.record(
        by=by, action=steps.Action.PROOF_KEPT, subject=f"proposal {held.slug}",
        detail={"edition": edition.number, "publication": publication.pk, "known_from": on,
                "effective": plan.effective, "version": version.number, "proof": enactment.sha256},
    )  # fmt: skip
    steps.take(proposal=held, state=_state(plan, on), by=by, on=on)
    return enactment


def _state(plan: Plan, on: date) -> State:
    return State.ENACTED if plan.effective <= on else State.SCHEDULED


def _approval(proposal: Proposal, *, by: Actor, on: date) -> Step:
    """The approval that may be enacted that day, its proposal locked; else PermissionDenied or ContentError."""
    held = steps.ready(proposal=proposal, state=State.ENACTED, by=by, on=on)
    approval = steps.last(held)
    assert approval is not None, "only what was approved may be enacted"
    approval.proposal = held
    return approval


def _check_unmoved(shown: Preview, approval: Step) -> None:
    """The plan comes to what was approved; else the register has moved since, and the difference is told."""
    gone, new = difference(approval.expected or [], said(shown.expansion))
    if not (gone or new):
        return
    parts = [f"no longer so: {words}" for words in gone] + [f"new: {words}" for words in new]
    more = f"; and {len(parts) - conservation.LISTED:,} more" if len(parts) > conservation.LISTED else ""
    raise ContentError(
        "the register has moved since the plan was approved, and it would now come to something else: "
        f"{'; '.join(parts[: conservation.LISTED])}{more}",
        right="Look at the preview again and have it approved as it is now, or with a new version",
    )


def _publish(expansion: Expansion, version: Version, edition: Edition, on: date) -> Publication:
    """What the plan says, as a publication of the register, and the facts that follow."""
    same_day = Publication.objects.filter(series=PLANS, published=on).count()
    publication = Publication.objects.create(
        series=PLANS, reader="plan", file=f"{expansion.plan.slug}.toml", sha256=version.sha256, published=on,
        state=PublicationState.LOADED, authority=int(Authority.EVENT),
        precedence=SOURCES[PLANS].precedence + same_day,  # of two of one day the one enacted later is believed
        rows=len(expansion.assertions), entered=edition, notes=[],
    )  # fmt: skip
    touched = store(expansion.assertions, publication, body_ids(codes_in(expansion.assertions)))
    rederive(edition=edition, touched=with_dependants(touched, [publication]))
    return publication


def _totals(expansion: Expansion, *, enacted: bool) -> list[Total]:
    return [total for follower in followers() for total in follower.totals(expansion, enacted=enacted)]
