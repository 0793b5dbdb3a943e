"""Local points of delivery put into national ones for a run, by the mappings that hold on the day of each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pyarrow as pa

from ouzel.activity.pod_mapping import Mapped
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.store import Dictionaries
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.columnar import Columnar
from ouzel.engine.days import MAXDAY, day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir

POD = PROFILE.index("pod")


@dataclass(frozen=True)
class _Rule:
    """One mapping in numbers: of supplies of a provider, on days [since, until)."""

    provider: str
    local_pod: int
    pod: str
    since: int
    until: int


def mapped(
    lines: "ir.Table", words: Dictionaries, mappings: Mapped, engine: Columnar
) -> tuple["ir.Table", tuple[tuple[str, ...], ...]]:
    """Lines whose profile has the mapped point of delivery, and all profiles: those of the store, then those made here.

    Only lines without a national point of delivery of their own are touched. `lines` have `assigned`.
    """
    profiles = tuple(words.keys("profile"))
    codes = {key[0]: number for number, key in enumerate(words.keys("local_pod"))}
    rules = [
        _Rule(provider, codes[code], pod, day_number(since, 0), day_number(until, MAXDAY))
        for provider, code, pod, since, until in mappings.rows
        if code in codes
    ]
    if not rules:
        return lines, profiles
    made = _profiles(lines, profiles, rules, engine)
    if not made:
        return lines, profiles
    own = [rule for rule in rules if rule.provider]
    table = _with_supplier(lines, words, own, engine)
    pods = list(dict.fromkeys(rule.pod for rule in rules))
    table = _told(table, "own", [(r, r.provider) for r in own], pods, engine)
    table = _told(table, "any", [(r, "") for r in rules if not r.provider], pods, engine)
    found = ibis.coalesce(table["own_pod"], table["any_pod"], 0)
    refer = engine.refer(
        "mapped_profiles",
        pa.table(
            {
                "from_profile": np.array([profile for profile, _ in made], dtype=np.int32),
                "by_pod": np.array([pods.index(pod) + 1 for _, pod in made], dtype=np.int32),
                "to_profile": np.arange(len(profiles), len(profiles) + len(made), dtype=np.int32),
            }
        ),
    )
    table = table.mutate(found_pod=found)
    joined = table.left_join(refer, [table["profile"] == refer["from_profile"], table["found_pod"] == refer["by_pod"]])
    joined = joined.mutate(profile=ibis.coalesce(joined["to_profile"], joined["profile"]))
    new = tuple((*profiles[at][:POD], pod, *profiles[at][POD + 1 :]) for at, pod in made)
    return joined.select(*lines.columns), profiles + new


def _profiles(
    lines: "ir.Table", profiles: Sequence[tuple[str, ...]], rules: Sequence[_Rule], engine: Columnar
) -> list[tuple[int, str]]:
    """The profiles that a mapped local code stands beside, with each point of delivery it may be mapped to."""
    pods: dict[int, dict[str, None]] = {}
    for rule in rules:
        pods.setdefault(rule.local_pod, {})[rule.pod] = None
    some = lines.filter(lines["local_pod"].isin(list(pods))).select("profile", "local_pod").distinct()
    pairs = engine.connection.to_pyarrow(some).to_pylist()
    wanted = {
        (pair["profile"], pod): None
        for pair in sorted(pairs, key=lambda each: (each["profile"], each["local_pod"]))
        if profiles[pair["profile"]][POD] not in POINTS
        for pod in pods[pair["local_pod"]]
    }
    return list(wanted)


def _with_supplier(lines: "ir.Table", words: Dictionaries, own: Sequence[_Rule], engine: Columnar) -> "ir.Table":
    """Lines with the number of their provider among those that have mappings of their own; 0: none."""
    numbers = {provider: n + 1 for n, provider in enumerate(sorted({rule.provider for rule in own}))}
    suppliers = np.array([numbers.get(key[0], 0) for key in words.keys("supply")], dtype=np.int32)
    refer = engine.refer(
        "mapping_suppliers", pa.table({"of_supply": np.arange(len(suppliers), dtype=np.int32), "supplier": suppliers})
    )
    return lines.join(refer, lines["supply"] == refer["of_supply"]).drop("of_supply")


def _told(
    table: "ir.Table", name: str, rules: Sequence[tuple[_Rule, str]], pods: Sequence[str], engine: Columnar
) -> "ir.Table":
    """The table with `NAME_pod`, the number of the point of delivery that these mappings give; null: none."""
    if not rules:
        return table.mutate(**{f"{name}_pod": ibis.null("int32")})
    numbers = {provider: n + 1 for n, provider in enumerate(sorted({provider for _, provider in rules if provider}))}
    refer = engine.refer(
        f"mapping_{name}",
        pa.table(
            {
                f"{name}_code": np.array([rule.local_pod for rule, _ in rules], dtype=np.int32),
                f"{name}_supplier": np.array([numbers.get(provider, -1) for _, provider in rules], dtype=np.int32),
                f"{name}_since": np.array([rule.since for rule, _ in rules], dtype=np.int32),
                f"{name}_until": np.array([rule.until for rule, _ in rules], dtype=np.int32),
                f"{name}_pod": np.array([pods.index(rule.pod) + 1 for rule, _ in rules], dtype=np.int32),
            }
        ),
    )
    on = [
        table["local_pod"] == refer[f"{name}_code"],
        table["assigned"] >= refer[f"{name}_since"],
        table["assigned"] < refer[f"{name}_until"],
    ]
    if numbers:
        on.append(table["supplier"] == refer[f"{name}_supplier"])
    return table.left_join(refer, on)
