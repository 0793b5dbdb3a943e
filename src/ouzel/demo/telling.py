"""The demonstration's words on the screen. Every number is computed when it is printed."""

from datetime import date
from pathlib import Path

from rich.console import Console

from ouzel.core.permissions import today as london_today
from ouzel.core.types.basis import Basis
from ouzel.demo import figures, telling_activity, telling_governance, telling_merger
from ouzel.demo.printing import heading, plain
from ouzel.engine.rebase import Rebased
from ouzel.register import queries, successions
from ouzel.register.answers import Moment


def tell(*, data: Path | None, site: str) -> None:
    """Load what is needed and say what it shows. `site`: the address where it can be looked at."""
    screen, notes = Console(highlight=False, markup=False, emoji=False), Console(stderr=True)
    today = london_today()
    telling_merger.tell(screen, notes, data=data, site=site)
    telling_governance.tell(screen, site=site)
    with notes.status("Working out who belongs where"):
        _counts(screen, today)
        _population(screen, data, today)
        _stated(screen, today)
        _waiting(screen, today)
    telling_activity.tell(screen, notes, today=today)


def _counts(screen: Console, today: date) -> None:
    heading(screen, "GP practices of the area's commissioners, on each day as known on that day")
    table = plain("day", "commissioner", "", "practices")
    for each in figures.counts(today):
        table.add_row(str(each.on), each.code, each.name, f"{each.practices:,}")
    screen.print(table)


def _population(screen: Console, data: Path | None, today: date) -> None:
    sizes, whose = figures.list_sizes(data)
    ours = set(figures.story(today))
    days = figures.days_of(sizes)
    for basis in (Basis("as-was"), Basis("as-now"), Basis("as-at", day=figures.EVE)):
        heading(screen, f"Registered patients of the area, {basis}: {basis.describe()}")
        table = plain("day", "commissioner", "", "patients")
        proofs = plain("day", "in", "out", "unresolved")
        for day, mine in days.items():
            done = figures.population(mine, basis=basis, today=today)
            rows = done.frame[done.frame["code"].isin(ours)]
            for row in rows.itertuples():
                table.add_row(str(day), str(row.code), str(row.name), f"{row.patients:,}")
            if len(rows) > 1:
                table.add_row("", "", "together", f"{rows['patients'].sum():,}")
            proof = done.reconciliation
            proofs.add_row(
                str(day),
                f"{proof.given['patients']:,}",
                f"{proof.placed['patients']:,}",
                f"{figures.lost(done, 'patients'):,}",
            )
        screen.print(table)
        screen.print(f"Reconciled, {whose}: in = out + unresolved")
        screen.print(proofs)
        _why(screen, done, "patients", f"Unresolved on {day}")


def _proof(screen: Console, done: Rebased, value: str, whose: str) -> None:
    """In = out + unresolved, and why what is unresolved is."""
    proof = done.reconciliation
    screen.print(
        f"Reconciled ({whose}): {proof.given[value]:,} in = {proof.placed[value]:,} out"
        f" + {figures.lost(done, value):,} unresolved"
    )
    _why(screen, done, value, "Unresolved")


def _why(screen: Console, done: Rebased, value: str, what: str) -> None:
    """What is unresolved, by reason, the largest first."""
    why: dict[str, list[tuple[str, int]]] = {}
    for each in done.reconciliation.unresolved:
        words = each.reason.replace(f"code {each.unit} is", "the code is").replace(each.unit, "it")
        why.setdefault(words, []).append((each.unit, each.values[value] or 0))
    for words, each_unit in sorted(why.items(), key=lambda item: -sum(n for _, n in item[1]))[:4]:
        codes = list(dict.fromkeys(code for code, _ in each_unit))
        shown = ", ".join(codes[:4]) + (f" and {len(codes) - 4} more" if len(codes) > 4 else "")
        screen.print(f"{what}: {sum(n for _, n in each_unit):,}: {shown}: {words}")
    if len(why) > 4:
        screen.print(f"and {len(why) - 4} more reasons")


def _stated(screen: Console, today: date) -> None:
    for each in figures.stated(today):
        heading(screen, f"A stated count beside its parts: {each.name}")
        table = plain("body", "stated", "counted")
        for part in each.parts:
            table.add_row(part.code, f"{part.stated:,}", f"{part.computed:,}")
        table.add_row("sum of the parts", f"{each.sum_of_parts:,}", f"{each.computed:,}")
        table.add_row("the whole, as stated", f"{each.stated:,}", "")
        screen.print(table)
        difference = each.stated - (each.sum_of_parts or 0)
        screen.print(
            f"The whole differs from the sum of its parts by {abs(difference):,}; both are kept."
            f" Counted in the register on {each.on}: {each.computed:,}."
        )


def _waiting(screen: Console, today: date) -> None:
    now = figures.waiting(basis=Basis("as-now"), today=today)
    then = figures.waiting(basis=Basis("as-at", day=figures.EVE_OF_2026), today=today)
    value = "incomplete_pathways"
    area = _boards_of_the_area(today)
    for done in (now, then):
        heading(screen, f"People waiting in April 2026, {done.basis}: {done.basis.describe()}")
        table = plain("board", "", "people")
        for row in done.frame.itertuples():
            if row.code in area:
                table.add_row(str(row.code), str(row.name), f"{row.incomplete_pathways:,}")
        others = done.frame[~done.frame["code"].isin(area)]
        table.add_row("", f"{len(others)} other boards", f"{others[value].sum():,}")
        screen.print(table)
        _proof(
            screen,
            done,
            value,
            f"{len(now.reconciliation.unresolved)} codes are no commissioner" if done is now else "England",
        )


def _boards_of_the_area(today: date) -> set[str]:
    """The board of the area today, and those it came from."""
    commissioner = queries.body(figures.AREA, moment=Moment(today))
    boards = {p.value for p in commissioner.parents if p.attribute.name == "SYSTEM"}
    before = {step.predecessor for board in boards for step in successions.predecessors(board, moment=Moment(today))}
    return boards | before
