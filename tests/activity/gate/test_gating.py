"""The gate as a whole."""

import json
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.fields import FIELDS
from ouzel.activity.gate.gating import Gate
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.kinds import TELLINGS, Kind
from ouzel.activity.gate.policy import Treatment, policies, policy, read_policies
from ouzel.core.errors import ContentError
from tests.activity.gate.dress import dressed, dresses, numbers
from tests.activity.gate.test_generalising import Directory
from tests.activity.gate.test_policy import TEXT
from tests.activity.gate.test_postcodes import postcodes
from tests.activity.gate.test_pseudonyms import by_hand
from tests.activity.gate.test_shapes import EXAMPLES

KEY = Key(b"0123456789abcdef0123456789abcdef")
KEPT = [name for name, treatment in policy().treatments.items() if treatment is Treatment.KEEP]


def gate(name: str = "pseudonymise", **more: str) -> Gate:
    return Gate(policy(name), KEY, Directory(), **more)


def batch(**columns: Sequence[str | None]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({name: pa.array(values, pa.string()) for name, values in columns.items()})


LINE = {
    "person": ["943 476 5919", "9434765919", "TEST7abc", "", "0000000000"],
    "local_person": ["H1", "", "", "H1", ""],
    "provider": ["RC9", "RC900", "RC9", "RC9", "RC9"],
    "spell": ["S1", "S1", "", "S2", "S1"],
    "record": ["1", "2", "3", "4", "5"],
    "birth_date": ["1950-03-12", "12/03/1950", "031950", "", "1950-03-12"],
    "residence": ["LU1 2AB", "lu12ab", "ZZ99 3VZ", "E01015690", "MK45 2AA"],
    "start": ["2025-04-01"] * 5,
    "specialty": ["100"] * 5,
}


def test_identifiers_become_pseudonyms_ages_and_areas() -> None:
    it = gate()
    out = it.admit(batch(**LINE))
    assert out.column("person").to_pylist() == [
        by_hand("9434765919"),
        by_hand("9434765919"),
        by_hand("RC9\x1fTEST7abc", purpose="local-person"),
        by_hand("RC9\x1fH1", purpose="local-person"),
        0,
    ]
    spells = out.column("spell").to_pylist()
    assert spells[0] == spells[1] == spells[4] == by_hand("RC9\x1fS1", purpose="spell")
    assert spells[2] == 0
    assert out.column("age").to_pylist() == ["75", "75", "75", "", "75"]
    assert out.column("residence").to_pylist() == ["E01015690", "E01015690", "ZZ99 3VZ", "E01015690", "E01017400"]
    assert out.column("establishment").to_pylist() == ["", "", "", "", "J1"]
    assert set(out.schema.names) == {
        "person", "spell", "record", "residence", "establishment", "age", "provider", "start", "specialty",
    }  # fmt: skip
    report = it.report()
    assert not report.refused
    assert {(find.column, find.kind, find.count) for find in report.finds} == {
        ("person", Kind.NHS_NUMBER, 2), ("local_person", Kind.PATIENT, 2), ("birth_date", Kind.BIRTH_DATE, 3),
        ("birth_date", Kind.BIRTH_MONTH, 1), ("residence", Kind.POSTCODE, 3),
    }  # fmt: skip


def test_strict_policy_refuses_what_the_other_changes() -> None:
    it = gate("strict")
    it.admit(batch(**LINE))
    refusing = {find.kind for find in it.report().finds if find.refuses}
    assert refusing == {Kind.NHS_NUMBER, Kind.PATIENT, Kind.BIRTH_DATE, Kind.POSTCODE}
    assert it.refused


def test_strict_policy_takes_a_file_without_identifiers() -> None:
    it = gate("strict")
    it.admit(batch(person=["TEST1"], birth_date=["041968"], residence=["E01015690"], start=["2025-04-01"], Spare=["x"]))
    assert not it.refused


def test_provider_of_the_file_counts_where_no_column_says_it() -> None:
    with_column = gate().admit(batch(spell=["S1"], provider=["RC9"])).column("spell")
    assert gate(provider="RC900").admit(batch(spell=["S1"])).column("spell").equals(with_column)
    assert not gate(provider="RGT").admit(batch(spell=["S1"])).column("spell").equals(with_column)


def test_rows_are_told_by_their_place_in_the_file() -> None:
    it = gate()
    it.admit(batch(local_pod_name=["Clinic", "Clinic"]), first_row=1)
    it.admit(batch(local_pod_name=["Clinic", "seen by Mrs Patel"]), first_row=3)
    (find,) = it.report().finds
    assert (find.kind, find.count, find.rows, find.refuses) == (Kind.NAME, 1, (4,), True)


def test_no_more_rows_than_twenty_are_told() -> None:
    it = gate()
    it.admit(batch(local_pod_name=["DOB 12/03/1950"] * 100))
    (find,) = it.report().finds
    assert (find.count, find.rows) == (100, tuple(range(1, 21)))


def test_unmapped_columns_are_looked_through_and_never_come_out() -> None:
    columns = {"Notes": ["call 943 476 5919", "fine"], "SURNAME": ["Xiu", ""], "specialty": ["100", "101"]}
    lax, strict = gate(), gate("strict")
    for it in (lax, strict):
        assert it.admit(batch(**columns)).schema.names == ["person", "spell", "record", "specialty"]
        assert {(find.column, find.kind) for find in it.report().finds} == {
            ("Notes", Kind.NHS_NUMBER), ("SURNAME", Kind.NAME),
        }  # fmt: skip
    assert not lax.refused
    assert strict.refused
    assert "Looked through and not kept" in lax.report().finds[0].words


def test_codes_that_pass_the_check_by_chance_do_not_refuse_a_file() -> None:
    it = gate("strict")
    it.admit(batch(EPIKEY=[str(number) for number in range(4_000_000_000, 4_000_002_000)]))
    (find,) = it.report().finds
    assert find.kind is Kind.NHS_NUMBER
    assert not find.certain
    assert not it.refused


def test_numbers_of_any_plain_type_are_looked_through() -> None:
    wide = pa.RecordBatch.from_pydict({
        "specialty": pa.array([9434765919, 100], pa.int64()),
        "person": pa.array([9434765919, 0], pa.int64()),
        "seen": pa.array([9434765919.0, None], pa.float64()),
    })  # fmt: skip
    it = gate()
    out = it.admit(wide)
    assert out.column("specialty").to_pylist() == ["", "100"]
    assert out.column("person").to_pylist() == [by_hand("9434765919"), 0]
    assert it.refused


def test_what_cannot_be_looked_through_is_not_taken() -> None:
    odd = pa.RecordBatch.from_pydict({"specialty": pa.array([["9434765919"]]), "spare": pa.array([b"\xff\xfe"])})
    it = gate()
    assert it.admit(odd).column("specialty").to_pylist() == [""]
    assert {find.kind for find in it.report().finds} == {Kind.UNREADABLE}
    assert it.refused


def test_heading_that_says_birth_over_a_field_that_is_kept_refuses() -> None:
    it = gate()
    out = it.admit(batch(DOB=["1950-03-12"]), {"DOB": "start"})
    assert out.column("start").to_pylist() == [""]
    assert it.refused


def test_headings_of_a_file_without_headings_are_not_told() -> None:
    it = gate()
    it.admit(batch(**{"9434765919": ["4010232137"], "Mrs Patel": ["x"], "LU1 2AB": ["MK9 1AA"]}))
    text = json.dumps(it.report().as_json()) + "".join(it.report().sentences())
    assert it.refused
    for planted in ("9434765919", "4010232137", "Patel", "LU1", "MK9"):
        assert planted not in text


def test_file_headings_are_told_in_place_of_fields() -> None:
    it = gate(headings={"residence": "POSTCODE OF USUAL ADDRESS"})
    it.admit(batch(residence=["LU1 2AB"]))
    assert it.report().finds[0].column == "POSTCODE OF USUAL ADDRESS"


def test_field_that_the_policy_does_not_know_stops_the_load() -> None:
    mine = read_policies(TEXT, file="mine.toml")["mine"]
    with pytest.raises(ContentError, match="does not say what is done"):
        Gate(mine, KEY).admit(batch(specialty=["100"]))


def test_fields_that_a_policy_refuses_or_drops() -> None:
    text = TEXT + 'refuse = ["spell"]\ndrop = ["record", "birth_date"]\n'
    it = Gate(read_policies(text, file="mine.toml")["mine"], KEY)
    out = it.admit(batch(spell=["", "S1"], record=["1", "2"], birth_date=["1950-03-12"] * 2, provider=["RC9"] * 2))
    assert out.schema.names == ["person", "spell", "record", "provider"]
    assert out.column("spell").to_pylist() == out.column("record").to_pylist() == [0, 0]
    assert [(find.kind, find.rows, find.refuses) for find in it.report().finds if find.refuses] == [
        (Kind.FORBIDDEN, (2,), True)
    ]


def test_two_columns_for_one_field_are_a_fault_of_the_mapping() -> None:
    with pytest.raises(ValueError, match="two columns"):
        gate().admit(batch(a=["1"], b=["2"]), {"a": "specialty", "b": "specialty"})


def test_empty_batch_comes_out_empty() -> None:
    it = gate()
    out = it.admit(batch(**{name: [] for name in LINE}))
    assert len(out) == 0
    assert not it.report().finds


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text with an identifier in it, and what of it may not be seen again."""
    if draw(st.booleans()):
        number = draw(numbers())
        return dressed(number, draw(dresses)), [number]
    outward, inward = draw(postcodes())
    return f"{outward} {inward}", [f"{outward} {inward}", f"{outward}{inward}"]


UNREAD = {"activity", "critical_days", "rehabilitation_days", "palliative_days", "delayed_days"}
"""Fields in which blank would say something: one unit, no exempt days."""


@given(planted(), st.sampled_from(KEPT), st.booleans(), st.sampled_from(list(policies())))
def test_no_identifier_comes_out_of_a_kept_column(
    plant: tuple[str, list[str]], field: str, coded: bool, name: str
) -> None:
    text, secrets = plant
    good = EXAMPLES[field]
    column = pa.array([good, text, "", good])
    it = gate(name)
    out = it.admit(pa.RecordBatch.from_pydict({field: column.dictionary_encode() if coded else column}))
    withheld = "?" if field in UNREAD else ""
    assert out.column(field).to_pylist() == [good, withheld, "", good]
    assert it.refused
    shown = json.dumps(it.report().as_json()) + "".join(it.report().sentences())
    for secret in secrets:
        assert secret not in shown.replace(" ", "") + shown


@given(planted(), st.sampled_from(["person", "local_person", "spell", "record", "birth_date", "residence", "Remarks"]))
def test_no_identifier_comes_out_of_any_other(plant: tuple[str, list[str]], field: str) -> None:
    text, secrets = plant
    it = gate()
    out = it.admit(batch(**{field: [text, "X"], "provider": ["RC9", "RC9"]}))
    shown = "\n".join(str(column.to_pylist()) for column in out.columns) + json.dumps(it.report().as_json())
    for secret in secrets:
        assert secret not in shown


@given(st.integers(0, 5), st.booleans())
def test_gate_gives_the_same_in_any_batches(cut: int, coded: bool) -> None:
    whole = batch(**LINE)
    if coded:
        whole = pa.RecordBatch.from_pydict(
            {name: whole.column(name).dictionary_encode() for name in whole.schema.names}
        )
    one, two = gate(), gate()
    out = one.admit(whole)
    parts = [two.admit(whole[:cut], first_row=1), two.admit(whole[cut:], first_row=1 + cut)]
    for name in out.schema.names:
        assert out.column(name).to_pylist() == [value for part in parts for value in part.column(name).to_pylist()]
    assert one.report() == two.report()


def test_gate_finds_nothing_in_what_came_through_it() -> None:
    out = gate().admit(batch(**LINE))
    it = gate("strict")
    again = it.admit(out)
    assert not it.report().finds
    for name in out.schema.names:
        if name not in ("person", "spell", "record", "establishment"):  # a file may not say these
            assert again.column(name).to_pylist() == out.column(name).to_pylist()


def test_report_is_json_and_in_plain_words() -> None:
    it = gate()
    it.admit(batch(**LINE, age=["75", "70", "", "", ""]))
    report = it.report()
    told = json.loads(json.dumps(report.as_json()))
    assert told["policy"] == "pseudonymise 2"
    assert told["key"] == KEY.fingerprint
    assert told["rows"] == 5
    assert "residence: 3 full postcodes (rows 1, 2, 5). Made into small areas." in report.sentences()
    assert any("the age in the file is not that" in note for note in report.notes)
    assert {done["field"] for done in told["columns"]} == {*LINE, "age"} <= set(FIELDS)


def test_a_word_without_digits_is_nobody_and_a_number_of_no_nhs_is_the_providers_own() -> None:
    rows = {
        "person": ["UNKNOWN", "H123", "H123", "9434765919", "9434765919", "not known", "9.434765919E+09"],
        "local_person": ["", "", "", "", "", "H123", ""],
        "provider": ["RC9", "RC9", "RGT", "RC9", "RGT", "RGT", "RC9"],
    }
    out = gate().admit(batch(**rows)).column("person").to_pylist()
    own = [by_hand(f"{provider}\x1fH123", purpose="local-person") for provider in ("RC9", "RGT")]
    number = by_hand("9434765919")
    assert out == [0, *own, number, number, own[1], number]
    it = Gate(policy(), KEY, Directory(), published=True)
    told = it.admit(batch(**rows)).column("person").to_pylist()
    assert told[:3] == [0, by_hand("H123"), by_hand("H123")]
    letters = "TESTabcdefghijklmnopqrstuvwxyzAB"
    (long,) = Gate(policy(), KEY, published=True).admit(batch(person=[letters])).column("person").to_pylist()
    assert long == by_hand(letters)


def test_what_is_left_blank_is_told_so_with_what_to_do() -> None:
    it = gate()
    out = it.admit(
        batch(specialty=["Lee", "100"], local_pod_name=["Smith J", "Clinic 12/03/1961"], local_pod=["A", "B"])
    )
    assert out.column("local_pod_name").to_pylist() == ["", ""]
    report = it.report()
    assert not report.refused
    assert [find.words for find in report.finds] == [
        "specialty: 1 value that does not fit the column (row 1). Left blank. " + TELLINGS[Kind.UNFIT].right,
        "local_pod_name: 1 date (row 2). Left blank. They might be dates of birth, and what a code means needs none.",
        "local_pod_name: 1 text with words of no list of services (row 1). Left blank. "
        + TELLINGS[Kind.UNLISTED].right,
    ]
    strict = gate("strict")
    strict.admit(batch(local_pod_name=["Clinic 12/03/1961"]))
    assert strict.refused


@pytest.mark.parametrize("text", ["patient Okonkwo Chidi", "Pt: J. Smith", "wife of Singh", "Baby Patel", "MR SMITH"])
def test_a_description_that_names_somebody_refuses_the_file(text: str) -> None:
    it = gate()
    out = it.admit(batch(local_pod_name=[text, "Mother and baby unit"]))
    assert out.column("local_pod_name").to_pylist() == ["", "Mother and baby unit"]
    assert [(find.kind, find.refuses) for find in it.report().finds] == [(Kind.NAME, True)]


def test_headings_that_tell_are_told_without_rows() -> None:
    it = gate()
    it.admit(batch(**{"9434765919": ["x"]}))
    (said,) = [find.words for find in it.report().finds if find.column == "the headings"]
    assert said == (
        "the headings: 1 NHS number. This refuses the file. A record may stand where the names of the columns should: "
        "give the file its first line."
    )


def test_addresses_without_a_directory_are_counted_as_lost() -> None:
    rows = batch(residence=["LU1 2AB", "ZZ99 3VZ", "E01015690"])
    without, placed = Gate(policy(), KEY), gate()
    for it in (without, placed):
        it.admit(rows)
    assert (without.report().addresses_lost, placed.report().addresses_lost) == (1, 0)
    (note,) = without.report().notes
    assert note.startswith("In 1 row the postcode is left blank, for no postcode directory is loaded")
