"""Chance for the SIP core."""

import secrets


class SystemIds:
    """Unguessable ids from the operating system."""

    def token(self) -> str:
        """128 bits in hexadecimal."""
        return secrets.token_hex(16)

    def fraction(self) -> float:
        """A number in [0, 1)."""
        return secrets.randbelow(1_000_000) / 1_000_000
