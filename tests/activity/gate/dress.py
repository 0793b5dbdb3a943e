"""Identifiers made for tests, in the ways that files dress them. None is anybody's: the numbers are not issued."""

import random

import nhs_number
from hypothesis import strategies as st
from nhs_number import REGION_ENGLAND, REGION_NORTHERN_IRELAND, REGION_SCOTLAND, REGION_SYNTHETIC

REGIONS = (REGION_SYNTHETIC, REGION_ENGLAND, REGION_NORTHERN_IRELAND, REGION_SCOTLAND)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A valid NHS number, of the range kept for tests or of any other."""
    seed, region = draw(st.integers(0, 2**32)), draw(st.sampled_from(REGIONS))
    state = random.getstate()
    random.seed(seed)
    try:
        number = str(nhs_number.generate(for_region=region)[0])
    finally:
        random.setstate(state)
    return number if len(set(number)) > 1 else "9434765919"


DRESSES = (
    "{a}{b}{c}",
    "{a} {b} {c}",
    "{a}-{b}-{c}",
    "{a}.{b}.{c}",
    "{a} - {b} - {c}",
    "{a}\u2011{b}\u2011{c}",
    "{a}\u00a0{b}\u00a0{c}",
    "  {a}{b}{c} ",
    "{a}{b} {c}",
    "NHS{a}{b}{c}",
    "NHS No: {a} {b} {c}",
    "NHS-No.{a}-{b}-{c};",
    "({a}{b}{c})",
    "seen in clinic, {a}{b}{c}, and sent home",
    "bed 12 {a} {b} {c} ward 4",
    "ABC{a}{b}{c}X",
    "{spread}",
    "{a}{b}{c}.0",
    "{a}\n{b}\n{c}",
    "{a}|{b}|{c}",
    "{a};{b};{c}",
    "{a}_{b}_{c}",
    "{a} * {b} * {c}",
    "{a}     {b}     {c}",
    "{a}\x00{b}\x00{c}",
    "{a} / {b} / {c}",
    "{a}\u00b7{b}\u00b7{c}",
    "{a}\u3001{b}\u3001{c}",
    "\u2066{a}\u2069 {b} {c}",
    "{power}E+09",
    "{power}E9",
)

dresses = st.sampled_from(DRESSES)


def dressed(number: str, dress: str) -> str:
    """A number as a file may write it."""
    return dress.format(
        a=number[:3], b=number[3:6], c=number[6:], spread=" ".join(number), power=f"{number[0]}.{number[1:]}"
    )


full_width = str.maketrans("0123456789", "０１２３４５６７８９")
