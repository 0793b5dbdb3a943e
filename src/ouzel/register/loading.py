"""Files into the register: all that are named in one edition and one transaction, or none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
from ouzel.register.evidence import Reading
from ouzel.register.gathering import Skipped, Source, gather
from ouzel.register.models import Publication, PublicationState
from ouzel.register.retiring import Action, retire
from ouzel.register.sources import SOURCES
from ouzel.register.storing import Touched, body_ids, store, with_listing
from ouzel.register.touching import with_dependants

STATUTORY = Path(__file__).with_name("statutory.csv")
"""Statutory events, with their sources: part of every register, so every load brings them up to date first."""


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
    paths: Iterable[Path],
    *,
    by: Actor,
    published: date | None = None,
    hold_above: Decimal | None = None,
    known_by: date | None = None,
) -> Loaded:
    """Load files, each recognised by its content: all of them in one edition, or none.

    `known_by`: what was published after that day is left for later, so that the register is as it was known then.
    `hold_above`: a complete publication in which more than this share (0 to 1) of the bodies listed so far is missing
    is held in quarantine until a person releases it. ContentError for a file that cannot be read whole.
    """
    require(by, Permission.REGISTER_LOAD, on=today())
    sources, skipped = gather([STATUTORY, *paths], published=published)
    with transaction.atomic():
        return _load(sources, skipped, by=by, hold_above=hold_above, known_by=known_by)


def dry_run(
    paths: Iterable[Path],
    *,
    by: Actor,
    published: date | None = None,
    hold_above: Decimal | None = None,
    known_by: date | None = None,
) -> Loaded:
    """What `load` would do, with nothing done."""
    require(by, Permission.REGISTER_LOAD, on=today())
    sources, skipped = gather([STATUTORY, *paths], published=published)
    outcome = Loaded(None)
    try:
        with transaction.atomic():
            outcome = _load(sources, skipped, by=by, hold_above=hold_above, known_by=known_by)
            raise _Undo
    except _Undo:
        return outcome


def _load(
    sources: list[Source], skipped: list[Skipped], *, by: Actor, hold_above: Decimal | None, known_by: date | None
) -> Loaded:
    locks.take(locks.Lock.REGISTER)  # first of all: two loads at once must not both find a file new
    outcome = Loaded(None, skipped=list(skipped))
    fresh: dict[str, tuple[Source, set[date]]] = {}  # by content: the days of it that are new
    for source in sources:
        days, loaded = _days(source), _days_loaded(source)
        new = {day for day in days - loaded if known_by is None or day <= known_by}
        if new and source.sha256 not in fresh:
            fresh[source.sha256] = (source, new)
        elif source.path != STATUTORY and (new or days <= loaded):
            outcome.already.append(source.path.name)
        elif source.path != STATUTORY:
            outcome.skipped.append(Skipped(source.path.name, f"what is not loaded yet was published after {known_by}"))
    if not fresh:
        return outcome
    files = ", ".join(source.path.name for source, _ in fresh.values())
    edition = new_edition(kind="load", by=by, note=files)
    ids = body_ids()
    touched: set[Touched] = set()
    for source, new in fresh.values():
        if source.path == STATUTORY:
            touched |= _leave_behind_old_statutes(source, edition, by=by)
        for day, reading in source.read():
            if day not in new:
                continue
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


def _leave_behind_old_statutes(source: Source, edition: Edition, *, by: Actor) -> set[Touched]:
    """Withdraw the statutory events of an earlier release of this software; what they speak of."""
    touched: set[Touched] = set()
    statutes = Publication.objects.filter(series="ouzel:statutory").exclude(state=PublicationState.WITHDRAWN)
    for old in statutes.exclude(sha256=source.sha256):
        touched |= retire(old, edition, by=by, why="replaced by those of a newer release of Ouzel", on=None)
    return touched


def _days(source: Source) -> set[date]:
    """The days on which what is in the file was published: most files have one."""
    if source.reader.dates_itself:
        return {day for day, _ in source.read()}
    return {source.published} if source.published else set()


def _days_loaded(source: Source) -> set[date]:
    """Those of which this very content counts already. ContentError for a file said to be of another day."""
    same = Publication.objects.filter(sha256=source.sha256).exclude(state=PublicationState.WITHDRAWN)
    loaded = {publication.published: publication for publication in same}
    if source.published is None or source.reader.dates_itself:
        return set(loaded)
    for day, other in loaded.items():
        if day != source.published:
            raise ContentError(
                f"this very file was loaded as published on {day}; now it is said to be of {source.published}",
                file=source.path.name,
                right=f"Give --published {day}, or withdraw publication {other.pk} first",
            )
    return set(loaded)


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
    """How many bodies of the last complete publication before this one are missing from it, and how many it had."""
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


def _audit_entered(publications: Iterable[Publication], *, by: Actor, edition: Edition) -> None:
    for p in publications:
        audit.record(
            by=by,
            action=Action.HELD if p.state == PublicationState.HELD else Action.LOADED,
            subject=f"publication {p.pk}",
            detail={"file": p.file, "sha256": p.sha256, "series": p.series, "published": p.published, "rows": p.rows,
                    "edition": edition.number},
        )  # fmt: skip
