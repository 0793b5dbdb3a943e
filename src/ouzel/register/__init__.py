"""Organisations, roles, relationships, successions and areas on two clocks."""
