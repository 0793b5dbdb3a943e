"""A decade of four boards, made in bulk: meetings, agendas, papers, decisions and minutes, all of words invented.

Run as a program in a home of its own: `python -m benchmarks._governance make PART`, then `search`, `page`, `pack`.
"""

import hashlib
import itertools
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

BOARDS, MEETINGS, PAPERS, ITEMS = 4, 2_000, 40_000, 10
FIRST, DAYS = date(2016, 4, 1), 3_650
LEXICON, WORDS, SEED = 20_000, 900, 5  # words there are, words of a paper
PACK_PAPERS, PACK_PAGES = 30, 20  # PDFs of the long meeting, pages of each
QUERIES = 9  # of each kind
PAGES = 40  # meetings whose pages are asked for
PACK_SLUG = "2026-03-27-long-meeting"


def lexicon() -> list[str]:
    """Invented words, the commonest first."""
    rng = random.Random(SEED)
    starts = ("b", "br", "c", "ch", "d", "f", "g", "gr", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v")
    middles = ("a", "e", "i", "o", "u", "ai", "ea", "oo")
    ends = ("n", "r", "st", "ment", "ing", "ed", "l", "ck", "tion", "ly", "nd", "m")
    found: dict[str, None] = {}
    while len(found) < LEXICON:
        word = "".join(rng.choice(starts) + rng.choice(middles) for _ in range(rng.randint(1, 3))) + rng.choice(ends)
        found[word] = None
    return list(found)


def texts(count: int) -> Iterator[str]:
    """The words of papers: by Zipf's law, in sentences."""
    rng, words = random.Random(SEED + 1), lexicon()
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(LEXICON)))
    for _ in range(count):
        some = rng.choices(words, cum_weights=weights, k=WORDS)
        yield ". ".join(" ".join(some[at : at + 14]).capitalize() for at in range(0, WORDS, 14)) + "."


def queries() -> dict[str, list[str]]:
    """Words to look for, by how often they occur."""
    words = lexicon()
    return {
        "a common word": words[3 : 3 + QUERIES],
        "a usual word": words[400 : 400 + QUERIES],
        "a rare word": words[15_000 : 15_000 + QUERIES],
        "three words": [" ".join(words[at : at + 3]) for at in range(60, 60 + QUERIES)],
    }


def make(part: float) -> dict[str, Any]:
    """Make the decade, or a part of it, in the database of this home."""
    from django.db import connection, transaction

    begun = time.perf_counter()
    meetings, papers = max(8, int(MEETINGS * part)), max(40, int(PAPERS * part))
    with transaction.atomic():
        boards = _boards()
        held = _meetings(boards, meetings)
        items = _items(held)
        _papers(items, papers)
        _decisions(held, boards)
        _long_meeting(boards)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    asked = held[:: max(1, len(held) // PAGES)]
    return {"seconds": time.perf_counter() - begun, "meetings": meetings, "papers": papers,
            "slugs": [meeting.slug for meeting, _ in asked]}  # fmt: skip


def _boards() -> list[Any]:
    from django.db.backends.postgresql.psycopg_any import DateRange

    from ouzel.governance.models import Body, BodyFact

    boards = Body.objects.bulk_create([Body(slug=f"board-{number}") for number in range(BOARDS)])
    said = [
        BodyFact(body=board, attribute=attribute, value=value, valid=DateRange(FIRST, None), recorded=FIRST,
                 source="invented", by="benchmark")
        for number, board in enumerate(boards)
        for attribute, value in (("life", ""), ("name", f"Board {number}"), ("kind", "committee"))
    ]  # fmt: skip
    # The last succeeded the others: a search of it goes through all four.
    said += [
        BodyFact(body=board, attribute="successor", value=boards[-1].slug, valid=DateRange(FIRST, None),
                 recorded=FIRST, source="invented", by="benchmark")
        for board in boards[:-1]
    ]  # fmt: skip
    BodyFact.objects.bulk_create(said)
    return list(boards)


def _meeting(slug: str, starts: datetime, title: str) -> Any:
    from ouzel.governance.models import Meeting

    return Meeting(slug=slug, title=title, state="closed", public=True, starts=starts, ends=starts + timedelta(hours=2),
                   venue="Town hall", noticed_on=starts.date() - timedelta(days=9))  # fmt: skip


def _meetings(boards: Sequence[Any], count: int) -> list[tuple[Any, Any]]:
    from ouzel.governance.models import Meeting, Sitting

    rows = []
    for number in range(count):
        day = FIRST + timedelta(days=number * DAYS // count)
        starts = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        rows.append(_meeting(f"{day}-board-{number % BOARDS}-{number}", starts, f"Board {number % BOARDS}"))
    made = Meeting.objects.bulk_create(rows, batch_size=1000)
    sat = [(meeting, boards[number % BOARDS]) for number, meeting in enumerate(made)]
    Sitting.objects.bulk_create([Sitting(meeting=m, body=b) for m, b in sat], batch_size=1000)
    return sat


def _items(held: Sequence[tuple[Any, Any]]) -> list[Any]:
    from ouzel.governance.models import AgendaItem

    rng, words = random.Random(SEED + 2), lexicon()
    rows = [
        AgendaItem(meeting=meeting, number=str(number), order=number, title=" ".join(rng.choices(words[:4000], k=4)),
                   text=" ".join(rng.choices(words[:4000], k=20)), purpose="decision" if number < 4 else "information")
        for meeting, _ in held for number in range(1, ITEMS + 1)
    ]  # fmt: skip
    return list(AgendaItem.objects.bulk_create(rows, batch_size=2000))


def _papers(items: Sequence[Any], count: int) -> None:
    from ouzel.governance.models import ItemPaper, Paper, PaperVersion

    rng, words = random.Random(SEED + 3), lexicon()
    source = texts(count)
    for start in range(0, count, 1000):
        numbers = range(start, min(start + 1000, count))
        of = {number: items[number * len(items) // count] for number in numbers}
        papers = Paper.objects.bulk_create(
            Paper(slug=f"{of[n].meeting.starts.date()}-paper-{n}", title=" ".join(rng.choices(words[:4000], k=5)),
                  published=of[n].meeting.starts, day=of[n].meeting.starts.date())
            for n in numbers
        )  # fmt: skip
        versions = []
        for paper in papers:
            content = next(source)
            digest = hashlib.sha256(f"{paper.slug} {content}".encode()).hexdigest()
            versions.append(
                PaperVersion(paper=paper, number=1, name="paper.txt", media_type="text/plain; charset=utf-8",
                             content=content.encode(), sha256=digest, size=len(content), words=content, by="benchmark",
                             published=paper.published)
            )  # fmt: skip
        PaperVersion.objects.bulk_create(versions, batch_size=200)
        ItemPaper.objects.bulk_create(
            ItemPaper(item=of[n], paper=paper, by="benchmark") for n, paper in zip(numbers, papers, strict=True)
        )


def _decisions(held: Sequence[tuple[Any, Any]], boards: Sequence[Any]) -> None:
    from ouzel.governance.models import AgendaItem, Decision, Minutes

    rng, words, number = random.Random(SEED + 4), lexicon(), itertools.count(1)
    first = {item.meeting_id: item for item in AgendaItem.objects.filter(number="1")}
    rows, minutes = [], []
    for meeting, body in held:
        on = meeting.starts.date()
        for _ in range(3):
            rows.append(
                Decision(ref=f"D-{on.year}-{next(number):05}", body=body, meeting=meeting, item=first[meeting.pk],
                         on=on, kind="other", title=" ".join(rng.choices(words[:4000], k=5)), method="consensus",
                         text=" ".join(rng.choices(words[:4000], k=40)), by="benchmark")
            )  # fmt: skip
        text = " ".join(rng.choices(words[:4000], k=1500))
        minutes.append(Minutes(meeting=meeting, number=1, text=text, by="benchmark", published=meeting.starts,
                               sha256=hashlib.sha256(text.encode()).hexdigest()))  # fmt: skip
    Decision.objects.bulk_create(rows, batch_size=1000)
    Minutes.objects.bulk_create(minutes, batch_size=500)


def _long_meeting(boards: Sequence[Any]) -> None:
    """One meeting whose papers are PDFs of 600 pages together."""
    from ouzel.governance.models import AgendaItem, ItemPaper, Paper, PaperVersion, Sitting

    starts = datetime(2026, 3, 27, 10, tzinfo=UTC)
    meeting = _meeting(PACK_SLUG, starts, "Long meeting")
    meeting.save()
    Sitting.objects.create(meeting=meeting, body=boards[-1])
    for number, content in enumerate(documents()):
        item = AgendaItem.objects.create(meeting=meeting, number=str(number + 1), order=number, title=f"Item {number}")
        paper = Paper.objects.create(slug=f"long-{number}", title=f"Long paper {number}", published=starts,
                                     day=starts.date())  # fmt: skip
        PaperVersion.objects.create(
            paper=paper, number=1, name="long.pdf", media_type="application/pdf", content=content, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), pages=PACK_PAGES, words="", published=starts, by="benchmark",
        )  # fmt: skip
        ItemPaper.objects.create(item=item, paper=paper, by="benchmark")


def documents() -> list[bytes]:
    """PDFs with tags, of some pages each."""
    import typst

    source = b'#set page(paper: "a4")\n#for t in json(bytes(sys.inputs.texts)) [= Part\n#t #pagebreak(weak: true)]'
    words = list(texts(PACK_PAPERS * PACK_PAGES))
    found = []
    for number in range(PACK_PAPERS):
        some = [text[:2500] for text in words[number * PACK_PAGES : (number + 1) * PACK_PAGES]]
        found.append(bytes(typst.compile(source, ignore_system_fonts=True, sys_inputs={"texts": json.dumps(some)})))
    return found


def search() -> dict[str, Any]:
    """Seconds of a search of each kind, the median and the slowest, and how many were found."""
    from ouzel.governance.search import find

    find("warming", None)
    took = {}
    for kind, some in queries().items():
        took[kind] = _timed(some, lambda words: len(find(words, None).hits))
        took[f"{kind}, of one board and those before it"] = _timed(
            some, lambda words: len(find(words, None, body=f"board-{BOARDS - 1}").hits)
        )
    return took


def _timed(some: Sequence[str], act: Callable[[str], int]) -> dict[str, float]:
    seconds, found = [], 0
    for words in some:
        begun = time.perf_counter()
        found += act(words)
        seconds.append(time.perf_counter() - begun)
    return {"median": statistics.median(seconds), "slowest": max(seconds), "found": found}


def pack() -> dict[str, Any]:
    """Seconds of the long meeting's pack, its pages, and the times that progress was told."""
    import io

    import pikepdf

    from ouzel.governance.models import Meeting
    from ouzel.governance.packs.pdf import pack as make_pack

    told: list[int] = []
    begun = time.perf_counter()
    content = make_pack(Meeting.objects.get(slug=PACK_SLUG), None, lambda done, of: told.append(done))
    took = time.perf_counter() - begun
    with pikepdf.open(io.BytesIO(content)) as document:
        pages = len(document.pages)
    return {"seconds": took, "pages": pages, "bytes": len(content), "told": len(told)}


def main() -> None:
    """Do what is asked, and print one JSON document."""
    from ouzel.starting import ready

    ready()
    what, *given = sys.argv[1:]
    done = make(float(given[0])) if what == "make" else {"search": search, "pack": pack}[what]()
    print(json.dumps({**done, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
