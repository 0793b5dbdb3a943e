"""People and money of every body of a plan, before and after: worked out first, met by the register once enacted."""

from datetime import date
from decimal import Decimal
from typing import Any

from ouzel.measures.following import MeasuresFollower
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions as proposals
from ouzel.reorganisation.following import followers
from ouzel.reorganisation.plan import Close, Merger, Move, Opening, Part, Plan, Split
from ouzel.reorganisation.preview import Preview, preview
from ouzel.reorganisation.proving import again
from tests.measures.files import ALLOCATIONS, BLMK_ALLOCATIONS, load, monthly, write
from tests.register.files import facts
from tests.register.files import load as load_register
from tests.reorganisation.plans import APPROVER, AUTHOR, KNOWN, OPERATOR, blmk_2021

PEOPLE = "people registered"
MONEY = "allocation for core services"
THREE = {"06F": 500_653, "06P": 242_104, "04F": 304_539}
Sides = tuple[dict[str, Decimal], dict[str, Decimal]]


def seen(plan: Plan, known: date = KNOWN) -> Preview:
    return preview(plan, moment=Moment(plan.effective, known))


def sides(shown: Preview, what: str = PEOPLE) -> Sides:
    rows = [row for row in shown.totals if row.what == what]
    return (
        {row.body: row.before for row in rows if row.before is not None},
        {row.body: row.after for row in rows if row.after is not None},
    )


def plan(*changes: Any, effective: date = date(2021, 4, 1)) -> Plan:
    return blmk_2021(slug="another", changes=changes, effective=effective, benefits=())


def test_the_measures_follow_from_the_start():
    assert [f.title for f in followers() if f.slug == "measures"] == ["People and money"]


def test_people_of_three_groups_become_those_of_one(lists):
    assert sides(seen(blmk_2021())) == (THREE, {"M1J4Y": 1_047_296})


def test_the_figures_name_their_release(lists):
    rows = [row for row in seen(blmk_2021()).totals if row.what == PEOPLE]
    assert all("1 January 2021" in row.source and row.unit == "people" for row in rows)


def test_without_figures_there_is_nothing_to_show(register):
    assert sides(seen(blmk_2021())) == ({}, {})


def test_money_goes_to_the_heir_where_all_have_some(lists, tmp_path):
    path = write(tmp_path, "a.csv", ALLOCATIONS, BLMK_ALLOCATIONS)
    load(path, effective=date(2018, 4, 1))
    before, after = sides(seen(blmk_2021()), MONEY)
    assert before == {"06F": 587_176, "06P": 286_434, "04F": 320_769}
    assert after == {"M1J4Y": 1_194_379}


def test_money_of_some_only_is_not_shown(lists, tmp_path):
    path = write(tmp_path, "a.csv", ALLOCATIONS, BLMK_ALLOCATIONS[:2])
    load(path, effective=date(2018, 4, 1))
    assert sides(seen(blmk_2021()), MONEY) == ({}, {})


def test_a_split_by_list_and_rest(lists):
    shown = seen(
        plan(
            Split(
                path="split[0]", body="06P",
                parts=(
                    Part(path="split[0].part[0]", into="06F", units=("E81005",)),
                    Part(path="split[0].part[1]", into="04F", rest=True),
                ),
            )
        )
    )  # fmt: skip
    before, after = sides(shown)
    assert before == THREE
    assert sum(after.values()) == 1_047_296
    moved = after["06F"] - before["06F"]
    assert after["04F"] - before["04F"] == before["06P"] - moved
    assert "06P" not in after


def test_a_split_by_shares_divides_people(lists):
    parts = tuple(
        Part(path=f"split[0].part[{n}]", into=into, share=Decimal(share))
        for n, (into, share) in enumerate((("06F", "0.25"), ("04F", "0.75")))
    )
    _, after = sides(seen(plan(Split(path="split[0]", body="06P", parts=parts))))
    assert after == {"06F": 500_653 + Decimal(242_104) / 4, "04F": 304_539 + Decimal(242_104) * 3 / 4}


def test_people_left_open_are_in_nobodys_sum(lists):
    before, after = sides(seen(plan(Close(path="close[0]", code="06P", left_open="not decided yet"))))
    assert (before, after) == ({"06P": 242_104}, {})


def test_a_practice_that_moves_takes_its_people(lists):
    shown = seen(plan(Move(path="move[0]", to="06F", units=("Y06810",), origin="04F", relation=Attribute.COMMISSIONER)))
    assert shown.problems == ()
    assert sides(shown)[1] == {"06F": 500_653 + 1_242, "04F": 304_539 - 1_242}


def test_lists_of_practices_that_merge_are_one_list(lists, tmp_path):
    load(monthly(tmp_path, "01FEB2021", E81001=100, E81002=23))
    shown = seen(plan(Merger(path="merger[0]", bodies=("E81001",), into="E81002", kind="acquisition")))
    assert sides(shown, "people on the list of the practice") == ({"E81001": 100, "E81002": 23}, {"E81002": 123})


def test_a_board_has_the_people_of_its_commissioners(lists, tmp_path):
    opening = Opening(
        name="NHS Central East Integrated Care Board", roles=("RO318",), parents={Attribute.REGION: "Y61"}
    )
    change = Merger(path="merger[0]", bodies=("QHG",), into="ZZ9Z9", opening=opening)
    facts(tmp_path, "region", "Y61,lifespan,since,2013-04-01,,open,,,2020-01-01")
    load_register(tmp_path / "region")
    before, after = sides(seen(plan(change, effective=date(2022, 9, 1)), date(2022, 8, 31)), f"{PEOPLE}, by system")
    assert before == {"QHG": 1_077_382}
    assert after == {"ZZ9Z9": 1_077_382}


def test_lists_of_practices_that_closed_since_are_told_and_in_nobodys_sum(lists, tmp_path):
    change = ",".join(["P91001", "commissioner", "interval", "2013-04-01", "2021-02-01", "06P", "", "", "2021-02-01"])
    facts(tmp_path, "closed", change)
    load_register(tmp_path / "closed")
    load(monthly(tmp_path, "15JAN2021", E81001=100, P91001=40))
    rows = {row.body: row for row in seen(blmk_2021()).totals if row.what == PEOPLE}
    assert (rows["06P"].before, rows["M1J4Y"].after) == (100, 100)
    for code in ("06P", "M1J4Y"):
        assert "without 40 on lists of practices that closed since" in rows[code].source


def test_an_enactment_meets_what_was_shown_and_later_figures_leave_its_proof_alone(lists, tmp_path):
    load(write(tmp_path, "a.csv", ALLOCATIONS, BLMK_ALLOCATIONS), effective=date(2018, 4, 1))
    proposal = proposals.save(plan=blmk_2021(), by=AUTHOR, on=date(2021, 1, 11))
    proposals.propose(proposal=proposal, by=AUTHOR, on=date(2021, 1, 11))
    proposals.approve(proposal=proposal, by=APPROVER, on=date(2021, 3, 1))
    enactment = proposals.enact(proposal=proposal, by=OPERATOR, on=date(2021, 3, 22))
    kept = {(row["what"], row["body"]): row["after"] for row in enactment.proof["totals"]}
    assert kept[PEOPLE, "M1J4Y"] == "1047296"
    assert kept[MONEY, "M1J4Y"] == "1194379"
    load(monthly(tmp_path, "01FEB2021", E81001=5))
    assert again(proposal, known_at=date(2021, 3, 22)).deviations == ()


def test_nothing_is_asked_applied_or_in_the_way(register):
    follower, expansion = MeasuresFollower(), seen(blmk_2021()).expansion
    assert not [*follower.choices(expansion), *follower.consequences(expansion), *follower.dependants(expansion)]
