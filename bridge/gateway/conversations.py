"""Rooms at work: turns the members of each room into who hears whom."""

from collections.abc import Mapping
from dataclasses import replace

from bridge.events import LegId
from bridge.media.port import MediaPlane
from bridge.rooms import Role, RoomId, changes


class Conversations:
    """A leg is in one room at a time; entering a room leaves the one before."""

    def __init__(self, media: MediaPlane) -> None:
        self._media = media
        self._rooms: dict[RoomId, dict[LegId, Role]] = {}
        self._where: dict[LegId, RoomId] = {}

    def arrange(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        """Make the room's members exactly these."""
        for leg in members:
            before = self._where.get(leg, room)
            if before != room:
                self._set(before, {k: v for k, v in self._rooms[before].items() if k != leg})
        self._set(room, members)

    def leave(self, leg: LegId) -> None:
        """The leg is gone."""
        room = self._where.get(leg)
        if room is not None:
            self._set(room, {k: v for k, v in self._rooms[room].items() if k != leg})

    def _set(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        before, after = self._rooms.get(room, {}), _present(members)
        for leg, heard in changes(before, after).items():
            self._media.hear(leg, heard)
        for leg in before.keys() - after.keys():
            del self._where[leg]
        for leg in after:
            self._where[leg] = room
        if after:
            self._rooms[room] = after
        else:
            self._rooms.pop(room, None)


def _present(members: Mapping[LegId, Role]) -> dict[LegId, Role]:
    """The same roles, whispering only to those who are (still) here."""
    return {
        leg: role
        if role.heard_by is None
        else replace(role, heard_by=role.heard_by & members.keys())
        for leg, role in members.items()
    }
