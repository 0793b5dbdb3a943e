"""Who decides, told from the record: one meeting of three bodies, its quorum item by item, and what was carried on."""

from datetime import date, timedelta

from rich.console import Console

from ouzel.api.change_words import count, day
from ouzel.demo import boards, follower, governance
from ouzel.demo.history import AFTER, MERGER, plan_called
from ouzel.demo.printing import heading, plain
from ouzel.governance.bodies.composition import breaches
from ouzel.governance.bodies.queries import body_shown
from ouzel.governance.decisions.queries import decisions_at, links_of_decision
from ouzel.governance.meetings.queries import agenda, standing
from ouzel.governance.minutes.queries import versions
from ouzel.governance.models import Meeting
from ouzel.governance.seats.queries import SeatView, seats_on, vacancies
from ouzel.governance.seats.who import in_several

COLUMNS = {"bedfordshire-governing-body": "B", "luton-governing-body": "L", "milton-keynes-governing-body": "MK"}
"""As on the agenda of that day: a column for each body."""

BY_HAND = {
    f"meetings show {governance.SLUG}": "notice, agenda, papers and quorum, item by item",
    "actions show A-2021-0003": "an action, through every body that took it over",
    f"bodies show {boards.MERGED} --on 2021-04-01": "a body on any day",
    "bodies who --on 2021-04-01": "who's who on any day",
    f"meetings pack {governance.SLUG} --out pack.pdf": "agenda, interests and papers as one PDF",
}
"""Commands that change nothing."""


def tell(screen: Console, *, site: str) -> None:
    """Say it. Nothing is changed."""
    meeting = Meeting.objects.get(slug=governance.SLUG)
    heading(screen, f"Who decides: three governing bodies meet in common on {day(governance.DAY)}")
    screen.print("That they met, and four items of the agenda, is known. What says that it is made up is made up.")
    _meeting(screen, meeting)
    _seats(screen)
    _carried(screen)
    _followed(screen)
    _vacant(screen)
    _look(screen)
    screen.print(f"The page of the meeting, at the same address since: {site}meetings/{meeting.slug}/", soft_wrap=True)


def _meeting(screen: Console, meeting: Meeting) -> None:
    told = standing(meeting, None).notice
    if told is not None and told.given is not None:
        screen.print(
            f"Notice given on {day(told.given)}, {count(told.clear or 0, 'clear day')} before;"
            f" {told.rule} are asked for."
        )
    table = plain("item", "", *(f"quorum {column}" for column in COLUMNS.values()))
    for item in agenda(meeting, None):
        found = {each.body: each.quorum for each in item.quorum}
        cells = [f"{found[slug].have} of {found[slug].needed}" if slug in found else "" for slug in COLUMNS]
        table.add_row(item.number, item.title, *cells)
    screen.print(table)
    for decision in decisions_at(meeting, None):
        screen.print(f"{decision.ref}  {decision.body_name}: {decision.title}. {decision.how}")
    for decision in decisions_at(meeting, None)[:1]:
        for link in links_of_decision(decision.ref, None):
            screen.print(f"{link.words}: {link.title}")
    for version in versions(meeting, None):
        if version.approved_on is not None:
            screen.print(f"Minutes, version {version.number}: approved on {day(version.approved_on)} by its successor.")


def _seats(screen: Console) -> None:
    on = plan_called(MERGER).effective
    eve = on - timedelta(days=1)
    heading(screen, f"One person, several seats: who sat on more than one body on {day(eve)}, by the sources")
    for each in in_several(on=eve):
        if not each.person.slug.endswith("-example"):
            seats = "; ".join(f"{held.title}, {held.body_name}" for held in each.holds)
            screen.print(f"{each.person.name}: {seats}")
    heading(screen, f"The governing body that the merger made, on {day(on)}, as known then")
    table = plain("seat", "holder", "from", "")
    for seat in seats_on(boards.MERGED, on=on, known_at=on):
        if seat.holder is not None:
            interim = "" if seat.standing == "substantive" else seat.standing
            table.add_row(seat.title, seat.holder.name, str(seat.since), interim)
        else:
            table.add_row(seat.title, "vacant", "", _next(seat))
    screen.print(table)


def _next(seat: SeatView) -> str:
    if seat.next_holder is None or seat.next_since is None:
        return ""
    return f"{seat.next_holder.name} from {day(seat.next_since)}"


def _carried(screen: Console) -> None:
    heading(screen, "What that meeting asked for, and who looks after it: nothing is lost on the way")
    days = [governance.DAY]
    days += [plan_called(slug).effective for slug in (MERGER, *AFTER)]
    table = plain("on", "body", "open actions")
    for each in governance.carried(tuple(days)):
        view = body_shown(each.body, on=each.on)
        table.add_row(str(each.on), view.name if view else each.body, ", ".join(a.ref for a in each.actions))
    screen.print(table)


def _followed(screen: Console) -> None:
    heading(screen, "Somebody followed the governing body of Luton: where they are led, and why they are told")
    for step in follower.road():
        screen.print(step.why or f"They chose {step.body}, and confirmed it.")
        for subject in step.told:
            screen.print(f"  e-mail that waits: {subject}")


def _look(screen: Console) -> None:
    heading(screen, "Ask it by hand, in the home named above")
    table = plain("", "")
    table.show_header = False
    for command, words in BY_HAND.items():
        table.add_row(f"ouzel {command}", words)
    screen.print(table)


def _vacant(screen: Console) -> None:
    on = date(2022, 7, 1)
    found = vacancies(on=on)
    (board,) = boards.bodies(boards.BOARD)
    screen.print(
        f"On {day(on)} {count(len(found), 'seat')} have no holder in the sources: they are shown as vacant, nobody is"
        f" invented for them, and {count(len(breaches(board, on=on)), 'rule')} of composition of the board cannot be"
        " seen to be kept."
    )
