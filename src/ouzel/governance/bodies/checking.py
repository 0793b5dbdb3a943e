"""What may be said of a body: each attribute has its own way to be wrong."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.governance.bodies.queries import heirs, life_of
from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.governance.reference.kinds import KindOfBody, kind_of_body
from ouzel.governance.rules import bodies_for, require_for
from ouzel.register import queries as register
from ouzel.register.answers import Moment
from ouzel.reorganisation.wording import in_words

A = BodyAttribute


def require_keeper(by: Actor, *, organisations: Iterable[str] = ()) -> None:
    """PermissionDenied unless somebody may keep the bodies of each organisation; without any, those of some body."""
    codes = list(organisations)
    for code in codes:
        require(by, Permission.BODIES_KEEP, body=code, on=today())
    if not codes and not bodies_for(by, Permission.BODIES_KEEP, on=today()).exists():
        try:
            require(by, Permission.BODIES_KEEP, on=today())
        except PermissionDenied as denied:
            raise PermissionDenied(f"{denied} A role for one body is enough.") from None


def require_other(by: Actor, *, attribute: str, value: str) -> None:
    """A body is made a body of an organisation, or a committee of another body, by who keeps that one too: it is told
    of on its page, and by a role for it.
    """
    if attribute == A.ORGANISATION and value.strip():
        require_keeper(by, organisations=[value.strip()])
    if attribute == A.PART_OF and value.strip():
        require_for(by, Permission.BODIES_KEEP, Body.objects.filter(slug=value.strip()), on=today())


def keep(body: Body, *, by: Actor) -> None:
    """PermissionDenied unless somebody may keep the body. Others who change the same body wait until this is done."""
    require_for(by, Permission.BODIES_KEEP, [body], on=today())
    Body.objects.select_for_update().get(pk=body.pk)


def check_value(*, body: Body, attribute: str, value: str, since: date) -> None:
    """ContentError where the value cannot be said of the body from that day on."""
    if attribute not in A.values:
        raise ContentError("nothing of the sort is said of bodies", field="attribute", value=attribute,
                           right=f"Use one of {', '.join(A.values)}")  # fmt: skip
    if attribute == A.LIFE:
        if value:
            raise ContentError("a life has no value", field="life", value=value)
        return
    if not value.strip():
        raise ContentError("this may not be empty", field=attribute)
    if attribute == A.KIND:
        check_kind(value, since=since)
    elif attribute == A.ORGANISATION:
        check_organisations((value,), kind=None, since=since)
    elif attribute in (A.PART_OF, A.SUCCESSOR):
        other = existing(value, field=attribute)
        _refuse_circle(body, other, attribute)
    elif attribute == A.ACCOUNTABLE:
        if value == body.slug:
            raise ContentError("a body is not accountable to itself", field=attribute, value=value)
        if not Body.objects.filter(slug=value).exists():
            check_organisations((value,), kind=None, since=since)
    elif attribute == A.WEBSITE and urlsplit(value).scheme not in ("http", "https"):
        raise ContentError("this is not a web address", field=attribute, value=value, right="It begins with https://")


def within_life(body: Body, *, since: date, until: date | None) -> date | None:
    """`until`, or the end of the body's life where none is given; ContentError unless it exists on all these days."""
    lives = life_of(body)
    for start, end in lives:
        if start <= since and (end is None or since < end):
            if end is None or (until is not None and until <= end):
                return until
            if until is None:
                return end
            raise ContentError(f"{body} ends on {in_words(end)}", field="until", value=str(until),
                               right=f"Say {in_words(end)} or earlier")  # fmt: skip
    spans = (f"from {in_words(start)}" + (f" until {in_words(end)}" if end else "") for start, end in lives)
    said = "; ".join(spans) or "never"
    raise ContentError(f"{body} does not exist on this day: it exists {said}", field="since", value=str(since),
                       right="Choose a day within its life")  # fmt: skip


def check_kind(slug: str, *, since: date) -> KindOfBody:
    """The kind; ContentError where there is none, or no body can be of it on the day."""
    kind = kind_of_body(slug)
    if not kind.holds(since):
        ended = f" and ended on {in_words(kind.until)}" if kind.until else ""
        raise ContentError(
            f"there was no such kind of body on {in_words(since)}: {kind.name} began on {in_words(kind.since)}{ended}",
            field="kind", value=slug,
        )  # fmt: skip
    return kind


def check_organisations(codes: Sequence[str], *, kind: KindOfBody | None, since: date) -> None:
    """ContentError where the register does not know an organisation, or the kind cannot be a body of it."""
    found = register.bodies(codes, moment=Moment(on=since))
    for code in codes:
        if code not in found:
            raise ContentError("the register knows no organisation with this code", field="organisation", value=code,
                               right="Search for it in the register, or load the file that lists it")  # fmt: skip
        held = found[code].kinds
        if kind and kind.organisations and held and not set(held) & set(kind.organisations):
            raise ContentError(
                f"{found[code].name} is no organisation that has such a body on {in_words(since)}: {kind.name}",
                field="organisation", value=code, right=f"It is a body of: {', '.join(kind.organisations)}",
            )  # fmt: skip
    if kind and len(codes) > 1 and not kind.joint:
        raise ContentError(
            f"this is a body of one organisation: {kind.name}", field="organisation", value=", ".join(codes),
            right="For several, choose a kind that may be joint: joint-committee",
        )  # fmt: skip


def existing(slug: str, *, field: str = "body") -> Body:
    """The body with that slug; ContentError where there is none."""
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        raise ContentError("there is no body with this name", field=field, value=slug,
                           right="Use the name in its address, such as luton-governing-body")  # fmt: skip
    return found


def _refuse_circle(body: Body, other: Body, attribute: str) -> None:
    if other == body:
        raise ContentError("a body cannot be this to itself", field=attribute, value=other.slug)
    if attribute == A.SUCCESSOR and body in heirs(other):
        raise ContentError(f"{other} was succeeded by {body}: it cannot be its successor too", field=attribute,
                           value=other.slug)  # fmt: skip
    above: set[str] = set()
    at = other.slug
    while attribute == A.PART_OF and at and at not in above:
        above.add(at)
        rows = BodyFact.objects.known().filter(body__slug=at, attribute=A.PART_OF)
        at = rows.values_list("value", flat=True).first() or ""
        if at == body.slug:
            raise ContentError(f"{other} is itself part of {body}", field=attribute, value=other.slug)
