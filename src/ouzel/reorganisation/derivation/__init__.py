"""The plan that explains the difference between two states, and what it cannot explain."""

from ouzel.reorganisation.derivation.deriving import (
    AUTHOR,
    STATUTORY,
    Derived,
    Leftover,
    Picture,
    derive,
    derive_day,
    picture_of_file,
    picture_of_register,
)

__all__ = [
    "AUTHOR", "STATUTORY", "Derived", "Leftover", "Picture", "derive", "derive_day", "picture_of_file",
    "picture_of_register",
]  # fmt: skip
