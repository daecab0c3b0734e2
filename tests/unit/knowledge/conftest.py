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
    with (ROOT / "config" / "local.toml").open("rb") as file:
        return {name: str(value) for name, value in tomllib.load(file)["local"].items()}


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    values = {name: value or "以公告为准" for name, value in local_values().items()}
    return KnowledgeBase.load(FOLDER, values, TODAY)[0]


@pytest.fixture(scope="session")
def unfilled_kb() -> KnowledgeBase:
    return KnowledgeBase.load(FOLDER, {}, TODAY)[0]
