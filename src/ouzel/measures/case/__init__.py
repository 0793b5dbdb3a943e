"""The sections of a case for change that need published figures: people, deprivation, money."""

from ouzel.measures.case.making import register_sections

__all__ = ["register_sections"]
