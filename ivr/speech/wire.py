"""What the control process and a worker say to each other: one packet, one message (msgpack)."""

import msgspec

from ivr.speech.config import SpeechConfig
from ivr.speech.results import Final, Partial, SpeechEnded, SpeechResult, SpeechStarted

LARGEST = 1 << 18


class Command(msgspec.Struct, frozen=True, tag=True):
    """Control process to worker."""


class Load(Command, frozen=True, tag=True):
    """First of all: load this model."""

    model: str
    config: SpeechConfig
    threads: int


class Attach(Command, frozen=True, tag=True):
    """Read the frames; the bound datagram socket comes along as a file descriptor.

    The streams that were open with a predecessor are opened before it: what waits in the socket
    is theirs.
    """


class Open(Command, frozen=True, tag=True):
    """Listen to a stream."""

    stream: int


class Close(Command, frozen=True, tag=True):
    stream: int


class Pause(Command, frozen=True, tag=True):
    stream: int


class Resume(Command, frozen=True, tag=True):
    stream: int


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Worker to control process: the model is in memory."""

    rate: int


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The model cannot be loaded; the worker ends."""

    message: str


class Closed(msgspec.Struct, frozen=True, tag=True):
    """Nothing more comes from this stream."""

    stream: int


class Figures(msgspec.Struct, frozen=True, tag=True):
    """Counted since the worker began."""

    frames: int = 0
    frames_lost: int = 0
    frames_dropped: int = 0
    partials: int = 0
    partials_shed: int = 0
    finals: int = 0


class HeardStarted(msgspec.Struct, frozen=True, tag=True):
    result: SpeechStarted


class HeardPartial(msgspec.Struct, frozen=True, tag=True):
    result: Partial


class HeardFinal(msgspec.Struct, frozen=True, tag=True):
    result: Final


class HeardEnded(msgspec.Struct, frozen=True, tag=True):
    result: SpeechEnded


Heard = HeardStarted | HeardPartial | HeardFinal | HeardEnded
ToWorker = Load | Attach | Open | Close | Pause | Resume
FromWorker = Ready | Failed | Closed | Figures | Heard

pack = msgspec.msgpack.encode


def _path(value: object) -> object:
    return str(value)


def pack_command(command: ToWorker) -> bytes:
    """The packet of a command."""
    return msgspec.msgpack.encode(command, enc_hook=_path)


def _to(kind: type, value: object) -> object:
    return kind(value)


_command_decoder: msgspec.msgpack.Decoder[ToWorker] = msgspec.msgpack.Decoder(
    ToWorker, dec_hook=_to
)
_report_decoder: msgspec.msgpack.Decoder[FromWorker] = msgspec.msgpack.Decoder(FromWorker)


def unpack_command(packet: bytes) -> ToWorker:
    """Read a command in the worker."""
    return _command_decoder.decode(packet)


def unpack_report(packet: bytes) -> FromWorker:
    """Read a report in the control process."""
    return _report_decoder.decode(packet)


def heard(result: SpeechResult) -> Heard:
    """Wrap a result for the way."""
    match result:
        case SpeechStarted():
            return HeardStarted(result)
        case Partial():
            return HeardPartial(result)
        case Final():
            return HeardFinal(result)
        case SpeechEnded():
            return HeardEnded(result)
