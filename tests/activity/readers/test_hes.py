"""Hospital Episode Statistics: every Artificial HES row is read, with sensible values in every field."""

import re
from collections import Counter

import pytest

from ouzel.activity.fields import FIELDS, KIND
from ouzel.activity.readers import batches, recognise
from ouzel.engine.activity_lines import KINDS
from tests.activity.readers.files import table
from tests.shared_data import DATA, needs_data

FILES = {
    "hes-apc": ("artificial_hes_apc_0102_truncated.csv.gz", 2075),
    "hes-op": ("artificial_hes_op_0304_truncated.csv.gz", 1000),
    "hes-ae": ("artificial_hes_ae_0708_truncated.csv.gz", 1000),
}
DAY = r"(19|20)\d\d-\d\d-\d\d"
SHAPES = {
    "start": DAY, "end": DAY, "episode_start": DAY, "episode_end": DAY, "age": r"\d{1,3}", "sex": "[0129]",
    "provider": "[A-Z0-9]{3}", "site": r"[A-Z0-9]{3}|[A-Z0-9]{5}", "practice": "[A-Z][0-9]{5}",
    "commissioner": "[A-Z0-9]{3}|VPP00|TDH00|[A-Z0-9]{5}", "residence": "[EW][0-9]{8}|[LNSM]99999999",
    "ethnicity": "[0-9A-Z]",
    "specialty": r"\d{3}", "main_specialty": r"\d{3}", "administrative": "0[1-4]", "admission_method": r"\d[0-9A-D]",
    "admission_source": r"\d\d", "patient_class": "[1-5]", "first_attendance": "[1-5]", "attended": "[0-7]",
    "diagnosis": r"[A-Z]\d\d[0-9X]?", "procedure": r"[A-Z]\d\d\d?", "diagnoses": r"([A-Z]\d\d[0-9X]?,?)+",
    "procedures": r"([A-Z]\d\d\d?,?)+", "stay": r"\d{1,3}", "activity": "[01]", "order": r"\d", "record": r"\d+",
    "person": "TEST.{28}", "spell": "TEST.+", "status": "finished|unfinished", "department": r"\d\d",
    "currency": ".{5}",
}  # fmt: skip


@needs_data
@pytest.mark.parametrize("slug", FILES)
def test_hes_reads_whole_with_sensible_values(slug: str) -> None:
    name, count = FILES[slug]
    path = DATA / "activity" / name
    layout = recognise(path)
    assert layout.slug == slug
    rows = [row for _, batch in batches(path, layout, rows=700) for row in layout.canonical(batch).to_pylist()]
    assert len(rows) == count
    for field in (name for name in rows[0] if name in FIELDS):
        shape = re.compile(SHAPES[field])
        odd = Counter(row[field] for row in rows if row[field] and not shape.fullmatch(row[field]))
        assert not odd, field
    assert {row[KIND] for row in rows} <= set(KINDS)
    assert all(row["record"] and row["provider"] and row["person"] for row in rows)


@needs_data
def test_hes_admitted_says_who_is_still_there() -> None:
    path = DATA / "activity" / FILES["hes-apc"][0]
    layout = recognise(path)
    (batch,) = [layout.canonical(each) for _, each in batches(path, layout)]
    rows = batch.to_pylist()
    unfinished = [row for row in rows if row[KIND] == "admitted-unfinished"]
    # 81 without a day of discharge (one of 1801), and 16 episodes that HES calls unfinished
    assert len(unfinished) == 81 + 16
    assert Counter(row["activity"] for row in rows) == {"1": 1893, "0": 182}
    assert sum(row["age"] == "0" for row in rows) == 236
    assert sum(bool(row["residence"]) for row in rows) > 1990


def test_hes_special_values_are_not_said() -> None:
    content = table(
        """EPIKEY,PSEUDO_HESID,PROCODE3,ADMIDATE,DISDATE,EPISTAT,ADMIMETH,STARTAGE,GPPRAC,LSOA11,LSOA01,PURCODE,DIAG_4_01,DIAG_4_02,DIAG_4_03
        1,P1,RC9,1801-01-01,1800-01-01,3,99,7001,&,,E01000001,5DD00,R69X,-,I10X
        2,P1,RC9,2001-04-01,2001-04-03,1,2A,45.0,V81999,E01000002,E01000001,VPP00,&,,"""
    )
    layout = recognise(content)
    first, second = layout.canonical(next(batches(content, layout))[1]).to_pylist()
    assert (first["start"], first["end"], first["admission_method"], first["practice"]) == ("", "", "", "")
    assert (first["age"], first["residence"], first["commissioner"]) == ("0", "E01000001", "5DD")
    assert (first["diagnosis"], first["diagnoses"], first["kind"]) == ("R69X", "R69X,I10X", "admitted-unfinished")
    assert (second["age"], second["residence"], second["commissioner"]) == ("45", "E01000002", "VPP00")
    assert (second["diagnoses"], second["practice"], second["kind"]) == ("", "V81999", "admitted-unfinished")
