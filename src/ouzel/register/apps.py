"""The register as a Django application."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Organisations, roles, relationships, successions and areas on two clocks."""

    name = "ouzel.register"
    label = "register"
    verbose_name = "Register"
