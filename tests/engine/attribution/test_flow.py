"""Tests of facts: one value, a beginning, one of several."""

from ouzel.engine.attribution.flow import Test as Asked


def test_a_fact_of_several_values_holds_by_any_of_them() -> None:
    asked = Asked("profile", "sets", frozenset({"infertility"}))
    assert asked.holds("abortion,infertility")
    assert asked.holds("infertility")
    assert not asked.holds("abortion")
    assert not asked.holds("infertility-not")
    assert not asked.holds("")
    turned = Asked("profile", "sets", frozenset({"infertility"}), none_of=True)
    assert not turned.holds("abortion,infertility")
