"""NHS numbers in words, however they are parted; and ten digits that are none."""

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.papers.checking import check_paper
from ouzel.governance.papers.patients import find_numbers, refuse_numbers


@pytest.mark.parametrize(
    "words",
    [
        "943\u2011476\u20115919", "943\u2013476\u20135919", "943\u00a0476\u00a05919", "943\u202f476\u202f5919",
        "943 476\u200b 5919",
        "\u0669\u0664\u0663 \u0664\u0667\u0666 \u0665\u0669\u0661\u0669", "NHS number 943.476.5919",
        "NHS no: 943/476/5919", "NHS Number\t9 4 3 4 7 6 5 9 1 9",
        "NHS numbers 943_476_5919", "NHS number is 943-476.5919",
    ],
)  # fmt: skip
def test_numbers_are_found_however_they_are_parted(words: str) -> None:
    assert len(find_numbers(f"One\n{words} is hers")) == 1
    with pytest.raises(ContentError, match="line 2") as caught:
        refuse_numbers(f"One\n{words} is hers", name="a.txt")
    assert "5919" not in str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        "943.476.5919",
        "NHS 2019/20-2020/21 plan",
        "NHS number 943 476 5918",
        "NHS 111 202 0212",
    ],
)
def test_other_digits_are_left_alone(words: str) -> None:
    assert find_numbers(words) == []


def test_bare_digits_beside_the_words_count_only_where_they_are_said() -> None:
    assert find_numbers("id 9434765919", said=True) == []
    assert find_numbers("id 9434765919") == [3]
    assert len(find_numbers("NHS 9434765919", said=True)) == 1


@pytest.mark.parametrize("name", ["9434765919.txt", "Letter_943_476_5919.txt", "NHS no 943-476-5919.txt"])
def test_name_of_a_file_tells_of_nobody(name: str) -> None:
    with pytest.raises(ContentError, match="the name of the file") as caught:
        check_paper(name, b"words")
    assert "5919" not in str(caught.value)
