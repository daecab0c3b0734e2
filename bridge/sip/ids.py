"""Where unguessable names come from; the core itself knows no chance."""

from typing import Protocol


class IdSource(Protocol):
    """Handed in: `secrets` in service, a counter in tests."""

    def token(self) -> str:
        """A fresh name of letters and digits: tags, branches, Call-IDs, nonces."""

    def fraction(self) -> float:
        """A number in [0, 1): spreads retries (RFC 3261 §14.1)."""
