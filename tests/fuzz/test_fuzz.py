"""A short run of what `make nightly` does for ten minutes."""

from tests.fuzz.run import fuzz
from tests.fuzz.targets import TARGETS


def test_nothing_breaks() -> None:
    tried = fuzz(20)
    assert set(tried) == set(TARGETS)
    assert min(tried.values()) > 20
