"""Listeners that share a socket: what each gets, and what it costs when one is slow or gone."""

import itertools
import socket
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bridge.media import listener
from bridge.media.listening import Listening

ROWS = 300
SAID = np.arange(ROWS, dtype=np.int16)[:, None] + np.zeros((1, listener.SAMPLES), np.int16)
HEARD = np.zeros(ROWS, np.bool_)
Frame = tuple[int, int, int, bytes]  # stream, sequence, flags, samples


class Ear:
    """A listening socket."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sock.setblocking(False)
        self._sock.bind(self.path)

    def datagrams(self) -> Iterator[bytes]:
        """What has come."""
        while True:
            try:
                yield self._sock.recv(1 << 17)
            except BlockingIOError:
                return

    def frames(self) -> list[Frame]:
        """What has come, in frames."""
        return [frame for datagram in self.datagrams() for frame in frames(datagram)]

    def close(self) -> None:
        self._sock.close()
        Path(self.path).unlink(missing_ok=True)


def frames(datagram: bytes) -> Iterator[Frame]:
    for at in range(0, len(datagram), listener.FRAME_BYTES):
        frame = datagram[at : at + listener.FRAME_BYTES]
        magic, *numbers = listener.HEADER.unpack_from(frame)
        assert magic == listener.MAGIC
        stream, sequence, flags = numbers
        yield stream, sequence, flags, frame[listener.HEADER.size :]


def sequences(heard: list[Frame]) -> dict[int, list[int]]:
    """By stream."""
    found = defaultdict(list)
    for stream, sequence, _, _ in heard:
        found[stream].append(sequence)
    return found


@pytest.fixture
def listening() -> Iterator[Listening]:
    made = Listening()
    yield made
    made.close()


@pytest.fixture
def ears(tmp_path: Path) -> Iterator[list[Ear]]:
    made = [Ear(tmp_path / str(number)) for number in range(2)]
    yield made
    for ear in made:
        ear.close()


def test_many_listeners_of_a_socket_share_few_datagrams(
    listening: Listening, ears: list[Ear]
) -> None:
    for row in range(ROWS):
        listening.add(row, 1000 + row, ears[0].path)
    listening.add(5, 7, ears[1].path)
    for _ in range(4):
        listening.tick(SAID, HEARD)
    datagrams = list(ears[0].datagrams())
    assert [len(d) // listener.FRAME_BYTES for d in datagrams] == 2 * [192, 192, 192, 24]
    heard = [frame for datagram in datagrams for frame in frames(datagram)]
    assert sequences(heard) == {1000 + row: [0, 1, 2, 3] for row in range(ROWS)}
    assert all(pcm == SAID[stream - 1000].tobytes() for stream, _, _, pcm in heard)
    assert sequences(ears[1].frames()) == {7: [0, 1, 2, 3]}
    assert listening.counters()["listener_frames"] == 4 * (ROWS + 1)


def test_who_comes_and_goes_disturbs_nobody_and_ends_with_a_last_frame(
    listening: Listening, ears: list[Ear]
) -> None:
    heard = []
    for tick in range(12):
        if tick < 6:
            listening.add(tick, tick, ears[tick % 2].path)
        elif tick < 9:
            listening.close_row(tick - 6)
        else:
            listening.remove(tick - 6, tick - 6)
        listening.tick(SAID, HEARD)
        heard += ears[0].frames() + ears[1].frames()
    counted = sequences(heard)
    assert counted == {
        **{stream: list(range(7)) for stream in range(3)},  # the seventh is the last one
        **{stream: list(range(6)) for stream in range(3, 6)},
    }
    assert [f for f in heard if f[2]] == [(n, 6, listener.LAST, b"") for n in range(3)]
    counters = listening.counters()
    assert counters["listener_frames"] == len(heard)
    assert not counters["listener_dropped"]


def test_a_sleeper_gets_the_last_second_and_the_others_everything(
    listening: Listening, ears: list[Ear]
) -> None:
    for row in range(20):
        listening.add(row, row, ears[row % 2].path)
    awake = []
    for _ in range(200):
        listening.tick(SAID, HEARD)
        awake += ears[1].frames()
    assert set(map(len, sequences(awake).values())) == {200}
    lost = listening.counters()["listener_dropped"]
    asleep = []
    while listening.behind or not asleep:
        asleep += ears[0].frames()
        listening.flush()
    asleep += ears[0].frames()
    assert len(asleep) == 20 * 200 - len(awake) - lost
    for counted in sequences(asleep).values():
        assert counted[-50:] == list(range(150, 200))
        assert all(a < b for a, b in itertools.pairwise(counted))


def test_a_listener_that_dies_and_comes_back_is_found_again(
    listening: Listening, tmp_path: Path
) -> None:
    path = tmp_path / "ear"
    listening.add(0, 1, str(path))
    listening.tick(SAID, HEARD)
    ear = Ear(path)
    for _ in range(30):
        listening.tick(SAID, HEARD)
    assert ear.frames()
    ear.close()
    for _ in range(10):
        listening.tick(SAID, HEARD)
    assert not listening.behind
    ear = Ear(path)
    heard = []
    for _ in range(31):
        listening.tick(SAID, HEARD)
        heard += ear.frames()
    assert [sequence for _, sequence, _, _ in heard] == list(range(48, 72))
    ear.close()
    counters = listening.counters()
    assert counters["listener_dropped"] >= 12
    assert counters["listener_frames"] + counters["listener_dropped"] == 72
