"""What every answer of the site depends on in the database, in one cheap statement: the key of all that is remembered.

Every change of state writes its row in the audit trail in its own transaction, so the trail stands for all of them: for
records of packages that are still to come too. `number` grows with each change that commits, `row` within one as well.
"""

from typing import NamedTuple

from django.db import connection


class Freshness(NamedTuple):
    """The newest edition of the register, and how far the audit trail has come.

    Two answers with the same freshness are of the same database. Rows that change nothing, such as that somebody
    signed in, make an answer anew too: that costs time and is never wrong.
    """

    edition: int
    number: int
    row: int


def freshness() -> Freshness:
    """As things stand now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT coalesce(max(number), 0) FROM core_edition),
                      (SELECT coalesce(max(number), 0) FROM core_auditentry),
                      (SELECT coalesce(max(id), 0) FROM core_auditentry)"""
        )
        return Freshness(*cursor.fetchone())
