"""The core as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """People, permissions, editions, the audit trail and reference releases."""

    name = "ouzel.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from ouzel.core import signals  # noqa: F401  (they register themselves)
