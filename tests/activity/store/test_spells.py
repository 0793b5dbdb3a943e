"""The first episode's practice and residence hold for the whole spell, wherever its episodes lie."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.activity.store.manifests import Protocol
from tests.activity.store.submissions import APART, Entered, Row, Submission, by_hand


def entered(*submissions: Submission) -> Entered:
    store = Entered()
    for submission in submissions:
        store.enter(submission)
    return store


def episode(number: int, practice: str, **said: object) -> Row:
    return Row(record=number, content=number, spell=7, episode=number, practice=practice, **said)


def practices(store: Entered) -> dict[int, str]:
    return {row.content: row.practice for row in store.rows()}


def test_who_moves_practice_in_a_spell_stays_with_the_first_for_the_whole_of_it():
    store = entered(Submission("2025-05-01", (episode(3, "C"), episode(1, "A"), episode(2, "B"))))
    assert practices(store) == {1: "A/C", 2: "A/C", 3: "A/C"}


def test_the_first_episode_may_lie_in_another_load_whichever_comes_first():
    april = Submission("2025-05-01", (episode(1, "A"),))
    may = Submission("2025-06-01", (episode(2, "B"), Row(9, 9, spell=8, practice="Z")))
    for order in ((april, may), (may, april)):
        assert practices(entered(*order)) == {1: "A/B", 2: "A/B", 9: "Z/Z"}


def test_a_first_episode_that_is_withdrawn_no_longer_holds():
    store = entered(Submission("2025-05-01", (episode(1, "A"),)), Submission("2025-06-01", (episode(2, "B"),)))
    store.withdraw(1)
    assert practices(store) == {2: "B/B"}


def test_a_first_episode_that_is_replaced_holds_as_it_is_now():
    store = entered(
        Submission("2025-05-01", (episode(1, "A"), episode(2, "B"))), Submission("2025-06-01", (episode(1, "X"),))
    )
    assert practices(store) == {1: "X/B", 2: "X/B"}


def test_a_blank_practice_at_admission_is_not_filled_from_later():
    store = entered(Submission("2025-05-01", (episode(1, ""), episode(2, "B"))))
    assert practices(store) == {1: "/B", 2: "/B"}


def test_a_spell_is_specialised_if_any_episode_is_but_for_what_is_paid_by_itself():
    unbundled = Row(record=4, content=4, spell=7, currency=APART[0], service="NCBPS01C")
    plain = Row(record=5, content=5, spell=7, currency=APART[0])
    rows = (episode(1, "A"), episode(2, "A", service="NCBPS23A"), episode(3, "A", service="99999999"), unbundled, plain)
    services = {row.content: row.service for row in entered(Submission("2025-05-01", rows)).rows()}
    assert services == {1: "NCBPS23A", 2: "NCBPS23A", 3: "NCBPS23A", 4: "NCBPS01C", 5: ""}


def counted(*rows: Row) -> dict[int, tuple[int, int]]:
    """Of each record the content of the one that it is counted with (0: none), and its activity."""
    return {row.content: (row.counted_with, row.activity) for row in entered(Submission("2025-05-01", rows)).rows()}


def test_a_spell_that_several_records_tell_is_counted_once_with_the_last():
    assert counted(episode(2, "A"), episode(1, "A"), episode(3, "A")) == {1: (3, 0), 2: (3, 0), 3: (0, 1000)}


def test_the_record_with_the_currency_is_the_one_that_is_counted_unless_the_spell_has_not_ended():
    told = episode(1, "A", currency="FD02H"), episode(2, "A")
    assert counted(*told) == {1: (0, 1000), 2: (1, 0)}
    assert counted(*told, episode(3, "A", unfinished=True)) == {1: (3, 0), 2: (3, 0), 3: (0, 1000)}


def test_what_stands_beside_a_spell_counts_by_itself():
    unbundled = Row(record=8, content=8, spell=7, episode=2, currency=APART[0])
    excess = Row(record=9, content=9, spell=7)  # says no place in it
    back = episode(4, "A", activity=-1000)
    none = episode(5, "A", activity=0)
    rows = counted(episode(1, "A"), episode(2, "A"), unbundled, excess, back, none)
    assert rows == {1: (2, 0), 2: (0, 1000), 8: (0, 1000), 9: (0, 1000), 4: (0, -1000), 5: (0, 0)}


def test_once_the_last_record_is_withdrawn_the_one_before_it_counts():
    store = entered(Submission("2025-05-01", (episode(1, "A"),)), Submission("2025-06-01", (episode(2, "A"),)))
    store.withdraw(2)
    assert [(row.content, row.counted_with, row.activity) for row in store.rows()] == [(1, 0, 1000)]


rows = st.builds(
    Row,
    record=st.integers(0, 6),
    content=st.integers(1, 99),
    deletes=st.sampled_from([False, False, False, True]),
    spell=st.integers(0, 2),
    episode=st.integers(0, 3),
    practice=st.sampled_from(["", "A", "B"]),
    residence=st.sampled_from(["", "E1", "E2"]),
    service=st.sampled_from(["", "S1"]),
    currency=st.sampled_from(["", "FD02H", APART[0]]),
    activity=st.sampled_from([1000, 1000, 0, -1000]),
    unfinished=st.sampled_from([False, False, True]),
)
submissions = st.builds(
    Submission,
    submitted=st.dates().map(str),
    rows=st.lists(rows, max_size=6).map(tuple),
    protocol=st.sampled_from(Protocol),
    dataset=st.just("hes-apc"),
)


@settings(max_examples=20)
@given(st.lists(submissions, min_size=1, max_size=4), st.data())
def test_spells_are_as_by_hand_after_any_loads_and_withdrawals(given_those, data):
    store, counted = Entered(), {}
    for submission in given_those:
        counted[store.enter(submission)] = submission
        assert store.rows() == by_hand(counted)
        if data.draw(st.booleans()):
            load = data.draw(st.sampled_from(sorted(counted)))
            del counted[load]
            store.withdraw(load)
            assert store.rows() == by_hand(counted)
