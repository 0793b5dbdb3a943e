"""Packs of real meetings, read back: what is in them, in which order, and what must never be."""

import io
import re
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2
import pytest

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.core.permissions import Viewer
from ouzel.governance.meetings.actions import give_notice, plan_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, Meeting
from ouzel.governance.packs import figures, html
from ouzel.governance.packs.actions import make_pack
from ouzel.governance.packs.contents import NoSuchMeeting, gather
from ouzel.governance.packs.known_figures import register_known
from ouzel.governance.packs.pdf import pack
from ouzel.governance.papers.actions import add_paper, attach, publish_papers
from tests.governance.papers import making
from tests.governance.world import SECRETARY, World

LONDON = ZoneInfo("Europe/London")
NOTICED = date(2021, 3, 5)
EVIL = '#panic("x") *strong* $x$ @label <img src=x onerror=alert(1)> \\ {{ not: a figure }} #import "@preview/x:1.0.0"'


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Three governing bodies in common: two items with papers of several kinds, one in private."""
    meeting = plan_meeting(
        title="Governing bodies in common", bodies=world.three, venue="Town hall",
        starts=datetime(2021, 3, 16, 10, 0, tzinfo=LONDON), ends=datetime(2021, 3, 16, 12, 0, tzinfo=LONDON),
        on=NOTICED, by=SECRETARY,
    )  # fmt: skip
    first = add_item(meeting=meeting, title="The merger", purpose="decision", kind="merger", presenter="Ola Allthree",
                     text=f"Approve the merger.\n{EVIL}", by=SECRETARY, on=NOTICED)  # fmt: skip
    second = add_item(meeting=meeting, title="Finance", purpose="assurance", by=SECRETARY, on=NOTICED)
    add_item(meeting=meeting, title="A contract", private=True, by=SECRETARY, on=NOTICED)
    _paper(first, "Case for change", "case.pdf", making.pdf("Case one", "Case two", "Case three"))
    _paper(
        first,
        f"Notes {EVIL}"[:90],
        "notes.md",
        f"# Notes\n\n{EVIL}\n\n### Deep\n\n| a | b |\n|--|--|\n| 1 | 2 |\n".encode(),
    )
    _paper(first, "Impact", "impact.pdf", making.pdf("Impact one"))
    _paper(second, "Budget", "budget.csv", b"body,pounds\nBedfordshire,7\n")
    _paper(second, "Report", "report.docx", making.word("Words of the report."))
    give_notice(meeting=meeting, on=NOTICED, by=SECRETARY)
    publish_papers(meeting=meeting, by=SECRETARY, on=NOTICED)
    return Meeting.objects.get(pk=meeting.pk)


def _paper(item: AgendaItem, title: str, name: str, content: bytes) -> None:
    add_paper(item=item, title=title, name=name, content=content, by=SECRETARY, on=NOTICED)


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def bookmarks(content: bytes) -> list[tuple[int, str, int]]:
    """Level, title and page of each."""
    found: list[tuple[int, str, int]] = []
    with pikepdf.open(io.BytesIO(content)) as document:
        index = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}

        def walk(items: Any, level: int) -> None:
            for item in items:
                found.append((level, item.title, index[item.destination[0].objgen]))
                walk(item.children, level + 1)

        with document.open_outline() as outline:
            walk(outline.root, 0)
    return found


def test_every_page_says_its_number(meeting: Meeting) -> None:
    pages = texts(pack(meeting, None))
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text


def test_bookmarks_lead_to_items_and_papers(meeting: Meeting) -> None:
    content = pack(meeting, None)
    pages = texts(content)
    found = {title: (level, page) for level, title, page in bookmarks(content)}
    assert found["1. The merger"][0] == 0
    for title, words in (("Case for change", "Case one"), ("Impact", "Impact one"), ("Budget", "Bedfordshire"),
                         ("Report", "Words of the report.")):  # fmt: skip
        level, page = found[title]
        assert level == 1
        assert words in pages[page - 1]
    order = [
        title for _, title, _ in bookmarks(content) if title in ("Case for change", "Impact", "Budget", "2. Finance")
    ]
    assert order == ["Case for change", "Impact", "2. Finance", "Budget"]
    assert [page for _, _, page in bookmarks(content)] == sorted(page for _, _, page in bookmarks(content))


def test_agenda_names_the_page_of_each_paper(meeting: Meeting) -> None:
    content = pack(meeting, None)
    agenda = texts(content)[1].replace("\r\n", " ")
    for _, title, page in bookmarks(content):
        if title in ("Case for change", "Impact", "Budget", "Report"):
            assert f"{title}, page {page}" in agenda


def test_agenda_links_lead_into_the_pack(meeting: Meeting) -> None:
    with pikepdf.open(io.BytesIO(pack(meeting, None))) as document:
        links = [str(note.A.URI) for page in document.pages for note in page.obj.get("/Annots", [])
                 if "/A" in note and "/URI" in note.A]  # fmt: skip
    assert not [link for link in links if link.startswith("pack:")]


def test_what_people_wrote_is_never_markup(meeting: Meeting) -> None:
    together = " ".join(" ".join(texts(pack(meeting, None))).split())
    assert '#panic("x") *strong* $x$ @label <img src=x onerror=alert(1)>' in together
    shown = html.document(meeting, None)
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_pack_says_its_title_and_language_and_has_tags(meeting: Meeting) -> None:
    with pikepdf.open(io.BytesIO(pack(meeting, None))) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as said:
            assert said["dc:title"] == "Governing bodies in common, Tuesday 16 March 2021, 10:00 to 12:00"
            assert "pdfuaid:part" not in said
        assert not document.check_pdf_syntax()


def test_tags_lead_to_pages_that_are_there_and_back(meeting: Meeting) -> None:
    """Each page with tags has a place of its own in the parent tree, and what stands there is of that page."""
    with pikepdf.open(io.BytesIO(pack(meeting, None))) as document:
        tree = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        keys = [int(page.obj.StructParents) for page in document.pages if "/StructParents" in page.obj]
        assert len(keys) == len(set(keys)) == len(document.pages)
        for page in document.pages:
            for element in tree[int(page.obj.StructParents)]:
                if "/Pg" in element:
                    assert element.Pg.objgen == page.obj.objgen
        parts = [kid for kid in document.Root.StructTreeRoot.K[0].K if pikepdf.Name.Part == kid.S]
        assert [str(part.T) for part in parts] == ["Case for change", "Impact"]


def test_same_records_make_the_same_bytes(meeting: Meeting) -> None:
    assert pack(meeting, None) == pack(meeting, None)


def test_private_items_show_their_general_nature_only(meeting: Meeting) -> None:
    AgendaItem.objects.filter(meeting=meeting, private=True).update(
        text="what is said in private", presenter="Somebody"
    )
    for viewer in (None, SECRETARY):
        words = " ".join(texts(pack(meeting, viewer))) + html.document(meeting, viewer)
        assert "A contract" in words
        assert "what is said in private" not in words
        assert "Somebody" not in words


def test_papers_that_are_not_public_are_in_no_pack_of_the_public(meeting: Meeting) -> None:
    item = meeting.items.get(title="Finance")
    add_paper(
        item=item, title="Not yet", name="x.txt", content=b"not yet public", late="it came late",
        on=date(2021, 3, 15), by=SECRETARY,
    )  # fmt: skip
    seen: dict[Viewer, str] = {v: " ".join(texts(pack(meeting, v))) for v in (None, SECRETARY)}
    assert "not yet public" not in seen[None] + html.document(meeting, None)
    assert "Not yet" not in seen[None]
    assert "not yet public" in seen[SECRETARY]
    assert "Draft: something in this pack is not public yet." in seen[SECRETARY]
    assert "Draft" not in seen[None]


def test_meeting_without_notice_has_no_pack_for_the_public(world: World) -> None:
    planned = plan_meeting(title="To come", bodies=[world.luton], starts=datetime(2021, 5, 4, 10, 0, tzinfo=LONDON),
                           on=NOTICED, by=SECRETARY)  # fmt: skip
    with pytest.raises(NoSuchMeeting):
        pack(planned, None)
    assert "No item is on the agenda yet." in " ".join(texts(pack(planned, SECRETARY)))


def test_paper_before_two_items_is_in_the_pack_once(meeting: Meeting) -> None:
    first = gather(meeting, None).items[0].papers[0].paper
    attach(paper=first, item=meeting.items.get(title="Finance"), by=SECRETARY, on=NOTICED)
    pages = texts(pack(meeting, None))
    assert sum("Case one" in page for page in pages) == 1
    assert "this paper is with item 1" in " ".join(" ".join(pages).split())


def test_progress_is_told_up_to_the_whole(meeting: Meeting) -> None:
    told: list[tuple[int, int]] = []
    content = pack(meeting, None, lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {of for _, of in told} == {len(texts(content))}


def test_figures_are_cited_with_day_basis_and_source(meeting: Meeting) -> None:
    register_known()
    made = figures.Figure("47", "GP practices of X", date(2021, 3, 16), "as-at:2021-03-16", "edition 9", "a register")
    figures.register(figures.FigureKind("made-up", "made up", lambda ref, on, viewer: made))
    item = meeting.items.get(title="Finance")
    item.text = "So {{ figure: made-up X on 2021-03-16 }}, {{ figure: members 06F on 2021-03-16 }}, {{figure: no 1}}."
    item.save()
    words = " ".join(" ".join(texts(pack(meeting, None))).split())
    assert "So 47 [note 1], [no figure: no practice is known as a member of" in words
    assert "{{figure: no 1}}" in words
    assert "GP practices of X on 16 March 2021; bodies as at 16 March 2021; edition 9; a register." in words


@pytest.mark.parametrize(
    "text",
    ["{{ figure: members 06F }}", "{{ figure: nothing 06F on 2021-03-16 }}", "{{ figure: members 06F on 2021-13-01 }}"],
)
def test_bad_citations_are_refused_with_their_line(register: None, text: str) -> None:
    register_known()
    with pytest.raises(ContentError) as caught:
        figures.check(f"one\n{text}", None)
    assert caught.value.line == 2


def test_making_a_pack_is_written_down(meeting: Meeting) -> None:
    made = make_pack(meeting=meeting, by=SECRETARY)
    row = AuditEntry.objects.filter(action="governance.pack.made").latest("pk")
    assert row.detail["sha256"] == made.sha256


def test_html_has_headings_in_order_and_no_dead_links(meeting: Meeting) -> None:
    shown = html.document(meeting, None)
    levels = [int(each) for each in re.findall(r"<h([1-6])", shown)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    for to in re.findall(r'href="#([^"]+)"', shown):
        assert f'id="{to}"' in shown
    assert "Case two" in shown
