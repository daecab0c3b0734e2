"""Rooms: who is together on the telephone, and so who hears whom. Pure.

A room is its members and their roles; two-party talk, hold with music, three-way call, whisper,
listen-in and barge are memberships, and changing from one to another is a new membership::

    two-party talk   {caller: TALKER, operator: TALKER}
    three-way call   {caller: TALKER, operator: TALKER, expert: TALKER}
    hold             {caller: ON_HOLD, operator: TALKER}        (music is a clip played to caller)
    consultation     {caller: ON_HOLD, operator: TALKER, expert: TALKER}
    listen-in        {caller: TALKER, operator: TALKER, supervisor: LISTENER}
    whisper          {…, supervisor: whisperer(operator)}
    barge            the supervisor becomes a TALKER
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NewType

from bridge.errors import UsageError
from bridge.events import LegId

RoomId = NewType("RoomId", str)


@dataclass(frozen=True, slots=True)
class Role:
    """What a member may hear and by whom it is heard."""

    hears: bool
    heard_by: frozenset[LegId] | None  # None: by everybody who hears
    gain: float = 1.0  # of this member's voice, in the ears of the others


TALKER: Final = Role(hears=True, heard_by=None)
LISTENER: Final = Role(hears=True, heard_by=frozenset())
ON_HOLD: Final = Role(hears=False, heard_by=frozenset())
ANNOUNCER: Final = Role(hears=False, heard_by=None)


def whisperer(*to: LegId, gain: float = 1.0) -> Role:
    """Hears all, and is heard by these members only (耳语)."""
    return Role(hears=True, heard_by=frozenset(to), gain=gain)


def talker(gain: float) -> Role:
    """A talker who is louder or softer than the others."""
    return Role(hears=True, heard_by=None, gain=gain)


def mix(members: Mapping[LegId, Role]) -> dict[LegId, dict[LegId, float]]:
    """Whom each member hears, with what gain: mix-minus, nobody hears themselves."""
    for leg, role in members.items():
        strangers = (role.heard_by or frozenset()) - members.keys()
        if strangers:
            names = ", ".join(sorted(strangers))
            raise UsageError(f"{leg} whispers to {names}: not in the room; add them first")
    return {
        hearer: {
            speaker: role.gain
            for speaker, role in members.items()
            if ears.hears and speaker != hearer and _is_heard(role, hearer)
        }
        for hearer, ears in members.items()
    }


def _is_heard(role: Role, hearer: LegId) -> bool:
    return role.gain > 0 and (role.heard_by is None or hearer in role.heard_by)


def changes(
    before: Mapping[LegId, Role], after: Mapping[LegId, Role]
) -> dict[LegId, dict[LegId, float]]:
    """The `hear` commands that lead from one membership to the next, and no others.

    Who left the room hears nobody; put them into their next room after this.
    """
    old, new = mix(before), mix(after)
    gone: dict[LegId, dict[LegId, float]] = {leg: {} for leg in old.keys() - new.keys() if old[leg]}
    return gone | {leg: heard for leg, heard in new.items() if heard != old.get(leg, {})}
