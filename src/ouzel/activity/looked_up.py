"""The facts by which a line was decided, in words: which practice, area, provider, service, list, and what is known.

Facts come as the rules saw them; here each is told with the code and the name it had on the day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ouzel.activity.models import PodMapping
from ouzel.activity.references.tables import rows
from ouzel.activity.store import Store
from ouzel.core.models import Edition
from ouzel.core.permissions import today
from ouzel.engine.attribution.flow import Flow
from ouzel.engine.pricing.priced import Priced
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of

NO_SERVICE = frozenset({"", "99999999"})
NATIONS = {
    "england": "in England", "wales": "in Wales", "scotland": "in Scotland", "overseas": "abroad",
    "northern-ireland": "in Northern Ireland", "no-fixed-abode": "of nobody with a fixed abode",
    "english": "a practice of England", "welsh": "a practice of Wales", "scottish": "a practice of Scotland",
    "northern-irish": "a practice of Northern Ireland", "defence": "a practice of the armed forces",
    "justice": "a practice of a prison or another place of detention", "closed": "a practice that was not active",
    "none": "a code for having no practice",
}  # fmt: skip
"""What is told of a practice or an area that leads to nobody."""

FOUND_BY = {
    "commissioner": "its commissioner was {0}", "host": "the commissioner of the place where it stands was {0}",
    "board": "its board was {0}", "region": "it was in the region {0}", "hub": "that region's hub was {0}",
}  # fmt: skip
"""What a fact that is the code of a body says."""

BODIES = {"practice": ("commissioner", "board"), "residence": ("commissioner", "board"), "supply": ("host", "region")}
"""Of each table the facts that are codes of bodies and are told."""


@dataclass(frozen=True)
class Looked:
    """One thing that was looked up: what it is, which one, and what was found of it."""

    what: str
    code: str
    words: str


Facts = Mapping[str, Mapping[str, str]]


def bodies_of(facts: Facts) -> list[str]:
    """The codes of bodies that `looked_up` names."""
    return [code for table, names in BODIES.items() for name in names if (code := facts[table].get(name, ""))]


def looked_up(
    facts: Facts, codes: Mapping[str, str], *, names: Mapping[str, str], on: date | None, mapped_on: date | None,
    known_at: date | None, edition: int | None, flow: Flow | None, store: Store,
) -> tuple[Looked, ...]:  # fmt: skip
    """Who pays: the practice, the area, the provider, the service, and what was known of them.

    `codes` of the line by table: practice, residence, supply (its provider). `on` is the day that the rules are read
    on, `mapped_on` the one that the map is (None: the same).
    """
    found = [
        _practice(facts["practice"], codes["practice"], names, mapped_on or on),
        _area(facts["residence"], codes["residence"], names, mapped_on or on),
        _provider(facts["supply"], codes["supply"], names, mapped_on or on),
        *_service(facts["supply"], on, known_at, store),
        _known(known_at, edition, flow),
    ]
    return tuple(found)


def of_price(priced: Priced, *, provider: str, service: str, names: Mapping[str, str]) -> tuple[Looked, ...]:
    """How much: the row of the list, with its release, the factor, and a top-up."""
    book, row = priced.book, priced.row
    if book is None:
        return ()
    release = f"release {book.release}, " if book.release else ""
    source = f". Source: {book.source.rstrip('.')}" if book.source else ""
    told = [
        Looked(
            "Price list", book.name,
            f"{release}published on {_said(book.published)}, for care that ended from {_said(book.since)} until before "
            f"{_said(book.until)}{source}",
        )
    ]  # fmt: skip
    if row is not None:
        where = f"line {row.line} of the list" if row.line else "of the list"
        whose = f", the local price of {_named(row.local, names)}" if row.local else ""
        told.append(Looked("Price", row.currency, f"setting {row.setting}, {where}{whose}"))
        if not row.local and priced.factor:
            words = f"{priced.factor / 1_000_000:.6f}, by the same release"
            told.append(Looked("Market forces", provider, f"of {_named(provider, names)} {words}"))
    if priced.top_up:
        told.append(Looked("Top-up", service, f"for this service at {_named(provider, names)}, by the same release"))
    return tuple(told)


def disagreement(facts: Facts, priced: Priced) -> str:
    """That the lists of specialised services and of top-ups differ of the service, and what to do; "" where not."""
    service = facts["supply"].get("service", "")
    if not priced.top_up or service in NO_SERVICE or facts["supply"].get("colour"):
        return ""
    book = priced.book.name if priced.book else "the price list"
    return (
        f"Two lists disagree: {book} has a top-up for the specialised service {service}, and the lists of specialised"
        f" services of the year do not have {service}, so that who pays was found as if it were not specialised. Put"
        " right whichever is wrong: load the services of the year, or a price list without the top-up."
    )


def mapping_words(row: PodMapping) -> str:
    """Which national point of delivery a local one stands for, on which days, and who said so."""
    until = f" until before {_said(row.valid.upper)}" if row.valid.upper else " on"
    note = f" ({row.note.rstrip('.')})" if row.note else ""
    return (
        f"The provider's own point of delivery {row.local_code} is mapped to {row.pod} from {_said(row.valid.lower)}"
        f"{until}, for {row.provider or 'any provider'}. {_first_capital(row.by)} said so; recorded on"
        f" {_said(row.recorded)}{note}."
    )


def _practice(facts: Mapping[str, str], code: str, names: Mapping[str, str], on: date | None) -> Looked:
    if not code:
        return Looked("GP practice", "", "the line names none")
    return Looked("GP practice", code, _told(code, facts, "practice", names, on))


def _area(facts: Mapping[str, str], code: str, names: Mapping[str, str], on: date | None) -> Looked:
    if not code:
        return Looked("Home", "", "the line says no address that leads to a small area")
    if facts.get("pseudo"):
        return Looked("Home", code, "a code that stands for no place")
    words = _told(code, facts, "residence", names, on)
    return Looked("Home", code, words + (". A place of detention on that day" if facts.get("justice") else ""))


def _provider(facts: Mapping[str, str], code: str, names: Mapping[str, str], on: date | None) -> Looked:
    if not code:
        return Looked("Provider", "", "the line names none")
    return Looked("Provider", code, _told(code, facts, "supply", names, on))


def _told(code: str, facts: Mapping[str, str], table: str, names: Mapping[str, str], on: date | None) -> str:
    """Name, nation and bodies of a code on a day."""
    parts = [FOUND_BY[name].format(_named(facts[name], names)) for name in BODIES[table] if facts.get(name)]
    nation = facts.get("nation", "")
    if not parts and nation in NATIONS:
        parts.append(f"it is {NATIONS[nation]}, and nobody is recorded as responsible for it")
    name = _named(code, names)
    day = f"on {_said(on)} " if on else "on whatever day, for the line says none, "
    return f"{name}; {day}{' and '.join(parts) or 'nobody is recorded as responsible for it'}"


def _service(facts: Mapping[str, str], on: date | None, known_at: date | None, store: Store) -> Iterator[Looked]:
    service = facts.get("service", "")
    if service in NO_SERVICE or on is None:
        return
    listed = [row for row in rows("service-colours", known_at=known_at, store=store) if row.holds(on)]
    row = next((each for each in listed if each["service"] == service), None)
    if row is None:
        there = "of the lists of specialised services of the day it is on none" if listed else (
            "no list of specialised services is loaded for the day"
        )  # fmt: skip
        yield Looked("Specialised service", service, there)
        return
    said = [
        f"{row['name'] or service}: {row['colour']}", "highly specialised" if row["highly"] == "Y" else "",
        {"yes": "NHS England has a contract with the provider for it", "no": "no contract with the provider is listed"}
        .get(facts.get("contracted", ""), ""),
    ]  # fmt: skip
    source = f". Source: {row.source.rstrip('.')}" if row.source else ""
    yield Looked("Specialised service", service, ", ".join(part for part in said if part) + source)


def _known(known_at: date | None, edition: int | None, flow: Flow | None) -> Looked:
    number = edition_of(Moment(known_at or today(), known_at, edition))
    made = Edition.objects.filter(pk=number).values_list("at", flat=True).first()
    what = f"edition {number} of the register" + (f", made on {_said(made.date())}" if made else "")
    when = f"as known at the end of {_said(known_at)}" if known_at else "as known now"
    rules = f"; the rules {flow.name} were published on {_said(flow.published)}" if flow else ""
    return Looked("Known", str(number), f"{what}, {when}{rules}")


def _named(code: str, names: Mapping[str, str]) -> str:
    name = names.get(code, "")
    return f"{name} ({code})" if name and name != code else code


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
