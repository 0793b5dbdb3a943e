"""Declaring gifts and hospitality: against the rule of the day, or with the reason why it was gone against."""

from datetime import date
from typing import Any

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.auditing import Did
from ouzel.governance.interests import gifts, given
from ouzel.governance.interests.keeping import require_keeper, require_own
from ouzel.governance.models import Gift, Person
from ouzel.reorganisation.wording import in_words

KINDS = ("gift", "hospitality")
OUTCOMES = ("accepted", "declined", "on-behalf")
PARTS = ("kind", "donor", "donor_ods_code", "donor_company_number", "supplier", "description", "value", "offered",
         "outcome", "approved_by", "reason")  # fmt: skip


@transaction.atomic
def declare_gift(
    *, person: Person, kind: str, donor: str, description: str, value: int | None, offered: date, outcome: str,
    on: date, by: Actor, supplier: bool = False, donor_ods_code: str = "", donor_company_number: str = "",
    approved_by: str = "", reason: str = "",
) -> Gift:  # fmt: skip
    """Declare what was offered: `kind` gift or hospitality, `value` in pence (None: not known), `outcome` accepted,
    declined, or on-behalf (accepted for the organisation).

    What goes against the rule of the day is refused, or, with a `reason`, recorded with it for everybody to read.
    ContentError too for an offer that lies ahead, or a value below nought.
    """
    require_own(by, person)
    parts = {
        "kind": kind, "donor": donor, "donor_ods_code": donor_ods_code, "donor_company_number": donor_company_number,
        "supplier": supplier, "description": description, "value": value, "offered": offered, "outcome": outcome,
        "approved_by": approved_by, "reason": reason,
    }  # fmt: skip
    return _keep(person, _checked(person, parts, on=on), on=on, by=by)


@transaction.atomic
def correct_gift(*, gift: Gift, on: date, by: Actor, **changes: Any) -> Gift:
    """An entry was wrong: another takes its place (any part of what `declare_gift` takes), and the first is kept."""
    require_keeper(by, gift.person)
    _newest(gift)
    if wrong := sorted(set(changes) - set(PARTS)):
        raise ContentError("an entry has no such part", field=wrong[0], right=f"Change {', '.join(PARTS)}")
    parts = {**{name: getattr(gift, name) for name in PARTS}, **changes}
    checked = _checked(gift.person, parts, on=on, other_than=gift)
    more = {"redacted": gift.redacted, "redaction": gift.redaction, "replaces": gift, "corrected": on}
    return _keep(gift.person, {**checked, **more}, on=gift.declared, by=by)


@transaction.atomic
def redact_gift(*, gift: Gift, reason: str, by: Actor) -> Gift:
    """Withhold an entry from the public register; the reason is printed in its place."""
    reason = given.sentence(reason, field="reason", right="Why the public does not read this, in words fit to be read")
    return _redaction(gift, redacted=True, redaction=reason, reason=reason, by=by)


@transaction.atomic
def publish_gift_again(*, gift: Gift, reason: str, by: Actor) -> Gift:
    """Take back that an entry is withheld. `reason` is kept in the audit trail."""
    reason = given.sentence(reason, field="reason", right="Why it may be read by the public now")
    return _redaction(gift, redacted=False, redaction="", reason=reason, by=by)


def _redaction(gift: Gift, *, redacted: bool, redaction: str, reason: str, by: Actor) -> Gift:
    require_keeper(by, gift.person)
    _newest(gift)
    parts = {name: getattr(gift, name) for name in PARTS}
    row = Gift.objects.create(person=gift.person, **parts, redacted=redacted, redaction=redaction, replaces=gift,
                              corrected=gift.corrected, declared=gift.declared, by=str(by))  # fmt: skip
    audit.record(by=by, action=Did.INTEREST_REDACTED, subject=gift.person.slug,
                 detail={"gift": gift.pk, "now": row.pk, "redacted": redacted, "reason": reason})  # fmt: skip
    return row


def _checked(person: Person, parts: dict[str, Any], *, on: date, other_than: Gift | None = None) -> dict[str, Any]:
    for name, allowed in (("kind", KINDS), ("outcome", OUTCOMES)):
        if parts[name] not in allowed:
            raise ContentError(f"there is no such {name}", field=name, value=str(parts[name]),
                               right=f"Use {', '.join(allowed)}")  # fmt: skip
    if parts["value"] is not None and parts["value"] < 0:
        raise ContentError("a value is nought or more", field="value", value=str(parts["value"]))
    if parts["offered"] > on:
        raise ContentError("it was offered after it was declared", field="offered", value=str(parts["offered"]),
                           right=f"{in_words(on)} or before")  # fmt: skip
    found = {
        **parts,
        "donor": given.sentence(parts["donor"], field="donor", right="Who offered it"),
        "description": given.sentence(parts["description"], field="description", right="What was offered"),
        "donor_ods_code": given.ods_code(parts["donor_ods_code"]),
        "donor_company_number": given.company_number(parts["donor_company_number"]),
        "approved_by": parts["approved_by"].strip(), "reason": parts["reason"].strip(),
    }  # fmt: skip
    earlier = gifts.before(
        person=person, donor=found["donor"], ods_code=found["donor_ods_code"],
        company_number=found["donor_company_number"], offered=found["offered"], other_than=other_than,
    )  # fmt: skip
    ruling = gifts.rule(kind=found["kind"], value=found["value"], supplier=found["supplier"],
                        offered=found["offered"], before=[row.value for row in earlier])  # fmt: skip
    if not ruling.allows(found["outcome"], approved=bool(found["approved_by"])) and not found["reason"]:
        raise ContentError(
            f"{ruling.why} {gifts.WORDS[ruling.may]}", field="outcome", value=found["outcome"],
            right="Decline it. Or give the reason for going on all the same: it is printed with the entry",
        )  # fmt: skip
    return found


def _keep(person: Person, parts: dict[str, Any], *, on: date, by: Actor) -> Gift:
    row = Gift.objects.create(person=person, **parts, declared=on, by=str(by))
    # No words, as of interests: the entry may be withheld later.
    said = {name: parts[name] for name in ("kind", "supplier", "offered", "outcome")}
    audit.record(by=by, action=Did.GIFT_DECLARED, subject=person.slug,
                 detail={"gift": row.pk, **said, "on": on,
                         "replaces": row.replaces_id})  # fmt: skip
    return row


def _newest(gift: Gift) -> None:
    if Gift.objects.select_for_update(of=("self",)).filter(replaces=gift).exists():
        raise ContentError("this entry was replaced by a later one", field="gift", right="Take the entry as it now is")
