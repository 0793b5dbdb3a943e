"""Interests are matched with what is taken in private, and somebody can be kept from it before the meeting."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ouzel.confidential import actions, keeping_out, matching, reading, releasing
from ouzel.confidential.drafting import draft_private
from ouzel.confidential.models import KeptFrom, LetBack, PrivatePaper
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.interests.actions import declare
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.models import AgendaItem, Irregularity, Person
from tests.core.people import user
from tests.governance.decisions.in_common import DAY, NOTICE, opened, planned
from tests.governance.world import World

IN_TIME = date(2021, 3, 8)
ALPHA = {"name": "Alpha Supplies Limited", "company_number": "01234567"}


def interested(world: World, number: str = "01234567") -> Person:
    """A member of Luton's body who owns the bidder, and has an account."""
    person = world.person("Eastluton")
    declare(person=person, category="financial", description="Owns it", organisation="Alpha Supplies Ltd",
            company_number=number, since=date(2018, 1, 1), occasion="appointment", on=date(2020, 4, 10),
            by=world.by)  # fmt: skip
    person.user = user("gil@example.org", "board-member")
    person.save(update_fields=["user"])
    return person


def award(world: World, item: AgendaItem) -> PrivatePaper:
    actions.write_item(item=item, title="Award to Alpha Supplies Limited", parties=[ALPHA], by=world.by)
    return actions.add_paper(item=item, title="The bids", name="bids.txt", content=b"All bids", on=IN_TIME, by=world.by)


def reader(person: Person) -> Actor:
    assert person.user is not None
    return Actor.person(person.user)


def test_an_interest_meets_whom_a_private_item_concerns_before_papers_go_out(world: World) -> None:
    held, person = planned(world, [world.luton]), interested(world)
    award(world, held.items["P1"])
    found = matching.before_papers(held.meeting, by=world.by)
    (match,) = found[held.items["P1"].pk]
    assert (match.person, match.how, match.sure) == (person, "company", True)
    assert matching.open_matches(held.meeting, by=world.by) == found


def test_words_and_titles_of_private_papers_are_matched_as_possible(world: World) -> None:
    held, person = planned(world, [world.luton]), interested(world, "")
    item = held.items["P1"]
    actions.write_item(item=item, title="A contract for supplies", by=world.by)
    assert matching.before_papers(held.meeting, by=world.by) == {item.pk: ()}
    actions.add_paper(item=item, title="Terms of Alpha Supplies", name="t.txt", content=b"Terms", on=IN_TIME,
                      by=world.by)  # fmt: skip
    (match,) = matching.before_papers(held.meeting, by=world.by)[item.pk]
    assert (match.person, match.how, match.sure) == (person, "words", False)


def test_nobody_else_is_told_of_a_match(world: World) -> None:
    held = planned(world, [world.luton])
    person = interested(world)
    award(world, held.items["P1"])
    for role in ("analyst", "administrator", "auditor"):
        assert matching.before_papers(held.meeting, by=Actor.person(user(f"{role}@example.org", role))) == {}
    keeping_out.keep_from(item=held.items["P1"], person=person, reason="Owns a bidder", on=NOTICE, by=world.by)
    assert matching.before_papers(held.meeting, by=reader(person)) == {}


def test_who_is_kept_from_an_item_reads_nothing_of_it_until_let_back(world: World) -> None:
    held, person = planned(world, [world.luton]), interested(world)
    item, by = held.items["P1"], reader(person)
    paper = award(world, item)
    assert reading.read_paper(item, paper.slug, by=by) is not None
    kept = keeping_out.keep_from(item=item, person=person, reason="Owns a bidder", on=NOTICE, by=world.by)
    (seen,) = reading.read_agenda(held.meeting, by=by)
    assert (seen.withheld, seen.title, seen.papers, seen.parties, seen.versions) == (True, "A contract", (), (), ())
    assert reading.read_paper(item, paper.slug, by=by) is None
    assert "Alpha" not in draft_private(held.meeting, by=by)
    assert not keeping_out.kept(held.meeting, by=by).exists()
    assert keeping_out.kept(held.meeting, by=world.by).get() == kept
    assert matching.open_matches(held.meeting, by=world.by) == {}
    with pytest.raises(ContentError, match="already"):
        keeping_out.keep_from(item=item, person=person, reason="Owns a bidder", on=NOTICE, by=world.by)
    keeping_out.let_back(kept=kept, reason="Sold it", on=NOTICE, by=world.by)
    assert reading.read_paper(item, paper.slug, by=by) is not None
    with pytest.raises(ContentError, match="any more"):
        keeping_out.let_back(kept=kept, reason="Sold it", on=NOTICE, by=world.by)
    assert "eastluton" not in str(list(AuditEntry.objects.filter(action="governance.private.written").values_list(
        "detail")))  # fmt: skip


def test_a_secretary_who_is_kept_from_an_item_neither_writes_it_nor_lets_themself_back(world: World) -> None:
    held, person = planned(world, [world.luton]), interested(world)
    item = held.items["P1"]
    paper = award(world, item)
    person.user = user("secretary@example.org", "board-secretary")
    person.save(update_fields=["user"])
    by = reader(person)
    kept = keeping_out.keep_from(item=item, person=person, reason="Owns a bidder", on=NOTICE, by=by)
    tries: list[Callable[[], object]] = [
        lambda: keeping_out.let_back(kept=kept, reason="It is nothing", on=NOTICE, by=by),
        lambda: actions.write_item(item=item, title="Another", by=by),
        lambda: actions.add_paper(item=item, title="P", name="p.txt", content=b"P", on=IN_TIME, by=by),
        lambda: actions.new_version(paper=paper, name="b.txt", content=b"B", why="More", on=IN_TIME, by=by),
        lambda: actions.write_minutes(meeting=held.meeting, text="Minutes", by=by),
        lambda: releasing.release_paper(paper=paper, why="To see it", on=DAY, by=by),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied, match="kept from"):
            attempt()


def test_who_is_kept_from_what_is_never_changed(world: World) -> None:
    item = planned(world, [world.luton]).items["P1"]
    kept = keeping_out.keep_from(item=item, person=world.person("Eastluton"), reason="R", on=NOTICE, by=world.by)
    keeping_out.let_back(kept=kept, reason="R", on=NOTICE, by=world.by)
    for rows in (KeptFrom, LetBack):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.all().update(reason="Another")
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.all().delete()


def test_one_is_kept_from_private_items_alone_and_for_a_reason(world: World) -> None:
    items, person = planned(world, [world.luton]).items, world.person("Eastluton")
    with pytest.raises(ContentError, match="taken in public"):
        keeping_out.keep_from(item=items["2"], person=person, reason="R", on=NOTICE, by=world.by)
    with pytest.raises(ContentError, match="say why"):
        keeping_out.keep_from(item=items["P1"], person=person, reason=" ", on=NOTICE, by=world.by)


@pytest.mark.parametrize("how", ["match", "kept"])
def test_who_has_an_interest_in_a_private_item_does_not_decide_on_it_in_silence(world: World, how: str) -> None:
    held, person = opened(world, [world.luton]), interested(world)
    item = held.items["P1"]
    exclude_public(meeting=held.meeting, body=world.luton, reason="Terms of a contract", from_item=item,
                   proposer=world.person("Lutaudit"), seconder=world.person("Lutpublic"), on=DAY,
                   by=world.by)  # fmt: skip
    if how == "match":
        actions.write_item(item=item, title="Award to Alpha Supplies Limited", parties=[ALPHA], by=world.by)
    else:
        keeping_out.keep_from(item=item, person=person, reason="Owns a bidder", on=DAY, by=world.by)

    def decide(irregular: str = "") -> object:
        return actions.decide_in_private(
            item=item, body=world.luton, title="A contract", text="A contract was awarded.", method="consensus",
            whole=actions.Whole("Award", "It was awarded"), irregular=irregular, on=DAY, by=world.by,
        )  # fmt: skip

    with pytest.raises(ContentError, match="somebody took part in item P1") as refused:
        decide()
    assert not any(word in str(refused.value) for word in ("Gil", "Eastluton", "Alpha"))
    recuse(item=item, person=person, declared="Has an interest", effect="left", on=DAY, by=world.by)
    decide()
    assert not Irregularity.objects.filter(rule="interest").exists()
