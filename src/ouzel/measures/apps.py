"""Measures as a Django application."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Published figures of units, and what a reorganisation does to them."""

    name = "ouzel.measures"
    label = "measures"
    verbose_name = "Measures"

    def ready(self) -> None:
        from ouzel.measures.case import register_sections
        from ouzel.measures.following import MeasuresFollower
        from ouzel.reorganisation import following

        following.register(MeasuresFollower())
        register_sections()
