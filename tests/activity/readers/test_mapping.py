"""Mapping files: read, refused with the line, written back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.fields import FIELDS, Value
from ouzel.activity.readers import Column, Format, batches, recognise
from ouzel.activity.readers.cleaning import Cleaner
from ouzel.activity.readers.hes import ADMITTED
from ouzel.activity.readers.mapping import read_mapping, write_mapping
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import KINDS
from tests.activity.readers.files import table

EXAMPLE = """
name = "Outpatients of the Example Trust"
slug = "example-outpatients"
kind = "outpatient"
separator = ";"

[constants]
provider = "RC9"

[fields]
person = "NHS_NO"
start = { column = "Appt date", dates = ["dd/mm/yyyy", "dd-mon-yy"], need = true }
attended = { column = "Outcome", values = { Seen = "5", DNA = "3" } }
residence = { columns = ["LSOA21", "Postcode"] }
age = { column = "Age", whole = true }

[fields.diagnoses]
columns = ["Diag 1", "Diag 2"]
join = ","
"""


def test_mapping_reads_a_layout_of_ones_own() -> None:
    layout = read_mapping(EXAMPLE)
    content = table(
        """nhs no;APPT_DATE;Outcome;LSOA21;Postcode;Age;Diag 1;Diag 2;Remark
        P1;01/04/2025;Seen;;LU1 1AA;45.0;I10X;;x
        P2;02-Apr-25;DNA;E01000001;LU1 1AA;0;;E119;
        P3;soon;Other;;;;A09X;B01X;"""
    )
    rows = layout.canonical(next(batches(content, layout))[1]).to_pylist()
    assert [row["start"] for row in rows] == ["2025-04-01", "2025-04-02", "soon"]
    assert [row["attended"] for row in rows] == ["5", "3", "Other"]
    assert [row["residence"] for row in rows] == ["LU1 1AA", "E01000001", ""]
    assert [row["diagnoses"] for row in rows] == ["I10X", "E119", "A09X,B01X"]
    assert [row["age"] for row in rows] == ["45", "0", ""]
    assert {(row["provider"], row["kind"]) for row in rows} == {("RC9", "outpatient")}
    assert [row["Remark"] for row in rows] == ["x", "", ""]


@pytest.mark.parametrize(
    ("own", "telling", "line"),
    [
        ("Outpatients of the Example Trust", "Outpatients about 943 476 5919", 2),
        ("Outpatients of the Example Trust", "Clinic of Mrs Okonkwo", 2),
        ("example-outpatients", "943-476-5919", 3),
    ],
)
def test_mapping_whose_name_tells_of_a_patient_is_refused_and_not_repeated(own: str, telling: str, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        read_mapping(EXAMPLE.replace(own, telling), file="mapping.toml")
    assert caught.value.line == line
    assert telling not in str(caught.value)
    assert read_mapping(EXAMPLE.replace(own, "john-radcliffe-clinics")).columns  # bodies are named after people


def test_mapping_kinds_from_a_column() -> None:
    kinds = 'kind = { column = "T", values = { I = "admitted", O = "outpatient" } }'
    layout = read_mapping(f'name = "x"\nslug = "x"\n[fields]\nprovider = "P"\n{kinds}')
    content = b"P,T\nRC9,I\nRC9,O\n"
    assert layout.canonical(next(batches(content, layout))[1]).column("kind").to_pylist() == ["admitted", "outpatient"]
    assert recognise(content, among=[layout]) is layout


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('slug = "example-outpatients"', 'slug = "Example Outpatients"', 3, "small letters"),
        ('kind = "outpatient"', 'kind = "clinic"', 4, "One of admitted"),
        ('separator = ";"', 'separator = ";;"', 5, "one sign"),
        ('provider = "RC9"', "provider = 9", 8, "a constant is text"),
        ('person = "NHS_NO"', 'persons = "NHS_NO"', 11, "no such field"),
        ('person = "NHS_NO"', "person = 3", 11, "a column name, or a table"),
        ('"dd/mm/yyyy"', '"dd/mm"', 12, "does not say how a date is written"),
        ("need = true", "need = 1", 12, "true or false"),
        ("need = true", "needed = true", 12, "no such setting"),
        (
            'attended = { column = "Outcome", values',
            'attended = { column = "Outcome", dates = ["dd/mm/yyyy"], values',
            13,
            "only dates",
        ),
        ('DNA = "3"', "DNA = 3", 13, "what each value stands for"),
        (
            'residence = { columns = ["LSOA21", "Postcode"] }',
            "residence = { columns = [] }",
            14,
            "must name its column",
        ),
        ('join = ","', "join = 1", 17, "what stands between"),
        ("[constants]", "[constant]", 7, "no such setting"),
        ("[constants]", "[constants", 7, "not TOML"),
        ('provider = "RC9"', 'age = "3"', None, "a constant and a column"),
        ('name = "Outpatients of the Example Trust"', "", None, "this must be said"),
        ('separator = ";"', 'encoding = "klingon"', 5, "no such encoding"),
        ('separator = ";"', "skip = -1", 5, "how many lines"),
        ("whole = true", 'shape = "["', 15, "no regular expression"),
    ],
)
def test_mapping_that_is_wrong_is_refused_with_its_line(old: str, new: str, line: int | None, problem: str) -> None:
    assert old in EXAMPLE
    with pytest.raises(ContentError, match=problem) as refused:
        read_mapping(EXAMPLE.replace(old, new), file="example.toml")
    assert refused.value.file == "example.toml"
    if line is not None:
        assert refused.value.line == line


def test_mapping_a_layout_with_rules_of_its_own_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="rule of its own"):
        write_mapping(ADMITTED)


TEXT = st.text(alphabet='AbZ9 _"\\é-', min_size=1, max_size=8).filter(lambda text: any(sign in "AbZ9" for sign in text))
NAMES = TEXT.filter(lambda text: "9" not in text)  # no postcode by chance: one in a name is refused
DATES = st.sampled_from([("%d/%m/%Y",), ("%Y-%m-%d",), ("%d-%b-%y", "%Y%m%d")])


@st.composite
def columns(draw: st.DrawFn, field: str) -> Column:
    is_date = FIELDS[field].value in (Value.DATE, Value.MOMENT)
    cleaner = Cleaner(
        whole=draw(st.booleans()),
        dates=draw(DATES) if is_date else (),
        values=draw(st.dictionaries(TEXT, TEXT, max_size=2)),
        shape=draw(st.sampled_from(["", "^[0-9]+$"])),
    )
    sources = tuple(draw(st.lists(TEXT, min_size=1, max_size=3, unique=True)))
    return Column(field, sources, cleaner, draw(st.sampled_from([None, ",", "|"])), draw(st.booleans()))


@st.composite
def formats(draw: st.DrawFn) -> Format:
    fields = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=2, max_size=6, unique=True))
    constants = {fields[0]: draw(TEXT)}
    return Format(
        "a-1", draw(NAMES).strip(), tuple(draw(columns(field)) for field in fields[1:]), draw(st.sampled_from(KINDS)),
        constants, draw(st.sampled_from([",", ";", "\t", "|"])), draw(st.sampled_from(["utf-8", "cp1252"])),
        draw(st.integers(0, 5)),
    )  # fmt: skip


@given(formats())
def test_mapping_reads_back_as_it_was_written(layout: Format) -> None:
    assert read_mapping(write_mapping(layout)) == layout
