"""Later records replace earlier ones, whatever the order in which they are loaded; what is withdrawn never was."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.activity.store.manifests import Protocol
from tests.activity.store.lines import APRIL, numbers
from tests.activity.store.submissions import Entered, Row, Submission, by_hand

MAY = APRIL + 1


def contents(entered: Entered) -> list[int]:
    return sorted(row.content for row in entered.rows())


def entered(*submissions: Submission) -> Entered:
    store = Entered()
    for submission in submissions:
        store.enter(submission)
    return store


FIRST = Submission("2025-05-01", (Row(1, 11), Row(2, 21), Row(3, 31)))
SECOND = Submission("2025-06-01", (Row(2, 22), Row(4, 42)))


def test_a_later_record_replaces_the_earlier_one_of_its_identifier():
    assert contents(entered(FIRST, SECOND)) == [11, 22, 31, 42]


def test_an_earlier_submission_that_arrives_late_replaces_nothing():
    assert contents(entered(SECOND, FIRST)) == [11, 22, 31, 42]


def test_of_two_submitted_at_the_same_moment_the_one_loaded_later_holds():
    again = Submission(FIRST.submitted, (Row(2, 29),))
    assert contents(entered(FIRST, again)) == [11, 29, 31]


def test_a_record_without_identifier_replaces_nothing():
    blank = Submission("2025-05-01", (Row(0, 1), Row(0, 2)))
    assert contents(entered(blank, Submission("2025-06-01", (Row(0, 3),)))) == [1, 2, 3]


def test_a_deletion_takes_the_record_away_and_is_no_line():
    gone = Submission("2025-06-01", (Row(2, deletes=True),))
    assert contents(entered(FIRST, gone)) == [11, 31]
    assert contents(entered(gone, FIRST)) == [11, 31]


def test_a_record_sent_again_after_its_deletion_counts():
    gone = Submission("2025-06-01", (Row(2, deletes=True),))
    again = Submission("2025-07-01", (Row(2, 23),))
    assert contents(entered(FIRST, gone, again)) == [11, 23, 31]


def test_in_one_file_the_last_row_of_a_record_counts():
    file = Submission(
        "2025-05-01", (Row(1, 10), Row(1, 11), Row(2, 20), Row(2, deletes=True), Row(3, deletes=True), Row(3, 30))
    )
    assert contents(entered(file)) == [11, 30]


def test_what_a_withdrawn_load_replaced_counts_again():
    store = entered(FIRST, SECOND)
    store.withdraw(2)
    assert contents(store) == [11, 21, 31]


def test_records_of_other_data_sets_are_left_alone():
    other = Submission("2025-06-01", (Row(2, 99),), dataset="hes-op")
    assert contents(entered(FIRST, other)) == [11, 21, 31, 99]


def test_a_bulk_submission_replaces_the_whole_month_of_its_provider():
    bulk = Protocol.BULK
    flex = Submission("2025-05-15", (Row(0, 1), Row(0, 2), Row(0, 3, month=MAY), Row(0, 4, provider="R2")), bulk)
    freeze = Submission("2025-06-15", (Row(0, 5),), bulk)
    assert contents(entered(flex, freeze)) == [3, 4, 5]
    assert contents(entered(freeze, flex)) == [3, 4, 5]


def test_a_load_is_read_by_itself_less_what_others_replaced_of_it():
    store = entered(FIRST, SECOND)
    assert numbers(store.store, ready=store.counting, loads=[1]) == ["1-1", "1-3"]


def test_a_month_is_read_by_itself_less_what_other_months_replaced_of_it():
    later = Submission("2025-06-01", (Row(2, 22, month=MAY),))
    store = entered(FIRST, later).store
    assert numbers(store, months=[APRIL]) == ["1-1", "1-3"]
    assert numbers(store, months=[MAY]) == ["2-1"]


rows = st.builds(
    Row,
    record=st.integers(0, 4),
    content=st.integers(1, 99),
    deletes=st.booleans(),
    provider=st.sampled_from(["R1", "R2"]),
    month=st.sampled_from([APRIL, MAY]),
)
submissions = st.builds(
    Submission,
    submitted=st.dates().map(str),
    rows=st.lists(rows, max_size=6).map(tuple),
    protocol=st.sampled_from(Protocol),
    dataset=st.sampled_from(["plcm", "acm"]),
)


@given(
    st.lists(submissions, max_size=4, unique_by=lambda each: each.submitted).flatmap(
        lambda each: st.tuples(st.just(each), st.permutations(each))
    )
)
def test_any_order_of_loading_leaves_the_same_lines(both):
    one, other = both
    assert entered(*one).rows() == entered(*other).rows() == by_hand(dict(enumerate(one, 1)))


@settings(max_examples=20)
@given(st.lists(submissions, min_size=1, max_size=4), st.data())
def test_to_load_and_withdraw_is_never_to_have_loaded(given_those, data):
    store = entered(*given_those)
    counted = dict(enumerate(given_those, 1))
    for _ in range(data.draw(st.integers(1, len(given_those)))):
        load = data.draw(st.sampled_from(sorted(counted)))
        store.dataset = counted.pop(load).dataset
        store.withdraw(load)
    assert store.rows() == by_hand(counted)
