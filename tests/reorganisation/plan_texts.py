"""Plans made up of everything that may stand in one, for laws about reading and writing."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ouzel.register.attributes import LASTING
from ouzel.reorganisation.plan import (
    FORMS,
    Benefit,
    ChangeRole,
    Close,
    HandOver,
    Link,
    Merger,
    Move,
    Open,
    Opening,
    Part,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)
from ouzel.reorganisation.plan_file.tables import arranged

HEAD = """[plan]
slug = "a-plan"
title = "A plan"
effective = 2021-04-01
author = "The author"
"""

_letters = st.characters(exclude_categories=["Cc", "Cs"])
lines = st.text(_letters, min_size=1).map(str.strip).filter(lambda text: text and "\n" not in text)
texts = st.text(_letters | st.sampled_from('\n\t"\\'), min_size=1).map(str.strip).filter(bool)
codes = st.from_regex(r"[A-Z0-9][A-Z0-9:-]{1,39}", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{1,79}", fullmatch=True)
days = st.dates(date(1, 1, 1), date(9998, 12, 31))
roles = st.sampled_from(("RO98", "RO318", "RO319", "RO262", "RO197", "COLLABORATION"))
shares = st.decimals(Decimal("0.0000000001"), 1, places=10)
amounts = st.decimals(-(10**15), 10**15, places=4)


def listed(each: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, min_size=least, max_size=3, unique=True).map(tuple)


def or_none(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | each


def or_empty(each: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | each


openings = st.builds(
    Opening, or_empty(lines), listed(roles), st.dictionaries(st.sampled_from(sorted(LASTING)), codes, max_size=3)
)
parts = st.builds(
    Part, st.just(""), codes, listed(codes), or_none(shares), st.booleans(), openings
)  # fmt: skip
_path = st.just("")
_some = listed(codes, least=1)
changes = st.one_of(
    st.builds(Merger, _path, _some, codes, st.sampled_from(("merger", "acquisition")), openings),
    st.builds(Merger, _path, codes.map(lambda code: (code,)), codes, st.just("recode"), openings),
    st.builds(Open, _path, codes, openings),
    st.builds(Close, _path, codes, or_empty(texts)),
    st.builds(Split, _path, codes, st.lists(parts, min_size=1, max_size=3).map(tuple), or_empty(texts)),
    st.builds(Move, _path, codes, _some, or_empty(codes), or_none(st.sampled_from(sorted(LASTING))), or_none(shares)),
    st.builds(Move, _path, codes, st.just(()), codes),
    st.builds(ChangeRole, _path, codes, listed(roles, least=1), listed(roles), or_empty(lines)),
    st.builds(HandOver, _path, _some, codes, listed(lines)),
    st.builds(Rename, _path, codes, lines),
    st.builds(Place, _path, _some, codes),
    st.builds(WorkTogether, _path, codes, st.sampled_from(FORMS), _some, or_empty(lines), st.booleans()),
)
links = st.builds(
    Link, lines, or_empty(st.just("https://example.org/a?b=c#d")), or_none(days), st.none(), or_empty(texts)
)
spells = st.builds(lambda link, on: Link(link.title, link.url, on, date.max, link.note), links, days)
benefits = st.builds(Benefit, slugs, lines, lines, lines, amounts, amounts, days, or_empty(texts))
_links = st.lists(links | spells, max_size=2).map(tuple)
plans = st.builds(
    Plan,
    slug=slugs,
    title=lines,
    effective=days,
    author=lines,
    changes=st.lists(changes, min_size=1, max_size=6).map(arranged),
    summary=or_empty(texts),
    statutory_basis=or_empty(texts),
    sources=st.lists(texts, max_size=2).map(tuple),
    choices=st.dictionaries(st.text(_letters, min_size=1), lines, max_size=2),
    amends=or_empty(slugs),
    alternatives=listed(slugs),
    reasons=st.lists(texts, max_size=2).map(tuple),
    challenges=st.lists(texts, max_size=2).map(tuple),
    timeline=_links,
    documents=_links,
    engagements=_links,
    benefits=st.lists(benefits, max_size=2, unique_by=lambda benefit: benefit.slug).map(tuple),
)
