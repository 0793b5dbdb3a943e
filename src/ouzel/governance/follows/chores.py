"""What a worker does by itself of the post: addresses that are kept no longer go, and letters that wait leave."""

from datetime import timedelta

from ouzel.core.work.regular import Chore


def _sweep() -> None:
    from ouzel.governance.follows.erasing import sweep

    sweep()


def _deliver() -> None:
    from ouzel.governance import post

    post.wait_again(every=False)
    post.deliver()


CHORES = (
    Chore("follows.sweep", timedelta(hours=1), _sweep),
    Chore("follows.letters", timedelta(minutes=5), _deliver),
)
