"""What a record is linked to: the links of any record that somebody keeps, a further one, and one taken away."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.governance import links, record_links
from ouzel.governance.models import Link
from ouzel.governance.record_links import RELATIONS, links_of, require_may_link
from ouzel.measures.kinds import MEASURES
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import address, sent
from ouzel.web.desk.governance.door import Link as Way
from ouzel.web.desk.governance.door import ask, governance
from ouzel.web.desk.governance.forms import Dated, Why
from ouzel.web.desk.working import actor

Shape = fields.Shape
SECTIONS = {
    "decisions": "decision", "meetings": "meeting", "papers": "paper", "actions": "action", "strategies": "strategy",
    "risks": "risk", "bodies": "body", "people": "person", "organisations": "organisation", "changes": "plan",
}  # fmt: skip
"""The first part of the address of a public page, and the kind of record that it shows."""

PAGE = re.compile(rf"/({'|'.join(SECTIONS)})/([^/]+)/?")
WRITTEN = {
    "decision": "D-2021-0007", "meeting": "2021-03-16-governing-body", "item": "2021-03-16-governing-body/5",
    "paper": "2021-03-16-case-for-change", "action": "A-2021-0012", "strategy": "joint-forward-plan",
    "priority": "joint-forward-plan/live-longer", "risk": "R-2021-0003", "body": "luton-governing-body",
    "person": "jo-bloggs", "organisation": "06P", "plan": "one-group", "edition": "12",
    "document": "https://www.england.nhs.uk/board/",
}  # fmt: skip
"""How a reference of each kind is written, for who has not seen one."""


class LinkForm(Dated):
    """What a record is to be linked to."""

    few: tuple[str, ...] = ("note", "on")

    relation = fields.Select(label="How they belong together", choices=[(r.slug, r.forth) for r in RELATIONS.values()])
    to_ref = fields.ShapeField(
        Shape.LINE, label="What it is linked to", help_text="The address of its page, or its reference"
    )
    to_kind = fields.Select(
        label="What kind of record that is", required=False,
        help_text="Only with a reference: an address says it by itself",
    )  # fmt: skip
    note = fields.ShapeField(Shape.LINE, label="A note", required=False, help_text="Everybody reads it")

    def __init__(self, *args: Any, host: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.host = host
        kinds = [(kind.slug, words.capital(kind.name)) for kind in links.kinds()]
        self.fields["to_kind"].choices = [("", "Told by its address"), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An address of a page says both which kind of record is meant and which."""
        got = super().clean()
        if text := got.get("to_ref"):
            kind, ref = meant(text, got.get("to_kind", ""), host=self.host)
            got |= {"to_kind": kind, "to_ref": ref}
            if not kind:
                self.add_error("to_kind", "Choose what kind of record this is a reference of")
        return got


def meant(text: str, kind: str, *, host: str) -> tuple[str, str]:
    """The kind and the reference of what was typed: the address of a page of this site (`host`), of another, or a
    reference. An empty kind: it is not told.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return kind, text
    if parts.netloc in ("", host) and (found := PAGE.fullmatch(parts.path)):
        return SECTIONS[found[1]], unquote(found[2])
    return ("document" if parts.netloc and not kind else kind), text


@governance()
def linked(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """The links of a record, and a further one."""
    by = actor(request)
    record = _record(request, kind, ref)
    found = links_of(kind, ref, request.user)

    def do(got: dict[str, Any]) -> Link:
        return record_links.link(
            from_kind=kind, from_ref=ref, relation=got["relation"], to_kind=got["to_kind"], to_ref=got["to_ref"],
            note=got["note"], by=by, on=got["on"],
        )  # fmt: skip

    return ask(
        request, LinkForm(sent(request), host=request.get_host()), do, title="What it is linked to", button="Link it",
        said="Linked.", to=("links", kind, ref), caption=record.title, above=way(kind, ref, record.title), at="to_ref",
        template="links", found=found, written=_written(),
    )  # fmt: skip


@governance()
def off(request: HttpRequest, number: int) -> HttpResponse:
    """Take a link away, with the reason."""
    row = Link.objects.visible_to(request.user).filter(pk=number, ended="").first() if number < 2**31 else None
    if row is None:
        raise Http404("There is no such link.")
    record = _record(request, row.from_kind, row.from_ref)
    there = next((each for each in links_of(row.from_kind, row.from_ref, request.user) if each.number == row.pk), None)
    form = Why(sent(request))
    form.fields["why"].help_text = "It stays on record with the link"
    return ask(
        request, form, lambda got: record_links.unlink(link=row, why=got["why"], on=got["on"], by=actor(request)),
        title="Take a link away", button="Take it away", said="The link is taken away.", at="why",
        to=("links", row.from_kind, row.from_ref), caption=record.title,
        above=[*way(row.from_kind, row.from_ref, record.title), _here(row.from_kind, row.from_ref)],
        lead=[f"{there.words} {there.kind_name}: {there.title}."] if there else [],
    )  # fmt: skip


def way(kind: str, ref: str, title: str) -> list[Way]:
    """The way back to a record at the desk."""
    first, _, rest = ref.partition("/")
    pages = {
        "decision": ("decision", first), "action": ("action", first), "risk": ("risk", first),
        "strategy": ("strategy", first), "priority": ("strategy", first), "body": ("body", first),
        "meeting": ("meeting", first), "item": ("item", first, rest),
    }  # fmt: skip
    if kind not in pages:
        return []
    name, *args = pages[kind]
    return [{"href": address(f"governance-{name}", *args), "text": title}]


def _here(kind: str, ref: str) -> Way:
    return {"href": address("governance-links", kind, ref), "text": "What it is linked to"}


def _record(request: HttpRequest, kind: str, ref: str) -> links.Linked:
    """A record from which somebody may link; PermissionDenied for those of others, 404 for what is not there."""
    if not record_links.links_begin_from(kind):
        raise Http404("No link begins from a record of this kind.")
    require_may_link(kind, ref, by=actor(request))
    known = links.kind(kind)
    record = known.find(ref, request.user) if known else None
    if record is None:
        raise Http404("There is no such record.")
    return record


def _written() -> list[tuple[str, str]]:
    """Each kind of record with how a reference of it is written."""
    kinds = [(kind.name, WRITTEN[kind.slug]) for kind in links.kinds() if kind.slug in WRITTEN]
    return [*kinds, *((f"measure: {each.name}", slug) for slug, each in sorted(MEASURES.items()))]
