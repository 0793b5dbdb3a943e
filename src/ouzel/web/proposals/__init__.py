"""What pages show of proposals: read once, remembered, and told in plain words."""

from ouzel.web.proposals.reading import (
    ENDED,
    OPEN,
    Short,
    Whole,
    concerning,
    drawn,
    long_gone,
    moment_of,
    on_eve,
    seen,
    shorts,
    whole,
)

__all__ = [
    "ENDED", "OPEN", "Short", "Whole", "concerning", "drawn", "long_gone", "moment_of",
    "on_eve", "seen", "shorts", "whole",
]  # fmt: skip
