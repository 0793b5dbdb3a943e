"""Fields of forms of governance: hours, sums of money, and records to choose from."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ouzel.core.types.money import NotASum, pence_of
from ouzel.web.desk import fields

HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]m)?")


class HourField(forms.CharField):
    """An hour of the day in London, as 10:00, 10.30 or 2pm."""

    shown = "line"

    def to_python(self, value: Any) -> Any:
        """The hour; None where nothing is written."""
        if isinstance(value, time) or value in (None, ""):
            return value or None
        found = HOUR.fullmatch(str(value).strip().casefold())
        hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
        if found and found["half"]:
            hour = 99 if not 1 <= hour <= 12 else hour % 12 + (12 if found["half"] == "pm" else 0)
        if hour > 23 or minute > 59:
            raise ValidationError("Give an hour, such as 10:00 or 2pm")
        return time(hour, minute)

    def prepare_value(self, value: Any) -> str:
        """14:00."""
        return f"{value:%H:%M}" if isinstance(value, time) else value or ""


class PoundsField(forms.CharField):
    """A sum of money, as it is written; its value is whole pence."""

    shown = "line"

    def to_python(self, value: Any) -> Any:
        """Pence; None where nothing is written."""
        text = str(value or "").strip()
        try:
            return pence_of(text) if text else None
        except NotASum as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> str:
        """Pence as pounds; what was typed, as it is."""
        return f"{value // 100:,}.{value % 100:02}" if isinstance(value, int) else value or ""


class CountField(forms.CharField):
    """A whole number from 0."""

    shown = "line"

    def to_python(self, value: Any) -> Any:
        """The number; None where nothing is written."""
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            raise ValidationError("Give a whole number, such as 0 or 7")
        return int(text)


Offered = Mapping[str, tuple[Any, str]]
"""What may be chosen: by its value in the form, the record and how it is called."""


class One(fields.Select):
    """One of some records; its value is the record, None where none is chosen."""

    things: Offered = {}

    def offer(self, things: Offered, *, empty: str = "Choose one") -> None:
        """Say what may be chosen."""
        self.things = things
        self.choices = [("", empty), *((value, words) for value, (_, words) in things.items())]

    def clean(self, value: Any) -> Any:
        """The record."""
        found = self.things.get(super().clean(value))
        return found[0] if found else None

    def prepare_value(self, value: Any) -> Any:
        """The value of a record in the form."""
        return next((key for key, (thing, _) in self.things.items() if thing == value), value)


class Some(fields.Ticks):
    """Some of a few records; its value is a list of them."""

    things: Offered = {}

    def offer(self, things: Offered) -> None:
        """Say what may be chosen."""
        self.things = things
        self.choices = [(value, words) for value, (_, words) in things.items()]

    def clean(self, value: Any) -> list[Any]:
        """The records, in the order in which they were offered."""
        chosen = super().clean(value)
        return [thing for key, (thing, _) in self.things.items() if key in chosen]


class PersonField(forms.CharField):
    """Somebody of the system, by name or by the name in addresses."""

    shown = "line"

    def prepare_value(self, value: Any) -> str:
        """Their name; or, where several have it, their name in addresses."""
        from ouzel.governance.models import Person

        if not isinstance(value, Person):
            return value or ""
        several = Person.objects.visible_to(None).filter(name__iexact=value.name).count() > 1
        return value.slug if several else value.name

    def clean(self, value: Any) -> Any:
        """The person; None where nothing is written."""
        from ouzel.governance.models import Person

        text = " ".join(super().clean(value).split())
        if not text:
            return None
        everybody = Person.objects.visible_to(None)
        found = list(everybody.filter(slug=text)) or list(everybody.filter(name__iexact=text)[:9])
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(person.slug for person in found)
            raise ValidationError(f"Several people are called “{text}”. Give one of these instead: {several}")
        raise ValidationError(
            f"Nobody is called “{text}”. Give the name as it is written in who’s who, or add them first"
        )
