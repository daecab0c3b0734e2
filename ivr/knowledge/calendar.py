"""有效期: which articles may be used on the day that it is, while a service runs for weeks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ivr.knowledge.article import Article
from ivr.knowledge.loader import finish_articles


@dataclass(slots=True)
class Calendar:
    """日历: notices a new day, and gives the articles anew when one of them begins or ends."""

    clock: Callable[[], date]
    raw: Sequence[Article]
    variables: Mapping[str, str]
    day: date
    changes: frozenset[date] = field(init=False)  # days on which some article begins or has ended

    def __post_init__(self) -> None:
        begins = {a.valid_from for a in self.raw if a.valid_from}
        ends = {a.valid_until + timedelta(days=1) for a in self.raw if a.valid_until}
        self.changes = frozenset(begins | ends)

    def turned(self) -> list[Article | None] | None:
        """The articles of a new day; None where nothing has changed since the last look."""
        today = self.clock()
        if today == self.day:
            return None
        low, high = sorted((self.day, today))
        self.day = today
        if not any(low < change <= high for change in self.changes):
            return None
        return finish_articles(self.raw, self.variables, today)[0]
