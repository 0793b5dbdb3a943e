"""What every answer of the site depends on in the database, in one statement: the key of all that is remembered."""

from typing import NamedTuple

from django.db import connection


class Freshness(NamedTuple):
    """The newest edition, how many releases of figures count, and how far the proposals have come.

    Two answers with the same freshness are of the same database, as far as a page can show it.
    """

    edition: int
    releases: int
    steps: int
    documents: int
    results: int
    tasks: int


def freshness() -> Freshness:
    """As things stand now. What proposals come to counts by their append-only rows; of tasks those that are done."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT coalesce(max(number), 0) FROM core_edition),
                      (SELECT count(*) FROM core_referencerelease WHERE state = 'ready'),
                      (SELECT coalesce(max(id), 0) FROM reorganisation_step),
                      (SELECT coalesce(max(id), 0) FROM reorganisation_document),
                      (SELECT coalesce(max(id), 0) FROM reorganisation_benefitresult),
                      (SELECT count(*) FROM reorganisation_checkitem WHERE done_on IS NOT NULL)"""
        )
        return Freshness(*cursor.fetchone())
