"""What is taken in private, as a Django application of its own."""

from django.apps import AppConfig


class ConfidentialConfig(AppConfig):
    """Items, papers, decisions and minutes of the private part of meetings."""

    name = "ouzel.confidential"
    label = "confidential"
    verbose_name = "Confidential"

    def ready(self) -> None:
        """Have words for the public looked at where they are put down, and tell rules whom a private item concerns."""
        from ouzel.confidential import guarding, matching
        from ouzel.governance import guards

        guard = guards.Guard(
            meeting=guarding.refuse_private_words,
            minutes=guarding.refuse_in_minutes,
            body=guarding.refuse_of_body,
            concerned=matching.concerned,
        )
        guards.register(guard)
