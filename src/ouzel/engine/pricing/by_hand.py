"""The price of one line, slowly and plainly, with each step in words: the meaning that the fast engine must equal.

The order of asking is the order of the reasons: a line that lacks several things is given the first.

1.  Its spell is counted with another line: COUNTED_WITH. No day at all: DAY_UNKNOWN. Not finished (no `end`, or a
    record of unfinished care): NOT_FINISHED.
2.  The delivery rules of the day; the first rule that fits. None, or a rule that cannot tell: NO_DELIVERY.
3.  A rule under which nothing is charged: NOT_CHARGED_BY_RULE.
4.  A rule under which the amount submitted is paid: that amount, without price list, market forces or activity; without
    one NOT_SUBMITTED. Then step 13. A rule that adds "unless agreed" first asks for a local price of the provider, of
    the line's currency, then of its point of delivery; with one the line is priced by it (from step 9 on).
5.  What is priced: the rule's currency, else the line's own; then the rule's fallback. Neither: NO_CURRENCY.
6.  The price list of the day: NO_PRICE_RELEASE.
7.  A rule that needs the stay of a line that has none: STAY_UNKNOWN.
8.  The price: for what is priced, then for the fallback; each time a local price of the provider first, then the
    national one; each time of its department, then of any; each time (specialty, best practice), (specialty, ordinary),
    (any specialty, best practice), (any specialty, ordinary). None: UNKNOWN_CURRENCY where no row of the list has the
    currency asked for first, else NO_PRICE. To an ordinary price comes what the best practice adds in the same list, by
    the same order.
9.  A national price needs the provider's market forces factor: NO_FACTOR. A local price is taken as agreed: no factor
    (one million millionths) and no top-up.
10. Short stay: the rule has a `short_pod`, the row a short-stay price, and the stay is below 2 days. For an adult the
    short-stay price is the base, and there is no long stay; a child has the ordinary price; no age: AGE_UNKNOWN. Then a
    line whose activity cannot be read: ACTIVITY_UNKNOWN.
11. Long stay: days beyond the trim point (stay - exempt days - trim days, at least 0) times the price per day, where
    the row has both and the rule says that the line carries them; where the exempt days of a stay beyond the trim point
    cannot be read, EXEMPT_UNKNOWN. Top-up: a share of the base alone, of national prices of spells (settings in
    TRIMMED), for the line's provider and service.
12. Before market forces = base + addition + long stay + top-up, in full. Unit price = before x factor, rounded by the
    policy of the list. Price = unit price x activity, to the penny; where the policy is of the line, before x factor x
    activity, rounded once. Beyond the bounds of `arithmetic`: OUT_OF_RANGE.
13. Nobody may charge it (NOT_PAYABLE), the payer is no part of the NHS (PAYER_OUTSIDE), nobody was found to pay
    (NOBODY_PAYS), a fixed payment covers it (BLOCK): the price stays as a guide to its value, and nothing is charged.
    Else PRICED; AS_SUBMITTED where the amount submitted is paid because no list covers the line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ouzel.engine.pricing.arithmetic import MILLION, TEN_THOUSAND
from ouzel.engine.pricing.book import TRIMMED, Agreement, Price, PriceBook
from ouzel.engine.pricing.delivery import AS_SUBMITTED, Deliveries, Delivery, age_class
from ouzel.engine.pricing.priced import BY_ACTIVITY, Priced, Step, Trail
from ouzel.engine.pricing.reasons import Why
from ouzel.engine.pricing.working_out import charged, list_words, refused, worked_out

SHORT = 2
"""The short-stay price is for stays below so many days. Source: HFMA; length of stay 0 or 1."""

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
            {(p.local, p.currency, p.setting, p.department, p.specialty, p.best_practice): p for p in book.prices}
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
        exempt_days: int | None,
        age: int | None,
        activity: int | None,
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
            return refused(Why.COUNTED_WITH, trail, start=Priced(Why.COUNTED_WITH))
        if not dated:
            return refused(Why.DAY_UNKNOWN, trail, start=Priced(Why.DAY_UNKNOWN))
        if end is None or profile["kind"] == "admitted-unfinished":
            return refused(Why.NOT_FINISHED, trail, start=Priced(Why.NOT_FINISHED))
        mechanism = self._mechanism(provider, commissioner, end)
        rule = self._rule(profile, currency, stay, age, end)
        if rule is None:
            return refused(Why.NO_DELIVERY, trail, start=Priced(Why.NO_DELIVERY, mechanism=mechanism))
        pod = profile["pod"] if rule.pod == AS_SUBMITTED else rule.pod
        if rule.priced and not pod:
            trail.say(rule.words)
            return refused(Why.NO_DELIVERY, trail, start=Priced(Why.NO_DELIVERY, mechanism=mechanism, rule=rule))
        trail.say(f"Point of delivery {pod or 'none'}: {rule.words}")
        start = Priced(Why.PRICED, pod=pod, mechanism=mechanism, rule=rule)
        if not rule.priced:
            return refused(Why.NOT_CHARGED_BY_RULE, trail, start=start)
        agreed = [(each, rule.setting) for each in (currency, pod) if each] if rule.unless_agreed else []
        number = self._number(end)
        row = None if number is None else self._row(number, agreed, profile, (provider,) if provider else ())
        if not rule.submitted:
            found = self._by_list(
                start, rule, trail, profile=profile, currency=currency, stay=stay, exempt_days=exempt_days, age=age,
                activity=activity, provider=provider, service=service, number=number,
            )  # fmt: skip
        elif row is not None and number is not None:
            trail.say(list_words(self.books[number]))
            found = self._by_row(
                replace(start, book=self.books[number]), row, number, rule, trail, profile=profile, stay=stay,
                exempt_days=exempt_days, age=age, activity=activity, provider=provider, service=service,
            )  # fmt: skip
        elif submitted is None:
            return refused(Why.NOT_SUBMITTED, trail, start=start)
        else:
            trail.say("The amount submitted is what is paid", submitted * TEN_THOUSAND)
            found = replace(start, price=submitted)
        if found.why is not Why.PRICED:
            return found
        return charged(found, trail, rule, commissioner=commissioner, payable=payable, outside=outside)

    def _by_list(
        self, start: Priced, rule: Delivery, trail: Trail, *, profile: Mapping[str, str], currency: str,
        stay: int | None, exempt_days: int | None, age: int | None, activity: int | None, provider: str, service: str,
        number: int | None,
    ) -> Priced:  # fmt: skip
        """Steps 5 to 12."""
        asked = [(rule.currency or currency, rule.setting)]
        if rule.fallback:
            asked.append((rule.fallback, rule.fallback_setting or rule.setting))
        asked = [each for each in asked if each[0]]
        if not asked:
            return refused(Why.NO_CURRENCY, trail, start=start)
        if number is None:
            return refused(Why.NO_PRICE_RELEASE, trail, start=start)
        start = replace(start, book=self.books[number])
        trail.say(list_words(self.books[number]))
        if stay is None and rule.needs_stay:
            return refused(Why.STAY_UNKNOWN, trail, start=start)
        row = self._row(number, asked, profile, (provider, ""))
        if row is None:
            why = Why.NO_PRICE if asked[0][0] in self.known[number] else Why.UNKNOWN_CURRENCY
            return refused(why, trail, start=start)
        return self._by_row(
            start, row, number, rule, trail, profile=profile, stay=stay, exempt_days=exempt_days, age=age,
            activity=activity, provider=provider, service=service,
        )  # fmt: skip

    def _by_row(
        self, start: Priced, row: Price, number: int, rule: Delivery, trail: Trail, *, profile: Mapping[str, str],
        stay: int | None, exempt_days: int | None, age: int | None, activity: int | None, provider: str, service: str,
    ) -> Priced:  # fmt: skip
        """Steps 9 to 12."""
        book = self.books[number]
        factor = MILLION if row.local else book.factors.get(provider)
        if factor is None:
            return refused(Why.NO_FACTOR, trail, start=start)
        few = rule.short_pod != "" and row.short_stay is not None and stay is not None and stay < SHORT
        if few and age is None:
            return refused(Why.AGE_UNKNOWN, trail, start=start)
        if activity is None:
            return refused(Why.ACTIVITY_UNKNOWN, trail, start=start)
        start = replace(start, row=row, addition=self._addition(number, row, profile), factor=factor)
        share = 0 if row.local or row.setting not in TRIMMED else self.shares[number].get((provider, service), 0)
        if few and age_class(age) == "adult":
            start = replace(start, short_stay=True, pod=rule.short_pod)
        return worked_out(
            start, trail, stay=stay, exempt_days=exempt_days, share=share, activity=activity, trims=rule.long_stay
        )

    def _number(self, end: date) -> int | None:
        """The position of the list of the day."""
        return next((n for n, book in enumerate(self.books) if book.since <= end < book.until), None)

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
        self, number: int, asked: list[tuple[str, str]], profile: Mapping[str, str], locals_: tuple[str, ...]
    ) -> Price | None:
        """The row of the list that prices a line: step 8."""
        specialty, best = profile["specialty"], profile["best_practice"]
        for currency, setting in asked:
            for local in locals_:
                for department in (profile["department"], ""):
                    for key in ((specialty, best), (specialty, ""), ("", best), ("", "")):
                        row = self.rows[number].get((local, currency, setting, department, *key))
                        if row is not None and not row.adds:
                            return row
        return None

    def _addition(self, number: int, row: Price, profile: Mapping[str, str]) -> Price | None:
        """What the line's best practice adds to the ordinary price of a row; None where it adds nothing."""
        best = profile["best_practice"]
        if row.best_practice or not best:
            return None
        for department in (profile["department"], ""):
            for specialty in (profile["specialty"], ""):
                found = self.rows[number].get((row.local, row.currency, row.setting, department, specialty, best))
                if found is not None and found.adds:
                    return found
        return None


def price_by_hand(
    *,
    profile: Mapping[str, str],
    currency: str,
    stay: int | None,
    exempt_days: int | None,
    age: int | None,
    activity: int | None,
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
