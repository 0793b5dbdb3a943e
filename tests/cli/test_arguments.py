"""Several values after one option."""

from ouzel.cli.arguments import spread


def test_values_after_the_file_are_spread() -> None:
    words = ["rebase", "f.csv", "--value", "a", "b", "--to", "board"]
    assert spread(words) == ["rebase", "f.csv", "--value", "a", "--value", "b", "--to", "board"]


def test_a_file_that_comes_last_is_no_value() -> None:
    words = ["rebase", "--value", "a", "f.csv", "--to", "board"]
    assert spread(words) == words


def test_other_commands_are_left_alone() -> None:
    words = ["register", "show", "--value", "a", "b"]
    assert spread(words) == words
