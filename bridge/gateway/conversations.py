"""Rooms at work: turns the members of each room into who hears whom."""

from collections.abc import Mapping

from bridge.events import LegId
from bridge.media.port import MediaPlane
from bridge.rooms import Role, RoomId, mix


class Conversations:
    """A leg is in one room at a time; entering a room leaves the one before."""

    def __init__(self, media: MediaPlane) -> None:
        self._media = media
        self._rooms: dict[RoomId, dict[LegId, Role]] = {}
        self._where: dict[LegId, RoomId] = {}

    def arrange(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        """Make the room's members exactly these."""
        for leg in [leg for leg in self._rooms.get(room, {}) if leg not in members]:
            del self._where[leg]
            self._media.hear(leg, {})
        left = {self._where[leg] for leg in members if self._where.get(leg, room) != room}
        for leg in members:
            before = self._where.get(leg)
            if before is not None and before != room:
                del self._rooms[before][leg]
            self._where[leg] = room
        self._rooms[room] = dict(members)
        for changed in (*left, room):
            self._mix(changed)

    def leave(self, leg: LegId) -> None:
        """The leg is gone."""
        room = self._where.pop(leg, None)
        if room is not None:
            del self._rooms[room][leg]
            self._mix(room)

    def _mix(self, room: RoomId) -> None:
        members = self._rooms[room]
        if not members:
            del self._rooms[room]
            return
        for leg, sources in mix(members).items():
            self._media.hear(leg, sources)
