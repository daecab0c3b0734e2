"""问过的: a text that is known to be asked, and the article that it asks for."""

from dataclasses import dataclass

from ivr.knowledge.terms import Spoken


@dataclass(frozen=True, slots=True)
class Asks:
    """What the nets learn from (`grasp_fit`, `reading_fit`)."""

    said: Spoken
    article: str | None  # None where there is none
