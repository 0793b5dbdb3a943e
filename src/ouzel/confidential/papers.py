"""Papers before private items: checked as those in public are, and late by the same rules, with words that tell
nobody what they are about.
"""

import hashlib
from datetime import date

from django.db import transaction

from ouzel.confidential.keeping_out import require_item
from ouzel.confidential.models import PrivatePaper
from ouzel.confidential.rights import record, refuse_minuted, refuse_removed
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.governance.meetings.said_days import refuse_earlier
from ouzel.governance.models import AgendaItem
from ouzel.governance.papers import before_items
from ouzel.governance.papers.checking import Checked, check_paper
from ouzel.governance.papers.patients import refuse_in_name
from ouzel.governance.slugs import shaped, slug_of


def add_paper(
    *, item: AgendaItem, title: str, name: str, content: bytes, on: date, by: Actor, slug: str = "", late: str = ""
) -> PrivatePaper:
    """Put a paper before a private item.

    After the day on which papers were due it needs the reason `late`, which is recorded as irregular and public: the
    record says "a paper for item P1" and no more. Once the meeting was held it is kept as one that came afterwards.
    ContentError for what may not be a paper (`checking`), an item in public or taken off, a meeting whose minutes were
    approved, and a slug that the item has already (that wants `new_version`).
    """
    require_item(item, by)
    checked = check_paper(name, content)  # before the meeting is held: it takes time
    title = line(title, field="title")
    if not title:
        raise ContentError("a paper needs a title", field="title")
    refuse_in_name(title, what=f"the title of {checked.name}")
    slug = shaped(slug or slug_of(title) or "paper")
    with transaction.atomic():
        AgendaItem.objects.select_for_update().get(pk=item.pk)
        if PrivatePaper.objects.filter(item=item, slug=slug).exists():
            raise ContentError("the item has a paper of that name", field="slug", value=slug,
                               right="Add a version to it, or give another name")  # fmt: skip
        return _keep(item, slug, 1, title, checked, content, why="", late=late, on=on, by=by)


def new_version(
    *, paper: PrivatePaper, name: str, content: bytes, why: str, on: date, by: Actor, late: str = ""
) -> PrivatePaper:
    """A further version of a private paper, with the reason; late, or afterwards, as for `add_paper`. The same content
    as the newest changes nothing.
    """
    require_item(paper.item, by)
    if not why.strip():
        raise ContentError("say what changed", field="why")
    checked = check_paper(name, content)
    with transaction.atomic():
        AgendaItem.objects.select_for_update().get(pk=paper.item_id)
        last = PrivatePaper.objects.filter(item=paper.item, slug=paper.slug).defer("content").latest("number")
        if last.sha256 == hashlib.sha256(content).hexdigest():
            return last
        number = last.number + 1
        return _keep(
            paper.item, paper.slug, number, last.title, checked, content, why=why.strip(), late=late, on=on, by=by
        )


def _keep(
    item: AgendaItem, slug: str, number: int, title: str, checked: Checked, content: bytes, *, why: str, late: str,
    on: date, by: Actor,
) -> PrivatePaper:  # fmt: skip
    held = before_items.hold(item.meeting, by=by)
    refuse_removed(item)
    refuse_minuted(held, f"a paper for item {item.number}")
    said = f"a paper for item {item.number}" if number == 1 else f"a new version of a paper for item {item.number}"
    afterwards, reason = before_items.came_afterwards(held, tabled=False), ""
    if not afterwards:
        refuse_earlier(meeting=held, what=said, rule="papers", on=on, reason=late, by=by)
        reason = before_items.refuse_late(meeting=held, what=said, reason=late, on=on)
    digest = hashlib.sha256(content).hexdigest()
    row = PrivatePaper.objects.create(
        item=item, slug=slug, number=number, title=title, name=checked.name, media_type=checked.media_type,
        content=content, sha256=digest, size=len(content), pages=checked.pages, why=why, late=reason,
        afterwards=afterwards, by=str(by),
    )  # fmt: skip
    if reason:  # after the row, so that the reason is held against the words of this paper too
        before_items.record_late(meeting=held, item=item, what=said, reason=reason, on=on, by=by)
    record(by, held, {"what": "paper", "item": item.number, "number": number, "sha256": digest})
    return row
