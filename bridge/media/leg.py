"""What the media process knows of one leg, besides its row in the matrices."""

from dataclasses import dataclass, field

from bridge.events import LegId
from bridge.media.clips import ClipQueue
from bridge.media.keys import KeyReceiver, KeySender
from bridge.media.latch import Latch


@dataclass(slots=True, eq=False)
class Leg:
    """One leg; `row` is its place in every matrix."""

    id: LegId
    row: int
    ssrc: int  # of what we send
    latch: Latch | None = None  # none before the first `connect`
    payload_type: int = -1
    key_type: int | None = None
    ulaw: bool = False  # what we send
    hears_ulaw: bool = False  # what the far end sends: it may use either law at any time
    send: bool = False
    receive: bool = False
    clips: ClipQueue = field(default_factory=ClipQueue)
    keys_in: KeyReceiver = field(default_factory=KeyReceiver)
    keys_out: KeySender = field(default_factory=KeySender)
    # Who might take over: ssrc and next sequence, and where the present source stood.
    other_source: tuple[int, int, int] = (-1, 0, 0)
    marker: bool = True  # the next packet begins a talk spurt
    noise: float = 0.0  # root mean square of the far end's comfort noise
    last_sr: tuple[int, int] = (0, 0)  # middle of the NTP time of their last SR; when it came
    first_sequence: int = 0  # of what we send: the number before the first packet's
