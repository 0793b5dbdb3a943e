"""What private items are about: written by version, so that what was before the meeting can be shown ever after."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction

from ouzel.confidential.keeping_out import require_item
from ouzel.confidential.models import PrivateItem
from ouzel.confidential.rights import record, refuse_minuted, refuse_removed
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.governance.meetings.agenda import check_parties
from ouzel.governance.models import AgendaItem
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.papers import before_items
from ouzel.governance.papers.patients import refuse_numbers


@transaction.atomic
def write_item(
    *, item: AgendaItem, title: str, text: str = "", presenter: str = "",
    parties: Sequence[Mapping[str, str]] | None = None, why: str = "", by: Actor,
) -> PrivateItem:  # fmt: skip
    """Say what a private item really is about. Written again it is a further version; the same again changes nothing.

    `parties`: suppliers and others concerned, each with name, ods_code, company_number; None: as they were. Members'
    interests are matched with them. Once the meeting was held a change says `why`. ContentError for an item that is
    taken in public or was taken off, and once the minutes were approved.
    """
    require_item(item, by)
    held = before_items.hold(item.meeting, by=by)
    refuse_removed(item)
    refuse_minuted(held, f"what item {item.number} says")
    last = PrivateItem.objects.filter(item=item).order_by("-number").first()
    title, presenter, text = line(title, field="title"), line(presenter, field="presenter"), text.strip()
    if not title:
        raise ContentError("say what the item is about", field="title")
    given = [dict(each) for each in parties] if parties is not None else (last.parties if last else [])
    check_parties(given)
    refuse_numbers("\n".join((title, text, presenter, *(str(each.get("name", "")) for each in given))), name="item")
    if last is not None and (last.title, last.text, last.presenter, last.parties) == (title, text, presenter, given):
        return last
    if last is not None and held.state == MeetingState.CLOSED and not why.strip():
        raise ContentError("the meeting was held with this item as it is", field="why",
                           right="Say why it is written again: both versions are kept")  # fmt: skip
    salt = secrets.token_hex(16)
    said = json.dumps([salt, title, text, presenter, given], sort_keys=True, ensure_ascii=False)
    row = PrivateItem.objects.create(
        item=item, number=last.number + 1 if last else 1, title=title, text=text, presenter=presenter, parties=given,
        salt=salt, sha256=hashlib.sha256(said.encode()).hexdigest(), why=why.strip(), by=str(by),
    )  # fmt: skip
    record(by, held, {"what": "item", "item": item.number, "number": row.number, "sha256": row.sha256})
    return row
