"""Search in papers, decisions, items and minutes: in full text, across the bodies that a body succeeded."""

from ouzel.governance.search.finding import KINDS, Found, find
from ouzel.governance.search.showing import Hit
from ouzel.governance.search.snippets import Piece, Snippet

__all__ = ["KINDS", "Found", "Hit", "Piece", "Snippet", "find"]
