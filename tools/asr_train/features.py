"""Sound features exactly as Kaldi will compute them inside vosk, and their frame labels.

A window of 36 ms rather than Kaldi's usual 25 separates the harmonics of low voices: that is
where the tones of Mandarin lie, and vosk has no pitch tracker that this tool could feed.
"""

import math

import kaldi_native_fbank as knf
import numpy as np
from numpy.typing import NDArray

DIMENSION = 56
WINDOW_MS = 36
SHIFT_MS = 10
SUBSAMPLING = 3
LOW, HIGH = 20, 3800
_LIFTER = 22.0

MFCC_CONF = "\n".join(
    (
        "--use-energy=false",
        "--sample-frequency=8000",
        f"--frame-length={WINDOW_MS}",
        f"--num-mel-bins={DIMENSION}",
        f"--num-ceps={DIMENSION}",
        f"--low-freq={LOW}",
        f"--high-freq={HIGH}",
        "--dither=0",
        "--allow-upsample=true",
        "",
    )
)


def _options() -> "knf.MfccOptions":
    options = knf.MfccOptions()
    options.frame_opts.samp_freq = 8000
    options.frame_opts.dither = 0
    options.frame_opts.frame_length_ms = WINDOW_MS
    options.frame_opts.snip_edges = True
    options.mel_opts.num_bins = DIMENSION
    options.mel_opts.low_freq = LOW
    options.mel_opts.high_freq = HIGH
    options.num_ceps = DIMENSION
    options.use_energy = False
    options.cepstral_lifter = _LIFTER
    return options


def mfcc(signal: NDArray[np.float32]) -> NDArray[np.float32]:
    """Frames of features; the signal's full scale is 1.0, Kaldi's is 32768."""
    computer = knf.OnlineMfcc(_options())
    computer.accept_waveform(8000, (signal * 32768).tolist())
    computer.input_finished()
    frames = [computer.get_frame(index) for index in range(computer.num_frames_ready)]
    return np.array(frames, np.float32).reshape(-1, DIMENSION)


def frame_labels(
    units: NDArray[np.int16], starts: NDArray[np.int32], frames: int
) -> NDArray[np.int16]:
    """The unit sounding at the middle of each 10 ms frame."""
    middles = np.arange(frames) * SHIFT_MS * 8 + WINDOW_MS * 4
    return units[np.searchsorted(starts, middles, side="right") - 1]


def _cosine() -> NDArray[np.float64]:
    size = DIMENSION
    row, column = np.arange(size)[:, None], np.arange(size)[None, :]
    matrix = math.sqrt(2 / size) * np.cos(math.pi / size * (column + 0.5) * row)
    matrix[0] = math.sqrt(1 / size)
    lifter = 1 + 0.5 * _LIFTER * np.sin(math.pi * np.arange(size) / _LIFTER)
    return np.asarray(lifter[:, None] * matrix)


def warp_matrix(factor: float) -> NDArray[np.float32]:
    """A linear map on the features that stretches the frequency axis, as a longer throat would."""

    def mel(hertz: float) -> float:
        return 1127 * math.log(1 + hertz / 700)

    bottom, top = mel(LOW), mel(HIGH)
    step = (top - bottom) / (DIMENSION + 1)
    mixing = np.zeros((DIMENSION, DIMENSION))
    for bin_index in range(DIMENSION):
        hertz = 700 * (math.exp((bottom + step * (bin_index + 1)) / 1127) - 1)
        source = (mel(min(hertz * factor, HIGH)) - bottom) / step - 1
        source = min(max(source, 0.0), DIMENSION - 1.0)
        below = min(int(source), DIMENSION - 2)
        mixing[bin_index, below] = 1 - (source - below)
        mixing[bin_index, below + 1] = source - below
    transform = _cosine()
    return np.asarray(transform @ mixing @ np.linalg.inv(transform), dtype=np.float32)
