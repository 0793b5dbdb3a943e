"""The basis switch as it stands in addresses and commands, and in words."""

from datetime import date

import pytest

from ouzel.core.types.basis import Basis

TEXTS = ["as-was", "as-now", "as-at:2026-03-31", "as-if:merger", "as-if:one,two", "as-if:a.toml"]


@pytest.mark.parametrize("text", TEXTS)
def test_basis_survives_its_text(text: str) -> None:
    assert str(Basis.parse(text)) == text


def test_basis_names_its_plans_in_order() -> None:
    assert Basis.parse("as-if: two , one").plans == ("two", "one")
    assert Basis.parse("as-now").plans == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("as-is", "use as-was"),
        ("as-at:31 March", "a date such as"),
        ("as-if:", "use as-was"),
        ("as-if:one,,two", "a plan is missing"),
        ("as-if:one,one", "each plan once"),
    ],
)
def test_basis_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Basis.parse(text)


def test_basis_in_words() -> None:
    assert Basis.parse("as-if:merger").describe() == "bodies as they would be under the plan merger"
    known = Basis.parse("as-if:a,b").under(titles=("One board", "Two boards"), day=date(2027, 4, 1))
    assert known.describe() == "bodies as they would be under the plans “One board” and “Two boards”, on 1 April 2027"
    assert str(known) == "as-if:a,b"
    assert Basis.parse("as-at:2026-03-31").describe() == "bodies as at 31 March 2026"
