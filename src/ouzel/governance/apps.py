"""Governance as a Django application."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Governance: bodies, seats, interests, meetings, decisions, actions, strategies."""

    name = "ouzel.governance"
    label = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        """Follow reorganisations, and make the kinds of record known that links lead to."""
        from ouzel.governance import linkables
        from ouzel.governance.following import GovernanceFollower
        from ouzel.reorganisation import following

        following.register(GovernanceFollower())
        linkables.register_all()
