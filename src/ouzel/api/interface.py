"""The interface itself: its parts, its description, and how refusals are told."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from ouzel.api import (
    activity,
    activity_figures,
    activity_public,
    change_shapes,
    changes,
    figures,
    governance,
    organisations,
    wholes,
)
from ouzel.api.answering import problem
from ouzel.api.parameters import known_alone
from ouzel.core.errors import ContentError
from ouzel.governance.bodies.queries import NoSuchBody as NoSuchBoard
from ouzel.governance.meetings.queries import NoSuchMeeting
from ouzel.register.answers import NoSuchBody
from ouzel.reorganisation.refusals import PlanRefused


class Interface(NinjaAPI):
    """An interface whose description names the forms that answers and refusals really have."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """As the library makes it, with refusals as problem+json and the other forms of exports."""
        schema = super().get_openapi_schema(**options)
        for path, operations in schema["paths"].items():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    content = response.get("content", {})
                    if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in content:
                        content["application/problem+json"] = content.pop("application/json")
                    elif int(status) == HTTPStatus.OK:
                        content.update({form: {"schema": {"type": "string"}} for form in OTHER_FORMS.get(path, ())})
        return schema


OTHER_FORMS = {
    "/api/v1/snapshot": ("application/x-ndjson", "text/csv"),
    "/api/v1/crosswalk": ("text/csv",),
    "/api/v1/changes/{slug}/consequences": ("text/csv",),
    "/api/v1/activity/check": ("text/csv",),
    "/api/v1/activity/report": ("text/csv",),
}


api = Interface(
    title="Ouzel",
    version="1",
    description=(
        "The dated register of NHS organisations and areas, figures in the shape of any of its structures, "
        "the reorganisations that change it, activity (who pays for care, and what it costs), and who decides: "
        "bodies, meetings, decisions, actions, interests. "
        "Every answer names the day it is about, what was known, and the edition that answered. "
        "Days `until` and `closed` are half-open: the first day it no longer held. "
        "Answers carry an ETag; ask again with If-None-Match."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_decorator(known_alone, mode="view")
api.add_router("", organisations.router)
api.add_router("", wholes.router)
api.add_router("", figures.router)
api.add_router("", changes.router)
api.add_router("", activity.router)
api.add_router("", activity_figures.router)
api.add_router("", activity_public.router)
api.add_router("", governance.router)


def _refuse(kind: type[Exception], status: HTTPStatus) -> None:
    @api.exception_handler(kind)
    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        said = error.message if isinstance(error, HttpError) else str(error)
        return problem(int(status), status.phrase, said or status.description)


for _kind, _status in (
    (NoSuchBody, HTTPStatus.NOT_FOUND),
    (NoSuchBoard, HTTPStatus.NOT_FOUND),
    (NoSuchMeeting, HTTPStatus.NOT_FOUND),
    (Http404, HTTPStatus.NOT_FOUND),
    (BadRequest, HTTPStatus.BAD_REQUEST),
    (MultiPartParserError, HTTPStatus.BAD_REQUEST),
    (SuspiciousOperation, HTTPStatus.BAD_REQUEST),  # more parameters than any question has
    (PermissionDenied, HTTPStatus.FORBIDDEN),
    (figures.TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (figures.UnknownForm, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
):
    _refuse(_kind, _status)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, HTTPStatus(error.status_code).phrase, error.message)


@api.exception_handler(ContentError)
def _content(request: HttpRequest, error: ContentError) -> HttpResponse:
    place: dict[str, Any] = {"line": error.line, "field": error.field or None, "value": error.value or None}
    more = {k: v for k, v in place.items() if v is not None}
    if isinstance(error, PlanRefused):  # everything that is wrong at once
        more["problems"] = [change_shapes.problem(each) for each in error.problems]
    return problem(422, "Refused for its content", str(error), **more)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = []
    for each in error.errors:
        *_, where = [str(part) for part in each["loc"]] or ["the request"]
        said.append(f"{where}: {each['msg'].removeprefix('Value error, ')}")
    return problem(422, "Cannot be understood", "; ".join(said))
