"""What a record is linked to: from each kind that somebody keeps, by an address or a reference, and taken away."""

from datetime import date

import pytest
from django.test import Client

from ouzel.governance.models import Link, Paper, PaperVersion
from ouzel.governance.risks.actions import open_risk, show_risk
from ouzel.governance.strategies.actions import set_priority, set_strategy
from ouzel.web.desk.governance.links import meant
from tests.governance.decisions.in_common import DAY, opened
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, done, problems, sent_form, signed_in, text_of

MEETING = "2021-03-16-governing-bodies"
HOST = "ouzel.example"


@pytest.mark.parametrize(
    ("typed", "kind", "found"),
    [
        ("D-2021-0007", "decision", ("decision", "D-2021-0007")),
        ("https://ouzel.example/decisions/D-2021-0007/", "", ("decision", "D-2021-0007")),
        ("/bodies/blmk-board/", "meeting", ("body", "blmk-board")),
        ("https://ouzel.example/bodies/blmk-board/?on=2021-03-01#seats", "", ("body", "blmk-board")),
        ("/changes/one-group", "", ("plan", "one-group")),
        ("https://www.england.nhs.uk/changes/one-group/", "", ("document", "https://www.england.nhs.uk/changes/one-group/")),
        ("https://www.england.nhs.uk/", "document", ("document", "https://www.england.nhs.uk/")),
        ("one-group", "", ("", "one-group")),
        ("http://[", "", ("", "http://[")),
    ],
)  # fmt: skip
def test_an_address_says_which_record_is_meant(typed: str, kind: str, found: tuple[str, str]) -> None:
    assert meant(typed, kind, host=HOST) == found


@pytest.fixture
def records(world: World) -> dict[str, str]:
    """A record of each kind from which links begin, by kind; each is public."""
    held = opened(world, [world.luton])
    strategy = set_strategy(slug="plan", kind="joint-forward-plan", title="Plan", body=world.board,
                            since=date(2023, 4, 1), by=world.by)  # fmt: skip
    set_priority(strategy=strategy, slug="longer", title="Live longer", since=date(2023, 4, 1), by=world.by,
                 known=date(2023, 4, 1), source="invented")  # fmt: skip
    risk = open_risk(title="Too few nurses", body=world.board, owner="Nora Wardwell", likelihood=3, impact=3,
                     on=date(2023, 4, 1), by=world.by)  # fmt: skip
    return {
        "meeting": held.meeting.slug, "item": f"{held.meeting.slug}/2", "strategy": "plan", "priority": "plan/longer",
        "risk": risk.ref, "body": world.luton.slug,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["meeting", "item", "strategy", "priority", "risk", "body"])
def test_each_kind_of_record_is_linked_and_the_link_is_taken_away(
    secretary: Client, records: dict[str, str], kind: str
) -> None:
    at = f"{DESK}links/{kind}/{records[kind]}/"
    assert "It is linked to nothing yet." in text_of(secretary.get(at))
    assert done(sent_form(secretary, at, to_ref="/bodies/blmk-board/", relation="concerns", note="Because.")) == at
    page = text_of(secretary.get(at))
    assert "Board of the integrated care board Because." in page
    link = Link.objects.get()
    assert (link.from_kind, link.to_kind, link.to_ref, link.ended) == (kind, "body", "blmk-board", "")
    off = f"{DESK}links/off/{link.pk}/"
    assert "“The reason” must be filled in" in problems(sent_form(secretary, off))
    assert done(sent_form(secretary, off, why="It was the wrong one.")) == at
    link.refresh_from_db()
    assert link.ended == "It was the wrong one."
    assert "It is linked to nothing yet." in text_of(secretary.get(at))
    assert secretary.get(off).status_code == 404


def test_a_published_paper_and_an_action_are_linked(secretary: Client, world: World) -> None:
    from django.utils import timezone

    from ouzel.governance.action_log.actions import ask_for
    from ouzel.governance.papers.actions import add_paper

    held = opened(world, [world.luton])
    paper = add_paper(item=held.items["2"], title="Case", name="case.md", content=b"# Case\n\nFor change.\n", on=DAY,
                      late="It came late.", by=world.by)  # fmt: skip
    Paper.objects.update(published=timezone.now())
    PaperVersion.objects.update(published=timezone.now())
    action = ask_for(item=held.items["2"], text="Tell every practice", owner="Ola", due=None, body=world.luton, on=DAY,
                     by=world.by)  # fmt: skip
    for kind, ref in (("paper", paper.slug), ("action", action.ref)):
        done(
            sent_form(secretary, f"{DESK}links/{kind}/{ref}/", to_kind="body", to_ref="blmk-board", relation="informs")
        )
    assert Link.objects.count() == 2
    assert f"/links/paper/{paper.slug}/" in secretary.get(f"{DESK}meetings/{MEETING}/items/2/").content.decode()
    page = text_of(secretary.get(f"{DESK}actions/{action.ref}/"))
    assert "Informs body: Board of the integrated care board" in page


def test_a_link_that_leads_nowhere_is_refused_beside_its_field(secretary: Client, records: dict[str, str]) -> None:
    at = f"{DESK}links/strategy/plan/"
    page = sent_form(secretary, at, to_ref="nowhere", relation="answers")
    assert "Choose what kind of record this is a reference of" in problems(page)
    page = sent_form(secretary, at, to_ref="nowhere", to_kind="body", relation="answers")
    assert any("There is no body of that name" in each for each in problems(page))
    assert 'href="#to_ref"' in page.content.decode()
    page = sent_form(secretary, at, to_ref="/strategies/plan/", relation="answers")
    assert any("A record is not linked to itself" in each for each in problems(page))
    assert not Link.objects.exists()


def test_links_are_kept_by_who_keeps_the_record(secretary: Client, records: dict[str, str]) -> None:
    done(
        sent_form(secretary, f"{DESK}links/risk/{records['risk']}/", to_ref="/bodies/blmk-board/", relation="concerns")
    )
    link = Link.objects.get()
    luton = signed_in("lut@example.org", "board-secretary", "06P")
    for kind, ref in records.items():
        expected = 200 if kind in ("meeting", "item", "body") else 403
        assert luton.get(f"{DESK}links/{kind}/{ref}/").status_code == expected, kind
    assert luton.get(f"{DESK}links/off/{link.pk}/").status_code == 403
    assert luton.post(f"{DESK}links/off/{link.pk}/", {"why": "No"}).status_code == 403
    link.refresh_from_db()
    assert link.ended == ""
    assert secretary.get(f"{DESK}links/person/cara-boardchair/").status_code == 404
    assert secretary.get(f"{DESK}links/nothing/at-all/").status_code == 404
    assert secretary.get(f"{DESK}links/strategy/none/").status_code == 404


def test_a_risk_that_is_not_public_is_not_offered_for_links(
    secretary: Client, world: World, records: dict[str, str]
) -> None:
    from ouzel.governance.models import Risk

    at = f"{DESK}risks/{records['risk']}/"
    assert "Link it to something" in text_of(secretary.get(at))
    show_risk(risk=Risk.objects.get(), public=False, why="A name in it", by=world.by)
    assert "Link it to something" not in text_of(secretary.get(at))
