"""The media process: one loop, one 20 ms tick, commands in and reports out over one socket.

A tick's packets are made and sent before anything else is done. The sockets are emptied and the
packets worked on once a tick, for all legs together: arrival is known to 20 ms. What need not be
done in every tick (RTCP, statistics) is done in every tenth: it is cheaper together.
"""

import contextlib
import gc
import os
import resource
import secrets
import select
import signal
import socket
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from bridge.events import LegId
from bridge.media import messages as m
from bridge.media.clip_loader import ClipLoader
from bridge.media.config import MediaConfig
from bridge.media.leg import Leg
from bridge.media.listening import Listening
from bridge.media.plane import Plane
from bridge.media.ports import PortPool
from bridge.media.recorder import Recorder, Recording
from bridge.media.transport import Transport

TICK = 0.020
RATE = 8000
_SELDOM = 10  # ticks
_MOST_PASSES = 9  # over the sockets in a tick: nobody's flood takes the time of others
_LATE = 0.005
_MOST_FAULTS = 50  # ticks: then everybody has heard nothing for a second
_GIVE_UP = 0.200  # behind by more: the ticks in between are left out
_CLOSE_SECONDS = 2.0


class MediaProcess:
    """Owns the plane, the sockets and the time."""

    def __init__(self, control: socket.socket, config: MediaConfig) -> None:
        self._control = control
        self._control.setblocking(False)
        self._config = config
        pool = PortPool(config.host, *config.rtp_ports)
        self._plane = Plane(pool.pairs, config.longest_delay_ms, secrets.randbits)
        self._transport = Transport(self._plane, pool)
        self._listening = Listening()
        self._recorder = Recorder()
        self._recordings: dict[LegId, Recording] = {}
        self._loader = ClipLoader(config.clip_cache_mb << 20)
        self._unpacker = m.Unpacker()
        self._outgoing = bytearray()
        self._poll = select.epoll()
        self._poll.register(control.fileno(), select.EPOLLIN)
        self._running = True
        self._late_ticks = self._left_out = 0
        self._all_faults = 0
        self._faults: Counter[object] = Counter()  # those without a success between them
        self._silence_ticks = max(1, round(config.silence_seconds / TICK))
        self._report_ticks = max(1, round(config.rtcp_seconds / TICK))
        self._perform: dict[type, Callable[[Any], None]] = {
            m.Open: self._open,
            m.Connect: self._connect,
            m.Close: self._close,
            m.Hear: self._hear,
            m.Play: self._play,
            m.StopPlay: self._stop_play,
            m.HoldPlay: self._hold_play,
            m.SendKeys: self._send_keys,
            m.Listen: self._listen,
            m.Unlisten: self._unlisten,
            m.Record: self._record,
            m.AskStats: self._stats,
        }

    # -- time -----------------------------------------------------------------------------

    def run(self) -> None:
        """Work until the control process goes away."""
        self._tell(m.Ready(os.getpid()))
        deadline = time.monotonic()
        while self._running:
            if not self._plane.legs and not self._listening.behind and not self._outgoing:
                self._poll.poll()
                self._read_commands()
                deadline = time.monotonic()
                continue
            deadline += TICK
            self._wait(deadline)
            late = time.monotonic() - deadline
            self._survive(self._make, "making")
            self._survive(self._transport.send, "sending")
            self._late_ticks += late > _LATE
            if late > _GIVE_UP:
                left_out = int(late / TICK)
                self._left_out += left_out
                self._plane.leave_out(left_out)
                deadline += left_out * TICK
            self._survive(self._follow_up, "follow up")
        self._finish()

    def _survive(self, work: Callable[[], None], name: object) -> None:
        """An error of ours costs a tick or a command, not every call, unless it always comes."""
        try:
            work()
            self._faults[name] = 0
        except Exception:
            traceback.print_exc()
            self._all_faults += 1
            self._faults[name] += 1
            if self._faults[name] > _MOST_FAULTS:
                raise

    def _wait(self, until: float) -> None:
        """Serve listeners that are behind, then sleep, but take commands."""
        if self._listening.behind:
            self._listening.flush()
        while self._running:
            remaining = max(0.0, until - time.monotonic())
            # select is the one call of its kind that counts in microseconds
            if select.select([self._control], [], [], remaining)[0]:
                self._read_commands()
            if until <= time.monotonic():
                return

    def _make(self) -> None:
        """Read what came, and make the packets of this tick."""
        plane, transport = self._plane, self._transport
        timestamp = _rtp_time()
        for _ in range(_MOST_PASSES):
            if not transport.receive(timestamp):
                break
        transport.hand_over()
        for leg_id, play, clip in self._loader.done():
            plane.loaded(leg_id, play, clip)
        plane.tick()

    def _follow_up(self) -> None:
        """What has time until the packets of this tick are sent."""
        plane = self._plane
        self._listening.tick(plane.pcm, plane.made_up)
        for leg_id, recording in self._recordings.items():
            recording.add(*plane.recorded(plane.legs[leg_id]))
        self._tell_events()
        if plane.ticks % _SELDOM == 0:
            self._keep_house()
        self._write()

    def _keep_house(self) -> None:
        plane = self._plane
        plane.intake.reception.settle()
        self._transport.receive_reports(_rtp_time())
        turn, turns = plane.ticks // _SELDOM, max(1, self._report_ticks // _SELDOM)
        due = plane.rows[(turn + 7 * plane.rows) % turns == 0]
        self._transport.send_reports(due.tolist(), time.time(), _rtp_time())
        for leg in plane.intake.lost_sources(plane.rows):
            self._transport.listen_to_all(leg)
        for path, reason in self._recorder.failed():
            self._end_recording(path, reason)
        if (news := self._recorder.news()) is not None:
            self._tell(m.RecordingBehind(*news))
        for leg in plane.intake.silent(plane.rows, self._silence_ticks):
            self._tell(m.Silent(leg.id, self._config.silence_seconds))

    def _tell_events(self) -> None:
        plane = self._plane
        for leg_id, key in plane.intake.pressed:
            self._tell(m.Key(leg_id, key))
        plane.intake.pressed.clear()
        for leg in plane.finished:
            for play, completed in leg.clips.ended:
                self._tell(m.Played(leg.id, play, completed))
            leg.clips.ended.clear()
        plane.finished.clear()

    def _end_recording(self, path: str, reason: str) -> None:
        for leg_id in [leg for leg, kept in self._recordings.items() if kept.path == path]:
            del self._recordings[leg_id]
            self._tell(m.RecordingFailed(leg_id, reason))

    def _finish(self) -> None:
        for leg in list(self._plane.legs.values()):
            self._drop(leg)
        self._listening.close()
        self._recorder.close(_CLOSE_SECONDS)

    # -- the control socket ---------------------------------------------------------------

    def _read_commands(self) -> None:
        try:
            data = self._control.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:  # the control process is gone: so are the calls
            self._running = False
            return
        for body in self._unpacker.feed(data):
            command = m.commands.decode(body)
            self._survive(partial(self._perform[type(command)], command), type(command))
        self._write()

    def _tell(self, report: m.Report) -> None:
        self._outgoing += m.pack(report)

    def _write(self) -> None:
        if self._outgoing:
            try:
                sent = self._control.send(self._outgoing)
            except BlockingIOError:
                return
            except OSError:
                self._running = False
                return
            del self._outgoing[:sent]

    # -- commands -------------------------------------------------------------------------

    def _open(self, command: m.Open) -> None:
        if command.leg in self._plane.legs:
            self._tell(m.OpenFailed(command.leg, f"leg {command.leg} is open already"))
            return
        try:
            leg = self._plane.open(command.leg)
        except ValueError:
            self._tell(m.OpenFailed(command.leg, "every RTP port pair is taken: widen rtp_ports"))
            return
        try:
            port = self._transport.open(leg)
        except OSError as error:
            self._plane.close(leg)
            self._tell(m.OpenFailed(command.leg, str(error)))
            return
        self._tell(m.Opened(command.leg, port))

    def _connect(self, command: m.Connect) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._transport.aim(leg, self._plane.connect(leg, command))
            self._transport.arrange()

    def _close(self, command: m.Close) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._drop(leg)

    def _drop(self, leg: Leg) -> None:
        if (recording := self._recordings.pop(leg.id, None)) is not None:
            recording.close()
        self._listening.close_row(leg.row)
        self._transport.close(leg)
        self._plane.close(leg)
        self._transport.arrange()

    def _hear(self, command: m.Hear) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._plane.hear(leg, command.sources)

    def _play(self, command: m.Play) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._plane.play(leg, command.play, command.loop)
            self._loader.load(command.leg, command.play, command.clip)

    def _stop_play(self, command: m.StopPlay) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._plane.stop_play(leg)

    def _hold_play(self, command: m.HoldPlay) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            leg.clips.hold(command.held)

    def _send_keys(self, command: m.SendKeys) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._plane.press(leg, command.keys)

    def _listen(self, command: m.Listen) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._listening.add(leg.row, command.stream, command.socket_path)

    def _unlisten(self, command: m.Unlisten) -> None:
        if (leg := self._plane.legs.get(command.leg)) is not None:
            self._listening.remove(leg.row, command.stream)

    def _record(self, command: m.Record) -> None:
        if command.leg in self._plane.legs and command.leg not in self._recordings:
            self._recordings[command.leg] = Recording(command.path, self._recorder)

    def _stats(self, command: m.AskStats) -> None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        jitter = self._plane.intake.jitter.counters
        counters: dict[str, float] = {
            **self._plane.intake.counters,
            **self._transport.counters,
            **{f"jitter_{name}": count for name, count in jitter.items()},
            **self._listening.counters(),
            "legs": len(self._plane.legs),
            "ticks": self._plane.ticks,
            "late_ticks": self._late_ticks,
            "left_out_ticks": self._left_out,
            "faults": self._all_faults,
            "recording_lost_chunks": self._recorder.lost_chunks,
            "recording_errors": self._recorder.errors,
            "clip_errors": self._loader.errors,
            "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "peak_memory_kb": usage.ru_maxrss,
        }
        self._tell(m.Stats(command.request, counters))


def _rtp_time() -> int:
    return int(time.monotonic() * RATE) & 0xFFFFFFFF


def _hurry() -> None:
    """Be served before ordinary processes, where that is permitted (CAP_SYS_NICE or a limit)."""
    with contextlib.suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        return
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)


def main(descriptor: int, config: MediaConfig) -> None:
    """Run on an inherited socket. Signals are the control process's business: it closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _hurry()  # and with it the threads that are begun from here: they wait for disks, mostly
    np.seterr(all="ignore")
    control = socket.socket(fileno=os.dup(descriptor))  # a low number, as select needs it
    os.close(descriptor)
    process = MediaProcess(control, config)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    process.run()
