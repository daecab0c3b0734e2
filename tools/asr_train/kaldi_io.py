"""Kaldi's binary primitives: a number is a byte for its size and then its data."""

import struct

import numpy as np
from numpy.typing import NDArray


def token(text: str) -> bytes:
    """A token and the space that ends it."""
    return text.encode("ascii") + b" "


def int32(value: int) -> bytes:
    """A 32-bit integer with its size byte."""
    return b"\x04" + struct.pack("<i", value)


def float32(value: float) -> bytes:
    """A 32-bit float with its size byte."""
    return b"\x04" + struct.pack("<f", value)


def float64(value: float) -> bytes:
    """A 64-bit float with its size byte."""
    return b"\x08" + struct.pack("<d", value)


def int_vector(values: list[int]) -> bytes:
    """A vector of 32-bit integers: element size, raw count, data."""
    return b"\x04" + struct.pack("<i", len(values)) + np.array(values, "<i4").tobytes()


def vector(values: NDArray[np.float32]) -> bytes:
    """A float vector."""
    return token("FV") + int32(len(values)) + values.astype("<f4").tobytes()


def matrix(values: NDArray[np.float32]) -> bytes:
    """A float matrix, row by row."""
    rows, columns = values.shape
    data = np.ascontiguousarray(values, "<f4").tobytes()
    return token("FM") + int32(rows) + int32(columns) + data
