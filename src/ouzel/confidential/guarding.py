"""Minutes in public do not hold what was taken in private: titles of private items and papers, words of decisions."""

import re

from ouzel.confidential.models import PrivateAction, PrivateDecision, PrivateItem, PrivatePaper
from ouzel.core.errors import ContentError
from ouzel.governance.models import Decision, Meeting, PaperVersion

LONG_ENOUGH = 12  # signs: shorter words say too little to be told apart from others


def refuse_private_words(meeting: Meeting, text: str) -> None:
    """ContentError where a text for the public holds what is private of the meeting; it names the item, not the words.

    What was released since is no longer private.
    """
    said = _plain(text)
    before = _plain("\n".join(meeting.minutes.exclude(published=None).values_list("text", flat=True)))
    for number, words in _private(meeting):
        plain = _plain(words)
        if len(plain) >= LONG_ENOUGH and plain in said and plain not in before:
            raise ContentError(
                f"the minutes hold words of item {number}, which was taken in private", field="text",
                right="Put them into the private minutes, or release them first",
            )  # fmt: skip


def _private(meeting: Meeting) -> list[tuple[str, str]]:
    """Private words of a meeting with the number of their item; not those that the public has already."""
    agenda = {_plain(title) for title in meeting.items.values_list("title", flat=True)}
    items = PrivateItem.objects.filter(item__meeting=meeting)
    found = [
        (number, words) for number, title, text in items.values_list("item__number", "title", "text")
        for words in (title, text)
    ]  # fmt: skip
    released = PaperVersion.objects.exclude(published=None).values("sha256")
    papers = PrivatePaper.objects.filter(item__meeting=meeting).exclude(sha256__in=released)
    found += list(papers.values_list("item__number", "title"))
    revised = Decision.objects.filter(meeting=meeting, private=False).exclude(revises=None).values("revises")
    decisions = PrivateDecision.objects.filter(decision__meeting=meeting).exclude(decision__in=revised)
    found += [
        (number, words)
        for number, *said in decisions.values_list("decision__item__number", "title", "text", "reasons")
        for words in said
    ]
    actions = PrivateAction.objects.filter(action__meeting=meeting)
    found += list(actions.values_list("action__item__number", "text"))
    return [(number, words) for number, words in found if _plain(words) not in agenda]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
