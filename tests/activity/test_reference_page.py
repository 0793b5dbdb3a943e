"""The reference page of files of activity names every check, element, field and setting."""

import re
from pathlib import Path

import pytest

from ouzel.activity.faults import CHECKS
from ouzel.activity.fields import FIELDS
from ouzel.activity.readers import FORMATS
from ouzel.activity.readers.mapping import RULE, TOP, read_mapping
from ouzel.activity.readers.standards import elements

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "activity-files.md").read_text(encoding="utf-8")


def test_page_names_all_there_is() -> None:
    names = {*CHECKS, *FIELDS, *FORMATS, *RULE, *TOP}
    assert [name for name in sorted(names) if f"`{name}`" not in PAGE and f"[{name}]" not in PAGE] == []


@pytest.mark.parametrize("standard", ["acm", "plcm", "drplcm", "deplcm", "iap", "local-prices"])
def test_page_lists_the_elements_as_they_are(standard: str) -> None:
    for element in elements(standard):
        row = f"| `{element.code}` | {element.name} | {element.mandation} |"
        assert row in PAGE
    assert len(re.findall(rf"^\| `{standard.upper()}-\d\d` ", PAGE, re.M)) == len(elements(standard))


def test_page_says_of_each_check_what_is_wrong_and_right() -> None:
    for check in CHECKS.values():
        assert f"| {check.words} | {check.right} |" in PAGE


def test_page_shows_a_mapping_that_can_be_read() -> None:
    text = PAGE.split("```toml\n")[1].split("```")[0]
    assert read_mapping(text).slug == "example-outpatients"
