"""What a private item said before stays: versions with their reason, none behind approved minutes; papers in time."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ouzel.confidential import actions, reading
from ouzel.confidential.models import PrivateItem
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.auditing import Did
from ouzel.governance.minutes.actions import approve_minutes
from ouzel.governance.models import Irregularity
from tests.confidential.marked import MARK, Marked, marks_in
from tests.governance.decisions.in_common import opened, planned
from tests.governance.world import World

APRIL = date(2021, 4, 20)
IN_TIME, LATE = date(2021, 3, 8), date(2021, 3, 15)


def approved(marked: Marked, *, private: bool) -> None:
    at = opened(marked.world, [marked.world.luton], day=APRIL, notice=date(2021, 4, 9), title="April").meeting
    approve = actions.approve_minutes if private else approve_minutes
    approve(meeting=marked.meeting, at=at, on=APRIL, by=marked.world.by)  # type: ignore[operator]


def test_each_writing_is_a_version_and_the_same_again_is_none(world: World) -> None:
    item, by = planned(world, [world.luton]).items["P1"], world.by
    first = actions.write_item(item=item, title="Award to Alpha", text="Terms", by=by)
    assert actions.write_item(item=item, title="Award to Alpha ", text="Terms", by=by) == first
    second = actions.write_item(item=item, title="Award to Beta", text="Terms", by=by)
    assert (first.number, second.number, first.sha256 == second.sha256) == (1, 2, False)
    (read,) = reading.read_agenda(item.meeting, by=by)
    assert read.title == "Award to Beta"
    assert [(each.number, each.title, each.sha256) for each in read.versions] == [
        (2, "Award to Beta", second.sha256), (1, "Award to Alpha", first.sha256)
    ]  # fmt: skip
    rows = AuditEntry.objects.filter(action=Did.PRIVATE_WRITTEN).order_by("pk").values_list("detail", flat=True)
    assert list(rows) == [
        {"what": "item", "item": "P1", "number": row.number, "sha256": row.sha256} for row in (first, second)
    ]  # fmt: skip


def test_the_same_words_twice_have_two_hashes(world: World) -> None:
    """A hash of a few words that can be guessed would tell them to who reads the trail."""
    held = planned(world, [world.luton])
    one = actions.write_item(item=held.items["P1"], title="Award to Alpha", by=world.by)
    other = planned(world, [world.luton], day=APRIL, notice=date(2021, 4, 9), title="April").items["P1"]
    assert actions.write_item(item=other, title="Award to Alpha", by=world.by).sha256 != one.sha256


def test_parties_stay_where_none_are_given(world: World) -> None:
    item = planned(world, [world.luton]).items["P1"]
    actions.write_item(item=item, title="Award", parties=[{"name": "Alpha"}], by=world.by)
    assert actions.write_item(item=item, title="An award", by=world.by).parties == [{"name": "Alpha"}]
    assert actions.write_item(item=item, title="An award", parties=[], by=world.by).parties == []


def test_after_the_meeting_a_version_says_why(marked: Marked) -> None:
    with pytest.raises(ContentError, match="held with this item"):
        actions.write_item(item=marked.item, title="Award to Beta", by=marked.world.by)
    row = actions.write_item(item=marked.item, title="Award to Beta", why="The name was wrong", by=marked.world.by)
    assert (row.number, row.why) == (3, "The name was wrong")


@pytest.mark.parametrize("private", [True, False])
def test_nothing_is_written_or_put_before_an_item_behind_approved_minutes(marked: Marked, private: bool) -> None:
    approved(marked, private=private)
    by, item = marked.world.by, marked.item
    with pytest.raises(ContentError, match="approved without this"):
        actions.write_item(item=item, title="Award to Beta", why="It was wrong", by=by)
    with pytest.raises(ContentError, match="approved without this"):
        actions.add_paper(item=item, title="P", name="p.txt", content=b"P", on=APRIL, by=by)
    with pytest.raises(ContentError, match="approved without this"):
        actions.new_version(paper=marked.paper, name="p.txt", content=b"P", why="More", on=APRIL, by=by)


def test_versions_are_never_changed(marked: Marked) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateItem.objects.update(title="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateItem.objects.all().delete()


def test_a_late_paper_is_recorded_for_everybody_without_its_title(world: World) -> None:
    item, by = planned(world, [world.luton]).items["P1"], world.by
    actions.add_paper(item=item, title=f"In time, {MARK}", name="a.txt", content=b"A", on=IN_TIME, by=by)
    with pytest.raises(ContentError, match="a paper for item P1 came on 15 March 2021"):
        actions.add_paper(item=item, title=f"Late, {MARK}", name="b.txt", content=b"B", on=LATE, by=by)
    row = actions.add_paper(item=item, title=f"Late, {MARK}", name="b.txt", content=b"B", on=LATE, late="It came then",
                            by=by)  # fmt: skip
    (said,) = Irregularity.objects.visible_to(None).filter(meeting=item.meeting)
    assert (row.late, said.rule, said.reason) == ("It came then", "papers", "It came then")
    assert said.problem.startswith("a paper for item P1 came on 15 March 2021")
    assert marks_in(f"{said.problem} {AuditEntry.objects.values_list('detail', flat=True)}") == []


def test_a_late_version_of_a_paper_in_time_is_late(world: World) -> None:
    item, by = planned(world, [world.luton]).items["P1"], world.by
    paper = actions.add_paper(item=item, title="To follow", name="a.txt", content=b"A", on=IN_TIME, by=by)
    with pytest.raises(ContentError, match="a new version of a paper for item P1 came on 15 March 2021"):
        actions.new_version(paper=paper, name="a.txt", content=b"All of it", why="All of it", on=LATE, by=by)
    row = actions.new_version(paper=paper, name="a.txt", content=b"All of it", why="All of it", on=LATE, late="Late",
                              by=by)  # fmt: skip
    assert (paper.late, row.late) == ("", "Late")


def test_the_reason_of_a_late_paper_does_not_tell_its_title(world: World) -> None:
    item = planned(world, [world.luton]).items["P1"]
    with pytest.raises(ContentError, match="words of item P1"):
        actions.add_paper(item=item, title=f"The terms of {MARK} Care", name="b.txt", content=b"B", on=LATE,
                          late=f"The terms of {MARK} Care were not there", by=world.by)  # fmt: skip
    assert not Irregularity.objects.exists()


def test_a_paper_after_the_meeting_is_kept_as_one_that_was_not_before_it(marked: Marked) -> None:
    before = Irregularity.objects.count()
    row = actions.add_paper(item=marked.item, title="Afterwards", name="p.txt", content=b"P", on=date(2021, 3, 20),
                            by=marked.world.by)  # fmt: skip
    assert (row.afterwards, row.late) == (True, "")
    assert Irregularity.objects.count() == before
    (item,) = reading.read_agenda(marked.meeting, by=marked.world.by)
    assert [(paper.title, paper.afterwards) for paper in item.papers] == [
        (f"Terms of {MARK}", False), ("Afterwards", True)
    ]  # fmt: skip
