"""Work in other threads gives the same in the same order, and its errors where they belong."""

import threading
import time

import pytest

from ouzel.activity.side_by_side import ahead, aside


def test_items_come_in_their_order_and_in_advance():
    made = []

    def items():
        for number in range(5):
            made.append((number, threading.current_thread()))
            yield number

    assert list(ahead(items())) == [0, 1, 2, 3, 4]
    assert all(thread is not threading.current_thread() for _, thread in made)


def test_an_error_comes_after_the_items_before_it():
    def items():
        yield 1
        raise ValueError("the third line is odd")

    got = []
    with pytest.raises(ValueError, match="the third line is odd"):
        got.extend(ahead(items()))
    assert got == [1]


def test_whoever_stops_early_leaves_no_thread_behind():
    before = threading.active_count()
    endless = ahead(iter(int, 1))
    assert next(endless) == 0
    endless.close()
    assert threading.active_count() == before


def test_work_aside_is_done_in_turn_and_done_at_the_end():
    done = []
    with aside() as elsewhere:
        for number in range(6):
            elsewhere.do(lambda number=number: (time.sleep(0.001), done.append(number)))
    assert done == [0, 1, 2, 3, 4, 5]


def test_an_error_aside_is_raised_and_the_rest_given_up():
    def fail():
        raise ValueError("no room")

    def give_work():
        with aside() as elsewhere:
            elsewhere.do(fail)

    with pytest.raises(ValueError, match="no room"):
        give_work()
