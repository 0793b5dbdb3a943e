"""Declaring: an interest, that there is none, that all still holds; ending, correcting and withholding an entry.

An interest is known from the day on which it was declared. Who declares is the person themself, or who keeps the
register for a body of theirs.
"""

from datetime import date
from typing import Any

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import facts
from ouzel.governance.auditing import Did
from ouzel.governance.interests import given
from ouzel.governance.interests.keeping import require_keeper, require_own
from ouzel.governance.models import Declaration, Interest, Person
from ouzel.governance.reference.interests import category as known_category
from ouzel.governance.reference.interests import occasion as known_occasion
from ouzel.reorganisation.wording import in_words

SAME = ("category", "description", "through", "organisation", "ods_code", "company_number")
"""What makes two rows of a person the same interest; the rest is what is said of it."""


@transaction.atomic
def declare(
    *, person: Person, category: str, description: str, since: date, occasion: str, on: date, by: Actor,
    until: date | None = None, through: str = "", organisation: str = "", ods_code: str = "", company_number: str = "",
    mitigation: str = "", meeting: str = "", source: str = "",
) -> Interest:  # fmt: skip
    """Declare an interest held from `since` until `until` (half-open; None: it goes on), on the day `on`.

    `through`: whose it is, for one held through somebody else ("spouse"). `meeting`: slug, where it was declared at
    one. Declaring the same again is noted as a declaration and changes nothing of the entry. ContentError for an
    unknown category, occasion, code or number, an interest without description, or an indirect one that says not whose.
    """
    require_own(by, person)
    Person.objects.select_for_update().get(pk=person.pk)  # the same declared twice at once is one entry
    kind = known_category(category)
    if kind.through and not through.strip():
        raise ContentError("say through whom the interest is held", field="through",
                           right='What they are, such as "spouse"; no name is needed')  # fmt: skip
    key = {
        "category": kind.slug,
        "description": given.sentence(description, field="description", right="What the interest is, in a sentence"),
        "through": through.strip() if kind.through else "",
        "organisation": organisation.strip(),
        "ods_code": given.ods_code(ods_code),
        "company_number": given.company_number(company_number),
    }
    values = {"mitigation": mitigation.strip(), **_withheld(person, key)}
    row = _say(person, key, values, since=since, until=until, known=on, by=by,
               source=source.strip() or f"Declared by {person.name}")  # fmt: skip
    _declaration(person=person, occasion=occasion, on=on, nothing=False, meeting=meeting, note="", by=by)
    audit.record(
        by=by, action=Did.INTEREST_DECLARED, subject=person.slug,
        # No words: the trail is read by others and kept for good, and an entry may be withheld later.
        detail={"interest": row.pk, "category": row.category, "since": since, "until": until, "occasion": occasion,
                "on": on},
    )  # fmt: skip
    return row


@transaction.atomic
def declare_nothing(
    *, person: Person, occasion: str, on: date, by: Actor, meeting: str = "", note: str = ""
) -> Declaration:
    """Somebody declares that they have no interests.

    ContentError where the whole is declared and an entry of theirs still holds: end it, or confirm it.
    """
    require_own(by, person)
    held = Interest.objects.on(on).filter(person=person).count()
    if held and known_occasion(occasion).whole:
        raise ContentError(
            f"{person.name} still has {held} {'entry' if held == 1 else 'entries'} in the register", field="nothing",
            right="End what is over, or confirm that what is declared still holds",
        )  # fmt: skip
    return _declaration(person=person, occasion=occasion, on=on, nothing=True, meeting=meeting, note=note, by=by)


@transaction.atomic
def confirm(
    *, person: Person, on: date, by: Actor, occasion: str = "annual", meeting: str = "", note: str = ""
) -> Declaration:
    """Somebody confirms that what they declared still holds and that there is nothing further.

    ContentError where nothing is declared: then that is what is declared.
    """
    require_own(by, person)
    if not Interest.objects.on(on).filter(person=person).exists():
        raise ContentError(f"{person.name} has no entry to confirm", field="occasion",
                           right="Declare an interest, or that there is nothing to declare")  # fmt: skip
    return _declaration(person=person, occasion=occasion, on=on, nothing=False, meeting=meeting, note=note, by=by)


@transaction.atomic
def end_interest(*, interest: Interest, on: date, known: date, by: Actor, source: str = "") -> Interest:
    """An interest ended: the day before `on` was its last day. It stays in public for as long as entries do.

    ContentError where it had ended by then, or where `on` is not after its first day: it is corrected then.
    """
    require_own(by, interest.person)
    held = _believed(interest)
    if on <= held.valid.lower:
        raise ContentError(
            "it would end before it begins", field="on", value=str(on),
            right=f"After {in_words(held.valid.lower)}; an entry that was wrong is corrected",
        )  # fmt: skip
    (row,) = facts.end(Interest, {"pk": held.pk}, on=on, known=known, by=by,
                       source=source.strip() or f"Declared by {interest.person.name}")  # fmt: skip
    _declaration(person=row.person, occasion="change", on=known, nothing=False, meeting="", note="", by=by)
    audit.record(by=by, action=Did.INTEREST_ENDED, subject=row.person.slug,
                 detail={"interest": held.pk, "now": row.pk, "on": on, "known": known})  # fmt: skip
    return row


@transaction.atomic
def correct(*, interest: Interest, known: date, by: Actor, source: str, **changes: Any) -> Interest:
    """An entry was wrong: from `known` on it is believed as changed (any of what `declare` takes).

    The one that was wrong stays on record, and what corrects it was declared when that was. What was withheld stays so.
    ContentError for a change of what an entry does not have.
    """
    require_keeper(by, interest.person)
    held = _believed(interest)
    allowed = {*SAME, "mitigation", "since", "until"}
    if wrong := sorted(set(changes) - allowed):
        raise ContentError("an entry has no such part", field=wrong[0], right=f"Change {', '.join(sorted(allowed))}")
    new = {**{name: getattr(held, name) for name in (*SAME, "mitigation")}, **changes}
    since, until = new.pop("since", held.valid.lower), new.pop("until", held.valid.upper)
    kind = known_category(new["category"])
    if kind.through and not new["through"].strip():
        raise ContentError("say through whom the interest is held", field="through", right='Such as "spouse"')
    new["description"] = given.sentence(new["description"], field="description", right="What the interest is")
    new |= {"ods_code": given.ods_code(new["ods_code"]), "company_number": given.company_number(new["company_number"])}
    _end_whole(held, known=known, by=by, source=source)
    row = _say(
        interest.person, {name: new[name] for name in SAME},
        {"mitigation": new["mitigation"], "redacted": held.redacted, "redaction": held.redaction, "corrects": held},
        since=since, until=until, known=known, by=by, source=source,
    )  # fmt: skip
    audit.record(by=by, action=Did.INTEREST_DECLARED, subject=interest.person.slug,
                 detail={"interest": row.pk, "corrects": held.pk, "known": known})  # fmt: skip
    return row


@transaction.atomic
def redact(*, interest: Interest, reason: str, on: date, by: Actor) -> Interest:
    """Withhold an entry from the public register; the reason is printed in its place, so it must be fit to be read."""
    reason = given.sentence(reason, field="reason", right="Why the public does not read this, in words fit to be read")
    return _redaction(interest, redacted=True, redaction=reason, on=on, by=by)


@transaction.atomic
def publish_again(*, interest: Interest, reason: str, on: date, by: Actor) -> Interest:
    """Take back that an entry is withheld. `reason` is kept in the audit trail."""
    reason = given.sentence(reason, field="reason", right="Why it may be read by the public now")
    return _redaction(interest, redacted=False, redaction="", on=on, by=by, why=reason)


def _redaction(interest: Interest, *, redacted: bool, redaction: str, on: date, by: Actor, why: str = "") -> Interest:
    require_keeper(by, interest.person)
    held = _believed(interest)
    row = _say(
        held.person, {name: getattr(held, name) for name in SAME},
        {"mitigation": held.mitigation, "redacted": redacted, "redaction": redaction},
        since=held.valid.lower, until=held.valid.upper, known=on, by=by, source=held.source,
    )  # fmt: skip
    audit.record(by=by, action=Did.INTEREST_REDACTED, subject=held.person.slug,
                 detail={"interest": held.pk, "now": row.pk, "redacted": redacted, "reason": redaction or why,
                         "on": on})  # fmt: skip
    return row


def _say(
    person: Person, key: dict[str, Any], values: dict[str, Any], *, since: date, until: date | None, known: date,
    by: Actor, source: str,
) -> Interest:  # fmt: skip
    return facts.say(Interest, {"person": person, **key}, values, since=since, until=until, known=known, source=source,
                     by=by)  # fmt: skip


def _withheld(person: Person, key: dict[str, Any]) -> dict[str, Any]:
    """What was withheld stays so when the same is declared again with other words beside it."""
    row = Interest.objects.known().filter(person=person, redacted=True, **key).first()
    return {"redacted": True, "redaction": row.redaction} if row else {}


def _end_whole(held: Interest, *, known: date, by: Actor, source: str) -> None:
    facts.end(Interest, {"pk": held.pk}, on=held.valid.lower, known=known, source=source, by=by)


def _believed(interest: Interest) -> Interest:
    """The row, held for this transaction; ContentError where it is believed no more."""
    held = Interest.objects.select_for_update().select_related("person").get(pk=interest.pk)
    if held.replaced is not None:
        raise ContentError("this entry was replaced by a later one", field="interest", value=str(held.replaced),
                           right="Take the entry as it now is")  # fmt: skip
    return held


def _declaration(
    *, person: Person, occasion: str, on: date, nothing: bool, meeting: str, note: str, by: Actor
) -> Declaration:
    slug = known_occasion(occasion).slug
    row, new = Declaration.objects.get_or_create(
        person=person, occasion=slug, on=on, nothing=nothing, meeting=meeting, note=note.strip(),
        defaults={"by": str(by)},
    )  # fmt: skip
    if new:
        audit.record(by=by, action=Did.DECLARED, subject=person.slug,
                     detail={"occasion": slug, "on": on, "nothing": nothing, "meeting": meeting})  # fmt: skip
    return row
