"""Made-up identifiers that no living person or real address has: NHS numbers for testing, postcodes, file keys.

NHS numbers 999 000 0000 to 999 999 9999 are reserved for testing. Postcodes are of districts ZE20 to ZE99: the area ZE
(Shetland) has the districts 1 to 3 only, so they have the shape of a postcode and stand for no address.
"""

from functools import cache

import numpy as np
import pyarrow as pa

from ouzel.activity.synthetic.words import PRISON_AREA, PRISON_POSTCODE, SCOTTISH_AREA, WELSH_AREA
from ouzel.activity.synthetic.world import World
from ouzel.engine.days import Ints, Longs

PREFIX = (9, 9, 9)
NOT_KNOWN = 999_999
"""The body of 9999999999, which everywhere stands for a number that is not known."""
STEP = 611_953
"""Consecutive people get numbers this far apart: a prime, so each number comes once."""
POSTCODES_AN_AREA = 4
DISTRICTS, FIRST_DISTRICT = 80, 20
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@cache
def _bodies() -> Longs:
    """The six digits after 999 of every number with a valid check digit, and that digit."""
    six = np.arange(1_000_000, dtype=np.int64)
    total = np.full(len(six), sum(digit * weight for digit, weight in zip(PREFIX, (10, 9, 8), strict=True)))
    for weight in range(2, 8):
        total += six // 10 ** (weight - 2) % 10 * weight
    check = (11 - total % 11) % 11
    found: Longs = (six * 10 + check)[(check < 10) & (six != NOT_KNOWN)]
    return found


def most_people() -> int:
    """How many people can have an NHS number of their own."""
    return len(_bodies())


def nhs_numbers(people: Longs) -> pa.Array:
    """NHS numbers for testing of people by number; ValueError beyond `most_people`."""
    bodies = _bodies()
    if len(people) and int(people.max()) >= len(bodies):
        raise ValueError(f"only {len(bodies):,} NHS numbers are for testing; make a country of fewer people")
    tail = bodies[(people * STEP) % len(bodies)]
    return fixed_digits(9_990_000_000 + tail, 10)


def fixed_digits(numbers: Longs, width: int) -> pa.Array:
    """Numbers as text of one width, with zeros before them."""
    places = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    digits = ((numbers[:, None] // places) % 10 + ord("0")).astype(np.uint8)
    return pa.array(np.ascontiguousarray(digits).view(f"S{width}").ravel()).cast(pa.string())


def hexadecimal(numbers: Longs, width: int) -> pa.Array:
    """The first signs of numbers written to the base of sixteen."""
    signs = np.frombuffer(b"0123456789ABCDEF", np.uint8)
    shifts = np.arange(60, 60 - 4 * width, -4, dtype=np.uint64)
    digits = signs[(numbers.astype(np.uint64)[:, None] >> shifts) & np.uint64(15)]
    return pa.array(np.ascontiguousarray(digits).view(f"S{width}").ravel()).cast(pa.string())


def postcode(number: int) -> str:
    """A made-up postcode, another for each number up to 320,000; ValueError beyond."""
    unit, second = divmod(number, len(LETTERS))
    sector, first = divmod(unit, len(LETTERS))
    district, digit = divmod(sector, 10)
    if district >= DISTRICTS:
        raise ValueError("there are too many small areas to give each its postcodes")
    return f"ZE{FIRST_DISTRICT + district} {digit}{LETTERS[first]}{LETTERS[second]}"


ELSEWHERE = {WELSH_AREA: postcode(319_999), SCOTTISH_AREA: postcode(319_998), PRISON_AREA: PRISON_POSTCODE}
"""Postcodes of those who live in Wales, in Scotland and in prison."""


def postcodes(world: World) -> tuple[str, ...]:
    """`POSTCODES_AN_AREA` postcodes of each small area in turn."""
    return tuple(postcode(number) for number in range(len(world.bodies.areas) * POSTCODES_AN_AREA))


def postcode_directory(world: World) -> pa.Table:
    """Which small area each made-up postcode is in, with the headings of the ONS postcode directory.

    The area stands under `lsoa21` and `lsoa11` both; `doterm` is blank: none has ended. The last three are in
    Wales, in Scotland and a prison.
    """
    codes = [*postcodes(world), *ELSEWHERE.values()]
    areas = [area for area in world.bodies.areas for _ in range(POSTCODES_AN_AREA)]
    inside, nowhere = len(areas), ["W99999999", "S99999999", PRISON_AREA]
    return pa.table({
        "pcd": [code.replace(" ", "") for code in codes], "pcds": codes,
        "dointr": ["198001"] * len(codes), "doterm": [""] * len(codes),
        "oslaua": ["E99999999"] * inside + [WELSH_AREA, "S99999999", "E99999999"],
        "oshlthau": ["E99999999"] * inside + ["W99999999", SCOTTISH_AREA, "E99999999"],
        "ctry": ["E92000001"] * inside + ["W92000004", "S92000003", "E92000001"],
        "lsoa11": areas + nowhere, "lsoa21": areas + nowhere,
    })  # fmt: skip


def chosen_postcode(area: Ints, people: Longs) -> Longs:
    """Which of an area's postcodes each person lives in: always the same one while in the area."""
    found: Longs = area.astype(np.int64) * POSTCODES_AN_AREA + people % POSTCODES_AN_AREA
    return found
