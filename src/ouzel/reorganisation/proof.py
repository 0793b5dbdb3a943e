"""The proof of an enactment: totals before and after for every kind of thing, what is unresolved, and a hash. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.preview import Compared
from ouzel.reorganisation.register_follows import Turnover
from ouzel.reorganisation.wording import relation_words


def report(
    expansion: Expansion, *, known_from: str, edition: int, text_sha256: str, by: str, totals: Iterable[Compared],
    checks: Iterable[str], turnover: Mapping[str, Turnover],
) -> dict[str, Any]:  # fmt: skip
    """The report as JSON keeps it: text and whole numbers; amounts are exact text. `checks` are those that passed.

    `turnover` is by what is counted; of what has none (people, money) all that is missing is left open.
    """
    plan = expansion.plan
    rows = [
        {"what": t.what, "body": t.body, "name": t.name, "before": _text(t.before), "after": _text(t.after),
         "unit": t.unit, "source": t.source}
        for t in totals
    ]  # fmt: skip
    return {
        "plan": plan.slug,
        "title": plan.title,
        "plan_sha256": text_sha256,
        "effective": plan.effective.isoformat(),
        "known_from": known_from,
        "edition": edition,
        "by": by,
        "opened": _bodies(expansion, Evidence.SINCE),
        "closed": _bodies(expansion, Evidence.INTERVAL),
        "assertions": len(expansion.assertions),
        "totals": rows,
        "sums": sums(rows, turnover),
        "unresolved": [
            {
                "code": u.code,
                "name": u.name,
                "relation": relation_words(u.attribute),
                "was": u.was,
                "since": str(u.since),
                "why": u.why,
            }
            for u in expansion.unresolved
        ],
        "checks": list(checks),
    }


def sums(rows: list[dict[str, Any]], turnover: Mapping[str, Turnover]) -> list[dict[str, Any]]:
    """For each kind of thing the sums: before + joined - gone - left open = after."""
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        before, after = found.setdefault(row["what"], [Decimal(0), Decimal(0)])
        found[row["what"]] = [before + Decimal(row["before"] or 0), after + Decimal(row["after"] or 0)]
    told = []
    for what, (before, after) in found.items():
        moved = turnover.get(what) or Turnover(left_open=before - after)
        told.append(
            {"what": what, "before": _text(before), "joined": _text(moved.joined), "gone": _text(moved.gone),
             "after": _text(after), "left_open": _text(moved.left_open)}
        )  # fmt: skip
    return told


def digest(proof: dict[str, Any]) -> str:
    """The sha256 of the report's canonical JSON."""
    text = json.dumps(proof, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _bodies(expansion: Expansion, evidence: Evidence) -> list[dict[str, str]]:
    names = {
        **expansion.state.names,
        **{a.subject: a.value for a in expansion.assertions if a.attribute is Attribute.NAME},
    }
    lives = [a for a in expansion.assertions if a.attribute is Attribute.LIFESPAN and a.evidence is evidence]
    return [{"code": a.subject, "name": names.get(a.subject, a.subject)} for a in lives]


def _text(value: Decimal | None) -> str | None:
    """An amount without needless zeros; None stays None."""
    return None if value is None else f"{value.normalize():f}"
