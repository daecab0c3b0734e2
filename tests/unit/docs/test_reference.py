"""Commands and settings stand in the reference as they are; documents link to what exists."""

import re
from pathlib import Path

import pytest

from tools.reference import PAGE, page

ROOT = Path(__file__).parents[3]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_the_reference_is_what_the_code_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: .venv/bin/python -m tools.reference"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", document.read_text("utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target
