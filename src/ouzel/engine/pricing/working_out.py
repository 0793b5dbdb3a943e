"""The sums of one line worked out by hand, and what is charged of them, each step in words."""

from dataclasses import replace

from ouzel.engine.pricing import arithmetic
from ouzel.engine.pricing.arithmetic import MILLION, TEN_THOUSAND
from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.delivery import Delivery
from ouzel.engine.pricing.priced import Priced, Trail
from ouzel.engine.pricing.reasons import GUIDE, Why
from ouzel.engine.pricing.rounding import rounding

BLOCK, PARTLY_FIXED = "block", "fixed-and-variable"


def worked_out(
    start: Priced, trail: Trail, *, stay: int | None, exempt_days: int | None, share: int, activity: int, trims: bool
) -> Priced:
    """Steps 11 and 12: the amounts of a row that was found."""
    row, book = start.row, start.book
    assert row is not None
    assert book is not None
    policy = rounding(book.rounding)
    base = row.short_stay if start.short_stay and row.short_stay is not None else row.pence
    kind = "Short-stay price" if start.short_stay else "Local price" if row.local else "Price"
    trail.say(f"{kind} of {row.currency} in setting {row.setting}{_marks(row)}", base * TEN_THOUSAND)
    more = start.addition.pence if start.addition else 0
    if start.addition:
        trail.say(f"Addition for best practice {start.addition.best_practice}", more * TEN_THOUSAND)
    excess = 0
    if trims and not start.short_stay and row.trim_days is not None and row.per_day is not None and stay is not None:
        if exempt_days is None and stay > row.trim_days:
            return refused(Why.EXEMPT_UNKNOWN, trail, start=start)
        excess = max(0, stay - (exempt_days or 0) - row.trim_days)
        exempt = "an unknown number" if exempt_days is None else exempt_days
        trail.say(
            f"Stay of {stay} days, {exempt} of them exempt, trim point {row.trim_days}: "
            f"{excess} days beyond it at {_pounds(row.per_day * TEN_THOUSAND)} each",
            excess * row.per_day * TEN_THOUSAND,
        )
    long_stay = excess * (row.per_day or 0)
    top_up = arithmetic.top_up_of(base, share, steps=policy.steps)
    if share:
        trail.say(f"Top-up for the specialised service: {share / 100:g}% of the base", top_up)
    base += more  # a top-up is a share of the price alone
    before = (base + long_stay) * TEN_THOUSAND + top_up
    if not arithmetic.in_range(before=before, activity=activity):
        return refused(Why.OUT_OF_RANGE, trail, start=start)
    unit = arithmetic.unit_price(before, start.factor, unit=policy.unit)
    if not arithmetic.product_in_range(unit, activity):
        return refused(Why.OUT_OF_RANGE, trail, start=start)
    forces = "no market forces on a local price" if row.local else f"market forces {start.factor / MILLION:.6f}"
    if policy.of == "line":
        price = arithmetic.price_of_all(before, start.factor, activity)
        told = arithmetic.in_full(before, start.factor)[0] * TEN_THOUSAND // MILLION
        told = price * TEN_THOUSAND if activity == arithmetic.THOUSAND else told
    else:
        price, told = arithmetic.line_price(unit, activity), unit * TEN_THOUSAND
    trail.say(f"Times {forces}; rounding: {policy.words}", told)
    if activity != arithmetic.THOUSAND:
        trail.say(f"Times {activity / arithmetic.THOUSAND:g} units", price * TEN_THOUSAND)
    return replace(
        start, base=base, excess_days=excess, long_stay=long_stay, top_up=top_up, before=before, unit_price=unit,
        price=price, trace=tuple(trail.steps),
    )  # fmt: skip


def charged(found: Priced, trail: Trail, rule: Delivery, *, commissioner: str, payable: bool, outside: bool) -> Priced:
    """Step 13: whether what the line costs is charged."""
    fixed = found.mechanism == BLOCK or (found.mechanism == PARTLY_FIXED and not rule.variable)
    why = (
        Why.NOT_PAYABLE if not payable
        else Why.PAYER_OUTSIDE if outside
        else Why.NOBODY_PAYS if not commissioner
        else Why.BLOCK if fixed
        else Why.AS_SUBMITTED if rule.unless_agreed and found.row is None
        else Why.PRICED
    )  # fmt: skip
    if why in GUIDE:
        trail.say(why.words, 0)
    return replace(found, why=why, trace=tuple(trail.steps))


def refused(why: Why, trail: Trail, *, start: Priced) -> Priced:
    """A line without a price: what is known of its point of delivery stays, its figures are 0."""
    trail.say(f"{why.words} {why.do}".strip())
    return Priced(
        why, pod=start.pod, mechanism=start.mechanism, rule=start.rule, book=start.book, trace=tuple(trail.steps)
    )


def list_words(book: PriceBook) -> str:
    """A list as a step names it."""
    return f"Price list {book.name}, published {book.published.day} {book.published:%B %Y}"


def _marks(row: Price) -> str:
    marks = [
        f"department type {row.department}" if row.department else "",
        f"specialty {row.specialty}" if row.specialty else "",
        f"best practice {row.best_practice}" if row.best_practice else "",
        "indicative, not a published price" if row.indicative else "",
    ]
    said = ", ".join(mark for mark in marks if mark)
    return f" ({said})" if said else ""


def _pounds(amount: int) -> str:
    """Ten-thousandths of a penny as pounds and pence, for words alone."""
    pence = arithmetic.round_half_up(amount, TEN_THOUSAND) // TEN_THOUSAND
    return f"£{pence // 100:,}.{pence % 100:02d}"
