"""Who reads the architecture meets every module that holds the parts together."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAID = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8")))


@pytest.mark.parametrize("package", ["calls", "app", "desk"])
def test_every_module_is_named(package: str) -> None:
    modules = {file.stem for file in (ROOT / "ivr" / package).glob("*.py")} - {"__init__"}
    missing = sorted(modules - SAID)
    assert not missing, f"ivr/{package}: say in docs/ARCHITECTURE.md what {missing} are"
