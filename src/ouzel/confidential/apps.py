"""What is taken in private, as a Django application of its own."""

from django.apps import AppConfig


class ConfidentialConfig(AppConfig):
    """Items, papers, decisions and minutes of the private part of meetings."""

    name = "ouzel.confidential"
    label = "confidential"
    verbose_name = "Confidential"
