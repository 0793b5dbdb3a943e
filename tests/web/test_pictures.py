"""Pictures: sound SVG, readable labels, and nothing lost between the facts and the drawing."""

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ouzel.register.answers import Moment, Succession
from ouzel.register.attributes import Attribute
from ouzel.register.flows import Band, Count, Flow, Lane, Picture, Role, picture
from ouzel.web.pictures import write_picture
from ouzel.web.pictures.bands import band
from ouzel.web.pictures.frame import BRANCHES, Frame
from ouzel.web.pictures.labels import fitting, wrapped
from ouzel.web.pictures.river import river, sentence
from ouzel.web.pictures.wave import wave_picture

D = date
SVG = "{http://www.w3.org/2000/svg}"
README = Path(__file__).parents[2] / "docs" / "images" / "blmk.svg"


def made(*, name: str = 'A <b> & "c"', members: int = 10) -> Picture:
    start, turn, change, end = D(2000, 4, 1), D(2010, 4, 1), D(2015, 7, 1), D(2020, 1, 1)
    bands = (
        Band("A1", name, start, turn, (Count(start, members), Count(turn - timedelta(days=1), members)), ()),
        Band("A2", "A2", start, turn, (Count(start, 3), Count(turn - timedelta(days=1), 3)), ()),
        Band("B1", "Whole", turn, None, (Count(turn, members + 3), Count(end, members)),
             (Role("clinical-commissioning-group", turn, change), Role("sub-icb-location", change, None))),
    )  # fmt: skip
    flows = (Flow("A1", "B1", turn, members), Flow("A2", "B1", turn, 3))
    lanes = (Lane("Q1", "A system", change, None),)
    return Picture("B1", "Whole", Attribute.COMMISSIONER, start, end, bands, flows, lanes)


@given(st.text(max_size=60), st.integers(1, 400))
def test_river_is_sound_svg_whatever_a_name_holds(name: str, members: int) -> None:
    clean = "".join(c for c in name if c.isprintable())
    root = ET.fromstring(river(made(name=clean, members=members)))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert not list(root.iter(f"{SVG}style")) + list(root.iter(f"{SVG}script"))
    assert not [e for e in root.iter() if "style" in e.attrib or any(k.startswith("on") for k in e.attrib)]


def test_river_says_in_words_what_it_shows() -> None:
    assert sentence(made()) == (
        "From 1 April 2000 to 1 January 2020, 3 bodies held these practices. On 1 April 2010, A1 and A2 flowed into B1."
        " B1 has 10 practices at the end."
    )


@given(st.integers(1, 300))
def test_streams_that_arrive_fill_the_band_they_make(members: int) -> None:
    frame = Frame(made(members=members))
    whole = frame.bands["B1"]
    assert sum(f.members for f in frame.streams()) * frame.scale == pytest.approx(frame.thickness(whole, whole.since))


def test_bands_do_not_lie_on_each_other() -> None:
    frame = Frame(made())
    halves = {code: (frame.middle(code), b.most * frame.scale / 2) for code, b in frame.bands.items()}
    (a, a_half), (b, b_half) = halves["A1"], halves["A2"]
    assert abs(a - b) >= a_half + b_half


def test_label_stands_beside_a_change_of_role_not_across_it() -> None:
    frame = Frame(made())
    whole = frame.bands["B1"]
    at = frame.x(D(2015, 7, 1))
    texts = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{band(frame, whole)}</svg>').iter(f"{SVG}text")
    assert all(abs(float(t.get("x", 0)) - at) > len(t.text or "") * 3.5 for t in texts)


def test_colours_are_dark_enough_for_white_letters() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    assert min(1.05 / (light(c) + 0.05) for c in BRANCHES) > 5.9


@given(st.text(alphabet="abc ", max_size=80), st.integers(1, 40))
def test_labels_lose_no_word(text: str, letters: int) -> None:
    lines = wrapped(text, letters)
    assert not lines or " ".join(lines).split() == text.split()
    assert all(len(line) <= letters for line in lines)


def test_labels_are_left_out_where_they_do_not_fit() -> None:
    assert fitting("M1J4Y", "A name", width=20, height=50) == []
    assert fitting("M1J4Y", "A name", width=40, height=20) == ["M1J4Y"]
    assert fitting("M1J4Y", "A name", width=100, height=40) == ["M1J4Y", "A name"]


def test_wave_draws_every_body_once() -> None:
    steps = [Succession(old, old, new, new, D(2021, 4, 1), "", None, 1) for old, new in
             (("A1", "B1"), ("A2", "B1"), ("A2", "B2"), ("A3", "B3"))]  # fmt: skip
    root = ET.fromstring(wave_picture(steps))
    assert sorted(t.text or "" for t in root.iter(f"{SVG}text")) == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert len(list(root.iter(f"{SVG}path"))) == 4


def test_picture_in_the_readme_is_that_of_our_facts(site: Client, tmp_path: Path) -> None:
    found = picture("M1J4Y", moment=Moment(on=D(2026, 11, 22)))
    assert found is not None
    assert {b.code for b in found.bands} == {"4AA24", "4AV88", "4CJ51", "4MG09", "4NP98", "4VV82", "5CQ", "5GC", "5GD",
                                             "5GE", "5P2", "04F", "06F", "06P", "M1J4Y"}  # fmt: skip
    drawn = tmp_path / "blmk.svg"
    write_picture(drawn, "M1J4Y", on=D(2026, 11, 22), title="Bedfordshire, Luton and Milton Keynes, 1999 to 2026")
    assert drawn.read_text() == README.read_text(), "draw it anew: docs/images/README.md says how"
    with pytest.raises(LookupError, match="nothing to draw"):
        write_picture(drawn, "RC9", on=D(2026, 11, 22))
