"""Questions of the public to a meeting: asked in time, accepted or refused with a reason, answered in public.

The name is public only with consent; the address to answer to never is: who may answer reads it, the answer or the
refusal goes to it by post, and some weeks after the meeting it is erased (`ouzel.governance.follows.erasing`). A
question that holds an NHS number is not taken at all.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from ouzel.core import audit, site
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.governance import guards, post
from ouzel.governance.auditing import Did
from ouzel.governance.limits import often
from ouzel.governance.meetings import clock
from ouzel.governance.meetings.steps import State, bodies_of, day_of, held
from ouzel.governance.models import Letter, Meeting, Question
from ouzel.governance.papers.patients import refuse_numbers
from ouzel.governance.reference.orders import orders_for
from ouzel.governance.reference.rules_of_meeting import Orders
from ouzel.reorganisation.wording import in_words

LONGEST = 3000  # characters of a question
NAME = 200
FROM_ONE, FROM_ONE_PLACE, FROM_ALL = 5, 10, 600
"""Questions to one meeting: of an e-mail address in a day, from one address of the network in an hour, and of all in an
hour. The last is far above the others, so that nobody alone keeps the rest out."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PUBLIC = Actor.system("questions of the public")


def questions_due(meeting: Meeting, *, orders: Iterable[Orders] | None = None) -> date | None:
    """The last day for questions: the latest that the orders of a sitting body allow; None: none are taken.

    `orders`: those of the bodies, where they were read already.
    """
    day = day_of(meeting)
    if orders is None:
        orders = orders_for(bodies_of(meeting), on=day).values()
    periods = [each.questions for each in orders] if meeting.in_public else []
    return max((clock.due(day, period) for period in periods if period is not None), default=None)


def takes_questions(meeting: Meeting, *, on: date) -> bool:
    """Whether the public may put questions to a meeting on a day; not where the last day cannot be worked out."""
    if not meeting.public or meeting.state != State.NOTICED:
        return False
    try:
        last = questions_due(meeting)
    except ContentError:
        return False
    return last is not None and on <= last


@transaction.atomic
def ask(
    *,
    meeting: Meeting,
    text: str,
    name: str = "",
    name_public: bool = False,
    email: str = "",
    at: datetime,
    by: Actor = PUBLIC,
) -> Question:
    """Put a question to a meeting of which notice was given. `at`: when it came, aware. `by`: who put it down.

    ContentError where the meeting takes none, or none any more, for a question that is too long, has no words or holds
    an NHS number, and where too many came to the meeting, or to it from the same address; it says which.
    """
    meeting = Meeting.objects.get(pk=meeting.pk)
    last = questions_due(meeting)
    if not meeting.public or meeting.state != State.NOTICED or last is None:
        raise ContentError("this meeting takes no questions of the public", field="meeting", value=meeting.title,
                           right="Look for the next meeting in public")  # fmt: skip
    if timezone.localdate(at) > last:
        raise ContentError(
            f"questions for this meeting closed at the end of {in_words(last)}", field="meeting", value=meeting.title,
            right="Come to the meeting, or put it to the next one",
        )  # fmt: skip
    _check(text, name=name, name_public=name_public, email=email)
    if by == PUBLIC:
        _refuse_many(meeting, email)
    question = Question.objects.create(
        meeting=meeting, text=text.strip(), name=line(name, field="name"), name_public=name_public, email=email.strip(),
        received=at,
    )  # fmt: skip
    # Who asked stays out of the trail, which is kept for good.
    audit.record(by=by, action=Did.QUESTION_ASKED, subject=meeting.slug, detail={"question": question.pk})
    return question


@transaction.atomic
def accept(*, question: Question, on: date, by: Actor) -> Question:
    """Take a question: it is public from now on."""
    return _deal(question, "accepted", on=on, by=by, accepted=True, refusal="")


@transaction.atomic
def refuse(*, question: Question, why: str, on: date, by: Actor) -> Question:
    """Refuse a question, with the reason as it is given to who asked."""
    if not why.strip():
        raise ContentError("say why it is refused", field="why", right="Who asked is told it")
    guards.check(question.meeting, {"why": why})
    if question.answer:
        raise ContentError("it was answered already", field="question", value=str(question.pk))
    refused = _deal(question, "refused", on=on, by=by, accepted=False, refusal=why.strip())
    _tell(refused, "was refused", f"It was refused: {refused.refusal}")
    return refused


@transaction.atomic
def answer(*, question: Question, text: str, answered_by: str, on: date, by: Actor) -> Question:
    """Answer a question that was accepted; a later answer takes the place of the one before."""
    if not question.accepted:
        raise ContentError("it was not accepted", field="question", value=str(question.pk), right="Accept it first")
    if not text.strip() or not answered_by.strip():
        raise ContentError("an answer has words, and somebody who gave it", field="text")
    refuse_numbers(text, name="answer")
    guards.check(question.meeting, {"text": text, "answered_by": answered_by})
    answered = _deal(question, "answered", on=on, by=by, answer=text.strip(), answered_on=on,
                     answered_by=line(answered_by, field="answered_by"))  # fmt: skip
    _tell(answered, "was answered", f"{answered.answered_by} answered:\n\n{answered.answer}")
    return answered


def told(question: Question) -> str:
    """What became of the e-mail to who asked, in a sentence; empty where none was written."""
    letter = Letter.objects.filter(key__startswith=f"question {question.pk}:").order_by("-made").first()
    if letter is None:
        return ""
    if letter.sent:
        return f"The e-mail to them left on {in_words(timezone.localdate(letter.sent))}."
    return f"The e-mail to them was {letter.failed}." if letter.failed else "The e-mail to them waits to be sent."


def _deal(question: Question, what: str, *, on: date, by: Actor, **columns: object) -> Question:
    meeting = held(question.meeting, by=by)
    Question.objects.filter(pk=question.pk).update(**columns)
    question.refresh_from_db()
    audit.record(by=by, action=Did.QUESTION_DEALT_WITH, subject=meeting.slug,
                 detail={"question": question.pk, "what": what, "on": on})  # fmt: skip
    return question


def _tell(question: Question, what: str, text: str) -> None:
    """Write to who asked, where they gave an address."""
    if not question.email:
        return
    meeting, place = question.meeting, site.address()
    day = in_words(timezone.localdate(meeting.starts))
    where = f"\n{place}/meetings/{meeting.slug}/\n" if place else ""
    letter = post.put(
        to=question.email, key=f"question {question.pk}: {what}",
        subject=f"Your question to the meeting on {day} {what}",
        text=f"You put this question to {meeting.title}, {day}:\n\n{question.text}\n\n{text}\n{where}\n"
        "--\nYou get this because you gave this address with your question. It is used for nothing else, and erased "
        "some weeks after the meeting.\n",
    )  # fmt: skip
    post.deliver_soon([letter])


def _refuse_many(meeting: Meeting, email: str) -> None:
    """So many within some time: to a meeting, from whomever, and to it from one e-mail address."""
    if email.strip() and often("question", meeting.pk, email.strip(), most=FROM_ONE, within=DAY):
        raise ContentError("too many questions to this meeting came from this address", field="email",
                           right="Put them into fewer, or ask again tomorrow")  # fmt: skip
    if often("question", meeting.pk, most=FROM_ALL, within=HOUR):
        raise ContentError("too many questions to this meeting came within the hour", field="text",
                           right="Try again in an hour, or write to the body")  # fmt: skip


def _check(text: str, *, name: str, name_public: bool, email: str) -> None:
    if not text.strip():
        raise ContentError("write your question", field="text")
    if len(text) > LONGEST:
        raise ContentError(f"the question is longer than {LONGEST} characters", field="text",
                           value=f"{len(text)} characters", right="Shorten it, or ask two")  # fmt: skip
    if not all(sign.isprintable() or sign in "\n\r\t" for sign in text):
        raise ContentError("the question holds signs that no text has", field="text", right="Write it anew")
    if not name.strip().isprintable():
        raise ContentError("this name holds signs that no name has", field="name", right="Write it in one line")
    line(name, field="name", most=NAME)
    if name_public and not name.strip():
        raise ContentError("give the name that may be shown", field="name", right="Or leave it out")
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            raise ContentError("this is no e-mail address", field="email", right="Like name@example.org") from None
    refuse_numbers(f"{text}\n{name}", name="question")
