"""From what happened to what people are told: each thing once to each who follows, by its key."""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from ouzel.governance.bodies.queries import heirs
from ouzel.governance.follows.naming import name_of_body
from ouzel.governance.follows.writing import SITE
from ouzel.governance.models import Body, BodyFact, Decision, Follow, ItemPaper, Meeting, MeetingEvent, Minutes, Notice
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.reorganisation.wording import in_words, listed

TOLD = {
    "noticed": "{names} will meet on {day}",
    "moved": "Moved: {names} will meet on {day}",
    "cancelled": "Cancelled: the meeting of {names} on {day}",
    "adjourned": "Adjourned: the meeting of {names} on {day}",
    "reconvened": "{names} will go on with the meeting of {day}",
    "recording": "A recording of {names}, {day}",
    "agenda": "The agenda is another: {names}, {day}",
}
"""The events of meetings that people are told of, and the subject of the e-mail."""


@singledispatch
def notices_for(event: object) -> int:
    """Write what has to be told of an event to all who follow; how many are new. Doing it again writes nothing.

    Of events of meetings, decisions, minutes and papers before items; TypeError for anything else.
    """
    raise TypeError(f"nobody is told of {type(event).__name__}")


@notices_for.register
def _of_event(event: MeetingEvent) -> int:
    subject = TOLD.get(event.kind)
    meeting = event.meeting
    if subject is None or not meeting.public:
        return 0
    day = in_words(timezone.localdate(meeting.starts))
    when = timezone.localtime(meeting.starts)
    lines = [f"{meeting.title}", f"{day}, {when:%H:%M}", meeting.venue]
    if event.kind == "agenda":
        lines.append("\nItem {item}, {title}: {what}".format(**event.detail))
    if event.note:
        lines.append(f"\n{event.note}")
    text = "\n".join(line for line in lines if line) + f"\n{SITE}/meetings/{meeting.slug}/\n"
    return _write(
        bodies=_sitting(meeting), topics=_topics(meeting), key=f"meeting:{meeting.slug}:{event.number}",
        subject=subject.format(names=_names(meeting), day=day), text=text, at=event.at,
    )  # fmt: skip


@notices_for.register
def _of_decision(decision: Decision) -> int:
    if decision.meeting is not None and not decision.meeting.public:
        return 0
    text = f"{decision.title}\n\n{decision.text}\n\n{SITE}/decisions/{decision.ref}/\n"
    return _write(
        bodies=[decision.body], topics=decision.topics, key=f"decision:{decision.ref}",
        subject=f"Decided by {name_of_body(decision.body.slug)}: {decision.title}", text=text, at=decision.at,
    )  # fmt: skip


@notices_for.register
def _of_minutes(minutes: Minutes) -> int:
    meeting = minutes.meeting
    if minutes.published is None or not meeting.public:
        return 0
    day = in_words(timezone.localdate(meeting.starts))
    what = "Approved minutes" if minutes.approved_on else "Draft minutes"
    return _write(
        bodies=_sitting(meeting), topics=(), subject=f"{what} of {_names(meeting)}, {day}",
        key=f"minutes:{meeting.slug}:{minutes.number}:{'approved' if minutes.approved_on else 'draft'}",
        text=f"{what} of the meeting on {day}.\n{SITE}/meetings/{meeting.slug}/\n", at=minutes.published,
    )  # fmt: skip


@notices_for.register
def _of_paper(before: ItemPaper) -> int:
    paper, item = before.paper, before.item
    if paper.published is None or item.private or not item.meeting.public:
        return 0
    day = in_words(timezone.localdate(item.meeting.starts))
    version = paper.versions.exclude(published=None).defer("content", "words", "search").latest("number")
    public = version.published or paper.published
    what, key = ("A paper", "") if version.number == 1 else ("A new version of a paper", f":{version.number}")
    return _write(
        bodies=_sitting(item.meeting), topics=item.topics, key=f"paper:{paper.slug}:{item.meeting.slug}{key}",
        subject=f"{what} for {_names(item.meeting)}, {day}: {paper.title}", at=max(public, before.at),
        text="\n".join(line for line in (paper.title, version.why, f"Item {item.number}: {item.title}",
                                         f"{SITE}/papers/{paper.slug}/\n") if line),
    )  # fmt: skip


def write_notices(*, since: datetime) -> int:
    """Write what has to be told of everything that happened from `since` on; how many are new."""
    written = 0
    events = MeetingEvent.objects.filter(at__gte=since, kind__in=TOLD, meeting__public=True)
    for event in events.select_related("meeting").order_by("pk"):
        written += notices_for(event)
    papers = ItemPaper.objects.filter(Q(at__gte=since) | Q(paper__versions__published__gte=since))
    papers = papers.filter(paper__published__isnull=False).distinct()
    for before in papers.select_related("paper", "item__meeting").order_by("pk"):
        written += notices_for(before)
    for decision in Decision.objects.filter(at__gte=since).select_related("body", "meeting").order_by("pk"):
        written += notices_for(decision)
    published = Minutes.objects.filter(published__gte=since)
    for minutes in published.select_related("meeting").order_by("pk"):
        written += notices_for(minutes)
    return written


def _write(*, bodies: Iterable[Body], topics: Iterable[str], key: str, subject: str, text: str, at: datetime) -> int:
    """A notice for each who follows one of the bodies or whatever succeeded it, their places, a topic, or everything.

    Who began to follow later is not told; who follows twice over is told once.
    """
    chosen = list(bodies)
    slugs = {body.slug for body in chosen} | {heir.slug for body in chosen for heir in heirs(body)}
    said = BodyFact.objects.known().filter(body__in=chosen)
    places = {slugify(value) for value in _values(said, BodyAttribute.PLACE)}
    about = {slugify(value) for value in (*topics, *_values(said, BodyAttribute.TOPIC))}
    found = Follow.objects.filter(
        Q(kind="all") | Q(kind="body", ref__in=slugs) | Q(kind="place", ref__in=places)
        | Q(kind="topic", ref__in=about),
        ended=None, confirmed__lte=at, asked__lte=at,
    ).order_by("email", "pk")  # fmt: skip
    told = set(Notice.objects.filter(key=key).values_list("follow__email", flat=True))
    fresh = []
    for follow in found:
        if follow.email not in told:
            told.add(follow.email)
            fresh.append(Notice(follow=follow, key=key, subject=subject, text=text))
    return len(Notice.objects.bulk_create(fresh, ignore_conflicts=True))


def _values(facts: "Iterable[BodyFact]", attribute: BodyAttribute) -> list[str]:
    return [fact.value for fact in facts if fact.attribute == attribute]


def _sitting(meeting: Meeting) -> list[Body]:
    return list(Body.objects.filter(sittings__meeting=meeting).order_by("sittings__pk"))


def _names(meeting: Meeting) -> str:
    return listed([name_of_body(body.slug) for body in _sitting(meeting)])


def _topics(meeting: Meeting) -> list[str]:
    rows = meeting.items.filter(removed="", private=False).values_list("topics", flat=True)
    return [topic for topics in rows for topic in topics]
