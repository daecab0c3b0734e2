"""The bytes of Kaldi's files, checked against hand-made ones and by reading them back."""

import struct

import numpy as np

from tools.asr_train import kaldi_io, phones, transitions


def test_numbers_carry_their_size() -> None:
    assert kaldi_io.int32(3) == b"\x04\x03\x00\x00\x00"
    assert kaldi_io.float32(0.5) == b"\x04\x00\x00\x00\x3f"
    assert kaldi_io.float64(0.0) == b"\x08" + bytes(8)
    assert kaldi_io.int_vector([1, 2]) == b"\x04\x02\0\0\0\x01\0\0\0\x02\0\0\0"


def test_matrix_is_written_row_by_row() -> None:
    data = kaldi_io.matrix(np.array([[1, 2], [3, 4]], np.float32))
    assert data.startswith(b"FM \x04\x02\0\0\0\x04\x02\0\0\0")
    assert struct.unpack("<4f", data[-16:]) == (1, 2, 3, 4)


def test_transition_model_describes_every_phone() -> None:
    data = transitions.transition_model()
    count = phones.phone_count()
    assert data.startswith(b"<TransitionModel> <Topology> \x04" + struct.pack("<i", count))
    place = data.index(b"<Triples> ") + len(b"<Triples> ")
    assert struct.unpack_from("<i", data, place + 1)[0] == count
    numbers = np.frombuffer(data[place + 5 : place + 5 + 15 * count], np.uint8).reshape(-1, 5)
    triples = np.ascontiguousarray(numbers[:, 1:]).view("<i4").reshape(-1, 3)
    assert triples[:, 0].tolist() == list(range(1, count + 1))
    assert triples[:, 2].max() == len(phones.UNITS) - 1
    logs = data[data.index(b"<LogProbs> FV ") + len(b"<LogProbs> FV ") :]
    assert struct.unpack_from("<i", logs, 1)[0] == 2 * count + 1
    assert data.endswith(b"</LogProbs> </TransitionModel> ")


def test_transition_numbers_follow_kaldi() -> None:
    assert (transitions.stay(1), transitions.enter(1)) == (1, 2)
    assert (transitions.stay(7), transitions.enter(7)) == (13, 14)
