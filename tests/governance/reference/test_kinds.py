"""The tables of reference data: read whole, dated, and refused by the line where something is wrong."""

from datetime import date, timedelta

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.reference.decisions import kind_of_decision, kinds_of_decision
from ouzel.governance.reference.kinds import kind_of_body, kinds_of_body, read_kinds
from ouzel.governance.reference.tags import check_profession, check_tags, in_words, professions, tags
from ouzel.governance.reference.texts import read

GOOD = """
[[kind]]
slug = "example-board"
name = "Example board"
since = 2020-01-01
basis = "Example Act"
source = "Example source"

[[kind.rule]]
slug = "chair"
text = "one chair"
all_of = ["chair"]
least = 1
"""


def test_kinds_each_has_source_and_rules_that_are_known() -> None:
    for kind in kinds_of_body():
        assert kind.source
        assert kind.basis
        for rule in kind.rules:
            assert rule.source
            check_tags((*rule.all_of, *rule.any_of, *rule.none_of))
            for each in rule.professions:
                check_profession(each)


def test_kinds_governing_body_ended_when_groups_did() -> None:
    kind = kind_of_body("ccg-governing-body")
    assert kind.holds(date(2013, 4, 1))
    assert not kind.holds(date(2013, 3, 31))
    assert kind.holds(date(2022, 6, 30))
    assert not kind.holds(date(2022, 7, 1))
    assert kind.followed_by == ("integrated-care-board",)


def test_kinds_rule_changes_with_the_law() -> None:
    kind = kind_of_body("health-and-wellbeing-board")
    changes = date(2022, 7, 1)
    before = {rule.slug for rule in kind.rules_on(changes - timedelta(days=1))}
    after = {rule.slug for rule in kind.rules_on(changes)}
    assert before - after == {"clinical-commissioning-group"}
    assert after - before == {"integrated-care-board"}


def test_kinds_governing_body_of_the_last_months_needs_fewer() -> None:
    """SI 2022/316: four members, a nurse or a specialist, one lay member, from 14 April 2022."""
    kind = kind_of_body("ccg-governing-body")
    before = {rule.slug: rule.least for rule in kind.rules_on(date(2022, 4, 13))}
    after = {rule.slug: rule.least for rule in kind.rules_on(date(2022, 4, 14))}
    assert (before["members"], before["lay"], before["nurse"], before["secondary-care"]) == (6, 2, 1, 1)
    assert (after["members-from-2022"], after["lay-from-2022"], after["nurse-or-specialist"]) == (4, 1, 1)
    assert not {"members", "lay", "nurse", "secondary-care"} & set(after)


def test_kinds_what_is_proposed_changes_nothing() -> None:
    kind = kind_of_body("integrated-care-partnership")
    assert kind.proposed
    assert kind.until is None
    assert kind.holds(date(2026, 11, 22))


def test_kinds_unknown_says_what_was_meant() -> None:
    with pytest.raises(ContentError, match="Did you mean integrated-care-board"):
        kind_of_body("integrated-care-bord")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('name = "Example board"', 'nam = "Example board"', 4, "no such part"),
        ("since = 2020-01-01", 'since = "2020"', 5, "a date belongs here"),
        ("since = 2020-01-01", "since = 2020-01-01\nuntil = 2020-01-01", 6, "before it begins"),
        ('basis = "Example Act"', "", 2, "basis is missing"),
        ('basis = "Example Act"', 'basis = "x"\norganisations = ["moon"]', 7, "register knows no such kind"),
        ('basis = "Example Act"', 'basis = "x"\nfollowed_by = ["moon"]', 7, "no such kind"),
        ("least = 1", "", 9, "neither how many"),
        ("least = 1", "least = 3\nmost = 2", 14, "fewer are allowed"),
        ("least = 1", "least = -1", 13, "whole number"),
        ('all_of = ["chair"]', 'all_of = "chair"', 12, "list of texts"),
    ],
)
def test_kinds_wrong_table_is_refused_by_its_line(old: str, new: str, line: int, words: str) -> None:
    assert read_kinds(read(GOOD))
    with pytest.raises(ContentError, match=words) as caught:
        read_kinds(read(GOOD.replace(old, new), file="kinds.toml"))
    assert (caught.value.file, caught.value.line) == ("kinds.toml", line)


def test_kinds_same_name_twice_is_refused() -> None:
    with pytest.raises(ContentError, match="two kinds"):
        read_kinds(read(GOOD + GOOD))


def test_decisions_kinds_stand_once_and_merger_is_reserved() -> None:
    slugs = [kind.slug for kind in kinds_of_decision()]
    assert len(slugs) == len(set(slugs))
    assert {"merger", "constitution", "strategy", "budget", "contract-award", "policy", "appointment",
            "urgent-ratification", "minutes", "other"} <= set(slugs)  # fmt: skip
    assert kind_of_decision("merger").reserved
    assert kind_of_decision("contract-award").money
    with pytest.raises(ContentError, match="Did you mean merger"):
        kind_of_decision("merge")


def test_tags_misspelt_is_refused_and_own_is_not() -> None:
    assert check_tags(["chair", "own-champion", "chair"]) == ("chair", "own-champion")
    with pytest.raises(ContentError, match="Did you mean clinician"):
        check_tags(["clinican"])
    with pytest.raises(ContentError, match="own-"):
        check_profession("astrologer")


def test_tags_in_words() -> None:
    assert in_words("gp") == "general practitioner"
    assert in_words("own-night-owl") == "night owl"
    assert not set(tags()) & {""}
    assert "nurse" in professions()
