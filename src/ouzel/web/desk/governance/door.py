"""Who comes in at the pages of governance, and what each of them shares."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import RoleAssignment
from ouzel.core.permissions import may, require, today
from ouzel.core.roles import Permission, roles_with
from ouzel.governance.bodies.queries import NoSuchBody, body_named, lineage
from ouzel.governance.meetings.queries import meetings
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.models import AgendaItem, Body, Meeting
from ouzel.governance.once import Answer, once
from ouzel.governance.rules import bodies_for, require_for
from ouzel.web import words
from ouzel.web.desk import door
from ouzel.web.desk.forms import Drawn
from ouzel.web.desk.working import actor
from ouzel.web.governance.names import body_names
from ouzel.web.sent import key_of, new_key

View = Callable[..., HttpResponse]
Link = dict[str, str]
P = Permission
KEEP = (P.BODIES_KEEP, P.GOVERNANCE_RUN, P.GOVERNANCE_INTERESTS, P.STRATEGIES_KEEP, P.RISKS_KEEP)
"""What somebody has to do with governance who keeps anything of it."""
ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b(?!-)")


def governance(*needs: Permission) -> Callable[[View], View]:
    """A page for who holds one of these permissions for some body or for all; none named: any of governance."""

    def admit(request: HttpRequest) -> None:
        if not any(holds(request, need) for need in needs or KEEP):
            require(request.user, (needs or (P.GOVERNANCE_RUN,))[0], on=today())

    return lambda view: guarded(view, admit)


def guarded(view: View, admit: Callable[[HttpRequest], None]) -> View:
    """A page of governance: asked to sign in, let in, or told which role is needed."""
    return door.guarded(view, admit, refused="governance/refused")


def holds(request: HttpRequest, need: Permission) -> bool:
    """Whether somebody holds a permission for the whole system, or for some body or organisation."""
    if may(request.user, need, on=today()):
        return True
    held = RoleAssignment.objects.visible_to(request.user).holding(today()).filter(user=request.user.pk)
    return held.filter(role__in=[role.slug for role in roles_with(need)]).exists()


def mine(request: HttpRequest, need: Permission = P.GOVERNANCE_RUN) -> list[Body]:
    """The bodies for which somebody holds a permission today."""
    return list(bodies_for(request.user, need, on=today()))


def named(bodies: Sequence[Body], *, on: date | None = None) -> dict[str, tuple[Body, str]]:
    """Bodies to choose from, by the name they have on the day (or nearest to it)."""
    names = body_names((body.slug for body in bodies), on=on or today())
    found = {body.slug: (body, names[body.slug]) for body in bodies}
    return dict(sorted(found.items(), key=lambda each: each[1][1]))


def name_of(body: Body | str, *, on: date | None = None) -> str:
    """The name of a body on a day, or nearest to it."""
    return body_names([str(body)], on=on or today())[str(body)]


@dataclass(frozen=True)
class At:
    """A meeting, at the desk of who runs it. `day` is the one for which it is called."""

    meeting: Meeting
    by: Actor

    @cached_property
    def day(self) -> date:
        """The day of the meeting, in London."""
        return day_of(self.meeting)

    @cached_property
    def bodies(self) -> list[Body]:
        """Those that sit, in their order."""
        return bodies_of(self.meeting)

    @cached_property
    def names(self) -> dict[str, str]:
        """What the bodies are called that day, by slug."""
        names = body_names((body.slug for body in self.bodies), on=self.day)
        return {body.slug: names[body.slug] for body in self.bodies}

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.meeting.slug

    @property
    def past(self) -> date:
        """The day of the meeting where it was; today where it is still to come."""
        return min(self.day, today())

    def body(self, slug: str) -> Body:
        """One of those that sit; 404 for any other."""
        for each in self.bodies:
            if each.slug == slug:
                return each
        raise Http404("This body does not sit in the meeting.")

    def item(self, number: str) -> AgendaItem:
        """An item of its agenda by its number; 404."""
        found = self.meeting.items.filter(number=number).first()
        if found is None:
            raise Http404("The agenda has no such item.")
        return found

    @property
    def above(self) -> list[Link]:
        """The way back to it."""
        return [LIST, {"href": door.address("governance-meeting", self.slug), "text": self.meeting.title}]


def meetings_to_name(*bodies: Body) -> list[tuple[str, str]]:
    """The last meetings of bodies, and of what they succeeded, that began: by name in addresses, to choose one from."""
    line = {each for body in bodies for each in lineage(body)}
    rows = meetings(None, body=line, state=BEGUN, limit=24)
    return [("", "None"), *((each.slug, f"{words.day(each.starts.date())}: {each.title}") for each in rows)]


BEGUN = ("open", "adjourned", "closed")
"""The states of a meeting that was opened."""

LIST: Link = {"href": "/desk/governance/meetings/", "text": "Meetings"}


def running(view: View) -> View:
    """A page about one meeting, for who runs meetings of each body that sits in it: `view(request, it, ...)`."""

    def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        return view(request, meeting_at(request, slug), **kwargs)

    return guarded(wraps(view)(found), lambda request: None)


def meeting_at(request: HttpRequest, slug: str, need: Permission = P.GOVERNANCE_RUN) -> At:
    """The meeting of that address; 404 for one that who asks may not know of, PermissionDenied for one of others."""
    meeting = Meeting.objects.visible_to(request.user).filter(slug=slug).first()
    if meeting is None:
        raise unknown(request, need)
    it = At(meeting, actor(request))
    try:
        require_for(request.user, need, it.bodies, on=today())
    except PermissionDenied:
        if meeting.public or not holds(request, need):
            raise
        raise Http404("There is no such meeting.") from None
    return it


def in_private(request: HttpRequest, it: At, item: AgendaItem) -> bool:
    """Whether what is put down at an item belongs to the private part, and who asks may write that."""
    if not item.private:
        return False
    may_read = bodies_for(request.user, P.GOVERNANCE_PRIVATE, on=today())
    return may_read.filter(pk__in=[body.pk for body in it.bodies]).count() == len(it.bodies)


def everybody_reads(item: AgendaItem) -> list[str]:
    """What stands above a form for words in public at an item that is taken in private."""
    return ["Taken in private. Everybody reads these words."] if item.private else []


def keeping(need: Permission) -> Callable[[View], View]:
    """A page about one body, for who holds the permission for it: `view(request, body, ...)`."""

    def decorate(view: View) -> View:
        def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            return view(request, body_at(request, slug, need), **kwargs)

        return guarded(wraps(view)(found), lambda request: None)

    return decorate


def body_at(request: HttpRequest, slug: str, need: Permission) -> Body:
    """A body; 404 where there is none, PermissionDenied for who may not do this for it."""
    try:
        body = body_named(slug)
    except NoSuchBody:
        raise unknown(request, need) from None
    require_for(request.user, need, [body], on=today())
    return body


def unknown(request: HttpRequest, need: Permission) -> Exception:
    """There is no such thing: said to who might have it, and to others no more than that they may not."""
    if not holds(request, need):
        require(request.user, need, on=today())
    return Http404("There is no such thing at the desk.")


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of governance at the desk."""
    keeps = {need.name.lower() for need in (*KEEP, P.GOVERNANCE_PRIVATE) if holds(request, need)}
    frame = {"keeps": keeps, "form_key": new_key()}
    return door.show(request, f"governance/{template}", status=status, **{**frame, **context})


def go(request: HttpRequest, name: str, *args: object, said: str = "", anchor: str = "") -> HttpResponse:
    """Done: on to another page of governance (`name`, or its path), where it is said what was done."""
    return _on(request, Answer(whither(name, *args, anchor=anchor), said))


def whither(name: str, *args: object, anchor: str = "") -> str:
    """The address of another page of governance (`name`, or its path)."""
    if name.startswith("/"):
        return name
    found = door.address(f"governance-{name}" if name else "governance", *args)
    return f"{found}#{anchor}" if anchor else found


def do_once(request: HttpRequest, act: Callable[[], Answer]) -> HttpResponse:
    """Do what a form says, and on; sent again it is not done again, and goes on as it did at first."""
    return _on(request, once(key_of(request), act))


def _on(request: HttpRequest, answer: Answer) -> HttpResponse:
    if answer.said:
        messages.success(request, answer.said)
    return HttpResponseRedirect(answer.to)


def ask(
    request: HttpRequest, form: Drawn, do: Callable[[dict[str, Any]], Any], *, title: str, button: str,
    to: Sequence[object] | Callable[[Any], Sequence[object]], said: str | Callable[[Any], str], caption: str = "",
    lead: Sequence[str] = (), above: Sequence[Link] = (), at: str = "irregular", names: dict[str, str] | None = None,
    anchor: str = "", template: str = "form", **context: Any,
) -> HttpResponse:  # fmt: skip
    """A page that is one form: shown, refused at the field that is wrong, or done, and on to the page `to` (of what was
    done, where that is a function).

    `at`: the field beside which a refusal stands that names no field of the form. `names`: bodies by slug, so that a
    refusal speaks of them by name.
    """

    def act() -> Answer:
        done = do(form.cleaned_data)
        name, *args = to(done) if callable(to) else to
        return Answer(whither(str(name), *args, anchor=anchor), said(done) if callable(said) else said)

    if request.method == "POST" and form.is_valid():
        try:
            return do_once(request, act)
        except ContentError as error:
            refuse(form, error, at=at, names=names)
    return show(
        request, template, form=form, title=title, button=button, caption=caption, lead=lead, above=list(above),
        **context,
    )  # fmt: skip


def refuse(form: Drawn, error: ContentError, *, at: str = "", names: dict[str, str] | None = None) -> None:
    """Say what an action refused: beside the field it names, else `at` a field, else above all of them."""
    name = error.field.rpartition(".")[2].partition("[")[0]
    where = name if name in form.fields else at if at in form.fields else None
    form.add_error(where, ValidationError([plainly(text, names or {}) for text in door.told(error)]))


def plainly(text: str, names: dict[str, str]) -> str:
    """Days in words, and bodies by their names."""
    for slug, name in names.items():
        text = re.sub(rf"(?<![\w/-]){re.escape(slug)}(?![\w-])", name, text, flags=re.IGNORECASE)
    return ISO_DAY.sub(_day, text)


def _day(found: re.Match[str]) -> str:
    try:
        return words.day(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return found[0]
