"""The app: the register follows reorganisations from the start."""

from django.apps import AppConfig


class Reorganisation(AppConfig):
    """Registers the register's own follower."""

    name = "ouzel.reorganisation"
    label = "reorganisation"

    def ready(self) -> None:
        """Make the register follow."""
        from ouzel.reorganisation import following
        from ouzel.reorganisation.register_follows import RegisterFollows

        following.register(RegisterFollows())
