"""The shipped knowledge base, with every local value filled, as a site would have it."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from ivr.knowledge import KnowledgeBase

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "knowledge_base"
TODAY = date(2026, 11, 21)


def local_values() -> dict[str, str]:
    """The site's values, every one filled."""
    with (ROOT / "config" / "local.toml").open("rb") as file:
        local = tomllib.load(file)["local"]
    return {name: str(value) or "以公告为准" for name, value in local.items()}


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    return KnowledgeBase.load(FOLDER, local_values(), TODAY)[0]


@pytest.fixture(scope="session")
def unfilled_kb() -> KnowledgeBase:
    return KnowledgeBase.load(FOLDER, {}, TODAY)[0]
