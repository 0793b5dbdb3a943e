"""Lines through the whole of it: file, gate, store, rules of the day, prices; each as explaining it by hand says."""

import itertools
import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import ouzel
from ouzel.activity import cube
from ouzel.activity.answers.attention import attention
from ouzel.activity.answers.totals import totals_of
from ouzel.activity.asked import Asked
from ouzel.activity.episodes import record_episode
from ouzel.activity.explaining import explain, explained
from ouzel.activity.models import PriceRelease, PricingRun
from ouzel.activity.pod_mapping import end_pod_mapping, map_pod
from ouzel.activity.priced_lines import export_lines
from ouzel.activity.prices.agreements import agree
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book, withdraw_prices
from ouzel.activity.running import run
from ouzel.activity.store import Store
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.engine.activity_lines import LineRef
from ouzel.engine.pricing.reasons import Why
from tests.activity.loads import ON, lines
from tests.activity.paying import answers, payers, take
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

RECORDED = date(2018, 1, 1)

__all__ = ["known_bodies", "register"]

LUTON, MK, BEDFORD = "E81073", "K82003", "E81046"
YEAR = {"since": date(2020, 4, 1), "until": date(2022, 4, 1), "published": date(2020, 3, 1)}
pytestmark = pytest.mark.django_db
FIGURES = ("base", "excess_days", "long_stay", "top_up", "before", "factor", "unit_price", "price", "charged")


@pytest.fixture(autouse=True)
def small_register(register: None) -> None:
    """The practices, groups and hospitals of the area."""


@pytest.fixture
def prices() -> None:
    load_book(demonstration_book(**YEAR), by=OPERATOR)


def stay(**said: str) -> dict[str, str]:
    """A finished emergency stay of three days across the merger, from a Luton practice."""
    usual = {
        "record": "1", "provider": "RC9", "practice": LUTON, "start": "2021-03-28", "end": "2021-04-03",
        "admission_method": "21", "patient_class": "1", "specialty": "300", "currency": "FD02H", "age": "50",
    }  # fmt: skip
    return usual | said


def test_a_spell_across_the_merger_is_of_the_merged_group_and_unfinished_of_lutons(store):
    take(store, "admitted", stay())
    take(store, "admitted-unfinished", stay(record="2", end="", status="unfinished"))
    assert payers(store) == ["M1J4Y", "06P"]


def test_whoever_moves_practice_in_a_spell_stays_with_the_first_commissioner(store):
    take(
        store, "admitted",
        stay(record="1", spell="S1", order="1", end="2021-03-30", start="2021-03-20"),
        stay(record="2", spell="S1", order="2", end="2021-03-30", start="2021-03-20", practice=MK),
    )  # fmt: skip
    assert payers(store) == ["06P", "06P"]
    assert payers(store, Asked(patient="end")) == ["04F", "04F"]


def test_a_spell_of_several_records_is_charged_once(store, prices):
    told = {"spell": "S1", "start": "2021-04-20", "end": "2021-04-30"}
    take(store, "admitted", *(stay(record=str(n), order=str(n), **told) for n in (1, 2, 3)), stay(record="4"))
    first, second, last, other = answers(store)
    assert [row["why"] for row in (first, second, last)] == [Why.COUNTED_WITH, Why.COUNTED_WITH, Why.PRICED]
    assert [row["charged"] for row in (first, second, last)] == [0, 0, last["price"]]
    assert last["price"] > 0 < other["price"]
    assert [row["activity"] for row in (first, second, last)] == [0, 0, 1000]
    found = explain(LineRef.of(lines(store)[0]["line"]), by=OPERATOR, why="a test", store=store)
    assert f"Counted with line {LineRef.of(lines(store)[2]['line'])}" in found.words
    made = run(by=OPERATOR, on=ON, store=store)
    assert made.lines == 4
    assert made.summary["charged"] == last["price"] + other["price"]


def test_lines_that_no_rules_are_there_for_say_which_case_it_is(store):
    days = (("2018-05-01", "2018-05-02"), ("2031-05-01", "2031-05-02"))
    take(
        store, "outpatient", *(stay(record=start, start=start, end=end) for start, end in days), stay(start="", end="")
    )
    made = run(by=OPERATOR, on=ON, store=store)
    told = {each.code: each for each in attention(made, store=store) if each.about == "unattributed"}
    assert {code: each.lines for code, each in told.items()} == {"before": 1, "after": 1, "no-day": 1}
    assert "for care from 1 April 2020 to 31 March 2027" in told["after"].do
    assert "ask the provider" in told["no-day"].do.lower()
    found = explain(LineRef.of(lines(store)[1]["line"]), by=OPERATOR, why="a test", store=store)
    assert "no rules of who pays for 1 May 2031. The rules there are for care from 1 April 2020" in found.words


def test_the_map_of_another_day_is_another_argument(store):
    take(store, "admitted", stay(start="2021-02-01", end="2021-02-03"))
    assert payers(store) == ["06P"]
    assert payers(store, Asked(map_on=date(2021, 6, 1))) == ["M1J4Y"]


def test_an_episode_of_responsibility_wins_where_it_applies(store):
    take(store, "admitted", stay(person="9434765919"), stay(record="2"))
    person = next(line["person"] for line in lines(store) if line["person"])
    record_episode(
        person=person, kind="aftercare", commissioner="04F", start=date(2019, 1, 1), until=date(2022, 7, 1),
        source="a court order", recorded=date(2020, 1, 1), specialties=("300",), by=OPERATOR,
    )  # fmt: skip
    before = Asked(map_on=date(2021, 3, 31))
    assert payers(store, before) == ["04F", "06P"]
    assert payers(store, Asked(map_on=before.map_on, known_at=date(2021, 3, 31))) == ["04F", "06P"]
    assert payers(store, Asked(map_on=before.map_on, known_at=date(2019, 12, 31))) != ["04F", "06P"]
    ref = LineRef.of(lines(store)[0]["line"])
    words = explain(ref, by=OPERATOR, why="a test", asked=before, store=store).words
    assert "section 117" in words
    assert "recorded from 1 January 2019" in words
    assert "(04F)" in words


def test_who_took_the_place_of_a_body_that_closed_stays_responsible(store):
    days = ("2021-03-31", "2021-04-01")
    take(store, "admitted", *(stay(person="9434765919", record=day, start=day, end=day) for day in days))
    record_episode(
        person=lines(store)[0]["person"], kind="looked-after", commissioner="04F", start=date(2019, 1, 1),
        source="a court order", recorded=date(2020, 1, 1), by=OPERATOR,
    )  # fmt: skip
    assert [(row["payer"], row["method"]) for row in answers(store)] == [("04F", "episode"), ("M1J4Y", "episode")]
    words = explain(LineRef.of(lines(store)[1]["line"]), by=OPERATOR, why="a test", store=store).words
    assert "(M1J4Y)" in words.split("Who pays:")[1].split("\n")[0]
    assert "(04F), in whose place" in words


def test_aftercare_is_mental_health_care_alone(store):
    care = [stay(person="9434765919", record=code, specialty=code) for code in ("710", "110", "")]
    take(store, "admitted", *care)
    record_episode(
        person=lines(store)[0]["person"], kind="aftercare", commissioner="13Q", start=date(2019, 1, 1),
        until=date(2022, 7, 1), source="a notice", recorded=date(2020, 1, 1), by=OPERATOR,
    )  # fmt: skip
    assert payers(store) == ["13Q", "M1J4Y", "M1J4Y"]
    for row, payer in zip(lines(store), payers(store), strict=True):
        told = explain(LineRef.of(row["line"]), by=OPERATOR, why="a test", store=store)
        assert told.payer == payer


def test_whoever_pays_for_themselves_does_so_whatever_a_commissioner_is_responsible_for(store, prices):
    take(store, "admitted", stay(person="9434765919", administrative="02"), stay(record="2", administrative="02"))
    record_episode(
        person=next(line["person"] for line in lines(store) if line["person"]), kind="looked-after",
        commissioner="04F", start=date(2019, 1, 1), source="an order", recorded=date(2020, 1, 1), by=OPERATOR,
    )  # fmt: skip
    for row in answers(store):
        assert (row["payer"], row["box"], row["why"]) == ("VPP00", "A", Why.PAYER_OUTSIDE)
        assert (row["charged"], row["price"] > 0) == (0, True)
    told = explain(LineRef.of(lines(store)[0]["line"]), by=OPERATOR, why="a test", store=store)
    assert "Who pays: private patient or chargeable visitor (VPP00)." in told.words
    assert "nothing is charged. Who pays is no part of the NHS" in told.words
    made = run(by=OPERATOR, on=ON, store=store)
    assert totals_of(made, store=store) == ([], 0)


def test_a_local_point_of_delivery_is_priced_as_what_it_is_mapped_to(store, prices):
    take(store, "other", stay(local_pod="EMERG", record="1"), stay(local_pod="ODD", record="2"))
    assert [row["why"] for row in answers(store)] == [Why.NO_DELIVERY, Why.NO_DELIVERY]
    map_pod(recorded=RECORDED, local_code="EMERG", pod="NEL", since=date(2021, 4, 1), by=OPERATOR, provider="RC9")
    one, two = answers(store)
    assert (one["pod"], one["why"], two["why"]) == ("NEL", Why.PRICED, Why.NO_DELIVERY)
    map_pod(recorded=RECORDED, local_code="ODD", pod="EL", since=date(2021, 4, 4), by=OPERATOR)
    assert answers(store)[1]["why"] is Why.NO_DELIVERY  # from the day after the line


def test_an_older_run_repeats_under_the_mapping_known_then(store, prices):
    take(store, "other", stay(local_pod="EMERG"))
    first = map_pod(recorded=date(2021, 5, 4), local_code="EMERG", pod="NEL", since=date(2021, 4, 1), by=OPERATOR)
    now = run(by=OPERATOR, on=ON, store=store)
    end_pod_mapping(recorded=date(2022, 2, 1), mapping=first, by=OPERATOR, why="they meant something else")
    map_pod(recorded=date(2022, 2, 1), local_code="EMERG", pod="EL", since=date(2021, 4, 1), by=OPERATOR)

    def pod(known_at: date | None = None) -> str:
        return answers(store, Asked(known_at=known_at))[0]["pod"]

    known = [date(2021, 5, 3), date(2021, 5, 4), date(2022, 1, 31), date(2022, 2, 1), None]
    assert [pod(day) for day in known] == ["", "NEL", "NEL", "EL", "EL"]
    again = run(asked=Asked(known_at=date(2022, 1, 31)), by=OPERATOR, on=ON, store=store)
    totals = ("lines", "charged", "submitted")
    assert [again.summary.get(name) for name in totals] == [now.summary.get(name) for name in totals]
    ref = LineRef.of(lines(store)[0]["line"])
    told = explain(ref, by=OPERATOR, why="a test", store=store, asked=Asked(known_at=date(2022, 1, 31))).words
    assert "own point of delivery EMERG is mapped to NEL" in told


def test_a_run_as_known_before_a_list_was_withdrawn_still_finds_it_and_says_so(store, prices):
    take(store, "admitted", stay())
    release = PriceRelease.objects.get()
    withdraw_prices(on=date(2022, 2, 1), release=release, by=OPERATOR, why="a slip in the first table")
    assert answers(store)[0]["why"] is Why.NO_PRICE_RELEASE
    before = Asked(known_at=date(2022, 1, 31))
    assert answers(store, before)[0]["why"] is Why.PRICED
    ref = LineRef.of(lines(store)[0]["line"])
    told = explain(ref, by=OPERATOR, why="a test", store=store, asked=before)
    said = f"was withdrawn on 1 February 2022 by {OPERATOR}: a slip in the first table. As known on 31 January 2022 it"
    assert f"The list {release.name} {said} still held." in told.words
    assert told.as_json()["price_list_withdrawal"] == told.withdrawal
    assert explain(ref, by=OPERATOR, why="a test", store=store).withdrawal == ""


def test_what_a_block_covers_has_a_guide_price_and_is_not_charged(store, prices):
    take(store, "admitted", stay(), stay(record="2", start="2021-03-01", end="2021-03-04"))
    agree(
        recorded=RECORDED,
        provider="RC9", commissioner="M1J4Y", mechanism="block", since=date(2021, 4, 1), until=date(2022, 4, 1),
        source="the contract", by=OPERATOR,
    )  # fmt: skip
    after, before = answers(store)
    assert (after["why"], before["why"]) == (Why.BLOCK, Why.PRICED)
    assert answers(store, Asked(known_at=RECORDED - timedelta(days=1)))[0]["why"] is not Why.BLOCK
    assert after["price"] > 0 == after["charged"]
    assert before["charged"] == before["price"] > 0


def _varied(count: int) -> list[tuple[str, dict[str, str]]]:
    """Lines of every kind with something of everything, by a fixed seed."""
    rng = random.Random(20260401)
    practices = [LUTON, MK, BEDFORD, "V81997", "", "Y99999", "W00001"]
    found = []
    for number in range(count):
        kind = rng.choice(["admitted", "admitted", "outpatient", "emergency", "other", "drug", "admitted-unfinished"])
        start = date(2020, 3, 20).toordinal() + rng.randrange(760)
        days = rng.choice([0, 0, 1, 2, 9, 40]) if kind.startswith("admitted") else rng.choice([0, 0, 1])
        row = stay(
            record=str(number), practice=rng.choice(practices), provider=rng.choice(["RC9", "RD8", "RC1", "XXX"]),
            start=date.fromordinal(start).isoformat(),
            end="" if kind == "admitted-unfinished" else date.fromordinal(start + days).isoformat(),
            age=rng.choice(["", "5", "18", "19", "70"]), admission_method=rng.choice(["11", "21", "28", "31", ""]),
            patient_class=rng.choice(["1", "2", "3"]), specialty=rng.choice(["100", "110", "300", "501", "140"]),
            overseas=rng.choice(["", "", "", "A", "D", "F"]), administrative=rng.choice(["01", "01", "02"]),
            first_attendance=rng.choice(["1", "2", "3", "4"]), attended=rng.choice(["5", "6", "7", "3"]),
            currency=rng.choice(["FD02H", "HN12E", "FE21Z", "VB03Z", "", "ZZ99Z"]),
            pod=rng.choice(["", "", "NEL", "OPFA"]), commissioner=rng.choice(["06P", ""]),
            price=rng.choice(["", "120.50"]), activity=rng.choice(["1", "1", "2.5"]),
            residence=rng.choice(["", "ZZ99 3VZ", "ZZ99 3GZ"]), critical_days=rng.choice(["", "2"]),
        )  # fmt: skip
        found.append((kind, row))
    return sorted(found, key=lambda each: each[0])


def test_every_line_is_as_it_is_explained(store, prices):
    """The one pass over the store and the words of each line come from two implementations: they agree to the penny."""
    for kind, rows in itertools.groupby(_varied(160), key=lambda each: each[0]):
        take(store, kind, *(row for _, row in rows))
    rows = answers(store)
    stored = {line["line"]: line for line in lines(store)}
    assert len(rows) == len(stored) == 160
    for row in rows:
        found = explained(stored[row["line"]], LineRef.of(row["line"]), asked=Asked(), store=store)
        assert (row["payer"], row["why"], row["pod"]) == (found.payer, found.priced.why, found.priced.pod), found.words
        assert {name: row[name] for name in FIGURES} == {name: getattr(found.priced, name) for name in FIGURES}
        if found.assigned and found.assigned.path:
            assert [box for box, _ in row["path"]] == [step.box for step in found.assigned.path]
    assert len({row["why"] for row in rows}) >= 8
    assert len({row["payer"] for row in rows}) >= 6


def test_a_run_is_recorded_and_its_cube_holds_every_line(store, prices):
    for kind, rows in itertools.groupby(_varied(120), key=lambda each: each[0]):
        take(store, kind, *(row for _, row in rows))
    done = run(by=OPERATOR, on=ON, store=store)
    cells = store.read_table(cube.FILE.format(done.pk)).to_pandas()
    assert cells["lines"].sum() == done.lines == 120
    rows = answers(store)
    assert cells["charged"].sum() == sum(row["charged"] for row in rows) == done.summary["charged"]
    by_payer = cells.groupby("commissioner", observed=True)["price"].sum().to_dict()
    for code, price in by_payer.items():
        assert price == sum(row["price"] for row in rows if row["payer"] == code)
    assert PricingRun.objects.get(pk=done.pk).prices == [demonstration_book(**YEAR).name]
    assert AuditEntry.objects.filter(action="activity.run.done", subject=str(done)).exists()


def test_a_store_without_lines_runs_and_says_so(store):
    done = run(by=OPERATOR, on=ON, store=store)
    assert (done.lines, done.summary["cells"]) == (0, 0)


def test_explaining_needs_a_reason_and_a_line(store, prices):
    take(store, "admitted", stay(price="1.00"))
    ref = LineRef.of(lines(store)[0]["line"])
    words = explain(ref, by=OPERATOR, why="query 7 of the hospital", store=store).words
    assert "Who pays: " in words
    assert "How much: £" in words
    assert "The provider submitted £1.00" in words
    assert AuditEntry.objects.filter(action="activity.lines.read", detail__why="query 7 of the hospital").exists()
    with pytest.raises(ContentError, match="why these lines are read"):
        explain(ref, by=OPERATOR, why=" ", store=store)
    with pytest.raises(ContentError, match="no such line"):
        explain(LineRef(99, 1), by=OPERATOR, why="a test", store=store)


def test_priced_lines_are_exported_in_words_and_audited(store, prices, tmp_path):
    take(store, "admitted", stay(person="9434765919", price="1.00"), stay(record="2", currency=""))
    done = export_lines(tmp_path / "priced.parquet", by=OPERATOR, why="the hospital's query", store=store)
    one, two = pq.read_table(done.path).to_pylist()
    assert (one["row"], one["commissioner"], one["why"]) == (1, "M1J4Y", "PRICED")
    assert (one["rules"], one["price_list"]) == ("2021/22", demonstration_book(**YEAR).name)
    assert one["charged"] == answers(store)[0]["charged"] > 0
    assert (two["why"], two["price"]) == ("NO_CURRENCY", 0)
    assert not {"person", "spell", "record"} & set(one)
    assert AuditEntry.objects.filter(action="activity.lines.exported", detail__why="the hospital's query").exists()
    with pytest.raises(ContentError, match="already"):
        export_lines(done.path, by=OPERATOR, why="again", store=store)
    with pytest.raises(ContentError, match="say why"):
        export_lines(tmp_path / "other.parquet", by=OPERATOR, why="", store=store)


def test_figures_and_words_are_there_in_python_too(store, prices, monkeypatch):
    monkeypatch.setattr("ouzel.activity.store.place.home", lambda: Path(store.root).parent)
    here = Store.at()
    empty = ouzel.activity_report(by=["commissioner"])
    assert len(empty) == 0
    assert "ouzel activity price" in empty.nothing
    take(here, "admitted", stay(), stay(record="2", currency=""))
    run(by=OPERATOR, on=ON, store=here)
    found = ouzel.activity_report(by=["commissioner"], basis="as-at:2021-03-31", months=["2021-04-20"])
    assert found[["commissioner", "lines"]].to_numpy().tolist() == [["06P", 2]]
    assert found.reconciliation.given == found.reconciliation.placed
    assert [each.lines for each in found.attention] == [1]
    ref = str(LineRef.of(lines(here)[0]["line"]))
    assert "Who pays: " in ouzel.explain_line(ref, why="a test").words
