"""Governance as a Django application."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Governance: bodies, seats, interests, meetings, decisions, actions, strategies."""

    name = "ouzel.governance"
    label = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        """Follow reorganisations; make known what links lead to, the figures that papers cite, and chores."""
        from ouzel.core.work import regular
        from ouzel.governance import linkables
        from ouzel.governance.following import GovernanceFollower
        from ouzel.governance.follows import chores
        from ouzel.governance.packs import known_figures
        from ouzel.reorganisation import following

        following.register(GovernanceFollower())
        linkables.register_all()
        known_figures.register_known()
        for chore in chores.CHORES:
            regular.register(chore)
