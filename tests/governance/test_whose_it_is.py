"""A role for one body is for that body: nobody reaches into another by a paper, a person, a link or a committee."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import RoleAssignment, User
from ouzel.core.roles import Permission
from ouzel.governance.bodies.actions import delegate, end_saying, open_body, say_of_body
from ouzel.governance.bodies.delegation import may_decide
from ouzel.governance.meetings.actions import cancel_meeting, give_notice, plan_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, Body, Interest, Paper
from ouzel.governance.papers.actions import add_paper, attach, detach, new_version, publish_papers
from ouzel.governance.rules import bodies_for
from ouzel.governance.seats.actions import change_person
from tests.core.people import LONG_AGO, user
from tests.governance.world import SECRETARY, SOURCE, World

LONDON = ZoneInfo("Europe/London")
EARLY = date(2021, 3, 1)
SINCE = date(2020, 4, 1)


def secretary(code: str) -> tuple[User, Actor]:
    """Who keeps the bodies of one organisation, or one body."""
    made = user(f"secretary-{code.lower()}@example.org")
    RoleAssignment.objects.create(user=made, role="board-secretary", body_code=code, since=LONG_AGO)
    return made, Actor.person(made)


def item_of(body: Body, hour: int = 10) -> AgendaItem:
    meeting = plan_meeting(title=f"Meeting of {body.slug}", bodies=[body], venue="Town hall",
                           starts=datetime(2021, 3, 16, hour, tzinfo=LONDON), on=EARLY, by=SECRETARY)  # fmt: skip
    item = add_item(meeting=meeting, title="The merger", by=SECRETARY, on=EARLY)
    give_notice(meeting=meeting, on=EARLY, by=SECRETARY)
    item.refresh_from_db()
    return item


def paper(item: AgendaItem, text: str = "Draft exit plan", by: Actor = SECRETARY) -> Paper:
    return add_paper(item=item, title=text, name="case.md", content=text.encode(), on=EARLY, by=by)


def test_a_draft_of_others_is_not_put_before_ones_own_meeting(world: World) -> None:
    theirs, mine = item_of(world.luton), item_of(world.bedfordshire)
    draft, (_, by) = paper(theirs), secretary("06F")
    with pytest.raises(PermissionDenied):
        attach(paper=draft, item=mine, on=EARLY, by=by)
    publish_papers(meeting=theirs.meeting, on=EARLY, by=world.by)
    attach(paper=Paper.objects.get(), item=mine, on=EARLY, by=by)


def test_who_puts_a_paper_before_their_meeting_neither_changes_nor_publishes_it(world: World) -> None:
    theirs, mine = item_of(world.luton), item_of(world.bedfordshire)
    draft, (_, by), (_, owner) = paper(theirs), secretary("06F"), secretary("06P")
    publish_papers(meeting=theirs.meeting, on=EARLY, by=world.by)
    attach(paper=draft, item=mine, on=EARLY, by=by)
    with pytest.raises(PermissionDenied):
        new_version(paper=draft, name="case.md", content=b"Better", why="Better", on=EARLY, by=by)
    second = new_version(paper=draft, name="case.md", content=b"Better", why="Better", on=EARLY, by=owner)
    assert publish_papers(meeting=mine.meeting, on=EARLY, by=by) == []
    assert publish_papers(meeting=theirs.meeting, on=EARLY, by=owner) == [second]


def test_a_paper_of_no_meeting_is_not_anybodys(world: World) -> None:
    theirs, (_, by) = item_of(world.luton), secretary("06F")
    draft = paper(theirs)
    cancel_meeting(meeting=theirs.meeting, why="The merger", on=EARLY, by=world.by)
    with pytest.raises(PermissionDenied):
        new_version(paper=draft, name="case.md", content=b"Better", why="Better", on=EARLY, by=by)
    other = item_of(world.luton, 15)
    lost = paper(other, "Another")
    detach(paper=lost, item=other, why="Wrong", on=EARLY, by=world.by)
    with pytest.raises(PermissionDenied):
        new_version(paper=lost, name="case.md", content=b"Mine", why="Mine", on=EARLY, by=by)


def test_that_others_have_the_same_draft_is_not_told(world: World) -> None:
    paper(item_of(world.luton))
    mine, (_, by) = item_of(world.bedfordshire), secretary("06F")
    assert paper(mine, by=by).slug != Paper.objects.order_by("pk")[0].slug
    with pytest.raises(ContentError, match="there already"):
        paper(mine, by=by)


def test_an_account_is_given_to_a_person_by_who_keeps_their_interests(world: World) -> None:
    person = world.person("Luc Chairman")
    Interest.objects.create(person=person, category="financial", description="Shares", valid=(SINCE, None),
                            recorded=SINCE, source=SOURCE, by="x", redacted=True, redaction="Safety")  # fmt: skip
    account, by = secretary("06F")
    with pytest.raises(PermissionDenied):
        change_person(person=person, account=account.email, by=by)
    with pytest.raises(PermissionDenied):
        change_person(person=person, biography="Nobody", by=by)
    assert not Interest.objects.visible_to(by).exists()
    _, own = secretary("06P")
    assert change_person(person=person, account=account.email, biography="A GP", by=own).user == account


def test_a_body_is_made_of_another_organisation_by_who_keeps_that_one_too(world: World) -> None:
    _, by = secretary("06F")
    with pytest.raises(PermissionDenied):
        say_of_body(body=world.bedfordshire, attribute="organisation", value="06P", since=SINCE, known=SINCE,
                    source=SOURCE, by=by)  # fmt: skip
    with pytest.raises(PermissionDenied):
        open_body(slug="my-committee", name="My committee", kind="committee", organisations=["06F"], since=SINCE,
                  known=SINCE, source=SOURCE, by=by, part_of=world.luton.slug)  # fmt: skip
    with pytest.raises(PermissionDenied):
        say_of_body(body=world.bedfordshire, attribute="part-of", value=world.luton.slug, since=SINCE, known=SINCE,
                    source=SOURCE, by=by)  # fmt: skip


def test_others_do_not_limit_what_a_board_decides(world: World) -> None:
    day = date(2020, 5, 1)
    before = may_decide(body=world.bedfordshire, kind="contract-award", pence=100_00, on=day)
    assert before.allowed
    delegate(to=world.bedfordshire, scheme_of=world.luton, kind="contract-award", limit=0, since=SINCE, known=SINCE,
             source=SOURCE, by=world.by)  # fmt: skip
    assert may_decide(body=world.bedfordshire, kind="contract-award", pence=100_00, on=day) == before


def test_who_has_left_a_joint_body_has_no_role_in_it(world: World) -> None:
    account, _ = secretary("E06000032")
    day, left = date(2023, 1, 1), date(2024, 4, 1)
    for on in (day, date(2022, 1, 1)):
        assert world.partnership in bodies_for(account, Permission.GOVERNANCE_PRIVATE, on=on)
    end_saying(body=world.partnership, attribute="organisation", value="E06000032", on=left, known=left, source=SOURCE,
               by=world.by)  # fmt: skip
    assert world.partnership in bodies_for(account, Permission.GOVERNANCE_PRIVATE, on=day)
    assert world.partnership not in bodies_for(account, Permission.GOVERNANCE_PRIVATE, on=left)
