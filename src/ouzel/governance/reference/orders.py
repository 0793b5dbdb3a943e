"""Standing orders as data: read from TOML, the body's own or the ones shipped for its kind.

A text that begins with `like = "committee"` says only what differs from those shipped orders; a list takes the place
of the list there. What is shipped is a starting point with its source: quorum is local, so a body sets its own.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from ouzel.core.errors import ContentError
from ouzel.governance.models import Body, BodyFact, StandingOrders
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.composing import read_rules
from ouzel.governance.reference.kinds import kind_of_body
from ouzel.governance.reference.rules_of_meeting import (
    Base,
    Count,
    MinutesRule,
    Need,
    Orders,
    Period,
    QuorumRule,
    UrgentRule,
    VotingRule,
)
from ouzel.governance.reference.tags import professions, tags
from ouzel.governance.reference.texts import FOLDER, Text, close, read

C = TypeVar("C", bound=StrEnum)
PARTS = ("notice", "papers", "questions", "quorum", "voting", "urgent", "minutes", "composition")
HEAD = ("name", "source", "like", "in_public", "kinds", "since", "until")
QUORUM = ("members", "at_least", "more_than", "filled_only", "deputies", "online", "recused", "one_capacity", "need")
EFFECTS = ("left", "silent", "no-vote")  # of a recusal, after which somebody may count no more
FALLBACK = "committee"  # for a kind that no orders name


@dataclass(frozen=True)
class Shipped:
    """Orders that come with Ouzel: for which kinds of body, and for meetings from when until when (half-open)."""

    slug: str
    kinds: tuple[str, ...]
    since: date | None
    until: date | None
    orders: Orders

    def holds(self, on: date) -> bool:
        """Whether they are for a meeting on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


def read_orders(text: str, *, file: str = "standing orders") -> Orders:
    """The orders that a text says. ContentError with the line for what is not TOML, not known or not possible."""
    return _orders(_laid(read(text, file=file)))


@cache
def shipped_orders() -> tuple[Shipped, ...]:
    """All orders that come with Ouzel, by slug."""
    found = []
    for slug in sorted(_texts()):
        text = _laid(read(_texts()[slug], file=f"{slug}.toml"))
        since, until = text.day(text.data, "since", ""), text.day(text.data, "until", "")
        found.append(Shipped(slug, text.words(text.data, "kinds", ""), since, until, _orders(text)))
    return tuple(found)


def orders_text(slug: str) -> str:
    """The text of orders that come with Ouzel, to begin one's own from; KeyError where there are none of that slug."""
    return _texts()[slug]


def orders_of(body: Body, *, on: date, known_at: date | None = None) -> Orders:
    """The orders of a body for a meeting on that day: its own, else those of its kind, else a committee's. Their notice
    is never shorter than the law has it for its kind.
    """
    own = StandingOrders.objects.on(on, known_at=known_at).filter(body=body).values_list("text", flat=True).first()
    kind = _kinds([body.pk], on, known_at).get(body.pk, "")
    return lawful(_read_once(own) if own is not None else default_orders(kind, on=on), kind)


def lawful(orders: Orders, kind: str) -> Orders:
    """Orders with the notice that the law asks for of a kind of body, where theirs is shorter."""
    least = kind_of_body(kind).notice if kind else None
    if least is None or orders.notice.clear_days >= least.clear_days:
        return orders
    return replace(orders, notice=Period(least.clear_days))


def refuse_short_notice(text: str, kinds: Iterable[str]) -> None:
    """ContentError for orders that ask for less notice than the law does of one of these kinds of body."""
    orders = _read_once(text)
    for kind in map(kind_of_body, kinds):
        if lawful(orders, kind.slug) != orders:
            assert kind.notice is not None
            raise ContentError(
                "the law asks for more notice of a meeting in public", field="notice.clear_days",
                value=str(orders.notice.clear_days),
                right=f"{kind.notice.clear_days} clear days or more: {kind.notice.source}",
            )  # fmt: skip


class OwnOrders:
    """The standing orders that a body put down, on any day, read once."""

    def __init__(self, body: Body, *, known_at: date | None = None) -> None:
        rows = StandingOrders.objects.known(known_at).filter(body=body).order_by("valid")
        self.all = [(row.valid.lower, row.valid.upper, _read_once(row.text)) for row in rows]

    def on(self, day: date) -> Orders | None:
        """Its own for a meeting on the day; None: it has none of its own then."""
        return next((own for since, until, own in self.all if since <= day and (until is None or day < until)), None)


def orders_for(
    bodies: Iterable[Body], *, on: date, kinds: Mapping[int, str] | None = None, known_at: date | None = None
) -> dict[int, Orders]:
    """The same for several bodies at once, by their keys. `kinds`: of the bodies on the day, where read already."""
    keys = [body.pk for body in bodies]
    own = dict(StandingOrders.objects.on(on, known_at=known_at).filter(body__in=keys).values_list("body", "text"))
    sorts = kinds if kinds is not None else _kinds(keys, on, known_at)
    return {
        key: lawful(
            _read_once(own[key]) if key in own else default_orders(sorts.get(key, ""), on=on), sorts.get(key, "")
        )
        for key in keys
    }  # fmt: skip


def default_orders(kind: str, *, on: date) -> Orders:
    """The orders that come with Ouzel for a kind of body (by its slug) on a day; for no such kind, a committee's."""
    fits = [each for each in shipped_orders() if kind in each.kinds and each.holds(on)]
    return next(iter(fits), next(each for each in shipped_orders() if each.slug == FALLBACK)).orders


def _kinds(keys: Collection[int], on: date, known_at: date | None) -> dict[int, str]:
    rows = BodyFact.objects.on(on, known_at=known_at).filter(body__in=keys, attribute=BodyAttribute.KIND)
    return dict(rows.values_list("body", "value"))


_read_once = cache(read_orders)


@cache
def _texts() -> dict[str, str]:
    files = [each for each in (FOLDER / "orders").iterdir() if each.name.endswith(".toml")]
    return {each.name.removesuffix(".toml"): each.read_text(encoding="utf-8") for each in files}


def _laid(text: Text) -> Text:
    """The text on top of the one it is like; lines are those of the text itself."""
    if "like" not in text.data:
        return text
    like = text.word(text.data, "like", "")
    if like not in _texts():
        raise text.wrong("like", "no such standing orders come with Ouzel", value=like, right=close(like, _texts()))
    under = _laid(read(_texts()[like], file=f"{like}.toml")).data
    laid = {**under, **text.data}
    for part, table in text.data.items():
        if isinstance(table, dict) and isinstance(under.get(part), dict):
            laid[part] = {**under[part], **table}
    return replace(text, data=laid)


def _orders(text: Text) -> Orders:
    top = text.table(dict(text.data), "", needs=("name", "source", "notice", "papers", "quorum"), may=(*HEAD, *PARTS))
    voting = text.table(top.get("voting", {}), "voting",
                        may=("of", "more_than", "casting_vote", "deputies", "online"))  # fmt: skip
    urgent = text.table(top.get("urgent", {}), "urgent", may=("agree", "consult", "consult_at_least"))
    minutes = text.table(top.get("minutes", {}), "minutes", may=("draft_days",))
    source = text.word(top, "source", "")
    return Orders(
        name=text.word(top, "name", ""), source=source, in_public=text.truth(top, "in_public", ""),
        notice=_period(text, "notice"), papers=_period(text, "papers"),
        questions=_period(text, "questions") if top.get("questions") else None,
        quorum=_quorum(text),
        voting=VotingRule(
            _choice(text, voting, "of", "voting", Base.VOTING),
            _fraction(text, voting, "more_than", "voting") or Fraction(1, 2),
            text.truth(voting, "casting_vote", "voting", default=True),
            text.truth(voting, "deputies", "voting", default=True),
            text.truth(voting, "online", "voting", default=True),
        ),
        urgent=UrgentRule(
            _tags(text, urgent, "agree", "urgent"), _tags(text, urgent, "consult", "urgent"),
            text.number(urgent, "consult_at_least", "urgent") or 0,
        ),
        minutes=MinutesRule(text.number(minutes, "draft_days", "minutes")),
        composition=read_rules(text, top.get("composition", []), "composition", source=source),
    )  # fmt: skip


def _period(text: Text, part: str) -> Period:
    table = text.table(text.data[part], part, needs=("clear_days",), may=("count",))
    return Period(text.number(table, "clear_days", part) or 0, _choice(text, table, "count", part, Count.ALL))


def _quorum(text: Text) -> QuorumRule:
    part = "quorum"
    table = text.table(text.data[part], part, may=QUORUM)
    recused = text.words(table, "recused", part) if "recused" in table else EFFECTS
    for effect in recused:
        if effect not in EFFECTS:
            raise text.wrong(
                "quorum.recused", "a recusal has no such effect", value=effect, right=close(effect, EFFECTS)
            )
    needs = table.get("need", [])
    if not isinstance(needs, list):
        raise text.wrong("quorum.need", "this may stand several times", right="Write [[quorum.need]]")
    rule = QuorumRule(
        members=text.number(table, "members", part) or 0,
        at_least=_fraction(text, table, "at_least", part), more_than=_fraction(text, table, "more_than", part),
        filled_only=text.truth(table, "filled_only", part), deputies=text.truth(table, "deputies", part, default=True),
        online=text.truth(table, "online", part, default=True), recused=frozenset(recused),
        one_capacity=text.truth(table, "one_capacity", part),
        needs=tuple(_need(text, row, f"quorum.need[{number}]") for number, row in enumerate(needs)),
    )  # fmt: skip
    if not rule.members and rule.at_least is None and rule.more_than is None:
        raise text.wrong(part, "it is not said how many must be there",
                         right='members = 6, or at_least = "1/3", or more_than = "1/2"')  # fmt: skip
    return rule


def _need(text: Text, row: Any, path: str) -> Need:
    table = text.table(row, path, needs=("words", "any"), may=("at_least",))
    least = text.number(table, "at_least", path) if "at_least" in table else 1
    if not least:
        raise text.wrong(f"{path}.at_least", "a need of nobody is none", value=least)
    return Need(text.word(table, "words", path), _tags(text, table, "any", path), least)


def _tags(text: Text, table: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
    """Tags or professions; a misspelt one would never be met, so it is refused."""
    found = text.words(table, key, path)
    for each in found:
        if each not in tags() and each not in professions() and not each.startswith("own-"):
            raise text.wrong(f"{path}.{key}", "no seat has this tag, and it is no profession", value=each,
                             right=close(each, [*tags(), *professions()]))  # fmt: skip
    return found


def _fraction(text: Text, table: Mapping[str, Any], key: str, path: str) -> Fraction | None:
    value = text.word(table, key, path)
    if not value:
        return None
    if not re.fullmatch(r"[1-9][0-9]?/[1-9][0-9]?", value) or Fraction(value) > 1:
        raise text.wrong(f"{path}.{key}", "this is a part of a whole", value=value, right='Such as "1/3" or "2/3"')
    return Fraction(value)


def _choice(text: Text, table: Mapping[str, Any], key: str, path: str, default: C) -> C:
    value = text.word(table, key, path) or default.value
    if value not in [each.value for each in type(default)]:
        raise text.wrong(f"{path}.{key}", "there is no such choice", value=value,
                         right=close(value, [each.value for each in type(default)]))  # fmt: skip
    return type(default)(value)
