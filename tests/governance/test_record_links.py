"""Links between records: both ends must be there, and nobody learns from one of what they may not see."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, Edition, RoleAssignment
from ouzel.governance import linkables, links
from ouzel.governance.models import Action, AgendaItem, Decision, Link, Meeting, Paper, Sitting, Strategy
from ouzel.governance.record_links import RELATIONS, link, links_of, unlink
from ouzel.governance.risks.actions import open_risk
from ouzel.governance.strategies.actions import set_priority, set_strategy
from ouzel.reorganisation import actions as plans
from tests.core.people import LONG_AGO, user
from tests.governance.strategies.making import health_board
from tests.governance.world import SECRETARY, World
from tests.reorganisation.plans import AUTHOR, KNOWN, blmk_2021

DAY = date(2021, 3, 16)


def decided(world: World, *, public: bool = True) -> Decision:
    """Luton's governing body decided to merge, at a meeting of which notice was given unless it is not `public`."""
    starts = datetime(2021, 3, 16, 13, tzinfo=UTC)
    meeting = Meeting.objects.create(slug="2021-03-16-luton", title="Governing body", starts=starts, public=public,
                                     noticed_on=date(2021, 3, 8) if public else None)  # fmt: skip
    Sitting.objects.create(meeting=meeting, body=world.luton)
    item = AgendaItem.objects.create(meeting=meeting, number="5", order=5, title="Merger")
    return Decision.objects.create(
        ref="D-2021-0001", body=world.luton, meeting=meeting, item=item, on=DAY, kind="merger", title="To merge",
        text="Agreed.", method="consensus", by="secretary",
    )  # fmt: skip


def joined(**changes: Any) -> Link:
    said: dict[str, Any] = {
        "from_kind": "decision", "from_ref": "D-2021-0001", "relation": "concerns", "to_kind": "organisation",
        "to_ref": "06P", "on": DAY, "by": SECRETARY,
    }  # fmt: skip
    return link(**{**said, **changes})


def test_link_is_read_from_both_ends(world: World) -> None:
    decided(world)
    joined()
    (forth,) = links_of("decision", "D-2021-0001", None)
    assert (forth.words, forth.address, forth.forth) == ("Concerns", "/organisations/06P/", True)
    (back,) = links_of("organisation", "06P", None)
    assert (back.words, back.title, back.address) == (
        "Concerned by",
        "D-2021-0001: To merge",
        "/decisions/D-2021-0001/",
    )
    assert links_of("organisation", "06P", None, relation="decides") == ()


def test_decision_is_linked_to_its_plan_which_only_some_may_see_yet(world: World) -> None:
    decided(world)
    plans.save(plan=blmk_2021(author=str(AUTHOR)), by=AUTHOR, on=KNOWN)
    joined(relation="decides", to_kind="plan", to_ref="blmk-2021")
    (seen,) = links_of("decision", "D-2021-0001", AUTHOR)
    assert (seen.address, seen.kind_name) == ("/changes/blmk-2021/", "plan of a reorganisation")
    assert links_of("decision", "D-2021-0001", None) == ()


def test_the_same_link_again_changes_nothing(world: World) -> None:
    decided(world)
    assert joined() == joined(note="said again")
    assert AuditEntry.objects.filter(action="governance.link.made").count() == 1


def test_link_taken_back_stays_on_record_and_may_be_made_anew(world: World) -> None:
    decided(world)
    first = joined()
    with pytest.raises(ContentError, match="say why"):
        unlink(link=first, why=" ", by=SECRETARY, on=DAY)
    unlink(link=first, why="It was another one", by=SECRETARY, on=DAY)
    assert links_of("decision", "D-2021-0001", SECRETARY) == ()
    assert Link.objects.get(pk=first.pk).ended == "It was another one"
    with pytest.raises(ContentError, match="already"):
        unlink(link=first, why="Again", by=SECRETARY, on=DAY)
    assert joined() != first


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"relation": "loves"}, "no such relation"),
        ({"to_kind": "contract"}, "no such kind of record"),
        ({"to_ref": "ZZZ"}, "there is no organisation of that name"),
        ({"from_ref": "D-2021-0099"}, "there is no decision of that name"),
        ({"from_kind": "organisation", "from_ref": "06P"}, "no link begins from"),
        ({"to_kind": "decision", "to_ref": "D-2021-0001"}, "not linked to itself"),
        ({"to_kind": "document", "to_ref": "javascript:alert(1)"}, "there is no document"),
    ],
)
def test_link_that_leads_nowhere_is_refused(world: World, changes: dict[str, Any], problem: str) -> None:
    decided(world)
    with pytest.raises(ContentError, match=problem):
        joined(**changes)
    assert not Link.objects.exists()


def test_link_needs_the_role_for_the_body_of_the_record(world: World) -> None:
    decided(world)
    someone = user("sec@example.org")
    RoleAssignment.objects.create(user=someone, role="board-secretary", body_code="06F", since=LONG_AGO)
    with pytest.raises(PermissionDenied):
        joined(by=Actor.person(someone))
    RoleAssignment.objects.create(user=someone, role="board-secretary", body_code="06P", since=LONG_AGO)
    assert joined(by=Actor.person(someone)).by == "sec@example.org"


def test_link_to_what_is_not_public_yet_is_shown_to_those_who_may_see_it(world: World) -> None:
    decided(world, public=False)
    risk = open_risk(title="A risk", body=world.luton, owner="Chair", likelihood=2, impact=2, on=DAY, by=SECRETARY)
    link(from_kind="risk", from_ref=risk.ref, relation="follows", to_kind="decision", to_ref="D-2021-0001", on=DAY,
         by=SECRETARY)  # fmt: skip
    assert links_of("risk", risk.ref, None) == ()
    assert len(links_of("risk", risk.ref, SECRETARY)) == 1


def test_every_kind_finds_its_records(world: World) -> None:
    decision = decided(world)
    assert decision.meeting is not None
    strategy = set_strategy(slug="luton-jsna", kind="needs-assessment", title="Needs of Luton",
                            body=health_board(), place="Luton", since=date(2020, 4, 1), by=SECRETARY)  # fmt: skip
    set_priority(strategy=strategy, slug="smoking", title="Smoking", since=date(2020, 4, 1), known=DAY,
                 source="Its text", by=SECRETARY)  # fmt: skip
    risk = open_risk(title="A risk", body=world.luton, owner="Chair", likelihood=2, impact=2, on=DAY, by=SECRETARY)
    Paper.objects.create(slug="a-paper", title="A paper", published=timezone.now())
    Action.objects.create(ref="A-2021-0001", text="To write", meeting=decision.meeting, body=world.luton, owner="Chair")
    plans.save(plan=blmk_2021(author=str(AUTHOR)), by=AUTHOR, on=KNOWN)
    edition = Edition.objects.latest("number").number
    found = {
        "decision": "D-2021-0001", "meeting": "2021-03-16-luton", "item": "2021-03-16-luton/5", "paper": "a-paper",
        "action": "A-2021-0001", "strategy": "luton-jsna", "priority": "luton-jsna/smoking", "risk": risk.ref,
        "body": "luton-governing-body", "person": world.person("Gil").slug, "organisation": "06P",
        "plan": "blmk-2021", "edition": str(edition), "measure": "registered-patients",
        "document": "https://example.org/plan.pdf",
    }  # fmt: skip
    assert set(found) == {kind.slug for kind in linkables.KINDS} <= {kind.slug for kind in links.kinds()}
    for slug, ref in found.items():
        kind = links.kind(slug)
        assert kind is not None
        linked = kind.find(ref, SECRETARY)
        assert linked is not None, slug
        assert linked.title, slug
        assert kind.find("nothing-of-this-name", SECRETARY) is None, slug
        assert kind.find("", SECRETARY) is None, slug


@given(text=st.one_of(st.text(max_size=40), st.text(max_size=40).map(lambda each: f"https://{each}")))
def test_document_is_an_address_that_can_be_shown(text: str) -> None:
    found = linkables.document(text, None)
    if found is not None:
        assert found.address.startswith(("https://", "HTTPS://")) or found.address.lower().startswith("https://")
        assert not set(found.address) & set("\"'<>\\ \n\r\t")


def test_relations_say_themselves_from_both_ends() -> None:
    said = [words for each in RELATIONS.values() for words in (each.forth, each.back)]
    assert len(said) == len(set(said))


def test_links_are_looked_up_as_often_for_many_as_for_one(world: World) -> None:
    decided(world)
    set_strategy(slug="plan", kind="other", title="Plan", body=world.luton, since=date(2020, 4, 1), by=SECRETARY)
    asked = []
    for number in range(4):
        risk = open_risk(title=f"Risk {number}", body=world.luton, owner="Chair", likelihood=2, impact=2, on=DAY,
                         by=SECRETARY)  # fmt: skip
        joined(to_kind="risk", to_ref=risk.ref)
        joined(to_kind="organisation", to_ref=("06P", "06F", "04F", "QHG")[number])
        joined(from_kind="risk", from_ref=risk.ref, relation="informs", to_kind="decision", to_ref="D-2021-0001")
        set_priority(strategy=Strategy.objects.get(), slug=f"priority-{number}", title="One", since=date(2020, 4, 1),
                     known=DAY, source="Plan", by=SECRETARY)  # fmt: skip
        joined(relation="sets", to_kind="priority", to_ref=f"plan/priority-{number}")
        with CaptureQueriesContext(connection) as queries:
            assert len(links_of("decision", "D-2021-0001", None)) == 4 * (number + 1)
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
