"""A list of prisons that is put right after the files were taken counts for their lines, on each line's own day."""

from datetime import date

from ouzel.activity.asked import Asked
from ouzel.activity.postcodes import load_postcodes, newest
from ouzel.activity.references.releases import withdraw
from ouzel.activity.references.tables import load_table
from ouzel.activity.store import Store
from ouzel.core.models import ReferenceRelease
from tests.activity.answers.asked import LUTON
from tests.activity.loads import all_of
from tests.activity.paying import answers, take
from tests.activity.postcodes.files import write
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

PLACE = "MK6 5LD"


def _prisons(row: str, store: Store, published: date) -> ReferenceRelease:
    text = f"postcode,name,since,until\n{row}\n"
    return load_table(text.encode(), table="prisons", effective=date(2000, 1, 1), published=published, by=OPERATOR,
                      origin="a test", store=store)  # fmt: skip


def test_a_prison_that_turns_out_to_have_closed_is_one_until_then(register, store: Store, tmp_path):
    load_postcodes(write(tmp_path), by=OPERATOR, store=store)
    wrong = _prisons(f"{PLACE},A prison,2001-01-01,", store, date(2020, 1, 1))
    visits = [
        {"record": f"{day} {home[:2]}", "provider": "RC9", "practice": LUTON, "residence": home, "attended": "5",
         "first_attendance": "1", "start": day}
        for day in ("2023-06-01", "2025-05-01") for home in (PLACE, "LU4 0DZ")
    ]  # fmt: skip
    take(store, "outpatient", *visits, postcodes=newest(store=store))
    assert [row["box"] for row in answers(store)] == ["E", "C-5X", "E", "C-5X"]
    assert not any(b"MK6" in content or b"MK65LD" in content
                   for name, content in all_of(store).items() if not name.startswith("reference"))  # fmt: skip
    withdraw(release=wrong, by=OPERATOR, why="it closed")
    assert [row["box"] for row in answers(store)] == ["C-5X"] * 4
    _prisons(f"{PLACE},A prison,2001-01-01,2024-01-01", store, date(2025, 6, 1))
    assert [row["box"] for row in answers(store)] == ["E", "C-5X", "C-5X", "C-5X"]
    assert all(row["box"] != "E" for row in answers(store, Asked(known_at=date(2019, 12, 31))))
