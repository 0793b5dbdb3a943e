"""What the rules ask about the made-up bodies, day by day: facts as the register gives them of real ones."""

from collections.abc import Sequence

import numpy as np

from ouzel.activity.synthetic import words
from ouzel.activity.synthetic.supplies import SERVICES
from ouzel.activity.synthetic.words import Words
from ouzel.activity.synthetic.world import World
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import PRACTICE_FACTS, RESIDENCE_FACTS, SUPPLY_FACTS
from ouzel.engine.days import MAXDAY, MINDAY, Ints

REGIONS = 7
COLOURS = ("GREEN", "GREEN", "RED", "BLUE", "GREEN", "")
WITHOUT_CONTRACT = 9
"""Of specialised services that NHS England keeps, every so many is given by a provider without a contract for it."""

Row = dict[str, str]


def facts(world: World) -> dict[str, Facts]:
    """Facts of profiles, supplies, practices and residences by the numbers of the lines' dictionaries.

    Specialised services are all delegated but those that are red or blue, of which most providers have a contract.
    """
    names, bodies = Words.of(world), world.bodies
    return {
        "profile": Facts.lasting({name: world.profiles.column(name) for name in PROFILE}),
        "supply": _supplies(world),
        "practice": _changing(
            world, names.practice, bodies.of_practice, PRACTICE_FACTS,
            {
                "": {"nation": "none"}, words.NO_PRACTICE: {"nation": "none"},
                words.PRACTICE_NOT_KNOWN: {"nation": "none"}, words.UNKNOWN_PRACTICE: {"nation": "unknown"},
                words.WELSH_PRACTICE: {"nation": "welsh", "board": words.WELSH_PAYER},
                words.SCOTTISH_PRACTICE: {"nation": "scottish", "board": words.SCOTTISH_AREA},
            },
            {"nation": "english"}, copied="parent",
        ),
        "residence": _changing(
            world, names.residence, bodies.of_area, RESIDENCE_FACTS,
            {
                "": {"nation": "unknown"}, words.NO_FIXED_ABODE: {"nation": "no-fixed-abode", "pseudo": "Y"},
                words.NOT_KNOWN: {"nation": "unknown", "pseudo": "Y"}, words.FORCES: {"nation": "overseas"},
                words.WELSH_AREA: {"nation": "wales", "border": "english", "board": words.WELSH_PAYER},
                words.SCOTTISH_AREA: {"nation": "scotland", "board": words.SCOTTISH_AREA},
                words.PRISON_AREA: {"nation": "england", "justice": "Y"},
            },
            {"nation": "england"}, copied="system",
        ),
    }  # fmt: skip


def _changing(
    world: World, codes: Sequence[str], of: Ints, asked: Sequence[str], special: dict[str, Row], usual: Row, *,
    copied: str,
) -> Facts:  # fmt: skip
    """Facts of bodies whose commissioner changes; `copied` is the fact that says the commissioner once more."""
    timed: list[tuple[int, int, int, Row]] = []
    for entry, code in enumerate(codes):
        place = entry - 1
        if not 0 <= place < of.shape[1]:
            timed.append((entry, MINDAY, MAXDAY, special[code]))
            continue
        for since, until, whose in _spans(world, of[:, place]):
            belonging = _commissioned(world, whose)
            timed.append((entry, since, until, usual | belonging | {copied: belonging.get("commissioner", "")}))
    return _facts(len(codes), timed, asked)


def _supplies(world: World) -> Facts:
    timed: list[tuple[int, int, int, Row]] = []
    for entry, (provider, site, service) in enumerate(world.supplies.rows):
        usual = {"provider": provider, "site": site, "service": service, **_service(service, entry)}
        owner = int(world.supplies.provider[entry])
        if owner < 0:
            timed.append((entry, MINDAY, MAXDAY, usual))
            continue
        for since, until, whose in _spans(world, world.bodies.host[:, owner]):
            belonging = _commissioned(world, whose)
            host = belonging.pop("commissioner", "")
            justice = {"justice_hub": belonging["hub"].replace("OH", "OJ")} if "hub" in belonging else {}
            timed.append((entry, since, until, usual | belonging | justice | {"host": host}))
    return _facts(len(world.supplies.rows), timed, SUPPLY_FACTS)


def _service(service: str, entry: int) -> Row:
    if not service:
        return {}
    colour = COLOURS[SERVICES.index(service) % len(COLOURS)] if service in SERVICES else ""
    kept = colour in ("RED", "BLUE")
    return {"colour": colour, "contracted": "no" if kept and entry % WITHOUT_CONTRACT == 0 else "yes"}


def _commissioned(world: World, whose: int) -> Row:
    """What follows from being of a commissioner (by row; -1: of none)."""
    if whose < 0:
        return {}
    region = whose % REGIONS + 1
    return {"commissioner": world.bodies.commissioners[whose], "delegated": "Y", "region": f"ON{region:03}",
            "hub": f"OH{region:03}"}  # fmt: skip


def _spans(world: World, rows: Ints) -> list[tuple[int, int, int]]:
    """Of one body: since, until and commissioner, joined where nothing changes."""
    edges = [MINDAY, *world.bodies.days.tolist(), MAXDAY]
    spans: list[tuple[int, int, int]] = []
    for place, whose in enumerate(rows.tolist()):
        if spans and spans[-1][2] == whose:
            spans[-1] = (spans[-1][0], edges[place + 1], whose)
        else:
            spans.append((edges[place], edges[place + 1], whose))
    return spans


def _facts(entries: int, timed: list[tuple[int, int, int, Row]], asked: Sequence[str]) -> Facts:
    numbers = np.array([(entry, since, until) for entry, since, until, _ in timed], np.int32)
    columns = {name: [row.get(name, "") for _, _, _, row in timed] for name in asked}
    return Facts(entries, numbers[:, 0].copy(), numbers[:, 1].copy(), numbers[:, 2].copy(), columns)
