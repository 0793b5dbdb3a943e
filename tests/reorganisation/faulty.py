"""A process that enacts a plan while somebody else ends its database, or itself. Talks by lines of JSON.

It says what the register is like, prepares a plan and says what the register would be like with it, waits for a line,
and enacts it.
"""

import hashlib
import json
import os
import sys
import time
from datetime import date
from typing import Any

DAY = date(2021, 3, 22)

EVERYTHING = {
    "facts": """SELECT b.code, f.attribute, f.value, o.code, f.share, f.valid, f.known, f.editions, f.changed_after,
                       f.rank, f.note FROM register_fact f JOIN register_body b ON b.id = f.subject_id
                LEFT JOIN register_body o ON o.id = f.object_id""",
    "conflicts": """SELECT b.code, c.attribute, c.valid, c.reason, c.editions FROM register_conflict c
                    JOIN register_body b ON b.id = c.subject_id""",
    "assertions": """SELECT p.file, p.published, p.entered_id, s.code, a.attribute, a.evidence, a.start, a.until,
                            a.value, o.code, a.share, a.note, a.row FROM register_assertion a
                     JOIN register_publication p ON p.id = a.publication_id JOIN register_body s ON s.id = a.subject_id
                     LEFT JOIN register_body o ON o.id = a.object_id""",
    "publications": """SELECT series, file, sha256, published, state, precedence, rows, entered_id, left_id,
                              withdrawn_on FROM register_publication""",
    "editions": "SELECT number, kind, note FROM core_edition",
    "versions": "SELECT p.slug, v.number, v.sha256 FROM reorganisation_version v JOIN reorganisation_proposal p "
    "ON p.id = v.proposal_id",
    "steps": """SELECT p.slug, s.number, s.state, s."on", s.by, s.note, s.expected FROM reorganisation_step s
                JOIN reorganisation_proposal p ON p.id = s.proposal_id""",
    "enactments": """SELECT p.slug, e.edition_id, e.reverses_id IS NULL, e.known_from, e.sha256, e.proof
                     FROM reorganisation_enactment e JOIN reorganisation_proposal p ON p.id = e.proposal_id""",
    "trail": "SELECT action, by_name, detail - 'publication' FROM core_auditentry",
}
"""All that the register and its proposals hold, without the numbers of rows and the times of the clock."""


def digest() -> str:
    """One hash of all of it."""
    from ouzel.register.asking import fetch

    whole = hashlib.sha256()
    for name, query in EVERYTHING.items():
        rows = sorted(repr(row) for row in fetch(query, []))
        whole.update(f"{name} {len(rows)}\n".encode() + "\n".join(rows).encode())
    return whole.hexdigest()


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def hear() -> str:
    return sys.stdin.readline().strip()


def found() -> dict[str, Any]:
    """What the register is like, once nobody changes it any more."""
    from django.db import transaction

    from ouzel.core import audit, locks
    from ouzel.reorganisation.models import Enactment

    with transaction.atomic():
        locks.take(locks.Lock.REGISTER)  # a backend whose client was killed may have a moment to go
    enacted = Enactment.objects.filter(reverses=None, reversed_by=None).count()
    return {"digest": digest(), "audit": len(audit.verify()), "enacted": enacted}


def prepare(number: str) -> Any:
    """An approved plan, after whatever stands is proved and reversed."""
    from ouzel.reorganisation import actions
    from ouzel.reorganisation.models import Enactment
    from ouzel.reorganisation.proving import again
    from tests.reorganisation.doing import approved, written
    from tests.reorganisation.plans import OPERATOR

    for enactment in Enactment.objects.filter(reverses=None, reversed_by=None):
        assert again(enactment.proposal, known_at=DAY).holds
        actions.reverse(proposal=enactment.proposal, by=OPERATOR, why="The next trial", on=DAY)
    text = f'[[merger]]\nbodies = ["06F", "06P"]\ninto = "X{number}"\nname = "New"\n'
    return approved(written(text, slug=f"trial-{number}"), on=DAY)


def supposed(proposal: Any) -> tuple[str, float]:
    """What the register will be like with it, and how many seconds it takes."""
    from django.db import connection, transaction

    from ouzel.reorganisation import actions
    from tests.reorganisation.plans import OPERATOR

    with transaction.atomic():
        begun = time.perf_counter()
        actions.enact(proposal=proposal, by=OPERATOR, on=DAY)
        connection.check_constraints()
        took = time.perf_counter() - begun
        after = digest()
        transaction.set_rollback(True)
    return after, took


def main() -> None:
    from ouzel.starting import ready

    ready()
    from django.db import Error, InterfaceError

    from ouzel.register import actions as register_actions
    from ouzel.register.models import Publication
    from ouzel.reorganisation import actions
    from tests.reorganisation.plans import OPERATOR
    from tests.sourced_facts import DEMO

    if not Publication.objects.exists():
        register_actions.load([DEMO / "facts.csv"], by=OPERATOR)
    say(**found())
    number = hear()
    if not number:
        return
    proposal = prepare(number)
    supposed(proposal)
    after, took = supposed(proposal)
    say(before=digest(), after=after, seconds=took)
    hear()
    try:
        actions.enact(proposal=proposal, by=OPERATOR, on=DAY)
        say(done=True)
    except (Error, InterfaceError) as error:
        say(done=False, error=type(error).__name__)
    sys.stdout.flush()
    os._exit(0)  # the server may be gone: nothing is left to tidy up


if __name__ == "__main__":
    main()
