"""The dictionaries of the synthetic country's lines: what each number in them stands for."""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from ouzel.activity.establishments import establishment_of
from ouzel.activity.synthetic.world import World
from ouzel.engine.activity_lines import PROFILE, SUPPLY

NO_PRACTICE, PRACTICE_NOT_KNOWN, UNKNOWN_PRACTICE = "V81997", "V81999", "OP9999"
WELSH_PRACTICE, SCOTTISH_PRACTICE = "W00001", "S00001"
NO_FIXED_ABODE, NOT_KNOWN, FORCES = "ZZ99 3VZ", "ZZ99 3WZ", "BFPO"
WELSH_AREA, SCOTTISH_AREA = "W06000023", "S08000015"
PRISON_AREA, PRISON_POSTCODE = "E01999999", "ZE99 9ZX"
"""A made-up prison, alone in its area. Its postcode stands for no address (see `identifiers`)."""
VISITOR_PAYER, WELSH_PAYER = "VPP00", "7A1"
LOCAL_PODS = (("VWARD", "Virtual ward"), ("OPTRIAGE", "Triage of letters"), ("HOTCLIN", "Hot clinic"),
              ("DIAGHUB", "Diagnostic hub"), ("FRAILUNIT", "Frailty unit"), ("INFUS", "Infusion suite"),
              ("MDTREV", "Team review"), ("SELFREF", "Self-referred physiotherapy"))  # fmt: skip

_NAMES = {
    NO_PRACTICE: "No registered GP practice", PRACTICE_NOT_KNOWN: "GP practice not known",
    VISITOR_PAYER: "Private patients and chargeable overseas visitors",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Words:
    """Codes by number, 0 blank; the codes of bodies come first and in their order, the others after them."""

    practice: tuple[str, ...]
    residence: tuple[str, ...]
    commissioner: tuple[str, ...]
    world: World

    @classmethod
    def of(cls, world: World) -> "Words":
        bodies = world.bodies
        return cls(
            (
                "",
                *bodies.practices,
                NO_PRACTICE,
                PRACTICE_NOT_KNOWN,
                UNKNOWN_PRACTICE,
                WELSH_PRACTICE,
                SCOTTISH_PRACTICE,
            ),
            ("", *bodies.areas, NO_FIXED_ABODE, NOT_KNOWN, FORCES, WELSH_AREA, SCOTTISH_AREA, PRISON_AREA),
            ("", *bodies.commissioners, VISITOR_PAYER, WELSH_PAYER),
            world,
        )

    def number(self, dictionary: str, code: str) -> int:
        """The number of a code that is no body's own."""
        codes: tuple[str, ...] = getattr(self, dictionary)
        return len(codes) - 1 - codes[::-1].index(code)

    @property
    def establishments(self) -> list[str]:
        """What establishment each residence is; "" is none."""
        return [establishment_of(PRISON_POSTCODE) if code == PRISON_AREA else "" for code in self.residence]

    @cached_property
    def tables(self) -> dict[str, pa.Table]:
        """Every dictionary as a table whose row is the number: `PROFILE`, `SUPPLY`, or code and name."""
        world, bodies = self.world, self.world.bodies
        pods = (("", ""), *LOCAL_PODS)
        names = dict(zip(bodies.practices, bodies.practice_names, strict=True)) | _NAMES
        names |= dict(zip(bodies.commissioners, bodies.commissioner_names, strict=True))
        return {
            "profile": pa.table({name: pa.array(world.profiles.column(name)) for name in PROFILE}),
            "supply": pa.table({name: pa.array([row[place] for row in world.supplies.rows])
                                for place, name in enumerate(SUPPLY)}),
            "practice": _codes(self.practice, names),
            "residence": _codes(self.residence, {}).append_column("establishment", pa.array(self.establishments)),
            "currency": _codes(world.currencies.codes, {}),
            "commissioner": _codes(self.commissioner, names),
            "local_pod": pa.table({"code": [code for code, _ in pods], "name": [name for _, name in pods]}),
            "clinical": _codes(world.clinical.codes, {}),
        }  # fmt: skip


def dictionaries(world: World) -> dict[str, pa.Table]:
    """The dictionaries of a world's lines, by name: `engine.activity_lines.DICTIONARIES`."""
    return Words.of(world).tables


def _codes(codes: tuple[str, ...], names: dict[str, str]) -> pa.Table:
    return pa.table({"code": pa.array(codes), "name": pa.array([names.get(code, "") for code in codes])})
