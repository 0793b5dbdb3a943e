"""Members' interests matched with what is taken in private: its parties, its words, the titles of its papers.

A match is for a person to look at, before papers go out. Who it is about may be kept from the item (`keeping_out`).
"""

from ouzel.confidential.keeping_out import kept_out
from ouzel.confidential.models import KeptFrom, PrivateItem, PrivatePaper
from ouzel.core.actors import Actor
from ouzel.governance.interests.matching import Concerned, Match, matches_in, party_of
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.models import AgendaItem, Meeting, Recusal

RULES = Actor.system("interests in what is taken in private")


def before_papers(meeting: Meeting, *, by: Actor) -> dict[int, tuple[Match, ...]]:
    """Who of the sitting bodies has an interest that a private item meets, by the key of the item: for who may read the
    private part, and of the items that are not kept from them. Of withheld entries as `interests.matching` says.
    """
    rows = PrivateItem.objects.visible_to(by).filter(item__meeting=meeting, item__removed="").newest()
    items = [row for row in rows.select_related("item") if not kept_out(row.item, by)]
    return _matched(meeting, items, by) if items else {}


def open_matches(meeting: Meeting, *, by: Actor) -> dict[int, tuple[Match, ...]]:
    """The same, but for people about whom something was done: kept from the item, or put down there as declared."""
    done = {*KeptFrom.objects.still().filter(item__meeting=meeting).values_list("item", "person"),
            *Recusal.objects.standing().filter(meeting=meeting).values_list("item", "person")}  # fmt: skip
    found = {}
    for key, matches in before_papers(meeting, by=by).items():
        left = tuple(each for each in matches if not each.ended and (key, each.person.pk) not in done)
        if left:
            found[key] = left
    return found


def concerned(item: AgendaItem) -> frozenset[int]:
    """The keys of the people who are kept from a private item, or beyond doubt have an interest in whom it concerns:
    for the rules of decisions, whoever takes them. No word of it is told.
    """
    kept = set(KeptFrom.objects.still().filter(item=item).values_list("person", flat=True))
    rows = list(PrivateItem.objects.filter(item=item).newest().select_related("item"))
    found = _matched(item.meeting, rows, RULES).get(item.pk, ()) if rows else ()
    return frozenset({*kept, *(each.person.pk for each in found if each.sure)})


def _matched(meeting: Meeting, rows: list[PrivateItem], by: Actor) -> dict[int, tuple[Match, ...]]:
    titles: dict[int, set[str]] = {}
    for key, title in PrivatePaper.objects.filter(item__in=[row.item_id for row in rows]).values_list("item", "title"):
        titles.setdefault(key, set()).add(title)
    business = {
        row.item_id: Concerned(
            tuple(party_of(each) for each in row.parties),
            "\n".join((row.title, row.text, *sorted(titles.get(row.item_id, ())))),
        )
        for row in rows
    }  # fmt: skip
    return matches_in(bodies_of(meeting), business, on=day_of(meeting), viewer=by)
