"""The rules of the year as one would write them by hand in SQL over words: CASE expressions and joins on dates.

They are put together here from the same tables of rules, so that all contestants have the same; nobody would type some
hundred conditions without a mistake. The price list has one row for a currency and setting, so one join finds it.
"""

from collections.abc import Collection

from ouzel.engine.attribution.flow import FACTS, METHOD_FACTS, Flow, Outcome, Test
from ouzel.engine.pricing.delivery import Deliveries

BEFORE = {"profile": "", "supply": "s_", "practice": "p_", "residence": "r_"}
"""How the facts of a line are named once they are joined to it."""

GOOD = ("PRICED", "NOT_PAYABLE", "PAYER_OUTSIDE", "NOBODY_PAYS")
"""The reasons of lines that have a price, whoever owes it."""


def outcomes(flow: Flow) -> list[Outcome]:
    """Every way the rules may end, in the order of their numbers."""
    ends = [end for box in flow.boxes.values() for end in (box.yes, box.no) if isinstance(end, Outcome)]
    return list(dict.fromkeys(ends))


def test(one: Test) -> str:
    """One test of a line."""
    return _among(f"{BEFORE[one.table]}{one.fact}", one)


def _among(column: str, one: Test) -> str:
    plain = sorted(value for value in one.values if not value.endswith("*"))
    said = [f"{column} IN ({', '.join(map(quoted, plain))})"] if plain else []
    said += [f"starts_with({column}, {quoted(value[:-1])})" for value in sorted(one.values - set(plain))]
    found = f"({' OR '.join(said)})"
    return f"NOT {found}" if one.none_of else found


def outcome(flow: Flow) -> str:
    """The number of the line's outcome."""
    numbers = {end: number for number, end in enumerate(outcomes(flow))}

    def tree(at: str | Outcome) -> str:
        if isinstance(at, Outcome):
            return str(numbers[at])
        box = flow.boxes[at]
        says = " OR ".join(f"({' AND '.join(map(test, group))})" if group else "true" for group in box.any_of)
        return f"CASE WHEN {says} THEN {tree(box.yes)} ELSE {tree(box.no)} END"

    by_start: dict[str, list[str]] = {}
    for kind, start in flow.starts.items():
        by_start.setdefault(start, []).append(kind)
    arms = [f"WHEN kind IN ({', '.join(map(quoted, kinds))}) THEN {tree(start)}" for start, kinds in by_start.items()]
    return f"CASE {' '.join(arms)} ELSE -1 END"


def payer(flow: Flow) -> str:
    """Who pays by the outcome; '' where nobody was found."""
    arms = []
    for number, end in enumerate(outcomes(flow)):
        found = [_method(method) for method in end.pays if method != "none"]
        arms.append(f"WHEN {number} THEN coalesce({', '.join([*found, quoted('')])})")
    return f"CASE outcome {' '.join(arms)} ELSE '' END"


def _method(method: str) -> str:
    name, _, code = method.partition(":")
    if name == "code":
        return quoted(code)
    if name == "submitted":
        return "nullif(commissioner, '')"
    table, fact = METHOD_FACTS[name]
    return f"nullif({BEFORE[table]}{fact}, '')"


def not_payable(flow: Flow) -> str:
    """Whether the rules say that nobody pays."""
    numbers = [str(number) for number, end in enumerate(outcomes(flow)) if "none" in end.pays]
    return f"outcome IN ({', '.join(numbers)})"


def outside(flow: Flow) -> str:
    """The payers that are no commissioner of England: their lines have a price and no debtor here."""
    return ", ".join(map(quoted, sorted(flow.outside)))


def rule(deliveries: Deliveries) -> str:
    """The number of the first rule of delivery that fits."""
    arms = []
    for number, each in enumerate(deliveries.rules):
        asked = [test(one) for one in each.tests]
        if each.stays:
            asked.append(_classes("stay", each.stays, {"unknown": "IS NULL", "0": "= 0", "1": "= 1", "2+": ">= 2"}))
        if each.ages:
            asked.append(_classes("age", each.ages, {"unknown": "IS NULL", "child": "< 19", "adult": ">= 19"}))
        if each.currencies:
            asked.append(_among("currency", Test("profile", "currency", each.currencies)))
        arms.append(f"WHEN {' AND '.join(asked) or 'true'} THEN {number}")
    return f"CASE {' '.join(arms)} ELSE -1 END"


def _classes(column: str, asked: Collection[str], words: dict[str, str]) -> str:
    return f"({' OR '.join(f'{column} {words[each]}' for each in sorted(asked))})"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def statement(flow: Flow, deliveries: Deliveries, lines: str) -> str:
    """The whole question in one statement over `lines` and the tables of `reference`."""
    starts = ", ".join(quoted(kind) for kind, day in flow.dates.items() if day == "start")
    good = ", ".join(map(quoted, GOOD))
    return f"""
WITH dated AS (
    SELECT *, CASE WHEN "end" IS NULL OR kind IN ({starts}) THEN start ELSE "end" END AS assigned FROM {lines}
), joined AS (
    SELECT l.*, {_facts("practice", "p")}, {_facts("residence", "r")}, {_facts("supply", "s")}
    FROM dated l
    JOIN practices p ON p.code = l.practice AND l.assigned >= p.since AND l.assigned < p.until
    JOIN residences r ON r.code = l.residence AND l.assigned >= r.since AND l.assigned < r.until
    JOIN supplies s ON s.provider = l.provider AND s.site = l.site AND s.service = l.service
        AND l.assigned >= s.since AND l.assigned < s.until
), decided AS (
    SELECT *, {outcome(flow)} AS outcome, {rule(deliveries)} AS rule FROM joined
), owed AS (
    SELECT *, {payer(flow)} AS payer FROM decided
), asked AS (
    SELECT l.*, u.* EXCLUDE (rule), coalesce(nullif(u.rule_currency, ''), l.currency) AS wanted
    FROM owed l JOIN rules u ON u.rule = l.rule
), found AS (
    SELECT a.*, f.factor, coalesce(t.share, 0) AS share,
        coalesce(nullif(a.wanted, ''), nullif(a.fallback, '')) AS first_asked, k.known,
        own.pence IS NULL AS other,
        CASE WHEN own.pence IS NULL THEN back.pence ELSE own.pence END AS pence,
        CASE WHEN own.pence IS NULL THEN back.trim_days ELSE own.trim_days END AS trim_days,
        CASE WHEN own.pence IS NULL THEN back.per_day ELSE own.per_day END AS per_day,
        CASE WHEN own.pence IS NULL THEN back.short_stay ELSE own.short_stay END AS short_price,
        CASE WHEN own.pence IS NULL THEN a.fallback_setting ELSE a.setting END AS setting_found
    FROM asked a
    LEFT JOIN prices own ON own.currency = a.wanted AND own.setting = a.setting
    LEFT JOIN prices back ON back.currency = a.fallback AND back.setting = a.fallback_setting
    LEFT JOIN known k ON k.known = coalesce(nullif(a.wanted, ''), nullif(a.fallback, ''))
    LEFT JOIN factors f ON f.provider = a.provider
    LEFT JOIN top_ups t ON t.provider = a.provider AND t.service = a.service
), shortened AS (
    SELECT *, CASE WHEN rule_pod = 'as-submitted' THEN pod ELSE rule_pod END AS long_pod,
        short_pod <> '' AND stay < 2 AND short_price IS NOT NULL AS few,
        short_pod <> '' AND stay < 2 AND short_price IS NOT NULL AND age >= 19 AS short
    FROM found
), summed AS (
    SELECT *,
        CASE WHEN short THEN short_price ELSE pence END AS base,
        CASE WHEN long_stay AND NOT coalesce(short, false) AND trim_days IS NOT NULL AND per_day IS NOT NULL
            THEN greatest(coalesce(stay, 0) - exempt_days - trim_days, 0) ELSE 0 END AS excess,
        CASE WHEN setting_found IN ('day-case', 'elective', 'non-elective') THEN share ELSE 0 END AS top
    FROM shortened
), counted AS (
    SELECT *,
        (((base + excess * coalesce(per_day, 0)) * 10000 + base * top)::BIGINT * factor + 5000000000) // 10000000000
            AS unit
    FROM summed
), told AS (
    SELECT *,
        sign(activity) * ((unit * abs(activity) + 500) // 1000) AS amount,
        CASE WHEN "end" IS NULL OR kind = 'admitted-unfinished' THEN 'NOT_FINISHED'
            WHEN priced AND long_pod = '' THEN 'NO_DELIVERY'
            WHEN NOT priced THEN 'NOT_CHARGED_BY_RULE'
            WHEN paid_as_submitted AND submitted IS NULL THEN 'NOT_SUBMITTED'
            WHEN paid_as_submitted AND {not_payable(flow)} THEN 'NOT_PAYABLE'
            WHEN paid_as_submitted AND payer IN ({outside(flow)}) THEN 'PAYER_OUTSIDE'
            WHEN paid_as_submitted AND payer = '' THEN 'NOBODY_PAYS'
            WHEN paid_as_submitted THEN 'PRICED'
            WHEN first_asked IS NULL THEN 'NO_CURRENCY'
            WHEN needs_stay AND stay IS NULL THEN 'STAY_UNKNOWN'
            WHEN pence IS NULL AND known IS NULL THEN 'UNKNOWN_CURRENCY'
            WHEN pence IS NULL THEN 'NO_PRICE'
            WHEN factor IS NULL THEN 'NO_FACTOR'
            WHEN few AND age IS NULL THEN 'AGE_UNKNOWN'
            WHEN {not_payable(flow)} THEN 'NOT_PAYABLE'
            WHEN payer IN ({outside(flow)}) THEN 'PAYER_OUTSIDE'
            WHEN payer = '' THEN 'NOBODY_PAYS'
            ELSE 'PRICED' END AS why
    FROM counted
), lined AS (
    SELECT month, payer AS commissioner, why,
        CASE WHEN why IN ('NOT_FINISHED', 'NO_DELIVERY') THEN '' WHEN why IN ({good})
            AND coalesce(short, false) THEN short_pod ELSE long_pod END AS pod,
        activity, greatest(coalesce(stay, 0), 0) AS days,
        CASE WHEN why IN ({good}) AND NOT paid_as_submitted THEN excess ELSE 0 END
            AS excess_days,
        CASE WHEN why NOT IN ({good}) THEN 0 WHEN paid_as_submitted THEN submitted
            ELSE amount END AS price
    FROM told
)
SELECT month, commissioner, pod, why, count(*) AS lines, sum(activity)::BIGINT AS activity, sum(days)::BIGINT AS days,
    sum(excess_days)::BIGINT AS excess_days, sum(price)::BIGINT AS price,
    sum(CASE WHEN why = 'PRICED' THEN price ELSE 0 END)::BIGINT AS charged
FROM lined GROUP BY ALL ORDER BY month, commissioner, pod, why
"""


def _facts(table: str, alias: str) -> str:
    return ", ".join(f"{alias}.{fact} AS {BEFORE[table]}{fact}" for fact in FACTS[table])
