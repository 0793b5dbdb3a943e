"""Forms at the desk, made from the tables of a plan: what may stand in a file may be typed here, and nothing else."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from ouzel.register.attributes import LASTING, Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.plan import FORMS, Opening
from ouzel.reorganisation.plan_file.shapes import ROLES_OF_KINDS
from ouzel.reorganisation.plan_file.tables import Field, Shape, Table
from ouzel.web import words
from ouzel.web.desk import fields, wording

Chosen = list[tuple[str, str]]
BODY_KINDS: Chosen = [(slug, words.capital(KINDS[slug].one)) for slug in ROLES_OF_KINDS]
RELATIONS: Chosen = [("", "Everything"), *((a.name.lower(), words.ATTRIBUTES.get(a, a.name)) for a in sorted(LASTING))]


class Drawn(forms.Form):
    """A form that is drawn by the design system. `eve`: the day on which names are looked up."""

    use_required_attribute = False
    judged = True  # False: it is shown as it was sent, with nothing said of what is wrong

    def __init__(self, *args: Any, eve: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            self.prepare(name, field, eve)

    def prepare(self, name: str, field: forms.Field, eve: date | None) -> None:
        """What every field needs to know."""
        if isinstance(field, fields.CodeField | fields.CodesField):
            assert eve is not None, "codes are looked up on a day"
            field.on = eve
        if isinstance(field, fields.Select | fields.Radios):
            field.error_messages["required"] = f"Choose one under “{field.label}”"
        else:
            field.error_messages["required"] = f"“{field.label}” must be filled in"

    def problems(self) -> Iterator[tuple[str, str]]:
        """(id of the field, message) of each thing that is wrong, in the order of the fields."""
        for bound in self:
            for text in self.messages(bound):
                yield self.first(bound), text
        if self.is_bound and self.judged:
            for message in self.non_field_errors():
                yield "form", str(message)

    def messages(self, bound: forms.BoundField) -> list[str]:
        """What is wrong with one field."""
        return [str(message) for message in bound.errors] if self.is_bound and self.judged else []

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed or ticked in it."""
        return any(self.data.get(self.add_prefix(name)) for name in self.fields)

    def first(self, bound: forms.BoundField) -> str:
        """The id of what to go to, for a field."""
        shown = getattr(bound.field, "shown", "")
        return f"{bound.html_name}-day" if shown == "day" else str(bound.html_name)


class TableForm(Drawn):
    """One table of a plan: a kind of change, a part of one, a benefit, a link, or the plan itself."""

    def __init__(self, table: Table, *args: Any, thing: Any = None, **options: Any) -> None:
        self.table, self.thing = table, thing
        super().__init__(*args, initial=_initial(table, thing) if thing is not None else None, **options)

    def prepare(self, name: str, field: forms.Field, eve: date | None) -> None:
        first = name.partition("-")[0]
        more = first in wording.MORE or (self.table.name, first) in wording.MORE_OF
        field.more = more  # type: ignore[attr-defined]
        super().prepare(name, field, eve)

    @property
    def main(self) -> list[forms.BoundField]:
        """What most need."""
        return [self[name] for name, field in self.fields.items() if not getattr(field, "more", False)]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What few need."""
        return [self[name] for name, field in self.fields.items() if getattr(field, "more", False)]

    @property
    def rest_is_open(self) -> bool:
        """Whether there is something in what few need, or something wrong with it."""
        return any(self.messages(b) or (b.value() and not isinstance(b.field, fields.DayField)) for b in self.rest)

    def clean(self) -> dict[str, Any]:
        """What holds between fields."""
        got = self.cleaned_data
        if "kind" in self.fields and got.get("kind") and got.get("roles"):
            self.add_error("roles", "A kind is chosen already. Leave one of them out")
        if self.table.name == "role" and not got.get("kind") and not got.get("takes") and not self.errors:
            self.add_error("kind", "Choose what the body becomes")
        if self.table.any_of and not any(got.get(key) for key in self.table.any_of) and not self.errors:
            self.add_error(self.table.any_of[0], "List what moves, or give the body of which all moves")
        if got.get("on") and got.get("until") and got["until"] <= got["on"]:
            self.add_error("until", "It ends before it begins. Give a day after its first")
        return got

    def values(self) -> dict[str, Any]:
        """What the table says, by the names of its dataclass."""
        assert self.is_valid()
        got = self.cleaned_data
        given: dict[str, Any] = {}
        opening: dict[str, Any] = {}
        for f in self.table.fields:
            if f.key not in self.fields and f.shape is not Shape.PARENTS:
                continue
            if f.shape is Shape.KIND:
                continue
            into = opening if f.opening else given
            if f.shape is Shape.PARENTS:
                into["parents"] = self._parents()
            elif f.shape is Shape.ROLE and f.key in ("roles", "takes"):
                kind = got.get("kind")
                into[f.name] = (ROLES_OF_KINDS[kind],) if kind else got[f.key]
            else:
                into[f.name] = (got[f.key],) if f.alone else got[f.key]
        if any(f.opening for f in self.table.fields):
            given["opening"] = Opening(**opening)
        if self.table.kind:
            given["kind"] = self.table.kind
        return given

    def _parents(self) -> Mapping[Attribute, str]:
        kept = dict(self.thing.opening.parents) if self.thing is not None else {}
        for relation in wording.BELONGS:
            attribute = Attribute[relation.upper()]
            kept.pop(attribute, None)
            if code := self.cleaned_data.get(f"parents-{relation}"):
                kept[attribute] = code
        return kept


def table_form(table: Table, *args: Any, leave_out: tuple[str, ...] = (), **options: Any) -> TableForm:
    """The form of a table."""
    made = type(f"{table.name.title()}Form", (TableForm,), dict(_fields(table, leave_out)))
    form: TableForm = made(table, *args, **options)
    return form


def eve_of(effective: date) -> date:
    """The last day of the old shape, on which bodies are called what they are called."""
    return effective - timedelta(days=1)


def _fields(table: Table, leave_out: tuple[str, ...]) -> Iterator[tuple[str, forms.Field]]:
    for f in table.fields:
        if f.key in leave_out:
            continue
        if f.shape is Shape.PARENTS:
            for relation, label in wording.BELONGS.items():
                hint = "Leave it empty if it follows from those that it carries on for."
                yield f"parents-{relation}", fields.CodeField(label=label, help_text=hint, required=False)
            continue
        if table.name == "role" and f.key == "takes":
            choices = [("", "Choose one"), *BODY_KINDS]
            yield "kind", fields.Select(label="What it becomes", choices=choices, required=False)
        if f.key == "roles" and f.opening:
            label, hint = wording.field(table.name, "kind")
            choices = [("", "What those before it were"), *BODY_KINDS]
            yield "kind", fields.Select(label=label, help_text=hint, choices=choices, required=False)
        if f.shape is not Shape.KIND:
            yield f.key, _field(table, f)


def _field(table: Table, f: Field) -> forms.Field:
    label, hint = wording.field(table.name, f.key)
    said: dict[str, Any] = {"label": label, "help_text": hint, "required": f.required}
    if f.shape is Shape.ROLE:
        said["required"] = False
        return RolesField(**said)
    if f.shape is Shape.CODE:
        return fields.CodesField(**said) if f.many else fields.CodeField(**said)
    if f.many:
        return fields.LinesField(f.shape, strip=False, **said)
    match f.shape:
        case Shape.DAY:
            return fields.DayField(**said)
        case Shape.TEXT:
            return fields.TextField(f.shape, **said)
        case Shape.FLAG:
            return fields.Tick(**said)
        case Shape.FORM:
            return fields.Radios(choices=[(form, words.capital(form)) for form in FORMS], **said)
        case Shape.RELATION:
            return RelationField(choices=RELATIONS, **said)
        case Shape.SHARE | Shape.AMOUNT:
            return fields.ShapeField(f.shape, empty=None, tidy=fields.number_of, **said)
    return fields.ShapeField(f.shape, **said)


class RolesField(fields.ShapeField):
    """ODS role codes with commas."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Shape.ROLE, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The codes, each once."""
        pieces = forms.CharField.clean(self, value).replace(",", " ").split()
        return tuple(dict.fromkeys(fields.taken(Shape.ROLE, piece) for piece in pieces))

    def prepare_value(self, value: Any) -> str:
        """The codes with commas."""
        return value if isinstance(value, str) else ", ".join(value or ())


class RelationField(fields.Select):
    """One of the relations that last."""

    def clean(self, value: Any) -> Attribute | None:
        """The relation; None for all."""
        text = super().clean(value)
        return Attribute[text.upper()] if text else None

    def prepare_value(self, value: Any) -> str:
        """Its name."""
        return value.name.lower() if isinstance(value, Attribute) else value or ""


def _initial(table: Table, thing: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for f in table.fields:
        if f.shape is Shape.KIND:
            continue
        value = getattr(thing.opening if f.opening else thing, f.name)
        if f.shape is Shape.PARENTS:
            found |= {f"parents-{key.name.lower()}": code for key, code in value.items()}
        elif f.shape is Shape.ROLE and f.key in ("roles", "takes"):
            kind = next((k for k, role in ROLES_OF_KINDS.items() if value == (role,)), "")
            found |= {"kind": kind, f.key: () if kind else value}
        else:
            found[f.key] = value[0] if f.alone and value else value
    return found
