"""What can go wrong in the hotline, by whose fault it is. A message tells the remedy.

HotlineError
├── ConfigError      the site's files are wrong: carries the faults with file and line
├── ModelMissingError     no speech model: says which command brings one
├── VoiceError       a text cannot be spoken, or the voice's engine does not work
├── UserError        a command was called wrongly
└── StoreError       the ledger or the board did not take or give what was asked
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file that people edit."""

    file: str
    line: int | None
    message: str  # what is wrong
    remedy: str = ""  # what to do about it

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" — {self.remedy}" if self.remedy else "")


class HotlineError(Exception):
    """Base of every error of the hotline."""


class ConfigError(HotlineError):
    """The site's files are wrong; the service refuses to start."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(f) for f in faults))
        self.faults = faults


class ModelMissingError(HotlineError):
    """There is no speech model where one is needed."""


class VoiceError(HotlineError):
    """A text cannot be spoken, or the voice's engine does not work."""


class UserError(HotlineError):
    """A command was called wrongly."""


class StoreError(HotlineError):
    """The ledger or the board failed."""


def words_of(error: OSError) -> str:
    """What the system says of a file: its name before the reason, no number."""
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}"
