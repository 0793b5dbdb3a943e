"""Invented worlds: bodies that merge, split, close, change their role, overlap, and go round in circles."""

from hypothesis import strategies as st

from tests.engine.reference import World

UNITS = [f"U{i}" for i in range(5)]
PARENTS = ["A", "B", "C", "D"]
TOPS = ["X", "Y", "Z"]
REGIONS = ["R1", "R2"]
BODIES = [*UNITS, *PARENTS, *TOPS, *REGIONS]
FIRST, LAST = 700_000, 700_012
OPEN = 3652059

days = st.integers(FIRST, LAST)
ends = st.one_of(days, st.just(OPEN))
shares = st.sampled_from([None, None, None, 0.25, 0.5, 0.75, 1.0])


def chain(draw, bodies: list[str]) -> list[tuple[str, int, int]]:
    """One parent after another, without overlap, with or without gaps."""
    edges = sorted(draw(st.sets(days, min_size=1, max_size=4)))
    rows = []
    for start, until in zip(edges, [*edges[1:], OPEN], strict=True):
        parent = draw(st.sampled_from([*bodies, None]))
        if parent is not None:
            rows.append((parent, start, until))
    return rows


@st.composite
def likely(draw) -> World:
    """Units under commissioners under systems, as a register would hold them, reorganised at random."""
    world = World()
    for unit in UNITS:
        world.relations += [("commissioner", unit, *row, None) for row in chain(draw, PARENTS)]
        for _ in range(draw(st.integers(0, 3))):
            row = (draw(st.sampled_from(TOPS)), draw(days), draw(ends), draw(shares))
            world.relations.append(("network", unit, *row))
    for parent in PARENTS:
        world.relations += [("system", parent, *row, None) for row in chain(draw, TOPS)]
    for body in BODIES:
        if draw(st.booleans()):
            opened = draw(days)
            world.lifespans.append((body, opened, draw(st.one_of(st.integers(opened + 1, LAST + 1), st.just(OPEN)))))
    for kind, bodies in (("commissioner", PARENTS), ("system", TOPS), ("network", TOPS)):
        for body in bodies:
            if draw(st.integers(0, 3)):
                world.kinds.append(
                    (body, kind, draw(st.one_of(st.just(FIRST), days)), draw(st.one_of(st.just(OPEN), days)))
                )
    for level in (PARENTS, TOPS, UNITS):
        for _ in range(draw(st.integers(0, 4))):
            world.successions.append((*(draw(st.sampled_from(level)) for _ in "ab"), draw(days), draw(shares)))
    for _ in range(draw(st.integers(0, 2))):
        unit, group = draw(st.sampled_from([*UNITS, *PARENTS])), draw(st.sampled_from([*PARENTS, *TOPS]))
        world.placements.append((unit, group, draw(days)))
    return world


@st.composite
def wild(draw) -> World:
    """Anything related to anything: circles, overlaps, bodies nobody described, rows that hold on no day."""
    body = st.sampled_from(BODIES[2:9])
    hop = st.sampled_from(["commissioner", "system", "region", "network"])
    kind = st.sampled_from(["commissioner", "system", "region", "network"])
    return World(
        relations=draw(st.lists(st.tuples(hop, body, body, days, ends, shares), max_size=10)),
        lifespans=draw(st.lists(st.tuples(body, days, ends), max_size=6)),
        kinds=draw(st.lists(st.tuples(body, kind, days, ends), max_size=6)),
        successions=draw(st.lists(st.tuples(body, body, days, shares), max_size=6)),
        placements=draw(st.lists(st.tuples(body, body, days), max_size=3)),
    )


@st.composite
def reorganised(draw) -> World:
    """A tidy register whose commissioners and systems close and are passed on: whole, split, or in recorded shares."""
    world = World()
    begin = FIRST - 5
    for kind, bodies in (("commissioner", PARENTS), ("system", TOPS)):
        world.kinds += [(body, kind, begin, OPEN) for body in bodies]
        for body in bodies:
            closes = draw(st.one_of(days, st.just(OPEN)))
            world.lifespans.append((body, begin, closes))
            if closes < OPEN:
                heirs = draw(st.lists(st.sampled_from(bodies), max_size=2, unique=True))
                parts = draw(st.sampled_from([[None, None], [0.25, 0.75]])) if len(heirs) == 2 else [None]
                world.successions += [(body, heir, closes, part) for heir, part in zip(heirs, parts, strict=False)]
    for unit in UNITS:
        world.lifespans.append((unit, begin, draw(st.one_of(days, st.just(OPEN)))))
        until = draw(st.one_of(days, st.just(OPEN)))
        world.relations.append(("commissioner", unit, draw(st.sampled_from(PARENTS)), begin, until, None))
        if until < OPEN and draw(st.booleans()):
            world.relations.append(("commissioner", unit, draw(st.sampled_from(PARENTS)), until, OPEN, None))
    for parent in PARENTS:
        world.relations.append(("system", parent, draw(st.sampled_from(TOPS)), begin, draw(ends), None))
        world.relations += [("region", parent, *row, None) for row in chain(draw, REGIONS)]
    world.kinds += [(region, "region", begin, OPEN) for region in REGIONS]
    world.relations += [("region", top, draw(st.sampled_from(REGIONS)), begin, OPEN, None) for top in TOPS]
    return world


worlds = st.one_of(reorganised(), likely(), wild())
