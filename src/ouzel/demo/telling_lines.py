"""What needs somebody first, and one stay across the merger in words, line by line."""

from rich.console import Console
from rich.padding import Padding

from ouzel.activity.answers.attention import attention
from ouzel.activity.explaining import explain
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.api.change_words import count, day
from ouzel.demo import activity
from ouzel.demo.activity import Across, Taken
from ouzel.demo.figures import EVE
from ouzel.demo.loading import LOADER
from ouzel.demo.printing import heading, plain, pounds
from ouzel.engine.activity_lines import LineRef

FEW = 4
"""So many reasons are shown, and the rest is counted."""

WANTING = {"unpriced": "Lines without a price", "unattributed": "Lines that nobody was found for",
           "as-submitted": "Lines paid as submitted, without a price list that covers them"}  # fmt: skip


def tell(screen: Console, run: PricingRun, taken: tuple[Taken, ...]) -> None:
    """Say it. Reading the lines is written into the audit trail, and nothing else is changed."""
    _attention(screen, run)
    _across(screen, activity.across(taken))


def _attention(screen: Console, run: PricingRun) -> None:
    heading(screen, "What needs somebody first")
    needing = attention(run, store=Store.at())
    for about, words in WANTING.items():
        mine = sorted((each for each in needing if each.about == about), key=lambda each: -each.submitted)
        if not mine:
            continue
        lines, pence = sum(each.lines for each in mine), sum(each.submitted for each in mine)
        screen.print(f"{words}: {lines:,}, for which £{pounds(pence)} was submitted.")
        table = plain("lines", "pounds", "why, and what to do")
        for each in mine[:FEW]:
            table.add_row(f"{each.lines:,}", pounds(each.submitted), f"{each.words} {each.do}".strip())
        screen.print(table)
        if len(mine) > FEW:
            screen.print(f"and {count(len(mine) - FEW, 'more reason')}")


def _across(screen: Console, stays: tuple[Across, ...]) -> None:
    heading(screen, f"In hospital on the night of {day(EVE)}")
    screen.print(
        f"{count(len(stays), 'patient').capitalize()} went in before the merger and came out after it. The trust told"
        " of each twice: unfinished at the end of the one year, finished in the other. Here is one, as ouzel activity"
        " explain tells a contract manager: first what the finished stay is, then what it was while it had not ended."
    )
    if not stays:
        return
    for ref in (stays[0].finished, stays[0].unfinished):
        screen.print()
        _indented(screen, explain(ref, by=LOADER, why="The demonstration shows a line explained").words)
    _by_hand(screen, stays[0].finished)


def _indented(screen: Console, text: str) -> None:
    """Text in which steps begin with blanks: what of a step goes on in the next line stands under it."""
    for line in text.splitlines():
        words = line.lstrip()
        screen.print(Padding(words, (0, 0, 0, len(line) - len(words))) if words else "")


def _by_hand(screen: Console, ref: LineRef) -> None:
    heading(screen, "Ask for it by hand, with the same OUZEL_HOME")
    for command in (
        f'ouzel activity explain {ref} --why "To see who pays"',
        "ouzel activity report --by commissioner --basis as-now",
        "ouzel activity loads",
    ):
        screen.print(command, soft_wrap=True)
