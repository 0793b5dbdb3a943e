"""The page of a meeting: from its notice to what came of it, at the same address for good."""

import csv
import io
import json
import re
from datetime import date

import icalendar
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ouzel.core.models import RoleAssignment, User
from ouzel.core.permissions import today
from ouzel.governance.bodies.actions import close_body, open_body
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, PaperVersion
from tests.governance.world import SOURCE
from tests.web.governance.told import SLUG, Told

ADDRESS = f"/meetings/{SLUG}/"
FIGURE = 10  # queries of the register that a figure in an item takes


def text(site: Client, address: str, status: int = 200) -> str:
    """The words of a page, without its markup."""
    response = site.get(address)
    assert response.status_code == status, response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_meeting_says_when_where_who_and_by_which_notice(site: Client) -> None:
    page = text(site, ADDRESS)
    assert "Tuesday 16 March 2021, 9:30am to midday" in page
    assert "Made-up Hall, Bedford" in page
    assert "5 March 2021, 10 clear days before" in page
    for place in ("Bedfordshire", "Luton", "Milton Keynes"):
        assert f"Governing body of {place}" in page
    assert "Recording at video.example.org" in page
    assert "draft, not yet approved" in page


def test_meeting_of_a_body_that_will_have_ended_says_so_and_no_longer_invites(told: Told, site: Client) -> None:
    coming = told.coming
    assert "Anybody may come and listen" in text(site, f"/meetings/{coming.slug}/")
    day = timezone.localdate(coming.starts)
    board = told.world.board
    heir = open_body(
        slug="wider-board", name="Board of the wider area", kind="integrated-care-board", organisations=["QUE"],
        since=day, known=today(), source=SOURCE, by=told.world.by,
    )  # fmt: skip
    close_body(body=board, on=day, known=today(), source=SOURCE, successor=heir.slug, by=told.world.by)
    page = text(site, f"/meetings/{coming.slug}/")
    assert "This meeting cannot be held as it was called" in page
    assert "Its successor is Board of the wider area" in page
    assert "Anybody may come and listen" not in page
    told_machines = site.get(f"/meetings/{coming.slug}.json").json()
    assert [each["gone"] for each in told_machines["bodies"]] == [day.isoformat()]


def test_meeting_shows_papers_with_their_pages_and_why_one_was_late(site: Client) -> None:
    page = text(site, ADDRESS)
    assert "Case for becoming one PDF, 2 pages" in page
    assert "Late. The reason given: The figures came on the day before" in page
    irregular = page[page.index("What was irregular Rules") :]
    assert "The figures came on the day before" in irregular


def test_meeting_shows_each_body_its_decision_and_what_became_of_its_action(told: Told, site: Client) -> None:
    page = site.get(ADDRESS).content.decode()
    for decision in told.decisions:
        assert f'href="/decisions/{decision.ref}/"' in page
    assert 'href="/organisations/M1J4Y/"' in page  # linked from the decision
    assert f'id="{told.action.ref}"' in page
    assert "As they stand today" in page
    then = text(site, f"{ADDRESS}?on=2021-03-17")
    assert "As they stood on 17 March 2021" in then
    assert "Overdue" not in then


def test_meeting_counts_the_quorum_item_by_item(site: Client) -> None:
    page = text(site, ADDRESS)
    luton = page[page.index("Governing body of Luton: quorate for every item") :][:400]
    assert "Item 2 : 9 counted, 5 needed. Quorate" in luton
    assert "Item 3 : 8 counted, 5 needed. Quorate" in luton  # one declared an interest, and counts no more
    assert "Gil Eastluton declared: Works at one of the practices named." in page


def test_meeting_shows_of_private_items_the_general_nature_and_each_resolution(site: Client) -> None:
    page = text(site, ADDRESS)
    private = page[page.index("P1. A commercial matter") :]
    assert private.count("resolved to exclude the public, for this reason: Commercially confidential terms") == 3
    assert "Proposed by Luc Chairman, seconded by Liz Lutaudit" in private
    assert "Taken in private Governing body of Luton" in private


def test_meeting_shows_questions_that_were_accepted_and_no_name_without_consent(site: Client) -> None:
    page = text(site, ADDRESS)
    assert "A member of the public asked Does my practice change?" in page
    assert "Ola Allthree answered on 16 March 2021: No practice is moved by it." in page
    assert "Mary Madeup" not in page


def test_meeting_takes_figures_from_the_register_and_says_which_are_not_there(site: Client) -> None:
    page = site.get(ADDRESS).content.decode()
    item = page[page.index('id="item-2"') : page.index('id="item-3"')]
    assert "{{" not in item
    assert "[no figure: no practice is known as a member of NHS Luton CCG on 16 March 2021] practices" in item


def test_meeting_stands_at_the_same_address_when_its_bodies_have_ended(told: Told, site: Client) -> None:
    on, by = date(2021, 4, 1), told.world.by
    heir = open_body(slug="one-governing-body", name="Governing body of the one", kind="ccg-governing-body", since=on,
                     organisations=["M1J4Y"], known=on, source=SOURCE, by=by)  # fmt: skip
    for body in told.world.three:
        close_body(body=body, committees="end", on=on, known=on, source=SOURCE, by=by, successor=heir.slug)
    close_body(body=heir, on=date(2022, 7, 1), known=date(2022, 7, 1), source=SOURCE, by=by, successor="blmk-board")
    page = text(site, f"{ADDRESS}?on=2026-11-22")
    three = "Governing body of Bedfordshire, Governing body of Luton and Governing body of Milton Keynes"
    assert f"{three} have ended: their last day was 31 March 2021. Their successor is Governing body of the one" in page
    assert "their work is with Board of the integrated care board" in page
    assert "have ended" not in text(site, f"{ADDRESS}?on=2021-03-16")


def test_meeting_to_come_says_how_to_ask_and_that_it_was_moved(told: Told, site: Client) -> None:
    page = text(site, f"/meetings/{told.coming.slug}/?on=2026-11-22")
    assert "This meeting was moved. The reason: The hall was taken" in page
    assert "Wednesday 20 January 2027, 11am to 1pm" in page
    assert "A matter of staff" in page


def test_cancelled_meeting_stays_with_its_reason(told: Told, site: Client) -> None:
    assert "This meeting was cancelled Too few could come" in text(site, f"/meetings/{told.cancelled.slug}/")


def test_meeting_without_notice_is_seen_by_who_runs_meetings_and_nobody_else(told: Told, site: Client) -> None:
    address = f"/meetings/{told.planned.slug}/"
    assert site.get(address).status_code == 404
    person = User.objects.create_user(email="secretary@example.org", password="a river with small fishes")
    RoleAssignment.objects.create(user=person, role="board-secretary", since=date(2020, 1, 1))
    site.force_login(person)
    response = site.get(address)
    assert "Not public yet" in response.content.decode()
    assert "private" in response["Cache-Control"]


def test_meeting_is_read_in_a_number_of_queries_that_does_not_grow_with_its_agenda(told: Told, site: Client) -> None:
    def queries(address: str) -> int:
        site.get(address)
        with CaptureQueriesContext(connection) as captured:
            site.get(address)
        return len(captured)

    coming = f"/meetings/{told.coming.slug}/"
    few = queries(coming)
    for number in range(30):
        add_item(meeting=told.coming, title=f"Item {number}", late="For the test", on=today(), by=told.world.by)
    assert queries(coming) == few
    assert queries(ADDRESS) <= 20 + FIGURE


def test_meeting_with_all_that_may_be_in_one_is_read_in_two_dozen_queries(told: Told, site: Client) -> None:
    AgendaItem.objects.filter(pk=told.items["2"].pk).update(text="The bodies are asked to agree.")  # without the figure
    site.get(ADDRESS)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        page = site.get(ADDRESS).content.decode()
    assert len(captured) <= 24, [query["sql"][:100] for query in captured]
    parts = (
        "Case for becoming one", "Gil Eastluton</a> declared", "Liz Lutaudit", 'href="/organisations/M1J4Y/"',
        told.action.ref, "What was irregular", "Does my practice change?", "draft, not yet approved",
    )  # fmt: skip
    for there in parts:
        assert there in page


def test_meeting_copies_say_the_same_for_machines(told: Told, site: Client) -> None:
    whole = json.loads(site.get(f"/meetings/{SLUG}.json").content)
    assert whole["bodies"][1]["slug"] == "luton-governing-body"
    assert [item["number"] for item in whole["agenda"]] == ["1", "2", "3", "4", "P1"]
    assert {each["ref"] for each in whole["decisions"]} >= {each.ref for each in told.decisions}
    assert whole["agenda"][2]["quorum"][1]["have"] == 8
    assert whole["agenda"][2]["papers"][0]["late"] == "The figures came on the day before"
    rows = list(csv.DictReader(io.StringIO(site.get(f"/meetings/{SLUG}.csv").content.decode())))
    assert [row["private"] for row in rows] == ["no", "no", "no", "no", "yes"]
    thing = json.loads(site.get(f"/meetings/{SLUG}.jsonld").content)
    assert thing["@type"] == "Event"
    assert thing["url"] == f"http://testserver/meetings/{SLUG}/"


def test_calendars_keep_the_id_of_a_meeting_and_tell_of_changes(told: Told, site: Client) -> None:
    def events(address: str) -> dict[str, icalendar.Event]:
        read = icalendar.Calendar.from_ical(site.get(address).content)
        return {str(event["url"]): event for event in read.walk("VEVENT")}

    everything = events("/meetings.ics")
    one = events(f"/meetings/{told.coming.slug}.ics")
    address = f"http://testserver/meetings/{told.coming.slug}/"
    assert everything[address]["uid"] == one[address]["uid"]
    assert int(one[address]["sequence"]) == told.coming.sequence > 0
    assert everything[f"http://testserver/meetings/{told.cancelled.slug}/"]["status"] == "CANCELLED"
    assert set(events("/bodies/luton-governing-body.ics")) == {f"http://testserver/meetings/{SLUG}/"}


def test_list_of_meetings_has_those_to_come_and_those_that_were(told: Told, site: Client) -> None:
    page = site.get("/meetings/?on=2026-11-22").content.decode()
    assert page.index(told.coming.slug) < page.index(SLUG)
    assert SLUG in site.get("/meetings/?year=2021&body=luton-governing-body").content.decode()
    assert SLUG not in site.get("/meetings/?year=2020").content.decode()
    assert site.get("/meetings/?body=nobody").status_code == 404
    assert site.get("/meetings/?page=99999999999&year=20x1").status_code == 200


def test_minutes_are_shown_by_version_with_their_hash(told: Told, site: Client) -> None:
    page = site.get(f"{ADDRESS}minutes/").content.decode()
    assert "This is a draft: no meeting has approved it yet." in page
    assert told.meeting.minutes.get().sha256 in page
    assert page.count("<h1") == 1
    assert site.get(f"{ADDRESS}minutes/2/").status_code == 404
    assert site.get(f"{ADDRESS}minutes/999999999999999999999/").status_code == 404


def test_paper_version_is_given_to_save_and_never_opened_here(told: Told, site: Client) -> None:
    version = PaperVersion.objects.get(paper=told.paper)
    address = f"/papers/{told.paper.slug}/1/case.pdf"
    response = site.get(address)
    assert response.content == bytes(version.content)
    assert response["Content-Disposition"] == 'attachment; filename="case.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["ETag"] == f'"{version.sha256}"'
    assert site.get(f"/papers/{told.paper.slug}/1/other.pdf").status_code == 404
    assert site.get(f"/papers/{told.paper.slug}/99999999999999999999/case.pdf").status_code == 404
    moved = site.get(f"/papers/sha256/{version.sha256}/")
    assert (moved.status_code, moved["Location"]) == (301, address)
    assert version.sha256 in site.get(f"/papers/{told.paper.slug}/").content.decode()


def test_pack_is_one_page_and_one_pdf(site: Client) -> None:
    page = site.get(f"{ADDRESS}pack/").content.decode()
    assert "We are asked to approve the merger." in page
    assert "Quality report" in page
    response = site.get(f"{ADDRESS}pack.pdf")
    assert response.content.startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]
