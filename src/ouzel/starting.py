"""Make the database and the framework ready, for doors that nobody has set up: commands, and the Python interface."""

import os

_schema_ready = False


def ready() -> None:
    """Start or join the database, set up the framework, bring the tables up to date. May be called again at no cost."""
    global _schema_ready
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ouzel.settings")
    from ouzel.core import database

    database.start()
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    if not _schema_ready:
        database.ensure_schema()
        _schema_ready = True
