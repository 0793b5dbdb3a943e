"""What is given with an interest or a gift, in order: codes of organisations, numbers of companies, whole sentences."""

import re

from ouzel.core.errors import ContentError
from ouzel.register import search

COMPANY = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}[A-Z]")


def ods_code(text: str) -> str:
    """The code of an organisation as the register has it; empty for none. ContentError where there is no such code."""
    given = text.strip()
    if not given:
        return ""
    found = search.resolve(given)
    if found is None:
        raise ContentError(
            "no organisation in the register has this code", field="ods_code", value=given,
            right="Search for the organisation by its name, or leave the code empty and give the name alone",
        )  # fmt: skip
    return found


def company_number(text: str) -> str:
    """A company's number as Companies House writes it: eight figures, or two letters and six. Empty for none.

    Noughts that were left out in front are put back. ContentError for what is no such number.
    """
    given = "".join(text.upper().split())
    if not given:
        return ""
    if given.isdecimal() and given.isascii() and len(given) < 8:
        given = given.zfill(8)
    if not COMPANY.fullmatch(given):
        raise ContentError(
            "this is not the number of a company", field="company_number", value=text.strip(),
            right="Eight figures, such as 01234567, or two letters and six figures, such as OC123456",
        )  # fmt: skip
    return given


def sentence(text: str, *, field: str, right: str) -> str:
    """A text without what stands round it; ContentError where there is none."""
    given = text.strip()
    if not given:
        raise ContentError(f"{field} is missing", field=field, right=right)
    return given
