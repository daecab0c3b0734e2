"""A simulated citizen: calls, listens, speaks in turn, presses keys, hangs up, reports."""

import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.phone.dialing import Dialing
from ivr.phone.line import T1, Call, Phone
from ivr.phone.media import KEYS, Sound
from ivr.phone.reach import nobody_listens
from ivr.phone.report import CallReport, EndedBy, PhoneEvent, Utterance
from ivr.phone.sound import SECONDS, level, load_sound, save_wav
from ivr.phone.turns import Manners, Move, Turns
from ivr.phone.upstream import SIP, CallState

RING_SECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a sound file (`.al` clip or WAV); `label` names it in the report."""

    sound: Path
    label: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """Press telephone keys (0-9 * # A-D)."""

    keys: str

    def __post_init__(self) -> None:
        if not self.keys or set(self.keys.upper()) - set(KEYS):
            raise ValueError(f"no telephone keys: {self.keys!r}; they are {KEYS}")


Script = Sequence[Say | Press]


def _ignore(_event: PhoneEvent) -> None:
    """Nobody watches."""


class Citizen:
    """One telephone with one caller. `call` blocks; use one process or thread a citizen."""

    def __init__(
        self,
        host: str,
        port: int = 5060,
        *,
        user: str = "13900000000",
        password: str = "",
        own_ip: str = "127.0.0.1",
        register: bool = True,
        on_event: Callable[[PhoneEvent], None] = _ignore,
    ) -> None:
        self._phone = Phone(host, port, user, password, own_ip)
        self._register = register
        self._on_event = on_event
        self._responses: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._began = 0.0
        self._registered: int | None = None
        self._hang_up = False
        self._utterances: list[Utterance] = []

    def hang_up(self) -> None:
        """End the call from another thread or a signal handler."""
        self._hang_up = True

    def call(
        self,
        number: str,
        script: Script = (),
        *,
        manners: Manners | None = None,
        record: Path | None = None,
        ring_seconds: float = RING_SECONDS,
    ) -> CallReport:
        """Call a number, live through the script, and say how it went."""
        line = self._phone.line
        line.on_response = self._responses.put
        line.open()
        self._began = time.monotonic()
        self._utterances = []
        try:
            if self._register and not nobody_listens(line.server, line.port):
                self._registered = line.register_once()
                self._tell("registered", str(self._registered))
            return self._call(number, script, manners or Manners(), record, ring_seconds)
        finally:
            if self._registered == 200:
                line.register_once(deregister=True)
            line.close()
            self._phone.free_ports()

    def _tell(self, name: str, detail: str = "") -> None:
        self._on_event(PhoneEvent(name, round(time.monotonic() - self._began, 3), detail))

    def _call(
        self, number: str, script: Script, manners: Manners, record: Path | None, ring: float
    ) -> CallReport:
        self._began = time.monotonic()
        dialing = Dialing(self._phone, number, self._responses, self._tell)
        call, status = dialing.dial(ring, lambda: self._hang_up)
        if call is None:
            reason = _phrase(status)
            self._tell("failed", f"{status} {reason}")
            return CallReport(
                number,
                status,
                answered=False,
                answered_ms=None,
                first_sound_ms=None,
                duration=0.0,
                heard=0.0,
                utterances=(),
                unsaid=len(script),
                ended_by=EndedBy.NOBODY,
                packets=0,
                packets_lost=0,
                registered=self._registered,
                recording=None,
                reason=reason,
            )
        answered_at = time.monotonic()
        self._tell("answered")
        turns = Turns(manners, len(script), answered_at)
        try:
            ended_by = self._live(call, script, turns, answered_at)
        finally:
            ended_at = time.monotonic()
            self._end(call)
            sound = call.sound
            sound.stop()
        self._tell("hung_up", ended_by.value)
        if record is not None:
            save_wav(record, bytes(sound.recording))
        first = sound.first_packet_at
        return CallReport(
            number,
            status,
            answered=True,
            answered_ms=round((answered_at - self._began) * 1000, 1),
            first_sound_ms=round((first - answered_at) * 1000, 1) if first else None,
            duration=round(ended_at - answered_at, 3),
            heard=round(turns.heard, 2),
            utterances=tuple(self._utterances),
            unsaid=len(script) - len(self._utterances),
            ended_by=ended_by,
            packets=sound.packets,
            packets_lost=sound.lost,
            registered=self._registered,
            recording=str(record) if record else None,
        )

    def _live(self, call: Call, script: Script, turns: Turns, answered_at: float) -> EndedBy:
        """Listen and speak until one side has had enough."""
        sound = call.sound
        ahead = list(script)
        open_label: str | None = None
        started = 0.0
        while True:
            time.sleep(SECONDS)
            now = time.monotonic()
            while sound.fresh:
                pcm = sound.fresh.popleft()
                turns.hear(level(pcm), len(pcm) / 16000, now)
            self._acknowledge_again(call)
            if open_label is not None and (not sound.busy or call.state == CallState.ENDED):
                whole = not sound.busy
                ended = round(now - answered_at, 3) if whole else None
                self._utterances.append(Utterance(open_label, started, ended))
                open_label = None
                turns.spoken(now)
                self._tell("said")
            if call.state == CallState.ENDED:
                return EndedBy.THEM
            if self._hang_up:
                return EndedBy.US
            match turns.move(now):
                case Move.HANG_UP:
                    return EndedBy.US
                case Move.NEXT:
                    open_label, started = self._do(ahead.pop(0), sound), now - answered_at
                    started = round(started, 3)
                    turns.speaking()

    def _do(self, thing: Say | Press, sound: Sound) -> str:
        if isinstance(thing, Press):
            taken = sound.press(thing.keys)
            self._tell("presses" if taken else "failed", thing.keys)
            return thing.keys
        sound.say(load_sound(thing.sound))
        label = thing.label or thing.sound.name
        self._tell("says", label)
        return label

    def _acknowledge_again(self, call: Call) -> None:
        """A repeated 200 means that our ACK was lost."""
        while True:
            try:
                response = self._responses.get_nowait()
            except queue.Empty:
                return
            if (
                response.headers["CSeq"]["method"] == "INVITE"
                and int(response.status) == 200
                and response.headers["Call-ID"] == call.call_id
            ):
                self._phone.line.send(self._phone.line.gen_ack(response))

    def _end(self, call: Call) -> None:
        """BYE, again until it is answered, unless the far end was first."""
        if call.state != CallState.ANSWERED:
            return
        call.state = CallState.ENDED
        line = self._phone.line
        bye = line.gen_bye(call.request)
        wait = T1
        for _ in range(4):
            line.send(bye)
            end = time.monotonic() + wait
            while (left := end - time.monotonic()) > 0:
                try:
                    response = self._responses.get(timeout=left)
                except queue.Empty:
                    break
                if response.headers["CSeq"]["method"] == "BYE":
                    return
            wait *= 2


def _phrase(status: int) -> str:
    try:
        return str(SIP.SIPStatus(status).phrase)
    except ValueError:
        return ""
