"""The price of one line, slowly and plainly, with each step in words: the meaning that the fast engine must equal.

The order of asking is the order of the reasons: a line that lacks several things is given the first.

1.  Its spell is counted with another line: COUNTED_WITH. No day at all: DAY_UNKNOWN. Not finished (no `end`, or a
    record of unfinished care): NOT_FINISHED.
2.  The delivery rules of the day; the first rule that fits. None, or a rule that cannot tell: NO_DELIVERY.
3.  A rule under which nothing is charged: NOT_CHARGED_BY_RULE.
4.  A rule under which the amount submitted is paid: that amount, without price list, market forces or activity; without
    one NOT_SUBMITTED. Then step 13.
5.  What is priced: the rule's currency, else the line's own; then the rule's fallback. Neither: NO_CURRENCY.
6.  The price list of the day: NO_PRICE_RELEASE.
7.  A rule that needs the stay of a line that has none: STAY_UNKNOWN.
8.  The price: for what is priced, then for the fallback; each time a local price of the provider first, then the
    national one; each time (specialty, best practice), (specialty, ordinary), (any specialty, best practice), (any
    specialty, ordinary). None: UNKNOWN_CURRENCY where no row of the list has the currency asked for first, else
    NO_PRICE.
9.  A national price needs the provider's market forces factor: NO_FACTOR. A local price is taken as agreed: no factor
    (one million millionths) and no top-up.
10. Short stay: the rule has a `short_pod`, the row a short-stay price, and the stay is below 2 days. For an adult the
    short-stay price is the base, and there is no long stay; a child has the ordinary price; no age: AGE_UNKNOWN.
11. Long stay: days beyond the trim point (stay - exempt days - trim days, at least 0) times the price per day, where
    the row has both and the rule says that the line carries them. Top-up: a share of the base alone, of national prices
    of spells (settings in TRIMMED), for the line's provider and service.
12. Before market forces = base + long stay + top-up, in full. Unit price = before x factor, rounded by the policy of
    the list. Price = unit price x activity, to the penny. Beyond the bounds of `arithmetic`: OUT_OF_RANGE.
13. Nobody may charge it (NOT_PAYABLE), the payer is no part of the NHS (PAYER_OUTSIDE), nobody was found to pay
    (NOBODY_PAYS), a fixed payment covers it (BLOCK): the price stays as a guide to its value, and nothing is charged.
    Else PRICED.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ouzel.engine.pricing import arithmetic
from ouzel.engine.pricing.arithmetic import MILLION, TEN_THOUSAND
from ouzel.engine.pricing.book import TRIMMED, Agreement, Price, PriceBook
from ouzel.engine.pricing.delivery import AS_SUBMITTED, Deliveries, Delivery, age_class
from ouzel.engine.pricing.priced import BY_ACTIVITY, Priced, Step, Trail
from ouzel.engine.pricing.reasons import GUIDE, Why
from ouzel.engine.pricing.rounding import rounding

SHORT = 2
"""The short-stay price is for stays below so many days. Source: HFMA; length of stay 0 or 1."""

BLOCK, PARTLY_FIXED = "block", "fixed-and-variable"

__all__ = ["BY_ACTIVITY", "ByHand", "Priced", "Step", "price_by_hand"]


class ByHand:
    """Prices lines one by one from plain rows. Made once for many lines, since it sorts the rows of the lists."""

    def __init__(
        self, *, books: Iterable[PriceBook], deliveries: Iterable[Deliveries], agreements: Iterable[Agreement] = ()
    ) -> None:
        self.deliveries = tuple(deliveries)
        self.agreements = tuple(agreements)
        self.books = tuple(books)
        self.rows = [
            {(p.local, p.currency, p.setting, p.specialty, p.best_practice): p for p in book.prices}
            for book in self.books
        ]
        self.known = [{p.currency for p in book.prices} for book in self.books]
        self.shares = [{(t.provider, t.service): t.share for t in book.top_ups} for book in self.books]

    def price(
        self,
        *,
        profile: Mapping[str, str],
        currency: str,
        stay: int | None,
        exempt_days: int,
        age: int | None,
        activity: int,
        submitted: int | None,
        provider: str,
        service: str,
        commissioner: str,
        end: date | None,
        payable: bool = True,
        outside: bool = False,
        dated: bool = True,
        counted_with: str = "",
    ) -> Priced:
        """What the line costs. Days are whole, `activity` thousandths, `submitted` pence; None: not known.

        `commissioner` "": none was found; `payable` False: the rules say that nobody pays for this service there.
        `outside`: the commissioner is a payer outside the NHS. `dated` False: it says no day, neither of an end nor of
        a start. `counted_with` names the line that its spell is counted with, where that is another.
        """
        trail = Trail()
        if counted_with:
            trail.say(f"Counted with line {counted_with}")
            return _refused(Why.COUNTED_WITH, trail, start=Priced(Why.COUNTED_WITH))
        if not dated:
            return _refused(Why.DAY_UNKNOWN, trail, start=Priced(Why.DAY_UNKNOWN))
        if end is None or profile["kind"] == "admitted-unfinished":
            return _refused(Why.NOT_FINISHED, trail, start=Priced(Why.NOT_FINISHED))
        mechanism = self._mechanism(provider, commissioner, end)
        rule = self._rule(profile, currency, stay, age, end)
        if rule is None:
            return _refused(Why.NO_DELIVERY, trail, start=Priced(Why.NO_DELIVERY, mechanism=mechanism))
        pod = profile["pod"] if rule.pod == AS_SUBMITTED else rule.pod
        if rule.priced and not pod:
            trail.say(rule.words)
            return _refused(Why.NO_DELIVERY, trail, start=Priced(Why.NO_DELIVERY, mechanism=mechanism, rule=rule))
        trail.say(f"Point of delivery {pod or 'none'}: {rule.words}")
        start = Priced(Why.PRICED, pod=pod, mechanism=mechanism, rule=rule)
        if not rule.priced:
            return _refused(Why.NOT_CHARGED_BY_RULE, trail, start=start)
        if rule.submitted:
            if submitted is None:
                return _refused(Why.NOT_SUBMITTED, trail, start=start)
            trail.say("The amount submitted is what is paid", submitted * TEN_THOUSAND)
            found = replace(start, price=submitted)
        else:
            found = self._by_list(
                start, rule, trail, profile=profile, currency=currency, stay=stay, exempt_days=exempt_days, age=age,
                activity=activity, provider=provider, service=service, end=end,
            )  # fmt: skip
            if found.why is not Why.PRICED:
                return found
        return _charged(found, trail, rule, commissioner=commissioner, payable=payable, outside=outside)

    def _by_list(
        self, start: Priced, rule: Delivery, trail: Trail, *, profile: Mapping[str, str], currency: str,
        stay: int | None, exempt_days: int, age: int | None, activity: int, provider: str, service: str, end: date,
    ) -> Priced:  # fmt: skip
        """Steps 5 to 12."""
        asked = [(rule.currency or currency, rule.setting)]
        if rule.fallback:
            asked.append((rule.fallback, rule.fallback_setting or rule.setting))
        asked = [each for each in asked if each[0]]
        if not asked:
            return _refused(Why.NO_CURRENCY, trail, start=start)
        number = next((n for n, book in enumerate(self.books) if book.since <= end < book.until), None)
        if number is None:
            return _refused(Why.NO_PRICE_RELEASE, trail, start=start)
        book = self.books[number]
        start = replace(start, book=book)
        trail.say(f"Price list {book.name}, published {book.published.day} {book.published:%B %Y}")
        if stay is None and rule.needs_stay:
            return _refused(Why.STAY_UNKNOWN, trail, start=start)
        row = self._row(number, asked, profile, provider)
        if row is None:
            why = Why.NO_PRICE if asked[0][0] in self.known[number] else Why.UNKNOWN_CURRENCY
            return _refused(why, trail, start=start)
        factor = MILLION if row.local else book.factors.get(provider)
        if factor is None:
            return _refused(Why.NO_FACTOR, trail, start=start)
        few = rule.short_pod != "" and row.short_stay is not None and stay is not None and stay < SHORT
        if few and age is None:
            return _refused(Why.AGE_UNKNOWN, trail, start=start)
        start = replace(start, row=row, factor=factor)
        share = 0 if row.local or row.setting not in TRIMMED else self.shares[number].get((provider, service), 0)
        if few and age_class(age) == "adult":
            start = replace(start, short_stay=True, pod=rule.short_pod)
        return _worked_out(
            start, trail, stay=stay, exempt_days=exempt_days, share=share, activity=activity, trims=rule.long_stay
        )

    def _mechanism(self, provider: str, commissioner: str, end: date) -> str:
        """How the commissioner pays the provider on the day; by activity unless something else is agreed."""
        for each in self.agreements:
            if (each.provider, each.commissioner) == (provider, commissioner) and each.since <= end < each.until:
                return each.mechanism
        return BY_ACTIVITY

    def _rule(
        self, profile: Mapping[str, str], currency: str, stay: int | None, age: int | None, end: date
    ) -> Delivery | None:
        """The first rule of the day that fits."""
        for each in self.deliveries:
            if each.since <= end < each.until:
                fitting = (r for r in each.rules if r.fits(profile=profile, currency=currency, stay=stay, age=age))
                return next(fitting, None)
        return None

    def _row(
        self, number: int, asked: list[tuple[str, str]], profile: Mapping[str, str], provider: str
    ) -> Price | None:
        """The row of the list that prices a line: step 8."""
        specialty, best = profile["specialty"], profile["best_practice"]
        for currency, setting in asked:
            for local in (provider, ""):
                for key in ((specialty, best), (specialty, ""), ("", best), ("", "")):
                    row = self.rows[number].get((local, currency, setting, *key))
                    if row is not None:
                        return row
        return None


def price_by_hand(
    *,
    profile: Mapping[str, str],
    currency: str,
    stay: int | None,
    exempt_days: int,
    age: int | None,
    activity: int,
    submitted: int | None,
    provider: str,
    service: str,
    commissioner: str,
    end: date | None,
    books: Iterable[PriceBook],
    deliveries: Iterable[Deliveries],
    agreements: Iterable[Agreement] = (),
    payable: bool = True,
    outside: bool = False,
    dated: bool = True,
    counted_with: str = "",
) -> Priced:
    """The price of one line (see `ByHand.price`), from the lists and rules given."""
    return ByHand(books=books, deliveries=deliveries, agreements=agreements).price(
        profile=profile, currency=currency, stay=stay, exempt_days=exempt_days, age=age, activity=activity,
        submitted=submitted, provider=provider, service=service, commissioner=commissioner, end=end, payable=payable,
        outside=outside, dated=dated, counted_with=counted_with,
    )  # fmt: skip


def _worked_out(
    start: Priced, trail: Trail, *, stay: int | None, exempt_days: int, share: int, activity: int, trims: bool
) -> Priced:
    """Steps 11 and 12: the amounts of a row that was found."""
    row, book = start.row, start.book
    assert row is not None
    assert book is not None
    policy = rounding(book.rounding)
    base = row.short_stay if start.short_stay and row.short_stay is not None else row.pence
    kind = "Short-stay price" if start.short_stay else "Local price" if row.local else "Price"
    trail.say(f"{kind} of {row.currency} in setting {row.setting}{_marks(row)}", base * TEN_THOUSAND)
    excess = 0
    if trims and not start.short_stay and row.trim_days is not None and row.per_day is not None and stay is not None:
        excess = max(0, stay - exempt_days - row.trim_days)
        trail.say(
            f"Stay of {stay} days, {exempt_days} of them exempt, trim point {row.trim_days}: "
            f"{excess} days beyond it at {_pounds(row.per_day * TEN_THOUSAND)} each",
            excess * row.per_day * TEN_THOUSAND,
        )
    long_stay = excess * (row.per_day or 0)
    top_up = arithmetic.top_up_of(base, share, steps=policy.steps)
    if share:
        trail.say(f"Top-up for the specialised service: {share / 100:g}% of the base", top_up)
    before = (base + long_stay) * TEN_THOUSAND + top_up
    if not arithmetic.in_range(before=before, activity=activity):
        return _refused(Why.OUT_OF_RANGE, trail, start=start)
    unit = arithmetic.unit_price(before, start.factor, unit=policy.unit)
    if not arithmetic.product_in_range(unit, activity):
        return _refused(Why.OUT_OF_RANGE, trail, start=start)
    forces = "no market forces on a local price" if row.local else f"market forces {start.factor / MILLION:.6f}"
    trail.say(f"Times {forces}; rounding: {policy.words}", unit * TEN_THOUSAND)
    price = arithmetic.line_price(unit, activity)
    if activity != arithmetic.THOUSAND:
        trail.say(f"Times {activity / arithmetic.THOUSAND:g} units", price * TEN_THOUSAND)
    return replace(
        start, base=base, excess_days=excess, long_stay=long_stay, top_up=top_up, before=before, unit_price=unit,
        price=price, trace=tuple(trail.steps),
    )  # fmt: skip


def _charged(found: Priced, trail: Trail, rule: Delivery, *, commissioner: str, payable: bool, outside: bool) -> Priced:
    """Step 13: whether what the line costs is charged."""
    fixed = found.mechanism == BLOCK or (found.mechanism == PARTLY_FIXED and not rule.variable)
    why = (
        Why.NOT_PAYABLE if not payable
        else Why.PAYER_OUTSIDE if outside
        else Why.NOBODY_PAYS if not commissioner
        else Why.BLOCK if fixed
        else Why.PRICED
    )  # fmt: skip
    if why in GUIDE:
        trail.say(why.words, 0)
    return replace(found, why=why, trace=tuple(trail.steps))


def _refused(why: Why, trail: Trail, *, start: Priced) -> Priced:
    """A line without a price: what is known of its point of delivery stays, its figures are 0."""
    trail.say(f"{why.words} {why.do}".strip())
    return Priced(
        why, pod=start.pod, mechanism=start.mechanism, rule=start.rule, book=start.book, trace=tuple(trail.steps)
    )


def _marks(row: Price) -> str:
    marks = [
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
