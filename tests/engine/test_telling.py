"""An engine that is asked how far it is says so from another thread, and the answer is the same."""

import threading

from ouzel.engine.columnar import duckdb


def test_how_far_it_is_never_goes_back() -> None:
    heard: list[float] = []
    enough = threading.Event()

    def told(share: float) -> None:
        heard.append(share)
        assert threading.current_thread() is not threading.main_thread()
        enough.set()

    with duckdb() as engine:
        raw = engine.connection.con
        with engine.telling(told, every=0.001):
            answer = raw.execute("SELECT count(DISTINCT range % 1000) FROM range(20000000)").fetchall()
            enough.wait(60)
    assert answer == [(1000,)]
    assert heard == sorted(heard)
    assert 0 <= heard[0] <= heard[-1] <= 1
    assert not any(each.name == "how far the engine is" for each in threading.enumerate())
