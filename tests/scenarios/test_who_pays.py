"""Who pays, case by case, on real bodies: the register says who held a practice, the rules of the day who pays.

The lines are made up; practices, hospitals, areas and dates are real. Each is walked through the rules by hand.
"""

from datetime import date

import pytest

from ouzel.activity.establishments import establishment_of
from ouzel.activity.postcodes import Postcodes, load_postcodes
from ouzel.activity.postcodes.directory import read_directory
from ouzel.activity.references.tables import load_table
from ouzel.activity.rules.reading import flow_for, flows
from ouzel.activity.rules.tables import demonstration_rows
from ouzel.engine.attribution.by_hand import Assigned, assign
from tests.activity.postcodes.files import write
from tests.activity.references.asking import facts_of, who_pays
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

LUTON, MK = "E81073", "K82003"  # practices of Luton and of Milton Keynes
MK_HOSPITAL, LUTON_HOSPITAL = "RD8", "RC9"
MK_AREA = "E01015693"  # a small area of the group that Milton Keynes went into
GREEN, RED, AMBER = "DEMOGRN1", "DEMORED1", "DEMOAMB1"
IN_2025 = date(2025, 4, 10)


@pytest.fixture(autouse=True)
def house(tmp_path, monkeypatch, register):
    """A store of its own beside the small register."""
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: tmp_path)


@pytest.fixture
def lists() -> None:
    """Services with their colours, and NHS England's contracts: the demonstration's."""
    for table in ("service-colours", "provider-contracts"):
        load_table(
            demonstration_rows(table).encode(), table=table, effective=date(2020, 4, 1), published=date(2020, 4, 1),
            by=OPERATOR, origin="a test", name=f"{table}.csv",
        )  # fmt: skip


def prisons(text: bytes) -> None:
    """A list of prisons that became known on 1 June 2025."""
    load_table(text, table="prisons", effective=date(2000, 1, 1), published=date(2025, 6, 1), by=OPERATOR,
               origin="a test", name="prisons.csv")  # fmt: skip


def boxes(found: Assigned) -> list[str]:
    return [step.box for step in found.path]


def test_1_a_spell_across_the_merger_goes_by_the_day_it_is_assigned_on():
    """Admitted 28 March 2021 from a Luton practice: discharged on 3 April the merged group pays, unfinished Luton's."""
    discharged = who_pays(date(2021, 4, 3), "admitted", practice=LUTON, provider=LUTON_HOSPITAL)
    unfinished = who_pays(date(2021, 3, 28), "admitted-unfinished", practice=LUTON, provider=LUTON_HOSPITAL)
    assert (discharged.payer, unfinished.payer) == ("M1J4Y", "06P")
    assert discharged.method == unfinished.method == "practice"


def test_1_which_day_that_is_the_rules_say():
    for flow in flows():
        assert (flow.dates["admitted"], flow.dates["admitted-unfinished"]) == ("end", "start")


def test_2_the_practice_at_admission_decides_for_the_whole_spell():
    """A line carries the practice at admission; the one after is another column that no rule asks for."""
    at_admission, after = (
        who_pays(date(2021, 3, 30), "admitted", practice=practice, provider=LUTON_HOSPITAL) for practice in (LUTON, MK)
    )
    assert at_admission.payer == "06P"
    assert after.payer == "04F"


@pytest.mark.parametrize("practice", ["V81997", "V81998", "V81999", "", "Y99999"])
def test_3_without_a_practice_the_address_decides(practice):
    found = who_pays(IN_2025, "admitted", practice=practice, residence=MK_AREA, provider=LUTON_HOSPITAL)
    assert (found.payer, found.method) == ("M1J4Y", "residence")
    assert "where the patient lives" in found.words


def test_3_no_fixed_abode_is_the_place_of_the_provider_and_stays_as_written(tmp_path):
    directory = Postcodes(read_directory(write(tmp_path)))
    facts = facts_of(IN_2025, practice="V81997", residence="ZZ99 3VZ", provider=MK_HOSPITAL, kind="admitted")
    assert facts["residence"]["nation"] == "no-fixed-abode"
    assert facts["residence"]["commissioner"] == ""
    found = who_pays(
        IN_2025, "admitted", practice="V81997", residence="ZZ99 3VZ", provider=LUTON_HOSPITAL, postcodes=directory
    )
    assert (found.payer, found.method) == ("M1J4Y", "host")
    assert "B-1" not in boxes(found)  # counted as living in the United Kingdom


def test_4_a_visitor_who_is_charged_pays():
    found = who_pays(IN_2025, "admitted", practice=LUTON, provider=MK_HOSPITAL, overseas="F")
    assert (found.payer, found.box) == ("VPP00", "A")
    private = who_pays(IN_2025, "outpatient", practice=LUTON, provider=MK_HOSPITAL, administrative="02")
    assert private.payer == "VPP00"


def test_4_an_exempt_visitor_without_a_practice_is_the_hosts():
    found = who_pays(IN_2025, "admitted", provider=MK_HOSPITAL, overseas="E")
    assert (found.payer, found.method, found.box) == ("M1J4Y", "host", "B-4")
    with_a_practice = who_pays(IN_2025, "admitted", practice=LUTON, provider=MK_HOSPITAL, overseas="E")
    assert (with_a_practice.payer, with_a_practice.method) == ("M1J4Y", "practice")


def test_4_a_french_visitor_at_the_emergency_department_is_the_hosts():
    found = who_pays(IN_2025, "emergency", provider=MK_HOSPITAL, overseas="C")
    assert (found.payer, found.method, found.box) == ("M1J4Y", "host", "EC-1")


def test_5_practices_of_the_forces_are_the_armed_forces_hubs():
    facts = facts_of(IN_2025, practice=LUTON, residence=MK_AREA, provider=MK_HOSPITAL)
    facts["practice"] |= {"nation": "defence", "parent": "13Q", "commissioner": ""}
    for kind in ("admitted", "outpatient", "emergency"):
        facts["profile"] |= {"kind": kind}
        found = assign(flow_for(IN_2025), facts, kind)
        assert (found.payer, found.category) == ("13Q", "61")


def test_5_a_prisons_postcode_counts_for_admissions_and_outpatients_but_never_in_emergencies():
    prisons(b"postcode,name\nMK4 4DA,A prison\n")
    prisoner = {"provider": MK_HOSPITAL, "residence": MK_AREA, "establishment": establishment_of("MK4 4DA")}
    for source in ("39", "40"):
        admitted = who_pays(IN_2025, "admitted", admission_source=source, **prisoner)
        assert (admitted.payer, admitted.category, admitted.box) == ("14R", "71", "E")
    assert who_pays(IN_2025, "admitted", admission_source="19", **prisoner).payer == "M1J4Y"
    assert who_pays(IN_2025, "outpatient", **prisoner).payer == "14R"
    emergency = who_pays(IN_2025, "emergency", **prisoner)
    assert emergency.payer == "M1J4Y"
    assert "E" not in boxes(emergency)


def test_5_a_prison_that_closed_is_one_until_then_and_no_later():
    prisons(b"postcode,name,since,until\nMK4 4DA,A prison,2001-01-01,2025-05-01\n")
    visit = {"provider": MK_HOSPITAL, "residence": MK_AREA, "establishment": establishment_of("MK4 4DA")}
    assert who_pays(date(2025, 4, 30), "outpatient", **visit).payer == "14R"
    assert who_pays(date(2025, 5, 1), "outpatient", **visit).payer == "M1J4Y"
    assert who_pays(date(2025, 4, 30), "outpatient", known_at=date(2025, 5, 31), **visit).payer == "M1J4Y"


@pytest.mark.parametrize("practice", [LUTON, "", "V81997"])
def test_whoever_lives_in_scotland_or_northern_ireland_is_their_boards_whatever_area_is_known(tmp_path, practice):
    line = {"practice": practice, "provider": LUTON_HOSPITAL}
    before = who_pays(IN_2025, "admitted", residence="S01008592", **line)
    assert (before.payer, before.box) == ("", "C-3W")
    assert before.words == "Nobody was found to pay: neither the GP practice nor the address leads to anybody."
    load_postcodes(write(tmp_path), by=OPERATOR)
    for area, payer in (("S01008592", "S08000024"), ("S08000024", "S08000024"), ("95GG45S2", "LCG1"),
                        ("N09000006", "LCG3"), ("N09000007", "")):  # fmt: skip
        found = who_pays(IN_2025, "admitted", residence=area, **line)
        assert (found.payer, found.box) == (payer, "C-3W")
        assert ("health board" in found.words) == bool(payer)
        assert who_pays(IN_2025, "admitted", residence=area, known_at=date(2025, 1, 31), **line).payer == (
            payer if area.startswith("S08") else ""
        )


def test_a_table_of_boards_that_is_loaded_counts_before_the_directory(tmp_path):
    load_postcodes(write(tmp_path), by=OPERATOR)
    load_table(b"area,board\nN09000007,LCG2\nS01008592,S08000015\n", table="health-boards",
               effective=date(2020, 4, 1), published=date(2020, 4, 1), by=OPERATOR, origin="a test")  # fmt: skip
    for area, payer in (("N09000007", "LCG2"), ("S01008592", "S08000015"), ("95GG45S2", "LCG1")):
        assert who_pays(IN_2025, "admitted", residence=area, provider=LUTON_HOSPITAL).payer == payer


def test_6_a_green_service_is_the_boards_from_april_2025(lists):
    line = {"practice": LUTON, "residence": MK_AREA, "provider": MK_HOSPITAL, "service": GREEN}
    now = who_pays(IN_2025, "admitted", **line)
    assert (now.payer, now.category, now.box) == ("M1J4Y", "25", "C-6X")
    before = who_pays(date(2024, 3, 15), "admitted", **line)
    assert (before.payer, before.method) == ("14E", "hub")


def test_6_in_the_year_between_it_goes_by_the_board_of_the_patients_commissioner(lists):
    """The East of England took services over in April 2024; the rest of it is told by the patient, not the provider."""
    line = {"residence": MK_AREA, "provider": MK_HOSPITAL, "service": GREEN}
    found = who_pays(date(2024, 6, 1), "admitted", practice=LUTON, **line)
    assert (found.payer, found.category) == ("M1J4Y", "25")
    facts = facts_of(date(2024, 6, 1), practice=LUTON, kind="admitted", **line)
    facts["practice"] |= {"commissioner": "A3A8R", "delegated": "", "hub": "13R", "region": "Y56"}
    found = assign(flow_for(date(2024, 6, 1)), facts, "admitted")
    assert (found.payer, found.method, found.category) == ("13R", "practice-hub", "21")


def test_6_an_amber_service_was_the_hubs_of_the_patient(lists):
    found = who_pays(date(2024, 6, 1), "outpatient", practice=LUTON, provider=MK_HOSPITAL, service=AMBER)
    assert (found.payer, found.method, found.box) == ("14E", "practice-hub", "C-0b")


def test_7_a_red_service_without_a_contract_is_not_paid(lists):
    line = {"practice": LUTON, "residence": MK_AREA, "service": RED}
    unpaid = who_pays(IN_2025, "admitted", provider=MK_HOSPITAL, **line)
    assert (unpaid.payer, unpaid.method, unpaid.box) == ("", "none", "C-2N")
    assert "no contract" in unpaid.words
    paid = who_pays(IN_2025, "admitted", provider=LUTON_HOSPITAL, **line)
    assert (paid.payer, paid.category, paid.box) == ("14E", "21", "C-2")


def test_7_while_no_list_of_contracts_is_loaded_the_words_say_that_none_was_asked():
    load_table(
        demonstration_rows("service-colours").encode(), table="service-colours", effective=date(2020, 4, 1),
        published=date(2020, 4, 1), by=OPERATOR, origin="a test", name="colours.csv",
    )  # fmt: skip
    found = who_pays(IN_2025, "admitted", practice=LUTON, provider=MK_HOSPITAL, service=RED)
    assert found.payer == "14E"
    assert "no list of contracts is loaded" in found.words


def test_without_colours_a_specialised_code_counts_as_none_and_is_marked():
    found = who_pays(IN_2025, "admitted", practice=LUTON, provider=MK_HOSPITAL, service=RED)
    assert (found.payer, found.box) == ("M1J4Y", "C-5UX")
    assert "lists loaded for the year do not have" in found.words
    plain = who_pays(IN_2025, "admitted", practice=LUTON, provider=MK_HOSPITAL, service="99999999")
    assert (plain.payer, plain.box, plain.category) == ("M1J4Y", "C-5X", "12")


def test_dental_care_went_to_the_boards_in_april_2023():
    line = {"practice": LUTON, "provider": MK_HOSPITAL, "specialty": "140"}
    found = who_pays(date(2023, 4, 1), "outpatient", **line)
    assert (found.payer, found.category) == ("M1J4Y", "55")
    before = who_pays(date(2023, 3, 31), "outpatient", **line)
    assert (before.payer, before.method, before.category) == ("Y61", "practice-region", "51")


def test_people_of_wales_are_paid_for_by_wales():
    found = who_pays(IN_2025, "admitted", residence="W06000015", provider=MK_HOSPITAL)
    assert (found.payer, found.method) == ("7A4", "residence-board")
    unknown = who_pays(IN_2025, "admitted", residence="W01001787", provider=MK_HOSPITAL)
    assert unknown.payer == "W01"
    special = who_pays(IN_2025, "admitted", residence="W06000015", provider=MK_HOSPITAL, service=RED)
    assert special.payer == "7A5HC"


def test_on_the_welsh_border_the_practice_decides():
    english = who_pays(IN_2025, "admitted", practice=LUTON, residence="W06000021", provider=MK_HOSPITAL)
    assert (english.payer, english.method) == ("M1J4Y", "practice")
    inland = who_pays(IN_2025, "admitted", practice=LUTON, residence="W06000015", provider=MK_HOSPITAL)
    assert inland.payer == "7A4"


def test_a_board_without_its_location_is_not_enough():
    facts = facts_of(IN_2025, practice=LUTON, residence=MK_AREA, provider=MK_HOSPITAL, kind="admitted")
    facts["practice"] |= {"commissioner": "", "parent": "QHG", "level": "board"}
    found = assign(flow_for(IN_2025), facts, "admitted")
    assert (found.payer, found.method, found.box) == ("", "none", "C-5X")
    assert "not to one of its locations" in found.words


def test_the_three_dates_stay_apart():
    """Facts of the patient come with the line; the map and what was known are asked for apart."""
    day = date(2021, 4, 3)
    assert who_pays(day, "admitted", practice=LUTON).payer == "M1J4Y"
    assert who_pays(day, "admitted", practice=LUTON, fixed=date(2021, 3, 31)).payer == "06P"
    assert who_pays(day, "admitted", practice=LUTON, known_at=date(2021, 3, 1)).payer == "06P"


def test_drugs_and_lines_for_many_patients_keep_whom_the_provider_named():
    drug = who_pays(IN_2025, "drug", practice=LUTON, provider=MK_HOSPITAL, submitted="14E", category="21")
    assert (drug.payer, drug.category, drug.box) == ("14E", "21", "M-1")
    many = who_pays(IN_2025, "aggregate", provider=MK_HOSPITAL, submitted="06H")
    assert (many.payer, many.box) == ("06H", "M-2")
    nobody = who_pays(IN_2025, "aggregate", provider=MK_HOSPITAL)
    assert (nobody.payer, nobody.method) == ("", "")
