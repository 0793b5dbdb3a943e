"""A file is taken whole or leaves nothing; what is taken counts at once, and says of nobody who they are."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from ouzel.activity.faults import Taking
from ouzel.activity.gate.policy import policy
from ouzel.activity.loading import AddressesLost, Refused
from ouzel.activity.models import ActivityLoad
from ouzel.activity.readers import Column, Format, Source
from ouzel.activity.store.manifests import Protocol
from ouzel.activity.taking_in import TakingIn
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.activity.loads import CARE, ON, all_of, care, lines, load, numbers, texts
from tests.activity.paying import take
from tests.activity.readers.files import submission
from tests.core.people import user
from tests.shared_data import DATA, needs_data

pytestmark = pytest.mark.django_db
NHS, LOCAL, RECORD = "9434765919", "L-1", "RC9-1"


def kept(store):
    return (all_of(store), list(ActivityLoad.objects.values()), AuditEntry.objects.count())


def test_a_file_of_contract_monitoring_becomes_lines(store):
    taken = load(
        submission("plcm", {}, {"NHS NUMBER": "", "TOTAL COST": "12.345", "CDS UNIQUE IDENTIFIER": "RC9-2"}), store
    )
    row = taken.load
    assert (row.state, row.dataset, row.provider, row.lines) == ("ready", "plcm", "RC9", 2)
    assert (row.period.lower.isoformat(), row.period.upper.isoformat()) == ("2025-04-01", "2025-05-01")
    one, two = lines(store)
    assert (one["submitted"], two["submitted"]) == (250050, 1235)
    assert (one["age"], one["sex"], one["stay"], one["activity"]) == (45, 2, 4, 1000)
    assert one["month"] == 2025 * 12 + 3
    assert one["person"] != two["person"] != 0
    words = store.dictionaries()
    assert words.keys("practice")[one["practice"]] == ("E81046",)
    assert words.keys("residence")[one["residence"]] == ("ZZ99 3VZ", "")
    assert words.keys("supply")[one["supply"]] == ("RC9", "RC971", "99999999")
    assert dict(zip(words["profile"].columns, words.keys("profile")[one["profile"]], strict=True))["pod"] == "NEL"


def test_no_identifier_is_anywhere_in_the_store_or_the_database(store, tmp_path):
    load(submission("plcm", {"PERSON BIRTH DATE": "1980-04-02"}), store)
    assert list(texts(tmp_path, NHS, "943 476 5919", RECORD, "1980-04-02")) == []
    told = str(list(ActivityLoad.objects.values())) + str(list(AuditEntry.objects.values()))
    assert not any(word in told for word in (NHS, RECORD, "1980-04-02"))


def test_what_is_taken_is_in_the_audit_trail(store):
    row = load(submission("plcm"), store).load
    entry = AuditEntry.objects.get(action="activity.load.taken")
    assert entry.detail["load"] == row.pk
    assert entry.detail["policy"] == str(policy())
    assert row.retain_until == policy().retain_until(ON)


def test_the_same_file_twice_adds_nothing(store):
    first = load(submission("plcm"), store)
    before = kept(store)
    again = load(submission("plcm"), store)
    assert (again.already, again.load, again.result) == (True, first.load, None)
    assert kept(store) == before


def test_a_month_submitted_again_replaces_the_month_whole(store):
    load(submission("plcm", {}, {"CDS UNIQUE IDENTIFIER": "RC9-2"}), store)
    later = {"DATE AND TIME DATA SET CREATED": "2025-06-12T09:30:00"}
    second = load(submission("plcm", later), store).load
    assert numbers(store) == [f"{second.pk}-1"]
    assert second.report["protocol"] == "bulk"
    assert second.report["submitted"] == "2025-06-12T09:30:00+01:00"


def test_a_month_sent_earlier_and_loaded_later_replaces_nothing(store):
    later = {"DATE AND TIME DATA SET CREATED": "2025-06-12T09:30:00"}
    first = load(submission("plcm", later), store).load
    load(submission("plcm", {}, {"CDS UNIQUE IDENTIFIER": "RC9-2"}), store)
    assert numbers(store) == [f"{first.pk}-1"]


def test_records_replace_and_delete_records_by_their_identifiers(store):
    one = care({"record": "A", "price": "1"}, {"record": "B", "price": "2"}, {"record": "C", "price": "3"})
    two = care({"record": "B", "price": "4"}, {"record": "C", "status": "deleted"})
    for file, made in ((one, "2025-05-01"), (two, "2025-06-01")):
        loaded = load(file, store, layout=CARE, submitted=made)
    assert [line["submitted"] for line in lines(store)] == [100, 400]
    assert (loaded.load.lines, loaded.load.report["deletions"]) == (1, 1)


def test_the_same_identifier_of_another_provider_is_another_record(store):
    load(care({"record": "A"}), store, layout=CARE)
    load(care({"record": "A"}, provider="RC1"), store, layout=CARE)
    assert len(lines(store)) == 2


def test_lines_are_numbered_by_the_rows_of_the_file(store):
    file = care({"record": "A", "status": "deleted"}, {"record": "B"}, {"record": "C"})
    row = load(file, store, layout=CARE).load
    assert numbers(store) == [f"{row.pk}-2", f"{row.pk}-3"]


def test_whose_file_it_is_can_be_said_where_it_does_not(store):
    content = b"record,start,end\nA,2025-04-03,2025-04-04\n"
    assert load(content, store, layout=CARE, provider="RC9").load.provider == "RC9"
    assert store.dictionaries().keys("supply")[lines(store)[0]["supply"]][0] == "RC9"


def test_a_file_with_errors_is_refused_whole_and_says_all_of_them(store):
    before = kept(store)
    file = submission("plcm", {}, {"ACTIVITY END DATE (CONTRACT MONITORING)": "2025-04-01"})
    with pytest.raises(Refused) as refused:
        load(file, store, taking=Taking())
    assert refused.value.result.faults.errors > 0
    assert kept(store) == before


def test_a_file_that_says_who_a_patient_is_is_refused_whole(store):
    before = kept(store)
    with pytest.raises(Refused, match="says who patients are") as refused:
        load(submission("plcm", {"LOCAL POINT OF DELIVERY DESCRIPTION": "for NHS 943 476 5919"}), store)
    assert NHS not in str(refused.value)
    assert kept(store) == before


def test_prices_are_no_activity(store):
    with pytest.raises(ContentError, match="no lines of activity"):
        load(submission("local-prices"), store)


def test_who_may_not_load_is_refused(store):
    with pytest.raises(PermissionDenied):
        load(submission("plcm"), store, by=Actor.person(user("provider@example.org", "provider")))


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_load_that_fails_after_some_batches_leaves_everything_as_it_was(store, monkeypatch, after):
    load(care({"record": "A", "practice": "E81001"}), store, layout=CARE)
    before = kept(store)
    monkeypatch.setattr("ouzel.activity.store.writing.ROWS", 1)
    taken, real = [], TakingIn.take

    def fail_in_time(self, batch, *, first_row):
        for row in range(batch.num_rows):
            if len(taken) == after:
                raise RuntimeError("the machine stops")
            taken.append(row)
            real(self, batch.slice(row, 1), first_row=first_row + row)

    monkeypatch.setattr(TakingIn, "take", fail_in_time)
    rows = ({"record": "A"}, {"record": "B", "practice": "E81002"}, {"record": "C", "practice": "E81003"})
    with pytest.raises(RuntimeError, match="the machine stops"):
        load(care(*rows), store, layout=CARE)
    assert len(taken) == after
    assert kept(store) == before


@pytest.mark.parametrize(
    "place",
    [
        "ouzel.activity.loading.enter",
        "ouzel.activity.store.entering.settle",
        "ouzel.activity.taking_in.TakingIn.save_words",
        "ouzel.activity.loading.ActivityLoad.objects.create",
        "ouzel.activity.loading.audit.record",
    ],
)
def test_a_load_that_fails_at_its_end_leaves_everything_as_it_was(store, monkeypatch, place):
    load(care({"record": "A", "spell": "S", "order": "2", "practice": "E81001"}), store, layout=CARE)
    before = kept(store)

    def stop(*_, **__):
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(place, stop)
    with pytest.raises(RuntimeError, match="the machine stops"):
        load(care({"record": "A", "spell": "S", "order": "1", "practice": "E81009"}), store, layout=CARE)
    assert kept(store) == before


def test_what_a_load_left_that_was_cut_off_is_swept_up_by_the_next(store):
    def cut_off():
        with transaction.atomic():
            load(care({"record": "A", "practice": "E81777"}), store, layout=CARE)
            raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError, match="the power goes"):
        cut_off()
    assert store.names("lines")
    assert lines(store) == []
    row = load(care({"record": "B"}), store, layout=CARE).load
    assert numbers(store) == [f"{row.pk}-1"]
    assert {file.load for file in store.files()} == {row.pk}


def test_a_spell_over_two_loads_takes_the_practice_of_its_first_episode(store):
    load(care({"record": "B", "spell": "S", "order": "2", "practice": "E81002"}), store, layout=CARE)
    load(care({"record": "A", "spell": "S", "order": "1", "practice": "E81001"}), store, layout=CARE)
    words = store.dictionaries()
    told = [
        (words.keys("practice")[line["practice"]][0], words.keys("practice")[line["practice_after"]][0])
        for line in lines(store)
    ]
    assert told == [("E81001", "E81002")] * 2


def test_how_a_load_replaces_can_be_said(store):
    load(care({"record": "A"}, {"record": "B"}), store, layout=CARE, submitted="2025-05-01")
    row = load(care({"record": "C"}), store, layout=CARE, submitted="2025-06-01", protocol=Protocol.BULK).load
    assert numbers(store) == [f"{row.pk}-1"]


@pytest.mark.parametrize(("said", "problem"), [("yesterday", "no date and time"), ("2025-06-21", "still to come")])
def test_when_it_was_submitted_must_be_a_date_that_has_come(store, said, problem):
    with pytest.raises(ContentError, match=problem):
        load(care({"record": "A"}), store, layout=CARE, submitted=said)


def test_progress_is_told_in_rows(store):
    told = []
    load(submission("plcm", *({"CDS UNIQUE IDENTIFIER": f"RC9-{n}"} for n in range(5))), store, progress=told.append)
    assert told[-1] == 5


def test_an_elsewhere_store_works_alike():
    from ouzel.activity.store import Store

    store = Store.at("memory://loading-elsewhere")
    row = load(submission("plcm"), store).load
    assert numbers(store) == [f"{row.pk}-1"]


@needs_data
@pytest.mark.parametrize(("name", "rows"), [("apc_0102", 2075), ("op_0304", 1000), ("ae_0708", 1000)])
def test_every_line_of_artificial_hospital_episodes_counts(store, name, rows):
    source = Source.of(DATA / "activity" / f"artificial_hes_{name}_truncated.csv.gz")
    taken = load(source, store)
    assert (taken.load.lines, len(lines(store))) == (rows, rows)
    assert [line["line"] & 0xFFFFFFFF for line in lines(store)] == list(range(1, rows + 1))
    assert all(line["person"] > 0 and line["record"] > 0 for line in lines(store))


@needs_data
def test_files_of_hospital_episodes_are_told_apart_in_one_store(store):
    for name in ("apc_0102", "op_0304", "ae_0708"):
        load(DATA / "activity" / f"artificial_hes_{name}_truncated.csv.gz", store)
    assert len(lines(store)) == 4075
    assert len(lines(store, datasets=["hes-op"])) == 1000


@pytest.mark.parametrize("later", ["2025-05-15 17:00:00", "20250515T170000", "2025-05-15T16:00:00Z"])
def test_the_later_submission_counts_however_it_writes_its_time(store, later):
    earlier = take(store, "admitted", {"record": "1", "provider": "RC9", "created": "2025-05-15T09:00:00"})
    take(store, "admitted", {"record": "1", "provider": "RC9", "created": later, "currency": "AA22C"})
    (row,) = lines(store)
    assert row["line"] >> 32 != earlier


def test_a_load_says_what_of_it_counts_and_what_it_replaced(store):
    rows = [{"record": str(n), "provider": "RC9"} for n in range(3)]
    first = load(made_at("2025-05-15", *rows), store, layout=LAYOUT)
    assert (first.outcome.count, first.outcome.replaced, first.outcome.words) == (3, 0, ())
    later = load(made_at("2025-05-17", *rows[:2]), store, layout=LAYOUT)
    assert later.outcome.words == ("It replaces 2 lines of earlier loads.",)
    between = load(made_at("2025-05-16", *rows), store, layout=LAYOUT)
    assert between.outcome.words == (
        "1 of its 3 lines counts.", f"The others were submitted again later: load {later.load.pk}.",
        "It replaces 1 line of earlier loads.",
    )  # fmt: skip
    late = load(made_at("2025-05-14", *rows), store, layout=LAYOUT)
    assert late.outcome.words[0] == "None of its lines counts."
    assert late.load.report["counting"] == 0
    assert len(lines(store)) == 3


LAYOUT = Format(
    "test-made", "a layout that says when it was made",
    tuple(Column(name, (name,)) for name in ("record", "provider", "created")), "admitted",
)  # fmt: skip


def made_at(time: str, *rows: dict[str, str]) -> bytes:
    text = "".join(f"{row['record']},{row['provider']},{time}\n" for row in rows)
    return f"record,provider,created\n{text}".encode()


def test_a_file_named_after_a_patient_is_kept_and_told_under_a_neutral_name(store):
    named = "9434765919 Smith John 12-03-1961.csv"
    source = Source.of(submission("plcm"), name=named)
    done = load(source, store)
    row = ActivityLoad.objects.get(pk=done.load.pk)
    assert (row.name, done.result.file) == (f"file {row.sha256[:8]} (name withheld).csv",) * 2
    trail = "".join(str(entry.detail) + entry.subject for entry in AuditEntry.objects.all())
    assert row.sha256 in trail
    assert not any(word in trail for word in ("9434765919", "Smith", "1961"))
    with pytest.raises(ContentError) as refused:
        load(Source.of(b"a,b\n1,2,3\n", name=named), store, layout=CARE)
    assert "Smith" not in str(refused.value)


def test_addresses_are_not_lost_without_a_yes(store):
    file = submission("plcm", {"POSTCODE OF USUAL ADDRESS": "LU1 2AB"})
    with pytest.raises(AddressesLost, match="no postcode directory is loaded, so that the addresses in 1 of its rows"):
        load(file, store)
    assert not ActivityLoad.objects.exists()
    assert load(file, store, without_places=True).load.lines == 1
