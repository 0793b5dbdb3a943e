"""Reads of papers: the version that counts now, any version by its number or its hash, and what is before an item."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.db.models import Exists, F, OuterRef, Q

from ouzel.core.permissions import Viewer
from ouzel.governance.knowing import by_then, end_of, was_by_then
from ouzel.governance.models import AgendaItem, ItemPaper, Meeting, MeetingEvent, Paper, PaperVersion
from ouzel.governance.models.papers import ItemPaperRows

HEAVY = ("content", "words", "search")  # columns that lists do not read


class NoSuchPaper(LookupError):
    """No paper, or no version of it, that the one who asks may see; the message says what to do."""


@dataclass(frozen=True)
class Correction:
    """A further version of a paper that was published after papers were due, and the reason given."""

    version: int
    reason: str


@dataclass(frozen=True)
class PaperView:
    """A paper as it is before an item, with the version that counts for the viewer."""

    paper: Paper
    version: PaperVersion
    label: str
    late: str
    tabled: bool
    newer: PaperVersion | None = None  # that was published since the meeting was held
    corrected: tuple[Correction, ...] = ()  # versions up to this one that came after papers were due
    afterwards: bool = False  # it was published with the meeting once that was held

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"/papers/{self.paper.slug}/"

    @property
    def file(self) -> str:
        """Where this very version is, for good."""
        return version_address(self.paper.slug, self.version)


def version_address(slug: str, version: PaperVersion) -> str:
    """The permanent address of a version."""
    return f"/papers/{slug}/{version.number}/{quote(version.name)}"


def paper_named(slug: str, viewer: Viewer, *, known_at: date | None = None) -> Paper:
    """One paper; NoSuchPaper alike for one that is not there and one that is not public yet, or was not as known."""
    found = Paper.objects.visible_then(viewer, known_at=known_at).filter(slug=slug).first()
    if found is None:
        raise NoSuchPaper(f"There is no paper called {slug!r}, or it is not public yet")
    return found


def versions(paper: Paper, viewer: Viewer, *, known_at: date | None = None) -> list[PaperVersion]:
    """The versions that the viewer may see, the first first, as known; what is in them is read when it is asked for."""
    rows = PaperVersion.objects.visible_then(viewer, known_at=known_at).filter(paper=paper)
    return _as_published(rows.defer(*HEAVY).order_by("number"), known_at)


def current_version(paper: Paper, viewer: Viewer, *, known_at: date | None = None) -> PaperVersion:
    """The newest published version; where none is, the newest that the viewer may see. NoSuchPaper: none."""
    seen = versions(paper, viewer, known_at=known_at)
    published = [version for version in seen if version.published is not None]
    if not seen:
        raise NoSuchPaper(f"There is no paper called {paper.slug!r}, or it is not public yet")
    return (published or seen)[-1]


def version_of(paper: Paper, number: int, viewer: Viewer) -> PaperVersion:
    """One version by its number, with its content; NoSuchPaper."""
    found = PaperVersion.objects.visible_to(viewer).filter(paper=paper, number=number).defer("search").first()
    if found is None:
        raise NoSuchPaper(f"There is no version {number} of the paper {paper.slug!r}")
    return found


def version_with(sha256: str, viewer: Viewer) -> PaperVersion:
    """The version whose content has that hash, in hexadecimal; NoSuchPaper."""
    rows = PaperVersion.objects.visible_to(viewer).filter(sha256=sha256.casefold()).select_related("paper")
    found = rows.defer(*HEAVY).order_by("pk").first()
    if found is None:
        raise NoSuchPaper("No paper in public has this hash")
    return found


def papers_of(meeting: Meeting, viewer: Viewer) -> dict[int, tuple[PaperView, ...]]:
    """The papers before each item of a meeting, by the item's primary key, in their order. Before a private one there
    are those that were released.
    """
    return papers_before(list(AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)), viewer)


def papers_before(
    items: Collection[AgendaItem], viewer: Viewer, *, events: Iterable[MeetingEvent] | None = None,
    known_at: date | None = None,
) -> dict[int, tuple[PaperView, ...]]:  # fmt: skip
    """The same for some items that the viewer may see. Items without papers are left out.

    Once a meeting was held, the version is the one that was before it; what was published since is `newer`. `events`:
    of their meetings, the first first, where they were read already. `known_at`: what was put before them by then, and
    published (None: now).
    """
    of = {item.pk: item.meeting_id for item in items}
    papers = Paper.objects.visible_then(viewer, known_at=known_at)
    rows = put_before(known_at).filter(item__in=list(of), paper__in=papers)
    put = list(rows.select_related("paper").order_by("item_id", "order", "pk"))
    seen: dict[int, list[PaperVersion]] = {}
    found = PaperVersion.objects.visible_then(viewer, known_at=known_at)
    found = found.filter(paper__in=[row.paper_id for row in put]).defer(*HEAVY)
    for each in _as_published(found.order_by("number"), known_at):
        seen.setdefault(each.paper_id, []).append(each)
    if events is None:
        events = MeetingEvent.objects.filter(
            by_then(known_at), meeting__in=set(of.values()), kind__in=("closed", "paper")
        )
        events = events.order_by("number")
    there: dict[tuple[int, str], int] = {}
    corrected: dict[tuple[int, str], list[Correction]] = {}
    held = set()
    for event in events:
        for said in event.detail.get("papers", ()) if event.kind in ("closed", "paper") else ():
            key = (event.meeting_id, said["paper"])
            if event.kind == "closed":
                there[key] = said["version"]
            elif said.get("late"):
                corrected.setdefault(key, []).append(Correction(said["version"], said["late"]))
        if event.kind == "closed" and "papers" in event.detail:
            held.add(event.meeting_id)
    before: dict[int, tuple[PaperView, ...]] = {}
    for row in put:
        versions = seen.get(row.paper_id, [])
        published = [version for version in versions if version.published is not None]
        newest = next(reversed(published or versions), None)
        key = (of[row.item_id], row.paper.slug)
        then = there.get(key)
        version = next((each for each in versions if each.number == then), newest)
        if version is not None:
            newer = newest if newest != version else None
            came = tuple(each for each in corrected.get(key, ()) if each.version <= version.number)
            after = key[0] in held and then is None and not row.tabled
            view = PaperView(row.paper, version, row.label, row.late, row.tabled, newer, came, after)
            before[row.item_id] = (*before.get(row.item_id, ()), view)
    return before


def items_of(paper: Paper, viewer: Viewer, *, known_at: date | None = None) -> list[ItemPaper]:
    """The items that a paper is before, with their meetings, the latest meeting first; as known (None: now)."""
    rows = put_before(known_at).visible_to(viewer).filter(paper=paper).select_related("item__meeting")
    return list(rows.order_by("-item__meeting__starts", "pk"))


def taken_off(viewer: Viewer, *, known_at: date | None = None, **of: object) -> list[ItemPaper]:
    """Papers that were before items in public and were taken off, the last first; `of`: which, as a filter says it.

    What was taken off before the notice, or before it was published, nobody could see.
    """
    noticed = MeetingEvent.objects.filter(
        meeting=OuterRef("item__meeting"), kind__in=("noticed", "opened"), at__lte=OuterRef("taken_off_at")
    )
    rows = ItemPaper.everything.visible_to(viewer).filter(
        Exists(noticed), by_then(known_at, "taken_off_at"), taken_off_at__isnull=False,
        paper__published__lte=F("taken_off_at"), **of,
    )  # fmt: skip
    return list(rows.select_related("item__meeting", "paper").order_by("-taken_off_at", "-pk"))


def put_before(known_at: date | None) -> ItemPaperRows:
    """Which papers were before which items, as known at the end of the day (None: now)."""
    if known_at is None:
        return ItemPaper.everything.filter(taken_off_at=None)
    since = Q(taken_off_at=None) | Q(taken_off_at__gte=end_of(known_at))
    return ItemPaper.everything.filter(by_then(known_at), since)


def _as_published(rows: Iterable[PaperVersion], known_at: date | None) -> list[PaperVersion]:
    """Versions, those that were published later as not published yet: in memory, to be read."""
    found = list(rows)
    for row in found if known_at is not None else ():
        if not was_by_then(row.published, known_at):
            row.published = None
    return found
