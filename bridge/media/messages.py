"""What control and media process say to each other: msgpack, each with its length in front.

Commands go down, reports come up, over one Unix stream socket that both inherit. A command is
answered only where its report is named beside it; the others just take effect at the next tick.
"""

from collections.abc import Iterator

import msgspec

from bridge.events import LegId, PlayId


class Open(msgspec.Struct, frozen=True, tag="open"):
    """Bind a port pair; answered by `Opened` or `OpenFailed`."""

    leg: LegId


class Connect(msgspec.Struct, frozen=True, tag="connect"):
    """Point a leg at what the SDP agreed on."""

    leg: LegId
    host: str
    port: int
    law: str  # PCMA or PCMU
    payload_type: int
    dtmf_payload_type: int | None
    send: bool
    receive: bool


class Close(msgspec.Struct, frozen=True, tag="close"):
    """Release a leg."""

    leg: LegId


class Hear(msgspec.Struct, frozen=True, tag="hear"):
    """Replace whom a leg hears; gains are linear."""

    leg: LegId
    sources: dict[LegId, float]


class Play(msgspec.Struct, frozen=True, tag="play"):
    """Queue a clip; answered by `Played`, however it ends, unless the leg is closed."""

    leg: LegId
    play: PlayId
    clip: str
    loop: bool


class StopPlay(msgspec.Struct, frozen=True, tag="stop_play"):
    """Stop and forget every clip of a leg."""

    leg: LegId


class HoldPlay(msgspec.Struct, frozen=True, tag="hold_play"):
    """Fall silent and keep a leg's clips where they are, or go on a little before that."""

    leg: LegId
    held: bool


class SendKeys(msgspec.Struct, frozen=True, tag="send_keys"):
    """Press telephone keys towards a leg."""

    leg: LegId
    keys: str


class Listen(msgspec.Struct, frozen=True, tag="listen"):
    """Begin to send a leg's sound to a listener."""

    leg: LegId
    stream: int
    socket_path: str


class Unlisten(msgspec.Struct, frozen=True, tag="unlisten"):
    """Stop one listener."""

    leg: LegId
    stream: int


class Record(msgspec.Struct, frozen=True, tag="record"):
    """Begin to write a leg's sound to a WAV file."""

    leg: LegId
    path: str


class AskStats(msgspec.Struct, frozen=True, tag="ask_stats"):
    """Ask for the counters; answered by `Stats`."""

    request: int


Command = (
    Open
    | Connect
    | Close
    | Hear
    | Play
    | StopPlay
    | HoldPlay
    | SendKeys
    | Listen
    | Unlisten
    | Record
    | AskStats
)


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The process runs and takes commands."""

    pid: int


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """A leg has its ports."""

    leg: LegId
    port: int


class OpenFailed(msgspec.Struct, frozen=True, tag="open_failed"):
    """A leg could not have ports; the reason tells the remedy."""

    leg: LegId
    reason: str


class Key(msgspec.Struct, frozen=True, tag="key"):
    """A telephone key was pressed at the far end of a leg."""

    leg: LegId
    key: str


class Played(msgspec.Struct, frozen=True, tag="played"):
    """A clip ended."""

    leg: LegId
    play: PlayId
    completed: bool


class Silent(msgspec.Struct, frozen=True, tag="silent"):
    """No RTP arrived on a leg for so long."""

    leg: LegId
    seconds: float


class RecordingFailed(msgspec.Struct, frozen=True, tag="recording_failed"):
    """A leg is recorded no longer: its file cannot be written."""

    leg: LegId
    reason: str


class RecordingBehind(msgspec.Struct, frozen=True, tag="recording_behind"):
    """The disk does not keep up with the recordings; 0 seconds: it does again."""

    seconds: float
    lost: float


class Stats(msgspec.Struct, frozen=True, tag="stats"):
    """The counters since the process began, and the gauges of now."""

    request: int
    counters: dict[str, float]


Report = (
    Ready | Opened | OpenFailed | Key | Played | Silent | RecordingFailed | RecordingBehind | Stats
)

_LENGTH = 4
_encoder = msgspec.msgpack.Encoder()
commands = msgspec.msgpack.Decoder(Command)
reports = msgspec.msgpack.Decoder(Report)


def pack(message: Command | Report) -> bytes:
    """Encode one message with its length in front."""
    body = _encoder.encode(message)
    return len(body).to_bytes(_LENGTH, "big") + body


class Unpacker:
    """Cuts the stream into message bodies."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take what arrived; give each body that is complete."""
        self._rest += data
        while len(self._rest) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._rest[:_LENGTH], "big")
            if len(self._rest) < end:
                return
            body = bytes(self._rest[_LENGTH:end])
            del self._rest[:end]
            yield body
