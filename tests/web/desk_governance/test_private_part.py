"""The private part at the desk: whose interests it meets, who is kept from it, its decisions, its versions;
and what was declared at a meeting, until it is in the register.
"""

from datetime import date

from django.test import Client

from ouzel.confidential import actions
from ouzel.confidential.models import KeptFrom, PrivateDecision
from ouzel.governance.interests.actions import declare
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.models import Meeting
from tests.governance.decisions.in_common import DAY, opened, planned
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, done, sent_form, signed_in, text_of

ALPHA = {"name": "Alpha Supplies Limited", "company_number": "01234567"}


def before(world: World) -> Meeting:
    """A meeting to come with an award that meets the interest of a member."""
    held = planned(world, [world.luton])
    declare(person=world.person("Eastluton"), category="financial", description="Owns a supplier",
            organisation="Alpha Supplies Ltd", company_number="01234567", since=date(2018, 1, 1),
            occasion="appointment", on=date(2020, 4, 10), by=world.by)  # fmt: skip
    actions.write_item(item=held.items["P1"], title="Award to Alpha Supplies Limited", parties=[ALPHA], by=world.by)
    return held.meeting


def private(meeting: Meeting) -> str:
    return f"{DESK}meetings/{meeting.slug}/private/"


def test_a_match_is_seen_before_papers_go_out_and_somebody_kept_from_the_item(secretary: Client, world: World) -> None:
    meeting = before(world)
    page = f"{DESK}meetings/{meeting.slug}/"
    assert "Before papers go out: 1 interest meets item P1" in text_of(secretary.get(page))
    shown = text_of(secretary.get(private(meeting)))
    assert "Gil Eastluton: Owns a supplier. The company number 01234567 is the same." in shown
    assert "It concerns Alpha Supplies Limited." in shown
    done(sent_form(secretary, private(meeting) + "items/P1/keep/", reason="Owns the bidder"))
    kept = KeptFrom.objects.get()
    assert kept.person == world.person("Eastluton")  # who is surely concerned stands in the form already
    shown = text_of(secretary.get(private(meeting)))
    assert "Gil Eastluton is kept from it since" in shown
    assert "Before papers go out" not in text_of(secretary.get(page))
    done(sent_form(secretary, f"{private(meeting)}items/P1/keep/{kept.pk}/back/", reason="Sold it"))
    assert "is kept from it since" not in text_of(secretary.get(private(meeting)))


def test_who_is_kept_from_an_item_reads_no_word_of_it_at_the_desk(secretary: Client, world: World) -> None:
    meeting, person = before(world), world.person("Eastluton")
    member = signed_in("gil@example.org", "board-member", "06P")
    person.user_id = int(member.session["_auth_user_id"])
    person.save(update_fields=["user"])
    assert "Alpha" in text_of(member.get(private(meeting)))
    done(sent_form(secretary, private(meeting) + "items/P1/keep/", person=person.slug, reason="Owns the bidder"))
    shown = text_of(member.get(private(meeting)))
    assert "kept from you over an interest in it" in shown
    assert "Alpha" not in shown
    assert "Owns the bidder" not in shown


def test_at_the_meeting_who_is_kept_from_an_item_is_offered_for_a_recusal(secretary: Client, world: World) -> None:
    held = opened(world, [world.luton])
    address = f"{DESK}meetings/{held.meeting.slug}/"
    done(sent_form(secretary, private(held.meeting) + "items/P1/keep/", person="gil-eastluton", reason="Owns a bidder"))
    assert "Item P1: record what Gil Eastluton declares, who is kept from it" in text_of(secretary.get(address))
    page = text_of(secretary.get(address + "items/P1/interest/"))
    assert "Taken in private. Everybody reads these words." in page
    assert "Gil Eastluton is kept from this item." in page
    done(sent_form(secretary, address + "items/P1/interest/", on=DAY, declared="Has an interest"))
    assert held.items["P1"].recusals.get().person == world.person("Eastluton")
    assert "who is kept from it" not in text_of(secretary.get(address))


def test_a_private_item_is_decided_on_by_the_private_form(secretary: Client, world: World) -> None:
    held = opened(world, [world.luton])
    address = f"{DESK}meetings/{held.meeting.slug}/items/P1/"
    for form, to in (("decide/", "decide/"), ("vote/luton-governing-body/", "decide/"), ("action/", "action/")):
        assert done(secretary.get(address + form)) == f"{private(held.meeting)}items/P1/{to}"
    assert secretary.get(address.replace("P1", "2") + "decide/").status_code == 200
    assert not PrivateDecision.objects.exists()


def test_what_was_written_before_is_shown(secretary: Client, world: World) -> None:
    meeting = before(world)
    done(sent_form(secretary, private(meeting) + "items/P1/", title="Award to Beta", parties="Beta; ; 07654321"))
    shown = text_of(secretary.get(private(meeting)))
    assert "P1. Award to Beta" in shown
    assert "It concerns Beta." in shown
    assert "Award to Alpha Supplies Limited" in shown.partition("What was written before")[2]


def test_a_private_paper_that_is_late_asks_for_its_reason(secretary: Client, world: World) -> None:
    item = planned(world, [world.luton]).items["P1"]
    actions.write_item(item=item, title="Award to Alpha Supplies Limited", by=world.by)
    actions.add_paper(item=item, title="Terms", name="t.txt", content=b"T", on=date(2021, 3, 15), late="It came then",
                      by=world.by)  # fmt: skip
    assert "Late: It came then" in text_of(secretary.get(private(item.meeting)))


def test_what_was_declared_at_a_meeting_waits_for_its_entry(secretary: Client, world: World) -> None:
    held = opened(world, [world.luton])
    recuse(item=held.items["2"], person=world.person("Eastluton"), declared="Works at a practice", effect="left",
           on=DAY, by=world.by)  # fmt: skip
    why = "Declared at Governing bodies on 16 March 2021 (item 2), not yet in the register"
    at = f"{DESK}interests/gil-eastluton/"
    for address in (DESK, DESK + "interests/", at):
        assert why in text_of(secretary.get(address)), address
    form = f"{at}new/?meeting={held.meeting.slug}"
    done(sent_form(secretary, form, on=DAY, category="financial", description="Works at a practice",
                   **{"since-day": "1", "since-month": "1", "since-year": "2020"}))  # fmt: skip
    for address in (DESK, DESK + "interests/", at):
        assert why not in text_of(secretary.get(address)), address
