"""Governance as a Django application."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Governance: bodies, seats, interests, meetings, decisions, actions, strategies."""

    name = "ouzel.governance"
    label = "governance"
    verbose_name = "Governance"
