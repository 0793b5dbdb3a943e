"""Facts of our own or of the operator, each with its source: statutory events, and a register written by hand.

Columns: subject, attribute, evidence, since, until, value, share, note, and then statutory_source or source. Where a
column `published` follows, each row says when it was public knowledge, and the file is as many publications. `until` is
the first day it no longer held. Statutory events outrank publications; other facts do not.
"""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import RELATIONS, Attribute
from ouzel.register.evidence import Assertion, Authority, Evidence, Reading
from ouzel.register.readers.base import Reader
from ouzel.register.readers.tables import Headed, Row, headed
from ouzel.register.readers.values import bad_code, day

_COLUMNS = {"subject", "attribute", "evidence", "since", "until", "value", "share", "note"}
_ATTRIBUTES = {attribute.name.lower(): attribute for attribute in Attribute}
_CODE = re.compile(
    r"[A-Z0-9][A-Z0-9:-]{1,39}"
)  # wider than that of the ODS: bodies without a code of theirs get one of ours
_EVIDENCE = {kind.name.lower(): kind for kind in Evidence}


def _is_code(text: str) -> bool:
    """A code of ours for what the ODS has none for may have hyphens: BLMK-COLLABORATIVE."""
    return text.replace("-", "").isalnum()


class _Facts:
    """The rows of one file."""

    def __init__(self, table: Headed, source: str) -> None:
        self.table, self.source = table, source
        self.at = {name: table.need(name) for name in (*_COLUMNS, source)}

    def read(self, found: Row) -> Assertion:
        """One row. ContentError names the field that is wrong."""
        line, row = found
        subject, value = self.text(row, "subject"), self.text(row, "value")
        attribute = _ATTRIBUTES.get(self.text(row, "attribute"))
        evidence = _EVIDENCE.get(self.text(row, "evidence"))
        if not _CODE.fullmatch(subject):
            raise bad_code(self.table.path, line, "subject", subject)
        if attribute is None:
            raise self.wrong(found, "attribute", "an attribute that is not known", f"One of {', '.join(_ATTRIBUTES)}")
        if evidence is None:
            raise self.wrong(found, "evidence", "evidence that is not known", f"One of {', '.join(_EVIDENCE)}")
        if attribute in RELATIONS and not _CODE.fullmatch(value):
            raise bad_code(self.table.path, line, "value", value)
        if not value:
            raise self.wrong(found, "value", "no value", "What held, or open for a lifespan")
        start, until = self.days(found, evidence)
        note = self.text(row, "note") or self.text(row, self.source)
        return Assertion(subject, attribute, evidence, start, until, value, line, self.share(found), note)

    def text(self, row: list[str], name: str) -> str:
        return row[self.at[name]].strip()

    def days(self, found: Row, evidence: Evidence) -> tuple[date, date | None]:
        texts = self.text(found[1], "since"), self.text(found[1], "until")
        start = self.day(found, "since", texts[0])
        if not texts[1]:
            return start, None
        until = self.day(found, "until", texts[1])
        if evidence != Evidence.INTERVAL:
            raise self.wrong(
                found, "until", "an end where the evidence is not an interval", "Evidence interval, or no end"
            )
        if until <= start:
            raise self.wrong(
                found, "until", "it ends before it begins", f"A day after {start}: the first it no longer held"
            )
        return start, until

    def day(self, found: Row, name: str, text: str) -> date:
        try:
            return day(text)
        except ValueError:
            raise self.wrong(found, name, "not a day in the calendar", "A date such as 2021-04-01") from None

    def share(self, found: Row) -> Decimal | None:
        text = self.text(found[1], "share")
        try:
            share = Decimal(text) if text else None
        except InvalidOperation:
            share = Decimal(0)
        if share is not None and not (share.is_finite() and 0 < share <= 1):
            raise self.wrong(found, "share", "not a share", "More than 0 and at most 1, such as 0.25")
        return share

    def wrong(self, found: Row, name: str, problem: str, right: str) -> ContentError:
        line, row = found
        position = self.at.get(name, self.table.at(name))
        value = "" if position is None else row[position]
        return ContentError(problem, self.table.path.name, line, name, value, right)


def _reader(name: str, *, source: str, series: str, authority: Authority, dates_itself: bool) -> Reader:
    wanted = _COLUMNS | {source}

    def parse(path: Path, published: date) -> Reading:
        table = headed(path)
        facts = _Facts(table, source)
        reading = Reading(name, series, [], rows=len(table.rows), authority=authority)
        if not dates_itself:
            reading.assertions = [facts.read(found) for found in table.rows]
            return reading
        at = table.need("published")
        reading.dated = defaultdict(list)
        for found in table.rows:
            reading.dated[facts.day(found, "published", found[1][at].strip())].append(facts.read(found))
        reading.assertions = [said for on in sorted(reading.dated) for said in reading.dated[on]]
        return reading

    return Reader(
        name,
        lambda sniff: sniff.headings >= wanted and ("published" in sniff.headings) == dates_itself,
        parse,
        dates_itself=dates_itself,
    )


READERS = tuple(
    _reader(name, source=source, series=series, authority=authority, dates_itself=dates_itself)
    for name, source, series, authority in (
        ("statutory events", "statutory source", "ouzel:statutory", Authority.EVENT),
        ("facts with their sources", "source", "ouzel:facts", Authority.PUBLISHED),
    )
    for dates_itself in (True, False)
)
