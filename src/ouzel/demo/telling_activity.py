"""What was bought: files through the gate, who pays and how much, by the three groups and the one, on every basis."""

from collections import Counter
from datetime import date

from rich.console import Console

from ouzel.activity.answers.report import Report, Unplaced
from ouzel.activity.gate.kinds import TELLINGS, Kind
from ouzel.activity.models import PricingRun
from ouzel.activity.synthetic.demonstration import PEOPLE, YEARS
from ouzel.api.change_words import count
from ouzel.core.types.basis import Basis
from ouzel.demo import activity, telling_lines
from ouzel.demo.activity import Taken
from ouzel.demo.figures import AREA, GROUPS
from ouzel.demo.printing import heading, plain, pounds

FEW = 4
"""So many of a kind are shown, and the rest is counted."""


def tell(screen: Console, notes: Console, *, today: date) -> None:
    """Do all of it and say it. What an earlier run took and priced is told again."""
    with notes.status("Making two years of files and taking them"):
        taken = activity.take(on=today)
    heading(screen, "What was bought: the area's care in two years, line by line")
    screen.print(
        f"The trusts, practices and commissioners are real. The {PEOPLE:,} patients, their care and their postcodes are"
        " made up, and the NHS numbers are those kept for testing. Each trust sends each year in one file."
    )
    _taken(screen, taken)
    _gate(screen, taken)
    with notes.status("Finding who pays for each line, and how much"):
        run = activity.price(on=today)
    _priced(screen, run)
    found = {
        basis: [(year, activity.bought(run, year=year, basis=basis, today=today)) for year in YEARS]
        for basis in activity.BASES
    }
    for basis, years in found.items():
        _bought(screen, basis, years, today)
    _equal(screen, found)
    telling_lines.tell(screen, run, taken)


def _taken(screen: Console, taken: tuple[Taken, ...]) -> None:
    if all(each.already for each in taken):
        screen.print(f"Loaded before: the same {count(len(taken), 'file')}, known by what is in them.")
    else:
        screen.print(f"Loaded {count(sum(not each.already for each in taken), 'file')}.")
    table = plain("load", "file", "lines", "errors", "warnings")
    for each in taken:
        faults = each.load.faults
        table.add_row(
            str(each.load.pk), each.load.name, f"{each.load.lines:,}", f"{faults['errors']:,}",
            f"{faults['warnings']:,}",
        )  # fmt: skip
    screen.print(table)
    warned: Counter[tuple[str, str]] = Counter()
    for each in taken:
        for entry in each.load.faults["summary"]:
            warned[entry["code"], entry["right"]] += entry["count"]
    most = "; ".join(f"{code}, {count(number, 'line')}: {right}" for (code, right), number in warned.most_common(2))
    screen.print(f"A warning keeps no file out. The most frequent, and what would have been right: {most}.")


def _gate(screen: Console, taken: tuple[Taken, ...]) -> None:
    """What the gate found in the files, and what it finds in what was kept."""
    heading(screen, "The gate: nothing that says who a patient is gets in")
    found: Counter[tuple[str, str]] = Counter()
    for each in taken:
        for find in each.load.report["finds"]:
            found[TELLINGS[Kind(find["kind"])].many, find["done"]] += find["count"]
    table = plain("found", "in the files", "what was done")
    for (words, done), number in found.most_common():
        table.add_row(f"{number:,}", words, done)
    screen.print(table)
    kept = activity.kept()
    finds = ", ".join(f"{number:,} {TELLINGS[Kind(kind)].many}" for kind, number in kept.finds.items()) or "nothing"
    screen.print(
        f"What is kept of a line is {kept.columns} whole numbers. Asked again about all {kept.words:,} words that they"
        f" stand for, the gate finds {finds}."
    )


def _priced(screen: Console, run: PricingRun) -> None:
    heading(screen, "Who pays, and how much")
    screen.print(
        f"Run {run.pk}: {run.lines:,} lines by the rules of {' and '.join(sorted(run.rules))}. {run.summary['asked']}"
    )
    book = activity.price_list()
    if book is not None:
        screen.print(
            f"{book.name}: {count(len(book.prices), 'price')},"
            f" {sum(price.indicative for price in book.prices):,} of them marked as indicative, and"
            f" {count(len(book.factors), 'market forces factor')}. {book.source}"
        )
    screen.print(
        f"Charged: £{pounds(run.summary['charged'])}. The trusts submitted £{pounds(run.summary['submitted'])}."
    )


def _bought(screen: Console, basis: Basis, years: list[tuple[int, Report]], today: date) -> None:
    heading(screen, f"Bought, {basis}: {basis.describe()}")
    table = plain("year", "commissioner", "", "lines", "activity", "pounds")
    for year, found in years:
        frame = found.frame
        ours = frame[frame["commissioner"].isin((*GROUPS, AREA))]
        called = activity.names(list(ours["commissioner"]), year=year, today=today) if basis.kind == "as-was" else {}
        for row in ours.itertuples():
            name = called.get(str(row.commissioner), str(row.commissioner_name))
            table.add_row(_year(year), str(row.commissioner), name, *_figures(row.lines, row.activity, row.charged))
        others = frame[~frame["commissioner"].isin((*GROUPS, AREA))]
        if len(others):
            sums = (int(others[name].sum()) for name in ("lines", "activity", "charged"))
            table.add_row("", "", count(len(others), "other payer"), *_figures(*sums))
        placed = found.reconciliation.placed
        table.add_row("", "", "together", *_figures(placed["lines"], placed["activity"], placed["charged"]))
    screen.print(table)
    for year, found in years:
        proof = found.reconciliation
        screen.print(
            f"Reconciled, {_year(year)}: {proof.given['lines']:,} lines in = {proof.placed['lines']:,} out +"
            f" {_lost(found, 'lines'):,} unresolved"
        )
    _why(screen, [each for _, found in years for each in found.reconciliation.unresolved])


def _figures(lines: object, thousandths: object, pence: object) -> tuple[str, str, str]:
    whole = int(str(thousandths))
    return f"{int(str(lines)):,}", f"{whole / 1000:,.0f}" if whole % 1000 == 0 else f"{whole / 1000:,}", pounds(pence)


def _why(screen: Console, unresolved: list[Unplaced]) -> None:
    """What is unresolved, by reason, the largest first."""
    why: dict[str, Counter[str]] = {}
    for each in unresolved:
        words = each.reason.replace(each.code, "it") if each.code else each.reason
        why.setdefault(words, Counter())[each.code] += each.values["lines"]
    for words, codes in sorted(why.items(), key=lambda item: -item[1].total()):
        named = [code for code in codes if code]
        shown = ", ".join(named[:FEW]) + (f" and {len(named) - FEW} more" if len(named) > FEW else "")
        screen.print(f"Unresolved: {count(codes.total(), 'line')}: {shown + ': ' if shown else ''}{words}")


def _equal(screen: Console, found: dict[Basis, list[tuple[int, Report]]]) -> None:
    """What went in and came out on each basis, of all years."""
    heading(screen, "The same lines on every basis")
    table = plain("basis", "of both years", "in", "out", "unresolved")
    given, adds_up = set(), True
    for basis, years in found.items():
        reports = [each for _, each in years]
        for name, written in (("lines", _whole), ("charged", pounds)):
            sides = [sum(getattr(each.reconciliation, side)[name] for each in reports) for side in ("given", "placed")]
            lost = sum(_lost(each, name) for each in reports)
            what = {"lines": "lines", "charged": "pounds charged"}[name]
            table.add_row(str(basis) if name == "lines" else "", what, *map(written, (*sides, lost)))
            given.add((name, sides[0]))
            adds_up &= sides[0] == sides[1] + lost
    screen.print(table)
    screen.print(
        "What goes in is the same on every basis, and what comes out and is unresolved adds up to it on each."
        if adds_up and len(given) == 2
        else "These do not add up: that is a fault of ours, so use none of them."
    )


def _lost(found: Report, name: str) -> int:
    return sum(each.values[name] for each in found.reconciliation.unresolved)


def _whole(number: int) -> str:
    return f"{number:,}"


def _year(begins: int) -> str:
    return f"{begins}/{(begins + 1) % 100:02}"
