"""A change as a sentence."""

from decimal import Decimal

import pytest

from ouzel.reorganisation.plan import Change, HandOver, Move
from ouzel.reorganisation.wording import describe

NAMES = {"06F": "Bedfordshire", "06P": "Luton", "04F": "Milton Keynes"}
SENTENCES: list[tuple[Change, str]] = [
    (Move("move[0]", "06P", origin="06F"), "all units move from Bedfordshire to Luton"),
    (Move("move[0]", "06P", units=("E81050",), origin="06F"), "units move from Bedfordshire to Luton"),
    (
        Move("move[0]", "06P", origin="06F", share=Decimal("0.250")),
        "a share of 0.25 of every unit moves from Bedfordshire to Luton",
    ),
    (
        Move("move[0]", "06P", units=("E81050",), share=Decimal("0.1")),
        "a share of 0.1 of each unit listed moves to Luton",
    ),
    (HandOver("functions[0]", ("06P",), "06F"), "Luton hands its functions to Bedfordshire"),
    (HandOver("functions[0]", ("06P", "04F"), "06F"), "Luton and Milton Keynes hand their functions to Bedfordshire"),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_sentence_says_how_many_and_how_much(change: Change, sentence: str) -> None:
    assert describe(change, NAMES) == sentence
