"""What walking one line by hand means, box by box: the fast engine is held to this."""

from datetime import date

from ouzel.engine.attribution.by_hand import assign
from ouzel.engine.attribution.flow import Box, Flow, Outcome
from ouzel.engine.attribution.flow import Test as Asked


def outcome(*pays: str, category: str = "") -> Outcome:
    return Outcome(pays, category, "Somebody pays.")


def flow(*groups: tuple[Asked, ...], yes: Outcome, no: Outcome) -> Flow:
    box = Box("A", "Is it so?", groups, yes, no)
    days = date(2025, 4, 1), date(2026, 4, 1)
    return Flow("test", *days, days[0], "a test", {"admitted": "A"}, {"admitted": "end"}, {"A": box})


def one(fact: str, *values: str, none_of: bool = False) -> Asked:
    return Asked("profile", fact, frozenset(values), none_of)


YES, NO = outcome("code:YES"), outcome("code:NO")


def payer(made: Flow, **profile: str) -> str:
    return assign(made, {"profile": profile}, "admitted").payer


def test_a_group_holds_whole_or_not_at_all():
    made = flow((one("pod", "EL"), one("category", "21")), yes=YES, no=NO)
    assert payer(made, pod="EL", category="21") == "YES"
    assert payer(made, pod="EL") == payer(made, category="21") == payer(made) == "NO"


def test_one_group_is_enough():
    made = flow((one("pod", "EL"),), (one("category", "21"),), yes=YES, no=NO)
    assert payer(made, pod="EL") == payer(made, category="21") == "YES"
    assert payer(made, pod="NEL", category="12") == "NO"


def test_what_is_not_known_answers_no_unless_the_test_is_turned_round():
    assert payer(flow((one("pod", "EL"),), yes=YES, no=NO)) == "NO"
    assert payer(flow((one("pod", "EL", none_of=True),), yes=YES, no=NO)) == "YES"


def test_a_test_may_ask_whether_a_fact_is_known():
    made = flow((one("pod", ""),), yes=YES, no=NO)
    assert payer(made) == "YES"
    assert payer(made, pod="EL") == "NO"


def test_a_value_with_a_star_is_a_beginning():
    made = flow((one("specialty", "7*"),), yes=YES, no=NO)
    assert payer(made, specialty="710") == "YES"
    assert payer(made, specialty="170") == "NO"


def test_the_first_method_that_gives_a_body_decides():
    made = flow((one("pod", "", "EL"),), yes=outcome("practice", "residence", "host"), no=NO)
    facts = {"practice": {"commissioner": ""}, "residence": {"commissioner": "06P"}, "supply": {"host": "04F"}}
    found = assign(made, facts, "admitted")
    assert (found.method, found.payer) == ("residence", "06P")
    assert "where the patient lives" in found.words
    assert assign(made, facts | {"practice": {"commissioner": "06F"}}, "admitted").payer == "06F"
    assert assign(made, {"supply": {"host": "04F"}}, "admitted").payer == "04F"


def test_when_every_method_fails_nobody_pays_and_the_words_say_so():
    made = flow((one("pod", ""),), yes=outcome("practice", "host"), no=NO)
    found = assign(made, {}, "admitted")
    assert (found.payer, found.method) == ("", "")
    assert found.words == "Nobody was found to pay: neither the GP practice nor the provider leads to anybody."


def test_none_ends_with_nobody_whatever_comes_after():
    found = assign(flow((one("pod", ""),), yes=outcome("none", "code:13Q"), no=NO), {}, "admitted")
    assert (found.payer, found.method) == ("", "none")


def test_a_body_the_rules_name_is_taken_after_methods_that_fail():
    made = flow((one("pod", ""),), yes=outcome("practice-board", "code:W01"), no=NO)
    assert assign(made, {}, "admitted").payer == "W01"
    assert assign(made, {"practice": {"board": "7A1"}}, "admitted").payer == "7A1"


def test_the_submitted_commissioner_is_a_fact_of_the_line():
    made = flow((one("pod", ""),), yes=outcome("submitted", "host"), no=NO)
    facts = {"line": {"commissioner": "M1J4Y"}, "supply": {"host": "06P"}}
    assert assign(made, facts, "admitted").payer == "M1J4Y"
    assert assign(made, {"supply": facts["supply"]}, "admitted").payer == "06P"


def test_a_category_that_the_outcome_leaves_is_the_submitted_one():
    facts = {"profile": {"category": "11"}}
    assert assign(flow((one("pod", ""),), yes=YES, no=NO), facts, "admitted").category == "11"
    told = flow((one("pod", ""),), yes=outcome("code:13Q", category="61"), no=NO)
    assert assign(told, facts, "admitted").category == "61"


def test_the_path_is_every_box_with_its_answer():
    found = assign(flow((one("pod", "EL"),), yes=YES, no=NO), {}, "admitted")
    assert found.path == (("A", "Is it so?", "No"),)
    assert found.box == "A"


def test_a_kind_that_the_rules_do_not_speak_of_has_nobody():
    found = assign(flow((one("pod", "EL"),), yes=YES, no=NO), {}, "drug")
    assert (found.payer, found.box, found.path) == ("", "", ())
    assert "do not speak" in found.words
