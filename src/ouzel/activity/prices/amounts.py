"""Amounts as they are written in files, as whole numbers: pence, millionths, hundredths of a per cent, days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from ouzel.activity.small_files import CODES, code, sayable
from ouzel.core.errors import ContentError

NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?")
YES, NO = {"yes", "y", "true", "1"}, {"", "no", "n", "false", "0"}


@dataclass(frozen=True)
class Row:
    """One row of a file, with the place that errors tell."""

    file: str
    line: int
    values: Mapping[str, str]

    def text(self, field: str) -> str:
        """The field without the blanks around it; "" where there is none."""
        return (self.values.get(field) or "").strip()

    def needed(self, field: str) -> str:
        """A field that may not be blank."""
        return self.text(field) or self._refuse(field, "this is blank", "Give one in every row")

    def pence(self, field: str, *, below: int) -> int | None:
        """Pounds as pence; None where blank. ContentError for a part of a penny, and for `below` pence and more."""
        found = self.scaled(field, digits=2)
        if found is not None and found >= below:
            self._refuse(field, "this is too much to be a price", f"Less than £{below // 100:,}")
        return found

    def scaled(self, field: str, *, digits: int) -> int | None:
        """A decimal number of 0 or more in units of its last digit: "1.06" of 6 digits is 1,060,000. None: blank."""
        text = self.text(field)
        if not text:
            return None
        number = NUMBER.fullmatch(text.removeprefix("£").strip())
        if number is None:
            self._refuse(field, "this is not a number of 0 or more", "Write it like 1234.50")
        whole, part = number[1].replace(",", ""), number[2] or ""
        if part[digits:].strip("0"):
            self._refuse(field, f"this has more than {digits} decimals", "Round it, and say in the source how")
        return int(whole + part[:digits].ljust(digits, "0"))

    def days(self, field: str) -> int | None:
        """A whole number of days; None where blank."""
        text = self.text(field)
        if text and (not text.isdecimal() or int(text) > 9_999):
            self._refuse(field, "this is not a number of days", "Write a whole number, 0 to 9999")
        return int(text) if text else None

    def yes(self, field: str) -> bool:
        """Yes or no; blank is no."""
        text = self.text(field).lower()
        if text not in YES | NO:
            self._refuse(field, "this is neither yes nor no", "Write yes or no")
        return text in YES

    def code(self, field: str, kind: str = "") -> str:
        """A code of the kind (see `CODES`; if not said, that of the field's name); "" where there is none."""
        text, kind = self.text(field), kind or field
        if text and not code(text, kind):
            self._refuse(field, "this is no code", f"Write one {CODES[kind][1]}")
        return text

    def needed_code(self, field: str, kind: str = "") -> str:
        """A code that may not be blank."""
        self.needed(field)
        return self.code(field, kind)

    def refuse(self, field: str, problem: str, right: str = "") -> ContentError:
        """The error of a field, to be raised. Its value is repeated only where it tells of nobody."""
        return ContentError(problem, self.file, self.line, field, sayable(self.text(field)), right)

    def _refuse(self, field: str, problem: str, right: str = "") -> NoReturn:
        raise self.refuse(field, problem, right)
