"""The road of a meeting in common by pages alone: from its plan to minutes approved, and what is refused."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ouzel.core.models import AuditEntry
from ouzel.core.permissions import today
from ouzel.governance.models import Action, Attendance, Decision, Exclusion, Meeting, Minutes, Paper, Recusal
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, MEETING, day, done, problems, sent_form, text_of

DAY, NOTICE, LATER = date(2021, 3, 16), date(2021, 3, 5), date(2021, 3, 30)
BODIES = ["bedfordshire-governing-body", "luton-governing-body", "milton-keynes-governing-body"]


def planned(
    client: Client, *, on: date = DAY, bodies: list[str] = BODIES, title: str = "Governing bodies in common"
) -> str:
    return done(sent_form(
        client, DESK + "meetings/new/", title=title, bodies=bodies, begins="10:00", ends="13:00", venue="Town hall",
        **day("day", on),
    ))  # fmt: skip


def with_agenda(client: Client, at: str = MEETING) -> None:
    for title, kind, private in (
        ("Minutes of the meeting before", "minutes", False), ("Proposal to become one", "merger", False),
        ("A contract", "contract-award", True),
    ):  # fmt: skip
        more = {"private": "on"} if private else {}
        done(sent_form(client, at + "items/new/", title=title, purpose="decision", kind=kind, **more))


def noticed(client: Client, at: str = MEETING, on: date = NOTICE) -> None:
    done(sent_form(client, at + "step/notice/", on=on))


def everybody_there(client: Client, world: World, at: str = MEETING, bodies: list[str] = BODIES) -> None:
    for body in bodies:
        page = client.get(f"{at}attendance/{body}/").content.decode()
        import re

        marks = {
            name: next(v for v in re.findall(r'value="(member\|in-person\|[^"]+)"', inside))
            for name, inside in re.findall(r'<select[^>]*name="(seat-[^"]+)"[^>]*>(.*?)</select>', page, re.S)
        }
        done(sent_form(client, f"{at}attendance/{body}/", **marks))


def opened(client: Client, world: World) -> None:
    planned(client)
    with_agenda(client)
    noticed(client)
    done(sent_form(client, MEETING + "step/open/"))
    everybody_there(client, world)


def test_a_meeting_is_planned_and_nobody_else_sees_it(secretary: Client):
    assert planned(secretary) == MEETING
    page = text_of(secretary.get(MEETING))
    assert "Nobody sees it yet" in page
    assert "Give notice by 12 March 2021" in page
    assert Client().get("/meetings/2021-03-16-governing-bodies-in-common/").status_code == 404


def test_a_plan_is_refused_at_its_fields(secretary: Client):
    page = sent_form(secretary, DESK + "meetings/new/", title="", begins="25:00", **day("day", DAY))
    said = problems(page)
    assert "“Title” must be filled in" in said
    assert "Give an hour, such as 10:00 or 2pm" in said
    assert "“Bodies that meet” must be filled in" in said


def test_two_meetings_at_once_are_refused_by_name(secretary: Client):
    planned(secretary)
    page = sent_form(
        secretary, DESK + "meetings/new/", title="Another", bodies=BODIES[:1], begins="11:00", venue="Elsewhere",
        **day("day", DAY),
    )  # fmt: skip
    assert any("One of the bodies sits in another meeting then" in each for each in problems(page))


def test_short_notice_is_refused_and_recorded_with_its_reason(secretary: Client):
    planned(secretary)
    page = sent_form(secretary, MEETING + "step/notice/", on=date(2021, 3, 15))
    (said,) = problems(page)
    assert "leaves 0 clear days" in said
    assert "15 March 2021" in said
    assert "2021-03-15" not in said
    done(sent_form(secretary, MEETING + "step/notice/", on=date(2021, 3, 15), irregular="The storm closed the hall."))
    assert "The storm closed the hall." in text_of(Client().get("/meetings/2021-03-16-governing-bodies-in-common/"))


def test_nothing_is_done_on_a_day_to_come(secretary: Client):
    planned(secretary)
    assert "That day is still to come" in problems(sent_form(secretary, MEETING + "step/notice/", on=date(2099, 1, 1)))


def test_an_item_after_the_notice_needs_its_reason(secretary: Client):
    planned(secretary)
    noticed(secretary)
    page = sent_form(secretary, MEETING + "items/new/", title="Something new", purpose="decision")
    assert any("was added to the agenda after the notice" in each for each in problems(page))
    done(sent_form(secretary, MEETING + "items/new/", title="Something new", purpose="decision", late="It came up."))
    assert "Added after the notice: It came up." in text_of(secretary.get(MEETING))


def test_a_private_item_says_no_more_than_its_nature(secretary: Client):
    planned(secretary)
    page = sent_form(
        secretary, MEETING + "items/new/", title="A contract", purpose="decision", private="on", text="£5m"
    )
    assert any("holds its general nature only" in each for each in problems(page))


def test_items_are_changed_put_elsewhere_and_taken_off(secretary: Client):
    planned(secretary)
    with_agenda(secretary)
    done(
        sent_form(secretary, MEETING + "items/2/change/", title="To become one", parties="Lifeworks, Sons; ; 01234567")
    )
    done(sent_form(secretary, MEETING + "items/2/move/", after=""))
    done(sent_form(secretary, MEETING + "items/1/remove/", why="There was none."))
    meeting = Meeting.objects.get()
    assert [item.number for item in meeting.items.order_by("order")] == ["2", "1", "P1"]
    item = meeting.items.get(number="2")
    assert (item.title, item.parties) == ("To become one", [{"name": "Lifeworks, Sons", "company_number": "01234567"}])
    assert meeting.items.get(number="1").removed == "There was none."


def test_a_paper_is_put_before_an_item_and_published(secretary: Client):
    planned(secretary)
    with_agenda(secretary)
    file = SimpleUploadedFile("case.md", b"# The case\n\nOne would do.")
    done(sent_form(secretary, MEETING + "items/2/papers/new/", on=NOTICE, title="The case for change", file=file))
    noticed(secretary)
    paper = Paper.objects.get()
    assert Client().get(f"/papers/{paper.slug}/").status_code == 404
    assert "1 paper is not public" in text_of(secretary.get(MEETING))
    done(sent_form(secretary, MEETING + "papers/publish/", on=NOTICE))
    assert Client().get(f"/papers/{paper.slug}/").status_code == 200
    more = SimpleUploadedFile("case.md", b"# The case\n\nOne would do better.")
    done(sent_form(
        secretary, f"{MEETING}items/2/papers/{paper.slug}/version/", on=NOTICE, file=more, why="A word was missing."
    ))  # fmt: skip
    done(sent_form(secretary, MEETING + "papers/publish/", on=NOTICE))
    assert paper.versions.exclude(published=None).count() == 2
    done(sent_form(secretary, f"{MEETING}items/1/papers/there/", on=NOTICE, paper=paper.slug))
    done(sent_form(secretary, f"{MEETING}items/1/papers/{paper.slug}/off/", why="It is not about that."))


def test_what_is_no_document_is_refused_at_the_file(secretary: Client):
    planned(secretary)
    with_agenda(secretary)
    said = problems(sent_form(secretary, MEETING + "items/2/papers/new/", title="A programme",
                              file=SimpleUploadedFile("run.exe", b"MZ")))  # fmt: skip
    assert any("This is no kind of document that is taken as a paper" in each for each in said)
    assert "Choose a document" in problems(sent_form(secretary, MEETING + "items/2/papers/new/", title="Nothing"))


def test_a_meeting_is_not_opened_before_its_day(secretary: Client):
    planned(secretary)
    noticed(secretary)
    said = problems(sent_form(secretary, MEETING + "step/open/", on=NOTICE))
    assert any("A meeting is opened on its day" in each for each in said)
    assert Meeting.objects.get().state == "noticed"


def test_a_recusal_changes_the_quorum(secretary: Client, world: World):
    opened(secretary, world)
    for name in ("Ola Allthree", "Fin Ledgerman"):
        done(sent_form(
            secretary, MEETING + "items/2/interest/", person=world.person(name).slug, effect="left",
            declared="Their post is at stake.",
        ))  # fmt: skip
    assert Recusal.objects.count() == 2
    assert "Not quorate" in text_of(secretary.get(MEETING + "items/2/"))
    page = sent_form(secretary, MEETING + "items/2/decide/", title="One group", text="To become one.")
    said = problems(page)
    assert any("was not quorate at item 2" in each and "Governing body of" in each for each in said), said
    assert not Decision.objects.exists()
    done(sent_form(
        secretary, MEETING + "items/2/decide/", title="One group", text="To become one.",
        irregular="Both had to leave, and NHS England must know today.",
    ))  # fmt: skip
    assert Decision.objects.count() == 3
    assert "NHS England must know today" in text_of(Client().get("/meetings/2021-03-16-governing-bodies-in-common/"))


def test_a_vote_by_name_offers_those_only_who_have_one(secretary: Client, world: World):
    opened(secretary, world)
    nora, bea = world.person("Nora Wardwell"), world.person("Bea Chairwoman")
    done(sent_form(
        secretary, MEETING + "items/2/interest/", person=nora.slug, effect="no-vote", declared="A sister works there."
    ))  # fmt: skip
    address = f"{MEETING}items/2/vote/{BODIES[0]}/"
    page = secretary.get(address)
    assert f'name="vote-{nora.slug}"' not in page.content.decode()
    assert "Nora Wardwell took no part in the vote" in text_of(page)
    done(sent_form(secretary, address, title="One group", text="To become one.",
                   **{f"vote-{bea.slug}": "for", f"vote-{world.person('Len Bedspublic').slug}": "against"},
                   casting="for"))  # fmt: skip
    decision = Decision.objects.get()
    assert (decision.votes_for, decision.votes_against, decision.carried, decision.casting_vote) == (1, 1, True, True)


def test_counted_votes_need_their_numbers(secretary: Client, world: World):
    opened(secretary, world)
    page = sent_form(secretary, MEETING + "items/2/decide/", title="One", text="One.", method="vote", bodies=BODIES[:1])
    assert problems(page) == ["A vote was taken: give the number, 0 if nobody did"] * 2
    done(sent_form(
        secretary, MEETING + "items/2/decide/", title="One", text="One.", method="vote", bodies=BODIES[:1],
        **{f"for-{BODIES[0]}": "7", f"against-{BODIES[0]}": "1", f"dissent-{BODIES[0]}": "Too fast."},
    ))  # fmt: skip
    decision = Decision.objects.get()
    assert (decision.body.slug, decision.votes_for, decision.dissent) == (BODIES[0], 7, "Too fast.")


def test_who_comes_late_leaves_early_or_sends_a_deputy_is_recorded(secretary: Client, world: World):
    planned(secretary)
    with_agenda(secretary)
    noticed(secretary)
    done(sent_form(secretary, MEETING + "step/open/"))
    dee, bea = world.person("Dee Standin"), world.person("Bea Chairwoman")
    at = f"{MEETING}attendance/{BODIES[0]}/"
    done(sent_form(
        secretary, at,
        **{"seat-accountable-officer": f"deputy|online|{dee.slug}", "seat-chair": f"member|in-person|{bea.slug}"},
    ))  # fmt: skip
    rows = {row.person.name: row for row in Attendance.objects.select_related("person")}
    assert (rows["Dee Standin"].capacity, rows["Dee Standin"].how, rows["Dee Standin"].votes) == (
        "deputy",
        "online",
        True,
    )
    assert rows["Ola Allthree"].capacity == "apologies"
    done(sent_form(secretary, at + "moved/", person=bea.slug, what="left", item="2"))
    done(sent_form(secretary, at + "other/", person="Dan Bookkeeper", note="To explain the figures"))
    assert any("Nobody is called “Nobody Atall”" in each
               for each in problems(sent_form(secretary, at + "other/", person="Nobody Atall")))  # fmt: skip
    done(sent_form(secretary, f"{at}{rows['Dee Standin'].pk}/strike/"))
    done(sent_form(secretary, f"{MEETING}chair/{BODIES[0]}/", person=bea.slug))
    assert "Bea Chairwoman presiding" in text_of(secretary.get(MEETING))


def test_the_public_is_excluded_by_a_resolution_and_what_is_private_stays_so(secretary: Client, world: World):
    opened(secretary, world)
    private = MEETING + "private/"
    done(
        sent_form(
            secretary, private + "items/P1/", title="Community beds: Lifeworks", text="Their price is 4.2 million."
        )
    )
    done(
        sent_form(
            secretary,
            private + "items/P1/paper/",
            title="Their offer",
            file=SimpleUploadedFile("o.txt", b"4.2 million"),
            late="It came by post.",
        )
    )
    words = {
        "title": "A contract",
        "text": "A contract was awarded.",
        "whole_title": "Beds",
        "whole_text": "To Lifeworks.",
    }
    page = sent_form(secretary, private + "items/P1/decide/", body=BODIES[1], **words, pence="4,200,000")
    assert any("did not resolve to exclude the public" in each for each in problems(page))
    for body, one, two in zip(BODIES, ("Bea", "Luc", "Mia"), ("Lara", "Liz", "Lin"), strict=True):
        done(sent_form(
            secretary, f"{MEETING}exclude/{body}/", reason="Terms of a contract", from_item="P1",
            proposer=world.person(one).slug, seconder=world.person(two).slug,
        ))  # fmt: skip
    assert Exclusion.objects.count() == 3
    done(sent_form(secretary, private + "items/P1/decide/", body=BODIES[1], **words, pence="4,200,000"))
    done(sent_form(secretary, private + "items/P1/action/", body=BODIES[1], text="Write to the supplier",
                   whole="Tell Lifeworks that they have it", owner="Fin Ledgerman"))  # fmt: skip
    decision = Decision.objects.get()
    assert decision.pence is None
    page = secretary.get(private)
    assert "Community beds: Lifeworks" in text_of(page)
    assert "£4,200,000" in text_of(secretary.get(f"{private}decisions/{decision.ref}/"))
    got = secretary.get(f"{private}items/P1/papers/their-offer/1/")
    assert (got.content, got["Content-Disposition"]) == (b"4.2 million", 'attachment; filename="o.txt"')
    assert AuditEntry.objects.filter(action="governance.private.read").count() >= 3
    more = SimpleUploadedFile("o.txt", b"4.1 million")
    done(sent_form(secretary, private + "items/P1/papers/their-offer/version/", file=more, why="They asked for less.",
                   late="It came that morning."))  # fmt: skip
    assert secretary.get(f"{private}items/P1/papers/their-offer/2/").content == b"4.1 million"
    done(sent_form(secretary, MEETING + "step/close/"))
    done(sent_form(secretary, private + "minutes/write/"))
    assert "To Lifeworks." in text_of(secretary.get(private + "minutes/"))
    public = Client().get("/meetings/2021-03-16-governing-bodies-in-common/").content.decode()
    assert "Lifeworks" not in public
    assert "Terms of a contract" in public
    done(sent_form(secretary, f"{private}release/decision/{decision.ref}/", why="It is signed."))
    assert "To Lifeworks." in text_of(Client().get(f"/decisions/{Decision.objects.get(revises=decision).ref}/"))


def test_from_the_first_word_to_minutes_approved(secretary: Client, world: World):
    opened(secretary, world)
    done(sent_form(secretary, MEETING + "items/2/decide/", title="One group", text="To become one.",
                   options="Stay as we are\n* Become one | Costs less | Appendix C", pence="1,000"))  # fmt: skip
    decision = Decision.objects.filter(body__slug=BODIES[1]).get()
    assert decision.options == [
        {"title": "Stay as we are", "chosen": False},
        {"title": "Become one", "text": "Costs less", "evidence": "Appendix C", "chosen": True},
    ]
    done(sent_form(secretary, MEETING + "items/2/action/", text="Tell every practice", owner="Ola Allthree",
                   body=BODIES[1], decision=decision.ref, **day("due", LATER)))  # fmt: skip
    done(sent_form(secretary, MEETING + "items/P1/remove/", why="Not reached"))
    done(sent_form(secretary, MEETING + "step/close/", ended="12:40"))
    assert "Write the minutes" in text_of(secretary.get(MEETING))
    page = secretary.get(MEETING + "minutes/")
    assert "Tell every practice" in page.content.decode()
    done(sent_form(secretary, MEETING + "minutes/"))
    done(sent_form(secretary, MEETING + "minutes/publish/"))
    assert "draft" in text_of(Client().get("/meetings/2021-03-16-governing-bodies-in-common/"))
    no_meeting = sent_form(secretary, MEETING + "minutes/approve/")
    assert "Choose one under “The meeting that approves them”" in problems(no_meeting)
    second = planned(secretary, on=LATER, title="The last meeting")
    done(sent_form(secretary, second + "items/new/", title="Minutes", purpose="decision", kind="minutes"))
    noticed(secretary, second, date(2021, 3, 20))
    done(sent_form(secretary, second + "step/open/"))
    everybody_there(secretary, world, second)
    assert "Tell every practice" in text_of(secretary.get(second))
    slug = second.rstrip("/").rpartition("/")[2]
    done(
        sent_form(
            secretary, MEETING + "minutes/approve/", on=LATER, meeting=slug, corrections="Lew Lutpublic was there."
        )
    )
    approved = Minutes.objects.get(approved_at__slug=slug)
    assert "Lew Lutpublic was there." in approved.text
    assert "approved on 30 March 2021" in text_of(secretary.get(MEETING))
    ref = Action.objects.get().ref
    for step, fields in (
        ("report", {"note": "Half of them know."}), ("due", {"why": "A strike", **day("due", date(2021, 4, 30))}),
        ("owner", {"owner": "Nora Wardwell"}), ("done", {"note": "All know."}), ("close", {}),
    ):  # fmt: skip
        done(sent_form(secretary, f"{DESK}actions/{ref}/{step}/", on=LATER, **fields))
    assert Action.objects.get().state == "closed"
    assert "Closed" in text_of(secretary.get(f"{DESK}actions/{ref}/"))


def test_a_meeting_is_moved_cancelled_adjourned_and_taken_up_again(secretary: Client, world: World):
    opened(secretary, world)
    done(sent_form(secretary, MEETING + "step/adjourn/", why="A fire alarm", until="The afternoon"))
    done(sent_form(secretary, MEETING + "step/reconvene/", on=DAY))
    done(sent_form(secretary, MEETING + "step/recording/", address="https://example.org/film"))
    assert "address of a page" in problems(sent_form(secretary, MEETING + "step/recording/", address="film"))[0]
    other = planned(secretary, on=LATER, title="The last meeting")
    done(sent_form(secretary, other + "step/move/", why="The hall is let", venue="The library"))
    assert "The library" in text_of(secretary.get(other))
    done(sent_form(secretary, other + "step/cancel/", why="Nothing to decide"))
    assert "Cancelled" in text_of(secretary.get(other))
    assert secretary.get(other + "step/dance/").status_code == 404


def test_the_pack_is_read_and_saved(secretary: Client, world: World):
    planned(secretary)
    with_agenda(secretary)
    assert "Proposal to become one" in text_of(secretary.get(MEETING + "pack/"))
    saved = secretary.post(MEETING + "pack/")
    assert saved.content.startswith(b"%PDF")
    assert "2021-03-16-governing-bodies-in-common.pdf" in saved["Content-Disposition"]


def test_the_first_page_says_what_to_do(secretary: Client, world: World):
    planned(secretary, on=today() + timedelta(days=30), title="Nothing yet", bodies=BODIES[:1])
    page = text_of(secretary.get(DESK))
    assert "Nothing yet" in page
    assert "Give notice by" in page
    assert "Nothing yet" in text_of(secretary.get(DESK + "meetings/"))
    assert secretary.get(DESK + "actions/").status_code == 200
