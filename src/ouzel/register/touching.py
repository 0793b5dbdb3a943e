"""What a publication touches: the attributes of bodies that it speaks of, and those whose facts follow from these."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from ouzel.register.attributes import Attribute
from ouzel.register.models import Publication
from ouzel.register.storing import Touched


def spoken_of(publication: Publication) -> set[Touched]:
    """The attributes of bodies of which a publication says anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT subject_id, attribute FROM register_assertion WHERE publication_id = %s", [publication.pk]
        )
        return {(subject, attribute) for subject, attribute in cursor.fetchall()}


def with_dependants(touched: set[Touched], publications: Iterable[Publication]) -> set[Touched]:
    """What is touched, and what depends on it.

    That is relations to bodies whose lifespan or successions were spoken of, and the listing of all that were ever
    listed in the same scope.
    """
    publications = list(publications)
    scopes = [p.complete_for for p in publications if p.complete_for]
    lives = {id_ for id_, attribute in touched if attribute in (Attribute.LIFESPAN, Attribute.SUCCESSOR)}
    spoken = "SELECT DISTINCT a.subject_id, a.attribute FROM register_assertion a WHERE"
    heirs = "SELECT c.object_id FROM register_assertion c WHERE c.publication_id = ANY(%s) AND c.attribute = %s"
    queries = [f"{spoken} a.object_id = ANY(%s)", f"{spoken} a.object_id IN ({heirs})"]
    params: list[Any] = [list(lives), [p.pk for p in publications], int(Attribute.SUCCESSOR)]
    if scopes:  # no index helps to find them: a look through all assertions, which only a complete list is worth
        queries.append(f"{spoken} a.attribute = %s AND a.value = ANY(%s)")
        params += [int(Attribute.LISTED), scopes]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(queries), params)
        return touched | {(subject, attribute) for subject, attribute in cursor.fetchall()}
