"""A needs assessment for Luton and one for Bedford, a strategy that answers them, and the board's plan."""

from datetime import date
from typing import Any

from ouzel.governance.bodies.actions import open_body
from ouzel.governance.models import Body, Decision, Link, Priority, Strategy
from ouzel.governance.record_links import link
from ouzel.governance.strategies.actions import set_priority, set_strategy
from tests.governance.world import SECRETARY, SOURCE, World

SINCE = date(2023, 4, 1)


OF_HEALTH_BOARDS = ("needs-assessment", "health-and-wellbeing-strategy")


def health_board(slug: str = "luton-health-board") -> Body:
    """Luton's health and wellbeing board, since 2013."""
    return Body.objects.filter(slug=slug).first() or open_body(
        slug=slug, name="Health and wellbeing board of Luton", kind="health-and-wellbeing-board",
        organisations=["E06000032"], since=date(2013, 4, 1), known=date(2013, 4, 1), source=SOURCE, by=SECRETARY,
    )  # fmt: skip


def strategy(world: World, slug: str, kind: str, **changes: Any) -> Strategy:
    """One from April 2023: a needs assessment of Luton's health and wellbeing board, any other of the partnership."""
    body = health_board() if kind in OF_HEALTH_BOARDS and "body" not in changes else world.partnership
    said: dict[str, Any] = {"title": slug.replace("-", " ").title(), "body": body, "since": SINCE}
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
