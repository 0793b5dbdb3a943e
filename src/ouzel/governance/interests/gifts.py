"""What may be accepted: a gift or hospitality against the rule of its day, with what the same source gave before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ouzel.core.types.money import pounds
from ouzel.governance.interests.names import key_of
from ouzel.governance.models import Gift, Person
from ouzel.governance.months import months_on
from ouzel.governance.reference.interests import gift_rule
from ouzel.reorganisation.wording import in_words

ACCEPT, ON_BEHALF, APPROVAL, DECLINE, UNKNOWN = "accept", "on-behalf", "approval", "decline", "unknown"
WORDS = {
    ACCEPT: "It may be accepted.",
    ON_BEHALF: "It may only be accepted on behalf of the organisation.",
    APPROVAL: "It is to be declined, unless somebody senior approved it beforehand.",
    DECLINE: "It is to be declined.",
    UNKNOWN: "Nothing can be said of what may be accepted.",
}


@dataclass(frozen=True)
class Ruling:
    """What the rule says of something offered. Sums in pence; `total`: with what the same source gave before (None:
    not known). `recheck`: why the rule itself is not to be relied on yet."""

    may: str
    why: str
    declare: bool  # it must be declared
    total: int | None
    source: str
    recheck: str

    def allows(self, outcome: str, *, approved: bool) -> bool:
        """Whether what was done with it is what the rule allows. Declining always is."""
        if outcome == "declined":
            return True
        return {
            ACCEPT: True,
            ON_BEHALF: outcome == "on-behalf",
            APPROVAL: approved,
            DECLINE: False,
            UNKNOWN: False,
        }[self.may]


def rule(*, kind: str, value: int | None, supplier: bool, offered: date, before: Iterable[int | None] = ()) -> Ruling:
    """What the rule of the day says. `value` in pence (None: not known); `before`: what the same source gave in the
    months in which gifts add up."""
    held = gift_rule(offered)
    if held is None:
        return Ruling(UNKNOWN, f"No rule is on record for {in_words(offered)}.", True, value, "", "")
    source, recheck = held.source, held.recheck
    if value is None:
        why = "Its value is not known: estimate it."
        return Ruling(UNKNOWN, why, True, None, source, recheck)
    if kind == "hospitality":
        if value <= held.hospitality_free:
            why = f"Hospitality of up to {pounds(held.hospitality_free)} needs no declaration."
            return Ruling(ACCEPT, why, False, value, source, recheck)
        if value <= held.hospitality_limit:
            why = f"Hospitality above {pounds(held.hospitality_free)} is declared."
            return Ruling(ACCEPT, why, True, value, source, recheck)
        why = f"Hospitality above {pounds(held.hospitality_limit)} is refused."
        return Ruling(APPROVAL, why, True, value, source, recheck)
    if supplier:
        low = value <= held.supplier_limit
        why = f"Of suppliers only low-cost branded items of up to {pounds(held.supplier_limit)} are accepted."
        return Ruling(ACCEPT if low else DECLINE, why, not low, value, source, recheck)
    earlier = tuple(before)
    known = sum(each for each in earlier if each is not None)
    total = None if None in earlier else known + value
    if value + known > held.gift_limit:
        many = (
            f", counting {pounds(known)} from the same source within {held.cumulative_months} months" if known else ""
        )
        why = f"{pounds(value + known)}{many}, is above {pounds(held.gift_limit)}."
        return Ruling(ON_BEHALF, why, True, total, source, recheck)
    if total is None:
        why = "The value of something from the same source is not known: estimate it, they are added up."
        return Ruling(UNKNOWN, why, True, None, source, recheck)
    why = f"Gifts of up to {pounds(held.gift_limit)} from one source may be kept."
    return Ruling(ACCEPT, why, False, total, source, recheck)


def before(
    *, person: Person, donor: str, ods_code: str, company_number: str, offered: date, known: date | None = None,
    other_than: Gift | None = None,
) -> tuple[Gift, ...]:  # fmt: skip
    """Gifts that the same source gave the person in the months in which they add up, and that were not declined.

    The same source: the same code, the same company or the same name, however it is written. `known`: as declared by
    the end of that day; a gift on the same day counts where it was declared before.
    """
    rows = _that_add_up([person.pk])
    if known is not None:
        rows = rows.filter(declared__lte=known)
    return _from_the_same(rows, donor=donor, ods_code=ods_code, company_number=company_number, offered=offered,
                          other_than=other_than)  # fmt: skip


def rulings_of(gifts: Collection[Gift]) -> dict[int, Ruling]:
    """What the rule says of each of some gifts that are in the register, by their keys. One query, however many."""
    theirs: dict[int, list[Gift]] = {}
    for row in _that_add_up({gift.person_id for gift in gifts}):
        theirs.setdefault(row.person_id, []).append(row)
    found = {}
    for gift in gifts:
        earlier = _from_the_same(
            theirs.get(gift.person_id, ()), donor=gift.donor, ods_code=gift.donor_ods_code,
            company_number=gift.donor_company_number, offered=gift.offered, other_than=gift,
        )  # fmt: skip
        found[gift.pk] = rule(kind=gift.kind, value=gift.value, supplier=gift.supplier, offered=gift.offered,
                              before=[row.value for row in earlier])  # fmt: skip
    return found


def ruling_of(gift: Gift) -> Ruling:
    """The same of one."""
    return rulings_of([gift])[gift.pk]


def _that_add_up(people: Collection[int]) -> "QuerySet[Gift]":
    """Gifts of some people, as they now are, that were not declined; by day."""
    rows = Gift.objects.filter(person__in=people, kind="gift", replaced_by=None)
    return rows.exclude(outcome="declined").order_by("offered", "pk")


def _from_the_same(
    rows: Iterable[Gift], *, donor: str, ods_code: str, company_number: str, offered: date, other_than: Gift | None
) -> tuple[Gift, ...]:
    """Those of a source in the months before a day, the day included; of the same day those declared before."""
    held = gift_rule(offered)
    if held is None:
        return ()
    since, name = months_on(offered, -held.cumulative_months), key_of(donor)
    return tuple(
        row for row in rows
        if since < row.offered <= offered
        and (other_than is None or (row.pk != other_than.pk and (row.offered < offered or row.pk < other_than.pk)))
        and ((ods_code and row.donor_ods_code == ods_code)
             or (company_number and row.donor_company_number == company_number)
             or (name and key_of(row.donor) == name))
    )  # fmt: skip
