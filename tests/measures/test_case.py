"""The sections of the case for change that need figures, on small figures and on the published ones."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ouzel.measures import actions
from ouzel.measures.case.figures import rounded
from ouzel.measures.case.money import Money, parts_of, together
from ouzel.register import actions as register_actions
from ouzel.register import queries
from ouzel.register.answers import Moment
from ouzel.register.kinds import KINDS
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.case import NOT_KNOWN, Case, Section, Served, case_for
from ouzel.reorganisation.plan import Plan
from tests.reorganisation.conftest import known_bodies, register
from tests.reorganisation.plans import EFFECTIVE, KNOWN, OPERATOR, SAVING, blmk_2021
from tests.reorganisation.test_case import two_bodies
from tests.shared_data import DATA, needs_data

__all__ = ["known_bodies", "register"]

ON = date(2021, 1, 1)
CODES = ("04F", "06F", "06P")
NAMES = {"04F": "NHS Milton Keynes CCG", "06F": "NHS Bedfordshire CCG", "06P": "NHS Luton CCG"}
ONE, TWO = blmk_2021().title, "Two groups"
AS_KNOWN = Moment(KNOWN, known_at=KNOWN)


def the_case(plan: Plan | None = None, options: Sequence[Plan] = ()) -> Case:
    """The case for the merger of 2021 against two bodies, as known on the day before."""
    return case_for(plan or blmk_2021(), options=options or [two_bodies()], moment=AS_KNOWN, on=date(2020, 9, 30))


def section(case: Case, slug: str) -> Section:
    """The section of a case that is called so."""
    (found,) = [s for s in case.sections if s.slug == slug]
    return found


def rows(case: Case, slug: str, table: int = 0) -> dict[tuple[str, str], tuple[object, ...]]:
    """The rows of a table of a section, by option and body."""
    return {(str(r[0]), str(r[1])): r[2:] for r in section(case, slug).tables[table].rows}


def practices(code: str) -> list[str]:
    """The GP practices of a body on the day before, by the register's own question."""
    return sorted(m.code for m in queries.members(code, moment=AS_KNOWN, kind=KINDS["practice"]))


def figures(folder: Path, name: str, *lines: str) -> None:
    """Load figures in our own plain format, as of 1 January 2021."""
    path = folder / f"{name}.csv"
    path.write_text("unit,measure,value\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    actions.load([path], by=OPERATOR, published=ON, effective=ON, source=f"Table of {name}")


@pytest.fixture
def small(register: None, tmp_path: Path) -> dict[str, list[str]]:
    """Two practices of each body have people and scores: 100 and 300 people, scores 10 and 30."""
    own = {code: practices(code)[:2] for code in CODES}
    lines = [f"{u},registered-patients,{n}" for us in own.values() for u, n in zip(us, (100, 300), strict=True)]
    figures(tmp_path, "people", *lines)
    lines = [f"{u},imd2019-score,{n}" for us in own.values() for u, n in zip(us, ("10.0", "30.04"), strict=True)]
    figures(tmp_path, "scores", *lines)
    return own


def test_without_figures_each_section_says_so_and_has_no_table(register: None) -> None:
    case = the_case()
    for slug in ("people", "deprivation", "running-cost", "distance-from-target", "need"):
        found = section(case, slug)
        assert not found.tables
        assert "are loaded for 1 April 2021 or earlier, published by 31 March 2021" in found.gaps[0]


def test_people_are_summed_and_those_without_a_figure_are_said(small: dict[str, list[str]]) -> None:
    case = the_case()
    found = rows(case, "people")
    assert {found["No change", NAMES[code]] for code in CODES} == {(400, 2)}
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"] == (1200, 6)
    assert found[TWO, "NHS Bedfordshire and Luton CCG"] == (800, 4)
    (gap,) = section(case, "people").gaps
    missing = sum(len(practices(code)) for code in CODES) - 6
    assert gap.startswith(f"{missing} GP practices have no figure of people")


def test_deprivation_is_weighted_by_people(small: dict[str, list[str]]) -> None:
    found = rows(the_case(), "deprivation")
    # (100 x 10 + 300 x 30.04) / 400 = 25.03; of six practices with both figures a fifth is one: score 30.04
    mean = Decimal("25.0")
    assert found["No change", NAMES["06F"]] == (mean, Decimal("10.0"), Decimal("30.0"), 300, 400)
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"][3:] == (900, 1200)


def test_a_body_without_figures_is_not_known_and_never_nought(register: None, tmp_path: Path) -> None:
    figures(tmp_path, "people", f"{practices('06F')[0]},registered-patients,500")
    found = rows(the_case(), "people")
    assert found["No change", NAMES["06F"]] == (500, 1)
    assert found["No change", NAMES["06P"]][0] == NOT_KNOWN
    assert rows(the_case(), "running-cost")["No change", NAMES["06P"]][::2] == (NOT_KNOWN, NOT_KNOWN)
    assert not [s for s in section(the_case(), "people").sentences if s.startswith("With no change")]


def test_running_cost_is_allowance_times_people(small: dict[str, list[str]]) -> None:
    case = the_case()
    found = rows(case, "running-cost")
    each = found["No change", NAMES["06F"]][1]
    assert isinstance(each, Decimal)
    assert found["No change", NAMES["06F"]] == (400, each, int(400 * each))
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"] == (1200, each, int(1200 * each))
    said = " ".join(section(case, "running-cost").sentences)
    assert "what is paid for three times now would be paid for once" in said
    assert "what is paid for three times now would be paid for two times" in said
    promised = section(case, "running-cost").tables[1].rows[0]
    assert promised[:4] == (
        ONE,
        SAVING.title,
        rounded(SAVING.baseline / 1200, "0.01"),
        rounded(SAVING.target / 1200, "0.01"),
    )


def test_the_distance_of_the_whole_is_weighted_by_targets(register: None, tmp_path: Path) -> None:
    lines = [f"06F,ccg-allocation,{110}", "06P,ccg-allocation,190", "06F,ccg-distance-from-target,10"]
    figures(tmp_path, "allocations", *lines, "06P,ccg-distance-from-target,-5")
    case = the_case()
    found = rows(case, "distance-from-target")
    assert found["No change", NAMES["06F"]] == (110, 100, 10, Decimal("10.00"))
    assert found["No change", NAMES["06P"]] == (190, 200, -10, Decimal("-5.00"))
    assert found[TWO, "NHS Bedfordshire and Luton CCG"] == (300, 300, 0, Decimal("0.00"))
    assert found["No change", NAMES["04F"]] == (NOT_KNOWN,) * 4
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"] == (NOT_KNOWN,) * 4
    assert (
        "No allocation with its distance from target is published for NHS Milton Keynes CCG."
        in section(case, "distance-from-target").gaps
    )
    said = " ".join(section(case, "distance-from-target").sentences)
    assert "would stand on its target" in said
    assert "NHS Bedfordshire CCG 10.00% above its target and NHS Luton CCG 5.00% below its target" in said


def served(code: str, **units: str) -> Served:
    """A body that serves practices, each with its share."""
    return Served(code, code, (), {"practice": {unit: Decimal(share) for unit, share in units.items()}})


def test_an_allocation_is_never_divided() -> None:
    now = (served("A", a="1", b="1"), served("B", c="1"))
    assert parts_of(served("X", a="1", b="1", c="1"), now) == ("A", "B")
    assert parts_of(served("X", c="1"), now) == ("B",)
    assert parts_of(served("X", a="1", c="1"), now) is None  # a piece of A
    assert parts_of(served("X", a="0.5", b="0.5"), now) is None  # half of it
    assert parts_of(served("X", c="1", d="1"), now) is None  # and a practice from elsewhere
    assert parts_of(served("X", d="1"), now) is None


def test_money_together_lies_between_its_parts() -> None:
    parts = [Money(Decimal(110), Decimal(100)), Money(Decimal(190), Decimal(200))]
    assert together(parts) == Money(Decimal(300), Decimal(300))
    assert together(parts[:1]).distance == 10


def test_need_is_a_share_over_a_share(register: None, tmp_path: Path) -> None:
    a, b, elsewhere = practices("06F")[0], practices("06P")[0], "ZZ1"
    lines = [f"{u},allocation-population,{n}" for u, n in ((a, 100), (b, 100), (elsewhere, 200))]
    lines += [f"{u},weighted-core,{n}" for u, n in ((a, 50), (b, 150), (elsewhere, 200))]
    figures(tmp_path, "weighted", *lines)
    found = rows(the_case(), "need")
    # (50 / 400) / (100 / 400) = 0.5; (150 / 400) / (100 / 400) = 1.5; both (200 / 400) / (200 / 400) = 1
    assert found["No change", NAMES["06F"]] == (100, 50, Decimal("0.500"))
    assert found["No change", NAMES["06P"]] == (100, 150, Decimal("1.500"))
    assert found[TWO, "NHS Bedfordshire and Luton CCG"] == (200, 200, Decimal("1.000"))
    assert found["No change", NAMES["04F"]] == (NOT_KNOWN,) * 3


def test_figures_published_later_are_not_known(register: None, tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_text(f"unit,measure,value\n{practices('06F')[0]},registered-patients,500\n", encoding="utf-8")
    actions.load([path], by=OPERATOR, published=date(2021, 4, 30), effective=ON, source="A late table")
    assert section(the_case(), "people").gaps


def test_people_who_left_the_sums_since_the_figures_are_said(register: None, tmp_path: Path) -> None:
    """A practice closes between the day of the figures and the plan's."""
    first, second = practices("06P")[:2]
    figures(tmp_path, "people", f"{first},registered-patients,1000", f"{second},registered-patients,500")
    assert not [gap for gap in section(the_case(), "people").gaps if "closed or left" in gap]
    facts = tmp_path / "closing.csv"
    heading = "subject,attribute,evidence,since,until,value,share,note,source,published"
    told = f"{second},lifespan,interval,2000-01-01,2021-02-01,open,,,Notice of closing,2021-02-01"
    facts.write_text(f"{heading}\n{told}\n", encoding="utf-8")
    register_actions.load([facts], by=OPERATOR)
    case = the_case()
    assert rows(case, "people")["No change", NAMES["06P"]] == (1000, 1)
    (gap,) = [gap for gap in section(case, "people").gaps if gap.startswith("On 1 January 2021")]
    assert "NHS Luton CCG had 1,500 people. 500 of them were with practices that closed or left since" in gap


def test_nobody_is_counted_twice_where_a_board_has_commissioners_under_it(register: None, tmp_path: Path) -> None:
    """In 2022 the group hands over to the board above it: each serves the same people."""
    own = sorted(m.code for m in queries.members("M1J4Y", moment=Moment(date(2022, 6, 30)), kind=KINDS["practice"]))
    figures(tmp_path, "people", *(f"{unit},registered-patients,10" for unit in own))
    plan = plan_file.read(Path(__file__).parents[2] / "src/ouzel/demo/plans/blmk-2022.toml")
    eve = date(2022, 6, 30)
    case = case_for(plan, moment=Moment(eve, known_at=eve), on=eve)
    now, option = case.options
    assert [[b.code for b in o.bodies] for o in (now, option)] == [["M1J4Y", "QHG"]] * 2
    assert [[b.code for b in o.answering] for o in (now, option)] == [["M1J4Y"], ["QHG"]]
    found = section(case, "people").tables[0].rows
    assert [(row[0], row[2]) for row in found] == [(now.title, 10 * len(own)), (option.title, 10 * len(own))]
    assert all(f"{10 * len(own)} people" in words for words in section(case, "people").sentences)
    moved = [
        row
        for row in section(case, "residents").tables[0].rows
        if row[0] == "GP practices that would have another body"
    ]
    assert moved[0][1] == 0
    assert moved[0][2] == len(now.answering[0].practices)


# On the published files: worked out here anew, in a few lines that share nothing with the code


@pytest.fixture
def published(register: None) -> None:
    """Registered patients of January 2021, deprivation by practice, allocations of 2018/19."""
    actions.load([DATA / "registrations/gp-reg-pat-prac-all_2021-01.csv.gz"], by=OPERATOR)
    imd = DATA / "deprivation/fingertips_93553_imd2019_by_practice.csv.gz"
    actions.load([imd], by=OPERATOR, published=date(2019, 12, 31))
    allocations = DATA / "finance/ccg_allocations_2018-19_approx.csv"
    actions.load([allocations], by=OPERATOR, effective=date(2018, 4, 1))


def table(name: str) -> list[dict[str, str]]:
    """The rows of a published file, by heading."""
    raw = (DATA / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def lists_2021() -> tuple[dict[str, Decimal], dict[str, set[str]]]:
    """Of January 2021: people by practice, and the practices that the file itself prints under each group."""
    people: dict[str, Decimal] = defaultdict(Decimal)
    groups: dict[str, set[str]] = defaultdict(set)
    for row in table("registrations/gp-reg-pat-prac-all_2021-01.csv.gz"):
        if (row["SEX"], row["AGE"]) == ("ALL", "ALL"):
            people[row["CODE"]] += Decimal(row["NUMBER_OF_PATIENTS"])
        groups[row["CCG_CODE"]].add(row["CODE"])
    return people, groups


@needs_data
def test_people_of_blmk_are_those_of_the_published_file(published: None) -> None:
    people, groups = lists_2021()
    expected = {code: int(sum(people[unit] for unit in groups[code])) for code in CODES}
    assert expected == {"06F": 500_653, "06P": 242_104, "04F": 304_539}
    found = rows(the_case(), "people")
    assert {code: found["No change", NAMES[code]][0] for code in CODES} == expected
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"][0] == 1_047_296
    assert found[TWO, "NHS Bedfordshire and Luton CCG"][0] == 742_757


@needs_data
def test_deprivation_of_blmk_is_that_of_the_published_files(published: None) -> None:
    people, groups = lists_2021()
    scores = {
        row["Area Code"]: Decimal(row["Value"])
        for row in table("deprivation/fingertips_93553_imd2019_by_practice.csv.gz")
        if row["Area Code"] in people and row["Value"]
    }

    def mean(*codes: str) -> Decimal:
        units = [u for code in codes for u in groups[code] if u in scores]
        return rounded(sum(people[u] * scores[u] for u in units) / sum(people[u] for u in units), "0.1")

    found = rows(the_case(), "deprivation")
    for code in CODES:
        assert found["No change", NAMES[code]][0] == mean(code), code
    assert found[TWO, "NHS Bedfordshire and Luton CCG"][0] == mean("06F", "06P")
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"][0] == mean(*CODES)
    assert mean("06P") > mean("04F") > mean("06F")  # Luton is poorer than the mean of the whole says


@needs_data
def test_distance_from_target_of_blmk_is_that_of_the_published_file(published: None) -> None:
    file = {row["CCG"]: row for row in table("finance/ccg_allocations_2018-19_approx.csv")}
    # the last two headings of this copy stand one column to the right of what they name
    money = {name: int(file[name]["Final allocation"]) for name in NAMES.values()}
    distance = {name: float(file[name]["Final per capita growth"].rstrip("%")) for name in NAMES.values()}
    assert (sum(money.values()), sorted(distance.values())) == (1_194_379, [-3.92, -2.83, -0.86])
    target = {name: money[name] / (1 + distance[name] / 100) for name in money}
    case = the_case()
    found = rows(case, "distance-from-target")
    for name in money:
        off = round(money[name] - target[name])
        percent = rounded(Decimal(str(distance[name])), "0.01")
        assert found["No change", name] == (money[name], round(target[name]), off, percent)
    gap = sum(money.values()) - sum(target.values())
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"] == (
        1_194_379, round(sum(target.values())), round(gap), Decimal(f"{gap / sum(target.values()) * 100:.2f}"),
    )  # fmt: skip
    assert found[ONE, "NHS Bedfordshire, Luton and Milton Keynes CCG"][3] == Decimal("-2.17")
    assert found[TWO, "NHS Bedfordshire and Luton CCG"][3] == Decimal("-1.51")
    assert not section(case, "distance-from-target").gaps


@needs_data
def test_what_was_not_published_yet_is_said_and_what_is_known_today_is_used(published: None) -> None:
    weighted = DATA / "finance/icb_allocation_weighted_populations_by_practice_2023-24.csv.gz"
    actions.load([weighted], by=OPERATOR, effective=date(2023, 4, 1), published=date(2023, 1, 31))
    assert section(the_case(), "need").gaps
    assert not section(the_case(), "need").tables
    assert date(2023, 4, 1) > EFFECTIVE
