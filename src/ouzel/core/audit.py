"""The audit trail: who did what to what, linked row to row so that a later change shows.

A row is written in the transaction of the change itself. `content` is the sha256 of what it says in canonical JSON;
when the transaction commits, the database numbers the row and links it: `hash` is the sha256 of the lines previous
hash, number, time in microseconds since 1970 UTC, content. `verify` computes it all again by itself.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ouzel.core import locks
from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOTHING = "0" * 64  # stands before the first row


class Action(StrEnum):
    """What the core records. A package that records more adds a StrEnum of its own, `PACKAGE.THING.VERB`."""

    EDITION_MADE = "core.edition.made"
    USER_CREATED = "core.user.created"
    USER_DEACTIVATED = "core.user.deactivated"
    USER_REACTIVATED = "core.user.reactivated"
    USER_LINK_MADE = "core.user.link-made"
    ROLE_GRANTED = "core.role.granted"
    ROLE_ENDED = "core.role.ended"
    RELEASE_STARTED = "core.release.started"
    RELEASE_FINISHED = "core.release.finished"
    RELEASE_SUPERSEDED = "core.release.superseded"
    RELEASE_WITHDRAWN = "core.release.withdrawn"
    SIGNED_IN = "core.session.signed-in"
    SIGNED_OUT = "core.session.signed-out"
    LOCKED_OUT = "core.session.locked-out"
    PASSWORD_CHANGED = "core.password.changed"  # noqa: S105  (a name)
    SECOND_FACTOR_CHANGED = "core.second-factor.changed"


@dataclass(frozen=True)
class Head:
    """The last row: write it down elsewhere, and a trail whose end was cut off shows."""

    number: int  # 0: the trail is empty
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Read `NUMBER:HASH` as `str` writes it; ValueError says what would be right."""
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or len(digest) != 64:
            raise ValueError(f"{text!r} is not the head of an audit trail: it is written NUMBER:HASH")
        return cls(int(number), digest)


@dataclass(frozen=True)
class Break:
    """One place where the trail is not what was written. `number` is the row, or the first of those that are gone."""

    number: int
    kind: str  # changed, removed, inserted, unlinked, head
    problem: str


def record(*, by: Actor, action: StrEnum, subject: str, detail: dict[str, Any], on_behalf_of: str = "") -> AuditEntry:
    """Write down what somebody did, in the transaction of the doing; `number` and `hash` come when it commits.

    `detail` holds text, whole numbers, truth values, None, lists and dicts of these; dates and Decimals are kept as
    text, floats are refused (TypeError). RuntimeError outside a transaction.
    """
    locks.need_transaction()
    if not isinstance(action, StrEnum):
        raise TypeError(f"{action!r} is not a typed action: declare it in a StrEnum")
    kept = _plain(detail)
    said = {
        "by_kind": by.kind,
        "by_name": by.name,
        "by_user": by.user_id,
        "on_behalf_of": on_behalf_of,
        "action": action.value,
        "subject": subject,
        "detail": kept,
    }
    return AuditEntry.objects.create(**said, content=_content(said))


def head() -> Head:
    """The last row's number and hash; number 0 for an empty trail."""
    last = AuditEntry.objects.filter(number__isnull=False).order_by("-number").first()
    return Head(last.number or 0, last.hash or "") if last else Head(0, NOTHING)


def verify(*, expected_head: Head | None = None) -> list[Break]:
    """Compute the whole trail again, a few thousand rows at a time; an empty list when all is as it was written.

    With the head written down earlier, a trail whose end was cut off or rewritten shows too.
    """
    breaks: list[Break] = []
    number, digest = 0, NOTHING
    seen = expected_head is None or expected_head.number == 0
    for entry in _rows():
        breaks.extend(_judge(entry, number, digest))
        number, digest = entry.number or 0, entry.hash or ""
        if expected_head is not None and number == expected_head.number:
            seen = True
            if digest != expected_head.hash:
                breaks.append(
                    Break(number, "head", f"row {number} is not the one written down: the trail up to it was rewritten")
                )
    if not seen and expected_head is not None:
        breaks.append(
            Break(
                number + 1,
                "removed",
                f"the trail ends at row {number}; row {expected_head.number} was written down as its head",
            )
        )
    unlinked = AuditEntry.objects.filter(number=None).order_by("pk").values_list("pk", flat=True)
    breaks.extend(Break(0, "unlinked", f"the row with id {pk} was put in without a link") for pk in unlinked)
    return breaks


def _judge(entry: AuditEntry, number: int, digest: str) -> Iterator[Break]:
    """What is wrong with a row that comes after the row `number` whose hash is `digest`."""
    here = entry.number or 0
    if here < 1:
        yield Break(here, "inserted", f"row {here} was put in: rows are numbered from 1")
        return
    if here > number + 1:
        gone = f"row {number + 1} is gone" if here == number + 2 else f"rows {number + 1} to {here - 1} are gone"
        yield Break(number + 1, "removed", gone)
    if entry.content != _content(_said(entry)) or entry.hash != link(entry):
        yield Break(here, "changed", f"row {here} does not say what was written")
    if here == number + 1 and entry.previous != digest:
        yield Break(
            here,
            "inserted",
            f"row {here} does not follow from the row before it: one of the two was put in or replaced",
        )


def link(entry: AuditEntry) -> str:
    """The hash a row ought to have, from its previous hash, number, time and content."""
    assert entry.at is not None
    micros = (entry.at - EPOCH) // timedelta(microseconds=1)
    return _sha256(f"{entry.previous}\n{entry.number}\n{micros}\n{entry.content}")


def _rows() -> Iterator[AuditEntry]:
    return AuditEntry.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=5000)


def _said(entry: AuditEntry) -> dict[str, Any]:
    names = ("by_kind", "by_name", "by_user", "on_behalf_of", "action", "subject", "detail")
    return {name: getattr(entry, name) for name in names}


def _content(said: dict[str, Any]) -> str:
    return _sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON keeps it exactly; a float would come back as another number, so it is refused."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (Decimal, date)):
        return str(value) if isinstance(value, Decimal) else value.isoformat()
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    raise TypeError(f"an audit row cannot keep {value!r}: use text, whole numbers, dates or Decimals")
