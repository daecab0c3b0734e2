"""What is wrong in the knowledge base's files, and whether it keeps an article out."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.errors import Fault


class Severity(StrEnum):
    ERROR = "error"  # the article (or file) is left out
    NOTICE = "notice"  # it is loaded; somebody should look


@dataclass(frozen=True, slots=True)
class ArticleFault(Fault):
    """A fault in the knowledge base: never a reason not to start, always a reason to look."""

    severity: Severity = Severity.ERROR
    entry: str = ""  # the article's id, where it is known
