"""Words for the public do not hold what is private: titles of items and papers, words of decisions, whom an item
concerns. Asked wherever such words are put down (`governance.guards`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ouzel.confidential.models import PrivateAction, PrivateDecision, PrivateItem, PrivatePaper
from ouzel.core.errors import ContentError
from ouzel.governance.interests.names import key_of, tells, within, words_of
from ouzel.governance.minutes.drafting import PRIVATE
from ouzel.governance.models import Action, AgendaItem, Body, Decision, Meeting, Minutes, PaperVersion

LONG_ENOUGH = 12  # signs: shorter words say too little to be told apart from others
LEAST = 4  # signs of a code, for it to be looked for


@dataclass(frozen=True)
class Kept:
    """Words that are private, and where they are from: "item P1", or the reference of a decision."""

    of: str
    words: str


def refuse_private_words(meeting: Meeting, said: Mapping[str, str], item: AgendaItem | None = None) -> None:
    """ContentError where words for the public hold what is private of the meeting; it names the item, not the words.

    At a private item they do not name whom it concerns either. What was released since, or is in public of the meeting
    already, is no longer private.
    """
    if not any(said.values()) or not _any(meeting):
        return
    meetings = Meeting.objects.filter(pk=meeting.pk)
    public = _public(meetings)
    _refuse(said, _private(meetings, public))
    if item is not None and item.private:
        _refuse_parties(said, [item], public)


def refuse_in_minutes(meeting: Meeting, text: str) -> None:
    """The same for minutes: their part about what was taken in private names nobody whom it concerns."""
    if not _any(meeting):
        return
    refuse_private_words(meeting, {"text": text})
    _, heading, part = text.partition(f"## {PRIVATE}")
    if heading:
        items = list(meeting.items.filter(private=True))
        _refuse_parties({"text": part}, items, _public(Meeting.objects.filter(pk=meeting.pk)))


def refuse_of_body(body: Body, said: Mapping[str, str]) -> None:
    """The same for words at no meeting: against what is private of any meeting in which the body sat or will sit."""
    if any(said.values()):
        meetings = Meeting.objects.filter(sittings__body=body)
        _refuse(said, _private(meetings, _public(meetings.filter(items__private=True))))


def _refuse(said: Mapping[str, str], kept: Iterable[Kept]) -> None:
    plain = {field: _plain(text) for field, text in said.items() if text}
    for each in kept:
        words = _plain(each.words)
        field = next((name for name, text in plain.items() if words in text), None)
        if field is not None:
            raise _refusal(field, each.of)


def _refuse_parties(said: Mapping[str, str], items: Iterable[AgendaItem], public: Iterable[str]) -> None:
    told = [words_of(text) for text in public]
    given = {field: words_of(text) for field, text in said.items() if text}
    for row in PrivateItem.objects.filter(item__in=[item.pk for item in items]).select_related("item"):
        for names in _names(row.parties):
            field = next((field for field, words in given.items() if within(names, words)), None)
            if field is not None and not any(within(names, words) for words in told):
                raise _refusal(field, f"item {row.item.number}")


def _names(parties: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, ...]]:
    for party in parties:
        for name in (key_of(party.get("name", "")), words_of(party.get("name", ""))):
            if tells(name):
                yield name
        for code in (party.get("ods_code", ""), party.get("company_number", "")):
            if len(code) >= LEAST:
                yield words_of(code)


def _refusal(field: str, of: str) -> ContentError:
    return ContentError(
        f"this holds words of {of}, which was taken in private", field=field,
        right="Everybody reads this. Say it in the private part, or release that first",
    )  # fmt: skip


def _any(meeting: Meeting) -> bool:
    """Whether there can be anything private: most meetings have nothing."""
    return meeting.items.filter(private=True).exists() or _urgent(Meeting.objects.filter(pk=meeting.pk)).exists()


def _urgent(meetings: "QuerySet[Meeting]") -> "QuerySet[PrivateDecision]":
    """What bodies that sit decided in private between meetings, which any of their meetings may deal with."""
    return PrivateDecision.objects.filter(
        decision__meeting=None, decision__body__in=Body.objects.filter(sittings__meeting__in=meetings)
    )


def _public(meetings: "QuerySet[Meeting]") -> list[str]:
    """Words of the meetings that everybody has."""
    keys = list(meetings.values_list("pk", flat=True).distinct())
    items = AgendaItem.objects.filter(meeting__in=keys).values_list("title", "text")
    decisions = Decision.objects.filter(Q(meeting__in=keys) | Q(meeting=None, body__sittings__meeting__in=keys))
    decided = decisions.distinct().values_list("title", "text", "reasons", "dissent", "urgent")
    asked = Action.objects.filter(meeting__in=keys).values_list("text", flat=True)
    minutes = Minutes.objects.filter(meeting__in=keys).exclude(published=None).values_list("text", flat=True)
    return [*(text for row in (*items, *decided) for text in row if text), *asked, *minutes]


def _private(meetings: "QuerySet[Meeting]", public: Iterable[str]) -> list[Kept]:
    """Private words of meetings that are long enough to be told; not those that the public has already."""
    items = PrivateItem.objects.filter(item__meeting__in=meetings)
    found = [
        Kept(f"item {number}", words) for number, title, text in items.values_list("item__number", "title", "text")
        for words in (title, text)
    ]  # fmt: skip
    released = PaperVersion.objects.exclude(published=None).values("sha256")
    papers = PrivatePaper.objects.filter(item__meeting__in=meetings).exclude(sha256__in=released)
    found += [Kept(f"item {number}", title) for number, title in papers.values_list("item__number", "title")]
    revised = Decision.objects.filter(private=False).exclude(revises=None).values("revises")
    decisions = PrivateDecision.objects.filter(decision__meeting__in=meetings) | _urgent(meetings)
    whole = decisions.exclude(decision__in=revised).distinct()
    found += [
        Kept(f"item {number}" if number else ref, words)
        for number, ref, *said in whole.values_list(
            "decision__item__number", "decision__ref", "title", "text", "reasons", "dissent"
        )
        for words in said
    ]
    actions = PrivateAction.objects.filter(action__meeting__in=meetings)
    found += [Kept(f"item {number}", text) for number, text in actions.values_list("action__item__number", "text")]
    told = [_plain(text) for text in public]
    return [
        each for each in dict.fromkeys(found)
        if len(_plain(each.words).strip()) >= LONG_ENOUGH and not any(_plain(each.words) in text for text in told)
    ]  # fmt: skip


def _plain(text: str) -> str:
    """The words in lower case, each between two spaces."""
    words = re.sub(r"\W+", " ", text).strip().casefold()
    return f" {words} "
