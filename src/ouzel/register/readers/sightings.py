"""Collecting what tables print beside each other: each thing about each body once, with the line that said it first."""

from datetime import date

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence


class Sightings:
    """Sightings without repeats, in the order they were first seen."""

    def __init__(self) -> None:
        self.assertions: list[Assertion] = []
        self._seen: set[tuple[str, int, str, date]] = set()

    def see(self, subject: str, attribute: Attribute, value: str, *, on: date, line: int) -> None:
        """Note that `value` held for `subject` on a day; an empty subject or value says nothing."""
        if not (subject and value):
            return
        key = (subject, int(attribute), value, on)  # the hash of a member of an enumeration is slow
        if key in self._seen:
            return
        self._seen.add(key)
        self.assertions.append(Assertion(subject, attribute, Evidence.SIGHTING, on, None, value, line))

    def body(self, code: str, *, role: str, name: str = "", gss: str = "", on: date, line: int) -> None:
        """Note the role, and where they are given the name and the ONS code, of a body."""
        self.see(code, Attribute.ROLE, role, on=on, line=line)
        self.see(code, Attribute.NAME, name, on=on, line=line)
        self.see(code, Attribute.GSS_CODE, gss, on=on, line=line)
