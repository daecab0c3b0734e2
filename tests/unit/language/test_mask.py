"""What a list, a page or an export shows of a person by default."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.language.mask import mask_digits, mask_fields, mask_number


def test_the_middle_of_a_number_is_hidden() -> None:
    assert mask_number("02400000001") == "024****0001"
    assert mask_number("110") == "110"


def test_numbers_inside_a_text_are_masked() -> None:
    assert mask_digits("我电话13900000000，住3号楼402") == "我电话139****0000，住3号楼402"


def test_our_own_numbers_stay() -> None:
    data = {"caller": "02400000001", "number": "2611210001", "said": ["13900000000"]}
    assert mask_fields(data) == {
        "caller": "024****0001",
        "number": "2611210001",
        "said": ["139****0000"],
    }


@given(st.from_regex(r"\A[0-9]{7,19}\Z"), st.text(max_size=8).filter(lambda t: not t.isdigit()))
def test_no_long_run_of_digits_gets_through(number: str, around: str) -> None:
    assert number not in mask_digits(f"{around} {number} {around}")
