"""问什么: a text that is known to ask for an article, or for none; what the nets learn from."""

from dataclasses import dataclass

from ivr.knowledge.terms import Spoken


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked, in the words of a caller."""

    said: Spoken
    article: str | None  # None where there is none
