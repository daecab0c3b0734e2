"""Kaldi's transition model for units of one state with a self-loop, and its transition numbers.

Phone p has the transitions 2p-1 (stay) and 2p (go on); each phone of a unit shares its output.
"""

import math

import numpy as np

from . import phones
from .kaldi_io import float32, int32, int_vector, token, vector


def stay(phone: int) -> int:
    """The transition number of a phone's self-loop."""
    return 2 * phone - 1


def enter(phone: int) -> int:
    """The transition number with which a phone begins."""
    return 2 * phone


def transition_model() -> bytes:
    """The ``<TransitionModel>`` section of ``final.mdl``."""
    count = phones.phone_count()
    return b"".join(
        (
            token("<TransitionModel>"),
            _topology(count),
            token("<Triples>"),
            int32(count),
            *(
                int32(phone) + int32(0) + int32(phones.unit_of_phone(phone))
                for phone in range(1, count + 1)
            ),
            token("</Triples>"),
            token("<LogProbs>"),
            vector(np.array([0.0] + [math.log(0.5)] * (2 * count), np.float32)),
            token("</LogProbs>"),
            token("</TransitionModel>"),
        )
    )


def _topology(count: int) -> bytes:
    first = int32(0) + int32(2) + int32(0) + float32(0.5) + int32(1) + float32(0.5)
    last = int32(-1) + int32(0)
    return b"".join(
        (
            token("<Topology>"),
            int_vector(list(range(1, count + 1))),
            int_vector([-1] + [0] * count),
            int32(1),
            int32(2),
            first,
            last,
            token("</Topology>"),
        )
    )
