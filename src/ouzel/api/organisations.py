"""Questions of one body, and of a thousand at once."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router

from ouzel.api import schemas, shapes
from ouzel.api.answering import answer, packed
from ouzel.api.asked import Answering, Asked, Code, meant
from ouzel.register import asking, queries, successions
from ouzel.register.answers import Moment, Succession
from ouzel.register.kinds import KINDS
from ouzel.register.reasons import why_no_members

router = Router(tags=["Organisations and areas"])
REFUSALS = {400: schemas.Problem, 404: schemas.Problem, 422: schemas.Problem}
KIND = "|".join(KINDS)


class OfKind(Asked):
    kind: str | None = Field(None, pattern=f"^({KIND})$", description="Only bodies of this kind, at any depth")


class Steps(Asked):
    ultimate: bool = Field(False, description="Every step to the last, not only the next")


class Text(Asked):
    q: str = Field(
        min_length=1, max_length=200, pattern=r"^[^\x00]*$", description="A code, a name now or formerly, initials"
    )
    limit: int = Field(20, ge=1, le=200)


@router.get("/organisations/{code}", response={200: schemas.Organisation, **REFUSALS}, summary="One body on a day")
def organisation(request: HttpRequest, code: Code, asked: Query[Asked]) -> HttpResponseBase:
    when = asked.moment()
    return answer(request, when, lambda: _body(code, when.moment))


@lru_cache(maxsize=20_000)  # by edition, so what is kept stays right
def _body(code: str, moment: Moment) -> bytes:
    assert moment.edition is not None
    return packed(shapes.body(queries.body(meant(code, edition=moment.edition), moment=moment)))


@router.post("/organisations", response={200: schemas.Batch, **REFUSALS}, summary="Up to 1,000 bodies on a day")
def organisations(request: HttpRequest, asked: Query[Asked], batch: schemas.Codes) -> HttpResponseBase:
    when = asked.moment()
    return answer(request, when, lambda: _bodies(batch.codes, when))


def _bodies(codes: list[str], when: Answering) -> bytes:
    plain = [code.upper() for code in codes]
    there = asking.ids_of(set(plain))
    names = {code: code if code in there else meant(code, edition=when.edition) for code in set(plain)}
    found = queries.bodies(set(names.values()), moment=when.moment)
    told = {code: shapes.body(one) for code, one in found.items()}
    ordered = [told[names[code]] for code in plain if names[code] in told]
    unknown = [code for code, upper in zip(codes, plain, strict=True) if names[upper] not in told]
    return packed(
        {
            **shapes.moment(when.moment, when.edition),
            "count": len(ordered),
            "organisations": ordered,
            "unknown": unknown,
        }
    )


@router.get(
    "/organisations/{code}/members", response={200: schemas.Members, **REFUSALS}, summary="Its members on a day"
)
def members(request: HttpRequest, code: Code, asked: Query[OfKind]) -> HttpResponseBase:
    when = asked.moment()

    def make() -> bytes:
        it = meant(code, edition=when.edition)
        kind = KINDS[asked.kind] if asked.kind else None
        found = queries.members(it, moment=when.moment, kind=kind)
        shape = shapes.members(it, found, when.moment, when.edition)
        if not found:
            shape["why"] = why_no_members(it, moment=when.moment, kind=kind)
        return packed(shape)

    return answer(request, when, make)


@router.get("/organisations/{code}/history", response={200: schemas.History, **REFUSALS}, summary="Every fact about it")
def history(request: HttpRequest, code: Code, asked: Query[Asked]) -> HttpResponseBase:
    when = asked.moment()

    def make() -> bytes:
        it = meant(code, edition=when.edition)
        facts = [shapes.fact(row) for row in queries.history(it, moment=when.moment)]
        return packed({"code": it, **shapes.moment(when.moment, when.edition), "facts": facts})

    return answer(request, when, make)


@router.get(
    "/organisations/{code}/evidence", response={200: schemas.Evidence, **REFUSALS}, summary="Who said so, and where"
)
def evidence(request: HttpRequest, code: Code) -> HttpResponseBase:
    when = Asked.model_validate({}).moment()

    def make() -> bytes:
        it = meant(code, edition=when.edition)
        rows = [shapes.evidence(row) for row in queries.evidence(it)]
        return packed({"code": it, **shapes.moment(when.moment, when.edition), "evidence": rows})

    return answer(request, when, make)


@router.get(
    "/organisations/{code}/successors", response={200: schemas.Successors, **REFUSALS}, summary="What came after"
)
def successors(request: HttpRequest, code: Code, asked: Query[Steps]) -> HttpResponseBase:
    return _steps(request, code, asked, "successors", successions.successors)


@router.get(
    "/organisations/{code}/predecessors", response={200: schemas.Predecessors, **REFUSALS}, summary="What came before"
)
def predecessors(request: HttpRequest, code: Code, asked: Query[Steps]) -> HttpResponseBase:
    return _steps(request, code, asked, "predecessors", successions.predecessors)


def _steps(
    request: HttpRequest, code: str, asked: Steps, called: str, ask: Callable[..., list[Succession]]
) -> HttpResponseBase:
    when = asked.moment()

    def make() -> bytes:
        it = meant(code, edition=when.edition)
        told = [shapes.succession(step) for step in ask(it, moment=when.moment, ultimate=asked.ultimate)]
        return packed({"code": it, **shapes.moment(when.moment, when.edition), called: told})

    return answer(request, when, make)


@router.get("/search", response={200: schemas.Found, **REFUSALS}, summary="Find a body by code, name or initials")
def search(request: HttpRequest, asked: Query[Text]) -> HttpResponseBase:
    from ouzel.register.search import find

    when = asked.moment()

    def make() -> bytes:
        found = [shapes.found(one) for one in find(asked.q, moment=when.moment, limit=asked.limit)]
        return packed({"text": asked.q, **shapes.moment(when.moment, when.edition), "found": found})

    return answer(request, when, make)
