"""专名词表: the names that recognition is corrected with, from the gazetteer and two lists."""

from collections.abc import Iterable
from pathlib import Path

from ivr.errors import Fault
from ivr.language.names import SHORTEST, Names, is_name
from ivr.settings.model import Settings
from ivr.speech.config import SpeechConfig
from ivr.tickets.understanding import Understanding


def names_of(settings: Settings, understanding: Understanding) -> tuple[Names, list[Fault]]:
    """Divisions of the gazetteer, the lists that came with the knowledge base, the site's own."""
    found: list[str] = [name for name in understanding.gazetteer.by_name if is_name(name)]
    faults: list[Fault] = []
    files = sorted((settings.knowledge_base / "lexicons").glob("*.txt"))
    own = settings.tables.speech.lexicon
    if not own.is_file() and own != settings.base / SpeechConfig().lexicon:
        place = settings.place("speech.lexicon")
        remedy = "make the file, one name a line, or leave the setting out"
        faults.append(Fault(*place, f"the list of names {own} is not there", remedy))
    for file in [*files, own]:
        if file.is_file():
            names, wrong = read_names(file)
            found += names
            faults += wrong
    return Names(found), faults


def read_names(file: Path) -> tuple[list[str], list[Fault]]:
    """One name a line, # begins a comment; lines that cannot be used come back as faults."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [], [Fault(str(file), None, f"cannot be read: {error}", "save it as UTF-8 text")]
    return _names(str(file), lines)


def _names(file: str, lines: Iterable[str]) -> tuple[list[str], list[Fault]]:
    names: list[str] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        name = line.partition("#")[0].strip()
        if not name:
            continue
        if is_name(name):
            names.append(name)
        else:
            faults.append(
                Fault(
                    file,
                    number,
                    f"{name} cannot be corrected to: a name here is {SHORTEST} Chinese characters "
                    "or more, nothing else",
                    "write the full name as people say it, or remove the line",
                )
            )
    return names, faults
