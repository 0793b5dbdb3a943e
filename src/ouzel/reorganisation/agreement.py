"""What was approved, and what it would come to now: an enactment does what was approved, or is refused. Pure."""

from collections.abc import Iterable, Sequence

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.expansion import Expansion

Line = list[str]
"""One assertion as text: subject, attribute, evidence, since, until, value, share, note."""


def said(expansion: Expansion) -> list[Line]:
    """Everything the plan says in its state, in an order of its own, as JSON keeps it."""
    return sorted(
        [
            a.subject,
            a.attribute.name.lower(),
            a.evidence.name.lower(),
            str(a.start),
            str(a.until or ""),
            a.value,
            "" if a.share is None else f"{a.share.normalize():f}",
            a.note,
        ]
        for a in expansion.assertions
    )


def difference(approved: Iterable[Sequence[str]], now: Iterable[Sequence[str]]) -> tuple[list[str], list[str]]:
    """What was approved and is no longer so, and what is new, each as a sentence."""
    before, after = ({tuple(line) for line in lines} for lines in (approved, now))
    return [_words(line) for line in sorted(before - after)], [_words(line) for line in sorted(after - before)]


def _words(line: Sequence[str]) -> str:
    subject, attribute, _, since, until, value, share, _ = line
    what = Attribute[attribute.upper()].name.lower().replace("_", " ")
    days = f"from {since}" + (f" until {until}" if until else "")
    part = f", share {share}" if share else ""
    return f"{subject}: {what} {value}{part} {days}"
