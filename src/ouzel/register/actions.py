"""State changes of the register: each names its actor, makes one edition in one transaction, and is audited in it.

Loading has a module of its own, and is reached from here like the rest.
"""

from datetime import date

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actions import new_edition
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.register.attributes import Attribute
from ouzel.register.deriving import rederive
from ouzel.register.evidence import Assertion, Authority, Evidence
from ouzel.register.loading import STATUTORY, Loaded, dry_run, load
from ouzel.register.models import Publication, PublicationState
from ouzel.register.retiring import Action, retire
from ouzel.register.sources import PLANS
from ouzel.register.storing import body_ids, store
from ouzel.register.touching import spoken_of, with_dependants

__all__ = ["STATUTORY", "Action", "Loaded", "dry_run", "load", "release", "settle", "withdraw"]


def _hold_still(publication: Publication) -> None:
    """Read the publication anew once nobody else can change it."""
    locks.take(locks.Lock.REGISTER)
    publication.refresh_from_db()


@transaction.atomic
def release(*, publication: Publication, by: Actor) -> Edition:
    """Let a publication out of quarantine: from this edition on it counts, by the day it was published."""
    require(by, Permission.REGISTER_RELEASE, on=today())
    _hold_still(publication)
    if publication.state != PublicationState.HELD:
        raise ContentError(
            f"publication {publication.pk} is {publication.get_state_display()}, not held", publication.file
        )
    edition = new_edition(kind="release", by=by, note=str(publication))
    publication.state = PublicationState.LOADED
    publication.save(update_fields=["state"])
    audit.record(
        by=by, action=Action.RELEASED, subject=f"publication {publication.pk}", detail={"edition": edition.number}
    )
    rederive(edition=edition, touched=with_dependants(spoken_of(publication), [publication]))
    return edition


@transaction.atomic
def withdraw(*, publication: Publication, by: Actor, why: str, on: date | None = None) -> Edition:
    """Withdraw a publication: from this edition on it does not count.

    With `on`, the day the world learned that it was wrong, it still counts for what was known before that day.
    What an enacted plan said is not withdrawn here: its proposal would still stand as enacted.
    """
    require(by, Permission.REGISTER_WITHDRAW, on=today())
    _hold_still(publication)
    if publication.series == PLANS:
        slug = publication.file.removesuffix(".toml")
        raise ContentError(
            "this is what an enacted plan says, and it is undone as a whole", publication.file,
            right=f"Undo the plan: ouzel change reverse {slug}",
        )  # fmt: skip
    if publication.state == PublicationState.WITHDRAWN:
        raise ContentError(f"publication {publication.pk} is withdrawn already", publication.file)
    if publication.state == PublicationState.HELD and on is not None:
        raise ContentError(
            "it was held in quarantine, so it never counted", publication.file, field="on", value=str(on),
            right="Withdraw it without a day",
        )  # fmt: skip
    if on is not None and on <= publication.published:
        raise ContentError(
            "it cannot be withdrawn before it was published", publication.file, field="on", value=str(on),
            right=f"Give a day after {publication.published}, or none",
        )  # fmt: skip
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", publication.file, field="why")
    edition = new_edition(kind="withdraw", by=by, note=f"{publication}: {why}")
    rederive(edition=edition, touched=retire(publication, edition, by=by, why=why, on=on))
    return edition


@transaction.atomic
def settle(
    *,
    code: str,
    attribute: Attribute,
    value: str,
    since: date,
    until: date | None,
    by: Actor,
    why: str,
    published: date,
) -> Edition:
    """Settle what a body's attribute was: a person's word, above every publication for the days it names.

    `published` is the day from which the settlement counts as known. `until` is half-open and says that the value
    ended then; None: no end is known. Of two settlements of one day the one made later holds.
    """
    require(by, Permission.REGISTER_SETTLE, on=today())
    if until is not None and until <= since:
        raise ContentError("a settlement must end after it begins", field="until", value=str(until))
    if not why.strip():
        raise ContentError("a settlement needs its reason", field="why")
    if not value.strip():
        raise ContentError(
            "a settlement needs what held", field="value", right="Give the value, or the code of the body"
        )
    locks.take(locks.Lock.REGISTER)
    ids = body_ids()
    if code not in ids:
        raise ContentError("no such body", field="code", value=code, right="Settle what the register speaks of already")
    edition = new_edition(kind="settle", by=by, note=f"{code} {attribute.name.lower()}: {why}")
    settled_that_day = Publication.objects.filter(series="ouzel:settlement", published=published).count()
    evidence = Evidence.SINCE if until is None else Evidence.INTERVAL
    said = [Assertion(code, attribute, evidence, since, until, value, 1, None, why)]
    publication = Publication.objects.create(
        series="ouzel:settlement", reader="settlement", file=f"settlement {edition.number}", published=published,
        sha256=f"{edition.number:064x}", state=PublicationState.LOADED, authority=int(Authority.SETTLEMENT),
        precedence=settled_that_day, rows=1, entered=edition,  # of two of one day the one made later is believed
    )  # fmt: skip
    touched = store(said, publication, ids)
    audit.record(
        by=by, action=Action.SETTLED, subject=f"body {code}",
        detail={"edition": edition.number, "attribute": attribute.name.lower(), "value": value, "since": since,
                "until": until, "why": why},
    )  # fmt: skip
    rederive(edition=edition, touched=with_dependants(touched, [publication]))
    return edition
