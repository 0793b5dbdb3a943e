"""What was put down becomes older: every moment and day on which something was written, so that more is known since."""

from datetime import timedelta

from django.apps import apps
from django.db import connection, models

CALLED_FOR = {"starts", "ends"}  # moments of the world, not of what was written of it
KNOWN = {"recorded", "replaced"}


def age(*, days: int) -> None:
    """Everything in the tables of governance was written so many days earlier."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in apps.get_app_config("governance").get_models():
            names = [field.column for field in model._meta.concrete_fields if _written(field)]
            if names:
                said = ", ".join(f'"{name}" = "{name}" - %s::interval' for name in names)
                moments = [timedelta(days=days)] * len(names)
                cursor.execute(f'UPDATE "{model._meta.db_table}" SET {said}', moments)  # our own names
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _written(field: models.Field[object, object]) -> bool:
    if isinstance(field, models.DateTimeField):
        return field.name not in CALLED_FOR
    return isinstance(field, models.DateField) and field.name in KNOWN
