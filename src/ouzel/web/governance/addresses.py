"""Where bodies, people, meetings, papers and decisions are, for good; what was asked goes along."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from ouzel.web.asked import Asked


def _at(name: str, asked: Asked | None, /, *args: object, **also: object) -> str:
    given: dict[str, str] = dict(asked.given) if asked else {}
    given.pop("basis", None)
    # What a template leaves open is neither None nor empty text, and says nothing all the same.
    said = {key.replace("_", "-"): str(value) for key, value in also.items() if value is not None and str(value)}
    parts = {**given, **said}
    return reverse(f"web:{name}", args=args) + (f"?{urlencode(parts)}" if parts else "")


def listing(name: str, asked: Asked | None = None, /, **filters: object) -> str:
    """A list: bodies, people, meetings, decisions, actions, strategies, risks, interests, forward-plan."""
    return _at(name, asked, **filters)


def copy(name: str, form: str, /, *args: object, asked: Asked | None = None, **also: object) -> str:
    """The copy for machines of a page: `copy("body", "json", slug)`; forms are json, csv, jsonld, ics and atom."""
    return _at(f"{name}-{form}", asked, *args, **also)


def body(slug: str, asked: Asked | None = None) -> str:
    """One body."""
    return _at("body", asked, slug)


def person(slug: str, asked: Asked | None = None) -> str:
    """Somebody who holds or held an office."""
    return _at("person", asked, slug)


def meeting(slug: str, asked: Asked | None = None, part: str = "") -> str:
    """One meeting, or a part of it: ask, minutes, pack, history."""
    return _at(f"meeting-{part}" if part else "meeting", asked, slug)


def minutes(slug: str, number: int, asked: Asked | None = None) -> str:
    """One version of the minutes."""
    return _at("minutes-version", asked, slug, number)


def paper(slug: str, asked: Asked | None = None) -> str:
    """A paper with all its versions."""
    return _at("paper", asked, slug)


def version(slug: str, number: int, name: str) -> str:
    """One version of a paper, to save: the same content for good."""
    return reverse("web:paper-version", args=[slug, number, name])


def decision(ref: str, asked: Asked | None = None) -> str:
    """One decision."""
    return _at("decision", asked, ref)


def action(ref: str, asked: Asked | None = None) -> str:
    """One action."""
    return _at("action", asked, ref)


def strategy(slug: str, asked: Asked | None = None) -> str:
    """A needs assessment, strategy or plan."""
    return _at("strategy", asked, slug)


def risk(ref: str, asked: Asked | None = None) -> str:
    """One risk."""
    return _at("risk", asked, ref)


def place(name: str, asked: Asked | None = None) -> str:
    """A place that bodies are for, by its words."""
    return _at("place", asked, slugify(name))


def topic(name: str, asked: Asked | None = None) -> str:
    """A topic that bodies are for, by its words."""
    return _at("topic", asked, slugify(name))


def follow(kind: str, ref: str) -> str:
    """Where one asks to be told by e-mail."""
    return f"{reverse('web:follow')}?{urlencode({'kind': kind, 'ref': ref} if ref else {'kind': kind})}"


def base(path: str, sent: QueryDict) -> str:
    """The same page without its number, ending so that a number can be added."""
    kept = [(key, str(value)) for key, value in sent.items() if key != "page" and value]
    return f"{path}?{urlencode(kept)}{'&' if kept else ''}"
