"""登录状态 who is signed on, with which rights, and for how long; pure but for the random tokens.

Kept in memory: after a restart everybody signs on again. Times are seconds, handed in.
"""

import hmac
import secrets
from dataclasses import dataclass, field

from ivr.desk.config import Account, Role

TRIES = 5  # wrong passwords for one name before it has to wait
WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. Without accounts everybody on this machine is the nameless manager."""

    name: str = ""
    role: Role = Role.MANAGER

    def may_change(self) -> bool:
        """Tickets, calls, seats: everything but looking."""
        return self.role is not Role.AUDITOR

    def may_sit_at(self, seat: str) -> bool:
        """Act for this operator."""
        return self.role is Role.MANAGER or (self.role is Role.OPERATOR and self.name == seat)

    def may_see_number(self, seat: str) -> bool:
        """Whole numbers: of the calls of one's own seat; a manager's, who has signed on, of all."""
        return bool(self.name) and self.may_sit_at(seat)


ANYBODY = Person()


@dataclass(frozen=True, slots=True)
class SignedOn:
    """One browser that is signed on."""

    person: Person
    token: str  # goes with every change (against CSRF); another site's page cannot read it
    until: float


@dataclass(slots=True)
class Sessions:
    """Every browser that is signed on, by its cookie; and who guessed wrongly how often."""

    seconds: float
    _held: dict[str, SignedOn] = field(default_factory=dict)
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    def begin(self, account: Account, now: float) -> tuple[str, SignedOn]:
        """The cookie's value and what it stands for."""
        self._wrong.pop(account.name, None)
        self._held = {key: one for key, one in self._held.items() if one.until > now}
        cookie = secrets.token_urlsafe(32)
        held = SignedOn(
            Person(account.name, account.role), secrets.token_urlsafe(32), now + self.seconds
        )
        self._held[cookie] = held
        return cookie, held

    def find(self, cookie: str, now: float) -> SignedOn | None:
        """Who is behind a cookie; None when nobody is, any more."""
        held = self._held.get(cookie)
        return held if held is not None and held.until > now else None

    def end(self, cookie: str) -> None:
        """Signed off."""
        self._held.pop(cookie, None)

    def must_wait(self, name: str, now: float) -> bool:
        """Too many wrong passwords for this name lately."""
        count, last = self._wrong.get(name, (0, now))
        return count >= TRIES and now < last + WAIT_SECONDS

    def was_wrong(self, name: str, now: float) -> None:
        """Count a wrong password; only of names that exist, so the list stays short."""
        count, last = self._wrong.get(name, (0, now))
        again = 0 if now >= last + WAIT_SECONDS else count
        self._wrong[name] = (again + 1, now)


def same(given: str, token: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.encode(), token.encode())
