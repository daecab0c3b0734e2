"""The simulated citizen against real sockets: a small far end of our own, and sipp."""

import itertools
import shutil
import socket
import struct
import subprocess
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from far_end import FarEnd, keys_of

from ivr.phone import CallReport, Citizen, EndedBy, Manners, PhoneEvent, Press, Say
from ivr.phone.line import Phone

QUICK = Manners(pause=0.1, patience=0.1, linger=0.2, quiet=-60)


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Half a second of a rising tone as 16-bit WAV at 16 kHz."""
    seconds = np.arange(8000) / 16000
    samples = (8000 * np.sin(2 * np.pi * (300 + 500 * seconds) * seconds)).astype("<i2")
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    far = FarEnd()
    yield far
    far.close()


def test_says_presses_records_and_hangs_up(far_end: FarEnd, tone: Path, tmp_path: Path) -> None:
    events: list[PhoneEvent] = []
    citizen = Citizen("127.0.0.1", far_end.port, on_event=events.append)
    heard = tmp_path / "heard.wav"

    report = citizen.call("12345", [Say(tone, "tone"), Press("0#")], manners=QUICK, record=heard)

    assert report.answered
    assert report.registered == 200
    assert report.ended_by is EndedBy.US
    assert [u.label for u in report.utterances] == ["tone", "0#"]
    assert all(u.ended is not None for u in report.utterances)
    assert report.unsaid == 0
    assert far_end.first("BYE").startswith("BYE sip:far@127.0.0.1")
    assert "presses" in [event.name for event in events]
    # What was said came back as an echo and lies in the recording.
    with wave.open(str(heard)) as file:
        assert file.getframerate() == 8000
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    assert 0.4 < np.count_nonzero(np.abs(sound) > 500) / 8000 < 0.6
    assert 0.4 < report.heard < 0.7


def test_acknowledges_inside_the_dialog(far_end: FarEnd) -> None:
    Citizen("127.0.0.1", far_end.port, register=False).call("12345", manners=QUICK)
    ack = far_end.first("ACK")
    assert "tag=far" in ack
    assert ack.startswith("ACK sip:far@127.0.0.1")
    invite = far_end.first("INVITE")
    assert _branch(ack) != _branch(invite)  # RFC 3261 §13.2.2.4


def test_an_offered_port_is_held_from_the_offer_on() -> None:
    phone = Phone("127.0.0.1", 5060, "13900000000", "", "127.0.0.1")
    port = phone.request_port()
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
        pytest.raises(OSError, match="in use"),
    ):
        other.bind(("127.0.0.1", port))
    phone.free_ports()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", port))


def test_keys_follow_rfc_4733(far_end: FarEnd) -> None:
    Citizen("127.0.0.1", far_end.port, register=False).call("12345", [Press("15")], manners=QUICK)
    keys = keys_of(far_end.packets)
    for event in (1, 5):
        packets = [key for key in keys if key[1] == event]
        assert len({timestamp for timestamp, *_ in packets}) == 1
        assert [marker for _, _, marker, _, _ in packets].count(True) == 1
        assert [end for *_, end, _ in packets].count(True) == 3
        durations = [duration for *_, duration in packets]
        assert durations == sorted(durations)
    assert keys[0][0] != keys[-1][0]


def test_packets_follow_each_other(far_end: FarEnd, tone: Path) -> None:
    Citizen("127.0.0.1", far_end.port, register=False).call("12345", [Say(tone)], manners=QUICK)
    sequences = [struct.unpack_from("!H", packet, 2)[0] for packet in far_end.packets]
    assert len(sequences) > 30
    assert all((b - a) & 0xFFFF == 1 for a, b in itertools.pairwise(sequences))


def test_a_lost_ack_is_sent_again(tone: Path) -> None:
    far = FarEnd(lose_first_ack=True)
    try:
        Citizen("127.0.0.1", far.port, register=False).call("12345", [Say(tone)], manners=QUICK)
        assert far.acknowledged.is_set()
    finally:
        far.close()


@pytest.mark.parametrize("status", [404, 486, 488, 603])
def test_a_refusal_is_reported(status: int) -> None:
    far = FarEnd(status)
    try:
        report = Citizen("127.0.0.1", far.port, register=False).call("1", [Press("1")])
        assert (report.answered, report.status, report.unsaid) == (False, status, 1)
        assert report.ended_by is EndedBy.NOBODY
        assert far.first("ACK")
    finally:
        far.close()


def test_gives_up_what_only_rings() -> None:
    far = FarEnd(180)
    try:
        citizen = Citizen("127.0.0.1", far.port, register=False)
        report = citizen.call("12345", ring_seconds=0.3)
        assert report.status == 487
        assert _branch(far.first("CANCEL")) == _branch(far.first("INVITE"))
        assert far.first("ACK")
    finally:
        far.close()


def test_nobody_there_is_a_status_not_a_hang() -> None:
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("127.0.0.1", 0))
    with silent:
        citizen = Citizen("127.0.0.1", silent.getsockname()[1], register=False)
        assert citizen.call("12345", ring_seconds=0.3).status == 408


def test_the_far_end_hangs_up(far_end: FarEnd) -> None:
    citizen = Citizen("127.0.0.1", far_end.port, register=False)
    reports: list[CallReport] = []
    thread = threading.Thread(target=lambda: reports.append(citizen.call("12345", [Press("1")])))
    thread.start()
    far_end.first("ACK")
    far_end.hang_up()
    thread.join(10)
    assert reports[0].ended_by is EndedBy.THEM
    assert reports[0].unsaid == 1
    assert not [t for t in threading.enumerate() if t.name.startswith("citizen")]


@pytest.mark.skipif(not shutil.which("sipp"), reason="sipp is not installed (make setup-test)")
def test_a_call_with_sipp(tone: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["sipp", "-sn", "uas", "-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", str(port)]
    sipp = subprocess.Popen(
        [*command, "-m", "1", "-nostdin"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        # sipp may still be starting: the INVITE is repeated until it answers.
        report = Citizen("127.0.0.1", port, register=False).call(
            "12345", [Say(tone)], manners=QUICK
        )
        assert report.answered
        assert sipp.wait(10) == 0  # one successful call, as sipp counts
    finally:
        sipp.kill()
        sipp.wait()


def _branch(message: str) -> str:
    return message.split("branch=")[1].split("\r")[0].split(";")[0]
