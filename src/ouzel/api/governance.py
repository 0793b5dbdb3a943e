"""Who decides, over HTTP: bodies, people, meetings, decisions, actions, interests, strategies, risks. Reads only."""

from typing import Annotated, Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from ouzel.api import governance_schemas as schemas
from ouzel.api import governance_shapes as shapes
from ouzel.api import governance_wholes as wholes
from ouzel.api import meeting_schemas, meeting_shapes, strategy_shapes
from ouzel.api.governance_asked import AsKnown, Between, Known, OfBody, Since, Slug, bodies_meant, reply
from ouzel.api.organisations import REFUSALS
from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.queries import bodies_of, bodies_on, body_named, lineage
from ouzel.governance.decisions.queries import decisions_of
from ouzel.governance.interests.publishing import register_of
from ouzel.governance.meetings import queries as meetings_asked
from ouzel.governance.papers.queries import NoSuchPaper
from ouzel.governance.risks.queries import risks_on
from ouzel.governance.search import KINDS, find
from ouzel.governance.seats.queries import vacancies
from ouzel.governance.seats.who import who
from ouzel.governance.strategies.queries import strategies_on

router = Router(tags=["Who decides"])
SLUG = r"^[a-z0-9][a-z0-9-]{0,60}$"
DecisionRef = Annotated[str, Path(..., pattern=r"^D-\d{4}-\d{4,9}$", description="Such as D-2021-0007")]
ActionRef = Annotated[str, Path(..., pattern=r"^A-\d{4}-\d{4,9}$", description="Such as A-2021-0003")]
RiskRef = Annotated[str, Path(..., pattern=r"^R-\d{4}-\d{4,9}$", description="Such as R-2021-0001")]


class ListedBodies(AsKnown):
    of: str | None = Field(None, pattern=r"^[A-Z0-9]{1,12}$", description="Only bodies of this organisation")
    kind: str | None = Field(None, pattern=SLUG, description="Only of this kind: integrated-care-board")


class ListedDecisions(Known, Since, Between):
    kind: str | None = Field(None, pattern=SLUG, description="Only of this kind: merger")
    topic: str | None = Field(None, pattern=r"^[^\x00]{1,100}$", description="Only on this topic")


class ListedMeetings(Known, Since, Between):
    state: str | None = Field(None, pattern="^(noticed|open|adjourned|closed|cancelled)$")


class OfABody(AsKnown):
    body: OfBody = None


class RegisterAsked(AsKnown):
    body: OfBody = None


class Searched(Known, Between):
    q: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$", description='Words, "a phrase", or, -not')
    kind: list[Annotated[str, Field(pattern=f"^({'|'.join(KINDS)})$")]] = Field(
        [], max_length=10, description="Only of this kind; may be given again"
    )
    limit: int = Field(20, ge=1, le=100)


@router.get("/bodies", response={200: schemas.Bodies, **REFUSALS}, summary="Bodies that decide, on a day")
def bodies(request: HttpRequest, asked: Query[ListedBodies]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    found = bodies_of([asked.of], on=on, known_at=known_at) if asked.of else bodies_on(on=on, known_at=known_at)
    chosen = [view for view in found if asked.kind in (None, view.kind)]
    return reply(request, wholes.bodies(chosen, on=on, known_at=known_at))


@router.get(
    "/bodies/{slug}", response={200: schemas.WholeBody, **REFUSALS},
    summary="One body: its seats, committees, powers and what is not as it should be",
)  # fmt: skip
def body(request: HttpRequest, slug: Slug, asked: Query[AsKnown]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    whole = wholes.body(body_named(slug), on=on, known_at=known_at)
    return _known(request, whole, f"Nothing was known of {slug} on {known_at}.")


@router.get("/people", response={200: schemas.People, **REFUSALS}, summary="Everybody who holds an office on a day")
def people(request: HttpRequest, asked: Query[AsKnown]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    return reply(request, wholes.people(who(on=on, known_at=known_at), on=on, known_at=known_at))


@router.get(
    "/people/{slug}", response={200: schemas.WholePerson, **REFUSALS}, summary="All that somebody holds and held"
)
def person(request: HttpRequest, slug: Slug, asked: Query[AsKnown]) -> HttpResponse:
    whole = wholes.person(slug, on=asked.day(), known_at=asked.known())
    return _known(request, whole, f"There is no person called {slug}. Everybody on a day: /api/v1/people")


@router.get("/vacancies", response={200: schemas.Seats, **REFUSALS}, summary="The seats that nobody holds on a day")
def empty_seats(request: HttpRequest, asked: Query[AsKnown]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    rows = [shapes.seat(each) for each in vacancies(on=on, known_at=known_at)]
    return reply(request, {**shapes.asked(on=on, known_at=known_at), "count": len(rows), "seats": rows})


@router.get("/meetings", response={200: meeting_schemas.Meetings, **REFUSALS}, summary="Meetings, the latest first")
def meetings(request: HttpRequest, asked: Query[ListedMeetings]) -> HttpResponse:
    (since, until), known_at = asked.days(), asked.known()
    filters: dict[str, Any] = {
        "body": bodies_meant(asked.body, known_at) if asked.body else None,
        "since": since, "until": until, "state": asked.state, "known_at": known_at,
        "modified_since": asked.modified_since,
    }  # fmt: skip
    found = meetings_asked.meetings(request.user, limit=asked.limit, offset=asked.offset, **filters)
    whole = meetings_asked.count_meetings(request.user, **filters)
    rows = [meeting_shapes.meeting(each) for each in found]
    return reply(request, {"known_at": known_at, "count": whole, "meetings": rows})


@router.get(
    "/meetings/{slug}", response={200: meeting_schemas.WholeMeeting, **REFUSALS},
    summary="One meeting: agenda, papers, quorum item by item, minutes, what was irregular",
)  # fmt: skip
def meeting(request: HttpRequest, slug: Slug, asked: Query[AsKnown]) -> HttpResponse:
    return reply(request, wholes.meeting(slug, request.user, on=asked.day(), known_at=asked.known()))


@router.get(
    "/papers/{slug}", response={200: meeting_schemas.Paper, **REFUSALS},
    summary="One paper: its versions with their hashes, and the items that it is before",
)  # fmt: skip
def paper(request: HttpRequest, slug: Slug, asked: Query[Known]) -> HttpResponse:
    try:
        return reply(request, wholes.paper(slug, request.user, known_at=asked.known()))
    except NoSuchPaper as error:
        raise Http404(f"{error}.") from None


@router.get("/decisions", response={200: meeting_schemas.Decisions, **REFUSALS}, summary="Decisions, the newest first")
def decisions(request: HttpRequest, asked: Query[ListedDecisions]) -> HttpResponse:
    (since, until), known_at = asked.days(), asked.known()
    found = decisions_of(
        bodies_meant(asked.body, known_at), request.user, known_at=known_at, modified_since=asked.modified_since,
        since=since, until=until, kind=asked.kind or "",
        topic=asked.topic or "", with_predecessors=False, limit=asked.limit + 1, offset=asked.offset,
    )  # fmt: skip
    rows = [shapes.decision(each) for each in found[: asked.limit]]
    return reply(request, {"known_at": known_at, "count": len(rows), "more": len(found) > len(rows), "decisions": rows})


@router.get(
    "/decisions/{ref}",
    response={200: meeting_schemas.WholeDecision, **REFUSALS},
    summary="One decision, and what it is about",
)
def decision(request: HttpRequest, ref: DecisionRef, asked: Query[Known]) -> HttpResponse:
    whole = wholes.decision(ref, request.user, known_at=asked.known())
    return _known(request, whole, f"There is no decision {ref}. All of them: /api/v1/decisions")


@router.get(
    "/actions",
    response={200: meeting_schemas.Actions, **REFUSALS},
    summary="What bodies had asked for and was open on a day",
)
def actions(request: HttpRequest, asked: Query[OfABody]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    found = open_actions(bodies_meant(asked.body, known_at), on=on, viewer=request.user, known_at=known_at)
    rows = [shapes.action(each) for each in found]
    return reply(request, {**shapes.asked(on=on, known_at=known_at), "count": len(rows), "actions": rows})


@router.get(
    "/actions/{ref}", response={200: meeting_schemas.WholeAction, **REFUSALS}, summary="One action as it stood on a day"
)
def action(request: HttpRequest, ref: ActionRef, asked: Query[AsKnown]) -> HttpResponse:
    whole = wholes.action(ref, request.user, on=asked.day(), known_at=asked.known())
    return _known(request, whole, f"There is no action {ref} on that day.")


@router.get(
    "/interests", response={200: schemas.Interests, **REFUSALS},
    summary="The registers of interests, gifts and hospitality, as the public may read them",
)  # fmt: skip
def interests(request: HttpRequest, asked: Query[RegisterAsked]) -> HttpResponse:
    on = asked.day()
    chosen = lineage(body_named(asked.body), on=on) if asked.body else bodies_meant(None)
    return reply(request, shapes.interests(register_of(chosen, on=on, viewer=None, known_at=asked.known())))


@router.get("/strategies", response={200: schemas.Strategies, **REFUSALS}, summary="Strategies in force on a day")
def strategies(request: HttpRequest, asked: Query[AsKnown]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    rows = [strategy_shapes.strategy(each) for each in strategies_on(on, viewer=request.user, known_at=known_at)]
    return reply(request, {**shapes.asked(on=on, known_at=known_at), "count": len(rows), "strategies": rows})


@router.get(
    "/strategies/{slug}", response={200: schemas.WholeStrategy, **REFUSALS},
    summary="One strategy: from each priority to owners, measures, money, contracts and decisions",
)  # fmt: skip
def strategy(request: HttpRequest, slug: Slug, asked: Query[AsKnown]) -> HttpResponse:
    whole = wholes.strategy(slug, request.user, on=asked.day(), known_at=asked.known())
    return _known(request, whole, f"There is no strategy called {slug}. All of them: /api/v1/strategies")


@router.get("/risks", response={200: schemas.Risks, **REFUSALS}, summary="Risks open on a day, the worst first")
def risks(request: HttpRequest, asked: Query[OfABody]) -> HttpResponse:
    on, known_at = asked.day(), asked.known()
    chosen = bodies_meant(asked.body, known_at) if asked.body else None
    found = risks_on(on, viewer=request.user, bodies=chosen, known_at=known_at)
    rows = [strategy_shapes.risk(each) for each in found]
    return reply(request, {**shapes.asked(on=on, known_at=known_at), "count": len(rows), "risks": rows})


@router.get(
    "/risks/{ref}", response={200: schemas.WholeRisk, **REFUSALS}, summary="One risk, with its scores over time"
)
def risk(request: HttpRequest, ref: RiskRef, asked: Query[AsKnown]) -> HttpResponse:
    whole = wholes.risk(ref, request.user, on=asked.day(), known_at=asked.known())
    return _known(request, whole, f"There is no risk {ref} on that day. All of them: /api/v1/risks")


@router.get(
    "/records", response={200: meeting_schemas.Records, **REFUSALS},
    summary="Decisions, papers, items and minutes in full text, across the bodies that a body succeeded",
)  # fmt: skip
def records(request: HttpRequest, asked: Query[Searched]) -> HttpResponse:
    if asked.known_at:
        raise BadRequest("A search looks at what is known now: ask without known-at.")
    since, until = asked.days()
    found = find(
        asked.q, request.user, body=asked.body, since=since, until=until, kinds=asked.kind, limit=asked.limit,
        offset=asked.offset,
    )  # fmt: skip
    return reply(request, meeting_shapes.hits(found))


def _known(request: HttpRequest, whole: dict[str, Any] | None, missing: str) -> HttpResponse:
    """The answer; 404 with what to do where there is none."""
    if whole is None:
        raise Http404(missing)
    return reply(request, whole)
