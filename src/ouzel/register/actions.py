"""State changes of the register. Each takes its actor in `by`, makes one edition in one transaction, and is audited
in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from django.db import connection, transaction

from ouzel.core import audit, locks
from ouzel.core.actions import new_edition
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.register.attributes import Attribute
from ouzel.register.changes import Changes, changes_of
from ouzel.register.deriving import rederive
from ouzel.register.evidence import Assertion, Authority, Evidence, Reading
from ouzel.register.gathering import Skipped, Source, gather
from ouzel.register.models import Publication, PublicationState
from ouzel.register.sources import SOURCES
from ouzel.register.storing import Touched, body_ids, store, with_listing

STATUTORY = Path(__file__).with_name("statutory.csv")
"""Statutory events, with their sources: part of every register, so every load brings them up to date first."""


class Action(StrEnum):
    """What the register records in the audit trail."""

    LOADED = "register.publication.loaded"
    HELD = "register.publication.held"
    RELEASED = "register.publication.released"
    WITHDRAWN = "register.publication.withdrawn"
    SETTLED = "register.conflict.settled"


@dataclass
class Loaded:
    """What a load did, or with `dry_run` what it would do."""

    edition: int | None  # None: nothing was new
    publications: list[Publication] = field(default_factory=list)
    already: list[str] = field(default_factory=list)  # files whose content was loaded before
    held: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    assertions: int = 0
    changes: Changes = field(default_factory=Changes)


class _Undo(Exception):
    """Ends a transaction whose work was only to be looked at."""


def load(
    paths: Iterable[Path], *, by: Actor, published: date | None = None, hold_above: Decimal | None = None
) -> Loaded:
    """Load files, each recognised by its content: all of them in one edition, or none.

    `hold_above`: a complete publication in which more than this share (0 to 1) of the bodies listed so far is missing
    is
    held in quarantine until a person releases it. ContentError for a file that cannot be read whole.
    """
    require(by, Permission.REGISTER_LOAD, on=today())
    sources, skipped = gather([STATUTORY, *paths], published=published)
    with transaction.atomic():
        return _load(sources, skipped, by=by, hold_above=hold_above)


def dry_run(
    paths: Iterable[Path], *, by: Actor, published: date | None = None, hold_above: Decimal | None = None
) -> Loaded:
    """What `load` would do, with nothing done."""
    require(by, Permission.REGISTER_LOAD, on=today())
    sources, skipped = gather([STATUTORY, *paths], published=published)
    outcome = Loaded(None)
    try:
        with transaction.atomic():
            outcome = _load(sources, skipped, by=by, hold_above=hold_above)
            raise _Undo
    except _Undo:
        return outcome


def _load(sources: list[Source], skipped: list[Skipped], *, by: Actor, hold_above: Decimal | None) -> Loaded:
    locks.take(locks.Lock.REGISTER)  # first of all: two loads at once must not both find a file new
    outcome = Loaded(None, skipped=list(skipped))
    fresh: list[Source] = []
    seen: set[str] = set()
    for source in sources:
        if source.sha256 in seen or _loaded_before(source):
            if source.path != STATUTORY:
                outcome.already.append(source.path.name)
        else:
            fresh.append(source)
            seen.add(source.sha256)
    if not fresh:
        return outcome
    files = ", ".join(source.path.name for source in fresh)
    edition = new_edition(kind="load", by=by, note=files)
    ids = body_ids()
    touched = _leave_behind_old_statutes(edition, by=by) if any(s.path == STATUTORY for s in fresh) else set()
    for source in fresh:
        for day, reading in source.read():
            publication, subjects = _enter(source, day, reading, edition, ids, hold_above)
            outcome.assertions += reading.rows
            outcome.publications.append(publication)
            outcome.notes += [f"{publication.file}: {note}" for note in publication.notes]
            if publication.state == PublicationState.HELD:
                outcome.held.append(publication.file)
                continue
            touched |= subjects
    _audit_entered(outcome.publications, by=by, edition=edition)
    first = not Publication.objects.exclude(entered=edition).exists()
    rederive(edition=edition, touched=None if first else with_dependants(touched, outcome.publications))
    outcome.edition = edition.number
    if not first:
        outcome.changes = changes_of(edition.number)
    return outcome


def _leave_behind_old_statutes(edition: Edition, *, by: Actor) -> set[Touched]:
    """Withdraw the statutory events of an earlier release of this software; what they speak of."""
    touched: set[Touched] = set()
    for old in Publication.objects.filter(series="ouzel:statutory").exclude(state=PublicationState.WITHDRAWN):
        touched |= _retire(old, edition, by=by, why="replaced by those of a newer release of Ouzel", on=None)
    return touched


def _retire(publication: Publication, edition: Edition, *, by: Actor, why: str, on: date | None) -> set[Touched]:
    publication.state, publication.left, publication.withdrawn_on = PublicationState.WITHDRAWN, edition, on
    publication.save(update_fields=["state", "left", "withdrawn_on"])
    audit.record(
        by=by, action=Action.WITHDRAWN, subject=f"publication {publication.pk}",
        detail={"edition": edition.number, "why": why, "on": on},
    )  # fmt: skip
    return with_dependants(_spoken_of(publication), [publication])


def _loaded_before(source: Source) -> bool:
    same = Publication.objects.filter(sha256=source.sha256).exclude(state=PublicationState.WITHDRAWN)
    if source.published is None or source.reader.dates_itself:
        return same.exists()
    other = same.exclude(published=source.published).first()
    if other is not None:
        raise ContentError(
            f"this very file was loaded as published on {other.published}; now it is said to be of {source.published}",
            file=source.path.name,
            right=f"Give --published {other.published}, or withdraw publication {other.pk} first",
        )
    return same.exists()


def _enter(
    source: Source, day: date, reading: Reading, edition: Edition, ids: dict[str, int], hold_above: Decimal | None
) -> tuple[Publication, set[Touched]]:
    """Write one publication with its assertions; what it speaks of."""
    said = with_listing(reading, day)
    vanished, listed = _vanished(reading, day) if reading.complete_for else (0, 0)
    notes = list(reading.notes)
    if vanished:
        notes.append(f"{vanished:,} of the {listed:,} {reading.complete_for} listed before are missing from it")
    held = hold_above is not None and listed and Decimal(vanished) / listed > hold_above
    publication = Publication.objects.create(
        series=reading.series,
        reader=reading.reader,
        file=source.path.name,
        sha256=source.sha256,
        published=day,
        state=PublicationState.HELD if held else PublicationState.LOADED,
        authority=int(reading.authority),
        precedence=SOURCES[reading.series].precedence,
        complete_for=reading.complete_for,
        rows=len(said),
        entered=edition,
        notes=notes,
    )
    reading.rows = len(said)
    return publication, store(said, publication, ids)


def _vanished(reading: Reading, day: date) -> tuple[int, int]:
    """How many of the bodies of the last complete publication before this one are missing from it, and how many it
    had."""
    before = (
        Publication.objects.filter(complete_for=reading.complete_for, state=PublicationState.LOADED, published__lt=day)
        .order_by("-published")
        .first()
    )
    if before is None:
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.code FROM register_assertion a JOIN register_body b ON b.id = a.subject_id"
            " WHERE a.publication_id = %s AND a.attribute = %s",
            [before.pk, int(Attribute.LISTED)],
        )
        listed = {code for (code,) in cursor.fetchall()}
    return len(listed - reading.listed), len(listed)


def with_dependants(touched: set[Touched], publications: Iterable[Publication]) -> set[Touched]:
    """What is touched, and what depends on it: relations to bodies whose lifespan or successions were spoken of, and
    the
    listing of all that were ever listed in the same scope."""
    scopes = [p.complete_for for p in publications if p.complete_for]
    lives = {id_ for id_, attribute in touched if attribute in (Attribute.LIFESPAN, Attribute.SUCCESSOR)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT a.subject_id, a.attribute FROM register_assertion a"
            " WHERE a.attribute = %s AND a.value = ANY(%s)"
            " UNION SELECT DISTINCT a.subject_id, a.attribute FROM register_assertion a WHERE a.object_id = ANY(%s)"
            " UNION SELECT DISTINCT a.subject_id, a.attribute FROM register_assertion a WHERE a.object_id IN ("
            "   SELECT c.object_id FROM register_assertion c WHERE c.publication_id = ANY(%s) AND c.attribute = %s)",
            [int(Attribute.LISTED), scopes, list(lives), [p.pk for p in publications], int(Attribute.SUCCESSOR)],
        )
        return touched | {(subject, attribute) for subject, attribute in cursor.fetchall()}


def _audit_entered(publications: Iterable[Publication], *, by: Actor, edition: Edition) -> None:
    for p in publications:
        audit.record(
            by=by,
            action=Action.HELD if p.state == PublicationState.HELD else Action.LOADED,
            subject=f"publication {p.pk}",
            detail={"file": p.file, "sha256": p.sha256, "series": p.series, "published": p.published, "rows": p.rows,
                    "edition": edition.number},
        )  # fmt: skip


def _spoken_of(publication: Publication) -> set[Touched]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT subject_id, attribute FROM register_assertion WHERE publication_id = %s", [publication.pk]
        )
        return {(subject, attribute) for subject, attribute in cursor.fetchall()}


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
    rederive(edition=edition, touched=with_dependants(_spoken_of(publication), [publication]))
    return edition


@transaction.atomic
def withdraw(*, publication: Publication, by: Actor, why: str, on: date | None = None) -> Edition:
    """Withdraw a publication: from this edition on it does not count.

    With `on`, the day the world learned that it was wrong, it still counts for what was known before that day.
    """
    require(by, Permission.REGISTER_WITHDRAW, on=today())
    _hold_still(publication)
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
    rederive(edition=edition, touched=_retire(publication, edition, by=by, why=why, on=on))
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
    ended then;
    None: no end is known. Of two settlements of one day the one made later holds.
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
