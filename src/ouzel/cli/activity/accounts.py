"""`ouzel activity post`, `freeze`, `account` and `calendar`: what is owed, month of account by month."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity.given import Source, file_there
from ouzel.cli.activity.reporting import FORMS, Out, hand_out
from ouzel.cli.activity.words import pounds
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready

if TYPE_CHECKING:
    from ouzel.activity.accounts import AccountMonthKey, Balance

Provider = Annotated[
    str, typer.Option("--provider", metavar="CODE", help="Of this provider alone; of all if not given.")
]


def a_year(value: str) -> int:
    """A financial year (2025/26, 2025-26, 202526) as 202526."""
    found = re.fullmatch(r"(\d{4})[-/]?(\d{2})", value.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise typer.BadParameter(f"{value!r} is not a financial year: write it as 2025-26")
    return int(found[1] + found[2])


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    for command in (post, freeze, account, calendar):
        app.command()(guarded(command))


def post(
    why: Annotated[
        str, typer.Option("--why", metavar="CAUSE", help="What changed since the last time (prices were issued anew).")
    ] = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Post the newest run to the accounts: only what differs from what is posted, and never to a frozen month."""
    ready()
    from ouzel.activity.answers.staleness import stale_since
    from ouzel.activity.answers.totals import totals_of
    from ouzel.activity.posting import post_run
    from ouzel.cli.activity.pricing import newest_run
    from ouzel.core.permissions import today

    run = newest_run(to_post=True)
    if stale := stale_since(run):
        showing.note(stale)
    with showing.working(f"Posting run {run.pk}"):
        totals, without = totals_of(run)
        done = post_run(run=run, totals=totals, by=actor(), on=today(), why=why)
    if json:
        showing.document({
            "run": run.pk, "prices": done.prices, "adjustments": done.adjustments, "price_pence": done.price_pence,
            "adjustment_pence": done.adjustment_pence, "unchanged": done.unchanged, "without_month_lines": without,
        })  # fmt: skip
        return
    showing.say(f"Run {run.pk} is posted.")
    showing.say(f"{showing.count(done.prices, 'amount')} to open months: {pounds(done.price_pence)}.")
    showing.say(f"{showing.count(done.adjustments, 'adjustment')} for frozen months: {pounds(done.adjustment_pence)}.")
    showing.say(f"{showing.count(done.unchanged, 'amount')} as posted before.")
    if without:
        showing.note(f"{showing.count(without, 'line')} with a price say no month, so they are in no account.")


def freeze(
    year: Annotated[int, typer.Argument(parser=a_year, metavar="YEAR", help="The financial year, such as 2025-26.")],
    month: Annotated[
        int, typer.Argument(metavar="MONTH", min=1, max=12, help="The month of account: 1 is April, 12 is March.")
    ],
    provider: Provider = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Close a month of account for good: what changes of it later is an adjustment in the next open month."""
    ready()
    from ouzel.activity.accounts import AccountMonthKey
    from ouzel.activity.freezing import freeze_month, nothing_posted
    from ouzel.core.permissions import today

    done = freeze_month(year=year, month=month, provider=provider.strip().upper(), by=actor(), on=today())
    if json:
        showing.document({"year": done.year, "month": done.month, "provider": done.provider, "on": str(done.on)})
    else:
        showing.say(f"{_calendar(AccountMonthKey(year, month))} is frozen for {done.provider or 'all providers'}.")
        if empty := nothing_posted(done):
            showing.note(empty)


def account(
    provider: Provider = "",
    commissioner: Annotated[
        str, typer.Option("--commissioner", metavar="CODE", help="Of this commissioner alone; of all if not given.")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", parser=a_year, metavar="YEAR", help="Of this year; of all if not given.")
    ] = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """What is posted to each month of account: amounts of the month, and adjustments of frozen ones."""
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {' or '.join(FORMS)}", param_hint="--out")
    ready()
    from ouzel.activity.accounts import AccountMonthKey, Frozen, posted
    from ouzel.activity.answers.account import account as answered
    from ouzel.activity.models import Posting
    from ouzel.api import activity_answers as answer

    rows = Posting.objects.visible_to(actor())
    rows = rows.filter(provider=provider) if provider else rows
    rows = rows.filter(commissioner=commissioner) if commissioner else rows
    rows = rows.filter(year=year) if year else rows
    asked = {"year": year, "provider": provider, "commissioner": commissioner}
    whole = answer.account(answered(viewer=actor(), year=year, provider=provider, commissioner=commissioner), **asked)
    sums: dict[AccountMonthKey, dict[str, Balance]] = {}
    for (of, month, kind), balance in posted(by=("year", "month", "kind"), postings=rows).items():
        sums.setdefault(AccountMonthKey(int(str(of)), int(str(month))), {})[str(kind)] = balance
    frozen = Frozen()
    told = [_month(key, sums[key], frozen.holds(key, provider)) for key in sorted(sums)]
    if stale := whole.shape["stale"]:
        showing.note(stale)
    if out:
        hand_out(whole, out)
    if json:
        showing.document({"provider": provider or None, "commissioner": commissioner or None, "months": told}
                         | whole.shape)  # fmt: skip
        return
    if not told:
        showing.say(
            "Nothing is posted. Price the lines that count, then post: ouzel activity price, ouzel activity post"
        )
        return
    showing.table(
        ("account", "month", "of the month", "adjustments", "total", ""),
        [(f"{each['year'] // 100}/{each['year'] % 100:02} {each['month']:>2}", each["calendar_month"],
          pounds(each["price_pence"]), pounds(each["adjustment_pence"]), pounds(each["total_pence"]),
          "frozen" if each["frozen"] else "open") for each in told],
        right=["of the month", "adjustments", "total"],
    )  # fmt: skip
    for cause in _causes(provider, commissioner):
        showing.note(cause)
    showing.say(f"All together {pounds(sum(each['total_pence'] for each in told))}.")


def calendar(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV: year, month, inclusion, reconciliation, post_reconciliation."),
    ],
    source: Source,
    json: Json = False,
) -> None:
    """Keep the published dates of months of account: when files are due and when accounts are drawn up."""
    ready()
    from ouzel.activity.freezing import read_calendar, record_calendar

    done = record_calendar(months=read_calendar(file_there(file)), source=source, by=actor())
    if json:
        showing.document({"months": done})
    else:
        showing.say(f"The dates of {showing.count(done, 'month')} of account are kept.")


def _causes(provider: str, commissioner: str) -> list[str]:
    """Each cause of adjustments, with what they come to."""
    from ouzel.activity.answers.account import account as told

    found = told(viewer=actor(), provider=provider, commissioner=commissioner).adjustments
    sums: dict[str, int] = {}
    for why, pence in zip(found["why"].tolist(), found["pence"].tolist(), strict=True):
        sums[why] = sums.get(why, 0) + int(pence)
    return [f"{pounds(pence)}: {why}." for why, pence in sums.items()]


def _month(key: "AccountMonthKey", sums: "dict[str, Balance]", frozen: bool) -> dict[str, Any]:
    price, adjustment = (sums[kind].pence if kind in sums else 0 for kind in ("price", "adjustment"))
    return {
        "year": key.year, "month": key.month, "calendar_month": _calendar(key), "price_pence": price,
        "adjustment_pence": adjustment, "total_pence": price + adjustment,
        "lines": sum(each.lines for each in sums.values()), "frozen": frozen,
    }  # fmt: skip


def _calendar(key: "AccountMonthKey") -> str:
    """The month as the calendar has it."""
    from datetime import date

    return f"{date(key.line_month // 12, key.line_month % 12 + 1, 1):%B %Y}"
