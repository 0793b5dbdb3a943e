"""The case for change as a document, read back by the library that reads what others write."""

import io
import json
import time
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from ouzel.register.answers import Moment
from ouzel.reorganisation.case import Case, Section, Table, case_for
from ouzel.reorganisation.exports import as_docx, as_values
from ouzel.reorganisation.models import BenefitResult
from tests.reorganisation.plans import KNOWN, SAVING, blmk_2021
from tests.reorganisation.test_case import two_bodies

MADE_ON = date(2022, 6, 1)


@pytest.fixture
def case(register: None) -> Case:
    """A case with everything in it: options, reasons, challenges, a measured benefit."""
    plan = blmk_2021(reasons=("One body sees the needs of all",), challenges=("To stay close to each place",))
    result = BenefitResult(
        benefit=SAVING.slug, on=SAVING.measure_on, value=Decimal("18000000"), source="Accounts", pk=1
    )
    moment = Moment(KNOWN, known_at=KNOWN)
    return case_for(plan, options=[two_bodies()], moment=moment, on=MADE_ON, results=[result])


@pytest.fixture
def document(case: Case) -> Any:
    """The document, read back."""
    return docx.Document(io.BytesIO(as_docx(case)))


def headings(document: Any, level: int) -> list[str]:
    """The texts of the headings of one level."""
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def test_it_has_a_title_headings_and_contents_that_lead_to_them(document: Any, case: Case) -> None:
    titles = [p.text for p in document.paragraphs if p.style.name == "Title"]
    assert titles == [f"The case for change: {case.title}"]
    parts = headings(document, 1)
    assert parts[:4] == ["Contents", "In short", "Words used in this paper", "The options"]
    assert parts[-3:] == ["What could go wrong", "Benefits and what came of them", "Sources"]
    body = document.element.body
    names = {b.get(qn("w:name")) for b in body.iter(qn("w:bookmarkStart"))}
    links = {
        link.get(qn("w:anchor")): "".join(t.text for t in link.iter(qn("w:t"))) for link in body.iter(qn("w:hyperlink"))
    }
    assert set(links) == names
    assert list(links.values()) == parts[1:]
    assert {o.title for o in case.options} <= set(headings(document, 2))


def test_it_says_its_day_edition_and_basis(document: Any, case: Case) -> None:
    made = document.paragraphs[1].text
    assert "1 June 2022" in made
    assert f"edition {case.edition}" in made
    assert "as known on 31 March 2021" in made
    assert "bodies as at 1 April 2021" in made


def test_every_sentence_gap_reason_and_source_is_in_it(document: Any, case: Case) -> None:
    texts = {p.text for p in document.paragraphs}
    wanted = {*case.summary, *case.reasons, *case.challenges, *case.sources}
    wanted |= {text for section in case.sections for text in (*section.sentences, *section.gaps)}
    assert wanted - texts == set()


def test_every_table_is_in_it_cell_by_cell(document: Any, case: Case) -> None:
    found = {t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): t for t in document.tables}
    captions = {p.text for p in document.paragraphs if p.style.name == "Caption"}
    assert set(found) == captions
    for table in (t for section in case.sections for t in section.tables):
        cells = [[cell.text for cell in row.cells] for row in found[table.caption].rows]
        assert cells[0] == list(table.columns)
        assert [[c.replace(",", "").replace("\N{MINUS SIGN}", "-") for c in row] for row in cells[1:]] == [
            [str(c).replace(",", "") for c in row] for row in table.rows
        ]


def test_the_measured_benefit_is_told(document: Any) -> None:
    (measured,) = [t for t in document.tables if "Measured" in [cell.text for cell in t.rows[0].cells]]
    assert [c.text for c in measured.rows[1].cells][1:4] == ["31 March 2022", "18,000,000 pounds a year", "Accounts"]


def test_a_screen_reader_finds_its_way(document: Any, case: Case) -> None:
    """Header rows that repeat, rows that are not torn, the language, the title."""
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")).get(qn("w:val")) == "true"
        assert not [row for row in others if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert all(cell.text for cell in first.cells)
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == f"The case for change: {case.title}"
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)


def test_pages_are_numbered(document: Any) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Edition" in footer.text


def test_the_same_case_is_the_same_file(case: Case) -> None:
    first = as_docx(case)
    time.sleep(2.1)  # the dates in an archive go by two seconds
    assert as_docx(case) == first
    assert as_docx(replace(case, title="Another")) != first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2022, 6, 1, 0, 0, 0)}
    core = docx.Document(io.BytesIO(first)).core_properties
    assert core.created == core.modified == datetime(2022, 6, 1, tzinfo=UTC)


def test_a_very_long_title_is_cut_only_where_it_must_be(case: Case) -> None:
    long = docx.Document(io.BytesIO(as_docx(replace(case, title="x" * 400))))
    assert len(long.core_properties.title) == 255
    assert long.paragraphs[0].text.endswith("x" * 400)


def test_plain_values_keep_numbers_exact(case: Case) -> None:
    table = Table("Money", ("Body", "Pounds"), (("A", Decimal("1.10")), ("B", 3)))
    values = as_values(replace(case, sections=(Section("money", "Money", tables=(table,)),)))
    assert values["sections"][0]["tables"][0]["rows"] == [["A", "1.10"], ["B", 3]]
    assert values["benefits"][0]["outcomes"][0]["value"] == "18000000"
    assert [option["slug"] for option in values["options"]] == ["no-change", "blmk-2021", "two"]
    assert values["options"][1]["bodies"][0]["units"]["practice"] > 90
    assert json.loads(json.dumps(values)) == values
