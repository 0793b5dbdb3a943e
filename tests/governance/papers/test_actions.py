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
from ouzel.governance.meetings.actions import (
    cancel_meeting,
    close_meeting,
    give_notice,
    open_meeting,
    plan_meeting,
)
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, Irregularity, ItemPaper, Meeting, Minutes, Paper, PaperVersion
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
    publish_papers(meeting=meeting, by=SECRETARY, on=LATE, late="It was found on the day")
    assert queries.current_version(paper, None).number == 2
    assert bytes(queries.version_of(paper, 1, None).content) == b"Case for change"
    assert [version.number for version in queries.versions(paper, None)] == [1, 2]
    assert "a new version of Case for change: A sum was wrong" in meeting.events.latest("number").note


def published(meeting: Meeting, item: AgendaItem, text: str = "To follow") -> Paper:
    """A paper that was public in time."""
    paper = add(item, text)
    if not meeting.public:
        notice(meeting)
    publish_papers(meeting=meeting, by=SECRETARY, on=EARLY)
    return Paper.objects.get(pk=paper.pk)


def test_version_after_the_day_is_late_whatever_was_public_in_time(meeting: Meeting, item: AgendaItem) -> None:
    """A placeholder in time does not make the whole case on the eve of the meeting a paper in time."""
    paper = published(meeting, item)
    new_version(paper=paper, name="case.md", content=b"All of it", why="The whole case", by=SECRETARY, on=LATE)
    with pytest.raises(ContentError, match="Version 2 of To follow came on 15 March 2021; papers were due on"):
        publish_papers(meeting=meeting, by=SECRETARY, on=LATE)
    assert not Irregularity.objects.filter(meeting=meeting).exists()
    assert queries.current_version(paper, None).number == 1
    publish_papers(meeting=meeting, by=SECRETARY, on=LATE, late="The figures came that day")
    row = Irregularity.objects.get(meeting=meeting)
    assert (row.rule, row.item, row.reason) == ("papers", item, "The figures came that day")
    (view,) = queries.papers_of(meeting, None)[item.pk]
    assert (view.late, view.corrected) == ("", (queries.Correction(2, "The figures came that day"),))


def test_version_on_the_last_day_is_in_time(meeting: Meeting, item: AgendaItem) -> None:
    paper = published(meeting, item)
    new_version(paper=paper, name="case.md", content=b"All of it", why="The whole case", by=SECRETARY, on=due(meeting))
    publish_papers(meeting=meeting, by=SECRETARY, on=due(meeting))
    (view,) = queries.papers_of(meeting, None)[item.pk]
    assert (view.version.number, view.corrected) == (2, ())


def another(world: World, day: int) -> AgendaItem:
    meeting = plan_meeting(title="Governing body", bodies=[world.luton], venue="Town hall",
                           starts=datetime(2021, 4, day, 10, 0, tzinfo=LONDON), on=EARLY, by=SECRETARY)  # fmt: skip
    return add_item(meeting=meeting, title="The merger", by=SECRETARY, on=EARLY)


def test_version_is_late_for_every_meeting_it_is_before(world: World, meeting: Meeting, item: AgendaItem) -> None:
    """Published with a later meeting, it is late for the earlier one all the same."""
    paper = published(meeting, item)
    later = another(world, 20)
    attach(paper=paper, item=later, by=SECRETARY, on=EARLY)
    notice(later.meeting)
    new_version(paper=paper, name="case.md", content=b"All of it", why="The whole case", by=SECRETARY, on=LATE)
    with pytest.raises(ContentError, match="papers were due on 10 March 2021"):
        publish_papers(meeting=later.meeting, by=SECRETARY, on=LATE)
    publish_papers(meeting=later.meeting, by=SECRETARY, on=LATE, late="The figures came that day")
    assert Irregularity.objects.get().meeting == meeting
    assert [len(queries.papers_of(it.meeting, None)[it.pk][0].corrected) for it in (item, later)] == [1, 0]
    assert meeting.events.latest("number").note == "a new version of To follow: The whole case"


def close(meeting: Meeting, item: AgendaItem) -> None:
    AgendaItem.objects.filter(meeting=meeting).exclude(pk=item.pk).update(removed="not reached")
    open_meeting(meeting=meeting, on=date(2021, 3, 16), by=SECRETARY)
    close_meeting(meeting=meeting, on=date(2021, 3, 16), by=SECRETARY)


def test_what_comes_after_the_meeting_is_published_with_it_afterwards(meeting: Meeting, item: AgendaItem) -> None:
    paper = published(meeting, item, "Case")
    close(meeting, item)
    later = date(2021, 3, 18)
    add(item, "Slides", on=later)
    new_version(paper=paper, name="case.md", content=b"Corrected", why="A sum", by=SECRETARY, on=later)
    publish_papers(meeting=meeting, by=SECRETARY, on=later)
    case, slides = queries.papers_of(meeting, None)[item.pk]
    assert (case.version.number, case.newer and case.newer.number, case.corrected, case.afterwards) == (1, 2, (), False)
    assert (slides.paper.title, slides.late, slides.afterwards) == ("Slides", "", True)
    assert not Irregularity.objects.filter(meeting=meeting, rule="papers").exists()


def test_what_was_handed_out_at_the_meeting_is_late_though_recorded_after_it(
    meeting: Meeting, item: AgendaItem
) -> None:
    notice(meeting)
    close(meeting, item)
    with pytest.raises(ContentError, match="papers were due on"):
        add(item, "Slides", on=LATE, tabled=True)
    add(item, "Slides", on=LATE, tabled=True, late="They were made that morning")
    publish_papers(meeting=meeting, by=SECRETARY, on=LATE)
    (view,) = queries.papers_of(meeting, None)[item.pk]
    assert (view.tabled, view.afterwards, view.late) == (True, False, "They were made that morning")
    assert Irregularity.objects.get(meeting=meeting, rule="papers").item == item


def test_nothing_is_put_before_an_item_behind_approved_minutes(
    world: World, meeting: Meeting, item: AgendaItem
) -> None:
    paper = published(meeting, item)
    later = another(world, 20)
    there = add(later, "Another")
    close(meeting, item)
    Minutes.objects.create(
        meeting=meeting, number=1, text="# Minutes", sha256="0" * 64, by="x", published=datetime.now(LONDON),
        approved_at=later.meeting, approved_on=date(2021, 4, 20),
    )  # fmt: skip
    for put in (
        lambda: add(item, "Afterthought", on=LATE),
        lambda: attach(paper=there, item=item, by=SECRETARY, on=LATE),
    ):
        with pytest.raises(ContentError, match="approved"):
            put()
    assert list(ItemPaper.objects.filter(item=item).values_list("paper", flat=True)) == [paper.pk]


@pytest.mark.parametrize("words", [{"title": "Case\u202e for"}, {"author": "Ada\x07"}, {"label": "A\x1b[1m"}])
def test_words_of_a_paper_are_lines_that_look_like_what_they_are(item: AgendaItem, words: dict[str, str]) -> None:
    with pytest.raises(ContentError, match="nobody can see"):
        add(item, **words)
    paper = add(item, title=" Case\r\nfor  change ", author="Ada\nExample", label="Appendix\tA")
    assert (paper.title, paper.author, ItemPaper.objects.get().label) == (
        "Case for change",
        "Ada Example",
        "Appendix A",
    )


def test_title_tells_of_no_patient(item: AgendaItem) -> None:
    with pytest.raises(ContentError, match="NHS number in the title"):
        add(item, title="Letter about 943 476 5919")


def test_who_may_not_keeps_nobody_waiting(item: AgendaItem) -> None:
    """Who may not put papers before a meeting is told so before a document is looked into."""
    nobody = Actor.person(User.objects.create(email="nobody@example.org"))
    with pytest.raises(PermissionDenied):
        add_paper(item=item, title="x", name="x.exe", content=b"MZ", by=nobody, on=EARLY)


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
