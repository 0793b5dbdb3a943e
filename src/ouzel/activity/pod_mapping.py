"""What providers' own points of delivery stand for: said by a person, for days, and never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.activity.knowing import known_by, known_on
from ouzel.activity.models import PodMapping
from ouzel.activity.providers import canonical
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.small_files import look_at_words
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.ACTIVITY_LOAD


class Action(StrEnum):
    """What mappings of points of delivery record in the audit trail."""

    MAPPED = "activity.pod-mapping.made"
    ENDED = "activity.pod-mapping.ended"


@transaction.atomic
def map_pod(
    *, local_code: str, pod: str, since: date, recorded: date, by: Actor, provider: str = "", until: date | None = None,
    note: str = "",
) -> PodMapping:  # fmt: skip
    """Say what a local point of delivery stands for on the days [since, until), for a provider ("": for any).

    `recorded` is the day it became known: whoever asks as known before it does not find it. A mapping of a provider
    goes before one for any. ContentError for a code that is no national point of delivery, days in the wrong order,
    days on which it is mapped already or was believed to be, what is not known yet, and a code or note that tells of a
    patient.
    """
    require(by, NEEDS, on=today())
    locks.take(locks.Lock.ACTIVITY)
    local_code, pod, provider = local_code.strip(), pod.strip().upper(), canonical(provider)
    if not local_code:
        raise ContentError("the local point of delivery is not said", field="local_code")
    look_at_words(local_code=local_code, note=note)
    if pod not in POINTS:
        raise ContentError(
            "there is no such national point of delivery", field="pod", value=pod, right="Such as DC or OPFASPCL"
        )
    if until is not None and until <= since:
        raise ContentError("it ends before it begins", field="until", value=str(until), right=f"A day after {since}")
    days = DateRange(since, until)
    known_by(recorded)
    held = PodMapping.objects.filter(provider=provider, local_code=local_code, valid__overlap=days)
    same = held.filter(replaced=None).first()
    if same is not None:
        raise ContentError(
            f"{local_code} is mapped to {same.pod} on some of these days: {_words(same)}", field="local_code",
            value=local_code, right="End that mapping first, or choose days after it",
        )  # fmt: skip
    if before := held.filter(replaced__gt=recorded).order_by("-replaced").first():
        raise ContentError(
            f"until {before.replaced} it was believed to be {before.pod} on some of these days", field="recorded",
            value=str(recorded), right=f"Say that it became known on {before.replaced} or later",
        )  # fmt: skip
    made = PodMapping.objects.create(
        provider=provider, local_code=local_code, pod=pod, valid=days, recorded=recorded, by=str(by), note=note.strip()
    )
    audit.record(
        by=by, action=Action.MAPPED, subject=_subject(made),
        detail={"mapping": made.pk, "pod": pod, "since": since, "until": until, "recorded": recorded,
                "note": made.note},
    )  # fmt: skip
    return made


@transaction.atomic
def end_pod_mapping(
    *, mapping: PodMapping, recorded: date, by: Actor, why: str, on: date | None = None
) -> PodMapping | None:
    """End a mapping from a day on; without one, or on its first day, it is taken back for all days.

    What was believed stays known for the days before `recorded`; where days remain, they are a new row, which is given
    back. ContentError without a reason, for a mapping that is ended already, for a day on which it does not hold, and
    where its end would be known before the mapping.
    """
    require(by, NEEDS, on=today())
    locks.take(locks.Lock.ACTIVITY)
    held = PodMapping.objects.select_for_update().get(pk=mapping.pk)
    since, until = held.valid.lower, held.valid.upper
    if not why.strip():
        raise ContentError("ending a mapping needs its reason", field="why")
    look_at_words(why=why)
    if held.ended:
        raise ContentError("this mapping is ended already", field="mapping", value=_subject(held))
    if on is not None and not (since <= on and (until is None or on < until)):
        raise ContentError(
            "it does not hold on that day", field="on", value=str(on), right=f"A day within {_words(held)}"
        )
    known_by(recorded, since=held.recorded)
    held.replaced, held.replaced_by, held.why = recorded, str(by), why.strip()
    held.save(update_fields=["replaced", "replaced_by", "why"])
    rest = None
    if on is not None and on > since:
        rest = PodMapping.objects.create(
            provider=held.provider, local_code=held.local_code, pod=held.pod, valid=DateRange(since, on),
            recorded=recorded, by=str(by), note=held.note,
        )  # fmt: skip
    audit.record(
        by=by, action=Action.ENDED, subject=_subject(held),
        detail={"mapping": held.pk, "pod": held.pod, "since": since, "until": until, "ended_on": on,
                "recorded": recorded, "rest": rest.pk if rest else None, "why": why.strip()},
    )  # fmt: skip
    return rest


@dataclass(frozen=True)
class Mapped:
    """Mappings that count, as was known on some day, for looking up many."""

    rows: Sequence[tuple[str, str, str, date, date | None]]  # provider, local code, pod, since, until

    @classmethod
    def known(cls, day: date | None = None) -> "Mapped":
        """All that were believed at the end of a day (None: that are believed now), by provider and code."""
        found = known_on(PodMapping.objects.all(), day).order_by("provider", "local_code", "valid")
        return cls(tuple((row.provider, row.local_code, row.pod, row.valid.lower, row.valid.upper) for row in found))

    @cached_property
    def _by_code(self) -> dict[str, list[tuple[str, str, date, date | None]]]:
        found: dict[str, list[tuple[str, str, date, date | None]]] = {}
        for owner, code, pod, since, until in self.rows:
            found.setdefault(code, []).append((owner, pod, since, until))
        return found

    def pod(self, *, provider: str, local_code: str, on: date) -> str:
        """The national point of delivery on a day; "" where it is not mapped. A provider's own goes before any."""
        fitting = {
            owner: pod
            for owner, pod, since, until in self._by_code.get(local_code, ())
            if owner in (provider, "") and since <= on and (until is None or on < until)
        }
        return fitting.get(provider, fitting.get("", ""))


def mapping_for(*, provider: str, local_code: str, on: date, known_at: date | None = None) -> PodMapping | None:
    """The mapping by which a local point of delivery is read on a day, as `Mapped.pod`; None where there is none."""
    rows = known_on(PodMapping.objects.all(), known_at).filter(local_code=local_code, valid__contains=on)
    return rows.filter(provider__in={provider, ""}).order_by("-provider").first()


def _subject(mapping: PodMapping) -> str:
    return f"{mapping.local_code} of {mapping.provider or 'any provider'}"


def _words(mapping: PodMapping) -> str:
    until = mapping.valid.upper
    return f"from {mapping.valid.lower}" + (f" until before {until}" if until else " on")
