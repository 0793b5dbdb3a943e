"""What may be accepted: a gift or hospitality against the rule of its day, with what the same source gave before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ouzel.governance.interests.names import key_of
from ouzel.governance.models import Gift, Person
from ouzel.governance.reference.interests import gift_rule, months_later
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
    held = gift_rule(offered)
    if held is None:
        return ()
    since = months_later(offered, -held.cumulative_months)
    rows = Gift.objects.filter(person=person, kind="gift", replaced_by=None, offered__gt=since, offered__lte=offered)
    rows = rows.exclude(outcome="declined").order_by("offered", "pk")
    if known is not None:
        rows = rows.filter(declared__lte=known)
    if other_than is not None:
        rows = rows.exclude(pk=other_than.pk).exclude(offered=offered, pk__gt=other_than.pk)
    name = key_of(donor)
    return tuple(
        row for row in rows
        if (ods_code and row.donor_ods_code == ods_code)
        or (company_number and row.donor_company_number == company_number)
        or (name and key_of(row.donor) == name)
    )  # fmt: skip


def ruling_of(gift: Gift) -> Ruling:
    """What the rule says of something that is in the register."""
    earlier = before(person=gift.person, donor=gift.donor, ods_code=gift.donor_ods_code,
                     company_number=gift.donor_company_number, offered=gift.offered, other_than=gift)  # fmt: skip
    return rule(kind=gift.kind, value=gift.value, supplier=gift.supplier, offered=gift.offered,
                before=[row.value for row in earlier])  # fmt: skip


def pounds(pence: int) -> str:
    """Pence as people write them: £6, £12.50."""
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence // 100:,}.{pence % 100:02d}"
