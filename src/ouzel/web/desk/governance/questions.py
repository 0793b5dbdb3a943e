"""Questions of the public: put down where they came by letter, accepted, refused with a reason, answered."""

from datetime import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from ouzel.core.permissions import today
from ouzel.governance.meetings import questions
from ouzel.governance.models import Question
from ouzel.web.desk import fields
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import At, ask, running
from ouzel.web.desk.governance.forms import Dated
from ouzel.web.desk.governance.planning import moment

Shape = fields.Shape


class RefuseForm(Dated):
    """Why a question is not taken."""

    why = fields.TextField(
        Shape.TEXT, label="Why it is refused", help_text="Who asked is told it by e-mail, where they gave an address"
    )


class AnswerForm(Dated):
    """The answer."""

    text = fields.TextField(
        Shape.TEXT, label="The answer",
        help_text="Everybody reads it. It goes to who asked by e-mail, where they gave an address",
    )  # fmt: skip
    answered_by = fields.ShapeField(Shape.LINE, label="Who answered")


class AskForm(Dated):
    """A question that did not come through the site."""

    text = fields.TextField(Shape.TEXT, label="The question", help_text="As it was written")
    name = fields.ShapeField(Shape.LINE, label="Who asks", required=False)
    name_public = fields.Tick(label="They agree that everybody reads their name", required=False)
    email = fields.ShapeField(
        Shape.LINE, label="Their e-mail address", required=False, help_text="To answer to. It is never public."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = "The day it came"


@running
def add(request: HttpRequest, it: At) -> HttpResponse:
    """Put down a question that came by letter or e-mail. It waits to be accepted as any other."""

    def do(got: dict[str, Any]) -> Question:
        came = timezone.now() if got["on"] == today() else moment(got["on"], time(12))
        names = ("text", "name", "name_public", "email")
        return questions.ask(meeting=it.meeting, at=came, by=it.by, **{name: got[name] for name in names})

    return ask(
        request, AskForm(sent(request)), do, title="Put down a question of the public", button="Put it down",
        said="The question is put down. It is not public yet: accept it or refuse it.", to=("meeting", it.slug),
        caption=it.meeting.title, above=it.above, anchor="questions", at="text",
    )  # fmt: skip


@running
def deal(request: HttpRequest, it: At, number: int, step: str) -> HttpResponse:
    """Accept, refuse or answer one question."""
    there = Question.objects.visible_to(request.user).filter(meeting=it.meeting)
    row = there.filter(pk=number).first() if number < 2**31 else None
    if row is None or step not in ("accept", "refuse", "answer"):
        raise Http404("There is no such question.")
    shared: dict[str, Any] = {"to": ("meeting", it.slug), "caption": it.meeting.title, "above": it.above,
                              "anchor": "questions", "lead": [f"“{row.text}”", *_from(row)]}  # fmt: skip
    if step == "accept":
        return ask(
            request, Dated(sent(request)), lambda got: questions.accept(question=row, on=got["on"], by=it.by),
            title="Accept a question", button="Accept it", said="The question is public.", at="on", **shared,
        )  # fmt: skip
    if step == "refuse":
        return ask(
            request, RefuseForm(sent(request)),
            lambda got: questions.refuse(question=row, why=got["why"], on=got["on"], by=it.by),
            title="Refuse a question", button="Refuse it", said="The question is refused.", at="why", **shared,
        )  # fmt: skip
    return ask(
        request, AnswerForm(sent(request)),
        lambda got: questions.answer(
            question=row, text=got["text"], answered_by=got["answered_by"], on=got["on"], by=it.by
        ),
        title="Answer a question", button="Publish the answer", said="The answer is public.", at="text", **shared,
    )  # fmt: skip


def _from(row: Question) -> list[str]:
    """Who is to be answered, for who answers."""
    return [f"{row.name or 'Who asked'} gave the address {row.email}."] if row.email else []
