"""What is asked as known on a day is what was answered on that day, whatever was put down and changed since."""

import json
from datetime import date, datetime, timedelta
from difflib import unified_diff
from typing import Any

import pytest
from django.test import Client

from ouzel.core.permissions import today
from ouzel.governance.action_log.actions import ask_for, report
from ouzel.governance.bodies.actions import say_of_body
from ouzel.governance.interests.actions import declare
from ouzel.governance.meetings.actions import cancel_meeting, move_meeting, set_recording
from ouzel.governance.meetings.agenda import add_item, change_item, move_item, remove_item
from ouzel.governance.meetings.forward import drop_business
from ouzel.governance.models import AgendaItem, Body, Decision, ForwardItem, Link, Minutes, Risk, Strategy
from ouzel.governance.papers.actions import add_paper, detach, new_version, publish_papers
from ouzel.governance.record_links import link, unlink
from ouzel.governance.risks.actions import open_risk, review
from ouzel.governance.strategies.actions import report_progress, set_strategy
from tests.governance.aging import age
from tests.governance.decisions.in_common import DAY
from tests.web import loaded
from tests.web.governance.told import LONDON, SLUG, TO_COME, Told

THEN = today() - timedelta(days=5)
COPIES = (
    "/meetings.json", "/meetings.csv", f"/meetings/{SLUG}.json", f"/meetings/{SLUG}.csv", "/meetings/COMING.json",
    "/decisions.json", "/decisions.csv", "/decisions/DECISION.json", "/actions.json?stands=all",
    "/actions.csv?stands=all", "/actions/ACTION.json", "/risks.csv", "/strategies/care-strategy.json", "/bodies.json",
    "/bodies.csv", "/bodies/blmk-board.json", "/people.json", "/people.csv", "/interests.json",
    "/interests.csv", "/papers/PAPER.json", "/api/v1/risks", "/api/v1/strategies", "/api/v1/meetings",
    "/api/v1/meetings?state=noticed", "/api/v1/decisions", "/api/v1/actions", "/api/v1/bodies", "/api/v1/papers/PAPER",
)  # fmt: skip
DAYLESS = {
    "/api/v1/meetings", "/api/v1/meetings?state=noticed", "/api/v1/decisions", "/api/v1/papers/PAPER",
}  # fmt: skip
"""Questions to the interface that are of no day: a parameter that there is not would be refused."""
PAGES = ("/meetings/", f"/meetings/{SLUG}/", "/decisions/", "/decisions/DECISION/", "/actions/", "/risks/",
         "/strategies/", "/bodies/", "/people/", "/interests/", "/forward-plan/", "/papers/PAPER/",
         f"/meetings/{SLUG}/minutes/", f"/meetings/{SLUG}/log/")  # fmt: skip
NOW_ONLY = ("/meetings.ics", "/bodies/luton-governing-body.ics", "/meetings.atom", "/decisions.atom", "/papers.atom",
            "/bodies.atom", "/bodies/luton-governing-body.atom", f"/meetings/{SLUG}.ics",
            f"/meetings/{SLUG}.jsonld", f"/meetings/{SLUG}/pack.pdf")  # fmt: skip


def asked(site: Client, told: Told, address: str, known_at: date | None) -> Any:
    """What an address answers, without what was asked."""
    path = address.replace("COMING", told.coming.slug).replace("DECISION", told.decisions[0].ref)
    path = path.replace("ACTION", told.action.ref).replace("PAPER", told.paper.slug)
    said = [] if address in DAYLESS else [f"on={today() + timedelta(days=1)}"]
    said += [f"known-at={known_at}"] if known_at else []
    if said:
        path += f"{'&' if '?' in path else '?'}{'&'.join(said)}"
    loaded.forget()
    response = site.get(path)
    assert response.status_code == 200, (address, response.content[:300])
    text = response.content.decode()
    return text if ".csv" in path else _plain(json.loads(text))


def difference(before: Any, after: Any) -> list[str]:
    """The lines in which two answers differ."""
    texts = [each if isinstance(each, str) else json.dumps(each, indent=1) for each in (before, after)]
    return [line for line in unified_diff(*(text.splitlines() for text in texts), n=0) if line[:2] not in ("--", "++")]


def _plain(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {name: _plain(value) for name, value in shape.items() if name != "known_at"}
    return [_plain(each) for each in shape] if isinstance(shape, list) else shape


def change_everything(told: Told) -> None:
    """Something of every kind is put down, changed, moved and taken off."""
    by, on, world = told.world.by, today(), told.world
    at = datetime(TO_COME.year, TO_COME.month, TO_COME.day + 7, 11, tzinfo=LONDON)
    first, private = told.coming.items.filter(private=False)[0], told.coming.items.filter(private=True)[0]
    second = add_item(meeting=told.coming, title="A thing of today", late="It could not wait", on=on, by=by)
    add_item(meeting=told.coming, title="Another", late="Nor could this", on=on, by=by)
    change_item(item=first, title="Otherwise", late="It was wrong", on=on, by=by)
    move_item(item=second, after="", on=on, by=by)
    remove_item(item=private, why="Not ready", on=on, by=by)
    move_meeting(meeting=told.coming, starts=at, ends=at + timedelta(hours=1), venue="Elsewhere",
                 join="https://video.example.org/other", why="Snow", on=on, by=by)  # fmt: skip
    add_paper(item=first, title="A paper of today", name="today.md", content=b"Of today", on=on, by=by)
    publish_papers(meeting=told.coming, on=on, by=by)
    new_version(paper=told.paper, name="case.md", content=b"Otherwise", why="A sum was wrong", on=on, by=by)
    set_recording(meeting=told.meeting, address="https://video.example.org/another", on=on, by=by)
    publish_papers(meeting=told.meeting, on=on, by=by, late="It was found today")
    report(action=told.action, note="All are written to", on=on, by=by)
    ask_for(item=told.items["3"], text="Count again", owner="Somebody", due=None, body=world.luton, on=DAY, by=by)
    Decision.objects.create(
        ref="D-2026-9999", body=world.board, on=on, kind="other", title="Urgently", text="It was decided.",
        method="urgent", urgent="It could not wait", by=str(by),
    )  # fmt: skip
    risk = Risk.objects.get(title="Too few nurses")
    review(risk=risk, on=on, likelihood=1, by=by)
    open_risk(title="Another risk", body=world.board, owner="Somebody", likelihood=5, impact=5, on=on, by=by)
    strategy = Strategy.objects.get(slug="care-strategy")
    report_progress(strategy=strategy, priority="start-well", on=on, status="done", text="Done", source="A", by=by)
    set_strategy(slug="another", kind="other", title="Another", body=world.board, since=on, by=by)
    unlink(link=Link.objects.filter(from_kind="decision", from_ref=told.decisions[0].ref, ended="")[0], why="Wrong",
           by=by, on=on)  # fmt: skip
    link(from_kind="strategy", from_ref="care-strategy", relation="answers", to_kind="strategy", to_ref="luton-needs",
         by=by, on=on)  # fmt: skip
    say_of_body(body=world.board, attribute="name", value="Called otherwise", since=date(2022, 7, 1), known=on,
                source="A", by=by)  # fmt: skip
    declare(person=world.person("Gil Eastluton"), category="financial", description="Shares", since=date(2020, 4, 1),
            occasion="change", on=on, by=by)  # fmt: skip
    drop_business(planned=ForwardItem.objects.get(title="Annual report"), why="Not wanted", by=by)


@pytest.fixture
def aged(told: Told) -> Told:
    """All that was told was put down ten days ago."""
    age(days=10)
    told.coming.refresh_from_db()
    return told


def test_what_is_asked_as_known_is_what_was_answered_then(aged: Told, site: Client) -> None:
    answered = {address: asked(site, aged, address, None) for address in COPIES}
    change_everything(aged)
    now = {address: asked(site, aged, address, None) for address in COPIES}
    differ = {address: difference(answered[address], asked(site, aged, address, THEN)) for address in COPIES}
    assert {address: lines for address, lines in differ.items() if lines} == {}
    assert [address for address in COPIES if now[address] == answered[address]] == []


def test_pages_say_as_of_when_they_are_known(aged: Told, site: Client) -> None:
    for page in PAGES:
        path = page.replace("DECISION", aged.decisions[0].ref).replace("PAPER", aged.paper.slug)
        response = site.get(f"{path}?known-at={THEN}")
        assert response.status_code == 200, path
        assert "s known on <strong>" in response.content.decode(), path


@pytest.mark.parametrize("address", ["/meetings/COMING/", "/decisions/DECISION/", "/risks/R/", "/papers/PAPER/"])
def test_what_was_not_put_down_then_is_not_known_then(told: Told, site: Client, address: str) -> None:
    path = address.replace("COMING", told.coming.slug).replace("DECISION", told.decisions[0].ref)
    path = path.replace("/R/", f"/{Risk.objects.filter(public=True)[0].ref}/").replace("PAPER", told.paper.slug)
    assert site.get(path).status_code == 200
    before = site.get(f"{path}?known-at={THEN}")
    assert before.status_code == 404
    assert "Nothing of this was known then" in before.content.decode()


@pytest.mark.parametrize("address", NOW_ONLY)
def test_what_tells_what_is_new_refuses_a_day_of_knowledge(told: Told, site: Client, address: str) -> None:
    assert site.get(address).status_code == 200
    refused = site.get(f"{address}?known-at={THEN}")
    assert (refused.status_code, "known now" in refused.content.decode()) == (400, True)


def test_search_over_http_refuses_a_day_of_knowledge(told: Told, site: Client) -> None:
    assert site.get(f"/api/v1/records?q=merger&known-at={THEN}").status_code == 400


def test_a_cancelled_meeting_was_to_be_held_as_known_before(aged: Told, site: Client) -> None:
    cancel_meeting(meeting=aged.coming, why="Nobody can come", on=today(), by=aged.world.by)
    loaded.forget()
    assert "This meeting was cancelled" in site.get(f"/meetings/{aged.coming.slug}/").content.decode()
    then = site.get(f"/meetings/{aged.coming.slug}/?known-at={THEN}").content.decode()
    assert "This meeting was cancelled" not in then
    assert "Moved" in then


def test_minutes_approved_since_were_a_draft(aged: Told, site: Client) -> None:
    assert Minutes.objects.filter(meeting=aged.meeting, approved_on=None).exists()
    answered = asked(site, aged, f"/meetings/{SLUG}.json", THEN)
    assert answered["minutes"][0]["standing"] == "draft, not yet approved"


def test_a_paper_taken_off_stays_on_record_and_was_before_the_item(aged: Told, site: Client) -> None:
    item = AgendaItem.objects.filter(meeting=aged.coming, private=False)[0]
    by, on = aged.world.by, today()
    paper = add_paper(item=item, title="To be taken off", name="off.md", content=b"Off", on=on, by=by)
    publish_papers(meeting=aged.coming, on=on, by=by)
    age(days=10)
    detach(paper=paper, item=item, why="It was of another body", on=on, by=by)
    now, then = (asked(site, aged, "/meetings/COMING.json", day) for day in (None, THEN))
    assert [[each["title"] for each in of["agenda"][0]["papers"]] for of in (now, then)] == [[], ["To be taken off"]]


def test_a_paper_taken_off_leaves_a_tombstone_for_machines_and_readers(told: Told, site: Client) -> None:
    item = AgendaItem.objects.filter(meeting=told.coming, private=False)[0]
    by, on = told.world.by, today()
    paper = add_paper(item=item, title="To be taken off", name="off.md", content=b"Off", on=on, by=by)
    never = add_paper(item=item, title="Never seen", name="never.md", content=b"Never", on=on, by=by)
    detach(paper=never, item=item, why="A slip", on=on, by=by)
    publish_papers(meeting=told.coming, on=on, by=by)
    detach(paper=paper, item=item, why="It was of another body", on=on, by=by)
    loaded.forget()
    (gone,) = site.get(f"/meetings/{told.coming.slug}.json").json()["taken_off"]
    assert (gone["paper"], gone["deleted"], gone["why"]) == (paper.slug, True, "It was of another body")
    assert site.get(f"/papers/{paper.slug}.json").json()["taken_off"] == [gone]
    assert "The reason: It was of another body" in site.get(f"/papers/{paper.slug}/").content.decode()
    again = add_paper(item=item, title="Another", name="another.md", content=b"Another", on=on, by=by)
    assert again.slug


def test_lists_over_http_give_what_changed_since_a_moment(aged: Told, site: Client) -> None:
    since = f"{today() - timedelta(days=1)}T00:00:00Z"
    lists = {"meetings": "slug", "decisions": "ref"}

    def changed(what: str) -> set[str]:
        loaded.forget()
        found = site.get(f"/api/v1/{what}?modified-since={since}").json()
        return {each[lists[what]] for each in found[what]}

    assert {what: changed(what) for what in lists} == {"meetings": set(), "decisions": set()}
    set_recording(meeting=aged.meeting, address="https://video.example.org/another", on=today(), by=aged.world.by)
    assert changed("meetings") == {SLUG}
    assert site.get("/api/v1/meetings?modified-since=yesterday").status_code == 422
    assert site.get("/api/v1/decisions?modified-since=2026-01-01T00:00:00").status_code == 422  # without an offset


def test_a_body_of_which_nothing_holds_says_that_its_plan_was_reversed(told: Told, site: Client) -> None:
    Body.objects.create(slug="never-opened")
    loaded.forget()
    text = site.get("/bodies/never-opened/").content.decode()
    assert "A plan that was reversed would have opened it." in text
    assert "had not been put down" not in text


def test_where_facts_are_from_is_told_to_readers_and_machines(told: Told, site: Client) -> None:
    for page, copy in (
        ("/bodies/luton-governing-body/", "/bodies/luton-governing-body.json"),
        (f"/people/{told.world.person('Gil').slug}/", f"/people/{told.world.person('Gil').slug}.json"),
    ):
        facts = site.get(f"{copy}?on=2021-03-16").json()["facts"]
        assert facts
        assert all(each["source"] and each["known"] and each["since"] for each in facts)
        text = site.get(f"{page}?on=2021-03-16").content.decode()
        assert "Where this is from" in text
        assert facts[0]["source"] in text
