"""Small worlds of commissioners, boards and practices, and plans for them: drawn, loaded as files, applied by hand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ouzel.core.actions import new_edition
from ouzel.register.attributes import Attribute
from ouzel.register.deriving import rederive
from ouzel.register.evidence import Assertion, Authority, Evidence
from ouzel.register.models import Publication, PublicationState
from ouzel.register.storing import Touched, body_ids, codes_in, store
from ouzel.register.touching import with_dependants
from ouzel.reorganisation.plan import Change, Close, Merger, Move, Opening, Part, Plan, Split
from tests.reorganisation.plans import AUTHOR, OPERATOR

A = Attribute
SINCE = Evidence.SINCE
DAY = date(2030, 4, 1)
BEGAN = date(2020, 1, 1)
LOADED = date(2025, 1, 1)
BOARDS = ("ZB1", "ZB2")
COMMISSIONERS = ("ZC1", "ZC2", "ZC3", "ZC4")
ONE = Decimal(1)

Home = dict[str, Decimal]


@dataclass(frozen=True)
class World:
    """Each practice's commissioners by share from `BEGAN`; those in `later` move by themselves after the plan's day."""

    practices: dict[str, Home]
    boards: dict[str, str]  # commissioner to board
    later: dict[str, tuple[date, str]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to ten practices under four commissioners under two boards; some practices divided between two."""
    boards = {c: draw(st.sampled_from(BOARDS)) for c in COMMISSIONERS}
    practices: dict[str, Home] = {}
    later = {}
    for number in range(draw(st.integers(1, 10))):
        code = f"ZP{number:03}"
        first, second = draw(st.permutations(COMMISSIONERS))[:2]
        if draw(st.integers(0, 4)) == 0:
            share = Decimal(draw(st.integers(1, 9))) / 10
            practices[code] = {first: share, second: ONE - share}
        else:
            practices[code] = {first: ONE}
            if draw(st.integers(0, 4)) == 0:
                later[code] = (date(2031, 1, 1), second)
    return World(practices, boards, later)


@st.composite
def plans(draw: st.DrawFn, world: World) -> Plan:
    """One to three changes that do not stand in each other's way: mergers, splits, moves, a closure."""
    free = list(draw(st.permutations(COMMISSIONERS)))
    changes: list[Change] = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("merger", "acquisition", "recode", "split", "shares", "move", "close")))
        if len(free) < 2:
            break
        one, two = free.pop(), free.pop()
        new = f"ZN{number}"
        opening = Opening(f"New {number}", ("RO98",), {Attribute.SYSTEM: world.boards[one]})
        members = sorted(p for p, home in world.practices.items() if home == {one: ONE} and p not in world.later)
        path = f"change[{number}]"
        if kind == "merger":
            changes.append(Merger(path, (one, two), new, opening=opening))
        elif kind == "acquisition":
            changes.append(Merger(path, (one,), two, kind="acquisition"))
        elif kind == "recode":
            changes.append(Merger(path, (one,), new, kind="recode", opening=opening))
        elif kind == "split":
            listed = tuple(draw(st.lists(st.sampled_from(members), unique=True))) if members else ()
            parts = (
                Part(f"{path}.part[0]", new, units=listed, opening=opening),
                Part(f"{path}.part[1]", two, rest=True),
            )
            changes.append(Split(path, one, parts))
        elif kind == "shares":
            share = Decimal(draw(st.integers(1, 9))) / 10
            parts = (
                Part(f"{path}.part[0]", new, share=share, opening=opening),
                Part(f"{path}.part[1]", two, share=ONE - share),
            )
            changes.append(Split(path, one, parts))
        elif kind == "move" and members:
            listed = tuple(draw(st.lists(st.sampled_from(members), unique=True, min_size=1)))
            part = draw(st.sampled_from((None, Decimal("0.25"))))
            changes.append(Move(path, two, listed, origin=one, share=part))
        elif kind == "close":
            changes.append(Close(path, one, left_open="Nobody has said where they go"))
    if not changes:
        changes = [Merger("change[0]", (COMMISSIONERS[0],), COMMISSIONERS[1], kind="acquisition")]
    return Plan("drawn", "A drawn plan", DAY, str(AUTHOR), tuple(changes))


def by_hand(world: World, plan: Plan) -> dict[str, Home]:
    """Where each practice belongs on the plan's day, worked out the slow way: one practice and one change at a time."""
    after = {}
    for practice, home in world.practices.items():
        now = dict(home)
        for change in plan.changes:
            then: dict[str, Decimal] = defaultdict(Decimal)
            for body, share in now.items():
                for to, part in _goes(practice, body, change).items():
                    then[to] += share * part
            now = dict(then)
        after[practice] = now if sum(now.values()) == 1 else {}  # a part without a home leaves all of it open
    return after


def _goes(practice: str, body: str, change: Change) -> Home:
    if isinstance(change, Merger) and body in change.bodies:
        return {change.into: ONE}
    if isinstance(change, Close) and body == change.code:
        return {}
    if isinstance(change, Move) and practice in change.units and body == change.origin:
        return {change.to: ONE} if change.share is None else {change.to: change.share, body: ONE - change.share}
    if isinstance(change, Split) and body == change.body:
        for part in change.parts:
            if practice in part.units:
                return {part.into: ONE}
        for part in change.parts:
            if part.rest:
                return {part.into: ONE}
        return {part.into: part.share for part in change.parts if part.share is not None}
    return {body: ONE}


def load(world: World) -> None:
    """The world as two publications on top of what the register has: how it is, and what is known to come."""
    now = [Assertion(code, A.LIFESPAN, SINCE, BEGAN, None, "open", 1) for code in (*BOARDS, *COMMISSIONERS)]
    now += [Assertion(code, A.NAME, SINCE, BEGAN, None, f"Name of {code}", 1) for code in (*BOARDS, *COMMISSIONERS)]
    now += [Assertion(code, A.ROLE, SINCE, BEGAN, None, "RO318", 1) for code in BOARDS]
    for code, board in world.boards.items():
        now.append(Assertion(code, A.ROLE, SINCE, BEGAN, None, "RO98", 1))
        now.append(Assertion(code, A.SYSTEM, SINCE, BEGAN, None, board, 1))
    for code, home in world.practices.items():
        now.append(Assertion(code, A.LIFESPAN, SINCE, BEGAN, None, "open", 1))
        now.append(Assertion(code, A.SETTING, SINCE, BEGAN, None, "RO76", 1))
        for body, share in home.items():
            part = None if share == ONE else share
            now.append(Assertion(code, A.COMMISSIONER, SINCE, BEGAN, None, body, 1, part))
    to_come = [Assertion(c, A.COMMISSIONER, SINCE, day, None, body, 1) for c, (day, body) in world.later.items()]
    edition = new_edition(kind="load", by=OPERATOR, note="drawn")
    touched: set[Touched] = set()
    publications = []
    for said, published in ((now, LOADED), (to_come, LOADED + timedelta(days=30))):
        publication = Publication.objects.create(
            series="ouzel:facts", reader="facts", file=f"{published}.csv", sha256=f"{published.toordinal():064x}",
            published=published, state=PublicationState.LOADED, authority=int(Authority.PUBLISHED), precedence=95,
            rows=len(said), entered=edition,
        )  # fmt: skip
        touched |= store(said, publication, body_ids(codes_in(said)))
        publications.append(publication)
    rederive(edition=edition, touched=with_dependants(touched, publications))
