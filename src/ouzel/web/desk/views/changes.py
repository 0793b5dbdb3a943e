"""What a plan changes: a change, a benefit, a day or a link is added, edited or taken out; choices are made."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ouzel.core.errors import ContentError
from ouzel.core.roles import Permission
from ouzel.register import queries as register
from ouzel.register.answers import Body, Moment
from ouzel.register.attributes import CODE
from ouzel.reorganisation.naming import codes_given
from ouzel.reorganisation.plan import Part, Plan
from ouzel.reorganisation.plan_file.tables import TABLES, Table
from ouzel.web import words
from ouzel.web.desk import editing, fields, wording, working
from ouzel.web.desk.door import desk, go, sent, show, told
from ouzel.web.desk.forms import Drawn, TableForm, table_form
from ouzel.web.desk.views.plans import refuse, seen_version
from ouzel.web.desk.working import Work

WRITE = Permission.PLANS_WRITE
PARTS, MOST_PARTS = 2, 60


@desk(WRITE)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Which kind of change, in plain words."""
    it = working.work(request, slug)
    return show(request, "add", it=it, kinds=wording.KINDS, others=wording.OTHERS if it.proposal else {})


@desk(WRITE)
def add_kind(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One more change of a kind, or a benefit, a day, a link."""
    return _edit(request, working.work(request, slug), _table(kind), None)


@desk(WRITE)
def edit(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """One change of the plan, to be edited; with what stands in its way beside the fields."""
    it, _ = working.kept(request, slug)
    return _edit(request, it, _table(kind), number)


@desk(WRITE)
def remove(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """One change is taken out, after a page that asks."""
    it, _ = working.kept(request, slug)
    thing = _thing(it.plan, _table(kind), number)
    wrong: list[str] = []
    if request.method == "POST":
        try:
            plan = editing.without_thing(it.plan, kind, number)
            working.save(request, plan, seen=seen_version(request, it), on=it.day)
            return go(request, "change", slug, said="It was taken out of the plan.")
        except ContentError as error:
            wrong = told(error)
    return show(request, "remove", it=it, kind=kind, number=number, thing=thing, wrong=wrong,
                names=names_on(it, tuple(codes_given(replace(it.plan, changes=(thing,))))[:50])
                if kind in wording.KINDS else {})  # fmt: skip


def _edit(request: HttpRequest, it: Work, table: Table, number: int | None) -> HttpResponse:
    thing = None if number is None else _thing(it.plan, table, number)
    form = table_form(table, sent(request), eve=it.eve, thing=thing)
    form.judged = "more" not in request.POST
    parts = _part_forms(request, it, table, thing)
    if request.method == "POST" and "more" not in request.POST:
        filled = [part for part in parts if part.is_filled]
        valid = [form.is_valid(), *(part.is_valid() for part in filled)]
        if table.parts and not filled:
            form.add_error(None, "Say who carries on: give at least one part its body")
        elif all(valid):
            values = form.values()
            if table.parts:
                values["parts"] = tuple(Part(path="", **part.values()) for part in filled)
            plan = editing.with_thing(it.plan, table.name, editing.made(table, values), number)
            try:
                working.save(request, plan, seen=seen_version(request, it), on=it.day)
                done = "was changed" if number is not None else "was added to the plan"
                return go(request, "change", it.slug, said=f"“{wording.kind(table.name)[0]}” {done}.")
            except ContentError as error:
                refuse(form, error)
    stands = {} if request.method == "POST" or number is None else _stands(request, it, table.name, number)
    return show(
        request, "thing", it=it, form=form, parts=parts, kind=table.name, number=number, stands=stands,
        names=names_on(it, _codes(form, parts)),
    )  # fmt: skip


def _part_forms(request: HttpRequest, it: Work, table: Table, thing: Any) -> list[TableForm]:
    """A form for each part of a body that is divided, and room for more."""
    if table.parts is None:
        return []
    there: Sequence[Part | None] = thing.parts if thing else ()
    rooms = request.POST.get("parts", "")
    count = min(int(rooms), MOST_PARTS) if rooms.isdecimal() and len(rooms) < 4 else max(PARTS, len(there))
    count = min(count + 2, MOST_PARTS) if "more" in request.POST else count
    made = []
    for number in range(count):
        part = there[number] if number < len(there) else None
        form = table_form(table.parts, sent(request), eve=it.eve, thing=part, prefix=f"part-{number}")
        form.judged = "more" not in request.POST and form.is_filled
        made.append(form)
    return made


def _stands(request: HttpRequest, it: Work, kind: str, number: int) -> dict[str, list[str]]:
    """What stands in the way of one change, by its field; under an empty name what is about all of it."""
    found: dict[str, list[str]] = {}
    if it.standing.value not in ("draft", "proposed", "approved-in-principle", "approved"):
        return found
    where = editing.Places(it.plan)
    for problem in working.seen(request, it).problems:
        place = where.of(problem)
        if place and (place.table, place.number) == (kind, number):
            found.setdefault(place.key, []).append(told(problem)[0])
    return found


class ChoicesForm(Drawn):
    """Every choice that the plan leaves to a person."""

    def __init__(self, choices: Sequence[Any], *args: Any, **options: Any) -> None:
        self.choices = choices
        super().__init__(*args, **options)
        for number, choice in enumerate(choices):
            name = f"choice-{number}"
            if choice.options:
                self.fields[name] = fields.Radios(
                    label=choice.question, choices=choice.options, required=False, initial=choice.made
                )
            else:
                self.fields[name] = fields.CodeField(
                    label=choice.question, required=False, initial=choice.made, help_text=wording.CODE_OR_NAME
                )
            self.prepare(name, self.fields[name], options["eve"])

    def answers(self) -> dict[str, str]:
        """The answers that were given, by the key of the choice."""
        given = {c.key: self.cleaned_data.get(f"choice-{n}", "") for n, c in enumerate(self.choices)}
        return {key: answer for key, answer in given.items() if answer}


@desk(WRITE)
def choices(request: HttpRequest, slug: str) -> HttpResponse:
    """What only a person can decide, as radio buttons. Answers that nothing asks for any more are dropped."""
    it, _ = working.kept(request, slug)
    asked = working.seen(request, it).choices
    form = ChoicesForm(asked, sent(request), eve=it.eve)
    if request.method == "POST" and form.is_valid():
        try:
            plan = replace(it.plan, choices=form.answers())
            working.save(request, plan, seen=seen_version(request, it), on=it.day)
            return go(request, "change", slug, said="The choices were saved.")
        except ContentError as error:
            refuse(form, error)
    stale = sorted(set(it.plan.choices) - {choice.key for choice in asked})
    return show(request, "choices", it=it, form=form, stale=stale)


def names_on(it: Work, codes: Sequence[str]) -> dict[str, str]:
    """What bodies are called on the eve of the plan, and that a code is not in the register."""
    if not codes:
        return {}
    found = register.bodies(codes, moment=Moment(it.eve))
    return {code: _called(found.get(code), it) for code in codes}


def _called(body: Body | None, it: Work) -> str:
    if body is None or not body.described:
        return f"not in the register on {words.day(it.eve)}"
    return f"{body.name}, not open on {words.day(it.eve)}" if body.open is False else body.name


def _codes(form: TableForm, parts: Sequence[TableForm]) -> list[str]:
    """The codes that stand in the fields of forms, to be shown back with their names."""
    codes: dict[str, None] = {}
    for each in (form, *parts):
        for bound in each:
            shown = getattr(bound.field, "shown", "")
            if shown in ("code", "codes"):
                codes |= dict.fromkeys(line.strip() for line in str(bound.value() or "").splitlines())
    return [code for code in codes if CODE.fullmatch(code)][:400]


def _table(kind: str) -> Table:
    if kind not in wording.KINDS and kind not in wording.OTHERS:
        raise Http404("There is no such kind of change.")
    return TABLES[kind]


def _thing(plan: Plan, table: Table, number: int) -> Any:
    rows = editing.things(plan, table.name)
    if number >= len(rows):
        raise Http404("The plan has no such change: it may have been taken out.")
    return rows[number]
