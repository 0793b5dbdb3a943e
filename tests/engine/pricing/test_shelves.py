"""The layout of a price book: of a provider's own list only what differs from the national one is written down."""

from datetime import date

from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.shelves import Shelf, Shelves, Short

CURRENCIES = ("", "AA22C", "FD02H", "WF01B")
NATIONAL = tuple(Price(code, setting, 100) for code in CURRENCIES[1:3] for setting in ("elective", "non-elective"))


def laid_out(*local: Price) -> tuple[Shelves, list[dict[str, int]], dict[int, int]]:
    book = PriceBook("b", date(2025, 4, 1), date(2026, 4, 1), date(2025, 3, 1), "penny-at-the-end",
                     (*NATIONAL, *local), {})  # fmt: skip
    shelves = Shelves(book, CURRENCIES)
    for setting in ("elective", "non-elective"):
        shelves.shelf(Shelf(setting, "", "", False, Short.NO))
    rows, found = shelves.tables()
    return shelves, rows.to_pylist(), dict(zip(*found.to_pydict().values(), strict=True))


def test_shelves_of_the_national_list_alone_have_no_other_rows() -> None:
    shelves, rows, local = laid_out()
    assert (len(rows), local) == (shelves.length, {})


def test_shelves_of_a_local_list_are_only_what_differs() -> None:
    shelves, rows, local = laid_out(
        *(Price("AA22C", "elective", 70 + n, local=f"R{n:02}") for n in range(30)), Price("ZZ", "other", 1, local="R99")
    )
    assert len(rows) == shelves.length + 30
    key = shelves.shelf(Shelf("elective", "", "", False, Short.NO)) + CURRENCIES.index("AA22C")
    assert shelves.locals[1] == "R00"
    found = rows[local[1 * shelves.length + key]]
    assert (found["pence"], found["own_factor"], rows[key]["pence"]) == (70, 1_000_000, 100)
    assert [row["id"] for row in rows] == list(range(len(rows)))


def test_shelves_of_a_local_fallback_are_for_every_currency_without_a_price() -> None:
    shelves = Shelves(
        PriceBook("b", date(2025, 4, 1), date(2026, 4, 1), date(2025, 3, 1), "penny-at-the-end",
                  (*NATIONAL, Price("WF01B", "elective", 9), Price("WF01B", "elective", 5, local="RC9")), {}),
        CURRENCIES,
    )  # fmt: skip
    start = shelves.shelf(Shelf("other", "", "", False, Short.NO, fallback="WF01B", fallback_setting="elective"))
    rows, found = (table.to_pylist() for table in shelves.tables())
    assert [rows[start + n]["pence"] for n in range(4)] == [9, 9, 9, 9]
    assert [rows[each["local_row"]]["pence"] for each in found] == [5, 5, 5, 5]
