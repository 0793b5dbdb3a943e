"""The case for change: its values, its sections, its words, and the document it goes out as."""

from ouzel.reorganisation.case import sections  # noqa: F401  (the register's own are in the registry once it is read)
from ouzel.reorganisation.case.making import (
    NO_CHANGE,
    NOT_KNOWN,
    Case,
    Cell,
    Option,
    Outcome,
    Promise,
    Section,
    SectionMaker,
    Served,
    Table,
    case_for,
    options_of,
    register_section,
    section_makers,
    texts_of,
)

__all__ = [
    "NOT_KNOWN", "NO_CHANGE", "Case", "Cell", "Option", "Outcome", "Promise", "Section", "SectionMaker",
    "Served", "Table", "case_for", "options_of", "register_section", "section_makers", "texts_of",
]  # fmt: skip
