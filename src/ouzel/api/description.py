"""The page that describes the interface, from its OpenAPI description: no script, nothing from elsewhere."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import reverse

from ouzel.api.interface import api

TEMPLATE = Path(__file__).parent / "docs.html"


@dataclass(frozen=True)
class Parameter:
    """One parameter, in words."""

    name: str
    place: str
    required: bool
    form: str
    words: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    anchor: str
    method: str
    path: str
    summary: str
    words: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[str, ...]
    answer: str


def page(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    context = {
        "title": api.title,
        "words": api.description,
        "operations": operations(),
        "openapi": reverse("api:openapi-json"),
        "path": request.path,
        "example": request.build_absolute_uri("/api/v1/organisations/M1J4Y?on=2021-11-30&known-at=2021-11-30"),
    }
    return HttpResponse(_template().render(context, request))


@cache
def _template() -> Any:
    return engines["jinja2"].from_string(TEMPLATE.read_text(encoding="utf-8"))


@cache
def operations() -> tuple[Operation, ...]:
    """All operations in the order of the description."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    found = []
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            found.append(
                Operation(
                    anchor=told["operationId"],
                    method=method.upper(),
                    path=path,
                    summary=told.get("summary", ""),
                    words=told.get("description", ""),
                    parameters=tuple(_parameter(each) for each in told.get("parameters", ())),
                    bodies=tuple(told.get("requestBody", {}).get("content", ())),
                    answer=_answer(schema, told),
                )
            )
    return tuple(found)


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    kinds = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    kind = kinds[0] if kinds else {}
    form = {"date": "a day"}.get(kind.get("format", "")) or {
        "string": "text", "integer": "a whole number", "boolean": "true or false", "array": "text, may be given again",
    }.get(kind.get("type", ""), "")  # fmt: skip
    choices = kind.get("enum") or _choices(kind.get("pattern", ""))
    if choices:
        form = "one of " + ", ".join(choices)
    if schema.get("default") not in (None, [], False):
        form += f"; {schema['default']} if not given"
    words = told.get("description") or schema.get("description", "")
    return Parameter(told["name"], told["in"], told.get("required", False), form, words)


def _choices(pattern: str) -> list[str]:
    """The words that a pattern such as ^(board|region)$ lets through."""
    inside = pattern.removeprefix("^(").removesuffix(")$")
    return inside.split("|") if "|" in inside and inside.replace("|", "").replace("-", "").isalnum() else []


def _answer(schema: dict[str, Any], told: dict[str, Any]) -> str:
    content = told["responses"].get(200, told["responses"].get("200", {})).get("content", {})
    reference: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    shape = schema["components"]["schemas"].get(reference.rsplit("/", 1)[-1], {})
    return ", ".join(shape.get("properties", {}))
