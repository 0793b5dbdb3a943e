"""Work in the background as a Django application."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Pieces of work and who does them."""

    name = "ouzel.core.work"
    label = "work"
    verbose_name = "Work in the background"
