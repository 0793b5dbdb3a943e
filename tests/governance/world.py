"""A small world: three governing bodies with one executive team, and the board, partnership and councils after them.

All of it is made through the real actions. The people are invented.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ouzel.core.actors import Actor
from ouzel.governance.bodies.actions import delegate, open_body
from ouzel.governance.models import Body, Person
from ouzel.governance.seats.actions import add_person, appoint, name_deputy, set_seat
from ouzel.register import actions as register
from tests.sourced_facts import DEMO

SECRETARY = Actor.command("secretary")
SOURCE = "invented for the tests"
COUNCILS = ("E06000032", "E06000042", "E06000055", "E06000056")
ORGANISATIONS = ("06F", "06P", "04F", "M1J4Y", "QHG", "QUE", *COUNCILS)
GROUPS = {"06F": "bedfordshire", "06P": "luton", "04F": "milton-keynes"}

BEGAN = date(2013, 4, 1)  # the governing bodies, and their seats
APPOINTED = date(2020, 4, 1)  # those who sit on them
BOARD_BEGAN = date(2022, 7, 1)  # the board and the partnership, with those who sit on them

LIMIT = 50_000_000  # pence: what the committee may award

Row = tuple[str, str, tuple[str, ...], str]  # slug, title, tags, profession
Member = tuple[str, str, tuple[str, ...], str, str, str]  # ... profession, nominated by, who
GOVERNING_BODY: tuple[Row, ...] = (
    ("chair", "Clinical chair", ("chair", "clinician", "gp"), "gp"),
    ("accountable-officer", "Accountable officer", ("executive", "chief-executive"), ""),
    ("finance-officer", "Chief finance officer", ("executive", "finance"), "accountant"),
    ("nurse", "Registered nurse", ("executive", "clinician", "nurse"), "nurse"),
    ("secondary-care", "Secondary care doctor", ("clinician", "doctor", "secondary-care"), "secondary-care-doctor"),
    ("gp-east", "GP member for the east", ("clinician", "gp"), "gp"),
    ("gp-west", "GP member for the west", ("clinician", "gp"), "gp"),
    ("lay-governance", "Lay member for governance", ("lay", "governance", "audit-chair", "deputy-chair"), ""),
    ("lay-patients", "Lay member for patients and the public", ("lay", "patient-and-public"), ""),
)
SHARED = {"accountable-officer": "Ola Allthree", "finance-officer": "Fin Ledgerman", "nurse": "Nora Wardwell"}
"""Who holds the same seat in all three bodies."""

OWN = {
    "06F": ("Bea Chairwoman", "Sid Bedsurgeon", "Gus Eastbeds", "Gia Westbeds", "Lara Bedsaudit", "Len Bedspublic"),
    "06P": ("Luc Chairman", "Sue Lutsurgeon", "Gil Eastluton", "Gwen Westluton", "Liz Lutaudit", "Lew Lutpublic"),
    "04F": (
        "Mia Chairperson",
        "Sol Keynsurgeon",
        "Gert Eastkeynes",
        "Glyn Westkeynes",
        "Lin Keynaudit",
        "Lou Keynpublic",
    ),
}
"""Chair, secondary care, GP east, GP west, lay governance, lay patients: each of one body only."""

BOARD: tuple[Member, ...] = (
    ("chair", "Chair", ("chair", "non-executive"), "", "NHS England", "Cara Boardchair"),
    ("chief-executive", "Chief executive", ("executive", "chief-executive"), "", "", "Ola Allthree"),
    ("finance", "Chief finance officer", ("executive", "finance"), "accountant", "", "Fin Ledgerman"),
    (
        "medical-director",
        "Chief medical director",
        ("executive", "clinician", "doctor", "medical-director"),
        "doctor",
        "",
        "Max Medicson",
    ),
    ("nurse", "Chief nurse", ("executive", "clinician", "nurse"), "nurse", "", "Nora Wardwell"),
    ("non-executive-1", "Non-executive member", ("non-executive", "audit-chair"), "", "", "Nell Outsider"),
    (
        "non-executive-2",
        "Non-executive member, deputy chair",
        ("non-executive", "deputy-chair"),
        "",
        "",
        "Ned Outsider",
    ),
    (
        "partner-trusts",
        "Partner member for trusts",
        ("partner", "provider", "mental-health"),
        "",
        "trusts",
        "Pia Hospitaler",
    ),
    (
        "partner-primary-care",
        "Partner member for primary care",
        ("partner", "primary-care", "gp"),
        "gp",
        "practices",
        "Gil Eastluton",
    ),
    ("partner-councils", "Partner member for councils", ("partner", "local-authority"), "", "councils", "Tom Townhall"),
)
PARTNERSHIP: tuple[Member, ...] = (
    ("board", "Member for the board", ("board",), "", "QHG", "Cara Boardchair"),
    ("luton", "Member for Luton", ("local-authority", "councillor", "chair"), "", "E06000032", "Tess Lutcouncil"),
    (
        "milton-keynes",
        "Member for Milton Keynes",
        ("local-authority", "councillor"),
        "",
        "E06000042",
        "Tim Keyncouncil",
    ),
    ("bedford", "Member for Bedford", ("local-authority", "councillor"), "", "E06000055", "Tia Bedcouncil"),
    (
        "central-bedfordshire",
        "Member for Central Bedfordshire",
        ("local-authority", "councillor"),
        "",
        "E06000056",
        "Tom Townhall",
    ),
    ("healthwatch", "Member for the Healthwatch organisations", ("healthwatch",), "", "", "Hal Watchful"),
    ("voluntary-sector", "Member for the voluntary sector", ("voluntary-sector",), "", "", "Val Unteer"),
)


@dataclass(frozen=True)
class World:
    """The bodies by short names, and the people by theirs."""

    bedfordshire: Body
    luton: Body
    milton_keynes: Body
    finance_committee: Body  # of Luton's governing body; may award contracts up to LIMIT
    board: Body  # of QHG, from BOARD_BEGAN
    partnership: Body  # of QHG and four councils, from BOARD_BEGAN
    people: dict[str, Person]
    by: Actor = SECRETARY

    @property
    def three(self) -> tuple[Body, Body, Body]:
        """The governing bodies that meet in common."""
        return self.bedfordshire, self.luton, self.milton_keynes

    def person(self, name: str) -> Person:
        """Somebody by name, or by a part of it that nobody else has."""
        (found,) = [person for each, person in self.people.items() if name in each]
        return found


def load_register(folder: Path) -> None:
    """What the register says of the organisations of this world, and of none of their practices."""
    lines = (DEMO / "facts.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = folder / "facts.csv"
    path.write_text(
        lines[0] + "".join(line for line in lines[1:] if line.partition(",")[0] in ORGANISATIONS), encoding="utf-8"
    )
    register.load([path], by=Actor.command("root"))


def make_world(*, by: Actor = SECRETARY) -> World:
    """Make it, on a register that knows its organisations."""
    people: dict[str, Person] = {}

    def person(name: str) -> Person:
        if name not in people:
            people[name] = add_person(name=name, by=by)
        return people[name]

    three = [_governing_body(code, place, person, by=by) for code, place in GROUPS.items()]
    committee = _committee(three[1], person, by=by)
    board = open_body(
        slug="blmk-board", name="Board of the integrated care board", kind="integrated-care-board",
        organisations=["QHG"], since=BOARD_BEGAN, known=BOARD_BEGAN, source=SOURCE, by=by,
    )  # fmt: skip
    _fill(board, BOARD, person, by=by)
    partnership = open_body(
        slug="blmk-partnership", name="Health and care partnership", kind="integrated-care-partnership",
        organisations=["QHG", *COUNCILS], since=BOARD_BEGAN, known=BOARD_BEGAN, source=SOURCE, by=by,
        accountable_to=["blmk-board", *COUNCILS],
    )  # fmt: skip
    _fill(partnership, PARTNERSHIP, person, by=by)
    return World(three[0], three[1], three[2], committee, board, partnership, people, by)


def _governing_body(code: str, place: str, person: Callable[[str], Person], *, by: Actor) -> Body:
    body = open_body(
        slug=f"{place}-governing-body", name=f"Governing body of {place.replace('-', ' ').title()}",
        kind="ccg-governing-body", organisations=[code], since=BEGAN, known=BEGAN, source=SOURCE, by=by,
        place=place.replace("-", " ").title(), topics=["commissioning"],
    )  # fmt: skip
    for order, (slug, title, tags, profession) in enumerate(GOVERNING_BODY):
        set_seat(
            body=body, slug=slug, title=title, order=order, tags=tags, profession=profession, since=BEGAN, known=BEGAN,
            source=SOURCE, by=by,
        )  # fmt: skip
    own = iter(OWN[code])
    for slug, _, _, profession in GOVERNING_BODY:
        name = SHARED[slug] if slug in SHARED else next(own)
        appoint(
            person=person(name), body=body, seat=slug, since=APPOINTED, known=APPOINTED, source=SOURCE, by=by,
            profession=profession,
        )  # fmt: skip
    for name, seat, votes in (
        ("Dee Standin", "accountable-officer", True),
        ("Dan Bookkeeper", "finance-officer", False),
    ):
        name_deputy(
            person=person(name),
            body=body,
            seat=seat,
            votes=votes,
            since=APPOINTED,
            known=APPOINTED,
            source=SOURCE,
            by=by,
        )
    delegate(
        to=body,
        scheme_of=body,
        kind="merger",
        limit=None,
        reserved=True,
        since=BEGAN,
        known=BEGAN,
        source=SOURCE,
        by=by,
    )
    return body


def _committee(parent: Body, person: Callable[[str], Person], *, by: Actor) -> Body:
    committee = open_body(
        slug="luton-finance-committee", name="Finance committee of Luton", kind="committee", organisations=["06P"],
        part_of=parent.slug, accountable_to=[parent.slug], since=APPOINTED, known=APPOINTED, source=SOURCE, by=by,
    )  # fmt: skip
    rows = (
        ("chair", "Chair", ("chair", "lay"), "", "", "Liz Lutaudit"),
        ("finance-officer", "Chief finance officer", ("executive", "finance"), "accountant", "", "Fin Ledgerman"),
        ("gp", "GP member", ("clinician", "gp"), "gp", "", "Gil Eastluton"),
    )
    _fill(committee, rows, person, by=by, since=APPOINTED)
    delegate(
        to=committee, scheme_of=parent, kind="contract-award", limit=LIMIT, since=APPOINTED, known=APPOINTED,
        source=SOURCE, by=by,
    )  # fmt: skip
    return committee


def _fill(
    body: Body, rows: Iterable[Member], person: Callable[[str], Person], *, by: Actor, since: date = BOARD_BEGAN
) -> None:
    for order, (slug, title, tags, profession, nominated_by, name) in enumerate(rows):
        set_seat(
            body=body, slug=slug, title=title, order=order, tags=tags, profession=profession,
            nominated_by=nominated_by, since=since, known=since, source=SOURCE, by=by,
        )  # fmt: skip
        appoint(
            person=person(name), body=body, seat=slug, since=since, known=since, source=SOURCE, by=by,
            profession=profession,
        )  # fmt: skip
