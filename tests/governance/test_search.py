"""Search: what is found, in which order, for whom, across predecessors; and that nothing private or draft ever is."""

import hashlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.meetings.actions import give_notice, plan_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, Body, Decision, Meeting, Minutes, Paper
from ouzel.governance.papers.actions import add_paper, new_version, publish_papers
from ouzel.governance.search import find
from ouzel.governance.search.snippets import marked, snippet
from tests.governance.world import BOARD_BEGAN, SECRETARY, SOURCE, World

LONDON = ZoneInfo("Europe/London")
NOTICED = date(2021, 3, 5)


def held(*bodies: Body, day: date = date(2021, 3, 16), title: str = "Governing body") -> Meeting:
    """A meeting in public of these bodies, with one item."""
    starts = datetime(day.year, day.month, day.day, 10, 0, tzinfo=LONDON)
    meeting = plan_meeting(title=title, bodies=list(bodies), venue="Town hall", starts=starts, on=NOTICED, by=SECRETARY)
    add_item(meeting=meeting, title="Business", by=SECRETARY, on=NOTICED)
    return give_notice(meeting=meeting, on=NOTICED, by=SECRETARY)


def paper(meeting: Meeting, words: str, *, title: str = "A report", publish: bool = True) -> Paper:
    item = meeting.items.order_by("order").first()
    assert item is not None
    found = add_paper(item=item, title=title, name="a.txt", content=words.encode(), by=SECRETARY, on=NOTICED)
    if publish:
        publish_papers(meeting=meeting, by=SECRETARY, on=NOTICED)
    return found


def decision(meeting: Meeting, body: Body, ref: str, **said: Any) -> Decision:
    values = {"kind": "other", "title": "A decision", "text": "Agreed.", "method": "consensus", "by": "x"} | said
    return Decision.objects.create(ref=ref, body=body, meeting=meeting, item=meeting.items.first(),
                                   on=timezone.localdate(meeting.starts), **values)  # fmt: skip


def minutes(meeting: Meeting, text: str, *, number: int = 1, published: bool = True) -> Minutes:
    return Minutes.objects.create(
        meeting=meeting, number=number, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), by="x",
        why="" if number == 1 else "corrected", published=timezone.now() if published else None,
    )  # fmt: skip


def refs(words: str, **how: Any) -> list[tuple[str, str]]:
    return [(hit.kind, hit.ref) for hit in find(words, how.pop("viewer", None), **how).hits]


def test_each_kind_is_found(world: World) -> None:
    meeting = held(world.luton)
    add_item(meeting=meeting, title="Wheelchairs", text="Approve.", late="urgent", by=SECRETARY, on=NOTICED)
    report = paper(meeting, "We buy a wheelchair service.")
    decision(meeting, world.luton, "D-2021-0001", reasons="Wheelchairs were late.")
    minutes(meeting, "The wheelchair service was discussed.")
    found = find("wheelchair", None)
    assert {hit.kind for hit in found.hits} == {"paper", "decision", "minutes", "item"}
    assert found.counts == {"decision": 1, "paper": 1, "minutes": 1, "item": 1}
    assert found.hits[0].kind == "item"  # its title says it
    by_kind = {hit.kind: hit for hit in found.hits}
    assert by_kind["paper"].address == f"/papers/{report.slug}/"
    assert by_kind["paper"].bodies == (world.luton.slug,)
    assert str(by_kind["paper"].snippet.html) == "We buy a <mark>wheelchair</mark> service."
    assert by_kind["minutes"].note == "draft"
    assert refs("wheelchair", kinds=["decision"]) == [("decision", "D-2021-0001")]


def test_titles_come_first_then_the_newest(world: World) -> None:
    for day, title, words in (
        (date(2021, 3, 16), "Old", "stroke"), (date(2021, 4, 20), "New", "stroke care"),
        (date(2021, 3, 30), "Stroke", "care"),
    ):  # fmt: skip
        paper(held(world.luton, day=day), words, title=title)
    assert [hit.title for hit in find("stroke", None, kinds=["paper"]).hits] == ["Stroke", "New", "Old"]


def test_pages_follow_on_without_gap_or_repeat(world: World) -> None:
    meeting = held(world.luton)
    for number in range(7):
        paper(meeting, f"stroke {number}", title="Stroke" if number % 2 else f"Report {number}")
    whole = refs("stroke", limit=50)
    paged = [ref for offset in range(0, 9, 3) for ref in refs("stroke", limit=3, offset=offset)]
    assert len(set(whole)) == 7
    assert paged == whole
    assert find("stroke", None, limit=3).more
    assert not find("stroke", None, limit=3, offset=6).more


def test_predecessors_are_searched_with_their_successor(world: World) -> None:
    paper(held(world.luton), "stroke in Luton")
    paper(held(world.board, day=date(2022, 9, 6)), "stroke everywhere")
    close_body(body=world.luton, committees="end", on=BOARD_BEGAN, known=NOTICED, source=SOURCE,
               successor=world.board.slug,
               by=SECRETARY)  # fmt: skip
    assert len(refs("stroke", body=world.board)) == 2
    assert len(refs("stroke", body=world.board.slug, with_predecessors=False)) == 1
    assert len(refs("stroke", body=world.luton)) == 1
    assert refs("stroke", body=world.bedfordshire) == []
    assert find("stroke", None, body=world.board).bodies == (
        world.luton, world.finance_committee, world.board,
    )  # fmt: skip


def test_days_narrow_half_open(world: World) -> None:
    paper(held(world.luton, day=date(2021, 3, 16)), "stroke")
    assert len(refs("stroke", since=date(2021, 3, 16), until=date(2021, 3, 17))) == 1
    assert refs("stroke", until=date(2021, 3, 16)) == []
    assert refs("stroke", since=date(2021, 3, 17)) == []


def test_what_is_not_public_is_not_found(world: World) -> None:
    meeting = held(world.luton)
    paper(meeting, "asparagus in a draft", publish=False)
    minutes(meeting, "asparagus in draft minutes", published=False)
    planned = plan_meeting(title="To come", bodies=[world.luton], starts=datetime(2021, 5, 4, 10, 0, tzinfo=LONDON),
                           on=NOTICED, by=SECRETARY)  # fmt: skip
    add_item(meeting=planned, title="Asparagus", by=SECRETARY, on=NOTICED)
    AgendaItem.objects.filter(meeting=meeting).update(text="asparagus", removed="not ready")
    found = find("asparagus", None)
    assert found.hits == ()
    assert set(found.counts.values()) == {0}
    assert found.why == "Nothing that is public has these words: asparagus"


def test_current_version_only(world: World) -> None:
    meeting = held(world.luton)
    report = paper(meeting, "the first said aubergine")
    new_version(paper=report, name="a.txt", content=b"the second says beetroot", why="wrong", by=SECRETARY, on=NOTICED)
    assert refs("aubergine") == [("paper", report.slug)]  # not yet published: the first still counts
    publish_papers(meeting=meeting, by=SECRETARY, on=NOTICED)
    assert refs("aubergine") == []
    assert refs("beetroot") == [("paper", report.slug)]


def test_revised_decisions_and_old_minutes_give_way(world: World) -> None:
    meeting = held(world.luton)
    first = decision(meeting, world.luton, "D-2021-0001", text="Buy parsnips.")
    decision(meeting, world.luton, "D-2021-0002", title="Revised", text="Buy no parsnips.", revises=first)
    minutes(meeting, "parsnips, first")
    minutes(meeting, "parsnips, second", number=2)
    assert refs("parsnip") == [("decision", "D-2021-0002"), ("minutes", meeting.slug)]
    assert "second" in str(find("parsnip", None, kinds=["minutes"]).hits[0].snippet)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"stroke unit"', ["Unit"]),
        ("stroke -unit", ["Care"]),
        ("unit or care", ["Care", "Unit"]),
        ("strokes", ["Care", "Unit"]),
        ("STROKE care", ["Care"]),
    ],
)
def test_phrases_or_and_not(world: World, words: str, found: list[str]) -> None:
    meeting = held(world.luton)
    paper(meeting, "a stroke unit", title="Unit")
    paper(meeting, "the care after a stroke", title="Care")
    assert sorted(hit.title for hit in find(words, None).hits) == found


@pytest.mark.parametrize(("words", "why"), [("", "Write what"), ("the of", "so common"), ("-stroke", "Say also")])
def test_empty_answers_say_why(db: None, words: str, why: str) -> None:
    found = find(words, None)
    assert (found.hits, found.more) == ((), False)
    assert why in found.why


def test_unknown_kind_is_refused(db: None) -> None:
    with pytest.raises(ContentError, match="nothing of this kind"):
        find("stroke", None, kinds=["patient"])


@pytest.mark.parametrize(
    "words", ["'", '"', "a & | ! b", "\x00stroke", "%' OR 1=1 --", "(((", "<->", "🙂", "or", "stroke:*", "x" * 5000]
)
def test_nothing_that_is_written_is_an_error(db: None, words: str) -> None:
    assert find(words, None).hits == ()


def test_snippets_are_escaped(world: World) -> None:
    meeting = held(world.luton)
    paper(meeting, "before <b>stroke</b> & after", title="<i>Stroke</i>")
    (hit,) = find("stroke", None).hits
    assert str(hit.snippet.html) == "before &lt;b&gt;<mark>stroke</mark>&lt;/b&gt; &amp; after"
    assert str(hit.shown_title.html) == "&lt;i&gt;<mark>Stroke</mark>&lt;/i&gt;"


@given(st.text(max_size=600), st.lists(st.sampled_from(["stroke", "polici", "a", ".*", "x"]), max_size=3))
def test_snippet_is_of_the_text_and_whole(text: str, stems: list[str]) -> None:
    """Nothing is added but dots, and marking loses nothing."""
    assert "".join(piece.text for piece in marked(text, stems).pieces) == text
    shown = str(snippet(text, stems)).removeprefix("… ").removesuffix(" …")
    assert shown in " ".join(text.split())


def test_stem_with_i_marks_the_word_with_y() -> None:
    assert [piece.text for piece in marked("a policy of policies", ["polici"]).pieces if piece.hit] == [
        "policy",
        "policies",
    ]
