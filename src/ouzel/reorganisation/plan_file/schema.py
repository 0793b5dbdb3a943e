"""The published JSON Schema of a plan file, made of the same tables that the reader goes by.

`plan.schema.json` beside this module is what `schema` gives; days are text there, as JSON has no other.
"""

from typing import Any

from ouzel.reorganisation.plan import FORMS
from ouzel.reorganisation.plan_file.shapes import RELATIONS, ROLES_OF_KINDS, SLUG
from ouzel.reorganisation.plan_file.tables import CHANGES, CHOICES, PLAN, TABLES, Field, Shape, Table

_CODE = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9:-]{1,39}$"}
_TEXT = {"type": "string", "pattern": r"\S"}
_NUMBER = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

_SHAPES: dict[Shape, dict[str, Any]] = {
    Shape.SLUG: {"type": "string", "pattern": f"^{SLUG.pattern}$"},
    Shape.LINE: {"type": "string", "pattern": r"^[^\n]*\S[^\n]*$"},
    Shape.TEXT: _TEXT,
    Shape.ADDRESS: {"type": "string", "format": "uri", "pattern": "^https?://"},
    Shape.DAY: {"type": "string", "format": "date"},
    Shape.CODE: _CODE,
    Shape.ROLE: {"type": "string", "pattern": "^[A-Za-z0-9]{2,40}$"},
    Shape.KIND: {"enum": sorted(ROLES_OF_KINDS)},
    Shape.RELATION: {"enum": sorted(RELATIONS)},
    Shape.FORM: {"enum": list(FORMS)},
    Shape.SHARE: {"anyOf": [{"type": "number", "exclusiveMinimum": 0, "maximum": 1}, _NUMBER]},
    Shape.AMOUNT: {"anyOf": [{"type": "number"}, _NUMBER]},
    Shape.FLAG: {"type": "boolean"},
    Shape.PARENTS: {
        "type": "object",
        "properties": dict.fromkeys(sorted(RELATIONS), _CODE),
        "additionalProperties": False,
    },
}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan file read into JSON."""
    properties = {name: _table(table) for name, table in TABLES.items()}
    properties[CHOICES] = {
        "type": "object",
        "description": "What only a person can decide: key as the preview asks it, and the answer",
        "additionalProperties": {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ouzel:plan",
        "title": "A plan of a reorganisation",
        "description": "What a reorganisation closes, opens, renames and moves, on which day, by what law",
        "type": "object",
        "properties": properties,
        "required": [PLAN.name],
        "anyOf": [{"required": [table.name]} for table in CHANGES],
        "additionalProperties": False,
    }


def _table(table: Table) -> dict[str, Any]:
    properties = {f.key: _field(f) for f in table.fields}
    required = [f.key for f in table.fields if f.required]
    if table.parts:
        properties[table.parts.name] = _table(table.parts)
        required.append(table.parts.name)
    found: dict[str, Any] = {
        "type": "object",
        "description": table.about,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    if table.any_of:
        found["anyOf"] = [{"required": [key]} for key in table.any_of]
    if "kind" in properties:
        found["not"] = {"required": ["kind", "roles"]}
    if not table.several:
        return found
    return {"type": "array", "description": table.about, "minItems": 1, "items": found}


def _field(f: Field) -> dict[str, Any]:
    shape = _SHAPES[f.shape]
    if not f.many:
        return {"description": f.about, **shape}
    listed: dict[str, Any] = {"description": f.about, "type": "array", "items": shape}
    if f.required:
        listed["minItems"] = 1
    if f.shape is not Shape.TEXT:
        listed["uniqueItems"] = True
    return listed
