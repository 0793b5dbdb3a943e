"""Plans written as people write them, brought to where a test begins, and what the register says of it afterwards."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from ouzel.register.asking import fetch
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions, plan_file
from ouzel.reorganisation.models import Enactment, Proposal
from ouzel.reorganisation.plan import Plan
from tests.reorganisation.plans import APPROVER, AUTHOR, EFFECTIVE, OPERATOR

APPROVED = date(2021, 3, 8)
ENACTED = date(2021, 3, 22)


def written(text: str, *, slug: str = "a-plan", day: date = EFFECTIVE, amends: str = "") -> Plan:
    """The plan that somebody writes with these changes."""
    more = f'amends = "{amends}"\n' if amends else ""
    head = f'[plan]\nslug = "{slug}"\ntitle = "The plan {slug}"\neffective = {day}\nauthor = "Ada"\n{more}\n'
    return plan_file.parse(head + text, file=f"{slug}.toml")


def approved(plan: Plan, *, on: date = APPROVED) -> Proposal:
    """The plan, saved, proposed and approved on one day."""
    proposal = actions.save(plan=plan, by=AUTHOR, on=on)
    actions.propose(proposal=proposal, by=AUTHOR, on=on)
    actions.approve(proposal=proposal, by=APPROVER, on=on)
    return proposal


def enacted(plan: Plan, *, approved_on: date = APPROVED, on: date = ENACTED) -> Enactment:
    """The plan, enacted."""
    return actions.enact(proposal=approved(plan, on=approved_on), by=OPERATOR, on=on)


def held(
    code: str, attribute: Attribute, on: date, *, known: date = ENACTED, edition: int | None = None
) -> dict[str, Decimal | None]:
    """What a body holds on a day, with the share of each: asked of the table of facts alone."""
    at = "upper_inf(f.editions)" if edition is None else "f.editions @> %s::int"
    rows = fetch(
        f"""SELECT coalesce(o.code, f.value), f.share FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            LEFT JOIN register_body o ON o.id = f.object_id WHERE b.code = %s AND f.attribute = %s
              AND f.valid @> %s::date AND f.known @> %s::date AND {at}""",
        [code, int(attribute), on, known, *([] if edition is None else [edition])],
    )
    return dict(rows)


def believed(known: date) -> set[tuple[Any, ...]]:
    """Everything that the register says of all days at once, as known on one."""
    rows = fetch(
        """SELECT b.code, f.attribute, f.value, o.code, f.share, f.valid::text, f.note FROM register_fact f
           JOIN register_body b ON b.id = f.subject_id LEFT JOIN register_body o ON o.id = f.object_id
           WHERE upper_inf(f.editions) AND f.known @> %s::date""",
        [known],
    )
    return set(rows)


def counts() -> dict[str, int]:
    """How many rows every table of the database has."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            found[name] = cursor.fetchone()[0]
    return found
