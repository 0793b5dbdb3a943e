"""What is taken in private, as a Django application of its own."""

from django.apps import AppConfig


class ConfidentialConfig(AppConfig):
    """Items, papers, decisions and minutes of the private part of meetings."""

    name = "ouzel.confidential"
    label = "confidential"
    verbose_name = "Confidential"

    def ready(self) -> None:
        """Have minutes looked at before they are published."""
        from ouzel.confidential.guarding import refuse_private_words
        from ouzel.governance.minutes import guards

        guards.register(refuse_private_words)
