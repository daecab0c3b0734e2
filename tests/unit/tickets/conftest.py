"""The shipped tables, read once."""

from datetime import datetime
from pathlib import Path

import pytest

from ivr.clock import CHINA
from ivr.tickets import Understanding

FOLDER = Path(__file__).parents[3] / "knowledge_base"


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    loaded, faults = Understanding.load(FOLDER)
    assert not faults
    return loaded


@pytest.fixture(scope="session")
def called_at() -> datetime:
    return datetime(2026, 11, 21, 10, 0, tzinfo=CHINA)
