"""The page of a meeting at the desk: where it stands, what is to do next, and all that belongs to it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from ouzel.confidential import keeping_out, matching
from ouzel.confidential.queries import holding
from ouzel.core.permissions import Permission, today
from ouzel.governance.action_log.queries import action_log, asked_at
from ouzel.governance.bodies.names import Lives
from ouzel.governance.decisions.queries import decisions_at
from ouzel.governance.decisions.ratifying import awaiting_ratification
from ouzel.governance.interests.matching import before_papers
from ouzel.governance.meetings import excluding
from ouzel.governance.meetings import queries as meetings
from ouzel.governance.meetings.forward import due_by
from ouzel.governance.meetings.questions import takes_questions, told
from ouzel.governance.meetings.shown import Standing
from ouzel.governance.minutes.queries import MinutesView, versions
from ouzel.governance.models import Exclusion, PaperVersion, Question
from ouzel.governance.papers.queries import papers_of
from ouzel.governance.record_links import links_of
from ouzel.reorganisation.wording import listed
from ouzel.web import words
from ouzel.web.desk.door import address
from ouzel.web.desk.governance.door import BEGUN, LIST, At, holds, running, show


@dataclass(frozen=True)
class ToDo:
    """Something to do next. `late`: it should have been done by now."""

    text: str
    href: str
    late: bool = False


@running
def meeting(request: HttpRequest, it: At) -> HttpResponse:
    """All of one meeting."""
    how = meetings.standing(it.meeting, request.user)
    there = versions(it.meeting, request.user)
    waiting = unpublished(it)
    resolved = Exclusion.objects.visible_to(request.user).filter(meeting=it.meeting)
    questions = Question.objects.visible_to(request.user).filter(meeting=it.meeting).order_by("received", "pk")
    return show(
        request, "meeting", at_meeting=it, view=meetings.view_of(it.meeting, request.user), standing=how,
        items=meetings.agenda(it.meeting, request.user), papers=papers_of(it.meeting, request.user), waiting=waiting,
        attendance=meetings.attendance(it.meeting, request.user), decisions=decisions_at(it.meeting, request.user),
        exclusions=resolved.select_related("body", "proposer", "seconder").prefetch_related("items"),
        questions=questions, told_by_post=told, minutes=there,
        wanted=asked_at(it.meeting, viewer=request.user), log=action_log(it.meeting, viewer=request.user),
        urgent=awaiting_ratification(it.bodies, on=it.past), business=due_by(it.meeting, request.user),
        interests=before_papers(it.meeting, on=it.past, viewer=request.user), above=[LIST],
        found=links_of("meeting", it.slug, request.user), todo=to_do(it, how, there, waiting),
        holding=holding(it.meeting, it.by),
        takes_questions=takes_questions(it.meeting, on=today()),
        may_private=holds(request, Permission.GOVERNANCE_PRIVATE),
    )  # fmt: skip


def to_do(it: At, how: Standing, minutes: tuple[MinutesView, ...], waiting: int) -> list[ToDo]:
    """What is to do next for a meeting, in the order of its life."""
    state, now, found = it.meeting.state, today(), []

    def add(text: str, name: str, *args: object, late: bool = False) -> None:
        found.append(ToDo(text, address(f"governance-{name}", it.slug, *args), late))

    gone = [it.names[slug] for slug in gone_by(it)] if state in ("planned", "noticed", "adjourned") else []
    if gone:
        add(
            f"{listed(gone)} will be no more on {words.day(it.day)}: move the meeting to an earlier day, or cancel it "
            "and call one of whoever takes over", "step", "move", late=True,
        )  # fmt: skip
    if state in ("planned", "noticed") and not it.meeting.items.exists():
        add("Make the agenda", "item-add")
    if state == "planned":
        by = f" by {words.day(how.notice.due)}" if how.notice else ""
        add(f"Give notice{by}", "step", "notice", late=bool(how.notice and how.notice.due < now))
    found += _private(it)
    if it.meeting.public and waiting and state != "cancelled":
        by = f", due by {words.day(how.papers_due)}" if how.papers_due else ""
        said = words.count(waiting, "paper is not public", "papers are not public")
        add(f"Publish papers: {said}{by}", "papers-publish", late=bool(how.papers_due and how.papers_due < now))
    found += _asked(it)
    if state == "noticed" and it.day <= now:
        add("Open the meeting", "step", "open", late=it.day < now)
    if state == "open":
        for body in it.bodies:
            if not it.meeting.attendances.filter(body=body).exists():
                add(f"Record who is there: {it.names[body.slug]}", "attendance", body.slug)
        for item in excluding.not_excluded(it.meeting)[:1]:
            for body in it.bodies:
                add(f"Item {item.number} is private: {it.names[body.slug]} excludes the public", "exclude", body.slug)
        add("Close the meeting when it is over", "step", "close")
    if state == "adjourned":
        add("Take the meeting up again", "step", "reconvene")
    if state == "closed":
        found += _after(it, minutes)
    return found


def _private(it: At) -> list[ToDo]:
    """Interests that private items meet, before their papers go out; who is kept from one, at the meeting. For who may
    read the private part: others see nothing of it.
    """
    state, page = it.meeting.state, address("governance-private", it.slug)
    if state in ("planned", "noticed"):
        rows = {row.pk: row.number for row in it.meeting.items.filter(private=True)}
        found = matching.open_matches(it.meeting, by=it.by)
        return [
            ToDo(f"Before papers go out: {words.count(len(found[key]), 'interest meets', 'interests meet')} item "
                 f"{rows[key]}", page) for key in sorted(found)
        ]  # fmt: skip
    if state not in ("open", "adjourned"):
        return []
    kept = [
        each for each in keeping_out.kept(it.meeting, by=it.by)
        if not each.item.recusals.standing().filter(person=each.person).exists()
    ]  # fmt: skip
    return [
        ToDo(f"Item {each.item.number}: record what {each.person.name} declares, who is kept from it",
             f"{address('governance-recuse', it.slug, each.item.number)}?person={each.person.slug}") for each in kept
    ]  # fmt: skip


def gone_by(it: At) -> list[str]:
    """The bodies (slugs) that sit in a meeting and will have ended by its day."""
    lives = Lives([body.pk for body in it.bodies])
    return [body.slug for body in it.bodies if lives.gone(body.slug, it.day)]


def unpublished(it: At) -> int:
    """How many papers, and new versions of papers, before it are not public yet."""
    rows = PaperVersion.objects.visible_to(it.by).filter(
        paper__items__item__meeting=it.meeting,
        paper__items__item__removed="",
        paper__items__taken_off_at=None,
        published=None,
    )
    return rows.distinct().count()


def _asked(it: At) -> list[ToDo]:
    """Questions of the public that nobody has looked at; once the meeting was opened, those without an answer too."""
    page = f"{address('governance-meeting', it.slug)}#questions"
    rows = Question.objects.visible_to(it.by).filter(meeting=it.meeting)
    new, open_ = rows.filter(accepted=None).count(), rows.filter(accepted=True, answer="").count()
    found = [ToDo(f"Accept or refuse {words.count(new, 'question')} of the public", page)] if new else []
    if open_ and it.meeting.state in BEGUN:
        found.append(ToDo(f"Answer {words.count(open_, 'question')} of the public", page))
    return found


def _after(it: At, minutes: tuple[MinutesView, ...]) -> list[ToDo]:
    if not minutes:
        return [ToDo("Write the minutes", address("governance-minutes", it.slug))]
    newest = minutes[0]
    if newest.published is None:
        return [ToDo("Publish the minutes", address("governance-minutes-publish", it.slug))]
    if newest.approved_on is None:
        return [ToDo("Have the minutes approved by the next meeting", address("governance-minutes-approve", it.slug))]
    return []
