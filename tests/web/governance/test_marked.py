"""Markdown of people is shown, and never runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as reader

from ouzel.web.governance.marked import TAGS, shown

NASTY = st.lists(
    st.sampled_from(
        ["<script>", "</p>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
         "![p](https://evil.example/p.png)",
         "<a href='data:text/html,x'>", "# Head", "\n\n", "**b**", "|a|b|\n|-|-|\n|c|d|", "- one", "1. two",
         "`code`", "> q",
         "<https://example.org>", "&lt;script&gt;", "\u202e", "[y](//evil.example)", "<svg/onload=x>", " ", "\n"]
    )
).map("".join)  # fmt: skip


@given(NASTY)
def test_nothing_of_a_text_becomes_markup_of_its_own(text: str) -> None:
    found = reader.fragment_fromstring(str(shown(text)), create_parent="div")
    for element in found.iterdescendants():
        assert element.tag in TAGS
        assert set(element.attrib) <= {"class", "href", "rel", "start"}
        assert element.get("href", "https:").startswith(("https:", "http:", "mailto:", "/", "#")), element.attrib
        assert not element.get("href", "https:").startswith(("//", "/\\", "\\")), element.attrib
        assert not element.get("class", "nhsuk").replace("nhsuk", "", 1).startswith("x")


def test_headings_come_below_the_one_above_them() -> None:
    page = str(shown("# Minutes\n\n## Item\n\ntext\n\n### Part", under=1))
    assert re.findall(r"<(h\d)", page) == ["h2", "h3", "h4"]
    assert re.findall(r"<(h\d)", str(shown("### Low", under=3))) == ["h4"]


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "<//evil.example>", "%2F%2Fevil.example"])
def test_address_that_hides_its_site_is_no_link(address: str) -> None:
    page = reader.fragment_fromstring(str(shown(f"[y]({address})")), create_parent="div")
    assert [a.get("href") for a in page.iter("a") if a.get("href")] == []
    assert "y" in page.text_content()


@pytest.mark.parametrize("address", ["/meetings/x/", "#item", "https://example.org//a", "mailto:a@example.org"])
def test_plain_addresses_stay_links(address: str) -> None:
    assert f'href="{address}"' in str(shown(f"[y]({address})"))


def test_lists_tables_and_links_stay() -> None:
    page = str(shown("- one\n\n| a | b |\n|---|---|\n| c | d |\n\n[x](https://example.org/)"))
    assert '<ul class="nhsuk-list nhsuk-list--bullet">' in page
    assert '<td class="nhsuk-table__cell">c</td>' in page
    assert '<a href="https://example.org/" rel="nofollow noopener">x</a>' in page
