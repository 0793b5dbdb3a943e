"""People signed in, forms filled in as a browser sends them, and what a page says."""

import html
import re
from datetime import date
from typing import Any

from django.test import Client

from ouzel.core import actions as core
from ouzel.core.actors import Actor
from ouzel.core.models import User

OPERATOR = Actor.command("tests")
DESK = "/desk/governance/"
MEETING = DESK + "meetings/2021-03-16-governing-bodies-in-common/"


def signed_in(email: str, role: str = "", body: str = "") -> Client:
    """A browser of somebody with a role, for one body or for all."""
    user = User.objects.filter(email=email).first() or core.create_user(email=email, by=OPERATOR, roles=[])
    if role:
        core.grant_role(user=user, role=role, body_code=body, since=date(2020, 1, 1), by=OPERATOR)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def day(name: str, on: date) -> dict[str, str]:
    """The three boxes of a day."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def text_of(response: Any) -> str:
    """The words of a page, each space once."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def problems(response: Any) -> list[str]:
    """What the summary of a refused form says."""
    found = re.search(r'nhsuk-error-summary__list">(.*?)</ul>', response.content.decode(), re.S)
    return (
        [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found[1].split("</li>")[:-1]]
        if found
        else []
    )


def sent_form(client: Client, at: str, /, on: date | None = None, **fields: Any) -> Any:
    """Open a form, keep what stands in it, fill in the rest and send it."""
    page = client.get(at)
    assert page.status_code == 200, (page.status_code, at)
    data = standing(page.content.decode()) | fields | (day("on", on) if on else {})
    return client.post(at, {key: value for key, value in data.items() if value is not None})


def done(response: Any) -> str:
    """Where it led, having been done."""
    assert response.status_code == 302, problems(response) or text_of(response)[:2000]
    return str(response["Location"])


def standing(page: str) -> dict[str, Any]:
    """What a browser would send of the form of a page as it stands."""
    form = re.search(r'<form method="post".*?</form>', page, re.S)
    assert form, "there is no form"
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, kind = _part(tag, "name"), _part(tag, "type") or "text"
        if not name or kind == "file" or (kind in ("radio", "checkbox") and " checked" not in tag):
            continue
        value = html.unescape(_part(tag, "value") or "")
        if kind == "checkbox":
            found.setdefault(name, [])
            found[name] = [*found[name], value]
        else:
            found[name] = value
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.S):
        found[name] = html.unescape(inside)
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', inside) or re.search(r'value="([^"]*)"', inside)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def _part(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
