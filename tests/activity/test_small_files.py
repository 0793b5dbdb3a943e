"""What small files may hold: every text passes the gate, codes are codes, and no refusal repeats what was found."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.activity import small_files
from ouzel.activity.episodes import record_episode
from ouzel.activity.models import ActivityLoad, AgreementRow, PricingRun
from ouzel.activity.plan_files import load_plan
from ouzel.activity.pod_mapping import end_pod_mapping, map_pod
from ouzel.activity.posting import post_run
from ouzel.activity.prices.agreements import agree, end_agreement
from ouzel.activity.reading_lines import read_lines
from ouzel.activity.references.tables import load_table
from ouzel.activity.withdrawing import withdraw
from ouzel.core.errors import ContentError
from tests.activity.prices.files import load
from tests.core.people import OPERATOR

pytestmark = pytest.mark.django_db

PLAN = "year,month,provider,commissioner,specialty,pod,activity,price\n"
TELLING = ("9434765919", "John Smith dob 12/03/1961", "MK42 9DJ", "Mrs Okonkwo")


def refused(text: str, error: ContentError) -> None:
    said = str(error)
    assert text not in said
    assert not any(word in said for word in text.replace("/", " ").split() if len(word) > 3 and word[0].isupper())


@pytest.mark.parametrize("column", range(5))
@pytest.mark.parametrize("text", TELLING)
def test_a_plan_that_tells_of_somebody_is_refused_and_not_repeated(tmp_path: Path, column: int, text: str) -> None:
    fields = ["RC9", "06F", "110", "EL", "1"]
    fields[column] = text
    path = tmp_path / "plan.csv"
    path.write_text(PLAN + "2025/26,1," + ",".join(fields) + ",5\n")
    with pytest.raises(ContentError) as caught:
        load_plan(path, name="Plan", by=OPERATOR, published=date(2025, 4, 1))
    assert caught.value.line == 2
    refused(text, caught.value)


@pytest.mark.parametrize("row", [
    "AA22C,{},non-elective,,,5000,,,,no,,", "AA22C,Stroke,non-elective,{},,5000,,,,no,,",
    "AA22C,Stroke,non-elective,,{},5000,,,,no,,", "AA22C,Stroke,non-elective,,,5000,,,,no,{},",
    "{},Stroke,non-elective,,,5000,,,,no,,", "AA22C,Stroke,{},,,5000,,,,no,,", "AA22C,Stroke,elective,,,{},,,,no,,",
])  # fmt: skip
@pytest.mark.parametrize("text", TELLING)
def test_a_price_list_that_tells_of_somebody_is_refused_and_not_repeated(tmp_path: Path, row: str, text: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, row.format(text))
    refused(text, caught.value)


def test_a_name_without_marks_is_no_code(tmp_path: Path) -> None:
    for row in ("AA22C,,elective,Okonkwo,,1,,,,no,,", "AA22C,,elective,,Chidi Okonkwo,1,,,,no,,"):
        with pytest.raises(ContentError, match="this is no code"):
            load(tmp_path, row)


@pytest.mark.parametrize("said", ["name", "source", "note"])
def test_what_is_said_of_a_list_passes_too(tmp_path: Path, said: str) -> None:
    with pytest.raises(ContentError, match="NHS number") as caught:
        load(tmp_path, **{said: "as agreed for 943 476 5919"})
    assert "943" not in str(caught.value)


@pytest.mark.parametrize("text", TELLING)
def test_a_table_of_rules_that_tells_of_somebody_is_refused_and_not_repeated(text: str) -> None:
    def table(content: str, slug: str) -> None:
        load_table(content.encode(), table=slug, effective=date(2025, 4, 1), published=date(2025, 4, 1), by=OPERATOR,
                   origin="a test", name="table.csv")  # fmt: skip

    for content, slug in (
        (f"region,name,specialised,justice\nY60,{text},13R,14R\n", "hubs"),
        (f"provider,service\n{text},NCBPS34A\n", "provider-contracts"),
        (f"postcode,name\nMK4 4DA,{text}\n", "prisons"),
    ):
        with pytest.raises(ContentError) as caught:
            table(content, slug)
        refused(text, caught.value)
    table("postcode,name\nMK4 4DA,HMP Woodhill\n", "prisons")


def test_a_short_word_may_be_repeated() -> None:
    assert small_files.sayable("theatre") == "theatre"
    assert small_files.sayable("1.505") == "1.505"
    assert [small_files.sayable(text) for text in (*TELLING, "943476591", "x" * 25)] == [""] * 6


@pytest.mark.parametrize(
    ("kind", "codes"),
    {
        "provider": ("RC9", "RC900", "RC971", "NT333", "8HK99", "AXG", "RGT", "G6V2S", "rc9", "R0A", "RTGFG"),
        "commissioner": ("06F", "M1J4Y", "13Q", "QHG", "VPP00", "7A1", "Y56", "S08000015"),
        "specialty": ("110", "100", "812"),
        "currency": ("AA22C", "WF01B", "OPFAPREOP", "SPHMTPA", "XC01Z", "N01AF", "AA22C-1", "ED_01"),
        "service": ("NCBPS34A", "NCBPS01B", "99999999"),
        "best_practice": ("1", "Y", "BP32", "BPT"),
        "department": ("01", "1", "24"),
    }.items(),
)  # fmt: skip
def test_codes_that_occur_are_taken(kind: str, codes: tuple[str, ...]) -> None:
    assert [code for code in codes if not small_files.code(code, kind)] == []


DAY, NEXT = date(2024, 4, 1), date(2024, 5, 1)


def _mapped(**said: str) -> None:
    end_pod_mapping(
        mapping=map_pod(**{"local_code": "CLIN7", "pod": "DC", "since": DAY, "recorded": DAY, "by": OPERATOR} | {
            name: text for name, text in said.items() if name != "why"}),
        recorded=NEXT, by=OPERATOR, why=said.get("why", "a mistake"),
    )  # fmt: skip


def _agreed(source: str) -> None:
    agree(provider="RC9", commissioner="M1J4Y", mechanism="block", since=DAY, until=NEXT, source=source,
          recorded=DAY, by=OPERATOR)  # fmt: skip


SAID = {
    "local_code": lambda text: _mapped(local_code=text),
    "note": lambda text: _mapped(note=text),
    "why of a mapping": lambda text: _mapped(why=text),
    "why of a withdrawal": lambda text: withdraw(ActivityLoad(pk=1), by=OPERATOR, why=text),
    "why of lines read": lambda text: read_lines(by=OPERATOR, why=text, lines=()),
    "why of a posting": lambda text: post_run(run=PricingRun(pk=1), totals=(), by=OPERATOR, on=DAY, why=text),
    "why of an agreement": lambda text: end_agreement(agreement=AgreementRow(pk=1), recorded=DAY, by=OPERATOR,
                                                      why=text),
    "source of an agreement": _agreed,
    "source of an episode": lambda text: record_episode(person=5, kind="aftercare", commissioner="M1J4Y", start=DAY,
                                                        source=text, recorded=DAY, by=OPERATOR),
}  # fmt: skip


@pytest.mark.parametrize(
    "text", ["943 476 5919", "about 9434765919", "lives at MK42 9DJ", "Mrs Okonkwo, dob 12/03/1961"]
)
@pytest.mark.parametrize("said", SAID)
def test_what_people_write_down_for_good_tells_of_no_patient(said: str, text: str) -> None:
    with pytest.raises(ContentError) as caught:
        SAID[said](text)
    assert caught.value.field == said.split()[0]
    refused(text, caught.value)
