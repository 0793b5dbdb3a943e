"""Governance as a Django application."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Governance: bodies, seats, interests, meetings, decisions, actions, strategies."""

    name = "ouzel.governance"
    label = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        """Follow reorganisations; make known the records that links lead to, and the figures that papers cite."""
        from ouzel.governance import linkables
        from ouzel.governance.following import GovernanceFollower
        from ouzel.governance.packs import known_figures
        from ouzel.reorganisation import following

        following.register(GovernanceFollower())
        linkables.register_all()
        known_figures.register_known()
