"""Postcodes, and codes that only look so."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate.detecting import detect
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.postcodes import AREAS, find_postcodes, whole_postcodes

INWARD = "ABDEFGHJLNPQRSTUWXYZ"


@st.composite
def postcodes(draw: st.DrawFn) -> tuple[str, str]:
    """The two parts of a postcode with the shape of a real one."""
    area = draw(st.sampled_from(AREAS))
    district = draw(st.integers(1, 29 if len(area) == 2 else 39))
    letters = draw(st.text(INWARD, min_size=2, max_size=2))
    return f"{area}{district}", f"{draw(st.integers(0, 9))}{letters}"


@given(
    postcodes(),
    st.sampled_from([
        "{0} {1}", "lives at {0} {1}, alone", "{0}  {1}", "{0}-{1}", "{0}\n{1}", "{0}_{1}", "{0}|{1}", "{0} / {1}",
        "{0}\t{1}", "addr:{0} {1}.",
    ]),
    st.booleans(),
)  # fmt: skip
def test_postcode_in_two_parts_is_found(parts: tuple[str, str], dress: str, small: bool) -> None:
    text = dress.format(*parts)
    assert find_postcodes(pa.array([text.lower() if small else text])).certain.all()


@given(postcodes())
def test_postcode_in_one_is_found_where_it_has_six_signs_or_more(parts: tuple[str, str]) -> None:
    whole = "".join(parts)
    assert find_postcodes(pa.array([whole])).bare.tolist() == [len(whole) > 5]
    assert whole_postcodes(pa.array([whole])).all()


@pytest.mark.parametrize(
    "text", ["EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "BL0 9RR", "BF1 2AT"]
)
def test_postcode_of_each_shape_is_found(text: str) -> None:
    assert detect(pa.array([text])).by_kind[Kind.POSTCODE].certain.all()


@pytest.mark.parametrize("text", [
    "ZZ99 3VZ", "ZZ993WZ", "ZZ99 3CZ",  # pseudo-postcodes
    "A81001", "V81999", "Y07040", "RC9", "RC971", "RGP75", "M1J4Y", "S1Y5D", "D4U1Y", "VPP00",  # bodies and sites
    "EB07A", "FZ12C", "N10AF", "WF01B", "SB97Z",  # currencies
    "F321", "R54X", "W371", "E10 5", "E17LL", "E01017621", "LU1", "LU1 2",
])  # fmt: skip
def test_codes_are_no_postcodes(text: str) -> None:
    assert not detect(pa.array([text])).any


def test_five_signs_in_one_count_beside_others_or_under_a_heading() -> None:
    found = find_postcodes(pa.array(["M11AE", "LU12AB", "E17LL"]))
    assert found.bare.all()
    assert not find_postcodes(pa.array(["M11AE"])).bare.any()
    assert detect(pa.array(["M11AE"]), heading="Patient_PostCode").by_kind[Kind.POSTCODE].certain.all()
