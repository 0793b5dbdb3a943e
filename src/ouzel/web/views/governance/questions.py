"""A question of the public to a meeting, by a form that anybody may send."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.queries import meeting_named, standing, view_of
from ouzel.governance.meetings.questions import FROM_ONE_PLACE, LONGEST, NAME, ask, takes_questions
from ouzel.governance.once import Answer, once
from ouzel.web.asked import Asked
from ouzel.web.sent import key_of, new_key
from ouzel.web.views.governance import door, slowly


@door.form
def ask_one(request: HttpRequest, asked: Asked, slug: str) -> HttpResponse:
    """The form, what was wrong with it, or that it was taken."""
    meeting = meeting_named(slug, request.user)
    frame: dict[str, Any] = {
        "m": view_of(meeting, request.user), "longest": LONGEST,
        "until": standing(meeting, request.user).questions_due,  # none where the days cannot be counted
        "taken": takes_questions(meeting, on=asked.today), "given": {}, "problem": "", "field": "",
        "form_key": new_key(),
    }  # fmt: skip
    if request.method != "POST":
        return door.show(request, "ask", None, **frame)
    given = {key: request.POST.get(key, "").replace("\0", "") for key in ("text", "name", "email")}
    frame["given"] = {**given, "name_public": "name_public" in request.POST}

    def act() -> Answer:
        ask(
            meeting=meeting, text=given["text"].replace("\r\n", "\n"), name=given["name"][: NAME + 1],
            name_public="name_public" in request.POST, email=given["email"], at=timezone.now(),
        )  # fmt: skip
        return Answer("")

    try:
        slowly.check(request, f"question to {slug}", most=FROM_ONE_PLACE)
        once(key_of(request), act)  # sent again, it is one question
    except ContentError as error:
        field = error.field if error.field in ("text", "name", "email") else "text"
        return door.show(request, "ask", None, status=400, **{**frame, "problem": door.told(error), "field": field})
    return door.show(request, "asked", None, **frame)
