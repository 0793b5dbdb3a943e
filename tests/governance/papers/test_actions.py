"""Papers are added, corrected, put before items and published; nothing that was public goes, and nothing is silent."""

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, User
from ouzel.governance.meetings.actions import cancel_meeting, give_notice, plan_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, Irregularity, ItemPaper, Meeting, Paper, PaperVersion
from ouzel.governance.papers import queries
from ouzel.governance.papers.actions import add_paper, attach, detach, new_version, publish_papers
from ouzel.governance.papers.before_items import due
from tests.governance.papers import making
from tests.governance.world import SECRETARY, World

LONDON = ZoneInfo("Europe/London")
EARLY, LATE = date(2021, 3, 5), date(2021, 3, 15)


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Planned for 16 March 2021, with one item in public and one in private."""
    meeting = plan_meeting(title="Governing body", bodies=[world.luton], venue="Town hall",
                           starts=datetime(2021, 3, 16, 10, 0, tzinfo=LONDON), on=EARLY, by=SECRETARY)  # fmt: skip
    add_item(meeting=meeting, title="The merger", by=SECRETARY, on=EARLY)
    add_item(meeting=meeting, title="A contract", private=True, by=SECRETARY, on=EARLY)
    return meeting


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.items.get(title="The merger")


def add(item: AgendaItem, text: str = "Case for change", *, on: date = EARLY, late: str = "", **how: object) -> Paper:
    return add_paper(item=item, title=how.pop("title", text), name="case.md", content=text.encode(), on=on, late=late,  # type: ignore[arg-type]
                     by=how.pop("by", SECRETARY), **how)  # type: ignore[arg-type]  # fmt: skip


def notice(meeting: Meeting) -> None:
    give_notice(meeting=meeting, on=EARLY, by=SECRETARY)


def test_paper_is_kept_by_its_hash_and_is_not_public_yet(item: AgendaItem) -> None:
    paper = add(item)
    version = queries.current_version(paper, SECRETARY)
    assert version.sha256 == hashlib.sha256(b"Case for change").hexdigest()
    assert paper.slug == "2021-03-16-case-for-change"
    with pytest.raises(queries.NoSuchPaper):
        queries.paper_named(paper.slug, None)
    with pytest.raises(queries.NoSuchPaper):
        queries.version_with(version.sha256, None)
    assert queries.papers_of(item.meeting, None) == {}


def test_same_title_gets_another_address(item: AgendaItem) -> None:
    assert add(item, "one", title="Report").slug == "2021-03-16-report"
    assert add(item, "two", title="Report").slug == "2021-03-16-report-2"
    with pytest.raises(ContentError, match="this address is taken already"):
        add(item, "three", slug="2021-03-16-report")
    with pytest.raises(ContentError, match="cannot stand in an address"):
        add(item, "three", slug="../x")


def test_papers_are_published_together_with_an_event(meeting: Meeting, item: AgendaItem) -> None:
    add(item, "one")
    add(item, "two")
    with pytest.raises(ContentError, match="notice"):
        publish_papers(meeting=meeting, by=SECRETARY, on=EARLY)
    notice(meeting)
    assert len(publish_papers(meeting=meeting, by=SECRETARY, on=EARLY)) == 2
    assert publish_papers(meeting=meeting, by=SECRETARY, on=EARLY) == []
    assert [view.paper.title for view in queries.papers_of(meeting, None)[item.pk]] == ["one", "two"]
    assert meeting.events.filter(kind="paper").latest("number").note == "2 papers were published"
    assert AuditEntry.objects.filter(action="governance.paper.published").count() == 1
    assert not Irregularity.objects.filter(meeting=meeting).exists()


def test_late_paper_is_refused_or_irregular_once_it_is_public(meeting: Meeting, item: AgendaItem) -> None:
    notice(meeting)
    assert due(meeting) < LATE
    with pytest.raises(ContentError, match="papers were due on"):
        add(item, on=LATE)
    paper = add(item, on=LATE, late="The figures came from NHS England that day")
    assert not Irregularity.objects.filter(meeting=meeting).exists()  # it would name what is not public
    publish_papers(meeting=meeting, by=SECRETARY, on=LATE)
    row = Irregularity.objects.get(meeting=meeting)
    assert (row.rule, row.item, row.reason) == ("papers", item, "The figures came from NHS England that day")
    (view,) = queries.papers_of(meeting, None)[item.pk]
    assert (view.paper, view.late) == (paper, "The figures came from NHS England that day")


def test_last_day_is_in_time_and_the_next_is_not(meeting: Meeting, item: AgendaItem) -> None:
    last = due(meeting)
    add(item, on=last)
    with pytest.raises(ContentError):
        add(item, "another", on=date.fromordinal(last.toordinal() + 1))


def test_paper_in_time_that_is_published_late_needs_a_reason(meeting: Meeting, item: AgendaItem) -> None:
    add(item)
    notice(meeting)
    with pytest.raises(ContentError, match="papers were due on"):
        publish_papers(meeting=meeting, by=SECRETARY, on=LATE)
    publish_papers(meeting=meeting, by=SECRETARY, on=LATE, late="The website was down")
    assert ItemPaper.objects.get(item=item).late == "The website was down"
    assert Irregularity.objects.get(meeting=meeting).reason == "The website was down"


def test_new_version_supersedes_and_the_old_stays(meeting: Meeting, item: AgendaItem) -> None:
    paper = add(item)
    notice(meeting)
    publish_papers(meeting=meeting, by=SECRETARY, on=EARLY)
    paper.refresh_from_db()
    with pytest.raises(ContentError, match="what changed"):
        new_version(paper=paper, name="case.md", content=b"Second", why=" ", by=SECRETARY, on=LATE)
    with pytest.raises(ContentError, match="same document as version 1"):
        new_version(paper=paper, name="case.md", content=b"Case for change", why="none", by=SECRETARY, on=LATE)
    new_version(paper=paper, name="case.md", content=b"Second", why="A sum was wrong", by=SECRETARY, on=LATE)
    assert queries.current_version(paper, None).number == 1
    assert queries.current_version(paper, SECRETARY).number == 1  # what counts is what is published
    publish_papers(meeting=meeting, by=SECRETARY, on=LATE)  # a correction of what was in time needs no other reason
    assert queries.current_version(paper, None).number == 2
    assert bytes(queries.version_of(paper, 1, None).content) == b"Case for change"
    assert [version.number for version in queries.versions(paper, None)] == [1, 2]
    assert "a new version of Case for change: A sum was wrong" in meeting.events.latest("number").note


def test_paper_may_be_before_several_items(meeting: Meeting, item: AgendaItem) -> None:
    other = add_item(meeting=meeting, title="Finance", by=SECRETARY, on=EARLY)
    paper = add(item)
    attach(paper=paper, item=other, label="Appendix A", by=SECRETARY, on=EARLY)
    with pytest.raises(ContentError, match="already"):
        attach(paper=paper, item=other, by=SECRETARY, on=EARLY)
    notice(meeting)
    publish_papers(meeting=meeting, by=SECRETARY, on=EARLY)
    assert {row.item for row in queries.items_of(paper, None)} == {item, other}
    detach(paper=paper, item=other, why="It belongs to the merger", by=SECRETARY, on=EARLY)
    assert {row.item for row in queries.items_of(paper, None)} == {item}
    assert queries.paper_named(paper.slug, None) == paper
    assert "taken off item" in meeting.events.latest("number").note


def test_same_document_is_taken_once(item: AgendaItem) -> None:
    add(item)
    with pytest.raises(ContentError, match="there already"):
        add(item, "Case for change", title="Another name")


def test_private_and_removed_items_and_cancelled_meetings_take_none(meeting: Meeting, item: AgendaItem) -> None:
    with pytest.raises(ContentError, match="in private"):
        add(meeting.items.get(private=True))
    AgendaItem.objects.filter(pk=item.pk).update(removed="not ready")
    item.refresh_from_db()
    with pytest.raises(ContentError, match="taken off the agenda"):
        add(item)
    cancel_meeting(meeting=meeting, why="snow", on=EARLY, by=SECRETARY)
    with pytest.raises(ContentError, match="cancelled"):
        add(add_item_by_hand(meeting))


def add_item_by_hand(meeting: Meeting) -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting, number="9", order=9, title="Late")


def test_bad_document_leaves_nothing_behind(item: AgendaItem) -> None:
    with pytest.raises(ContentError, match="scripts"):
        add_paper(item=item, title="x", name="x.pdf", content=making.changed_pdf(making.with_script), by=SECRETARY,
                  on=EARLY)  # fmt: skip
    assert not Paper.objects.exists()


def test_only_who_runs_meetings_of_the_body_may(item: AgendaItem) -> None:
    nobody = Actor.person(User.objects.create(email="nobody@example.org"))
    with pytest.raises(PermissionDenied):
        add(item, by=nobody)


def test_versions_are_never_changed(item: AgendaItem) -> None:
    add(item)
    for change in ({"words": "other"}, {"content": b"other"}, {"sha256": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperVersion.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperVersion.objects.all().delete()
