"""Papers are added, corrected by new versions, put before further items, published. Nothing that was public goes."""

import hashlib
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.said_days import refuse_earlier
from ouzel.governance.meetings.steps import day_of, refuse_minuted
from ouzel.governance.models import AgendaItem, ItemPaper, Meeting, Paper, PaperVersion
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.papers import before_items, lateness, owning
from ouzel.governance.papers.checking import Checked, check_paper
from ouzel.governance.papers.patients import refuse_in_name
from ouzel.governance.papers.queries import HEAVY
from ouzel.governance.slugs import check_slug, free_slug


def add_paper(
    *, item: AgendaItem, title: str, name: str, content: bytes, author: str = "", late: str = "", label: str = "",
    tabled: bool = False, slug: str = "", by: Actor, on: date,
) -> Paper:  # fmt: skip
    """Put a new document before an item. It is public once `publish_papers` was called.

    After the day on which papers were due, or handed out at the meeting (`tabled`), it needs the reason `late`, which
    is recorded as irregular once the paper is public. Once the meeting was held, any other is published with it
    afterwards. ContentError for what may not be a paper (`checking`), a private item, a meeting whose minutes were
    approved, or a document that is there already.
    """
    before_items.require(item.meeting, by=by)
    checked = check_paper(name, content)  # before the meeting is held: it takes time
    with transaction.atomic():
        meeting = before_items.hold(item.meeting, by=by)
        before_items.refuse_private_or_removed(item)
        title = _title(title, name=checked.name)
        refuse_minuted(meeting, title)
        guards.check(meeting, {"title": title, "author": author, "label": label})
        digest = hashlib.sha256(content).hexdigest()
        same = owning.seen_by(by).filter(sha256=digest).select_related("paper").defer(*HEAVY).first()
        if same is not None:
            raise ContentError(
                f"this document is there already, as {same.paper.title!r}", checked.name, value=same.paper.slug,
                right="Put that paper before the item",
            )  # fmt: skip
        day = day_of(meeting)
        paper = Paper.objects.create(
            slug=check_slug(slug, of=Paper) if slug else free_slug(f"{day}-{title}", of=Paper),
            title=title, author=line(author, field="author"), day=day,
        )  # fmt: skip
        version = _version(paper, 1, checked, content, digest, why="", by=by)
        _put(meeting, item, paper, label=label, late=late, tabled=tabled, on=on, by=by)
        audit.record(
            by=by, action=Did.PAPER_ADDED, subject=paper.slug,
            detail={"meeting": meeting.slug, "item": item.number, "title": paper.title, **_detail(version)},
        )  # fmt: skip
    return paper


def new_version(*, paper: Paper, name: str, content: bytes, why: str, by: Actor, on: date) -> PaperVersion:
    """Add a version. Those before stay at their addresses; it is public once it is published. For who runs the meeting
    that the paper was first for, wherever else it is.

    ContentError without a reason, or for the same document as a version that is there.
    """
    owning.require_own(paper, by=by)
    if not why.strip():
        raise ContentError("say what changed in this version", field="why", right="It is shown with the paper")
    checked = check_paper(name, content)  # before the paper is held: it takes time
    with transaction.atomic():
        held = Paper.objects.select_for_update().get(pk=paper.pk)
        owning.require_own(held, by=by)
        digest = hashlib.sha256(content).hexdigest()
        same = held.versions.filter(sha256=digest).values_list("number", flat=True).first()
        if same is not None:
            raise ContentError(f"this is the same document as version {same}", checked.name)
        last = held.versions.order_by("-number").values_list("number", flat=True).first() or 0
        version = _version(held, last + 1, checked, content, digest, why=why, by=by)
        audit.record(
            by=by, action=Did.PAPER_ADDED, subject=held.slug,
            detail={"why": why.strip(), "on": on, "meetings": [each.slug for each in _meetings(held)],
                    **_detail(version)},
        )  # fmt: skip
    return version


@transaction.atomic
def attach(
    *, paper: Paper, item: AgendaItem, label: str = "", late: str = "", tabled: bool = False, by: Actor, on: date
) -> ItemPaper:
    """Put a paper that is there before another item as well. Late, or afterwards, as for `add_paper`."""
    meeting = before_items.hold(item.meeting, by=by)
    before_items.refuse_private_or_removed(item)
    refuse_minuted(meeting, paper.title)
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    if paper.published is None:  # what others have not published is not theirs to publish who put it here
        owning.require_own(paper, by=by)
    if ItemPaper.objects.filter(item=item, paper=paper).exists():
        raise ContentError(f"{paper.title!r} is before item {item.number} already", field="item", value=item.number)
    row = _put(meeting, item, paper, label=label, late=late, tabled=tabled, on=on, by=by)
    audit.record(by=by, action=Did.PAPER_ADDED, subject=paper.slug,
                 detail={"meeting": meeting.slug, "item": item.number, "label": label})  # fmt: skip
    if paper.published is not None:
        before_items.note(meeting=meeting, words=f"{paper.title} was put before item {item.number}",
                          detail={"paper": paper.slug, "item": item.number}, on=on, by=by)  # fmt: skip
    return row


@transaction.atomic
def detach(*, paper: Paper, item: AgendaItem, why: str, by: Actor, on: date) -> None:
    """Take a paper off an item, for a reason that is kept with the meeting. The paper stays at its address, and that it
    was before the item stays on record.

    ContentError once the meeting was held: what was before it stays so.
    """
    meeting = before_items.hold(item.meeting, by=by)
    if meeting.state == MeetingState.CLOSED:
        raise ContentError(f"{meeting.slug} was held with this paper before it", field="item", value=item.number)
    if not why.strip():
        raise ContentError("say why the paper is taken off", field="why")
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    gone = ItemPaper.objects.filter(item=item, paper=paper).update(taken_off=why.strip(), taken_off_at=Now())
    if not gone:
        raise ContentError(f"{paper.title!r} is not before item {item.number}", field="item", value=item.number)
    detail = {"paper": paper.slug, "item": item.number, "why": why.strip()}
    if meeting.public and paper.published is not None:
        before_items.note(meeting=meeting, words=f"{paper.title} was taken off item {item.number}: {why.strip()}",
                          detail=dict(detail), on=on, by=by)  # fmt: skip
    audit.record(by=by, action=Did.ITEM_CHANGED, subject=meeting.slug, detail=dict(detail))


@transaction.atomic
def publish_papers(*, meeting: Meeting, by: Actor, on: date, late: str = "") -> list[PaperVersion]:
    """Publish all that is before the meeting and is not public yet: papers, and new versions of papers; of papers that
    were first for a meeting of others only what these published.

    After the day on which papers were due, papers that were not marked late when they came, and new versions of papers,
    need the reason `late`: it is recorded as irregular. So do those that are before other meetings, still to come, for
    which they are late. What comes once a meeting was held is not late for it. An empty list where all is public.
    ContentError before notice of the meeting was given.
    """
    held = before_items.hold(meeting, by=by)
    if not held.public:
        raise ContentError(f"notice of {held.slug} was not given yet", field="meeting", value=held.slug,
                           right="Give notice first, or on the same day")  # fmt: skip
    before = ItemPaper.objects.filter(item__removed="", item__private=False).select_related("item__meeting", "paper")
    own = owning.own(set(before.filter(item__meeting=held).values_list("paper", flat=True)), by=by)
    waiting = list(
        PaperVersion.objects.select_for_update(of=("self",))
        .filter(paper__in=own, published=None)
        .select_related("paper").defer("content", "words", "search").order_by("paper__slug", "number")
    )  # fmt: skip
    if not waiting:
        return []
    refuse_earlier(meeting=held, what="publication of the papers", rule="papers", on=on, reason=late, by=by)
    fresh = {version.paper_id for version in waiting if version.paper.published is None}
    rows = before.filter(paper__in={version.paper_id for version in waiting}).order_by("item__meeting", "pk")
    reasons = lateness.of_rows(list(rows), waiting, fresh=fresh, reason=late, on=on, by=by)
    now = timezone.now()
    for version in waiting:
        version.published = now
        version.save(update_fields=["published"])
    Paper.objects.filter(pk__in=fresh).update(published=now)
    here = reasons.pop(held.pk, {})
    said = [
        {"paper": v.paper.slug, "version": v.number, "sha256": v.sha256}
        | ({"late": here[v.pk]} if v.pk in here else {})
        for v in waiting
    ]  # fmt: skip
    before_items.note(meeting=held, words=_published_words(waiting, fresh), detail={"papers": said}, on=on, by=by)
    lateness.note_elsewhere(reasons, waiting, on=on, by=by)
    audit.record(by=by, action=Did.PAPER_PUBLISHED, subject=held.slug, detail={"papers": said, "on": on})
    return waiting


def _published_words(versions: list[PaperVersion], fresh: Collection[int]) -> str:
    corrected = [f"{v.paper.title}: {v.why}" for v in versions if v.paper_id not in fresh]
    words = [f"{len(fresh)} {'paper was' if len(fresh) == 1 else 'papers were'} published"] if fresh else []
    return "; ".join([*words, *(f"a new version of {each}" for each in corrected)])


def _version(
    paper: Paper, number: int, checked: Checked, content: bytes, digest: str, *, why: str, by: Actor
) -> PaperVersion:
    return PaperVersion.objects.create(
        paper=paper, number=number, name=checked.name, media_type=checked.media_type, content=content, sha256=digest,
        size=len(content), pages=checked.pages, words=checked.words, why=why.strip(), by=str(by),
    )  # fmt: skip


def _put(
    meeting: Meeting, item: AgendaItem, paper: Paper, *, label: str, late: str, tabled: bool, on: date, by: Actor
) -> ItemPaper:
    if before_items.came_afterwards(meeting, tabled=tabled):
        reason = ""
    else:
        reason = before_items.refuse_late(meeting=meeting, what=paper.title, reason=late, on=on)
    if reason and paper.published is not None:
        before_items.record_late(meeting=meeting, item=item, what=paper.title, reason=reason, on=on, by=by)
    if tabled and not reason:
        raise ContentError("a paper handed out at the meeting is late", field="tabled",
                           right="Papers are still in time on that day; add it as any other")  # fmt: skip
    order = ItemPaper.objects.filter(item=item).count()
    return ItemPaper.objects.create(
        item=item, paper=paper, label=line(label, field="label"), order=order, late=reason, tabled=tabled, by=str(by)
    )


def _title(title: str, *, name: str) -> str:
    found = line(title, field="title")
    if not found:
        raise ContentError("a paper needs a title", field="title")
    refuse_in_name(found, what=f"the title of {name}")
    return found


def _meetings(paper: Paper) -> list[Meeting]:
    return list(
        Meeting.objects.filter(items__papers__in=ItemPaper.objects.filter(paper=paper))
        .exclude(state=MeetingState.CANCELLED)
        .distinct()
    )


def _detail(version: PaperVersion) -> dict[str, object]:
    return {"version": version.number, "name": version.name, "media_type": version.media_type, "bytes": version.size,
            "sha256": version.sha256}  # fmt: skip
