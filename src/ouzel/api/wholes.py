"""Questions of the register as a whole."""

from collections.abc import Iterator
from typing import Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema

from ouzel.api import schemas, shapes
from ouzel.api.answering import answer, document, packed
from ouzel.api.asked import NAMES, Answering, Asked, Day, answering, meant
from ouzel.api.organisations import REFUSALS, OfKind
from ouzel.core.permissions import Permission, require
from ouzel.register import checks as invariants
from ouzel.register import differences as compared
from ouzel.register import snapshots

router = Router(tags=["The register as a whole"])


class Whole(OfKind):
    format: Literal["json", "ndjson", "csv"] = Field("json", description="One document, lines of JSON, or CSV")


class Between(Schema):
    before: Day = Field(description="The one day")
    after: Day = Field(description="The other day")
    before_known_at: Day | None = Field(None, alias="before-known-at")
    after_known_at: Day | None = Field(None, alias="after-known-at")
    before_edition: int | None = Field(None, alias="before-edition", ge=1, le=2**31 - 1)
    after_edition: int | None = Field(None, alias="after-edition", ge=1, le=2**31 - 1)
    under: str | None = Field(None, pattern=NAMES, description="Only this body and its members")


@router.get("/snapshot", response={200: schemas.Snapshot, **REFUSALS}, summary="Every membership on a day")
def snapshot(request: HttpRequest, asked: Query[Whole]) -> HttpResponseBase:
    when = asked.moment()
    require(request.user, Permission.EXPORT_REGISTER, on=when.moment.on)

    def make() -> Iterator[bytes]:
        if asked.format != "json":
            return snapshots.rows(moment=when.moment, kind=asked.kind, form=asked.format)
        head = {**shapes.moment(when.moment, when.edition), "kind": asked.kind}
        return document(head, snapshots.rows(moment=when.moment, kind=asked.kind))

    return answer(request, when, make, form=asked.format)


@router.get("/differences", response={200: schemas.Differences, **REFUSALS}, summary="What differs between two moments")
def differences(request: HttpRequest, asked: Query[Between]) -> HttpResponseBase:
    first = answering(on=asked.before, known_at=asked.before_known_at, edition=asked.before_edition)
    second = answering(on=asked.after, known_at=asked.after_known_at, edition=asked.after_edition)

    def make() -> bytes:
        under = meant(asked.under, edition=second.edition) if asked.under else None
        found = compared.between(first.moment, second.moment, under=under)
        return packed(
            {
                "before": shapes.moment(first.moment, first.edition),
                "after": shapes.moment(second.moment, second.edition),
                "count": len(found),
                "differences": [shapes.difference(one) for one in found],
            }
        )

    later = max(first, second, key=lambda side: side.edition)
    return answer(request, Answering(later.moment, later.edition, first.pinned and second.pinned), make)


@router.get("/checks", response={200: schemas.Checks, **REFUSALS}, summary="What cannot be right")
def checks(request: HttpRequest, asked: Query[Asked]) -> HttpResponseBase:
    when = asked.moment()

    def make() -> bytes:
        found = [shapes.finding(one) for one in invariants.check(moment=when.moment)]
        return packed({**shapes.moment(when.moment, when.edition), "count": len(found), "findings": found})

    return answer(request, when, make)
