"""A needs assessment for Luton and one for Bedford, a strategy that answers them, and the board's plan."""

from datetime import date
from typing import Any

from ouzel.governance.models import Decision, Link, Priority, Strategy
from ouzel.governance.record_links import link
from ouzel.governance.strategies.actions import set_priority, set_strategy
from tests.governance.world import SECRETARY, World

SINCE = date(2023, 4, 1)


def strategy(world: World, slug: str, kind: str, **changes: Any) -> Strategy:
    """One of the partnership, from April 2023."""
    said: dict[str, Any] = {"title": slug.replace("-", " ").title(), "body": world.partnership, "since": SINCE}
    return set_strategy(slug=slug, kind=kind, by=SECRETARY, **{**said, **changes})


def priority(of: Strategy, slug: str = "smoking", **changes: Any) -> Priority:
    """Fewer people smoke, from April 2023."""
    said: dict[str, Any] = {
        "title": "Fewer people smoke", "since": SINCE, "known": SINCE, "source": "The strategy, page 4",
        "aims": ["outcomes", "inequality"],
    }  # fmt: skip
    return set_priority(strategy=of, slug=slug, by=SECRETARY, **{**said, **changes})


def answers(one: Strategy, other: Strategy) -> Link:
    """One strategy answers another."""
    return link(from_kind="strategy", from_ref=one.slug, relation="answers", to_kind="strategy", to_ref=other.slug,
                on=SINCE, by=SECRETARY)  # fmt: skip


def decided(world: World, **changes: Any) -> Decision:
    """The partnership adopted a strategy, urgently, so that no meeting is needed."""
    said: dict[str, Any] = {
        "ref": "D-2023-0001", "body": world.partnership, "on": date(2023, 3, 20), "kind": "strategy",
        "title": "To adopt the strategy", "text": "Adopted.", "method": "urgent", "urgent": "The law's day",
    }  # fmt: skip
    return Decision.objects.create(**{**said, **changes}, by="secretary")
