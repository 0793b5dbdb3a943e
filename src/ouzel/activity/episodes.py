"""Responsibility that stays with a commissioner whatever the registration says: recorded, replaced, read by the engine.

An episode wins over the rules of the year for the lines of its person in its days. Sources: NHS (Integrated Care
Boards: Responsibilities) Regulations 2022, regulations 5 and 7; Who Pays?, on looked-after children.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from ouzel.activity.knowing import known_on
from ouzel.activity.models import ResponsibilityEpisode
from ouzel.activity.models.episodes import EpisodeKind
from ouzel.activity.small_files import look_at_words
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.ACTIVITY_LINES
REBASED = date(2022, 7, 1)
"""The day on which whoever was detained or in aftercare was assigned anew by their GP registration.

Source: NHS (Integrated Care Boards: Responsibilities) Regulations 2022, regulations 5 and 7.
"""

SPECIALTY = re.compile(r"[0-9]{3}|[A-Z][0-9]{2}")


class Action(StrEnum):
    """What is recorded of episodes in the audit trail: never the person, only the number of the episode."""

    RECORDED = "activity.episode.recorded"
    REPLACED = "activity.episode.replaced"


@dataclass(frozen=True)
class Episode:
    """One episode as the engine takes it. Days are half-open; `until` None: it has not ended.

    `specialties`: treatment functions it covers; none: what its kind covers (table `episode-care`). `number` is that of
    its record.
    """

    number: int
    person: int
    kind: str
    specialties: tuple[str, ...]
    commissioner: str
    start: date
    until: date | None

    @property
    def words(self) -> str:
        """Why it decides, in a sentence."""
        why = EpisodeKind(self.kind).label
        return f"Whoever was responsible when it began stays so: {why}, recorded from {_said(self.start)}."


@transaction.atomic
def record_episode(
    *,
    person: int,
    kind: str,
    commissioner: str,
    start: date,
    until: date | None = None,
    specialties: Sequence[str] = (),
    source: str,
    recorded: date,
    by: Actor,
) -> ResponsibilityEpisode:
    """Record that a commissioner stays responsible for a person from `start` until `until` (half-open).

    `person` is the pseudonym that lines carry. `recorded` is the day it became known. ContentError for what cannot
    be, and where the person has an episode on some of those days: only one can win.
    """  # fmt: skip
    require(by, NEEDS, on=today())
    _check(person=person, kind=kind, commissioner=commissioner, start=start, until=until, specialties=specialties,
           source=source)  # fmt: skip
    locks.take(locks.Lock.ACTIVITY)
    episode = _create(person=person, kind=kind, commissioner=commissioner, start=start, until=until,
                      specialties=specialties, source=source, recorded=recorded, by=by)  # fmt: skip
    audit.record(by=by, action=Action.RECORDED, subject=f"episode {episode.pk}", detail=_detail(episode))
    return episode


@transaction.atomic
def replace_episode(
    *,
    episode: ResponsibilityEpisode,
    start: date,
    until: date | None,
    commissioner: str,
    specialties: Sequence[str] = (),
    source: str,
    recorded: date,
    by: Actor,
) -> ResponsibilityEpisode:
    """Say better what was recorded before: its end, its dates, its commissioner. What was believed until then stays
    known for the days before `recorded`.

    ContentError when it was replaced already, or became known after `recorded`.
    """  # fmt: skip
    require(by, NEEDS, on=today())
    _check(person=episode.person, kind=episode.kind, commissioner=commissioner, start=start, until=until,
           specialties=specialties, source=source)  # fmt: skip
    locks.take(locks.Lock.ACTIVITY)
    former = ResponsibilityEpisode.objects.select_for_update().get(pk=episode.pk)
    if former.replaced is not None:
        raise ContentError(f"episode {former.pk} was replaced on {_said(former.replaced)} already", field="episode",
                           value=str(former.pk), right="Replace the one that holds now")  # fmt: skip
    if recorded < former.recorded:
        raise ContentError("it cannot be known better before it was known", field="recorded", value=str(recorded),
                           right=f"It was recorded on {_said(former.recorded)}")  # fmt: skip
    former.replaced = recorded
    former.save(update_fields=["replaced"])
    episode = _create(person=former.person, kind=former.kind, commissioner=commissioner, start=start, until=until,
                      specialties=specialties, source=source, recorded=recorded, by=by)  # fmt: skip
    audit.record(by=by, action=Action.REPLACED, subject=f"episode {former.pk}",
                 detail=_detail(episode) | {"episode": episode.pk})  # fmt: skip
    return episode


def episodes_as_known(day: date | None = None) -> tuple[Episode, ...]:
    """The episodes that were believed at the end of a day; None: those believed now. By person and start.

    For the engine, which shows of persons their pseudonym at most; `episodes_visible` is for showing them to people.
    """
    return tuple(_episode(row) for row in _known(ResponsibilityEpisode.objects.all(), day))


def episodes_visible(viewer: Actor, *, on: date, known: date | None = None) -> tuple[Episode, ...]:
    """The same for somebody to read: none for who may not read lines."""
    return tuple(_episode(row) for row in _known(ResponsibilityEpisode.objects.visible_to(viewer, on=on), known))


def _known(rows: "QuerySet[ResponsibilityEpisode]", day: date | None) -> "QuerySet[ResponsibilityEpisode]":
    return known_on(rows, day).order_by("person", "valid", "pk")


def _episode(row: ResponsibilityEpisode) -> Episode:
    return Episode(
        row.pk, row.person, row.kind, tuple(filter(None, row.specialties.split(","))), row.commissioner,
        row.valid.lower, row.valid.upper,
    )  # fmt: skip


def _check(
    *, person: int, kind: str, commissioner: str, start: date, until: date | None, specialties: Sequence[str],
    source: str,
) -> None:  # fmt: skip
    if person <= 0:
        raise ContentError("an episode is of a person, by the pseudonym that lines carry", field="person")
    if kind not in EpisodeKind.values:
        raise ContentError("there is no such kind of episode", field="kind", value=kind,
                           right=f"Use {', '.join(EpisodeKind.values)}")  # fmt: skip
    if not re.fullmatch(r"[A-Z0-9]{3,9}", commissioner):
        raise ContentError("this is no code of a commissioner", field="commissioner", value=commissioner)
    if kind == EpisodeKind.AFTERCARE and start < REBASED and (until is None or until > REBASED):
        raise ContentError(
            f"on {_said(REBASED)} everybody in detention or aftercare was assigned anew by their GP practice",
            field="start", value=_said(start),
            right=f"Record it until {_said(REBASED)}, and from that day another one with the commissioner of the GP"
            " practice they had on it",
        )  # fmt: skip
    if until is not None and until <= start:
        raise ContentError("it would end before it begins", field="until", value=str(until))
    if not source.strip():
        raise ContentError("an episode needs its source: where it is written down", field="source")
    look_at_words(source=source)
    for specialty in specialties:
        if not SPECIALTY.fullmatch(specialty):
            raise ContentError("this is no treatment function", field="specialties", value=specialty,
                               right="Write codes such as 710; none at all for what its kind covers")  # fmt: skip


def _create(
    *, person: int, kind: str, commissioner: str, start: date, until: date | None, specialties: Sequence[str],
    source: str, recorded: date, by: Actor,
) -> ResponsibilityEpisode:  # fmt: skip
    _check_known(person=person, start=start, until=until, recorded=recorded)
    try:
        with transaction.atomic():
            return ResponsibilityEpisode.objects.create(
                person=person, kind=kind, commissioner=commissioner, specialties=",".join(sorted(set(specialties))),
                valid=DateRange(start, until), recorded=recorded, source=source.strip(), by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        if "episode_one_of_a_kind" not in str(error):
            raise
        raise ContentError("this person has an episode on some of these days, and only one can win", field="start",
                           value=str(start), right="Replace that one, or give other days") from None  # fmt: skip


def _check_known(*, person: int, start: date, until: date | None, recorded: date) -> None:
    """ContentError where on some day as known the person would have two: what is replaced was believed until then."""
    meanwhile = (
        ResponsibilityEpisode.objects.filter(
            person=person, valid__overlap=DateRange(start, until), replaced__gt=recorded
        )
        .order_by("-replaced")
        .first()
    )
    if meanwhile is not None and meanwhile.replaced is not None:
        raise ContentError(
            f"until {_said(meanwhile.replaced)} another episode of this person was believed for some of these days, and"
            " only one can win", field="recorded", value=str(recorded),
            right=f"Say that it became known on {_said(meanwhile.replaced)} or later",
        )  # fmt: skip


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _detail(episode: ResponsibilityEpisode) -> dict[str, object]:
    """What the audit trail keeps: no person, not even the pseudonym."""
    return {"episode": episode.pk, "kind": episode.kind, "recorded": episode.recorded}
