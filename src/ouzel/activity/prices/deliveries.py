"""Rules of points of delivery from their files: `rules/delivery-*.toml` of the package, or one of your own."""

import itertools
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.flow import Test
from ouzel.engine.pricing.book import SETTINGS
from ouzel.engine.pricing.delivery import AGES, STAYS, Deliveries, Delivery

CHARGES = ("list", "submitted", "agreed", "nothing")
NEEDED = ("pod", "setting", "words")
TEXTS = (*NEEDED, "short_pod", "currency", "fallback", "fallback_setting", "charge")
SWITCHES = ("long_stay", "variable")
LISTS = ("stays", "ages", "currencies")
TABLES = ("when", "unless")
RULE = (*TABLES, *LISTS, *TEXTS, *SWITCHES)
TOP = ("name", "since", "until", "source", "same_as", "rule")


@cache
def shipped() -> tuple[Deliveries, ...]:
    """The rules that come with the package, by their first day; ContentError where their times overlap."""
    folder = files("ouzel.activity") / "rules"
    texts = {
        each.name.removesuffix(".toml"): each.read_text(encoding="utf-8")
        for each in folder.iterdir()
        if each.name.startswith("delivery-") and each.name.endswith(".toml")
    }
    found = [read_deliveries(text, file=f"{name}.toml", beside=texts) for name, text in texts.items()]
    return in_order(found)


def in_order(found: list[Deliveries]) -> tuple[Deliveries, ...]:
    """Rules of several times by their first day; ContentError where two overlap."""
    found = sorted(found, key=lambda each: each.since)
    for one, following in itertools.pairwise(found):
        if one.until > following.since:
            raise ContentError(
                f"the rules {one.name!r} and {following.name!r} are for the same days", field="until",
                value=one.until.isoformat(), right=f"End the first on {following.since.isoformat()}",
            )  # fmt: skip
    return tuple(found)


def read_deliveries(text: str, *, file: str = "", beside: Mapping[str, str] | None = None) -> Deliveries:
    """Rules from TOML; `beside` are the texts that `same_as` may name. ContentError says file, line and field.

    `since` and `until` are half-open days of the end of care.
    """
    data = _parsed(text, file)
    if unknown := sorted(set(data) - set(TOP)):
        raise ContentError("unknown setting", file, field=unknown[0], right=f"Use {', '.join(TOP)}")
    for name in ("name", "since", "until", "source"):
        if name not in data:
            raise ContentError("this is missing", file, field=name)
    since, until = data["since"], data["until"]
    if type(since) is not date or type(until) is not date or since >= until:
        raise ContentError("the rules need a first day and a later day on which they end", file, field="since")
    if ("rule" in data) == ("same_as" in data):
        raise ContentError("rules are written out, or are those of another file (same_as): one of the two", file)
    if "same_as" in data:
        other = (beside or {}).get(str(data["same_as"]))
        if other is None:
            raise ContentError("there are no such rules", file, field="same_as", value=str(data["same_as"]))
        rules = read_deliveries(other, file=f"{data['same_as']}.toml").rules
    else:
        lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[rule]]", line)]
        rules = tuple(_rule(each, file, line) for each, line in zip(data["rule"], lines, strict=True))
        last = rules[-1]
        if last.tests or last.stays or last.ages or last.currencies:
            raise ContentError(
                "the last rule has tests, so that some lines would meet none", file, lines[-1],
                right="End with a rule without when, unless, stays, ages and currencies",
            )  # fmt: skip
    return Deliveries(str(data["name"]), since, until, str(data["source"]), rules)


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise ContentError(f"this is not TOML: {error}", file, int(at[1]) if at else None) from None


def _rule(data: dict[str, Any], file: str, line: int) -> Delivery:
    if unknown := sorted(set(data) - set(RULE)):
        raise ContentError("unknown setting of a rule", file, line, unknown[0], right=f"Use {', '.join(RULE)}")
    for name in NEEDED:
        if name not in data:
            raise ContentError("a rule needs this", file, line, name)
    for name in TEXTS:
        if not isinstance(data.get(name, ""), str):
            raise ContentError("this is not text", file, line, name, str(data[name]), 'Write it in "quotes"')
    for name in SWITCHES:
        if not isinstance(data.get(name, True), bool):
            raise ContentError("this is neither true nor false", file, line, name, str(data[name]))
    charge = data.get("charge", "list")
    for name, value, known in (
        ("charge", charge, CHARGES),
        ("setting", data["setting"], SETTINGS),
        ("fallback_setting", data.get("fallback_setting", data["setting"]), SETTINGS),
    ):
        if value not in known:
            raise ContentError("this is not one of what is known", file, line, name, value, f"Use {', '.join(known)}")
    lists = {name: _values(data.get(name, []), file, line, name) for name in LISTS}
    for name, classes in (("stays", STAYS), ("ages", AGES)):
        if odd := sorted(lists[name] - set(classes)):
            raise ContentError("there is no such class", file, line, name, odd[0], f"Use {', '.join(classes)}")
    tests = tuple(
        Test("profile", fact, _values(values, file, line, fact), none_of=table == "unless")
        for table in TABLES
        for fact, values in _facts(data.get(table, {}), file, line, table).items()
    )
    return Delivery(
        tests=tests, stays=lists["stays"], ages=lists["ages"], currencies=lists["currencies"], pod=data["pod"],
        setting=data["setting"], short_pod=data.get("short_pod", ""), currency=data.get("currency", ""),
        fallback=data.get("fallback", ""), fallback_setting=data.get("fallback_setting", ""),
        priced=charge != "nothing", submitted=charge in ("submitted", "agreed"),
        unless_agreed=charge == "agreed", words=data["words"],
        long_stay=data.get("long_stay", True), variable=data.get("variable", False),
    )  # fmt: skip


def _facts(data: Any, file: str, line: int, table: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ContentError("this is not a table of facts", file, line, table, str(data))
    if odd := sorted(set(data) - set(PROFILE)):
        raise ContentError("a profile has no such fact", file, line, odd[0], right=f"Use {', '.join(PROFILE)}")
    return data


def _values(data: Any, file: str, line: int, field: str) -> frozenset[str]:
    if not isinstance(data, list) or not all(isinstance(value, str) for value in data):
        raise ContentError("this is not a list of texts", file, line, field, str(data), 'Write it like ["11", "12"]')
    return frozenset(data)
